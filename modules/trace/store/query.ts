import type { Sql } from '@ronghe/kit/db'
import { type EventRow, eventColumns } from './events.ts'

/** Comparison of a query parameter. */
export type Operator = '=' | '>' | '>=' | '<' | '<='

/** One parameter of an event query, made ready for the database. */
export type Condition =
  | {
      kind: 'column'
      column: 'type' | 'action' | 'biz_step' | 'disposition' | 'error_reason' | 'event_id'
      values: string[]
    }
  | { kind: 'place'; column: 'read_point' | 'biz_location'; values: string[]; within: boolean }
  | { kind: 'time'; column: 'event_time' | 'record_time' | 'declared_at'; operator: Operator; value: string }
  | { kind: 'declared' }
  | { kind: 'things'; roles: readonly number[]; exact: string[]; prefixes: string[]; detail?: string }
  | { kind: 'quantity'; operator: Operator; values: string[] }
  | { kind: 'measuredQuantity'; operator: Operator; bounds: Bounds }
  | { kind: 'list'; list: 'set' | 'unset' | 'corrective'; values: string[] }
  | { kind: 'extension'; part: Part; names: string[]; test: Test }
  | { kind: 'sensor'; tests: SensorTest[] }
  | {
      kind: 'attribute'
      /** Without a column and extensions, the classes that an event names. */
      column: 'read_point' | 'biz_location' | 'biz_step' | 'disposition' | null
      extensions: string[] | null
      attributes: string[]
      values: string[] | null
    }

/** Where extensions stand; what is inside another extension has a list of its own. */
export type Part = OuterPart | `${OuterPart}Inner`
export type OuterPart =
  | 'ext'
  | 'ilmd'
  | 'error'
  | 'sensorElement'
  | 'sensorMetadata'
  | 'sensorReport'
  | 'readPoint'
  | 'bizLocation'

/** A value in units: what was told in the unit, times `under`, is compared with `over`. */
export type Bounds = { uom: string; over: string; under: string }[]

export type Test =
  | { kind: 'exists' }
  | { kind: 'equal'; values: string[] }
  | { kind: 'number'; operator: Operator; values: string[] }
  | { kind: 'time'; operator: Operator; value: string }

export type SensorTest = {
  field: string
  test: Exclude<Test, { kind: 'exists' }> | { kind: 'measured'; operator: Operator; bounds: Bounds }
}

export type Order = { column: 'event_time' | 'record_time'; isDescending: boolean }

export type Page = {
  order: Order
  limit: number
  /** The last row of the page before. */
  after: { value: string; seq: string } | null
  /** Nothing recorded later, so that pages do not shift; null on the first one. */
  upTo: string | null
}

/** Events that meet all conditions, a page of them. */
export async function queryEvents(
  sql: Sql,
  organisationId: string | null,
  conditions: readonly Condition[],
  page: Page,
): Promise<EventRow[]> {
  const { column, isDescending } = page.order
  const direction = isDescending ? sql`desc` : sql`asc`
  const after = page.after
    ? isDescending
      ? sql`and (e.${sql(column)}, e.seq) < (${page.after.value}::timestamptz, ${page.after.seq}::bigint)`
      : sql`and (e.${sql(column)}, e.seq) > (${page.after.value}::timestamptz, ${page.after.seq}::bigint)`
    : sql``
  const upTo = page.upTo === null ? sql`true` : sql`e.seq <= ${page.upTo}::bigint`
  return sql<EventRow[]>`
    select ${eventColumns(sql)}, to_json(e.${sql(column)}) #>> '{}' as "orderTime" from trace_events e
    where ${upTo} ${ownOnly(sql, organisationId)} ${after} ${all(sql, conditions)}
    order by e.${sql(column)} ${direction}, e.seq ${direction}
    limit ${page.limit}`
}

