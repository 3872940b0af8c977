import type { Activation } from './model.ts'

export type Known = Activation & { id: string }
export type Reconciled = {
  /** Known activations that stay, with the times that the replay gives them. */
  kept: { id: string; was: Activation; now: Activation; isChanged: boolean }[]
  /** Known ones that the replay does not have: later data disprove them. */
  refuted: string[]
  /** Ones nobody knew of. */
  found: Activation[]
}

/**
 * Holds what was told against what a replay with late points gives (ALM-30 to ALM-33). An activation is the
 * same one when it begins at the same moment, else when the two overlap; each is matched once, the earlier
 * first. Both lists are ascending and do not overlap in themselves. Pure; O(n + m).
 */
export function reconcile(known: readonly Known[], replayed: readonly Activation[]): Reconciled {
  const starts = new Map(replayed.map((one, index) => [one.fromMicros, index]))
  const matched = new Map<string, number>()
  const taken = new Set<number>()
  for (const { id, fromMicros } of known) {
    const index = starts.get(fromMicros)
    if (index === undefined) continue
    matched.set(id, index)
    taken.add(index)
  }
  let from = 0
  for (const one of known) {
    if (matched.has(one.id)) continue
    while (from < replayed.length && endOf(replayed[from]!) <= one.fromMicros) from += 1
    for (let index = from; index < replayed.length && replayed[index]!.fromMicros < endOf(one); index += 1) {
      if (taken.has(index)) continue
      matched.set(one.id, index)
      taken.add(index)
      break
    }
  }
  return {
    kept: known.flatMap(({ id, fromMicros, toMicros }) => {
      const now = replayed[matched.get(id) ?? -1]
      if (!now) return []
      const isChanged = now.fromMicros !== fromMicros || now.toMicros !== toMicros
      return [{ id, was: { fromMicros, toMicros }, now, isChanged }]
    }),
    refuted: known.filter(({ id }) => !matched.has(id)).map(({ id }) => id),
    found: replayed.filter((_, index) => !taken.has(index)),
  }
}

function endOf({ fromMicros, toMicros }: Activation): number {
  return Math.max(toMicros ?? Number.POSITIVE_INFINITY, fromMicros + 1)
}
