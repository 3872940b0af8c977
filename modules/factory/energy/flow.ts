import { incrementsOf, type SignalPoint } from '@ronghe/oee'

/** Where a machine's energy is read: a counter of energy, or power that is integrated. */
export type Source =
  | { kind: 'counter'; unit: 'Wh' | 'kWh' | 'MWh' }
  | { kind: 'powerStep' | 'powerLinear'; unit: 'W' | 'kW' }

/** Power over a stretch of time, running evenly from its value at the start to that at the end. */
export type Flow = { fromMicros: number; toMicros: number; startWatts: number; endWatts: number }

const hourMicros = 3_600_000_000
export const scaleOf = { W: 1, kW: 1000, Wh: 1, kWh: 1000, MWh: 1_000_000 } as const

/**
 * What points tell of power, in order and without overlap; where they tell nothing there is no flow, which is
 * not a flow of zero. `knownToMicros`: the moment up to which the last power holds.
 */
export function flowsOf(points: readonly SignalPoint[], source: Source, knownToMicros: number): Flow[] {
  const scale = scaleOf[source.unit]
  return source.kind === 'counter'
    ? counterFlows(points, scale)
    : powerFlows(points, scale, source.kind, knownToMicros)
}

/**
 * A counter's growth is spread evenly between its two good readings. After a reset what it then shows is
 * counted; what it grew before the reset and after its last reading nobody knows.
 */
function counterFlows(points: readonly SignalPoint[], scale: number): Flow[] {
  return incrementsOf(points)
    .filter((one) => one.timeMicros > one.sinceMicros)
    .map(({ sinceMicros, timeMicros, quantity }) => {
      const watts = (quantity * scale * hourMicros) / (timeMicros - sinceMicros)
      return { fromMicros: sinceMicros, toMicros: timeMicros, startWatts: watts, endWatts: watts }
    })
}

/** Power that is fed back counts against what is taken. */
function powerFlows(
  points: readonly SignalPoint[],
  scale: number,
  kind: 'powerStep' | 'powerLinear',
  knownToMicros: number,
): Flow[] {
  const flows: Flow[] = []
  points.forEach((point, index) => {
    const next = points[index + 1]
    const start = goodNumber(point)
    const toMicros = next?.timeMicros ?? Math.max(point.timeMicros, knownToMicros)
    if (start === null || toMicros <= point.timeMicros) return
    const end = kind === 'powerStep' ? start : next ? goodNumber(next) : null
    if (end === null) return
    const { timeMicros: fromMicros } = point
    flows.push({ fromMicros, toMicros, startWatts: start * scale, endWatts: end * scale })
  })
  return flows
}

/** Null: bad, stale or no number, so nothing is known. */
function goodNumber(point: SignalPoint): number | null {
  if (point.quality !== 'good' || point.value === null || point.value === '') return null
  const value = Number(point.value)
  return Number.isFinite(value) ? value : null
}

/** Energy of the part of a flow in [from, to), which must touch it, in milliwatt hours. */
export function energyIn(flow: Flow, fromMicros: number, toMicros: number): number {
  const from = Math.max(flow.fromMicros, fromMicros)
  const to = Math.min(flow.toMicros, toMicros)
  const slope = (flow.endWatts - flow.startWatts) / (flow.toMicros - flow.fromMicros)
  const middle = flow.startWatts + slope * ((from + to) / 2 - flow.fromMicros)
  return (middle * 1000 * (to - from)) / hourMicros
}
