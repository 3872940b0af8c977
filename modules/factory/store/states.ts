import type { Sql } from '@ronghe/kit/db'
import { microsIn } from './parts.ts'

export type SpanRow = { fromMicros: number; toMicros: number; state: string; reason: string | null }

/** Microseconds as PostgreSQL's timestamp, exactly. */
function at(sql: Sql, micros: number) {
  return sql`(timestamptz 'epoch' + ${String(micros)}::bigint * interval '1 microsecond')`
}

/** States that touch [from, to), uncut, in order. */
export async function spansOf(
  sql: Sql,
  equipmentId: string,
  fromMicros: number,
  toMicros: number,
): Promise<SpanRow[]> {
  const rows =
    await sql`select ${microsIn(sql, 'starts_at')} as f, ${microsIn(sql, 'ends_at')} as t, state, reason
    from factory_states where equipment_id = ${equipmentId}
      and ends_at > ${at(sql, fromMicros)} and starts_at < ${at(sql, toMicros)} order by starts_at`
  return rows.map((row) => ({
    fromMicros: Number(row.f),
    toMicros: Number(row.t),
    state: row.state,
    reason: row.reason,
  }))
}

/** Replaces all states from a moment on; a state that goes on over the moment stays one. */
export async function replaceSpans(
  sql: Sql,
  machine: { id: string; organisationId: string },
  fromMicros: number,
  spans: readonly SpanRow[],
): Promise<void> {
  const [before] = await sql`select ${microsIn(sql, 'starts_at')} as f, state, reason from factory_states
    where equipment_id = ${machine.id} and starts_at < ${at(sql, fromMicros)} and ends_at >= ${at(sql, fromMicros)}
    order by starts_at desc limit 1`
  await sql`delete from factory_states where equipment_id = ${machine.id} and starts_at >= ${at(sql, fromMicros)}`
  await sql`update factory_states set ends_at = ${at(sql, fromMicros)}
    where equipment_id = ${machine.id} and ends_at > ${at(sql, fromMicros)}`
  const first = spans[0]
  const rest = [...spans]
  if (before && first && before.state === first.state && before.reason === first.reason) {
    await sql`update factory_states set ends_at = ${at(sql, first.toMicros)}
      where equipment_id = ${machine.id} and starts_at = ${at(sql, Number(before.f))}`
    rest.shift()
  }
  const list = JSON.stringify(
    rest.map((one) => [String(one.fromMicros), String(one.toMicros), one.state, one.reason]),
  )
  await sql`insert into factory_states (equipment_id, organisation_id, starts_at, ends_at, state, reason)
    select ${machine.id}, ${machine.organisationId}, timestamptz 'epoch' + (r->>0)::bigint * interval '1 microsecond',
      timestamptz 'epoch' + (r->>1)::bigint * interval '1 microsecond', r->>2, r->>3
    from jsonb_array_elements(${list}::text::jsonb) r`
}

export type DerivationRow = {
  equipmentId: string
  organisationId: string
  unitId: string
  edgeId: string
  isOnline: boolean
  edgeStateMicros: number | null
  derivedFrom: number | null
  derivedTo: number | null
  pendingFrom: number | null
  daysFrom: number | null
  rulesHash: string | null
}

/** Machines with an edge, how far their states go, and what is still to be done. */
export async function derivations(sql: Sql): Promise<DerivationRow[]> {
  const rows = await sql`select e.id, e.organisation_id, e.unit_id, e.edge_id, g.is_online,
      ${microsIn(sql, 'g.state_at')} as edge_at, ${microsIn(sql, 'd.derived_from')} as d_from,
      ${microsIn(sql, 'd.derived_to')} as d_to, ${microsIn(sql, 'd.pending_from')} as pending,
      ${microsIn(sql, 'd.days_from')} as days, d.rules_hash
    from factory_equipment e join factory_edges g on g.id = e.edge_id
    left join factory_derivations d on d.equipment_id = e.id where e.retired_on is null`
  const number = (value: unknown) => (value === null ? null : Number(value))
  return rows.map((row) => ({
    equipmentId: row.id,
    organisationId: row.organisation_id,
    unitId: row.unit_id,
    edgeId: row.edge_id,
    isOnline: row.is_online,
    edgeStateMicros: number(row.edge_at),
    derivedFrom: number(row.d_from),
    derivedTo: number(row.d_to),
    pendingFrom: number(row.pending),
    daysFrom: number(row.days),
    rulesHash: row.rules_hash,
  }))
}

