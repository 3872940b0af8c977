import type { Sql } from '@ronghe/kit/db'
import { dayOf } from './equipment.ts'
import { microsIn, timeOf } from './parts.ts'

/**
 * A connected machine: how far its states and days go, and what is still to be done. Times in microseconds.
 */
export type DerivationRow = {
  equipmentId: string
  organisationId: string
  unitId: string
  edgeId: string
  isOnline: boolean
  edgeStateAt: number | null
  isProved: boolean
  derivedFrom: number | null
  derivedTo: number | null
  knownTo: number | null
  pendingFrom: number | null
  daysFrom: number | null
  daysTo: number | null
  rulesHash: string | null
  /**
   * How often something was asked of this machine; what is done counts only if nothing was asked meanwhile.
   */
  asked: bigint
  /** The newest state and since when; null before the first. */
  state: string | null
  stateFrom: number | null
}

/** Machines with an edge that are not retired. */
export async function derivations(sql: Sql, now: Date): Promise<DerivationRow[]> {
  const rows = await sql<(Record<string, bigint | null> & DerivationRow)[]>`
    select e.id as "equipmentId", e.organisation_id as "organisationId", e.unit_id as "unitId",
      e.edge_id as "edgeId", g.is_online as "isOnline", ${microsIn(sql, 'g.state_at')} as "edgeStateAt",
      e.controller_proved_at is not null as "isProved", ${microsIn(sql, 'd.derived_from')} as "derivedFrom",
      ${microsIn(sql, 'd.derived_to')} as "derivedTo", ${microsIn(sql, 'd.known_to')} as "knownTo",
      ${microsIn(sql, 'd.pending_from')} as "pendingFrom",
      ${microsIn(sql, 'd.days_from')} as "daysFrom", ${microsIn(sql, 'd.days_to')} as "daysTo",
      d.rules_hash as "rulesHash", coalesce(d.asked, 0) as asked, last.state,
      ${microsIn(sql, 'last.starts_at')} as "stateFrom"
    from factory_equipment e join factory_edges g on g.id = e.edge_id
    left join factory_derivations d on d.equipment_id = e.id
    left join lateral (select state, starts_at from factory_states s where s.equipment_id = e.id
      order by starts_at desc limit 1) last on true
    where coalesce(e.retired_on > ${dayOf(now)}::date, true) order by e.id`
  return rows.map((row) => ({
    ...row,
    edgeStateAt: numberOf(row.edgeStateAt),
    derivedFrom: numberOf(row.derivedFrom),
    derivedTo: numberOf(row.derivedTo),
    knownTo: numberOf(row.knownTo),
    pendingFrom: numberOf(row.pendingFrom),
    daysFrom: numberOf(row.daysFrom),
    daysTo: numberOf(row.daysTo),
    stateFrom: numberOf(row.stateFrom),
  }))
}

function numberOf(micros: number | bigint | null): number | null {
  return micros === null ? null : Number(micros)
}

/**
 * What the journal asks for: states (`pendingFrom`) or figures alone (`daysFrom`), and how far data reach.
 */
export type Asked = {
  equipmentId: string
  pendingFrom: number | null
  daysFrom: number | null
  knownTo: number | null
}

/** Signals of machines changed: states or figures follow from these moments on. */
export async function askChanged(sql: Sql, changes: readonly Asked[], now: Date): Promise<void> {
  const list = JSON.stringify(
    changes.map((one) => [one.equipmentId, one.pendingFrom, one.daysFrom, one.knownTo]),
  )
  const time = (index: number) =>
    sql`timestamptz 'epoch' + (r->>${sql.unsafe(String(index))})::bigint * interval '1 microsecond'`
  await sql`insert into factory_derivations
      (equipment_id, organisation_id, pending_from, days_from, known_to, asked, computed_at)
    select e.id, e.organisation_id, given.pending, given.days, given.known, 1, ${now}
    from (select (r->>0)::uuid as id, ${time(1)} as pending, ${time(2)} as days, ${time(3)} as known
      from jsonb_array_elements(${list}::text::jsonb) r) given
    join factory_equipment e on e.id = given.id
    on conflict (equipment_id) do update set
      pending_from = least(factory_derivations.pending_from, excluded.pending_from),
      days_from = least(factory_derivations.days_from, excluded.days_from),
      known_to = greatest(factory_derivations.known_to, excluded.known_to),
        asked = factory_derivations.asked + 1`
}

