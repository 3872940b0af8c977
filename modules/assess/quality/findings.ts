/** What an assessor should look at, by rule and without a judgement. */
export type Found = {
  kind: 'outlier' | 'copied' | 'jump' | 'override'
  question: string | null
  blanks: Record<string, string>
}

const peersMin = 8
/** Fences of Tukey, the outer ones. */
const fences = 3
/** Share of the range that a part may move in a year before somebody asks why. */
const jumpShare = 0.3
const copiedMin = 10
const copiedShare = 0.95

/** A number far outside of what the other firms say: beyond three quartile ranges. */
export function isOutlier(value: number, others: readonly number[]): boolean {
  if (others.length < peersMin) return false
  const sorted = others.toSorted((one, other) => one - other)
  const [low, high] = [quartile(sorted, 0.25), quartile(sorted, 0.75)]
  const width = high - low
  return value < low - fences * width || value > high + fences * width
}

/** By linear interpolation between the two nearest (type 7 of Hyndman and Fan). */
export function quartile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0]
  return low + (high - low) * (place - Math.floor(place))
}

/** Parts of a score that moved by more than three tenths of the whole range within a year. */
export function jumps(
  before: Readonly<Record<string, string | null>>,
  now: Readonly<Record<string, string | null>>,
  codes: readonly string[],
  high: number,
): Found[] {
  return codes.flatMap((code): Found[] => {
    const [was, is] = [before[code], now[code]]
    if (was == null || is == null || Math.abs(Number(is) - Number(was)) <= jumpShare * high) return []
    return [{ kind: 'jump', question: code, blanks: { before: was, after: is } }]
  })
}

/** Two firms with the same answers almost throughout. */
export function isCopied(both: number, same: number): boolean {
  return both >= copiedMin && same / both >= copiedShare
}
