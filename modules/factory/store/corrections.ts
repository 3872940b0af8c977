import type { Sql } from '@ronghe/kit/db'
import type { Override } from '@ronghe/oee'
import { likeOf, listedOf, microsIn, pageOf, timeOf } from './parts.ts'

type Window = { fromMicros: number; toMicros: number }
export type State = NonNullable<Override['state']>

export type CorrectionRow = {
  id: string
  fromMicros: bigint
  toMicros: bigint
  state: State | null
  reason: string
  overProduction: boolean
  note: string | null
  personName: string | null
  createdAt: Date
  withdrawnAt: Date | null
}

function touching(sql: Sql, equipmentId: string, window: Window) {
  return sql`equipment_id = ${equipmentId} and ends_at > ${timeOf(sql, window.fromMicros)}
    and starts_at < ${timeOf(sql, window.toMicros)}`
}

/** What was said of stretches that touch a window, the newest word first, withdrawn ones too. */
export async function listCorrections(
  sql: Sql,
  equipmentId: string,
  window: Window,
  filter: { q?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<(CorrectionRow & { total: bigint })[]>`
    select id, ${microsIn(sql, 'starts_at')} as "fromMicros",
      ${microsIn(sql, 'ends_at')} as "toMicros", state, reason, over_production as "overProduction",
      note, person_name as "personName", created_at as "createdAt",
      withdrawn_at as "withdrawnAt", count(*) over () as total
    from factory_corrections where ${touching(sql, equipmentId, window)}
      and (${like}::text is null or reason ilike ${like} or note ilike ${like})
    order by recorded desc ${pageOf(sql, filter)}`
  return listedOf(rows)
}

/** A word said while the stop lasted goes on to its end; none is sought for farther back than this. */
const goesOnMicros = 31 * 86_400_000_000

/** The overrides of a window, uncut, in the order of recording; those that go on may end before it. */
export async function overridesOf(
  sql: Sql,
  equipmentId: string,
  window: Window,
): Promise<(Override & { goesOn: boolean })[]> {
  const before = { ...window, fromMicros: Math.max(0, window.fromMicros - goesOnMicros) }
  const rows = await sql`select id, ${microsIn(sql, 'starts_at')} as f, ${microsIn(sql, 'ends_at')} as t,
      state, reason, over_production, recorded, goes_on
    from factory_corrections where withdrawn_at is null and (${touching(sql, equipmentId, window)}
      or (goes_on and ${touching(sql, equipmentId, before)}))
    order by recorded`
  return rows.map((row) => ({
    id: `correction:${row.id}`,
    fromMicros: Number(row.f),
    toMicros: Number(row.t),
    state: row.state as State | null,
    reason: row.reason as string,
    recorded: Number(row.recorded),
    overProduction: row.over_production as boolean,
    goesOn: row.goes_on as boolean,
  }))
}

export type NewCorrection = Window & {
  id: string
  organisationId: string
  equipmentId: string
  state: State | null
  reason: string
  overProduction: boolean
  note: string | null
  by: string | null
  personName: string | null
  /** The act on stops that it belongs to. */
  changeId?: string
  goesOn?: boolean
}

export async function insertCorrection(sql: Sql, one: NewCorrection, now: Date): Promise<void> {
  await sql`insert into factory_corrections (id, organisation_id, equipment_id, starts_at, ends_at, state,
      reason, over_production, note, created_at, created_by, person_name, change_id, goes_on)
    values (${one.id}, ${one.organisationId}, ${one.equipmentId}, ${timeOf(sql, one.fromMicros)},
      ${timeOf(sql, one.toMicros)}, ${one.state}, ${one.reason}, ${one.overProduction}, ${one.note}, ${now},
      ${one.by}, ${one.personName}, ${one.changeId ?? null}, ${one.goesOn ?? false})`
}

export type Withdrawn = {
  organisationId: string
  equipmentId: string
  fromMicros: bigint
  reason: string
  isWithdrawn: boolean
}

/** The correction, held until the transaction ends; null where the caller may not see it. */
export async function correctionForUpdate(sql: Sql, id: string): Promise<Withdrawn | null> {
  const [row] = await sql<Withdrawn[]>`select organisation_id as "organisationId",
      equipment_id as "equipmentId", ${microsIn(sql, 'starts_at')} as "fromMicros", reason,
      withdrawn_at is not null as "isWithdrawn"
    from factory_corrections where id = ${id} for update`
  return row ?? null
}

export async function withdrawCorrection(sql: Sql, id: string, by: string | null, now: Date): Promise<void> {
  await sql`update factory_corrections set withdrawn_at = ${now}, withdrawn_by = ${by} where id = ${id}`
}
