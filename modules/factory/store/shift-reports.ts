import type { Sql } from '@ronghe/kit/db'
import { type Locale, likeOf, listedOf, nameIn, pageOf, timeOf } from './parts.ts'

export type SignedReport = {
  report: string
  hash: string
  comment: string | null
  signedAt: Date
  signedName: string | null
}

export async function signedReport(
  sql: Sql,
  unitId: string,
  fromMicros: number,
): Promise<SignedReport | null> {
  const [row] = await sql<SignedReport[]>`select report, hash, comment, signed_at as "signedAt",
      signed_name as "signedName"
    from factory_shift_reports where unit_id = ${unitId} and starts_at = ${timeOf(sql, fromMicros)}`
  return row ?? null
}

/** False where somebody signed it before. */
export async function insertReport(
  sql: Sql,
  one: {
    id: string
    organisationId: string
    unitId: string
    fromMicros: number
    toMicros: number
    day: string
    name: string
    report: string
    hash: string
    comment: string | null
  },
  by: { id: string | null; name: string | null },
  now: Date,
): Promise<boolean> {
  const rows = await sql`insert into factory_shift_reports (id, organisation_id, unit_id, starts_at, ends_at,
      day, name, report, hash, comment, signed_at, signed_by, signed_name)
    values (${one.id}, ${one.organisationId}, ${one.unitId}, ${timeOf(sql, one.fromMicros)},
      ${timeOf(sql, one.toMicros)}, ${one.day}, ${one.name}, ${one.report}, ${one.hash}, ${one.comment},
      ${now}, ${by.id}, ${by.name})
    on conflict (unit_id, starts_at) do nothing returning id`
  return rows.length > 0
}

export async function listReports(
  sql: Sql,
  locale: Locale,
  filter: {
    q?: string
    organisation?: string
    unit?: string
    fromDay?: string
    toDay?: string
    page?: number
    pageSize?: number
  },
) {
  const like = likeOf(filter.q)
  const { organisation = null, unit = null, fromDay = null, toDay = null } = filter
  const rows = await sql<
    (Omit<SignedReport, 'report'> & {
      id: string
      unitId: string
      unitName: string
      day: string
      name: string
      startsAt: Date
      total: bigint
    })[]
  >`select r.id, r.unit_id as "unitId", ${nameIn(sql, locale, 'u')} as "unitName", r.day::text, r.name,
      r.starts_at as "startsAt", r.hash, r.comment, r.signed_at as "signedAt", r.signed_name as "signedName",
      count(*) over () as total
    from factory_shift_reports r join registry_unit_cards() u on u.id = r.unit_id
    where (${organisation}::uuid is null or r.organisation_id = ${organisation})
      and (${unit}::uuid is null or r.unit_id = ${unit})
      and (${fromDay}::date is null or r.day >= ${fromDay}::date)
      and (${toDay}::date is null or r.day <= ${toDay}::date)
      and (${like}::text is null or r.name ilike ${like} or r.comment ilike ${like}
        or r.signed_name ilike ${like} or u.name ilike ${like})
    order by r.starts_at desc, r.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}
