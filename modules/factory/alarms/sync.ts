import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { hashOf } from '../canonical.ts'
import * as store from '../store/alarm-watches.ts'
import { closeAlarms } from '../store/alarms.ts'
import { type TagRow, tagsOfMachines } from '../store/tags.ts'
import { type Bound, bindBody } from './bind.ts'
import { freshMemory } from './step.ts'
import { tellPages } from './tell.ts'

/** Every machine that a definition applies to is watched, and no other; bindings follow their signals. */
export async function syncWatches(house: House): Promise<void> {
  await house.act(systemCaller, async ({ sql, now, newId }) => {
    for (const gap of await store.watchGaps(sql, now)) {
      if (gap.isWanted && gap.id === null) await store.insertWatch(sql, { ...gap, id: newId() })
      if (gap.isWanted && gap.id !== null) await store.reopenWatch(sql, gap.id, now)
      if (!gap.isWanted && gap.id !== null) {
        await closeAlarms(sql, gap.id, now.getTime() * 1000, now)
        await store.endWatch(sql, gap.id, now)
      }
    }
  })
  const { rows, tags } = await house.act(systemCaller, async ({ sql }) => {
    const open = await store.openWatches(sql)
    const own = await tagsOfMachines(sql, [...new Set(open.map((row) => row.equipmentId))])
    const byMachine = Map.groupBy(own, (tag) => tag.equipmentId)
    return { rows: open, tags: byMachine }
  })
  for (const row of rows) {
    const own = tags.get(row.equipmentId) ?? []
    const { bound, missing } = bindBody(row.body, own)
    const isSame = hashOfBinding(bound, missing) === row.hash && row.boundVersion === row.version
    if (!isSame) await bindAnew(house, row, own)
  }
}

function hashOfBinding(bound: Bound | null, missing: readonly string[]): string {
  return bound?.hash ?? hashOf({ missing })
}

/**
 * Binds a watch where its definition, or what it reads, changed. What it told goes on when it still judges
 * the same signals in the same way; otherwise it ends where evaluating stood, and the new one begins there.
 */
export async function bindAnew(house: House, row: store.WatchRow, tags: readonly TagRow[]): Promise<void> {
  const closed = await house.act(systemCaller, async ({ sql, now }) => {
    const { bound, missing } = bindBody(row.body, tags)
    const hash = hashOfBinding(bound, missing)
    if (hash === row.hash) {
      if (row.boundVersion !== row.version) await store.keepBound(sql, row.id, row.version)
      return []
    }
    const fromMicros = Math.max(row.countsFrom, row.evaluatedTo ?? 0)
    await store.bindWatch(sql, row.id, {
      version: row.version,
      hash,
      tags: bound?.tags.map((tag) => tag.id) ?? [],
      missing,
      memory: bound ? freshMemory(bound, fromMicros) : null,
      fromMicros,
    })
    return closeAlarms(sql, row.id, fromMicros, now)
  })
  if (closed.length > 0) tellPages(house, [row])
}
