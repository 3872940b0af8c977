import type { Sql } from '@ronghe/kit/db'
import type { Footprint } from './contract.ts'

export type FootprintRow = Omit<Footprint, 'changedAt'> & {
  organisationId: string
  key: string
  isSample: boolean
  changedAt: Date
}

export async function footprintOf(
  sql: Sql,
  organisationId: string,
  key: string,
): Promise<FootprintRow | null> {
  const [row] = await sql<FootprintRow[]>`
    select organisation_id as "organisationId", key, method, kilograms::text, quantity::text, unit, phases,
      published_on::text as "publishedOn", valid_until::text as "validUntil", is_sample as "isSample",
      changed_at as "changedAt", changed_by as "changedBy"
    from trace_footprints where organisation_id = ${organisationId} and key = ${key}`
  return row ?? null
}

export async function upsertFootprint(sql: Sql, row: FootprintRow): Promise<void> {
  await sql`
    insert into trace_footprints (organisation_id, key, method, kilograms, quantity, unit, phases,
      published_on, valid_until, is_sample, changed_at, changed_by)
    values (${row.organisationId}, ${row.key}, ${row.method}, ${row.kilograms}, ${row.quantity}, ${row.unit},
      ${row.phases}, ${row.publishedOn}, ${row.validUntil}, ${row.isSample}, ${row.changedAt},
      ${row.changedBy})
    on conflict (organisation_id, key) do update set method = excluded.method,
      kilograms = excluded.kilograms, quantity = excluded.quantity, unit = excluded.unit,
      phases = excluded.phases, published_on = excluded.published_on, valid_until = excluded.valid_until,
      is_sample = excluded.is_sample, changed_at = excluded.changed_at, changed_by = excluded.changed_by`
}
