import type { Sql } from '@ronghe/kit/db'
import type { Rotation } from '../contract/calendar-shapes.ts'
import { likeOf, listedOf, pageOf } from './parts.ts'

export type ShiftRow = {
  unitId: string
  name: string
  weekday: number
  startMinute: number
  endMinute: number
  kind: 'shift' | 'break' | 'maintenance'
  validFrom: string
  validTo: string | null
  timeZone: string
}
export type ExceptionRow = {
  id: string
  unitId: string
  kind: 'holiday' | 'maintenance'
  name: string
  startsAt: Date
  endsAt: Date
}

/** The unit and those above it, the nearest first. */
export async function unitChain(sql: Sql, unitId: string): Promise<string[]> {
  const rows = await sql`with recursive chain as (
      select id, parent_id, 0 as height from registry_unit_cards() where id = ${unitId}
      union all
      select u.id, u.parent_id, chain.height + 1 from registry_unit_cards() u join chain
        on u.id = chain.parent_id)
    select id from chain order by height`
  return rows.map((row) => row.id)
}

export async function shiftsOf(sql: Sql, unitIds: readonly string[]): Promise<ShiftRow[]> {
  return sql<
    ShiftRow[]
  >`select unit_id as "unitId", name, weekday, start_minute as "startMinute", end_minute as "endMinute",
      kind, valid_from::text as "validFrom", valid_to::text as "validTo", time_zone as "timeZone"
    from factory_shifts where unit_id = any (${unitIds as string[]}::uuid[])
    order by unit_id, valid_from, weekday, start_minute, kind, name`
}

export async function exceptionsOf(sql: Sql, unitIds: readonly string[]): Promise<ExceptionRow[]> {
  return sql<
    ExceptionRow[]
  >`select id, unit_id as "unitId", kind, name, starts_at as "startsAt", ends_at as "endsAt"
    from factory_exceptions where unit_id = any (${unitIds as string[]}::uuid[]) order by starts_at, id`
}

export type RotationRow = {
  unitId: string
  body: Rotation
  validFrom: string
  validTo: string | null
  timeZone: string
}

export async function rotationsOf(sql: Sql, unitIds: readonly string[]): Promise<RotationRow[]> {
  return sql<RotationRow[]>`select unit_id as "unitId", body, valid_from::text as "validFrom",
      valid_to::text as "validTo", time_zone as "timeZone"
    from factory_rotations where unit_id = any (${unitIds as string[]}::uuid[])
    order by unit_id, valid_from, id`
}

/** Ends what held and has crews rotate from a day on. */
export async function replaceRotation(
  sql: Sql,
  owner: { organisationId: string; unitId: string },
  one: { id: string; body: Rotation; validFrom: string; timeZone: string; personId: string | null },
  now: Date,
): Promise<void> {
  await endFrom(sql, owner.unitId, one.validFrom)
  await sql`insert into factory_rotations (id, organisation_id, unit_id, body, valid_from, time_zone,
      created_at, created_by)
    values (${one.id}, ${owner.organisationId}, ${owner.unitId}, ${sql.json(one.body)}, ${one.validFrom},
      ${one.timeZone}, ${now}, ${one.personId})`
}

/** Weeks and rotations of a unit end before a day, and those that would begin later never do. */
async function endFrom(sql: Sql, unitId: string, day: string): Promise<void> {
  await sql`delete from factory_shifts where unit_id = ${unitId} and valid_from >= ${day}::date`
  await sql`update factory_shifts set valid_to = ${day}::date - 1
    where unit_id = ${unitId} and (valid_to is null or valid_to >= ${day}::date)`
  await sql`delete from factory_rotations where unit_id = ${unitId} and valid_from >= ${day}::date`
  await sql`update factory_rotations set valid_to = ${day}::date - 1
    where unit_id = ${unitId} and (valid_to is null or valid_to >= ${day}::date)`
}

/** Ends what held and sets what holds from a day on. */
export async function replaceShifts(
  sql: Sql,
  owner: { organisationId: string; unitId: string },
  validFrom: string,
  timeZone: string,
  rows: readonly (Pick<ShiftRow, 'name' | 'weekday' | 'startMinute' | 'endMinute' | 'kind'> & {
    id: string
  })[],
): Promise<void> {
  await endFrom(sql, owner.unitId, validFrom)
  for (const row of rows) {
    await sql`insert into factory_shifts (id, organisation_id, unit_id, name, weekday, start_minute,
      end_minute, kind, valid_from, time_zone)
      values (${row.id}, ${owner.organisationId}, ${owner.unitId}, ${row.name}, ${row.weekday},
        ${row.startMinute}, ${row.endMinute}, ${row.kind}, ${validFrom}, ${timeZone})`
  }
}

export async function insertException(
  sql: Sql,
  one: Omit<ExceptionRow, 'startsAt' | 'endsAt'> & {
    organisationId: string
    startsAt: string
    endsAt: string
  },
): Promise<void> {
  await sql`insert into factory_exceptions (id, organisation_id, unit_id, kind, name, starts_at, ends_at)
    values (${one.id}, ${one.organisationId}, ${one.unitId}, ${one.kind}, ${one.name}, ${one.startsAt},
      ${one.endsAt})`
}

/** Removes an exception; answers its unit and start, or null when it is not the caller's. */
export async function deleteException(
  sql: Sql,
  id: string,
): Promise<{ unitId: string; startsAt: Date } | null> {
  const [row] = await sql<
    { unitId: string; startsAt: Date }[]
  >`delete from factory_exceptions where id = ${id}
    returning unit_id as "unitId", starts_at as "startsAt"`
  return row ?? null
}

export type RunRow = {
  id: string
  product: string
  idealCycleMs: number
  startsAt: Date
  endsAt: Date | null
}

export async function listRuns(
  sql: Sql,
  equipmentId: string,
  filter: { q?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<(RunRow & { total: bigint })[]>`select id, product, ideal_cycle_ms as "idealCycleMs",
      starts_at as "startsAt", ends_at as "endsAt", count(*) over () as total from factory_product_runs
    where equipment_id = ${equipmentId} and (${like}::text is null or product ilike ${like})
    order by starts_at desc, id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function insertRun(
  sql: Sql,
  one: {
    id: string
    organisationId: string
    equipmentId: string
    product: string
    idealCycleMs: number
    startsAt: string
    endsAt: string | null
    productId?: string | null
  },
): Promise<void> {
  await sql`insert into factory_product_runs (id, organisation_id, equipment_id, product, ideal_cycle_ms,
    starts_at, ends_at, product_id)
    values (${one.id}, ${one.organisationId}, ${one.equipmentId}, ${one.product}, ${one.idealCycleMs},
      ${one.startsAt}, ${one.endsAt}, ${one.productId ?? null})`
}

export async function deleteRun(
  sql: Sql,
  id: string,
): Promise<{ equipmentId: string; startsAt: Date } | null> {
  const [row] = await sql<
    { equipmentId: string; startsAt: Date }[]
  >`delete from factory_product_runs where id = ${id}
    returning equipment_id as "equipmentId", starts_at as "startsAt"`
  return row ?? null
}
