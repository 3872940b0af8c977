import type { Sql } from '@ronghe/kit/db'

type Other = { seq: number | null; eventId: string }
export type Relations = {
  declaration: { seq: number; declaredAt: string; reason: string | null; corrective: Other[] } | null
  original: number | null
  corrects: Other[]
}

/** What other events of the same organisation say of an event; null where it is unknown. */
export async function relationsOf(sql: Sql, seq: number): Promise<Relations | null> {
  const [self] = await sql<{ eventId: string; organisationId: string; isDeclaration: boolean }[]>`
    select event_id as "eventId", organisation_id as "organisationId",
      declared_at is not null as "isDeclaration"
    from trace_events where seq = ${seq}`
  if (!self) return null
  const { eventId, organisationId, isDeclaration } = self
  const [declared] = await sql<
    { seq: bigint; declaredAt: Date; reason: string | null; corrective: string[] }[]
  >`
    select seq, declared_at as "declaredAt", error_reason as reason,
      array(select jsonb_array_elements_text(facts -> 'corrective')) as corrective
    from trace_events
    where organisation_id = ${organisationId} and event_id = ${eventId} and declared_at is not null`
  const [original] = await sql<{ seq: bigint }[]>`
    select seq from trace_events
    where organisation_id = ${organisationId} and event_id = ${eventId} and declared_at is null`
  const corrects = await sql<{ seq: bigint; eventId: string }[]>`
    select seq, event_id as "eventId" from trace_events
    where organisation_id = ${organisationId} and declared_at is not null
      and facts -> 'corrective' ? ${eventId} order by seq limit 100`
  return {
    declaration: declared
      ? {
          seq: Number(declared.seq),
          declaredAt: declared.declaredAt.toISOString(),
          reason: declared.reason,
          corrective: await known(sql, organisationId, declared.corrective),
        }
      : null,
    original: isDeclaration && original ? Number(original.seq) : null,
    corrects: corrects.map((one) => ({ ...one, seq: Number(one.seq) })),
  }
}

/** Ids with the events that they name, where those are here. */
async function known(sql: Sql, organisationId: string, ids: readonly string[]): Promise<Other[]> {
  const rows = await sql<{ eventId: string; seq: bigint }[]>`
    select event_id as "eventId", min(seq) as seq from trace_events
    where organisation_id = ${organisationId} and event_id = any(${ids as string[]}) group by event_id`
  const seqs = new Map(rows.map((row) => [row.eventId, Number(row.seq)]))
  return ids.map((eventId) => ({ eventId, seq: seqs.get(eventId) ?? null }))
}
