import type { Sql } from '@ronghe/kit/db'
import { type Locale, likeOf, listedOf, nameIn, pageOf } from './parts.ts'

export type TargetPeriod = 'day' | 'month' | 'piece'
export type TargetRow = {
  id: string
  organisationId: string
  organisationName: string
  isSample: boolean
  createdAt: Date
  personName: string | null
  meterId: string
  meterName: string
  period: TargetPeriod
  kwh: string
  validFrom: string
  note: string | null
}
type Filter = { q?: string; organisation?: string; meter?: string; page?: number; pageSize?: number }

function meterName(sql: Sql, locale: Locale) {
  return locale === 'zh' ? sql`m.name` : sql`coalesce(m.name_en, m.name)`
}

/** Targets that count, of meters that count. */
export async function listTargets(sql: Sql, locale: Locale, filter: Filter) {
  const like = likeOf(filter.q)
  const { organisation = null, meter = null } = filter
  const rows = await sql<(TargetRow & { total: bigint })[]>`select r.id,
      r.organisation_id as "organisationId", ${nameIn(sql, locale, 'o')} as "organisationName",
      r.is_sample as "isSample", r.created_at as "createdAt", r.person_name as "personName",
      r.meter_id as "meterId", ${meterName(sql, locale)} as "meterName", r.period, r.kwh,
      r.valid_from::text as "validFrom", r.note, count(*) over () as total
    from factory_energy_targets r join registry_organisation_cards() o on o.id = r.organisation_id
    join factory_energy_meters m on m.id = r.meter_id and m.retired_at is null
    where r.withdrawn_at is null and (${organisation}::uuid is null or r.organisation_id = ${organisation})
      and (${meter}::uuid is null or r.meter_id = ${meter})
      and (${like}::text is null or m.name ilike ${like} or m.name_en ilike ${like} or r.note ilike ${like})
    order by m.name, r.period, r.valid_from desc, r.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function insertTarget(
  sql: Sql,
  one: Pick<TargetRow, 'id' | 'organisationId' | 'meterId' | 'period' | 'kwh' | 'validFrom' | 'note'> & {
    isSample: boolean
    by: string | null
    personName: string | null
  },
  now: Date,
): Promise<void> {
  await sql`insert into factory_energy_targets (id, organisation_id, meter_id, period, kwh, valid_from, note,
      is_sample, created_at, created_by, person_name)
    values (${one.id}, ${one.organisationId}, ${one.meterId}, ${one.period}, ${one.kwh},
      ${one.validFrom}::text::date, ${one.note}, ${one.isSample}, ${now}, ${one.by}, ${one.personName})`
}

export async function ownerOfTarget(sql: Sql, id: string): Promise<{ organisationId: string } | null> {
  const [row] = await sql<{ organisationId: string }[]>`select organisation_id as "organisationId"
    from factory_energy_targets where id = ${id} and withdrawn_at is null`
  return row ?? null
}

export async function withdrawTarget(sql: Sql, id: string, now: Date): Promise<void> {
  await sql`update factory_energy_targets set withdrawn_at = ${now} where id = ${id}`
}

/** Keeps that a target was passed; false where it is known already. */
export async function insertPass(
  sql: Sql,
  one: { targetId: string; organisationId: string; meterId: string; day: string; kwh: number },
  now: Date,
): Promise<boolean> {
  const rows = await sql`insert into factory_energy_passes (target_id, organisation_id, meter_id, day, kwh,
      passed_at)
    values (${one.targetId}, ${one.organisationId}, ${one.meterId}, ${one.day}::text::date, ${one.kwh},
      ${now})
    on conflict do nothing returning target_id`
  return rows.length === 1
}

/** Is this period of a target known to have been passed? */
export async function isPassed(sql: Sql, targetId: string, day: string): Promise<boolean> {
  const rows = await sql`select 1 from factory_energy_passes where target_id = ${targetId}
    and day = ${day}::text::date`
  return rows.length > 0
}

export type PassRow = {
  targetId: string
  meterId: string
  meterName: string
  organisationName: string
  period: TargetPeriod
  day: string
  limit: string
  kwh: number
  passedAt: Date
}

export async function listPasses(sql: Sql, locale: Locale, filter: Filter) {
  const like = likeOf(filter.q)
  const { organisation = null, meter = null } = filter
  const rows = await sql<(PassRow & { total: bigint })[]>`select p.target_id as "targetId",
      p.meter_id as "meterId", ${meterName(sql, locale)} as "meterName",
      ${nameIn(sql, locale, 'o')} as "organisationName", r.period, p.day::text as day, r.kwh as limit, p.kwh,
      p.passed_at as "passedAt", count(*) over () as total
    from factory_energy_passes p join factory_energy_targets r on r.id = p.target_id
    join factory_energy_meters m on m.id = p.meter_id
    join registry_organisation_cards() o on o.id = p.organisation_id
    where (${organisation}::uuid is null or p.organisation_id = ${organisation})
      and (${meter}::uuid is null or p.meter_id = ${meter})
      and (${like}::text is null or m.name ilike ${like} or m.name_en ilike ${like})
    order by p.passed_at desc, p.target_id, p.day desc ${pageOf(sql, filter)}`
  return listedOf(rows)
}
