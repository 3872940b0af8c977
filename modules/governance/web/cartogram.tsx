import { formatNumber, useGo, useWords } from '@ronghe/kit/ui'
import './cartogram.css'

export type CartogramCity = {
  code: string
  nameZh: string
  nameEn: string
  tiles: readonly { column: number; row: number }[]
  /** 0…1, for the shade; null: no data. */
  share: number | null
  /** What is written under the name. */
  text: string
}

const radius = 30
const width = radius * Math.sqrt(3)
const step = radius * 1.5
const margin = 4

/** Centre of a hexagon with a point on top; odd rows are shifted right by half a tile. */
function centre({ column, row }: { column: number; row: number }): { x: number; y: number } {
  return {
    x: margin + width / 2 + (column + (row % 2 === 1 ? 0.5 : 0)) * width,
    y: margin + radius + row * step,
  }
}

function corners({ x, y }: { x: number; y: number }): string {
  const points = [0, 1, 2, 3, 4, 5].map((side) => {
    const angle = (Math.PI / 180) * (60 * side - 90)
    return `${(x + (radius - 1) * Math.cos(angle)).toFixed(1)},${(y + (radius - 1) * Math.sin(angle)).toFixed(1)}`
  })
  return points.join(' ')
}

/** The cities as hexagons of our own drawing; each opens its city. */
export function Cartogram({ cities, label }: { cities: readonly CartogramCity[]; label: string }) {
  const { name } = useWords()
  const go = useGo()
  const tiles = cities.flatMap((city) => city.tiles)
  const columns = Math.max(...tiles.map((tile) => tile.column + 1.5), 1)
  const rows = Math.max(...tiles.map((tile) => tile.row), 0)
  const box = `0 0 ${(columns * width + margin * 2).toFixed(0)} ${(rows * step + radius * 2 + margin * 2).toFixed(0)}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing that holds links is a group
    <svg viewBox={box} className="cartogram" role="group" aria-label={label}>
      {cities.map((city) => {
        const middle = middleOf(city.tiles)
        const open = () => go(`/?region=${city.code}`)
        return (
          // biome-ignore lint/a11y/useSemanticElements: a shape of a drawing can't be an anchor
          <g
            key={city.code}
            role="link"
            tabIndex={0}
            className="cartogram-city"
            onClick={open}
            onKeyDown={(event) => {
              if (event.key === 'Enter') open()
            }}
          >
            {city.tiles.map((tile) => (
              <polygon
                key={`${tile.column}-${tile.row}`}
                points={corners(centre(tile))}
                className={city.share === null ? 'cartogram-tile cartogram-none' : 'cartogram-tile'}
                style={city.share === null ? undefined : { fillOpacity: 0.18 + 0.72 * city.share }}
              />
            ))}
            <text x={middle.x} y={middle.y - 3} className="cartogram-name">
              {shortName(name(city))}
            </text>
            <text x={middle.x} y={middle.y + 12} className="cartogram-value">
              {city.text}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

/** The tile nearest to the middle of a city's tiles carries its name. */
function middleOf(tiles: CartogramCity['tiles']): { x: number; y: number } {
  const centres = tiles.map(centre)
  const x = centres.reduce((sum, one) => sum + one.x, 0) / Math.max(1, centres.length)
  const y = centres.reduce((sum, one) => sum + one.y, 0) / Math.max(1, centres.length)
  return { x, y }
}

function shortName(text: string): string {
  return text.replace(/市$/, '')
}

/** A share as percent without digits, or a dash. */
export function percentText(locale: 'zh' | 'en', share: number | null): string {
  return share === null ? '–' : `${formatNumber(share * 100, locale, 0)}%`
}
