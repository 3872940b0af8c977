/** One point of a signal: `value` is null where it is no number or not of good quality. */
export type Point = { at: number; value: number | null }

/**
 * What is known of the points of one interval: enough for every aggregate, together with what lies before
 * and after. Times are in any one unit, areas in value × that unit. `good` points have a value.
 */
export type Summary = {
  points: number
  good: number
  low: number
  high: number
  total: number
  /** Sum of the squared distances of the good values from their mean. */
  spread: number
  /** The first and the last good point; both null when there is none. */
  opening: GoodPoint | null
  closing: GoodPoint | null
  /** The first and the last point of any quality. */
  first: Point
  last: Point
  /** From the first to the last good point, each value held to the next good one, or joined to it. */
  held: number
  slope: number
  /** The same, but a value counts only up to the next point of any quality; and how long values count. */
  goodHeld: number
  goodSlope: number
  goodTime: number
  /** How much of that time the value is zero. */
  zeroTime: number
  /** How often a good value differs from the good one before it. */
  transitions: number
}

export type GoodPoint = { at: number; value: number }

/** An interval: from inclusive, to exclusive; `at` is the time it is told under. */
export type Interval = { from: number; to: number; at: number }

/**
 * What lies around a span: the points next to it of any quality, and the good ones, where there are any.
 */
export type Around = {
  before: { last: Point | null; closing: GoodPoint | null }
  after: { first: Point | null; opening: GoodPoint | null }
}

export const AGGREGATES = [
  'interpolative',
  'average',
  'timeAverage',
  'timeAverage2',
  'total',
  'total2',
  'minimum',
  'maximum',
  'range',
  'count',
  'delta',
  'start',
  'end',
  'durationGood',
  'durationBad',
  'percentGood',
  'percentBad',
  'durationInStateZero',
  'durationInStateNonZero',
  'numberOfTransitions',
  'standardDeviationSample',
  'standardDeviationPopulation',
  'varianceSample',
  'variancePopulation',
  'worstQuality',
] as const
export type Aggregate = (typeof AGGREGATES)[number]

export type Options = {
  /** True: a value holds until the next. False: values are joined by lines. */
  stepped: boolean
  /** An interval with at least this share of bad data is bad. */
  percentDataBad: number
  /** One with at least this share of good data is good; between the two it is uncertain. */
  percentDataGood: number
  /** Time units of a second: totals are value × seconds, durations are told in seconds. */
  second: number
}

export type Status = 'good' | 'uncertain' | 'bad' | 'noData'

/** The answer for one interval; `isPartial` where the data begin or end within it. */
export type Result = { at: number; value: number | null; status: Status; isPartial: boolean }
