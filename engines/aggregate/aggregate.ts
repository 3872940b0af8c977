import { type Bounds, boundsOf } from './bounds.ts'
import type { Aggregate, Around, Interval, Options, Result, Summary } from './model.ts'
import { goodTimeOf, lengthOf, type State, statusOf, type Told, zeroTimeOf } from './state.ts'
import { totalOf } from './time-average.ts'

export const defaults: Options = { stepped: false, percentDataBad: 100, percentDataGood: 100, second: 1 }

/**
 * Aggregates of one signal over intervals that follow one another, ascending or descending, from a summary
 * of each. Answers the results of each aggregate asked for, in the order of the intervals.
 */
export function aggregate(
  asked: readonly Aggregate[],
  intervals: readonly Interval[],
  summaries: readonly (Summary | null)[],
  around: Around,
  options: Options,
): Result[][] {
  if (summaries.length !== intervals.length) throw new RangeError('a summary or null for each interval')
  checkShares(options)
  const bounds = boundsOf(intervals, summaries, around)
  return asked.map((name) =>
    intervals.map((interval, index) => {
      const state: State = { interval, sum: summaries[index] ?? null, bounds: bounds[index]!, options }
      return { at: interval.at, ...rules[name](state) }
    }),
  )
}

function checkShares({ percentDataBad, percentDataGood }: Options): void {
  const isShare = (share: number) => share >= 0 && share <= 100
  if (!isShare(percentDataBad) || !isShare(percentDataGood)) throw new RangeError('shares are from 0 to 100')
  // OPC 10000-13 §4.2.1.2: the two must leave no interval that is both.
  if (percentDataGood < 100 - percentDataBad) throw new RangeError('good is at least 100 less bad')
}

/** What is said where an interval has nothing to say. */
const noData: Told = { value: null, status: 'noData', isPartial: false }

const rules: Record<Aggregate, (state: State) => Told> = {
  interpolative,
  average: (state) => byValues(state, ({ total, good }) => total / good),
  timeAverage: (state) => totalOf(state, 'interpolated', (area, time) => area / time),
  total: (state) => totalOf(state, 'interpolated', (area) => area / state.options.second),
  timeAverage2: (state) => totalOf(state, 'simple', (area, time) => area / time),
  total2: (state) => totalOf(state, 'simple', (area) => area / state.options.second),
  minimum: (state) => extreme(state, ({ low }) => low),
  maximum: (state) => extreme(state, ({ high }) => high),
  range: (state) => extreme(state, ({ low, high }) => high - low),
  count,
  delta: (state) => extreme(state, ({ opening, closing }) => closing!.value - opening!.value),
  start: ({ sum }) => rawPoint(sum?.first.value),
  end: ({ sum }) => rawPoint(sum?.last.value),
  durationGood: (state) => duration(state, goodTimeOf(state) / state.options.second),
  durationBad: (state) => duration(state, (lengthOf(state) - goodTimeOf(state)) / state.options.second),
  percentGood: (state) => duration(state, (goodTimeOf(state) / lengthOf(state)) * 100),
  percentBad: (state) => duration(state, 100 - (goodTimeOf(state) / lengthOf(state)) * 100),
  durationInStateZero: (state) => byTime(state, zeroTimeOf(state) / state.options.second),
  durationInStateNonZero: (state) =>
    byTime(state, (goodTimeOf(state) - zeroTimeOf(state)) / state.options.second),
  numberOfTransitions: (state) =>
    byValues(state, ({ transitions, opening }) => {
      const { closing } = state.bounds.before
      return transitions + (closing?.value === opening!.value ? 0 : 1)
    }),
  standardDeviationSample: (state) => spread(state, 1, Math.sqrt),
  standardDeviationPopulation: (state) => spread(state, 0, Math.sqrt),
  varianceSample: (state) => spread(state, 1, (variance) => variance),
  variancePopulation: (state) => spread(state, 0, (variance) => variance),
  worstQuality: ({ sum }) =>
    sum ? { value: sum.points > sum.good ? 0 : 1, status: 'good', isPartial: false } : noData,
}

