import type { Value } from '@ronghe/alarm'
import type { Sql } from '@ronghe/kit/db'
import { isInGroup, isBurstFirst as ofBurst } from './alarm-groups.ts'
import { type Locale, likeOf, listedOf, microsIn, nameIn, orderOf, pageOf } from './parts.ts'

/** A row of the journal as people see it. */
export type JournalRow = {
  id: string
  watchId: string
  definitionId: string
  organisationId: string
  organisationName: string
  equipmentId: string
  equipmentName: string
  unitName: string
  alarmCode: string
  name: string
  kind: string
  rank: number
  state: string
  groupName: string | null
  isFirstOut: boolean
  raisedMicros: bigint
  announcedMicros: bigint | null
  clearedMicros: bigint | null
  acknowledgedAt: Date | null
  acknowledgedName: string | null
  comment: string | null
  endedAt: Date | null
  activeSeconds: number
  answerSeconds: number | null
  value: Value | null
  peak: Value | null
  unit: string | null
  message: string | null
  quiet: string | null
  isLate: boolean
  refutedAt: Date | null
  isSample: boolean
  version: number
}

export type AlarmFilter = {
  q?: string
  organisation?: string
  equipment?: string
  machines?: readonly string[]
  unit?: string
  definition?: string
  rank?: number
  kind?: string
  state?: string
  sort?: string
  page?: number
  pageSize?: number
}
export type JournalFilter = AlarmFilter & {
  from?: Date
  to?: Date
  activeAt?: Date
  isOngoing?: boolean
  isAnnounced?: boolean
  isFirstOut?: boolean
  isBurstFirst?: boolean
  group?: string
  isRefuted?: boolean
  watch?: string
  ids?: readonly string[]
}

/** The state of an open row, as `stateOf` of the engine has it. */
function stateIn(sql: Sql) {
  return sql`case when w.out_of_service_at is not null then 'outOfService'
    when w.is_suppressed then 'suppressedByDesign' when w.shelved_to is not null then 'shelved'
    when a.id is null or a.ended_at is not null then 'normal'
    when a.cleared_at is null then case when a.is_unacknowledged then 'unacknowledged' else 'acknowledged' end
    when a.is_latched then case when a.is_unacknowledged then 'latchedUnacknowledged'
      else 'latchedAcknowledged' end
    when a.is_unacknowledged then 'returnedUnacknowledged' else 'normal' end`
}

function columns(sql: Sql, locale: Locale, now: Date) {
  return sql`a.id, a.watch_id as "watchId", a.definition_id as "definitionId",
    a.organisation_id as "organisationId", ${nameIn(sql, locale, 'o')} as "organisationName",
    a.equipment_id as "equipmentId", ${nameIn(sql, locale, 'e')} as "equipmentName",
    ${nameIn(sql, locale, 'u')} as "unitName", a.code as "alarmCode",
    ${locale === 'zh' ? sql`a.name` : sql`coalesce(a.name_en, a.name)`} as name, a.kind, a.rank,
    case when a.ended_at is not null then 'normal' else ${stateIn(sql)} end as state,
    a.group_name as "groupName", a.is_first_out as "isFirstOut",
    ${microsIn(sql, 'a.raised_at')} as "raisedMicros",
    ${microsIn(sql, 'a.announced_at')} as "announcedMicros",
    ${microsIn(sql, 'a.cleared_at')} as "clearedMicros",
    a.acknowledged_at as "acknowledgedAt", a.acknowledged_name as "acknowledgedName", a.comment,
    a.ended_at as "endedAt",
    extract(epoch from coalesce(a.cleared_at, ${now}) - a.raised_at)::double precision as "activeSeconds",
    extract(epoch from a.acknowledged_at - a.announced_at)::double precision as "answerSeconds",
    a.value, a.peak, a.unit, a.message, a.quiet, a.is_late as "isLate", a.refuted_at as "refutedAt",
    e.is_sample as "isSample", a.version`
}

