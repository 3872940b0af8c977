import type { Sql } from '@ronghe/kit/db'
import type { Schedule } from '../deliver/schedule.ts'

export type QueryRow = {
  organisationId: string
  name: string
  query: Record<string, unknown>
  createdAt: Date
}

/** False when the name is taken. */
export async function insertQuery(sql: Sql, row: QueryRow): Promise<boolean> {
  const { count } = await sql`
    insert into trace_queries (organisation_id, name, query, created_at)
    values (${row.organisationId}, ${row.name}, ${sql.json(row.query as never)}, ${row.createdAt})
    on conflict do nothing`
  return count === 1
}

export async function findQuery(sql: Sql, organisationId: string, name: string): Promise<QueryRow | null> {
  const [row] = await sql<QueryRow[]>`select ${queryColumns(sql)} from trace_queries
    where organisation_id = ${organisationId} and name = ${name}`
  return row ?? null
}

export async function listQueries(
  sql: Sql,
  organisationId: string,
  after: string,
  limit: number,
): Promise<QueryRow[]> {
  return sql<QueryRow[]>`select ${queryColumns(sql)} from trace_queries
    where organisation_id = ${organisationId} and name > ${after} order by name limit ${limit}`
}

export async function deleteQuery(sql: Sql, organisationId: string, name: string): Promise<boolean> {
  const { count } =
    await sql`delete from trace_queries where organisation_id = ${organisationId} and name = ${name}`
  return count === 1
}

function queryColumns(sql: Sql) {
  return sql`organisation_id as "organisationId", name, query, created_at as "createdAt"`
}

export type SubscriptionRow = {
  id: string
  organisationId: string
  queryName: string
  dest: string
  signatureToken: string | null
  schedule: Schedule | null
  stream: boolean
  reportIfEmpty: boolean
  seen: { transaction: string; seq: string }
  createdAt: Date
  nextAt: Date | null
  lastExecutedAt: Date | null
  lastNotifiedAt: Date | null
  minRecordTime: Date
  attempts: number
  error: string | null
}

export async function insertSubscription(sql: Sql, row: SubscriptionRow): Promise<void> {
  await sql`
    insert into trace_subscriptions (id, organisation_id, query_name, dest, signature_token, schedule, stream,
      report_if_empty, seen_transaction, seen_seq, created_at, next_at, min_record_time)
    values (${row.id}, ${row.organisationId}, ${row.queryName}, ${row.dest}, ${row.signatureToken},
      ${row.schedule === null ? null : sql.json(row.schedule)}, ${row.stream}, ${row.reportIfEmpty},
      ${row.seen.transaction}::xid8, ${row.seen.seq}::bigint, ${row.createdAt}, ${row.nextAt},
      ${row.minRecordTime})`
}

export async function listSubscriptions(
  sql: Sql,
  organisationId: string,
  queryName: string,
  after: string | null,
  limit: number,
): Promise<SubscriptionRow[]> {
  return sql<SubscriptionRow[]>`select ${subscriptionColumns(sql)} from trace_subscriptions
    where organisation_id = ${organisationId} and query_name = ${queryName}
      and (${after}::uuid is null or id > ${after})
    order by id limit ${limit}`
}

export async function findSubscription(sql: Sql, id: string): Promise<SubscriptionRow | null> {
  const [row] = await sql<SubscriptionRow[]>`
    select ${subscriptionColumns(sql)} from trace_subscriptions where id = ${id}`
  return row ?? null
}

export async function deleteSubscription(sql: Sql, id: string): Promise<void> {
  await sql`delete from trace_subscriptions where id = ${id}`
}

/** Streams, and schedules whose time has come; those that failed wait for their next attempt. */
export async function dueSubscriptions(sql: Sql, now: Date): Promise<SubscriptionRow[]> {
  return sql<SubscriptionRow[]>`select ${subscriptionColumns(sql)} from trace_subscriptions
    where next_at <= ${now} or (stream and next_at is null) order by next_at nulls last, id limit 200`
}

export type Progress = Pick<SubscriptionRow, 'id' | 'seen' | 'nextAt' | 'attempts' | 'error'> & {
  executedAt: Date
  notifiedAt: Date | null
}

export async function saveProgress(sql: Sql, one: Progress): Promise<void> {
  await sql`
    update trace_subscriptions set seen_transaction = ${one.seen.transaction}::xid8,
      seen_seq = ${one.seen.seq}::bigint,
      next_at = ${one.nextAt}, attempts = ${one.attempts}, error = ${one.error},
      last_executed_at = ${one.executedAt},
      last_notified_at = coalesce(${one.notifiedAt}, last_notified_at)
    where id = ${one.id}`
}

function subscriptionColumns(sql: Sql) {
  return sql`id, organisation_id as "organisationId", query_name as "queryName", dest,
    signature_token as "signatureToken", schedule, stream, report_if_empty as "reportIfEmpty",
    json_build_object('transaction', seen_transaction::text, 'seq', seen_seq::text) as seen,
    created_at as "createdAt", next_at as "nextAt", last_executed_at as "lastExecutedAt",
    last_notified_at as "lastNotifiedAt", min_record_time as "minRecordTime", attempts, error`
}
