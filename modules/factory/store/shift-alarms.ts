import type { Sql } from '@ronghe/kit/db'
import { type Locale, nameIn, timeOf } from './parts.ts'

export type ShiftAlarm = {
  definitionId: string
  alarmCode: string
  name: string
  priority: 'critical' | 'high' | 'medium' | 'low'
  equipmentId: string
  equipmentName: string
  count: number
  /** Within the shift. */
  activeSeconds: number
  unacknowledged: number
  firstAt: string
}

/** Announcements of some machines in a stretch, by alarm and machine, the gravest and most frequent first. */
export async function alarmsOfShift(
  sql: Sql,
  locale: Locale,
  equipmentIds: readonly string[],
  { fromMicros, toMicros }: { fromMicros: number; toMicros: number },
  limit: number,
): Promise<ShiftAlarm[]> {
  const to = timeOf(sql, toMicros)
  const rows = await sql<(Omit<ShiftAlarm, 'firstAt'> & { firstAt: Date })[]>`
    select a.definition_id as "definitionId", a.code as "alarmCode", e.id as "equipmentId",
      ${nameIn(sql, locale, 'e')} as "equipmentName",
      max(${locale === 'en' ? sql`coalesce(a.name_en, a.name)` : sql`a.name`}) as name,
      (array['critical', 'high', 'medium', 'low'])[min(a.rank)] as priority, count(*)::int as count,
      round(sum(extract(epoch from least(coalesce(a.cleared_at, ${to}), ${to}) - a.raised_at)))::int
        as "activeSeconds",
      (count(*) filter (where a.is_unacknowledged))::int as unacknowledged, min(a.raised_at) as "firstAt"
    from factory_alarms a join factory_equipment e on e.id = a.equipment_id
    where a.equipment_id = any (${equipmentIds as string[]}::uuid[]) and a.announced_at is not null
      and a.refuted_at is null and a.raised_at >= ${timeOf(sql, fromMicros)} and a.raised_at < ${to}
    group by a.definition_id, a.code, e.id
    order by min(a.rank), count(*) desc, a.code, e.id limit ${limit}`
  return rows.map((row) => ({ ...row, firstAt: row.firstAt.toISOString() }))
}
