import type { Sql } from '@ronghe/kit/db'
import { type Locale, microsIn, timeOf } from './parts.ts'

type Window = { fromMicros: number; toMicros: number }

/** States that begin in [from, to), at most so many. */
export async function statesBegun(
  sql: Sql,
  equipmentId: string,
  { fromMicros, toMicros }: Window,
  limit: number,
): Promise<{ fromMicros: number; state: string; reason: string | null }[]> {
  const rows = await sql<{ f: bigint; state: string; reason: string | null }[]>`
    select ${microsIn(sql, 'starts_at')} as f, state, reason from factory_states
    where equipment_id = ${equipmentId} and starts_at >= ${timeOf(sql, fromMicros)}
      and starts_at < ${timeOf(sql, toMicros)}
    order by starts_at limit ${limit}`
  return rows.map(({ f, ...row }) => ({ ...row, fromMicros: Number(f) }))
}

export type ActiveAlarm = {
  id: string
  alarmCode: string
  name: string
  priority: 'critical' | 'high' | 'medium' | 'low'
  startsAt: Date
  endsAt: Date | null
}

/** Announced alarms of a machine that were active in a stretch and were not refuted by later data. */
export async function alarmsActive(
  sql: Sql,
  locale: Locale,
  equipmentId: string,
  { fromMicros, toMicros }: Window,
  limit: number,
): Promise<ActiveAlarm[]> {
  return sql<ActiveAlarm[]>`
    select id, code as "alarmCode",
      ${locale === 'en' ? sql`coalesce(name_en, name)` : sql`name`} as name,
      (array['critical', 'high', 'medium', 'low'])[rank] as priority, since_at as "startsAt",
      cleared_at as "endsAt"
    from factory_alarms
    where equipment_id = ${equipmentId} and announced_at is not null and refuted_at is null
      and since_at < ${timeOf(sql, toMicros)}
      and (cleared_at is null or cleared_at > ${timeOf(sql, fromMicros)})
    order by since_at, id limit ${limit}`
}
