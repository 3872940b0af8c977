import type { Sql } from '@ronghe/kit/db'
import type { ExportQuestion } from '../contract/exports.ts'
import { likeOf, listedOf, pageOf } from './parts.ts'

export type ExportState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled' | 'expired'
export type ExportRow = {
  id: string
  organisationId: string
  personId: string
  personName: string
  kind: 'points' | 'aggregates'
  format: 'parquet' | 'csv'
  question: ExportQuestion
  state: ExportState
  progress: number
  rows: bigint
  bytes: bigint
  failure: string | null
  createdAt: Date
  endedAt: Date | null
  expiresAt: Date | null
}

function columns(sql: Sql) {
  return sql`id, organisation_id as "organisationId", person_id as "personId", person_name as "personName",
    kind, format, question, state, progress, rows, bytes, failure, created_at as "createdAt",
    ended_at as "endedAt", expires_at as "expiresAt"`
}

export async function listExports(
  sql: Sql,
  organisationId: string,
  filter: { q?: string; state?: ExportState; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<(ExportRow & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total from factory_exports
    where organisation_id = ${organisationId}
      and (${filter.state ?? null}::text is null or state = ${filter.state ?? null})
      and (${like}::text is null or concat_ws(' ', person_name, kind, format) ilike ${like})
    order by seq desc ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function exportById(sql: Sql, organisationId: string, id: string): Promise<ExportRow | null> {
  const [row] = await sql<ExportRow[]>`select ${columns(sql)} from factory_exports
    where id = ${id} and organisation_id = ${organisationId}`
  return row ?? null
}

/** How many of an organisation's are still to be made. */
export async function openExports(sql: Sql, organisationId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from factory_exports
    where organisation_id = ${organisationId} and state in ('waiting', 'running')`
  return row?.count ?? 0
}

export async function insertExport(
  sql: Sql,
  row: Pick<ExportRow, 'id' | 'organisationId' | 'personId' | 'personName' | 'kind' | 'format' | 'question'>,
  now: Date,
): Promise<void> {
  await sql`insert into factory_exports (id, organisation_id, person_id, person_name, kind, format, question,
      state, created_at)
    values (${row.id}, ${row.organisationId}, ${row.personId}, ${row.personName}, ${row.kind}, ${row.format},
      ${sql.json(row.question)}, 'waiting', ${now})`
}

/** Takes the oldest that waits; null when none does. */
export async function takeExport(sql: Sql, now: Date): Promise<ExportRow | null> {
  const [row] = await sql<ExportRow[]>`
    update factory_exports set state = 'running', started_at = ${now}, progress = 0, rows = 0
    where id = (select id from factory_exports where state = 'waiting' order by seq limit 1 for update)
    returning ${columns(sql)}`
  return row ?? null
}

/** How far one is; false when it is not to go on. */
export async function noteProgress(
  sql: Sql,
  id: string,
  { progress, rows }: { progress: number; rows: number },
): Promise<boolean> {
  const found = await sql`update factory_exports set progress = ${progress}, rows = ${rows}
    where id = ${id} and state = 'running' returning id`
  return found.length === 1
}

export async function endExport(
  sql: Sql,
  id: string,
  end: {
    state: 'done' | 'failed' | 'cancelled'
    at: Date
    rows?: number
    bytes?: number
    failure?: string
    expiresAt?: Date
  },
): Promise<boolean> {
  const { state, at, rows = 0, bytes = 0, failure = null, expiresAt = null } = end
  const found = await sql`update factory_exports set state = ${state}, ended_at = ${at}, rows = ${rows},
      bytes = ${bytes}, failure = ${failure}, expires_at = ${expiresAt},
      progress = case when ${state} = 'done' then 1 else progress end
    where id = ${id} and state in ('waiting', 'running') returning id`
  return found.length === 1
}

export async function removeExport(sql: Sql, id: string): Promise<void> {
  await sql`delete from factory_exports where id = ${id}`
}

/** What ran when the program ended begins anew. */
export async function beginAnew(sql: Sql): Promise<void> {
  await sql`update factory_exports set state = 'waiting', progress = 0, rows = 0 where state = 'running'`
}

/** Those whose time is over; their files are to go. */
export async function expireExports(sql: Sql, now: Date): Promise<Pick<ExportRow, 'id' | 'format'>[]> {
  return sql<Pick<ExportRow, 'id' | 'format'>[]>`update factory_exports set state = 'expired'
    where state = 'done' and expires_at <= ${now} returning id, format`
}

/** Those whose files are there. */
export async function doneExports(sql: Sql): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select id from factory_exports where state = 'done'`
  return rows.map(({ id }) => id)
}

export type ExportSignal = {
  id: string
  machineCode: string
  machineName: string
  name: string
  unit: string | null
  scale: number
  shift: number
  valueType: 'number' | 'text'
}

/** What a file says of its signals, those of the organisation alone, in their order on the page. */
export async function signalsToExport(
  sql: Sql,
  organisationId: string,
  ids: readonly string[],
): Promise<ExportSignal[]> {
  return sql<ExportSignal[]>`
    select t.id, e.code as "machineCode", e.name as "machineName", t.name, t.unit, t.scale, t.shift,
      t.value_type as "valueType"
    from factory_tags t join factory_equipment e on e.id = t.equipment_id
    where t.organisation_id = ${organisationId} and t.id = any (${ids as string[]}::uuid[])
    order by e.code, t.place, t.name`
}
