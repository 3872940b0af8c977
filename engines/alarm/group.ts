import type { Activation } from './model.ts'

export type Grouped = Activation & { id: string; group: string; rank: number }

/**
 * The first-out of each group (ALM-35): the alarm that became active while all others of its group were
 * normal. A group begins anew when all of it is normal. Of alarms of one moment the one of the lower rank
 * (the graver), then the lower id. Pure; any sequence gives the same.
 */
export function firstOuts(activations: readonly Grouped[]): Set<string> {
  const groups = new Map<string, Grouped[]>()
  for (const one of activations) groups.set(one.group, [...(groups.get(one.group) ?? []), one])
  const firsts = new Set<string>()
  for (const members of groups.values()) {
    members.sort(earlier)
    let busyTo = Number.NEGATIVE_INFINITY
    for (const one of members) {
      if (one.fromMicros >= busyTo) firsts.add(one.id)
      busyTo = Math.max(busyTo, Math.max(one.toMicros ?? Number.POSITIVE_INFINITY, one.fromMicros + 1))
    }
  }
  return firsts
}

function earlier(left: Grouped, right: Grouped): number {
  if (left.fromMicros !== right.fromMicros) return left.fromMicros - right.fromMicros
  if (left.rank !== right.rank) return left.rank - right.rank
  return left.id < right.id ? -1 : 1
}
