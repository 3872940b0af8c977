import type { Sql } from '@ronghe/kit/db'
import type { Period } from '../energy/tariff.ts'
import { type Locale, likeOf, listedOf, nameIn, pageOf } from './parts.ts'

type Kept = {
  id: string
  organisationId: string
  organisationName: string
  isSample: boolean
  createdAt: Date
  personName: string | null
}
type Filter = { q?: string; organisation?: string; page?: number; pageSize?: number }
type New = {
  id: string
  organisationId: string
  isSample: boolean
  by: string | null
  personName: string | null
}

export type TariffValues = {
  name: string
  validFrom: string
  timeZone: string
  periods: readonly Period[]
  source: string
  isVerified: boolean
}
export type FactorValues = { validFrom: string; kgPerKwh: string; source: string; isVerified: boolean }

function kept(sql: Sql, locale: Locale) {
  return sql`r.id, r.organisation_id as "organisationId", ${nameIn(sql, locale, 'o')} as "organisationName",
    r.is_sample as "isSample", r.created_at as "createdAt", r.person_name as "personName",
    count(*) over () as total`
}

/** Tariffs that count, the newest day first. */
export async function listTariffs(sql: Sql, locale: Locale, filter: Filter) {
  const like = likeOf(filter.q)
  const { organisation = null } = filter
  const rows = await sql<(Kept & TariffValues & { periods: Period[]; total: bigint })[]>`select
      ${kept(sql, locale)}, r.name, r.valid_from::text as "validFrom", r.time_zone as "timeZone", r.periods,
      r.source, r.is_verified as "isVerified"
    from factory_energy_tariffs r join registry_organisation_cards() o on o.id = r.organisation_id
    where r.withdrawn_at is null and (${organisation}::uuid is null or r.organisation_id = ${organisation})
      and (${like}::text is null or r.name ilike ${like} or r.source ilike ${like})
    order by r.valid_from desc, r.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function listFactors(sql: Sql, locale: Locale, filter: Filter) {
  const like = likeOf(filter.q)
  const { organisation = null } = filter
  const rows = await sql<(Kept & FactorValues & { total: bigint })[]>`select ${kept(sql, locale)},
      r.valid_from::text as "validFrom", r.kg_per_kwh as "kgPerKwh", r.source, r.is_verified as "isVerified"
    from factory_energy_factors r join registry_organisation_cards() o on o.id = r.organisation_id
    where r.withdrawn_at is null and (${organisation}::uuid is null or r.organisation_id = ${organisation})
      and (${like}::text is null or r.source ilike ${like})
    order by r.valid_from desc, r.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function insertTariff(sql: Sql, one: New & TariffValues, now: Date): Promise<void> {
  await sql`insert into factory_energy_tariffs (id, organisation_id, name, valid_from, time_zone, periods,
      source, is_verified, is_sample, created_at, created_by, person_name)
    values (${one.id}, ${one.organisationId}, ${one.name}, ${one.validFrom}::text::date, ${one.timeZone},
      ${JSON.stringify(one.periods)}::text::jsonb, ${one.source}, ${one.isVerified}, ${one.isSample}, ${now},
      ${one.by}, ${one.personName})`
}

export async function insertFactor(sql: Sql, one: New & FactorValues, now: Date): Promise<void> {
  await sql`insert into factory_energy_factors (id, organisation_id, valid_from, kg_per_kwh, source,
      is_verified, is_sample, created_at, created_by, person_name)
    values (${one.id}, ${one.organisationId}, ${one.validFrom}::text::date, ${one.kgPerKwh}, ${one.source},
      ${one.isVerified}, ${one.isSample}, ${now}, ${one.by}, ${one.personName})`
}

const tables = { tariff: 'factory_energy_tariffs', factor: 'factory_energy_factors' } as const
export type Rate = keyof typeof tables

/** Is there one that counts from this very day? */
export async function isDayTaken(
  sql: Sql,
  rate: Rate,
  organisationId: string,
  day: string,
): Promise<boolean> {
  const rows = await sql`select 1 from ${sql(tables[rate])} where organisation_id = ${organisationId}
    and valid_from = ${day}::text::date and withdrawn_at is null`
  return rows.length > 0
}

/** Who owns one that counts, and from when it does. */
export async function ownerOfRate(
  sql: Sql,
  rate: Rate,
  id: string,
): Promise<{ organisationId: string; validFrom: string } | null> {
  const [row] = await sql<{ organisationId: string; validFrom: string }[]>`select
      organisation_id as "organisationId", valid_from::text as "validFrom"
    from ${sql(tables[rate])} where id = ${id} and withdrawn_at is null`
  return row ?? null
}

export async function withdrawRate(sql: Sql, rate: Rate, id: string, now: Date): Promise<void> {
  await sql`update ${sql(tables[rate])} set withdrawn_at = ${now} where id = ${id}`
}
