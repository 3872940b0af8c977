import type { Sql } from '@ronghe/kit/db'
import type { ShiftFacts } from '../losses/facts.ts'
import { microsIn, timeOf } from './parts.ts'

export type ShiftFactsRow = {
  equipmentId: string
  organisationId: string
  fromMicros: number
  toMicros: number
  /** Local day on which the shift starts. */
  day: string
  name: string
  crew: string | null
  facts: ShiftFacts
  inputsHash: string
}

export async function keepShiftFacts(sql: Sql, one: ShiftFactsRow, now: Date): Promise<void> {
  await sql`insert into factory_shift_facts (equipment_id, organisation_id, starts_at, ends_at, day, name,
      crew, facts, inputs_hash, computed_at)
    values (${one.equipmentId}, ${one.organisationId}, ${timeOf(sql, one.fromMicros)},
      ${timeOf(sql, one.toMicros)}, ${one.day}, ${one.name}, ${one.crew},
      ${JSON.stringify(one.facts)}::text::jsonb, ${one.inputsHash}, ${now})
    on conflict (equipment_id, starts_at) do update set ends_at = excluded.ends_at, day = excluded.day,
      name = excluded.name, crew = excluded.crew, facts = excluded.facts,
      inputs_hash = excluded.inputs_hash, computed_at = excluded.computed_at`
}

/** Forgets the shifts of a machine that touch a stretch and are not among those that are planned. */
export async function dropShiftFacts(
  sql: Sql,
  equipmentId: string,
  touched: { fromMicros: number; toMicros: number },
  plannedMicros: readonly number[],
): Promise<void> {
  const list = JSON.stringify(plannedMicros)
  await sql`delete from factory_shift_facts where equipment_id = ${equipmentId}
    and ends_at > ${timeOf(sql, touched.fromMicros)} and starts_at < ${timeOf(sql, touched.toMicros)}
    and starts_at not in (select timestamptz 'epoch' + one::bigint * interval '1 microsecond'
      from jsonb_array_elements_text(${list}::text::jsonb) one)`
}

/** Facts of machines' shifts that start on these local days, in order. */
export async function shiftFactsOf(
  sql: Sql,
  equipmentIds: readonly string[],
  days: { fromDay: string; toDay: string },
  shift: string | null = null,
): Promise<ShiftFactsRow[]> {
  const rows = await sql<(Record<'f' | 't', bigint> & ShiftFactsRow)[]>`
    select equipment_id as "equipmentId", organisation_id as "organisationId",
      ${microsIn(sql, 'starts_at')} as f, ${microsIn(sql, 'ends_at')} as t, day::text, name, crew, facts,
      inputs_hash as "inputsHash"
    from factory_shift_facts where equipment_id = any (${equipmentIds as string[]}::uuid[])
      and day between ${days.fromDay}::date and ${days.toDay}::date
      and (${shift}::text is null or name = ${shift})
    order by starts_at, equipment_id`
  return rows.map(({ f, t, ...row }) => ({ ...row, fromMicros: Number(f), toMicros: Number(t) }))
}

/** Facts of machines' shifts that start at one moment. */
export async function shiftFactsAt(
  sql: Sql,
  equipmentIds: readonly string[],
  atMicros: number,
): Promise<ShiftFactsRow[]> {
  const rows = await sql<(Record<'f' | 't', bigint> & ShiftFactsRow)[]>`
    select equipment_id as "equipmentId", organisation_id as "organisationId",
      ${microsIn(sql, 'starts_at')} as f, ${microsIn(sql, 'ends_at')} as t, day::text, name, crew, facts,
      inputs_hash as "inputsHash"
    from factory_shift_facts where equipment_id = any (${equipmentIds as string[]}::uuid[])
      and starts_at = ${timeOf(sql, atMicros)}
    order by equipment_id`
  return rows.map(({ f, t, ...row }) => ({ ...row, fromMicros: Number(f), toMicros: Number(t) }))
}

/** Starts of a machine's shifts that end after a moment and are known to their end. */
export async function wholeShifts(sql: Sql, equipmentId: string, fromMicros: number): Promise<number[]> {
  const rows = await sql`select ${microsIn(sql, 'starts_at')} as f from factory_shift_facts
    where equipment_id = ${equipmentId} and ends_at > ${timeOf(sql, fromMicros)}
      and (facts->>'toMicros')::bigint >= ${microsIn(sql, 'ends_at')}`
  return rows.map((row) => Number(row.f))
}
