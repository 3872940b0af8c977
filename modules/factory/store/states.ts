import type { Sql } from '@ronghe/kit/db'
import { microsIn, timeOf } from './parts.ts'

export type SpanRow = { fromMicros: number; toMicros: number; state: string; reason: string | null }

/**
 * The states that touch [from, to): the last one that begins at or before `from`, and those that begin
 * inside.
 */
function touching(sql: Sql, equipmentId: string, fromMicros: number, toMicros: number) {
  const from = timeOf(sql, fromMicros)
  return sql`equipment_id = ${equipmentId} and ends_at > ${from} and starts_at < ${timeOf(sql, toMicros)}
    and starts_at >= coalesce((select max(starts_at) from factory_states
      where equipment_id = ${equipmentId} and starts_at <= ${from}), ${from})`
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
    from factory_states where ${touching(sql, equipmentId, fromMicros, toMicros)} order by starts_at`
  return rows.map(spanOf)
}

/** One page of the states that touch [from, to), in order, and how many there are. */
export async function pageOfSpans(
  sql: Sql,
  equipmentId: string,
  window: { fromMicros: number; toMicros: number },
  page: number,
  pageSize: number,
): Promise<{ rows: SpanRow[]; total: number }> {
  const where = touching(sql, equipmentId, window.fromMicros, window.toMicros)
  const [count] = await sql`select count(*) as total from factory_states where ${where}`
  const rows =
    await sql`select ${microsIn(sql, 'starts_at')} as f, ${microsIn(sql, 'ends_at')} as t, state, reason
    from factory_states where ${where} order by starts_at limit ${pageSize} offset ${(page - 1) * pageSize}`
  return { rows: rows.map(spanOf), total: Number(count?.total ?? 0) }
}

function spanOf(row: Record<string, unknown>): SpanRow {
  return {
    fromMicros: Number(row.f),
    toMicros: Number(row.t),
    state: row.state as string,
    reason: row.reason as string | null,
  }
}

/**
 * Replaces all states of a machine from a moment on; a state that goes on over the moment stays one row, so
 * the rows do
 * not depend on where the derivation was cut.
 */
export async function replaceSpans(
  sql: Sql,
  machine: { id: string; organisationId: string },
  fromMicros: number,
  spans: readonly SpanRow[],
): Promise<void> {
  const from = timeOf(sql, fromMicros)
  await sql`delete from factory_states where equipment_id = ${machine.id} and starts_at >= ${from}`
  await sql`update factory_states set ends_at = ${from} where equipment_id = ${machine.id}
    and ends_at > ${from}`
  const [before] = await sql`select ${microsIn(sql, 'starts_at')} as f, state, reason from factory_states
    where equipment_id = ${machine.id} and ends_at = ${from} order by starts_at desc limit 1`
  const [first, ...others] = spans
  if (!first) return
  const goesOn = before?.state === first.state && before?.reason === first.reason
  if (goesOn) {
    await sql`update factory_states set ends_at = ${timeOf(sql, first.toMicros)}
      where equipment_id = ${machine.id} and starts_at = ${timeOf(sql, Number(before?.f))}`
  }
  const rest = goesOn ? others : spans
  const list = JSON.stringify(rest.map((one) => [one.fromMicros, one.toMicros, one.state, one.reason]))
  await sql`insert into factory_states (equipment_id, organisation_id, starts_at, ends_at, state, reason)
    select ${machine.id}, ${machine.organisationId},
      timestamptz 'epoch' + (r->>0)::bigint * interval '1 microsecond',
      timestamptz 'epoch' + (r->>1)::bigint * interval '1 microsecond', r->>2, r->>3
    from jsonb_array_elements(${list}::text::jsonb) r`
}

/** Nothing changed and machines were heard of: their last states go on up to these moments. */
export async function extendSpans(
  sql: Sql,
  list: readonly { equipmentId: string; toMicros: number }[],
  now: Date,
): Promise<void> {
  const given = JSON.stringify(list.map((one) => [one.equipmentId, one.toMicros]))
  await sql`with given as (select (r->>0)::uuid as id,
      timestamptz 'epoch' + (r->>1)::bigint * interval '1 microsecond' as at
      from jsonb_array_elements(${given}::text::jsonb) r),
    moved as (update factory_derivations d set derived_to = given.at, known_to = given.at,
      computed_at = ${now} from given
      where d.equipment_id = given.id and d.derived_to < given.at returning d.equipment_id, given.at),
    newest as (select moved.equipment_id, moved.at, last.starts_at from moved cross join lateral (
      select starts_at from factory_states s where s.equipment_id = moved.equipment_id
      order by starts_at desc limit 1) last)
    update factory_states s set ends_at = newest.at from newest
    where s.equipment_id = newest.equipment_id and s.starts_at = newest.starts_at and s.ends_at < newest.at`
}

/** The state that a machine is, or was last known to be, in; null before the first. */
export async function newestSpan(sql: Sql, equipmentId: string): Promise<SpanRow | null> {
  const [row] =
    await sql`select ${microsIn(sql, 'starts_at')} as f, ${microsIn(sql, 'ends_at')} as t, state, reason
    from factory_states where equipment_id = ${equipmentId} order by starts_at desc limit 1`
  return row ? spanOf(row) : null
}
