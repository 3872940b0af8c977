/** What an assessor should look at, by rule and without a judgement. */
export type Found = {
  kind: 'outlier' | 'copied' | 'jump' | 'override'
  question: string | null
  blanks: Record<string, string>
  /** Of an outlier: what the other firms' numbers are like. */
  measured?: Spread
  /** Of a copy: the run whose answers are the same. */
  otherRunId?: string
}

/** Where the other firms' numbers lie, and from where on a number is far outside. */
export type Spread = { firms: number; lower: number; upper: number; low: number; high: number }

/** The thresholds of a rule, as its newest version says (`quality-rules`). */
export type Limit = { least: number | null; threshold: number }

/** The quartiles and fences of what other firms say; null where too few say anything. */
export function spreadOf(others: readonly number[], { least, threshold }: Limit): Spread | null {
  if (others.length < (least ?? 1)) return null
  const sorted = others.toSorted((one, other) => one - other)
  const [lower, upper] = [quartile(sorted, 0.25), quartile(sorted, 0.75)]
  const reach = threshold * (upper - lower)
  return { firms: others.length, lower, upper, low: lower - reach, high: upper + reach }
}

/** A number far outside of what the other firms say. */
export function isOutside(value: number, spread: Spread | null): spread is Spread {
  return spread !== null && (value < spread.low || value > spread.high)
}

/** By linear interpolation between the two nearest (type 7 of Hyndman and Fan). */
export function quartile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0]
  return low + (high - low) * (place - Math.floor(place))
}

/** Parts of a score that moved by more than a share of the whole range within a year. */
export function jumps(
  before: Readonly<Record<string, string | null>>,
  now: Readonly<Record<string, string | null>>,
  codes: readonly string[],
  most: number,
): Found[] {
  return codes.flatMap((code): Found[] => {
    const [was, is] = [before[code], now[code]]
    if (was == null || is == null || Math.abs(Number(is) - Number(was)) <= most) return []
    return [{ kind: 'jump', question: code, blanks: { before: was, after: is } }]
  })
}

/** Two firms with the same answers almost throughout. */
export function isCopied(both: number, same: number, { least, threshold }: Limit): boolean {
  return both >= (least ?? 1) && same / both >= threshold
}
