import { likeOf, listedOf, orderOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { Counts, ItemState } from '../steps.ts'

export type ItemRow = {
  recallId: string
  organisationId: string
  thing: string
  how: 'affected' | 'holding' | 'held'
  kind: string
  depth: number
  since: Date | null
  place: string | null
  placeAt: Date | null
  placeSeq: bigint | null
  reachedFrom: string | null
  reachedBy: bigint | null
  parties: string[]
  isKnown: boolean
  state: ItemState
  stateAt: Date | null
  stateBy: string | null
  stateSeq: bigint | null
  note: string | null
}

export type NewItem = Omit<ItemRow, 'stateAt' | 'stateBy' | 'stateSeq' | 'note'>

const rowsPerInsert = 2000

/** Keeps things that are not kept yet; answers how many were new. */
export async function insertItems(sql: Sql, items: readonly NewItem[]): Promise<number> {
  let added = 0
  for (let at = 0; at < items.length; at += rowsPerInsert) {
    const some = items.slice(at, at + rowsPerInsert).map((one) => ({
      recall_id: one.recallId,
      organisation_id: one.organisationId,
      thing: one.thing,
      how: one.how,
      kind: one.kind,
      depth: one.depth,
      since: one.since,
      place: one.place,
      place_at: one.placeAt,
      place_seq: one.placeSeq === null ? null : String(one.placeSeq),
      reached_from: one.reachedFrom,
      reached_by: one.reachedBy === null ? null : String(one.reachedBy),
      parties: one.parties,
      is_known: one.isKnown,
      state: one.state,
    }))
    const rows = await sql`
      insert into trace_recall_items
      select * from jsonb_to_recordset(${sql.json(some as never)}) as one (recall_id uuid, organisation_id
        uuid,
        thing text, how text, kind text, depth integer, since timestamptz, place text, place_at timestamptz,
        place_seq bigint, reached_from text, reached_by bigint, parties text[], is_known boolean, state text)
      on conflict (recall_id, thing) do nothing returning 1`
    added += rows.length
  }
  return added
}

function columns(sql: Sql) {
  return sql`i.recall_id as "recallId", i.organisation_id as "organisationId", i.thing, i.how, i.kind,
    i.depth,
    i.since, i.place, i.place_at as "placeAt", i.place_seq as "placeSeq", i.reached_from as "reachedFrom",
    i.reached_by as "reachedBy", i.parties, i.is_known as "isKnown", i.state, i.state_at as "stateAt",
    i.state_by as "stateBy", i.state_seq as "stateSeq", i.note`
}

export type ItemFilter = {
  q?: string
  page?: number
  pageSize?: number
  sort?: string
  how?: string
  state?: string
  holder?: string
  place?: string
}

/** Things of a recall; `reader` null sees all, `maker` its own and what its events name, others their own. */
export async function listItems(
  sql: Sql,
  recallId: string,
  filter: ItemFilter,
  reader: { maker: string } | { holder: string } | null,
): Promise<{ rows: ItemRow[]; total: number }> {
  const like = likeOf(filter.q)
  const sortable = {
    thing: 'i.thing',
    how: 'i.how',
    state: 'i.state',
    placeAt: 'i.place_at',
    depth: 'i.depth',
  }
  let mine = sql`true`
  if (reader && 'maker' in reader) mine = sql`(i.is_known or i.organisation_id = ${reader.maker})`
  if (reader && 'holder' in reader) mine = sql`i.organisation_id = ${reader.holder}`
  const rows = await sql<(ItemRow & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total from trace_recall_items i
    where i.recall_id = ${recallId} and ${mine}
      and (${like}::text is null or i.thing ilike ${like} or i.place ilike ${like})
      and (${filter.how ?? null}::text is null or i.how = ${filter.how ?? null})
      and (${filter.state ?? null}::text is null or i.state = ${filter.state ?? null})
      and (${filter.holder ?? null}::uuid is null or i.organisation_id = ${filter.holder ?? null})
      and (${filter.place ?? null}::text is null or i.place = ${filter.place ?? null})
    ${orderOf(sql, filter.sort, sortable, 'i.depth')}, i.thing ${pageOf(sql, filter)}`
  return listedOf(rows)
}

/** These things of a recall, held until the transaction ends. */
export async function lockItems(sql: Sql, recallId: string, things: readonly string[]): Promise<ItemRow[]> {
  return sql<ItemRow[]>`
    select ${columns(sql)} from trace_recall_items i
    where i.recall_id = ${recallId} and i.thing = any(${things as string[]}::text[]) order by i.thing for
      update`
}

export type MarkRow = {
  state: ItemState
  at: Date
  by: string | null
  seq: bigint | null
  note: string | null
}

export async function markItems(
  sql: Sql,
  recallId: string,
  things: readonly string[],
  { state, at, by, seq, note }: MarkRow,
): Promise<void> {
  await sql`
    update trace_recall_items set state = ${state}, state_at = ${at}, state_by = ${by}, state_seq = ${seq},
      note = coalesce(${note}, note)
    where recall_id = ${recallId} and thing = any(${things as string[]}::text[])`
}

/** Every thing of a recall, as its hash is made of it. */
export async function hashedItems(
  sql: Sql,
  recallId: string,
): Promise<Pick<ItemRow, 'thing' | 'how' | 'organisationId' | 'place' | 'reachedBy'>[]> {
  return sql<Pick<ItemRow, 'thing' | 'how' | 'organisationId' | 'place' | 'reachedBy'>[]>`
    select thing, how, organisation_id as "organisationId", place, reached_by as "reachedBy"
    from trace_recall_items where recall_id = ${recallId} order by thing`
}

export type CountRow = Counts & { recallId: string; answeredAt: Date | null; affected: number }

/** What became of the things of recalls; what only held something once is not to be found again. */
export async function countsOf(sql: Sql, recallIds: readonly string[]): Promise<CountRow[]> {
  return sql<CountRow[]>`
    select r.id as "recallId", coalesce(i.affected, 0) as affected, coalesce(i.items, 0) as items,
      coalesce(i.located, 0) as located, coalesce(i.open, 0) as open,
      coalesce(i.quarantined, 0) as quarantined, coalesce(i.returned, 0) as returned,
      coalesce(i.destroyed, 0) as destroyed, coalesce(i.released, 0) as released,
      coalesce(i.missing, 0) as "notFound",
      coalesce(p.parties, 0) as parties, coalesce(p.answered, 0) as answered, p.last as "answeredAt"
    from unnest(${recallIds as string[]}::uuid[]) as r (id)
    left join lateral (
      select count(*) filter (where how = 'affected')::integer as affected,
        count(*) filter (where how <> 'held' and state <> 'gone')::integer as items,
        count(*) filter (where how <> 'held' and state <> 'gone' and place is not null)::integer as located,
        count(*) filter (where how <> 'held' and state = 'open')::integer as open,
        count(*) filter (where state = 'quarantined')::integer as quarantined,
        count(*) filter (where state = 'returned')::integer as returned,
        count(*) filter (where state = 'destroyed')::integer as destroyed,
        count(*) filter (where state = 'released')::integer as released,
        count(*) filter (where state = 'notFound')::integer as missing
      from trace_recall_items where recall_id = r.id
    ) i on true
    left join lateral (
      select count(*)::integer as parties, count(answer)::integer as answered, max(answered_at) as last
      from trace_recall_parties where recall_id = r.id
    ) p on true`
}