/** Are there more than so many? */
export async function countEvents(
  sql: Sql,
  organisationId: string | null,
  conditions: readonly Condition[],
  max: number,
): Promise<number> {
  const [row] = await sql<{ count: bigint }[]>`
    select count(*) from (select 1 from trace_events e
      where true ${ownOnly(sql, organisationId)} ${all(sql, conditions)} limit ${max}) as few`
  return Number(row?.count ?? 0)
}

/** Events that no subscriber has seen, in the sequence in which they became visible. */
export async function freshEvents(
  sql: Sql,
  organisationId: string,
  conditions: readonly Condition[],
  seen: { transaction: string; seq: string },
  limit: number,
): Promise<(EventRow & { transaction: string })[]> {
  return sql<(EventRow & { transaction: string })[]>`
    select ${eventColumns(sql)}, e.transaction_id::text as transaction from trace_events e
    where e.organisation_id = ${organisationId}
      and (e.transaction_id, e.seq) > (${seen.transaction}::xid8, ${seen.seq}::bigint)
      and e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
      ${all(sql, conditions)}
    order by e.transaction_id, e.seq limit ${limit}`
}

/** The place up to which everything is visible now. */
export async function horizon(sql: Sql): Promise<{ transaction: string; seq: string }> {
  const [row] = await sql<{ transaction: string }[]>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as transaction`
  return { transaction: row?.transaction ?? '0', seq: '0' }
}

/**
 * The last number that was given to an event of anybody. The newest of those that a firm may see would be
 * sought among all that came after its own.
 */
export async function newestSeq(sql: Sql): Promise<string> {
  const [row] = await sql<{ seq: bigint | null }[]>`select pg_sequence_last_value('trace_events_seq') as seq`
  return String(row?.seq ?? 0n)
}

/** Who sees one organisation only, lets the index of it be used. */
function ownOnly(sql: Sql, organisationId: string | null) {
  return organisationId === null ? sql`` : sql`and e.organisation_id = ${organisationId}`
}

function all(sql: Sql, conditions: readonly Condition[]) {
  return conditions.reduce((whole, one) => sql`${whole} and ${condition(sql, one)}`, sql``)
}

function condition(sql: Sql, one: Condition) {
  switch (one.kind) {
    case 'column':
      return sql`e.${sql(one.column)} = any(${one.values})`
    case 'place':
      return one.within
        ? sql`e.${sql(one.column)} = any(array(select * from trace_within(${one.values}::text[])))`
        : sql`e.${sql(one.column)} = any(${one.values})`
    case 'time':
      return sql`e.${sql(one.column)} ${operator(sql, one.operator)} ${one.value}::timestamptz`
    case 'declared':
      return sql`e.declared_at is not null`
    case 'things':
      return things(sql, one)
    case 'quantity':
      return sql`exists (select from trace_keys k where k.seq = e.seq
        and k.quantity ${operator(sql, one.operator)} any(${one.values}::numeric[]))`
    case 'measuredQuantity':
      return measuredQuantity(sql, one)
    case 'list':
      return sql`e.facts -> ${one.list} ?| ${one.values}::text[]`
    case 'extension':
      return sql`exists (select from unnest(${one.names}::text[]) as name
        where ${values(sql, sql`e.facts -> ${one.part} -> name`, one.test)})`
    case 'sensor':
      return sensor(sql, one.tests)
    case 'attribute':
      return attribute(sql, one)
  }
}

type Fragment = ReturnType<typeof eventColumns>

/** A thing by its id, or every thing of a pattern: keys are sorted as bytes, so a prefix is a range. */
function things(sql: Sql, { roles, exact, prefixes, detail }: Extract<Condition, { kind: 'things' }>) {
  const ranges = prefixes.reduce(
    (whole, prefix) => sql`${whole} or (k.key >= ${prefix} and k.key < ${prefix} || chr(1114111))`,
    sql`k.key = any(${exact}::text[])`,
  )
  const typed = detail === undefined ? sql`` : sql`and k.detail = ${detail}`
  return sql`e.seq in (select k.seq from trace_keys k
    where k.organisation_id = e.organisation_id and k.role = any(${roles as number[]}::smallint[])
      and (${ranges}) ${typed})`
}

function operator(sql: Sql, text: Operator): Fragment {
  const fragments = { '=': sql`=`, '>': sql`>`, '>=': sql`>=`, '<': sql`<`, '<=': sql`<=` }
  return fragments[text]
}

/** A list of values in JSON, any of which may meet the test. */
function values(sql: Sql, list: Fragment, test: Test): Fragment {
  if (test.kind === 'exists') return sql`${list} is not null`
  return sql`exists (select from jsonb_array_elements_text(${list}) as value where ${holds(
    sql,
    sql`value`,
    test,
  )})`
}

const numeric = '^[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?$'

/** Text of JSON compared as what the parameter is; text that is no number or time meets no comparison. */
function holds(sql: Sql, value: Fragment, test: Exclude<Test, { kind: 'exists' }>): Fragment {
  if (test.kind === 'equal') return sql`${value} = any(${test.values}::text[])`
  if (test.kind === 'number') {
    return sql`case when ${value} ~ ${numeric}
      then (${value})::numeric ${operator(sql, test.operator)} any(${test.values}::numeric[]) else false end`
  }
  return sql`case when ${value} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}'
    then trace_instant(${value}) ${operator(sql, test.operator)} ${test.value}::timestamptz else false end`
}

/** All tests must hold of the same report. */
function sensor(sql: Sql, tests: readonly SensorTest[]): Fragment {
  const whole = tests.reduce((fragment, { field, test }) => {
    const value = sql`(report ->> ${field})`
    const one = test.kind === 'measured' ? measured(sql, value, test) : holds(sql, value, test)
    return sql`${fragment} and ${one}`
  }, sql``)
  return sql`exists (select from jsonb_array_elements(e.facts -> 'sensors') as report where true ${whole})`
}

type Measured = { operator: Operator; bounds: Bounds }

function measured(sql: Sql, value: Fragment, test: Measured): Fragment {
  return sql`exists (select from ${boundsOf(sql, test)} where unit.uom = report ->> 'uom'
    and case when ${value} ~ ${numeric}
      then (${value})::numeric * unit.under ${operator(sql, test.operator)} unit.over else false end)`
}

function boundsOf(sql: Sql, { bounds }: Measured): Fragment {
  const column = (name: 'uom' | 'over' | 'under') => bounds.map((one) => one[name])
  return sql`unnest(${column('uom')}::text[], ${column('over')}::numeric[], ${column('under')}::numeric[])
    as unit(uom, over, under)`
}

/** Keys tell quantities without their units, so that the event itself is read where it has any. */
function measuredQuantity(sql: Sql, test: Measured): Fragment {
  return sql`exists (select from trace_keys k where k.seq = e.seq and k.quantity is not null)
    and exists (select from unnest(array['quantityList', 'childQuantityList', 'inputQuantityList',
        'outputQuantityList']) as list
      cross join jsonb_array_elements(coalesce(e.body::jsonb -> list, '[]'::jsonb)) as item
      join ${boundsOf(sql, test)} on unit.uom = item ->> 'uom'
      where (item ->> 'quantity')::numeric * unit.under ${operator(sql, test.operator)} unit.over)`
}

/** Master data of what a field names has one of the attributes, with one of the values if any are given. */
function attribute(sql: Sql, one: Extract<Condition, { kind: 'attribute' }>): Fragment {
  const named = one.column
    ? sql`v.id = e.${sql(one.column)}`
    : one.extensions
      ? sql`exists (select from unnest(${one.extensions}::text[]) as name
          where e.facts -> 'ext' -> name ? v.id)`
      : sql`v.id in (select k.key from trace_keys k where k.seq = e.seq and k.role between 6 and 9)`
  return sql`exists (select from trace_vocabulary v, unnest(${one.attributes}::text[]) as attribute
    where ${named} and v.organisation_id = e.organisation_id and v.attributes ? attribute
      and (${one.values}::text[] is null
        or v.attributes ->> attribute = any(${one.values}::text[])))`
}
