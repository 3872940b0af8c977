import type { Sql } from '@ronghe/kit/db'
import { type Locale, likeOf, listedOf, microsIn, nameIn, pageOf, timeOf } from './parts.ts'

export type ChangeKind = 'classify' | 'split' | 'merge'
export type By = { id: string | null; name: string | null }

export async function insertStopChange(
  sql: Sql,
  one: { id: string; organisationId: string; equipmentId: string; kind: ChangeKind },
  by: By,
  now: Date,
): Promise<void> {
  await sql`insert into factory_stop_changes (id, organisation_id, equipment_id, kind, created_at,
      created_by, person_name)
    values (${one.id}, ${one.organisationId}, ${one.equipmentId}, ${one.kind}, ${now}, ${by.id}, ${by.name})`
}

export type StopChange = {
  id: string
  organisationId: string
  equipmentId: string
  isUndone: boolean
  fromMicros: bigint
  toMicros: bigint
}

/** The change, held until the transaction ends; null where the caller may not see it. */
export async function stopChangeForUpdate(sql: Sql, id: string): Promise<StopChange | null> {
  const [row] = await sql<StopChange[]>`select c.id, c.organisation_id as "organisationId",
      c.equipment_id as "equipmentId", c.undone_at is not null as "isUndone",
      said.f as "fromMicros", said.t as "toMicros"
    from factory_stop_changes c cross join lateral (
      select ${microsIn(sql, 'min(starts_at)')} as f, ${microsIn(sql, 'max(ends_at)')} as t
      from factory_corrections where change_id = c.id) said
    where c.id = ${id} for update of c`
  return row ?? null
}

/** Withdraws all that was said in one act. */
export async function undoStopChange(sql: Sql, id: string, by: By, now: Date): Promise<void> {
  await sql`update factory_stop_changes set undone_at = ${now}, undone_by = ${by.id}, undone_name = ${by.name}
    where id = ${id}`
  await sql`update factory_corrections set withdrawn_at = ${now}, withdrawn_by = ${by.id}
    where change_id = ${id} and withdrawn_at is null`
}

export type StopChangeRow = {
  id: string
  organisationId: string
  equipmentId: string
  equipmentName: string
  kind: ChangeKind
  fromMicros: bigint
  toMicros: bigint
  reasons: string[]
  note: string | null
  personName: string | null
  createdAt: Date
  undoneAt: Date | null
  undoneName: string | null
}

/** Acts on stretches that touch a window, the newest first. */
export async function listStopChanges(
  sql: Sql,
  locale: Locale,
  equipmentIds: readonly string[],
  window: { fromMicros: number; toMicros: number },
  filter: { q?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<(StopChangeRow & { total: bigint })[]>`
    select c.id, c.organisation_id as "organisationId", c.equipment_id as "equipmentId",
      ${nameIn(sql, locale, 'e')} as "equipmentName", c.kind,
      ${microsIn(sql, 'min(s.starts_at)')} as "fromMicros", ${microsIn(sql, 'max(s.ends_at)')} as "toMicros",
      array_agg(s.reason order by s.starts_at) as reasons, max(s.note) as note,
      c.person_name as "personName", c.created_at as "createdAt", c.undone_at as "undoneAt",
      c.undone_name as "undoneName", count(*) over () as total
    from factory_stop_changes c join factory_equipment e on e.id = c.equipment_id
    join factory_corrections s on s.change_id = c.id
    where c.equipment_id = any (${equipmentIds as string[]}::uuid[])
      and s.ends_at > ${timeOf(sql, window.fromMicros)} and s.starts_at < ${timeOf(sql, window.toMicros)}
      and (${like}::text is null or s.reason ilike ${like} or s.note ilike ${like}
        or c.person_name ilike ${like} or e.name ilike ${like})
    group by c.id, e.id order by c.recorded desc ${pageOf(sql, filter)}`
  return listedOf(rows)
}
