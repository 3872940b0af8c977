import type { Sql } from '@ronghe/kit/db'
import { type Locale, microsIn, nameIn, timeOf } from './parts.ts'

export type AnnouncedRow = {
  id: string
  watchId: string
  rank: number
  announcedMicros: bigint
  clearedMicros: bigint | null
  acknowledgedMicros: bigint | null
}

type Filter = { organisation?: string; equipment?: string }

/** What was announced in [from, to), and before it where it was still active then. */
export async function announcedIn(
  sql: Sql,
  filter: Filter,
  { fromMicros, toMicros }: { fromMicros: number; toMicros: number },
  limit: number,
): Promise<AnnouncedRow[]> {
  const { organisation = null, equipment = null } = filter
  const from = timeOf(sql, fromMicros)
  return sql<AnnouncedRow[]>`select id, watch_id as "watchId", rank,
      ${microsIn(sql, 'announced_at')} as "announcedMicros",
      ${microsIn(sql, 'cleared_at')} as "clearedMicros",
      ${microsIn(sql, 'acknowledged_at')} as "acknowledgedMicros"
    from factory_alarms where announced_at < ${timeOf(sql, toMicros)} and refuted_at is null
      and (announced_at >= ${from} or cleared_at is null or cleared_at >= ${from})
      and (${organisation}::uuid is null or organisation_id = ${organisation})
      and (${equipment}::uuid is null or equipment_id = ${equipment})
    order by announced_at limit ${limit}`
}

export type SourceRow = {
  watchId: string
  definitionId: string
  equipmentId: string
  alarmCode: string
  name: string
  equipmentName: string
}

/** The names of some watches. */
export async function sourcesOf(sql: Sql, locale: Locale, ids: readonly string[]): Promise<SourceRow[]> {
  const name = locale === 'zh' ? sql`d.body->>'name'` : sql`coalesce(d.body->>'nameEn', d.body->>'name')`
  return sql<SourceRow[]>`select w.id as "watchId", w.definition_id as "definitionId",
      w.equipment_id as "equipmentId", d.code as "alarmCode", ${name} as name,
      ${nameIn(sql, locale, 'e')} as "equipmentName"
    from factory_alarm_watches w join factory_alarm_definitions d on d.id = w.definition_id
    join factory_equipment e on e.id = w.equipment_id where w.id = any (${ids as string[]}::uuid[])`
}
