import type { Sql } from '@ronghe/kit/db'
import { type LinkRow, linkColumns, type SealedRow, sealedColumns } from './chain.ts'

/** Links in the order of organisations and numbers, behind the given one, a page of them. */
export async function linksBehind(
  sql: Sql,
  organisationId: string | null,
  after: { organisationId: string; number: number } | null,
  limit: number,
): Promise<LinkRow[]> {
  const own = organisationId === null ? sql`true` : sql`organisation_id = ${organisationId}`
  const behind =
    after === null ? sql`true` : sql`(organisation_id, number) > (${after.organisationId}, ${after.number})`
  return sql<LinkRow[]>`
    select ${linkColumns(sql)} from trace_links where ${own} and ${behind}
    order by organisation_id, number limit ${limit}`
}

export type DerivedRow = SealedRow & {
  type: string
  eventTime: string
  action: string | null
  bizStep: string | null
  disposition: string | null
  readPoint: string | null
  bizLocation: string | null
  transformationId: string | null
  declaredAt: string | null
  errorReason: string | null
  facts: unknown
}

/** Events of a link in their order, a page of them, with every column that follows from the body. */
export async function eventsOfLink(
  sql: Sql,
  link: LinkRow,
  afterSeq: bigint,
  limit: number,
): Promise<DerivedRow[]> {
  return sql<DerivedRow[]>`
    select ${sealedColumns(sql)}, e.type, extract(epoch from e.event_time)::text as "eventTime", e.action,
      e.biz_step as "bizStep", e.disposition, e.read_point as "readPoint", e.biz_location as "bizLocation",
      e.transformation_id as "transformationId", extract(epoch from e.declared_at)::text as "declaredAt",
      e.error_reason as "errorReason", e.facts
    from trace_events e
    where e.link = ${String(link.id)} and e.organisation_id = ${link.organisationId}
      and e.seq > ${String(afterSeq)} and e.seq between ${String(link.firstSeq)} and ${String(link.lastSeq)}
    order by e.seq limit ${limit}`
}

export type KeptKey = {
  seq: bigint
  key: string
  role: number
  detail: string | null
  quantity: string | null
  eventTime: string
  organisationId: string
}

export async function keysOfEvents(sql: Sql, seqs: readonly bigint[]): Promise<KeptKey[]> {
  return sql<KeptKey[]>`
    select seq, key, role, detail, quantity::text, extract(epoch from event_time)::text as "eventTime",
      organisation_id as "organisationId"
    from trace_keys where seq = any(${seqs.map(String)}::bigint[])`
}

/** Times as the database understands them, in seconds with six decimals. */
export async function understood(sql: Sql, times: readonly (string | null)[]): Promise<(string | null)[]> {
  const rows = await sql<{ time: string | null }[]>`
    select extract(epoch from one::timestamptz)::text as time
    from unnest(${times as string[]}::text[]) with ordinality as given (one, ord) order by ord`
  return rows.map(({ time }) => time)
}

/** Events that no link holds: somebody put them there beside the program. */
export async function unlinked(
  sql: Sql,
  organisationId: string | null,
  limit: number,
): Promise<{ seq: bigint; organisationId: string; eventId: string }[]> {
  const own = organisationId === null ? sql`true` : sql`e.organisation_id = ${organisationId}`
  return sql<{ seq: bigint; organisationId: string; eventId: string }[]>`
    select e.seq, e.organisation_id as "organisationId", e.event_id as "eventId" from trace_events e
    left join trace_links l on l.id = e.link and l.organisation_id = e.organisation_id
      and e.seq between l.first_seq and l.last_seq
    where ${own} and l.id is null order by e.seq limit ${limit}`
}
