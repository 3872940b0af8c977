import type { LimitDesk } from './limits.ts'
import type { Load, Told } from './wire.ts'

/** Sums of what organisations bring, told each second. */
export function createLoads(
  tell: (told: Told) => void,
  nowMs: () => number,
  limits: Pick<LimitDesk, 'held' | 'heldOnes'>,
) {
  let sums = new Map<string, Load>()

  function of(organisationId: string): Load {
    const known = sums.get(organisationId)
    if (known) return known
    const fresh: Load = { organisationId, messages: 0, points: 0, duplicates: 0, bytes: 0, held: null }
    sums.set(organisationId, fresh)
    return fresh
  }

  return {
    message(organisationId: string, bytes: number): void {
      const load = of(organisationId)
      load.messages++
      load.bytes += bytes
    },
    stored(organisationId: string, points: number, duplicates: number): void {
      const load = of(organisationId)
      load.points += points
      load.duplicates += duplicates
    },
    flush(): void {
      // Who waits may send nothing, and is held all the same.
      for (const organisationId of limits.heldOnes()) of(organisationId)
      const rows = [...sums.values()]
      sums = new Map()
      for (const row of rows) row.held = limits.held(row.organisationId)
      tell({ kind: 'load', atMs: nowMs(), rows })
    },
  }
}
