import { likeOf, listedOf, orderOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { Scan } from './verdict.ts'

/** Counts a look once a phone and day; the place where it was allowed. */
export async function insertScan(
  sql: Sql,
  row: {
    organisationId: string
    key: string
    at: Date
    visitor: string
    latitude?: number
    longitude?: number
  },
): Promise<void> {
  await sql`
    insert into trace_scans (organisation_id, key, at, day, visitor, latitude, longitude)
    values (${row.organisationId}, ${row.key}, ${row.at}, ${row.at.toISOString().slice(0, 10)},
      ${row.visitor}, ${row.latitude ?? null}, ${row.longitude ?? null})
    on conflict (key, day, visitor) do update set
      latitude = coalesce(excluded.latitude, trace_scans.latitude),
      longitude = coalesce(excluded.longitude, trace_scans.longitude)`
}

/** The latest looks at a thing, and how many there were. */
export async function scansOf(sql: Sql, key: string): Promise<{ scans: Scan[]; total: number }> {
  const rows = await sql<{ at: Date; visitor: string; latitude: string | null; longitude: string | null }[]>`
    select at, visitor, latitude, longitude from trace_scans where key = ${key} order by at desc limit 500`
  const [count] = await sql<{ total: number }[]>`
    select count(*)::integer as total from trace_scans where key = ${key}`
  const scans = rows.map(({ at, visitor, latitude, longitude }) => {
    const isPlaced = latitude !== null && longitude !== null
    return {
      at: at.getTime(),
      visitor,
      latitude: isPlaced ? Number(latitude) : null,
      longitude: isPlaced ? Number(longitude) : null,
    }
  })
  return { scans, total: count?.total ?? 0 }
}

export type ReportRow = {
  id: string
  organisationId: string
  key: string
  kind: 'fake' | 'quality' | 'safety' | 'other'
  text: string
  contact: string | null
  at: Date
  state: 'open' | 'closed'
  answer: string | null
  answeredAt: Date | null
  answeredBy: string | null
}

/** False when this phone reported so often today already. */
export async function insertReport(
  sql: Sql,
  row: Pick<ReportRow, 'id' | 'organisationId' | 'key' | 'kind' | 'text' | 'contact' | 'at'> & {
    visitor: string
  },
  perDayMax: number,
): Promise<boolean> {
  const { count } = await sql`
    insert into trace_reports (id, organisation_id, key, kind, text, contact, visitor, at)
    select ${row.id}, ${row.organisationId}, ${row.key}, ${row.kind}, ${row.text}, ${row.contact},
      ${row.visitor}, ${row.at}
    where (select count(*) from trace_reports where organisation_id = ${row.organisationId}
      and visitor = ${row.visitor} and at > ${row.at}::timestamptz - interval '1 day') < ${perDayMax}`
  return count === 1
}

function reportColumns(sql: Sql) {
  return sql`id, organisation_id as "organisationId", key, kind, text, contact, at, state, answer,
    answered_at as "answeredAt", answered_by as "answeredBy"`
}

export type ListFilter = { q?: string; sort?: string; page?: number; pageSize?: number }
type ReportFilter = ListFilter & { state?: ReportRow['state']; problem?: ReportRow['kind'] }

export async function listReports(sql: Sql, filter: ReportFilter) {
  const { q, state, problem, sort = '-at' } = filter
  const like = likeOf(q)
  const rows = await sql<(ReportRow & { total: bigint })[]>`
    select ${reportColumns(sql)}, count(*) over () as total from trace_reports
    where (${state ?? null}::text is null or state = ${state ?? null})
      and (${problem ?? null}::text is null or kind = ${problem ?? null})
      and (${like}::text is null or key ilike ${like} or text ilike ${like} or contact ilike ${like})
    ${orderOf(sql, sort, { at: 'at', state: 'state', problem: 'kind' }, 'at')}, id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function findReport(sql: Sql, id: string): Promise<ReportRow | null> {
  const [row] = await sql<ReportRow[]>`select ${reportColumns(sql)} from trace_reports where id = ${id}`
  return row ?? null
}

export async function closeReport(sql: Sql, id: string, answer: string, at: Date, by: string | null) {
  await sql`
    update trace_reports set state = 'closed', answer = ${answer}, answered_at = ${at}, answered_by = ${by}
    where id = ${id}`
}

export type ScannedRow = { key: string; scans: number; phones: number; firstAt: Date; lastAt: Date }

/** Codes that were read, the most read first unless sorted otherwise. */
export async function listScanned(sql: Sql, filter: ListFilter) {
  const like = likeOf(filter.q)
  const allowed = { scans: 'scans', lastAt: 'max(at)', firstAt: 'min(at)' }
  const rows = await sql<(ScannedRow & { total: bigint })[]>`
    select key, count(*)::integer as scans, count(distinct visitor)::integer as phones, min(at) as "firstAt",
      max(at) as "lastAt", count(*) over () as total
    from trace_scans where ${like}::text is null or key ilike ${like}
    group by key ${orderOf(sql, filter.sort ?? '-scans', allowed, 'scans')}, key ${pageOf(sql, filter)}`
  return listedOf(rows)
}
