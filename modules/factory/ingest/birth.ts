import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import type { Series } from '@ronghe/kit/series'
import { dayMicros, microsOfDate } from '../micros.ts'
import { askChanged } from '../store/derivation.ts'
import { adoptDiscovered, keepDiscovered, organisationOfEdge } from '../store/discovered.ts'
import * as store from '../store/ingest.ts'
import type { Questions } from './wire.ts'

type Birth = Questions['birth']

/**
 * The ids under which a device's signals are kept: its machine's tags, or, while nobody has registered the
 * machine, those of a discovered device. A machine takes what its device brought before, and its states are
 * derived from there on. Null when the edge may bring nothing any more.
 */
export function answerBirth(house: House, ask: Birth['ask']): Promise<Birth['answer']> {
  return house.act(systemCaller, async ({ sql, newId, now }) => {
    const machine = await store.machineOf(sql, ask.edgeId, ask.device)
    if (!machine) {
      const organisationId = await organisationOfEdge(sql, ask.edgeId)
      if (organisationId === null) return null
      const owner = { edgeId: ask.edgeId, device: ask.device, organisationId }
      return { equipmentId: null, tagIds: await keepDiscovered(sql, owner, ask.tags, newId, now) }
    }
    const adopted = await adoptDiscovered(sql, ask, machine, now)
    const reach = await reachOf(house.series, adopted, microsOfDate(now))
    if (reach) {
      const { fromMicros, knownTo } = reach
      await askChanged(
        sql,
        [{ equipmentId: machine.id, pendingFrom: fromMicros, daysFrom: fromMicros, knownTo }],
        now,
      )
    }
    return { equipmentId: machine.id, tagIds: await store.keepTags(sql, machine, ask.tags, newId, now) }
  })
}

/** From the first to after the last durable point of tags; null where there is none. */
async function reachOf(series: Series, tagIds: readonly string[], nowMicros: number) {
  if (tagIds.length === 0) return null
  const numbers = await series.resolve(tagIds)
  const toMicros = nowMicros + dayMicros
  const firsts: number[] = []
  for (const number of numbers) {
    const { timeMicros } = await series.raw({ series: number, fromMicros: 0, toMicros, limit: 1 })
    firsts.push(...timeMicros)
  }
  const lasts = (await series.last([...numbers])).flatMap((point) => (point ? [point.timeMicros] : []))
  if (firsts.length === 0 || lasts.length === 0) return null
  return { fromMicros: Math.min(...firsts), knownTo: Math.min(Math.max(...lasts) + 1, nowMicros) }
}
