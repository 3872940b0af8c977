import type { Sql } from '@ronghe/kit/db'

export type CalendarRow = {
  day: string
  kind: 'off' | 'work'
  nameZh: string
  nameEn: string
  source: string | null
  isVerified: boolean
}

export type CalendarFilter = {
  q?: string
  from?: string
  to?: string
  kind?: string
  isVerified?: boolean
  page?: number
  pageSize?: number
}

function columns(sql: Sql) {
  return sql`day::text, kind, name_zh as "nameZh", name_en as "nameEn", source, is_verified as "isVerified"`
}

/** The latest days first. */
export async function listCalendar(
  sql: Sql,
  filter: CalendarFilter,
): Promise<{ rows: CalendarRow[]; total: number }> {
  const { page = 1, pageSize = 20, from = null, to = null, kind = null, isVerified = null } = filter
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const rows = await sql<(CalendarRow & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total from registry_calendar_days
    where (${like}::text is null or name_zh ilike ${like} or name_en ilike ${like} or day::text like ${like})
      and (${from}::date is null or day >= ${from}) and (${to}::date is null or day <= ${to})
      and (${kind}::text is null or kind = ${kind})
      and (${isVerified}::boolean is null or is_verified = ${isVerified})
    order by registry_calendar_days.day desc limit ${pageSize} offset ${(page - 1) * pageSize}`
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) }
}

export async function calendarDay(sql: Sql, day: string): Promise<CalendarRow | null> {
  const [row] = await sql<
    CalendarRow[]
  >`select ${columns(sql)} from registry_calendar_days where day = ${day}`
  return row ?? null
}

export async function setCalendarDay(sql: Sql, one: CalendarRow, now: Date): Promise<void> {
  await sql`insert into registry_calendar_days (day, kind, name_zh, name_en, source, is_verified, changed_at)
    values (${one.day}, ${one.kind}, ${one.nameZh}, ${one.nameEn}, ${one.source}, ${one.isVerified}, ${now})
    on conflict (day) do update set kind = excluded.kind, name_zh = excluded.name_zh,
      name_en = excluded.name_en, source = excluded.source, is_verified = excluded.is_verified,
      changed_at = excluded.changed_at`
}

/** The region's days on the first start; what a person changed or removed since stays so. */
export async function keepCalendar(sql: Sql, days: readonly CalendarRow[], now: Date): Promise<void> {
  const [known] = await sql`select 1 from registry_calendar_days limit 1`
  if (known) return
  for (const one of days) await setCalendarDay(sql, one, now)
}

export async function removeCalendarDay(sql: Sql, day: string): Promise<void> {
  await sql`delete from registry_calendar_days where day = ${day}`
}
