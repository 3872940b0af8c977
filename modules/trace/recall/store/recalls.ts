import { likeOf, listedOf, orderOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { Finding } from '../contract.ts'
import type { RecallState } from '../steps.ts'

export type RecallRow = {
  id: string
  organisationId: string
  organisationName: string
  organisationNameEn: string | null
  number: string
  title: string
  reason: string
  hazard: number
  instructions: string
  publicText: string | null
  isDrill: boolean
  isSample: boolean
  state: RecallState
  finding: Finding
  demandedBy: string | null
  demandedByName: string | null
  dueAt: Date | null
  openedAt: Date
  openedBy: string | null
  frozenAt: Date | null
  scopeHash: string | null
  notifiedAt: Date | null
  closedAt: Date | null
  conclusion: string | null
  version: number
}

export type NewRecall = Pick<
  RecallRow,
  | 'id'
  | 'organisationId'
  | 'organisationName'
  | 'organisationNameEn'
  | 'title'
  | 'reason'
  | 'hazard'
  | 'instructions'
  | 'publicText'
  | 'isDrill'
  | 'isSample'
  | 'finding'
  | 'demandedBy'
  | 'demandedByName'
  | 'dueAt'
  | 'openedAt'
  | 'openedBy'
>

function columns(sql: Sql) {
  return sql`r.id, r.organisation_id as "organisationId",
    r.organisation_name as "organisationName", r.organisation_name_en as "organisationNameEn", r.number,
      r.title, r.reason, r.hazard,
    r.instructions,
    r.public_text as "publicText", r.is_drill as "isDrill", r.is_sample as "isSample", r.state, r.finding,
    r.demanded_by as "demandedBy", r.demanded_by_name as "demandedByName", r.due_at as "dueAt",
    r.opened_at as "openedAt", r.opened_by as "openedBy", r.frozen_at as "frozenAt",
    encode(r.scope_hash, 'hex') as "scopeHash", r.notified_at as "notifiedAt", r.closed_at as "closedAt",
    r.conclusion, r.version`
}

/** Numbered within its organisation and year: RC2026-001, drills DR2026-001. */
export async function insertRecall(sql: Sql, one: NewRecall): Promise<string> {
  const prefix = `${one.isDrill ? 'DR' : 'RC'}${one.openedAt.getUTCFullYear()}-`
  await sql`select pg_advisory_xact_lock(hashtextextended(${`trace_recalls ${one.organisationId}`}, 0))`
  const [before] = await sql<{ count: bigint }[]>`
    select count(*) from trace_recalls
    where organisation_id = ${one.organisationId} and starts_with(number, ${prefix})`
  const number = prefix + String(Number(before?.count ?? 0) + 1).padStart(3, '0')
  await sql`
    insert into trace_recalls (id, organisation_id, organisation_name, organisation_name_en, number, title,
      reason, hazard, instructions, public_text,
      is_drill, is_sample, state, finding, demanded_by, demanded_by_name, due_at, opened_at, opened_by)
    values (${one.id}, ${one.organisationId}, ${one.organisationName}, ${one.organisationNameEn},
      ${number}, ${one.title}, ${one.reason}, ${one.hazard},
      ${one.instructions}, ${one.publicText}, ${one.isDrill}, ${one.isSample}, 'draft',
        ${sql.json(one.finding)},
      ${one.demandedBy}, ${one.demandedByName}, ${one.dueAt}, ${one.openedAt}, ${one.openedBy})`
  return number
}

export async function recallById(sql: Sql, id: string): Promise<RecallRow | null> {
  const [row] = await sql<RecallRow[]>`select ${columns(sql)} from trace_recalls r where r.id = ${id}`
  return row ?? null
}

/** As `recallById`, and nobody else changes it until the transaction ends. */
export async function lockRecall(sql: Sql, id: string): Promise<RecallRow | null> {
  const [row] = await sql<RecallRow[]>`
    select ${columns(sql)} from trace_recalls r where r.id = ${id} for update`
  return row ?? null
}

export type RecallFilter = {
  q?: string
  page?: number
  pageSize?: number
  sort?: string
  state?: string
  isDrill?: boolean
  hazard?: string
}

/** A page of these recalls. */
export async function listRecalls(
  sql: Sql,
  filter: RecallFilter,
  ids: readonly string[],
): Promise<{ rows: RecallRow[]; total: number }> {
  const like = likeOf(filter.q)
  const sortable = { number: 'r.number', openedAt: 'r.opened_at', dueAt: 'r.due_at' }
  const order = orderOf(sql, filter.sort ?? '-openedAt', sortable, 'r.opened_at')
  const rows = await sql<(RecallRow & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total from trace_recalls r
    where r.id = any(${ids as string[]}::uuid[])
      and (${like}::text is null or r.title ilike ${like} or r.number ilike ${like} or r.reason ilike ${like})
      and (${filter.state ?? null}::text is null or r.state = ${filter.state ?? null})
      and (${filter.isDrill ?? null}::boolean is null or r.is_drill = ${filter.isDrill ?? null})
      and (${filter.hazard ?? null}::text is null or r.hazard = ${filter.hazard ?? null}::smallint)
    ${order}, r.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

/** Ids that row-level security shows: one’s own, and for officials those of their region. */
export async function visibleIds(sql: Sql): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select id from trace_recalls`
  return rows.map(({ id }) => id)
}

/** Ids of recalls in which an organisation was told that it has something. */
export async function toldIds(sql: Sql, organisationId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select distinct recall_id as id from trace_recall_parties
    where organisation_id = ${organisationId} and not is_outside and notified_at is not null`
  return rows.map(({ id }) => id)
}

export type RecallChange = Partial<
  Pick<
    RecallRow,
    | 'title'
    | 'reason'
    | 'hazard'
    | 'instructions'
    | 'publicText'
    | 'finding'
    | 'state'
    | 'frozenAt'
    | 'scopeHash'
    | 'notifiedAt'
    | 'closedAt'
    | 'conclusion'
  >
>

/** Changes what is given; every change makes a new version. */
export async function changeRecall(sql: Sql, id: string, change: RecallChange): Promise<void> {
  const { finding, scopeHash } = change
  const row = {
    ...('title' in change ? { title: change.title } : {}),
    ...('reason' in change ? { reason: change.reason } : {}),
    ...('hazard' in change ? { hazard: change.hazard } : {}),
    ...('instructions' in change ? { instructions: change.instructions } : {}),
    ...('publicText' in change ? { public_text: change.publicText } : {}),
    ...(finding ? { finding: sql.json(finding) } : {}),
    ...('state' in change ? { state: change.state } : {}),
    ...('frozenAt' in change ? { frozen_at: change.frozenAt } : {}),
    ...(scopeHash ? { scope_hash: Buffer.from(scopeHash, 'hex') } : {}),
    ...('notifiedAt' in change ? { notified_at: change.notifiedAt } : {}),
    ...('closedAt' in change ? { closed_at: change.closedAt } : {}),
    ...('conclusion' in change ? { conclusion: change.conclusion } : {}),
  }
  await sql`update trace_recalls set ${sql(row as Record<string, never>)}, version = version + 1 where id =
    ${id}`
}

export type PublicRow = RecallRow & { items: number; things: string[] }

/** Recalls that people should know of, newest first, with the products and lots they concern. */
export async function listPublic(
  sql: Sql,
  filter: Pick<RecallFilter, 'q' | 'page' | 'pageSize' | 'hazard'>,
): Promise<{ rows: PublicRow[]; total: number }> {
  const like = likeOf(filter.q)
  const rows = await sql<(PublicRow & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total,
      (select count(*)::integer from trace_recall_items i where i.recall_id = r.id and i.how = 'affected')
        as items,
      array(select distinct coalesce(substring(i.thing from
        '^https://id\.gs1\.org/01/\d{14}(?:/10/[^/]+)?'), i.thing)
        from trace_recall_items i where i.recall_id = r.id and i.how = 'affected' limit 200) as things
    from trace_recalls r
    where not r.is_drill and r.state in ('notified', 'closed') and r.public_text is not null
      and (${like}::text is null or r.title ilike ${like} or r.public_text ilike ${like} or r.number ilike
        ${like})
      and (${filter.hazard ?? null}::text is null or r.hazard = ${filter.hazard ?? null}::smallint)
    order by r.notified_at desc, r.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}
