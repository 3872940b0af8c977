import { likeOf, listedOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { PartyAnswer } from '../steps.ts'

export type PartyRow = {
  id: string
  recallId: string
  organisationId: string
  party: string | null
  name: string
  isOutside: boolean
  items: number
  notifiedAt: Date | null
  answer: PartyAnswer | null
  answeredAt: Date | null
  answeredBy: string | null
  note: string | null
}

function columns(sql: Sql) {
  return sql`p.id, p.recall_id as "recallId", p.organisation_id as "organisationId", p.party, p.name,
    p.is_outside as "isOutside", p.items, p.notified_at as "notifiedAt", p.answer, p.answered_at as
      "answeredAt",
    p.answered_by as "answeredBy", p.note`
}

export type NewParty = Pick<
  PartyRow,
  'id' | 'recallId' | 'organisationId' | 'party' | 'name' | 'isOutside' | 'items'
>

/** Keeps a party, or the new number of its things. */
export async function keepParty(sql: Sql, one: NewParty): Promise<void> {
  await sql`
    insert into trace_recall_parties (id, recall_id, organisation_id, party, name, is_outside, items)
    values (${one.id}, ${one.recallId}, ${one.organisationId}, ${one.party}, ${one.name}, ${one.isOutside},
      ${one.items})
    on conflict (recall_id, organisation_id, coalesce(party, ''))
    do update set items = excluded.items, name = excluded.name`
}

export type PartyLine = PartyRow & { accounted: number }

export async function listParties(
  sql: Sql,
  recallId: string,
  filter: { q?: string; page?: number; pageSize?: number },
  holder: string | null,
): Promise<{ rows: PartyLine[]; total: number }> {
  const like = likeOf(filter.q)
  const rows = await sql<(PartyLine & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total,
      (select count(*)::integer from trace_recall_items i where i.recall_id = p.recall_id
        and i.how <> 'held' and i.state not in ('open', 'gone')
        and case when p.is_outside then p.party = any(i.parties) else i.organisation_id = p.organisation_id
          end)
        as accounted
    from trace_recall_parties p
    where p.recall_id = ${recallId} and (${holder}::uuid is null or (p.organisation_id = ${holder} and not
      p.is_outside))
      and (${like}::text is null or p.name ilike ${like} or p.party ilike ${like})
    order by p.is_outside, p.items desc, p.name, p.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function partyById(sql: Sql, recallId: string, id: string): Promise<PartyRow | null> {
  const [row] = await sql<PartyRow[]>`
    select ${columns(sql)} from trace_recall_parties p where p.id = ${id} and p.recall_id = ${recallId}`
  return row ?? null
}

/** Those who were not told yet; who is outside is told by people, and counts as told with the rest. */
export async function tellParties(sql: Sql, recallId: string, now: Date): Promise<PartyRow[]> {
  return sql<PartyRow[]>`
    update trace_recall_parties p set notified_at = ${now}
    where p.recall_id = ${recallId} and p.notified_at is null returning ${columns(sql)}`
}

export async function answerParty(
  sql: Sql,
  id: string,
  said: { answer: PartyAnswer; at: Date; by: string | null; note: string | null },
): Promise<void> {
  await sql`
    update trace_recall_parties set answer = ${said.answer}, answered_at = ${said.at}, answered_by =
      ${said.by},
      note = ${said.note} where id = ${id}`
}

export type TrailRow = {
  id: string
  at: Date
  act: string
  organisationName: string
  personName: string | null
  things: number | null
  note: string | null
}

export async function appendTrail(
  sql: Sql,
  one: Omit<TrailRow, 'id'> & { recallId: string; organisationId: string },
): Promise<void> {
  await sql`
    insert into trace_recall_trail (recall_id, organisation_id, organisation_name, act, at, person_name,
      things,
      note)
    values (${one.recallId}, ${one.organisationId}, ${one.organisationName}, ${one.act}, ${one.at},
      ${one.personName}, ${one.things}, ${one.note})`
}

export async function listTrail(
  sql: Sql,
  recallId: string,
  filter: { page?: number; pageSize?: number },
  organisationId: string | null,
): Promise<{ rows: TrailRow[]; total: number }> {
  const rows = await sql<(TrailRow & { total: bigint })[]>`
    select seq::text as id, at, act, organisation_name as "organisationName", person_name as "personName",
      things,
      note, count(*) over () as total
    from trace_recall_trail
    where recall_id = ${recallId} and (${organisationId}::uuid is null or organisation_id = ${organisationId})
    order by seq ${pageOf(sql, filter)}`
  return listedOf(rows)
}
