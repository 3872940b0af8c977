import type { ReactNode } from 'react'
import type { PictureItem } from '../pictures/check.ts'

/** What a symbol is drawn with: a colour for its state, how full it is, and its words. */
export type SymbolLook = {
  colour: string | null
  level: number | null
  text: string
  isRunning: boolean
  history?: readonly (number | null)[]
}

const impeller =
  'M46 46 C52 30 64 30 70 36 M46 46 C62 52 62 64 56 70 M46 46 C40 62 28 62 22 56 M46 46 C30 40 30 28 36 22'

type Draw = (look: SymbolLook, item: PictureItem) => ReactNode

/** Our own drawings on a square of 100; a symbol takes its state's colour, else that of the paper. */
const drawings: Partial<Record<PictureItem['symbol'], Draw>> = {
  pump: (look) => (
    <>
      <path className="pic-body" d="M22 92 L36 70 L64 70 L78 92 Z" />
      <path className="pic-body" d="M50 12 H96 V34 H50 Z" />
      <circle className="pic-state" cx="46" cy="46" r="34" />
      <g className={look.isRunning ? 'pic-turning' : undefined} style={{ transformOrigin: '46px 46px' }}>
        <path className="pic-ink" d={impeller} />
      </g>
    </>
  ),
  valve: () => (
    <>
      <path className="pic-state" d="M6 34 L50 60 L94 34 L94 86 L50 60 L6 86 Z" />
      <path className="pic-ink" d="M50 60 V24 M34 24 H66" />
      <path className="pic-body" d="M34 24 A16 16 0 0 1 66 24 Z" />
    </>
  ),
  tank: (look) => (
    <>
      <path className="pic-body" d="M14 16 A36 10 0 0 1 86 16 V84 A36 10 0 0 1 14 84 Z" />
      {look.level === null ? null : (
        <rect className="pic-fill" x="16" width="68" y={88 - look.level * 70} height={look.level * 70} />
      )}
      <path
        className="pic-outline"
        d="M14 16 A36 10 0 0 1 86 16 V84 A36 10 0 0 1 14 84 Z M14 16 A36 10 0 0 0 86 16"
      />
    </>
  ),
  motor: (look) => (
    <>
      <rect className="pic-body" x="78" y="44" width="20" height="12" />
      <rect className="pic-state" x="8" y="22" width="70" height="56" rx="8" />
      <path className="pic-ink" d="M22 22 V78 M34 22 V78 M46 22 V78 M58 22 V78" />
      <path className="pic-body" d="M16 78 H70 V90 H16 Z" />
      {look.isRunning ? <path className="pic-ink" d="M88 30 A22 22 0 0 1 88 70" /> : null}
    </>
  ),
  fan: (look) => (
    <>
      <circle className="pic-state" cx="50" cy="50" r="44" />
      <g className={look.isRunning ? 'pic-turning' : undefined} style={{ transformOrigin: '50px 50px' }}>
        {[0, 120, 240].map((turn) => (
          <path
            key={turn}
            className="pic-body"
            d="M50 50 C34 30 44 10 58 10 C62 26 58 40 50 50 Z"
            transform={`rotate(${turn} 50 50)`}
          />
        ))}
      </g>
      <circle className="pic-body" cx="50" cy="50" r="7" />
    </>
  ),
  conveyor: (look) => (
    <>
      <rect className="pic-state" x="2" y="40" width="96" height="24" rx="12" />
      {[14, 38, 62, 86].map((x) => (
        <circle key={x} className="pic-body" cx={x} cy="52" r="8" />
      ))}
      <path className="pic-ink" d="M18 64 V92 M82 64 V92" />
      {look.isRunning ? <path className="pic-ink" d="M36 26 H64 M56 18 L66 26 L56 34" /> : null}
    </>
  ),
  machine: () => (
    <>
      <path className="pic-body" d="M6 20 H94 V90 H6 Z" />
      <path className="pic-state" d="M14 28 H66 V74 H14 Z" />
      <path className="pic-ink" d="M40 28 V46 M34 46 H46 L43 58 H37 Z M22 66 H58" />
      <path className="pic-body" d="M72 28 H88 V52 H72 Z" />
      <path className="pic-ink" d="M75 60 H85 M75 67 H85 M75 74 H85" />
    </>
  ),
  furnace: () => (
    <>
      <path className="pic-body" d="M10 24 L30 8 H70 L90 24 V92 H10 Z" />
      <path className="pic-state" d="M24 40 H76 V84 H24 Z" />
      <path
        className="pic-ink"
        d="M36 80 C30 68 42 64 38 50 C50 58 46 64 50 70 C54 64 54 58 60 52 C58 64 70 70 62 80"
      />
    </>
  ),
  heater: () => (
    <>
      <rect className="pic-state" x="8" y="20" width="84" height="60" rx="6" />
      <path className="pic-ink" d="M16 50 H26 L32 32 L44 68 L56 32 L68 68 L74 50 H84" />
    </>
  ),
  pipe: () => <rect className="pic-state" x="0" y="38" width="100" height="24" />,
  arrow: () => <path className="pic-state" d="M4 40 H64 V22 L96 50 L64 78 V60 H4 Z" />,
  box: () => <rect className="pic-body" x="1" y="1" width="98" height="98" rx="3" />,
  lamp: () => (
    <>
      <circle className="pic-body" cx="50" cy="50" r="46" />
      <circle className="pic-state" cx="50" cy="50" r="36" />
    </>
  ),
  gauge: (look) => {
    const angle = (look.level ?? 0) * 240 - 120
    return (
      <>
        <path className="pic-track" d="M16.2 69.5 A39 39 0 1 1 83.8 69.5" />
        {look.level === null ? null : (
          <>
            <path
              className="pic-arc"
              d="M16.2 69.5 A39 39 0 1 1 83.8 69.5"
              pathLength={1}
              strokeDasharray={`${look.level} 1`}
            />
            <path className="pic-ink" d="M50 50 V20" transform={`rotate(${angle} 50 50)`} />
          </>
        )}
        <text className="pic-label" x="50" y="82" fontSize="17">
          {look.text}
        </text>
      </>
    )
  },
  bar: (look) => (
    <>
      <rect className="pic-body" x="1" y="1" width="98" height="98" />
      {look.level === null ? null : (
        <rect className="pic-fill" x="3" width="94" y={97 - look.level * 94} height={look.level * 94} />
      )}
    </>
  ),
  trend: (look) => (
    <>
      <rect className="pic-body" x="0" y="0" width="100" height="100" />
      <path className="pic-line" d={lineOf(look.history ?? [])} />
    </>
  ),
}

