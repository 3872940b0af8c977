import type { BucketSummary } from '@ronghe/kit/series'
import type { SignalPoint } from '@ronghe/oee'
import { type Flow, flowsOf, type Source, scaleOf } from './flow.ts'

type Scaling = { scale: number; shift: number }

/**
 * Where energy flowed, from the pieces that points were thinned to: each bears its first and last value, and
 * the area below what lies between. The energy of whole pieces is that of their points; within one it runs
 * evenly.
 */
export function flowsOfPieces(
  pieces: readonly BucketSummary[],
  source: Source,
  { scale, shift }: Scaling,
  knownToMicros: number,
): Flow[] {
  const shown = (value: number) => value * scale + shift
  const pointOf = (timeMicros: number, value: number): SignalPoint =>
    Number.isNaN(value)
      ? { timeMicros, value: null, quality: 'bad' }
      : { timeMicros, value: shown(value), quality: 'good' }
  if (source.kind === 'counter') {
    const points = pieces
      .filter((one) => one.good > 0)
      .flatMap((one) => [pointOf(one.openingMicros, one.opening), pointOf(one.closingMicros, one.closing)])
    return flowsOf(points, source, knownToMicros)
  }
  const watts = scaleOf[source.unit]
  return pieces.flatMap((one, index) => {
    const next = pieces[index + 1]
    const area = source.kind === 'powerStep' ? one.goodHeld : one.goodSlope
    const mean = (shown(area / one.goodMicros) || 0) * watts
    const inside: Flow[] =
      one.goodMicros > 0
        ? [
            {
              ...{ fromMicros: one.firstMicros, toMicros: one.firstMicros + one.goodMicros },
              ...{ startWatts: mean, endWatts: mean },
            },
          ]
        : []
    const after = next ? [pointOf(next.firstMicros, next.first)] : []
    return [
      ...inside,
      ...flowsOf([pointOf(one.lastMicros, one.last), ...after], source, knownToMicros),
    ].filter((flow) => !next || flow.fromMicros < next.firstMicros)
  })
}

/** The part of flows in [from, to). */
export function flowsWithin(flows: readonly Flow[], fromMicros: number, toMicros: number): Flow[] {
  return flows.flatMap((flow) => {
    const [from, to] = [Math.max(flow.fromMicros, fromMicros), Math.min(flow.toMicros, toMicros)]
    if (to <= from) return []
    const slope = (flow.endWatts - flow.startWatts) / (flow.toMicros - flow.fromMicros)
    const at = (micros: number) => flow.startWatts + slope * (micros - flow.fromMicros)
    return [{ fromMicros: from, toMicros: to, startWatts: at(from), endWatts: at(to) }]
  })
}
