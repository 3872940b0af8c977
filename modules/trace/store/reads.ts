import type { Sql } from '@ronghe/kit/db'
import { thingRoles } from './roles.ts'

export type LineRow = {
  seq: bigint
  organisationId: string
  eventId: string
  type: string
  eventTime: Date
  recordTime: Date
  action: string | null
  bizStep: string | null
  disposition: string | null
  readPoint: string | null
  bizLocation: string | null
  things: number
  some: string[]
  isDeclaration: boolean
}

export type LineFilter = {
  q?: string
  page?: number
  pageSize?: number
  sort?: string
  type?: string
  action?: string
  bizStep?: string
  disposition?: string
  place?: string
  thing?: string
  captureId?: string
  from?: string
  until?: string
}

const sortable: Readonly<Record<string, string>> = {
  eventTime: 'event_time',
  recordTime: 'record_time',
  type: 'type',
  bizStep: 'biz_step',
}
const totalMax = 10_000

/** A page of events; the total is counted up to ten thousand. */
export async function listLines(sql: Sql, filter: LineFilter): Promise<{ rows: LineRow[]; total: number }> {
  const { page = 1, pageSize = 20, sort = '-eventTime' } = filter
  const column = sortable[sort.replace(/^-/, '')] ?? 'event_time'
  const direction = sort.startsWith('-') ? sql`desc` : sql`asc`
  const where = conditions(sql, filter)
  const rows = await sql<LineRow[]>`
    select ${lineColumns(sql)} from trace_events e where ${where}
    order by e.${sql(column)} ${direction},
      e.seq ${direction} limit ${pageSize} offset ${(page - 1) * pageSize}`
  const [count] = await sql<{ count: bigint }[]>`
    select count(*) from (select 1 from trace_events e where ${where} limit ${totalMax}) as few`
  return { rows, total: Number(count?.count ?? 0n) }
}

function conditions(sql: Sql, filter: LineFilter) {
  const { q, type, action, bizStep, disposition, place, thing, captureId, from, until } = filter
  const like = q ? `%${q.replace(/[\\%_]/g, '\\$&')}%` : null
  let whole = sql`true`
  if (type) whole = sql`${whole} and e.type = ${type}`
  if (action) whole = sql`${whole} and e.action = ${action}`
  if (bizStep) whole = sql`${whole} and e.biz_step = ${bizStep}`
  if (disposition) whole = sql`${whole} and e.disposition = ${disposition}`
  if (place) whole = sql`${whole} and (e.read_point = ${place} or e.biz_location = ${place})`
  if (thing) whole = sql`${whole} and e.seq in (select k.seq from trace_keys k where k.key = ${thing})`
  if (captureId) whole = sql`${whole} and e.job_id = ${captureId}`
  if (from) whole = sql`${whole} and e.event_time >= ${from}`
  if (until) whole = sql`${whole} and e.event_time < ${until}`
  if (like) {
    whole = sql`${whole}
      and (e.event_id ilike ${like} or e.biz_step ilike ${like} or e.read_point ilike ${like}
      or e.seq in (select k.seq from trace_keys k where k.key ilike ${like} limit 1000))`
  }
  return whole
}

function lineColumns(sql: Sql) {
  return sql`e.seq, e.organisation_id as "organisationId", e.event_id as "eventId", e.type,
    e.event_time as "eventTime",
    e.record_time as "recordTime", e.action, e.biz_step as "bizStep", e.disposition,
      e.read_point as "readPoint",
    e.biz_location as "bizLocation", e.declared_at is not null as "isDeclaration",
    (select count(*)::integer from trace_keys k where k.seq = e.seq
      and k.role = any(${thingRoles as number[]}::smallint[]))
      as things,
    array(select k.key from trace_keys k where k.seq = e.seq
      and k.role = any(${thingRoles as number[]}::smallint[])
      order by k.role, k.key limit 3) as "some"`
}

export type WholeRow = LineRow & { hash: string; captureId: string; body: string; context: string | null }

export async function findWhole(sql: Sql, seq: number): Promise<WholeRow | null> {
  const [row] = await sql<WholeRow[]>`
    select ${lineColumns(sql)}, encode(e.hash, 'hex') as hash, e.job_id as "captureId", e.body, e.context
    from trace_events e where e.seq = ${seq}`
  return row ?? null
}

export type ThingRow = { id: string; events: number; firstAt: Date; lastAt: Date }

/** Things whose id holds the text, in the order of ids. */
export async function listThings(
  sql: Sql,
  { q, page = 1, pageSize = 20 }: LineFilter,
): Promise<{ rows: ThingRow[]; total: number }> {
  const like = q ? `%${q.replace(/[\\%_]/g, '\\$&')}%` : null
  const rows = await sql<(ThingRow & { total: bigint })[]>`
    select key as id, count(distinct seq)::integer as events, min(event_time) as "firstAt",
      max(event_time) as "lastAt",
      count(*) over () as total
    from trace_keys
    where role = any(${thingRoles as number[]}::smallint[]) and (${like}::text is null or key ilike ${like})
    group by key order by max(event_time) desc, key limit ${pageSize} offset ${(page - 1) * pageSize}`
  return { rows, total: Number(rows[0]?.total ?? 0n) }
}

export type StoryRow = LineRow & {
  set: string[] | null
  unset: string[] | null
  body: string | null
}

/** Bodies longer than this are told by their line only; an event may name millions. */
const bodyMax = 200_000

/** Events by their numbers, oldest first. */
export async function storyRows(sql: Sql, seqs: readonly bigint[]): Promise<StoryRow[]> {
  return sql<StoryRow[]>`
    select ${lineColumns(sql)}, case when length(e.body) < ${bodyMax} then e.body end as body,
      array(select jsonb_array_elements_text(e.facts -> 'set')) as set,
      array(select jsonb_array_elements_text(e.facts -> 'unset')) as unset
    from trace_events e where e.seq = any(${seqs.map(String)}::bigint[]) order by e.event_time, e.seq`
}

/** Does any event name it? */
export async function isThing(sql: Sql, key: string): Promise<boolean> {
  const [row] = await sql`select 1 from trace_keys where key = ${key} limit 1`
  return row !== undefined
}
