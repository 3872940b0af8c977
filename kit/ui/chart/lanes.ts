import { formatDuration, formatInstant } from '../format.ts'
import type { T } from '../words.tsx'
import type { Look } from './look.ts'
import type { Span } from './spans.ts'

type Item = { value: [number, number, number, string]; itemStyle: { color: string } }
type Api = {
  value: (dimension: number) => number
  coord: (point: [number, number]) => [number, number]
  size: (extent: [number, number]) => [number, number]
  style: () => object
}
type Frame = { coordSys: { x: number; y: number; width: number; height: number } }

/** A custom series that draws spans as bars in lanes. */
export function laneSeries(
  lanes: readonly (readonly Span[])[],
  look: Look,
  t: T,
  axisIndex = 0,
): Record<string, unknown> {
  const data: Item[] = lanes.flatMap((spans, lane) =>
    spans.map((span) => ({
      value: [lane, span.from, span.to, span.text] as [number, number, number, string],
      itemStyle: { color: look.tone(span.tone) },
    })),
  )
  return {
    id: 'lanes',
    type: 'custom',
    xAxisIndex: axisIndex,
    yAxisIndex: axisIndex,
    encode: { x: [1, 2], y: 0 },
    renderItem: bar,
    data,
    tooltip: {
      trigger: 'item',
      formatter: ({ value }: { value: [number, number, number, string] }) => spanTip(value, t),
    },
  }
}

function spanTip([, from, to, text]: [number, number, number, string], t: T): string {
  const length = formatDuration((to - from) / 1000, t)
  return `<b>${plainText(text)}</b><br>${formatInstant(from)}<br>${formatInstant(to)}<br>${length}`
}

/** Words of machines and people stand in tooltips, which are HTML. */
export function plainText(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}

function bar(frame: Frame, api: Api): object | undefined {
  const lane = api.value(0)
  const [left = 0, middle = 0] = api.coord([api.value(1), lane])
  const [right = 0] = api.coord([api.value(2), lane])
  const height = Math.min((api.size([0, 1])[1] ?? 0) * 0.7, 22)
  const { x, width } = frame.coordSys
  const start = Math.max(left, x)
  const end = Math.min(right, x + width)
  if (end < x || start > x + width) return undefined
  // A state of a second must still be seen in a week.
  const shape = { x: start, y: middle - height / 2, width: Math.max(end - start, 1), height }
  return { type: 'rect', transition: [], shape, style: api.style() }
}
