import type { Activation } from './model.ts'

export type Grouped = Activation & { id: string; group: string; rank: number }

/**
 * The first-out of each episode of a group (ALM-35): the alarm that became active while all others of its
 * group were normal, where another one followed. A group begins anew when all of it is normal. Of alarms of
 * one moment the one of the lower rank (the graver), then the lower id. Pure; any sequence gives the same.
 */
export function firstOuts(activations: readonly Grouped[]): Set<string> {
  const firsts = new Set<string>()
  for (const members of Map.groupBy(activations, ({ group }) => group).values()) {
    let first: Grouped | null = null
    let busyTo = Number.NEGATIVE_INFINITY
    for (const one of members.toSorted(earlier)) {
      if (one.fromMicros >= busyTo) first = one
      else if (first) firsts.add(first.id)
      busyTo = Math.max(busyTo, Math.max(one.toMicros ?? Number.POSITIVE_INFINITY, one.fromMicros + 1))
    }
  }
  return firsts
}

/** Of a burst: how many of its group were raised within the window after it. */
export type Burst = { id: string; followers: number }

/**
 * The first of each burst of a group of machines (ALM-36). On a line something is active nearly always, so a
 * burst is told by when alarms are raised and not by when all is normal: each comes at most the window after
 * the one before it. Pure; any sequence gives the same. A negative window is a RangeError.
 */
export function burstFirsts(activations: readonly Grouped[], windowMicros: number): Burst[] {
  if (!(windowMicros >= 0)) throw new RangeError('the window is negative')
  const firsts: Burst[] = []
  for (const members of Map.groupBy(activations, ({ group }) => group).values()) {
    const sorted = members.toSorted(earlier)
    for (const [at, one] of sorted.entries()) {
      const before = sorted[at - 1]
      if (before && one.fromMicros - before.fromMicros <= windowMicros) continue
      const end = sorted.findIndex((other) => other.fromMicros > one.fromMicros + windowMicros)
      const followers = (end < 0 ? sorted.length : end) - at - 1
      if (followers > 0) firsts.push({ id: one.id, followers })
    }
  }
  return firsts
}

function earlier(left: Grouped, right: Grouped): number {
  if (left.fromMicros !== right.fromMicros) return left.fromMicros - right.fromMicros
  if (left.rank !== right.rank) return left.rank - right.rank
  return left.id < right.id ? -1 : 1
}