function joins(sql: Sql) {
  return sql`factory_alarms a join factory_alarm_watches w on w.id = a.watch_id
    join factory_equipment e on e.id = a.equipment_id
    join registry_organisation_cards() o on o.id = a.organisation_id
    join registry_unit_cards() u on u.id = e.unit_id`
}

function matches(sql: Sql, filter: AlarmFilter) {
  const { organisation = null, equipment = null, unit = null, definition = null } = filter
  const { rank = null, kind = null, machines: ids = null } = filter
  const machines = ids as string[] | null
  return sql`(${organisation}::uuid is null or a.organisation_id = ${organisation})
    and (${equipment}::uuid is null or a.equipment_id = ${equipment})
    and (${unit}::uuid is null or e.unit_id in (with recursive tree as (select ${unit}::uuid as id union all
      select child.id from registry_unit_cards() child join tree on child.parent_id = tree.id)
      select id from tree))
    and (${machines}::uuid[] is null or a.equipment_id = any (${machines}))
    and (${definition}::uuid is null or a.definition_id = ${definition})
    and (${rank}::smallint is null or a.rank = ${rank}) and (${kind}::text is null or a.kind = ${kind})`
}

function found(sql: Sql, q: string | undefined) {
  const like = likeOf(q)
  return sql`(${like}::text is null or a.name ilike ${like} or a.name_en ilike ${like} or a.code ilike ${like}
    or a.message ilike ${like} or a.comment ilike ${like} or a.acknowledged_name ilike ${like}
    or a.group_name ilike ${like} or e.name ilike ${like} or e.name_en ilike ${like} or e.code ilike ${like})`
}

const sortable = {
  raisedAt: 'a.raised_at',
  clearedAt: 'a.cleared_at',
  priority: 'a.rank',
  alarmCode: 'a.code',
  name: 'a.name',
  equipmentName: 'e.name',
  acknowledgedAt: 'a.acknowledged_at',
  activeSeconds: '"activeSeconds"',
  answerSeconds: '"answerSeconds"',
}

