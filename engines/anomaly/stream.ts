export type StreamOptions = {
  /** Over about how many values the usual level is told, 2000 if not said. */
  longCount?: number
  /** How many latest values are held against that level, 20 if not said. */
  shortCount?: number
  /** After how many values told again what is no worse than what was told, 200 if not said. */
  restCount?: number
  /** From which score on a value is told, 2.5 if not said. */
  threshold?: number
}

/** What is known of one signal that learns as it runs; plain JSON of bounded size. */
export type Stream = {
  version: 1
  options: Required<StreamOptions>
  /** The latest values, the oldest first; they are not in the level yet. */
  recent: number[]
  levelCount: number
  level: number
  variance: number
  low: number | null
  high: number | null
  restLeft: number
  restScore: number
}

export type Told = {
  /** In deviations from the usual level; null for a missing value. */
  score: number | null
  /** The score when it is to be told, else 0: an alarm rests unless it grows worse by a fifth. */
  told: number
  stream: Stream
}

/** How much is known before anything is said. */
const warmCount = 40

export function streamStart(options: StreamOptions = {}): Stream {
  const { longCount = 2000, shortCount = 20, restCount = 200, threshold = 2.5 } = options
  const whole = [longCount, shortCount, restCount].every((count) => Number.isInteger(count))
  if (!whole || longCount < 2 || shortCount < 1 || restCount < 0 || !(threshold > 0)) {
    throw new RangeError('counts must be whole and in bounds, and the threshold above 0')
  }
  return {
    version: 1,
    options: { longCount, shortCount, restCount, threshold },
    recent: [],
    levelCount: 0,
    level: 0,
    variance: 0,
    low: null,
    high: null,
    restLeft: 0,
    restScore: 0,
  }
}

/** Scores one value by what came before it, then learns it. */
export function streamNext(stream: Stream, value: number | null): Told {
  if (value === null || !Number.isFinite(value)) return { score: null, told: 0, stream }
  const { shortCount, longCount, restCount, threshold } = stream.options
  const next: Stream = { ...stream, recent: [...stream.recent, value] }
  if (next.recent.length > shortCount) settle(next, next.recent.shift()!, longCount)
  const score = next.levelCount < warmCount ? 0 : scoreOf(next, stream, value)
  next.low = Math.min(stream.low ?? value, value)
  next.high = Math.max(stream.high ?? value, value)
  next.restLeft = Math.max(0, stream.restLeft - 1)
  const rests = stream.restLeft > 0 && score <= stream.restScore * 1.2
  if (rests || score < threshold) return { score, told: 0, stream: next }
  return { score, told: score, stream: { ...next, restLeft: restCount, restScore: score } }
}

/** The short mean's distance from the level; more, where the value leaves all that was ever seen. */
function scoreOf(next: Stream, before: Stream, value: number): number {
  const mean = next.recent.reduce((sum, one) => sum + one, 0) / next.recent.length
  const deviation = Math.sqrt(next.variance) + Math.abs(next.level) * 1e-3 + 1e-9
  const shift = Math.abs(mean - next.level) / deviation
  const low = before.low ?? value
  const high = before.high ?? value
  const span = Math.max(high - low, 1e-9)
  const beyond = Math.max(value - high, low - value) / span
  return beyond > 0.05 ? Math.max(shift, 4 * (1 + beyond)) : shift
}

/** Moves the level by one value: a plain mean at first, then one that forgets (West, 1979). */
function settle(next: Stream, value: number, longCount: number): void {
  next.levelCount = Math.min(next.levelCount + 1, longCount)
  const weight = 1 / next.levelCount
  const change = value - next.level
  next.level += weight * change
  next.variance = (1 - weight) * (next.variance + weight * change * change)
}