/** Symbols that fill their box whatever its shape; the others keep their own. */
const stretched = new Set<PictureItem['symbol']>(['pipe', 'box', 'bar', 'trend', 'conveyor', 'tank', 'arrow'])

/** Points from left to right between their least and greatest; a gap stays open. */
function lineOf(values: readonly (number | null)[]): string {
  const known = values.filter((one) => one !== null)
  if (known.length === 0) return ''
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const scale = most > least ? 84 / (most - least) : 0
  let isOpen = false
  return values
    .map((value, index) => {
      if (value === null) {
        isOpen = false
        return ''
      }
      const across = ((index / (values.length - 1)) * 100).toFixed(1)
      const to = `${across} ${(92 - (value - least) * scale).toFixed(1)}`
      const step = isOpen ? `L${to}` : `M${to}`
      isOpen = true
      return step
    })
    .join('')
}

/** One symbol in a box of its size, from its own origin. */
export function SymbolDrawing({ item, look }: { item: PictureItem; look: SymbolLook }) {
  const { width, height, symbol } = item
  const style = look.colour ? { '--pic-tone': look.colour } : undefined
  if (symbol === 'text' || symbol === 'value' || symbol === 'setPoint' || symbol === 'link')
    return (
      <g style={style as React.CSSProperties}>
        <Plate item={item} look={look} />
      </g>
    )
  return (
    <g style={style as React.CSSProperties}>
      <svg
        width={width}
        height={height}
        viewBox="0 0 100 100"
        preserveAspectRatio={stretched.has(symbol) ? 'none' : 'xMidYMid meet'}
        className={stretched.has(symbol) ? 'pic-stretched' : undefined}
        aria-hidden="true"
      >
        {drawings[symbol]?.(look, item)}
      </svg>
    </g>
  )
}

/** Words and values on a plate; plain words have none. */
function Plate({ item, look }: { item: PictureItem; look: SymbolLook }) {
  const { width, height, symbol } = item
  const size = item.size ?? Math.max(8, Math.min(height * 0.5, 40))
  const plate = { value: 'pic-plate', setPoint: 'pic-plate pic-plate-set', link: 'pic-plate pic-plate-link' }
  const isText = symbol === 'text'
  return (
    <>
      {isText ? null : (
        <rect
          className={plate[symbol as keyof typeof plate]}
          width={width}
          height={height}
          rx={Math.min(6, height / 6)}
        />
      )}
      <text className="pic-label" x={width / 2} y={height / 2} fontSize={size} dominantBaseline="central">
        {look.text}
      </text>
    </>
  )
}