/** Rules or meanings of a machine changed: all its states are derived anew. */
export async function askStates(sql: Sql, equipmentId: string): Promise<void> {
  await sql`update factory_derivations set pending_from = derived_from, asked = asked + 1
    where equipment_id = ${equipmentId} and derived_from is not null`
}

/**
 * Calendar or runs changed: figures of a machine, or of all machines below a unit, are computed anew from a
 * moment on.
 */
export async function askDays(
  sql: Sql,
  where: { equipmentId?: string; unitId?: string },
  fromMicros: number,
): Promise<void> {
  const { equipmentId = null, unitId = null } = where
  await sql`update factory_derivations set asked = asked + 1,
      days_from = least(days_from, greatest(derived_from, ${timeOf(sql, fromMicros)}))
    where derived_from is not null and equipment_id in (
      with recursive tree as (select ${unitId}::uuid as id union all
        select child.id from registry_unit_cards() child join tree on child.parent_id = tree.id)
      select id from factory_equipment where id = ${equipmentId}::uuid or unit_id in (select id from tree))`
}

/** The journal begins anew (another telemetry store): whatever was derived is derived again. */
export async function askEverything(sql: Sql): Promise<void> {
  await sql`update factory_derivations set pending_from = derived_from, asked = asked + 1
    where derived_from is not null`
}

/** States reach from `fromMicros` to `toMicros`; what was pending is done, or goes on at `pendingFrom`. */
export async function keepDerived(
  sql: Sql,
  row: Pick<DerivationRow, 'equipmentId' | 'asked'>,
  done: {
    fromMicros: number
    toMicros: number
    knownTo: number
    pendingFrom: number | null
    rulesHash: string
    daysFrom: number | null
  },
  now: Date,
): Promise<void> {
  const pending = done.pendingFrom === null ? sql`null::timestamptz` : timeOf(sql, done.pendingFrom)
  const days = done.daysFrom === null ? sql`null::timestamptz` : timeOf(sql, done.daysFrom)
  await sql`update factory_derivations set computed_at = ${now}, rules_hash = ${done.rulesHash},
      derived_from = least(derived_from, ${timeOf(sql, done.fromMicros)}),
        derived_to = ${timeOf(sql, done.toMicros)},
      known_to = greatest(known_to, ${timeOf(sql, done.knownTo)}),
      days_from = least(days_from, ${days}),
      pending_from = case when asked = ${String(row.asked)}::bigint then ${pending}
        else least(pending_from, ${pending}) end
    where equipment_id = ${row.equipmentId}`
}

/** Days are computed up to `daysTo`; `daysFrom` is what is left to be done anew. */
export async function keepDays(
  sql: Sql,
  row: Pick<DerivationRow, 'equipmentId' | 'asked'>,
  done: { daysFrom: number | null; daysTo: number },
): Promise<void> {
  const left = done.daysFrom === null ? sql`null::timestamptz` : timeOf(sql, done.daysFrom)
  await sql`update factory_derivations set days_to = ${timeOf(sql, done.daysTo)},
      days_from = case when asked = ${String(row.asked)}::bigint then ${left} else days_from end
    where equipment_id = ${row.equipmentId}`
}

export async function journal(sql: Sql): Promise<number> {
  const [row] = await sql`select commit_number from factory_journal`
  return Number(row?.commit_number ?? 0)
}

export async function keepJournal(sql: Sql, commit: number): Promise<void> {
  await sql`update factory_journal set commit_number = ${commit}`
}

/** The controller has sent what only a numerical control has, for the first time at this moment. */
export async function proveControl(sql: Sql, equipmentId: string, atMicros: number): Promise<void> {
  await sql`update factory_equipment set controller_proved_at = ${timeOf(sql, atMicros)}
    where id = ${equipmentId} and controller_proved_at is null`
}

/** Figures of all machines of a firm are computed anew from their beginning. */
export async function askFirmDays(sql: Sql, organisationId: string): Promise<void> {
  await sql`update factory_derivations set days_from = derived_from, asked = asked + 1
    where organisation_id = ${organisationId} and derived_from is not null`
}