/** Signals of these machines changed from these moments on. */
export async function notePending(
  sql: Sql,
  pending: readonly { equipmentId: string; fromMicros: number }[],
  now: Date,
): Promise<void> {
  const list = JSON.stringify(pending.map((one) => [one.equipmentId, String(one.fromMicros)]))
  await sql`insert into factory_derivations (equipment_id, organisation_id, pending_from, days_from, computed_at)
    select e.id, e.organisation_id, p.at, p.at, ${now}
    from (select (r->>0)::uuid as id, timestamptz 'epoch' + (r->>1)::bigint * interval '1 microsecond' as at
      from jsonb_array_elements(${list}::text::jsonb) r) p
    join factory_equipment e on e.id = p.id
    on conflict (equipment_id) do update set
      pending_from = least(factory_derivations.pending_from, excluded.pending_from),
      days_from = least(factory_derivations.days_from, excluded.days_from)`
}

export async function keepDerivation(
  sql: Sql,
  one: {
    equipmentId: string
    organisationId: string
    fromMicros: number
    toMicros: number
    donePending: number | null
    rulesHash: string
  },
  now: Date,
): Promise<void> {
  await sql`insert into factory_derivations (equipment_id, organisation_id, derived_from, derived_to, rules_hash, computed_at)
    values (${one.equipmentId}, ${one.organisationId}, ${at(sql, one.fromMicros)}, ${at(sql, one.toMicros)}, ${one.rulesHash}, ${now})
    on conflict (equipment_id) do update set
      derived_from = least(factory_derivations.derived_from, excluded.derived_from), derived_to = excluded.derived_to,
      rules_hash = excluded.rules_hash, computed_at = excluded.computed_at,
      pending_from = case when factory_derivations.pending_from >= ${one.donePending === null ? null : at(sql, one.donePending)}
        then null else factory_derivations.pending_from end`
}

export async function clearDays(sql: Sql, equipmentId: string, doneFrom: number): Promise<void> {
  await sql`update factory_derivations set days_from = null
    where equipment_id = ${equipmentId} and days_from >= ${at(sql, doneFrom)}`
}

/** Everything of a machine, or of all machines below a unit, has to be derived again from a moment on. */
export async function askDays(
  sql: Sql,
  where: { equipmentId?: string; unitId?: string },
  from: Date,
): Promise<void> {
  const { equipmentId = null, unitId = null } = where
  await sql`update factory_derivations set days_from = least(days_from, ${from}) where equipment_id in (
    with recursive tree as (select ${unitId}::uuid as id union all
      select child.id from registry_unit_cards() child join tree on child.parent_id = tree.id)
    select id from factory_equipment where id = ${equipmentId}::uuid or unit_id in (select id from tree))`
}

export async function journal(sql: Sql): Promise<number> {
  const [row] = await sql`select commit_number from factory_journal`
  return Number(row?.commit_number ?? 0)
}

export async function keepJournal(sql: Sql, commit: number): Promise<void> {
  await sql`update factory_journal set commit_number = ${commit}`
}

/** The controller of these machines has sent what only a numerical control has. */
export async function proveControl(sql: Sql, equipmentIds: readonly string[], now: Date): Promise<void> {
  await sql`update factory_equipment set controller_proved_at = ${now}
    where id = any (${equipmentIds as string[]}::uuid[]) and controller_proved_at is null and first_signal_at is not null`
}

export type RulesRow = {
  origin: 'equipment' | 'organisation'
  version: number
  rules: unknown
  note: string | null
  createdAt: Date
}

/** The newest rules of the machine, else of its firm. */
export async function rulesOf(
  sql: Sql,
  machine: { id: string; organisationId: string },
): Promise<RulesRow | null> {
  const [row] = await sql<
    RulesRow[]
  >`select case when equipment_id is null then 'organisation' else 'equipment' end as origin,
      version, rules, note, created_at as "createdAt"
    from factory_state_rules where organisation_id = ${machine.organisationId}
      and (equipment_id = ${machine.id} or equipment_id is null)
    order by equipment_id is null, version desc limit 1`
  return row ?? null
}

export async function addRules(
  sql: Sql,
  one: {
    id: string
    organisationId: string
    equipmentId: string
    rules: unknown
    note: string | null
    by: string | null
  },
  now: Date,
): Promise<void> {
  await sql`insert into factory_state_rules (id, organisation_id, equipment_id, version, rules, created_at, created_by, note)
    select ${one.id}, ${one.organisationId}, ${one.equipmentId}, coalesce(max(version), 0) + 1,
      ${JSON.stringify(one.rules)}::text::jsonb, ${now}, ${one.by}, ${one.note}
    from factory_state_rules where organisation_id = ${one.organisationId} and equipment_id = ${one.equipmentId}`
}
