import { likeOf, listedOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { Frequency } from './periods.ts'

export type AcceptedReport = { period: string; value: number; at: Date; nameZh: string; nameEn: string }

/** The accepted report of the newest period; null without one. */
export async function acceptedReport(sql: Sql, goalKey: string): Promise<AcceptedReport | null> {
  const [row] = await sql<AcceptedReport[]>`select r.period, r.value::float8 as value, r.decided_at as at,
      d.name_zh as "nameZh", d.name_en as "nameEn"
    from governance_reports r join governance_departments d on d.code = r.department_code
    where r.goal_key = ${goalKey} and r.state = 'accepted'
    order by r.period_ends_on desc, r.seq desc limit 1`
  return row ?? null
}

export type IndicatorRow = {
  key: string
  titleZh: string
  titleEn: string
  target: number | null
  unitZh: string
  unitEn: string
  dueOn: string
  formula: string
  methodZh: string
  methodEn: string
  direction: 'up' | 'down'
  baseValue: number | null
  baseOn: string | null
  frequency: Frequency
  source: 'evidence' | 'report' | 'none'
  evidence: string | null
  reportDepartment: string | null
  departmentZh: string | null
  departmentEn: string | null
  organisationId: string | null
}

type Filter = { q?: string; page?: number; pageSize?: number }

export async function listIndicators(sql: Sql, filter: Filter & { source?: string; key?: string }) {
  const like = likeOf(filter.q)
  const rows = await sql<(IndicatorRow & { total: bigint })[]>`
    select *, count(*) over () as total from (select g.key, g.place, g.title_zh as "titleZh",
        g.title_en as "titleEn", g.target::float8 as target, g.unit_zh as "unitZh", g.unit_en as "unitEn",
        g.due_on::text as "dueOn", g.formula, g.method_zh as "methodZh", g.method_en as "methodEn",
        g.direction, g.base_value::float8 as "baseValue", g.base_on::text as "baseOn", g.frequency,
        case when g.evidence is not null then 'evidence' when g.report_department is not null then 'report'
          else 'none' end as source,
        g.evidence, g.report_department as "reportDepartment", d.name_zh as "departmentZh",
        d.name_en as "departmentEn", d.organisation_id as "organisationId"
      from governance_goals g left join governance_departments d on d.code = g.report_department) g
    where (${like}::text is null or "titleZh" ilike ${like} or "titleEn" ilike ${like} or key ilike ${like})
      and (${filter.source ?? null}::text is null or source = ${filter.source ?? null})
      and (${filter.key ?? null}::text is null or key = ${filter.key ?? null})
    order by place, key ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export type IndicatorValues = Pick<
  IndicatorRow,
  'titleZh' | 'titleEn' | 'unitZh' | 'unitEn' | 'target' | 'dueOn' | 'formula' | 'direction' | 'baseValue'
> &
  Pick<IndicatorRow, 'baseOn' | 'frequency' | 'reportDepartment'>

/** False where the key is taken. */
export async function insertIndicator(
  sql: Sql,
  key: string,
  one: IndicatorValues,
  now: Date,
): Promise<boolean> {
  const { count } = await sql`insert into governance_goals (key, place, title_zh, title_en, target, unit_zh,
      unit_en, due_on, source_clause, quote_zh, method_zh, method_en, formula, direction, base_value,
      base_on, frequency, report_department, edited_at)
    select ${key}, coalesce(max(place), 0) + 1, ${one.titleZh}, ${one.titleEn}, ${one.target}::numeric,
      ${one.unitZh}, ${one.unitEn}, ${one.dueOn}::date, '', '', ${one.formula}, ${one.formula},
      ${one.formula},
      ${one.direction}, ${one.baseValue}::numeric, ${one.baseOn}::date, ${one.frequency},
      ${one.reportDepartment}, ${now}::timestamptz
    from governance_goals
    on conflict (key) do nothing`
  return count === 1
}

export async function updateIndicator(sql: Sql, key: string, one: IndicatorValues, now: Date): Promise<void> {
  await sql`update governance_goals set title_zh = ${one.titleZh}, title_en = ${one.titleEn},
      unit_zh = ${one.unitZh}, unit_en = ${one.unitEn}, target = ${one.target}, due_on = ${one.dueOn},
      formula = ${one.formula}, direction = ${one.direction}, base_value = ${one.baseValue},
      base_on = ${one.baseOn}, frequency = ${one.frequency}, report_department = ${one.reportDepartment},
      edited_at = ${now}
    where key = ${key}`
}

/** Every city with a figure or a target of its own; without a figure its day is null. */
export async function citiesOfGoal(sql: Sql, goalKey: string) {
  return sql<{ code: string; day: string | null; evidenced: number | null; declared: number | null }[]>`
    select code, f.day::text, f.evidenced, f.declared
    from (select region_code as code from governance_city_figures where goal_key = ${goalKey}
      union select region_code from governance_city_targets where goal_key = ${goalKey}) c
    left join lateral (select day, value_evidenced::float8 as evidenced, value_declared::float8 as declared
      from governance_city_figures where goal_key = ${goalKey} and region_code = c.code
      order by day desc limit 1) f on true
    order by code`
}

export type ReportRow = {
  id: string
  goalKey: string
  goalZh: string
  goalEn: string
  unitCode: string | null
  departmentZh: string
  departmentEn: string
  organisationId: string
  period: string
  value: number
  note: string
  fileName: string
  fileHash: string
  mediaType: string
  state: 'reported' | 'accepted' | 'returned'
  version: number
  reportedBy: string | null
  reportedByName: string
  reportedAt: Date
  decidedByName: string | null
  comment: string | null
  isSample: boolean
}

export async function listReports(sql: Sql, filter: Filter & { goal?: string; state?: string; id?: string }) {
  const like = likeOf(filter.q)
  const rows = await sql<(ReportRow & { total: bigint })[]>`
    select r.id, r.goal_key as "goalKey", g.title_zh as "goalZh", g.title_en as "goalEn",
      g.unit_code as "unitCode", d.name_zh as "departmentZh", d.name_en as "departmentEn",
      r.organisation_id as "organisationId", r.period, r.value::float8 as value, r.note,
      r.file_name as "fileName", r.file_hash as "fileHash",
      r.media_type as "mediaType", r.state, r.version, r.reported_by as "reportedBy",
      r.reported_by_name as "reportedByName", r.reported_at as "reportedAt",
      r.decided_by_name as "decidedByName", r.comment, r.is_sample as "isSample", count(*) over () as total
    from governance_reports r join governance_goals g on g.key = r.goal_key
    join governance_departments d on d.code = r.department_code
    where (${like}::text is null or g.title_zh ilike ${like} or g.title_en ilike ${like}
        or r.note ilike ${like})
      and (${filter.goal ?? null}::text is null or r.goal_key = ${filter.goal ?? null})
      and (${filter.state ?? null}::text is null or r.state = ${filter.state ?? null})
      and (${filter.id ?? null}::uuid is null or r.id = ${filter.id ?? null})
    order by r.seq desc ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export type NewReport = Pick<
  ReportRow,
  'id' | 'goalKey' | 'organisationId' | 'period' | 'value' | 'note' | 'fileHash' | 'fileName' | 'mediaType'
> &
  Pick<ReportRow, 'reportedBy' | 'reportedByName' | 'isSample'> & {
    departmentCode: string
    periodEndsOn: string
  }

/** False where the period is reported already. */
export async function insertReport(sql: Sql, one: NewReport, now: Date): Promise<boolean> {
  const { count } = await sql`insert into governance_reports (id, goal_key, department_code, organisation_id,
      period, period_ends_on, value, note, file_hash, file_name, media_type, state, reported_by,
      reported_by_name, reported_at, is_sample)
    values (${one.id}, ${one.goalKey}, ${one.departmentCode}, ${one.organisationId}, ${one.period},
      ${one.periodEndsOn}, ${one.value}, ${one.note}, ${one.fileHash}, ${one.fileName}, ${one.mediaType},
      'reported', ${one.reportedBy}, ${one.reportedByName}, ${now}, ${one.isSample})
    on conflict (goal_key, period) where state <> 'returned' do nothing`
  return count === 1
}

export async function decideReport(
  sql: Sql,
  id: string,
  one: { state: 'accepted' | 'returned'; by: string; comment: string | null; version: number },
  now: Date,
): Promise<boolean> {
  const { count } = await sql`update governance_reports set state = ${one.state}, version = version + 1,
      decided_by_name = ${one.by}, decided_at = ${now}, comment = ${one.comment}
    where id = ${id} and version = ${one.version} and state = 'reported'`
  return count === 1
}

/** Has the period of a goal a report that is not returned? */
export async function isReported(sql: Sql, goalKey: string, period: string): Promise<boolean> {
  const rows = await sql`select 1 from governance_reports
    where goal_key = ${goalKey} and period = ${period} and state <> 'returned'`
  return rows.length > 0
}

/** Notes that a late report is told today; false where it was. */
export async function noteReminder(sql: Sql, goalKey: string, period: string, day: string): Promise<boolean> {
  const { count } = await sql`insert into governance_report_reminders (goal_key, period, day)
    values (${goalKey}, ${period}, ${day}) on conflict do nothing`
  return count === 1
}

export type CityTarget = { goalKey: string; regionCode: string; target: number; dueOn: string }

/** What each city is to reach of the region's goals. */
export async function cityTargets(sql: Sql, goalKey: string | null): Promise<CityTarget[]> {
  return sql<CityTarget[]>`select goal_key as "goalKey", region_code as "regionCode",
      target::float8 as target, due_on::text as "dueOn"
    from governance_city_targets where ${goalKey}::text is null or goal_key = ${goalKey}
    order by goal_key, region_code`
}

/** The first kept day on which each city met its own target, by goal and city. */
export async function cityReachedDays(sql: Sql): Promise<Map<string, string>> {
  const rows = await sql<{ goalKey: string; regionCode: string; day: string }[]>`
    select t.goal_key as "goalKey", t.region_code as "regionCode", min(f.day)::text as day
    from governance_city_targets t join governance_goals g on g.key = t.goal_key
    join governance_city_figures f on f.goal_key = t.goal_key and f.region_code = t.region_code
    where (case g.direction when 'up' then coalesce(f.value_evidenced, f.value_declared) >= t.target
      else coalesce(f.value_evidenced, f.value_declared) <= t.target end)
    group by 1, 2`
  return new Map(rows.map((row) => [`${row.goalKey} ${row.regionCode}`, row.day]))
}

export async function setCityTarget(sql: Sql, one: CityTarget, by: string, now: Date): Promise<void> {
  await sql`insert into governance_city_targets (goal_key, region_code, target, due_on, set_by_name, set_at)
    values (${one.goalKey}, ${one.regionCode}, ${one.target}, ${one.dueOn}, ${by}, ${now})
    on conflict (goal_key, region_code) do update set target = excluded.target, due_on = excluded.due_on,
      set_by_name = excluded.set_by_name, set_at = excluded.set_at`
}
