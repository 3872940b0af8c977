import { formatNumber, Link, useWords } from '@ronghe/kit/ui'
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
  /** Drawn in the colour of this light in place of a shade. */
  light?: 'green' | 'yellow' | 'red'
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
    const point = [x + (radius - 1) * Math.cos(angle), y + (radius - 1) * Math.sin(angle)]
    return point.map((one) => one.toFixed(1)).join(',')
  })
  return points.join(' ')
}

type CartogramProps = {
  cities: readonly CartogramCity[]
  label: string
  /** Where a city leads; its overview without. */
  to?: (code: string) => string
  chosen?: string | null
}

/** The cities as hexagons of our own drawing; each opens its city. */
export function Cartogram({ cities, label, to = overviewOf, chosen = null }: CartogramProps) {
  const tiles = cities.flatMap((city) => city.tiles)
  const columns = Math.max(...tiles.map((tile) => tile.column + 1.5), 1)
  const rows = Math.max(...tiles.map((tile) => tile.row), 0)
  const size = [columns * width + margin * 2, rows * step + radius * 2 + margin * 2]
  return (
    <svg viewBox={`0 0 ${size.map((side) => side.toFixed(0)).join(' ')}`} className="cartogram">
      <title>{label}</title>
      {cities.map((city) => (
        <City key={city.code} city={city} to={to(city.code)} isChosen={city.code === chosen} />
      ))}
      {/* Above all tiles: a long name reaches into those of its neighbours. */}
      <g>
        {cities.map((city) => (
          <Label key={city.code} city={city} />
        ))}
      </g>
    </svg>
  )
}

function overviewOf(code: string): string {
  return `/?region=${code}`
}

function City({ city, to, isChosen }: { city: CartogramCity; to: string; isChosen: boolean }) {
  const { name } = useWords()
  const { share } = city
  return (
    <Link to={to} className={isChosen ? 'cartogram-city cartogram-chosen' : 'cartogram-city'}>
      <title>{`${name(city)} ${city.text}`}</title>
      {city.tiles.map((tile) => (
        <polygon
          key={`${tile.column}-${tile.row}`}
          points={corners(centre(tile))}
          className={share === null ? 'cartogram-tile cartogram-none' : 'cartogram-tile'}
          data-light={city.light}
          style={share === null || city.light ? undefined : { fillOpacity: 0.18 + 0.72 * share }}
        />
      ))}
    </Link>
  )
}

function Label({ city }: { city: CartogramCity }) {
  const { name } = useWords()
  const { x, y } = middleOf(city.tiles)
  return (
    <>
      <text x={x} y={y - 3} className="cartogram-name">
        {shortName(name(city))}
      </text>
      <text x={x} y={y + 12} className="cartogram-value">
        {city.text}
      </text>
    </>
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

/** A share as percent, or a dash. */
export function percentText(locale: 'zh' | 'en', share: number | null, digits = 0): string {
  return share === null ? '–' : `${formatNumber(share * 100, locale, digits)}%`
}
