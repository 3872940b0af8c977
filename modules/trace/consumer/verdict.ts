export type Scan = { at: number; visitor: string; latitude: number | null; longitude: number | null }

export type Warning = 'notIssued' | 'recalled' | 'withdrawn' | 'manyPhones' | 'farApart'

/** More phones than one family and one shop have, within a week. */
export const phonesPerWeekMax = 20
/** Nothing that is sold travels faster than an aeroplane. */
export const speedKmhMax = 900
const weekMs = 7 * 86_400_000

const withdrawn = [
  'destroyed',
  'disposed',
  'expired',
  'inactive',
  'stolen',
  'unavailable',
  'damaged',
  'non_conformant',
]

export type Known = {
  isSerial: boolean
  /** An event names it, or it was given out. */
  isIssued: boolean
  /** Bare names of CBV. */
  disposition: string | null
  persistent: readonly string[]
  scans: readonly Scan[]
}

/** What whoever holds the thing should be told before anything else. */
export function warningsOf({ isSerial, isIssued, disposition, persistent, scans }: Known): Warning[] {
  const found: Warning[] = []
  const states = [...persistent, ...(disposition === null ? [] : [disposition])]
  if (isSerial && !isIssued) found.push('notIssued')
  if (states.includes('recalled')) found.push('recalled')
  if (states.some((one) => withdrawn.includes(one))) found.push('withdrawn')
  return [...found, ...suspicionsOf(isSerial, scans)]
}

/** What the readings of a code hint at; a lot or a product is read by many, here and there. */
export function suspicionsOf(isSerial: boolean, scans: readonly Scan[]): ('manyPhones' | 'farApart')[] {
  if (!isSerial) return []
  return [
    ...(phonesWithinWeek(scans) > phonesPerWeekMax ? (['manyPhones'] as const) : []),
    ...(isFarApart(scans) ? (['farApart'] as const) : []),
  ]
}

/** The most phones of any week. */
function phonesWithinWeek(scans: readonly Scan[]): number {
  const ordered = scans.toSorted((one, other) => one.at - other.at)
  let most = 0
  for (let from = 0, to = 0; to < ordered.length; to += 1) {
    while (ordered[to]!.at - ordered[from]!.at > weekMs) from += 1
    most = Math.max(most, new Set(ordered.slice(from, to + 1).map(({ visitor }) => visitor)).size)
  }
  return most
}

function isFarApart(scans: readonly Scan[]): boolean {
  const placed = scans.filter(({ latitude }) => latitude !== null).toSorted((one, other) => one.at - other.at)
  return placed.slice(1).some((later, at) => {
    const earlier = placed[at]!
    // A place is known to about ten kilometres only.
    const distance = kilometres(earlier, later) - 30
    const hours = (later.at - earlier.at) / 3_600_000
    return distance > 0 && distance > hours * speedKmhMax
  })
}

/** Along the surface, by the haversine formula. */
export function kilometres(one: Scan, other: Scan): number {
  const radians = (degrees: number | null) => ((degrees ?? 0) * Math.PI) / 180
  const [a, b] = [radians(one.latitude), radians(other.latitude)]
  const half = Math.sin((b - a) / 2) ** 2
  const turn = Math.sin((radians(other.longitude) - radians(one.longitude)) / 2) ** 2
  return 2 * 6371 * Math.asin(Math.sqrt(half + Math.cos(a) * Math.cos(b) * turn))
}
