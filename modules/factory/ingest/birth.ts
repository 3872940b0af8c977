import { systemCaller } from '@ronghe/kit/auth'
import type { Sql } from '@ronghe/kit/db'
import type { House } from '@ronghe/kit/module'
import type { Series } from '@ronghe/kit/series'
import { dayMicros, microsOfDate } from '../micros.ts'
import { askChanged } from '../store/derivation.ts'
import { adoptDiscovered, discoveredNames, keepDiscovered, organisationOfEdge } from '../store/discovered.ts'
import * as store from '../store/ingest.ts'
import { limitsOf, tagCount } from '../store/limits.ts'
import { leadingEdge } from '../store/pairs.ts'
import type { BirthTag, Questions } from './wire.ts'

type Birth = Questions['birth']

/**
 * The ids under which a device's signals are kept: its machine's tags, or, while nobody has registered the
 * machine, those of a discovered device. A machine takes what its device brought before, and its states are
 * derived from there on. Null when the edge may bring nothing any more.
 */
export function answerBirth(house: House, ask: Birth['ask']): Promise<Birth['answer']> {
  return house.act(systemCaller, async ({ sql, newId, now }) => {
    // What the standby of a pair tells is kept as its partner's.
    const edgeId = await leadingEdge(sql, ask.edgeId)
    const machine = await store.machineOf(sql, edgeId, ask.device)
    if (!machine) {
      const organisationId = await organisationOfEdge(sql, ask.edgeId)
      if (organisationId === null) return null
      const owner = { edgeId, device: ask.device, organisationId }
      const known = await discoveredNames(sql, owner)
      const kept = await withinLimit(sql, organisationId, ask.tags, known)
      const ids = await keepDiscovered(sql, owner, kept, newId, now)
      return { equipmentId: null, tagIds: placed(ask.tags, kept, ids) }
    }
    const adopted = await adoptDiscovered(sql, { ...ask, edgeId }, machine, now)
    const reach = await reachOf(house.series, adopted, microsOfDate(now))
    if (reach) {
      const { fromMicros, knownTo } = reach
      await askChanged(
        sql,
        [{ equipmentId: machine.id, pendingFrom: fromMicros, daysFrom: fromMicros, knownTo }],
        now,
      )
    }
    const known = await store.tagNames(sql, machine.id)
    const kept = await withinLimit(sql, machine.organisationId, ask.tags, known)
    const ids = await store.keepTags(sql, machine, kept, newId, now)
    return { equipmentId: machine.id, tagIds: placed(ask.tags, kept, ids) }
  })
}

/** Tags that are known, and as many new ones as the organisation may have. */
async function withinLimit(
  sql: Sql,
  organisationId: string,
  tags: readonly BirthTag[],
  known: ReadonlySet<string>,
): Promise<BirthTag[]> {
  const fresh = tags.filter((tag) => !known.has(tag.name)).length
  if (fresh === 0) return [...tags]
  const { tagsMax } = await limitsOf(sql, organisationId)
  let room = tagsMax - (await tagCount(sql, organisationId))
  return tags.filter((tag) => known.has(tag.name) || room-- > 0)
}

/** Ids in the order of `tags`; null for those that are not kept. */
function placed(
  tags: readonly BirthTag[],
  kept: readonly BirthTag[],
  ids: readonly string[],
): (string | null)[] {
  const byName = new Map(kept.map((tag, index) => [tag.name, ids[index] ?? null]))
  return tags.map((tag) => byName.get(tag.name) ?? null)
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