/** The journal, the newest first. */
export async function listAlarms(sql: Sql, locale: Locale, filter: JournalFilter, now: Date) {
  const { from = null, to = null, activeAt = null, isOngoing = null, isAnnounced = null } = filter
  const { isFirstOut = null, isBurstFirst = null, isRefuted = null, group = null } = filter
  const { watch = null } = filter
  const ids = (filter.ids ?? null) as string[] | null
  // Statistics count announcements when they were made, so their rows are found by that.
  const time = isAnnounced === true ? sql`a.announced_at` : sql`a.raised_at`
  const rows = await sql<(JournalRow & { total: bigint })[]>`
    select ${columns(sql, locale, now)}, count(*) over () as total from ${joins(sql)}
    where ${matches(sql, filter)} and ${found(sql, filter.q)}
      and (${from}::timestamptz is null or ${time} >= ${from})
      and (${to}::timestamptz is null or ${time} < ${to})
      and (${activeAt}::timestamptz is null or ${time} < ${activeAt}
        and (a.cleared_at is null or a.cleared_at > ${activeAt}))
      and (${isOngoing}::boolean is null or (a.ended_at is null) = ${isOngoing})
      and (${isAnnounced}::boolean is null or (a.announced_at is not null) = ${isAnnounced})
      and (${isFirstOut}::boolean is null or a.is_first_out = ${isFirstOut})
      and (${isRefuted}::boolean is null or (a.refuted_at is not null) = ${isRefuted})
      and (${watch}::uuid is null or a.watch_id = ${watch})
      and (${ids}::uuid[] is null or a.id = any (${ids}::uuid[]))
      ${group === null ? sql`` : sql`and ${isInGroup(sql, group)}`}
      ${isBurstFirst === null ? sql`` : sql`and (${ofBurst(sql, group)}) = ${isBurstFirst}`}
    ${orderOf(sql, filter.sort ?? '-raisedAt', sortable, 'a.raised_at')}, a.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function alarmById(sql: Sql, locale: Locale, id: string, now: Date): Promise<JournalRow | null> {
  const [row] = await sql<JournalRow[]>`select ${columns(sql, locale, now)} from ${joins(sql)}
    where a.id = ${id}`
  return row ?? null
}

/** The newest announcement of each alarm that is not over and not kept quiet, the gravest waiting first. */
export async function listCurrent(sql: Sql, locale: Locale, filter: AlarmFilter, now: Date) {
  const { state = null } = filter
  const rows = await sql<
    (JournalRow & { total: bigint; unacknowledgedCount: bigint; response: string | null })[]
  >`with newest as (
      select distinct on (a.watch_id) a.id, count(*) filter (where a.is_unacknowledged)
        over (partition by a.watch_id) as waiting
      from factory_alarms a join factory_alarm_watches w on w.id = a.watch_id
      where a.ended_at is null and a.announced_at is not null and w.out_of_service_at is null
        and not w.is_suppressed and w.shelved_to is null
      order by a.watch_id, a.cleared_at is null desc, a.raised_at desc)
    select ${columns(sql, locale, now)}, newest.waiting as "unacknowledgedCount",
      d.body->>'response' as response, count(*) over () as total
    from ${joins(sql)} join newest on newest.id = a.id
    join factory_alarm_definitions d on d.id = a.definition_id
    where ${matches(sql, filter)} and ${found(sql, filter.q)}
      and (${state}::text is null or ${stateIn(sql)} = ${state})
    order by ${filter.sort ? sql`${orderBy(sql, filter.sort)},` : sql``}
      (newest.waiting > 0) desc, a.rank, a.raised_at desc, a.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

function orderBy(sql: Sql, sort: string) {
  const column = sortable[sort.replace(/^-/, '') as keyof typeof sortable] ?? 'a.raised_at'
  return sort.startsWith('-')
    ? sql`${sql.unsafe(column)} desc nulls last`
    : sql`${sql.unsafe(column)} nulls last`
}

export type WatchListRow = {
  id: string
  definitionId: string
  organisationId: string
  equipmentId: string
  equipmentName: string
  alarmCode: string
  name: string
  kind: string
  body: unknown
  state: string
  isActive: boolean
  missing: string[]
  evaluatedMicros: bigint | null
  quietSince: Date | null
  quietTo: Date | null
  quietBy: string | null
  quietReason: string | null
  weekCount: bigint
}

/** Every alarm of every machine that is watched. */
export async function listWatches(
  sql: Sql,
  locale: Locale,
  filter: AlarmFilter & { isQuiet?: boolean; isMissing?: boolean; id?: string; ids?: readonly string[] },
  now: Date,
) {
  const { state = null, isQuiet = null, isMissing = null, id = null } = filter
  const ids = (filter.ids ?? null) as string[] | null
  const like = likeOf(filter.q)
  const { organisation = null, equipment = null, definition = null, kind = null, unit = null } = filter
  const priority = filter.rank === undefined ? null : ['critical', 'high', 'medium', 'low'][filter.rank - 1]!
  const week = new Date(now.getTime() - 7 * 86_400_000)
  const name = locale === 'zh' ? sql`d.body->>'name'` : sql`coalesce(d.body->>'nameEn', d.body->>'name')`
  const rows = await sql<(WatchListRow & { total: bigint })[]>`
    select w.id, w.definition_id as "definitionId", w.organisation_id as "organisationId",
      w.equipment_id as "equipmentId", ${nameIn(sql, locale, 'e')} as "equipmentName", d.code as "alarmCode",
      ${name} as name,
      d.body->>'kind' as kind, d.body, ${stateIn(sql)} as state,
      (a.id is not null and a.cleared_at is null) as "isActive", w.missing,
      ${microsIn(sql, 'w.evaluated_to')} as "evaluatedMicros",
      coalesce(w.out_of_service_at, w.shelved_at) as "quietSince",
      case when w.out_of_service_at is null then w.shelved_to end as "quietTo",
      coalesce(w.out_of_service_by, w.shelved_by) as "quietBy",
      coalesce(w.out_of_service_reason, w.shelve_reason) as "quietReason",
      (select count(*) from factory_alarms j where j.watch_id = w.id and j.announced_at >= ${week}
        and j.refuted_at is null) as "weekCount", count(*) over () as total
    from factory_alarm_watches w join factory_alarm_definitions d on d.id = w.definition_id
    join factory_equipment e on e.id = w.equipment_id
    left join lateral (select * from factory_alarms j where j.watch_id = w.id and j.ended_at is null
      order by j.cleared_at is null desc, j.raised_at desc limit 1) a on true
    where (${id}::uuid is null or w.id = ${id})
      and (w.id = any (${ids}::uuid[]) or ${ids}::uuid[] is null and w.ended_at is null)
      and (${organisation}::uuid is null or w.organisation_id = ${organisation})
      and (${equipment}::uuid is null or w.equipment_id = ${equipment})
      and (${definition}::uuid is null or w.definition_id = ${definition})
      and (${unit}::uuid is null or e.unit_id = ${unit})
      and (${priority}::text is null or d.body->>'priority' = ${priority})
      and (${kind}::text is null or d.body->>'kind' = ${kind})
      and (${state}::text is null or ${stateIn(sql)} = ${state})
      and (${isMissing}::boolean is null or (cardinality(w.missing) > 0) = ${isMissing})
      and (${isQuiet}::boolean is null or
        (w.out_of_service_at is not null or w.is_suppressed or w.shelved_to is not null) = ${isQuiet})
      and (${like}::text is null or d.code ilike ${like} or d.body->>'name' ilike ${like}
        or d.body->>'nameEn' ilike ${like} or e.name ilike ${like} or e.code ilike ${like})
    order by e.name, d.code, w.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export type SummaryRow = {
  rank: number | null
  unacknowledged: bigint
  active: bigint
}

/** How many alarms wait and are active, by rank. */
export async function countCurrent(
  sql: Sql,
  filter: { organisation?: string; equipment?: string },
): Promise<SummaryRow[]> {
  const { organisation = null, equipment = null } = filter
  return sql<SummaryRow[]>`select rank, count(*) filter (where waits) as unacknowledged,
      count(*) filter (where runs) as active
    from (select a.watch_id, min(a.rank) as rank, bool_or(a.is_unacknowledged) as waits,
        bool_or(a.cleared_at is null) as runs
      from factory_alarms a join factory_alarm_watches w on w.id = a.watch_id
      where a.ended_at is null and a.announced_at is not null and w.out_of_service_at is null
        and not w.is_suppressed and w.shelved_to is null
        and (${organisation}::uuid is null or a.organisation_id = ${organisation})
        and (${equipment}::uuid is null or a.equipment_id = ${equipment})
      group by a.watch_id) one group by rank`
}

/** How many watches are kept quiet, and why, and how many miss signals. */
export async function countQuiet(sql: Sql, filter: { organisation?: string; equipment?: string }) {
  const { organisation = null, equipment = null } = filter
  const [row] = await sql<
    { shelved: bigint; suppressedByDesign: bigint; outOfService: bigint; missing: bigint }[]
  >`select count(*) filter (where shelved_to is not null and out_of_service_at is null) as shelved,
      count(*) filter (where is_suppressed and out_of_service_at is null) as "suppressedByDesign",
      count(*) filter (where out_of_service_at is not null) as "outOfService",
      count(*) filter (where cardinality(missing) > 0) as missing
    from factory_alarm_watches where ended_at is null
      and (${organisation}::uuid is null or organisation_id = ${organisation})
      and (${equipment}::uuid is null or equipment_id = ${equipment})`
  return row!
}
