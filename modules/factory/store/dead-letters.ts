import type { Sql } from '@ronghe/kit/db'
import type { Letter } from '../ingest/wire.ts'
import { likeOf, listedOf, nameIn, orderOf, pageOf } from './parts.ts'

/** Letters of one organisation that are kept; the oldest go first. */
export const lettersMax = 20_000

/** Keeps what was refused of an edge; answers whose it is. Null for an edge that is gone. */
export async function keepLetters(
  sql: Sql,
  edgeId: string,
  letters: readonly Letter[],
  newId: () => string,
): Promise<{ organisationId: string; edge: string } | null> {
  const [owner] = await sql<{ organisationId: string; edge: string }[]>`
    select organisation_id as "organisationId", name as edge from factory_edges where id = ${edgeId}`
  if (!owner) return null
  for (const one of letters) {
    await sql`insert into factory_dead_letters (id, organisation_id, edge_id, at, code, detail, topic, device,
        metric, count, payload, state)
      values (${newId()}, ${owner.organisationId}, ${edgeId}, ${new Date(one.atMs)}, ${one.code},
        ${clean(one.detail, 500)}, ${clean(one.topic, 500)}, ${one.device && clean(one.device, 200)},
        ${one.metric && clean(one.metric, 200)}, ${one.count}, ${one.payload && Buffer.from(one.payload)},
        'refused')`
  }
  await sql`delete from factory_dead_letters where organisation_id = ${owner.organisationId} and at < (
    select at from factory_dead_letters where organisation_id = ${owner.organisationId}
    order by at desc offset ${lettersMax} limit 1)`
  return owner
}

/** Words that PostgreSQL takes, of bounded length: what is refused may be anything. */
function clean(text: string, lengthMax: number): string {
  return text.slice(0, lengthMax).replaceAll('\0', '\ufffd').toWellFormed()
}

export type LetterRow = {
  id: string
  organisationId: string
  organisationName: string
  edgeId: string
  edgeName: string
  at: Date
  code: string
  detail: string
  topic: string
  device: string | null
  metric: string | null
  count: bigint
  payloadBytes: number | null
  state: 'refused' | 'replayed' | 'again'
  replayedAt: Date | null
  stored: bigint | null
  duplicates: bigint | null
  refusal: string | null
  personName: string | null
}

export type LetterFilter = {
  q?: string
  edge?: string
  organisation?: string
  code?: string
  device?: string
  state?: string
  from?: string
  to?: string
  sort?: string
  page?: number
  pageSize?: number
}

function letterColumns(sql: Sql, locale: 'zh' | 'en') {
  return sql`l.id, l.organisation_id as "organisationId", ${nameIn(sql, locale, 'o')} as "organisationName",
    l.edge_id as "edgeId", g.name as "edgeName", l.at, l.code, l.detail, l.topic, l.device, l.metric, l.count,
    length(l.payload) as "payloadBytes", l.state, l.replayed_at as "replayedAt", l.stored, l.duplicates,
    l.refusal, l.person_name as "personName"`
}

function matching(sql: Sql, filter: LetterFilter) {
  const like = likeOf(filter.q)
  return sql`(${like}::text is null or l.device ilike ${like} or l.metric ilike ${like}
      or l.detail ilike ${like} or l.topic ilike ${like} or g.name ilike ${like})
    and (${filter.edge ?? null}::uuid is null or l.edge_id = ${filter.edge ?? null})
    and (${filter.organisation ?? null}::uuid is null or l.organisation_id = ${filter.organisation ?? null})
    and (${filter.code ?? null}::text is null or l.code = ${filter.code ?? null})
    and (${filter.device ?? null}::text is null or l.device = ${filter.device ?? null})
    and (${filter.state ?? null}::text is null or l.state = ${filter.state ?? null})
    and (${filter.from ?? null}::timestamptz is null or l.at >= ${filter.from ?? null})
    and (${filter.to ?? null}::timestamptz is null or l.at < ${filter.to ?? null})`
}

const sorts = { at: 'l.at', count: 'l.count', code: 'l.code', device: 'l.device', metric: 'l.metric' }

export async function listLetters(sql: Sql, locale: 'zh' | 'en', filter: LetterFilter) {
  const rows = await sql<(LetterRow & { total: bigint })[]>`select ${letterColumns(sql, locale)},
      count(*) over () as total
    from factory_dead_letters l join factory_edges g on g.id = l.edge_id
      join registry_organisation_cards() o on o.id = l.organisation_id
    where ${matching(sql, filter)} ${orderOf(sql, filter.sort ?? '-at', sorts, 'l.at')}, l.id
    ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export type WholeLetter = LetterRow & { payload: Buffer | null }

export async function letterById(sql: Sql, locale: 'zh' | 'en', id: string): Promise<WholeLetter | null> {
  const [row] = await sql<WholeLetter[]>`select ${letterColumns(sql, locale)}, l.payload
    from factory_dead_letters l join factory_edges g on g.id = l.edge_id
      join registry_organisation_cards() o on o.id = l.organisation_id where l.id = ${id}`
  return row ?? null
}

/** Letters with their messages, the oldest first, since they are handled in the order they came. */
export async function lettersToReplay(sql: Sql, ids: readonly string[], organisationId: string) {
  return sql<{ id: string; edgeId: string; topic: string; payload: Buffer | null }[]>`
    select id, edge_id as "edgeId", topic, payload from factory_dead_letters
    where id = any(${[...ids]}::uuid[]) and organisation_id = ${organisationId} order by at, id`
}

export async function noteReplay(
  sql: Sql,
  one: {
    id: string
    stored: number
    duplicates: number
    refusal: string | null
    at: Date
    by: string | null
  },
): Promise<void> {
  await sql`update factory_dead_letters set state = ${one.refusal === null ? 'replayed' : 'again'},
      replayed_at = ${one.at}, stored = ${one.stored}, duplicates = ${one.duplicates},
      refusal = ${one.refusal}, person_name = ${one.by}
    where id = ${one.id}`
}

/** Deletes the letters of an organisation that match; answers how many. */
export async function purgeLetters(
  sql: Sql,
  organisationId: string,
  of: { ids?: readonly string[]; before?: string; code?: string; edge?: string },
): Promise<number> {
  const { ids = null, before = null, code = null, edge = null } = of
  const rows = await sql`delete from factory_dead_letters where organisation_id = ${organisationId}
    and (${ids}::uuid[] is null or id = any(${ids}::uuid[]))
    and (${before}::timestamptz is null or at < ${before})
    and (${code}::text is null or code = ${code}) and (${edge}::uuid is null or edge_id = ${edge})`
  return rows.count
}

export type LetterSum = { code: string; letters: number; count: number; newestAt: Date }

/** What was refused since a moment, by reason. */
export async function sumLetters(sql: Sql, since: Date): Promise<LetterSum[]> {
  const rows = await sql<{ code: string; letters: bigint; count: bigint; newestAt: Date }[]>`
    select code, count(*) as letters, sum(count)::bigint as count, max(at) as "newestAt"
    from factory_dead_letters where at >= ${since} and state <> 'replayed'
    group by code order by sum(count) desc, code`
  return rows.map((row) => ({ ...row, letters: Number(row.letters), count: Number(row.count) }))
}
