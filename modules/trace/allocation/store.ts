import { likeOf, listedOf, orderOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { Counter, CounterKind } from './numbers.ts'

export type CounterRow = Counter & { id: string; next: bigint }

export type AllocationRow = {
  id: string
  organisationId: string
  counterId: string
  first: bigint
  count: number
  note: string | null
  createdAt: Date
  personName: string | null
}
export type AllocationListed = AllocationRow & Counter & { subjectName: string | null }

export type AllocationFilter = {
  q?: string
  sort?: string
  page?: number
  pageSize?: number
  numberKind?: CounterKind
  subject?: string
  id?: string
}

const sortable = { createdAt: 'a.created_at', count: 'a.count', subject: 'c.subject', numberKind: 'c.kind' }

function counterColumns(sql: Sql) {
  return sql`c.kind, c.subject, c.prefix, c.width, c.scheme, c.secret`
}

export async function listAllocations(sql: Sql, filter: AllocationFilter) {
  const { q, numberKind, subject, id, sort = '-createdAt' } = filter
  const like = likeOf(q)
  const rows = await sql<(AllocationListed & { total: bigint })[]>`
    select a.id, a.organisation_id as "organisationId", a.counter_id as "counterId", a.first, a.count, a.note,
      a.created_at as "createdAt", a.person_name as "personName", ${counterColumns(sql)},
      (select m.texts -> 'zh' ->> 'name' from trace_masters m where m.organisation_id = a.organisation_id
        and m.key = 'https://id.gs1.org/01/' || c.subject) as "subjectName",
      count(*) over () as total
    from trace_allocations a join trace_counters c on c.id = a.counter_id
    where (${id ?? null}::uuid is null or a.id = ${id ?? null})
      and (${numberKind ?? null}::text is null or c.kind = ${numberKind ?? null})
      and (${subject ?? null}::text is null or c.subject = ${subject ?? null})
      and (${like}::text is null or c.subject ilike ${like} or c.prefix ilike ${like} or a.note ilike ${like})
    ${orderOf(sql, sort, sortable, 'a.created_at')}, a.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

/** Counters of a company prefix or of a product, of whichever organisation the caller may see. */
export async function countersOf(sql: Sql, kind: CounterKind, subject: string): Promise<CounterRow[]> {
  return sql<CounterRow[]>`
    select c.id, c.next, ${counterColumns(sql)} from trace_counters c
    where c.subject = ${subject} and c.kind = ${kind}`
}

/** Nobody else counts for this subject until the transaction ends. */
export async function lockSubject(sql: Sql, kind: CounterKind, subject: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`trace_counters/${kind}/${subject}`}))`
}

export async function insertCounter(sql: Sql, organisationId: string, row: CounterRow): Promise<void> {
  await sql`
    insert into trace_counters (id, organisation_id, kind, subject, prefix, width, scheme, next, secret)
    values (${row.id}, ${organisationId}, ${row.kind}, ${row.subject}, ${row.prefix}, ${row.width},
      ${row.scheme}, ${row.next}, ${Buffer.from(row.secret)})`
}

/** Takes a block of numbers: the counter and what was given out hold together or not at all. */
export async function insertAllocation(sql: Sql, row: AllocationRow): Promise<void> {
  await sql`update trace_counters set next = ${row.first + BigInt(row.count)} where id = ${row.counterId}`
  await sql`
    insert into trace_allocations (id, organisation_id, counter_id, first, count, note, created_at,
      person_name)
    values (${row.id}, ${row.organisationId}, ${row.counterId}, ${row.first}, ${row.count}, ${row.note},
      ${row.createdAt}, ${row.personName})`
}

/** Ids that events or the register name already, of keys that begin with a text. */
export async function usedAbove(sql: Sql, organisationId: string, start: string): Promise<string[]> {
  const rows = await sql<{ key: string }[]>`
    select key from trace_keys where organisation_id = ${organisationId} and key >= ${start}
      and key < ${start} || chr(1114111)
    union select key from trace_masters where organisation_id = ${organisationId}
      and key collate "C" >= ${start} and key collate "C" < ${start} || chr(1114111)
    limit 100000`
  return rows.map(({ key }) => key)
}