/** AGG-10: the value at the beginning, on the line or step between the good points around it. */
function interpolative({ interval, sum, bounds, options }: State): Told {
  const at = interval.at
  const { closing: before } = bounds.before
  const within = sum?.opening
  if (within && within.at === at) return { value: within.value, status: 'good', isPartial: false }
  // When time flows backward the beginning is the later bound, which the interval's own points precede.
  const left = at === interval.from ? before : (sum?.closing ?? before)
  if (left?.at === at) return { value: left.value, status: 'good', isPartial: false }
  if (!left) return noData
  const right = at === interval.from ? (within ?? bounds.after.opening) : bounds.after.opening
  const isAcross = at === interval.from ? isBadBetween(sum, bounds) : bounds.after.isBadBefore
  if (options.stepped) {
    const isHeld = right !== null && !(bounds.before.isBadSince && at === interval.from)
    return { value: left.value, status: isHeld ? 'good' : 'uncertain', isPartial: false }
  }
  if (!right) return { value: left.value, status: 'uncertain', isPartial: false }
  const value = left.value + ((right.value - left.value) * (at - left.at)) / (right.at - left.at)
  return { value, status: isAcross ? 'uncertain' : 'good', isPartial: false }
}

/** Whether bad points lie between the good one before the interval and the next good one. */
function isBadBetween(sum: Summary | null, bounds: Bounds): boolean {
  if (bounds.before.isBadSince) return true
  if (sum?.opening) return sum.first.at < sum.opening.at
  return (sum !== null && sum.points > 0) || bounds.after.isBadBefore
}

/** Of the good values of an interval; its status by how many of the values are good (AGG-7). */
function byValues(state: State, of: (sum: Summary) => number): Told {
  const { sum } = state
  if (!sum) return noData
  const badShare = ((sum.points - sum.good) / sum.points) * 100
  const status = statusOf(badShare, state.options)
  return { value: sum.good > 0 ? of(sum) : null, status: sum.good > 0 ? status : 'bad', isPartial: false }
}

/** AGG-14: of the good values; uncertain where others are left out. */
function extreme({ sum }: State, of: (sum: Summary) => number): Told {
  if (!sum) return noData
  if (sum.good === 0) return { value: null, status: 'bad', isPartial: false }
  return { value: of(sum), status: sum.points > sum.good ? 'uncertain' : 'good', isPartial: false }
}

/** AGG-15: how many good values; an interval without any point within the data has none. */
function count(state: State): Told {
  const { sum, bounds } = state
  if (!sum) {
    if (!bounds.before.last || !bounds.after.first) return noData
    return { value: 0, status: 'good', isPartial: false }
  }
  const status = statusOf(((sum.points - sum.good) / sum.points) * 100, state.options)
  return { value: sum.good, status: sum.good > 0 ? status : 'bad', isPartial: false }
}

function rawPoint(value: number | null | undefined): Told {
  if (value === undefined) return noData
  return { value, status: value === null ? 'bad' : 'good', isPartial: false }
}

/** AGG-21: zero for a single value. */
function spread(state: State, less: number, of: (variance: number) => number): Told {
  return extreme(state, ({ spread, good }) => of(good - less > 0 ? spread / (good - less) : 0))
}

/** AGG-16: always good, where there is anything to say at all. */
function duration({ sum, bounds, interval }: State, value: number): Told {
  if (!sum && !bounds.before.last) return noData
  return { value, status: 'good', isPartial: !bounds.before.last && sum!.first.at > interval.from }
}

/** AGG-17: the status by how much of the time is good. */
function byTime(state: State, value: number): Told {
  const told = duration(state, value)
  if (told.status === 'noData') return told
  const badShare = 100 - (goodTimeOf(state) / lengthOf(state)) * 100
  const status = statusOf(badShare, state.options)
  return { ...told, value: badShare === 100 ? null : value, status }
}
