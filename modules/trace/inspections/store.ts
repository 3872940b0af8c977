import { likeOf, listedOf, orderOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { InspectionLine, Judged } from './contract.ts'

export type InspectionRow = {
  id: string
  organisationId: string
  number: string
  inspectionKind: InspectionLine['inspectionKind']
  things: string[]
  product: string
  quantity: number | null
  unit: string | null
  place: string | null
  findings: Judged[]
  verdict: InspectionLine['verdict']
  inspectedAt: Date
  inspector: string | null
  documentId: string | null
  note: string | null
  source: InspectionLine['source']
  sourceId: string | null
  isSample: boolean
  addedAt: Date
  addedBy: string | null
  withdrawnAt: Date | null
  withdrawnBy: string | null
  withdrawal: string | null
  ruleId: string | null
  eventId: string | null
  capturedAt: Date | null
  heldAt: Date | null
  heldBy: string | null
  releasedAt: Date | null
  releasedBy: string | null
}
/** What is known of one when it is entered. */
export type NewInspection = Omit<
  InspectionRow,
  | 'withdrawnAt'
  | 'withdrawnBy'
  | 'withdrawal'
  | 'ruleId'
  | 'eventId'
  | 'capturedAt'
  | 'heldAt'
  | 'heldBy'
  | 'releasedAt'
  | 'releasedBy'
>

export type Filter = Partial<Pick<InspectionRow, 'inspectionKind' | 'verdict' | 'product'>> & {
  q?: string
  sort?: string
  page?: number
  pageSize?: number
  inspectionState?: InspectionLine['inspectionState']
  isHeld?: boolean
  thing?: string
  from?: string
  until?: string
}

const sortable = { number: 'number', inspectedAt: 'inspected_at', verdict: 'verdict', inspectionKind: 'kind' }

function columns(sql: Sql) {
  return sql`id, organisation_id as "organisationId", number, kind as "inspectionKind", things, product,
    quantity::double precision as quantity, unit, place, findings, verdict, inspected_at as "inspectedAt",
    inspector, document_id as "documentId", note, source, source_id as "sourceId", is_sample as "isSample",
    added_at as "addedAt", added_by as "addedBy", withdrawn_at as "withdrawnAt",
    withdrawn_by as "withdrawnBy", withdrawal, rule_id as "ruleId", event_id as "eventId",
    captured_at as "capturedAt", held_at as "heldAt", held_by as "heldBy", released_at as "releasedAt",
    released_by as "releasedBy"`
}

export async function listInspections(sql: Sql, filter: Filter) {
  const {
    q,
    inspectionKind: kind,
    verdict,
    product,
    inspectionState: state,
    isHeld,
    thing,
    from,
    until,
  } = filter
  const like = likeOf(q)
  const rows = await sql<(InspectionRow & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total from trace_inspections
    where (${kind ?? null}::text is null or kind = ${kind ?? null})
      and (${verdict ?? null}::text is null or verdict = ${verdict ?? null})
      and (${product ?? null}::text is null or product = ${product ?? null})
      and (${thing ?? null}::text is null or things @> ${sql.json(thing ? [thing] : [])})
      and (${from ?? null}::timestamptz is null or inspected_at >= ${from ?? null})
      and (${until ?? null}::timestamptz is null or inspected_at < ${until ?? null})
      and (${isHeld ?? null}::boolean is null
        or (held_at is not null and released_at is null) = ${isHeld ?? null})
      and (${state ?? null}::text is null or ${state ?? null} = case
        when withdrawn_at is not null then 'withdrawn' when captured_at is null then 'waiting'
        else 'captured' end)
      and (${like}::text is null or number ilike ${like} or inspector ilike ${like}
        or things::text ilike ${like} or findings::text ilike ${like})
    ${orderOf(sql, filter.sort ?? '-inspectedAt', sortable, 'inspected_at')}, seq desc
    ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function findInspection(sql: Sql, id: string): Promise<InspectionRow | null> {
  const [row] = await sql<InspectionRow[]>`select ${columns(sql)} from trace_inspections where id = ${id}`
  return row ?? null
}

/** The one that nobody else changes meanwhile. */
export async function lockInspection(sql: Sql, id: string): Promise<InspectionRow | null> {
  const [row] = await sql<InspectionRow[]>`
    select ${columns(sql)} from trace_inspections where id = ${id} for update`
  return row ?? null
}

/** The one with a number that was not withdrawn. */
export async function inspectionByNumber(
  sql: Sql,
  organisationId: string,
  number: string,
): Promise<InspectionRow | null> {
  const [row] = await sql<InspectionRow[]>`
    select ${columns(sql)} from trace_inspections
    where organisation_id = ${organisationId} and number = ${number} and withdrawn_at is null`
  return row ?? null
}

/** False when its number, or what an instrument gave at that moment, is there already. */
export async function insertInspection(sql: Sql, row: NewInspection): Promise<boolean> {
  const { count } = await sql`
    insert into trace_inspections (id, organisation_id, number, kind, things, product, quantity, unit, place,
      findings, verdict, inspected_at, inspector, document_id, note, source, source_id, is_sample, added_at,
      added_by)
    values (${row.id}, ${row.organisationId}, ${row.number}, ${row.inspectionKind}, ${sql.json(row.things)},
      ${row.product}, ${row.quantity}, ${row.unit}, ${row.place}, ${sql.json(row.findings)}, ${row.verdict},
      ${row.inspectedAt}, ${row.inspector}, ${row.documentId}, ${row.note}, ${row.source}, ${row.sourceId},
      ${row.isSample}, ${row.addedAt}, ${row.addedBy})
    on conflict do nothing`
  return count === 1
}

/** A table brings one finding a line. */
export async function changeFindings(
  sql: Sql,
  { id, findings, verdict }: Pick<InspectionRow, 'id' | 'findings' | 'verdict'>,
): Promise<void> {
  await sql`update trace_inspections set findings = ${sql.json(findings)}, verdict = ${verdict}
    where id = ${id}`
}

type Wanted = { organisationId: string; kinds: readonly string[] | null; product: string | null; since: Date }

/** Inspections that wait for a rule such as this, the oldest first; nobody else takes them meanwhile. */
export async function waitingInspections(sql: Sql, wanted: Wanted, limit: number): Promise<InspectionRow[]> {
  const { organisationId, kinds, product, since } = wanted
  return sql<InspectionRow[]>`
    select ${columns(sql)} from trace_inspections
    where organisation_id = ${organisationId} and captured_at is null and withdrawn_at is null
      and inspected_at >= ${since}
      and (${kinds as string[] | null}::text[] is null or kind = any(${kinds as string[] | null}::text[]))
      and (${product}::text is null or product = ${product})
    order by seq limit ${limit} for update skip locked`
}

/** Those of a time, as a trial looks at them. */
export async function inspectionsIn(
  sql: Sql,
  { organisationId, kinds, product, since }: Wanted,
  until: Date,
  limit: number,
): Promise<InspectionRow[]> {
  return sql<InspectionRow[]>`
    select ${columns(sql)} from trace_inspections
    where organisation_id = ${organisationId} and withdrawn_at is null
      and inspected_at >= ${since} and inspected_at < ${until}
      and (${kinds as string[] | null}::text[] is null or kind = any(${kinds as string[] | null}::text[]))
      and (${product}::text is null or product = ${product})
    order by inspected_at, seq limit ${limit}`
}

export async function keepCaptured(
  sql: Sql,
  rows: readonly { id: string; eventId: string }[],
  { ruleId, at }: { ruleId: string; at: Date },
): Promise<void> {
  await sql`
    update trace_inspections i set rule_id = ${ruleId}, event_id = made.event_id, captured_at = ${at}
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ eventId }) => eventId)}::text[])
      as made (id, event_id)
    where i.id = made.id`
}

export async function keepWithdrawn(
  sql: Sql,
  id: string,
  { at, by, reason }: { at: Date; by: string | null; reason: string },
): Promise<void> {
  await sql`update trace_inspections set withdrawn_at = ${at}, withdrawn_by = ${by}, withdrawal = ${reason}
    where id = ${id}`
}

export async function keepHeld(
  sql: Sql,
  id: string,
  { at, by, isHeld }: { at: Date; by: string | null; isHeld: boolean },
): Promise<void> {
  if (isHeld)
    await sql`update trace_inspections set held_at = ${at}, held_by = ${by}, released_at = null,
      released_by = null where id = ${id}`
  else await sql`update trace_inspections set released_at = ${at}, released_by = ${by} where id = ${id}`
}

/** Is there a rule of the firm that is on and takes such an inspection? */
export async function isRuleOn(
  sql: Sql,
  { organisationId, inspectionKind: kind, product, inspectedAt }: InspectionRow,
): Promise<boolean> {
  const gtin = /\/01\/(\d{14})/.exec(product)?.[1] ?? ''
  const [row] = await sql`
    select from trace_rules
    where organisation_id = ${organisationId} and is_active and says -> 'starts' ->> 'on' = 'inspection'
      and since <= ${inspectedAt} and (says ->> 'product' = '' or says ->> 'product' = ${gtin})
      and (says -> 'starts' -> 'kinds' is null or says -> 'starts' -> 'kinds' ? ${kind}) limit 1`
  return row !== undefined
}

/** Which of these an instrument gave already. */
export async function knownSources(
  sql: Sql,
  organisationId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await sql<{ sourceId: string }[]>`
    select source_id as "sourceId" from trace_inspections
    where organisation_id = ${organisationId} and source_id = any(${ids as string[]}::text[])`
  return new Set(rows.map(({ sourceId }) => sourceId))
}
