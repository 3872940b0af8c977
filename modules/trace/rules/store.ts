import type { EventJson } from '@ronghe/epcis'
import { likeOf, listedOf, orderOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { RuleSays } from './contract.ts'

type Blanks = Record<string, string | number>
/** A fault as it was thrown, so that each reader is told in their own language. */
export type Failure = { code: string; values: Blanks; fields: { rule: string; values: Blanks }[] }

export type RuleRow = {
  id: string
  organisationId: string
  name: string
  equipmentId: string | null
  equipmentName: string
  says: RuleSays
  version: number
  isActive: boolean
  isSample: boolean
  since: Date
  lookedBackAt: Date | null
  through: Date
  captured: number
  failure: Failure | null
  failedAt: Date | null
  changedAt: Date
  changedBy: string | null
}
export type VersionRow = Pick<RuleRow, 'version' | 'name' | 'says' | 'changedAt' | 'changedBy'> & {
  note: string | null
}

const sortable = { name: 'name', through: 'through', captured: 'captured', changedAt: 'changed_at' }

function columns(sql: Sql) {
  return sql`id, organisation_id as "organisationId", name, equipment_id as "equipmentId",
    equipment_name as "equipmentName", says, version, is_active as "isActive", is_sample as "isSample",
    since, looked_back_at as "lookedBackAt", through, captured::double precision as captured, failure,
    failed_at as "failedAt",
    changed_at as "changedAt", changed_by as "changedBy"`
}

export async function listRules(
  sql: Sql,
  filter: { q?: string; sort?: string; page?: number; pageSize?: number; isActive?: boolean },
) {
  const { q, isActive, sort = '-changedAt' } = filter
  const like = likeOf(q)
  const rows = await sql<(RuleRow & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total from trace_rules
    where (${isActive ?? null}::boolean is null or is_active = ${isActive ?? null})
      and (${like}::text is null or name ilike ${like} or equipment_name ilike ${like}
        or says ->> 'product' ilike ${like})
    ${orderOf(sql, sort, sortable, 'changed_at')}, id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

/** A rule; with `isForWork` nobody else works on it meanwhile, and null when somebody does. */
export async function findRule(sql: Sql, id: string, isForWork = false): Promise<RuleRow | null> {
  const [row] = await sql<RuleRow[]>`
    select ${columns(sql)} from trace_rules where id = ${id}
    ${isForWork ? sql`for update skip locked` : sql``}`
  return row ?? null
}

export async function ruleByName(sql: Sql, organisationId: string, name: string): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select id from trace_rules where organisation_id = ${organisationId} and name = ${name}`
  return row?.id ?? null
}

export async function versionsOf(sql: Sql, ruleId: string): Promise<VersionRow[]> {
  return sql<VersionRow[]>`
    select version, name, says, note, changed_at as "changedAt", changed_by as "changedBy"
    from trace_rule_versions where rule_id = ${ruleId} order by version desc limit 100`
}

export async function upsertRule(sql: Sql, row: RuleRow, note: string | null): Promise<void> {
  await sql`
    insert into trace_rules (id, organisation_id, name, equipment_id, equipment_name, says, version,
      is_active, is_sample, since, through, changed_at, changed_by)
    values (${row.id}, ${row.organisationId}, ${row.name}, ${row.equipmentId}, ${row.equipmentName},
      ${row.says as never}, ${row.version}, ${row.isActive}, ${row.isSample}, ${row.since}, ${row.through},
      ${row.changedAt}, ${row.changedBy})
    on conflict (id) do update set name = excluded.name, equipment_id = excluded.equipment_id,
      equipment_name = excluded.equipment_name, says = excluded.says, version = excluded.version,
      failure = null, failed_at = null, changed_at = excluded.changed_at, changed_by = excluded.changed_by`
  await sql`
    insert into trace_rule_versions (rule_id, version, organisation_id, name, says, note, changed_at,
      changed_by)
    values (${row.id}, ${row.version}, ${row.organisationId}, ${row.name}, ${row.says as never}, ${note},
      ${row.changedAt}, ${row.changedBy})`
}

export async function switchRule(
  sql: Sql,
  id: string,
  { isActive, since, through }: { isActive: boolean; since: Date; through: Date },
): Promise<void> {
  await sql`update trace_rules set is_active = ${isActive}, since = ${since}, through = ${through},
    looked_back_at = null, failure = null, failed_at = null where id = ${id}`
}

/** Rules that are on and did not fail a moment ago. */
export async function dueRules(
  sql: Sql,
  failedBefore: Date,
): Promise<{ id: string; organisationId: string }[]> {
  return sql<{ id: string; organisationId: string }[]>`
    select id, organisation_id as "organisationId" from trace_rules
    where is_active and (failed_at is null or failed_at < ${failedBefore}) order by through limit 200`
}

export async function advanceRule(sql: Sql, id: string, through: Date, captured: number): Promise<void> {
  await sql`update trace_rules set through = ${through}, captured = captured + ${captured}, failure = null,
    failed_at = null where id = ${id}`
}

export async function failRule(sql: Sql, id: string, failure: Failure, at: Date): Promise<void> {
  await sql`update trace_rules set failure = ${failure as never}, failed_at = ${at} where id = ${id}`
}

/** Moments of parts that a rule made events of, out of its events' ids. */
export async function capturedMoments(
  sql: Sql,
  { id, organisationId }: RuleRow,
  from: string,
  to: string,
): Promise<Set<string>> {
  const stem = `urn:ronghe:rule:${id}:`
  const rows = await sql<{ at: string }[]>`
    select distinct regexp_replace(substr(event_id, ${stem.length + 1}), 'Z:.*$', 'Z') as at
    from trace_events
    where organisation_id = ${organisationId} and event_id >= ${stem + from}
      and event_id <= ${`${stem}${to}~`}`
  return new Set(rows.map(({ at }) => at))
}

/** Events that made items in a time and of which no later event says that they do not conform. */
export async function unjudged(
  sql: Sql,
  { id, organisationId }: RuleRow,
  from: string,
  to: string,
): Promise<EventJson[]> {
  const stem = `urn:ronghe:rule:${id}:`
  const rows = await sql<{ body: string }[]>`
    select e.body from trace_events e
    where e.organisation_id = ${organisationId} and e.event_id >= ${stem + from}
      and e.event_id <= ${`${stem}${to}~`} and e.event_id ~ 'Z:[0-9]+$'
      and not exists (select from trace_events v where v.organisation_id = e.organisation_id
        and (v.event_id = e.event_id || ':alarm' or (v.event_id = e.event_id || ':inspect'
          and v.disposition = 'https://ref.gs1.org/cbv/Disp-non_conformant')))
    order by e.event_id limit 2000`
  return rows.map(({ body }) => JSON.parse(body) as EventJson)
}

export async function keepLookBack(sql: Sql, id: string, at: Date): Promise<void> {
  await sql`update trace_rules set looked_back_at = ${at} where id = ${id}`
}

/** Puts items behind those that wait for a carton. */
export async function keepItems(sql: Sql, row: RuleRow, things: readonly string[]): Promise<void> {
  await sql`
    insert into trace_rule_items (rule_id, organisation_id, thing)
    select ${row.id}, ${row.organisationId}, thing
    from unnest(${things as string[]}::text[]) with ordinality as list (thing, place) order by place`
}

export async function waitingItems(sql: Sql, ruleId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from trace_rule_items where rule_id = ${ruleId}`
  return row?.count ?? 0
}

/** Takes the oldest so many items that wait. */
export async function takeItems(sql: Sql, ruleId: string, count: number): Promise<string[]> {
  const rows = await sql<{ place: bigint; thing: string }[]>`
    delete from trace_rule_items where rule_id = ${ruleId} and place in (
      select place from trace_rule_items where rule_id = ${ruleId} order by place limit ${count})
    returning place, thing`
  return rows.toSorted((a, b) => (a.place < b.place ? -1 : 1)).map(({ thing }) => thing)
}
