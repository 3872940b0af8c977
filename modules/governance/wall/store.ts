import type { Sql } from '@ronghe/kit/db'

export type KeptFigure = {
  goalKey: string
  day: string
  evidenced: number | null
  declared: number | null
}

/** The last figure of each month of a year, and the last of all, of the region or of a city. */
export async function coursesOf(sql: Sql, city: string | null, year: number): Promise<KeptFigure[]> {
  const table = city === null ? sql`governance_figures` : sql`governance_city_figures`
  const here = city === null ? sql`true` : sql`region_code = ${city}`
  return sql<KeptFigure[]>`select distinct on (goal_key, date_trunc('week', day)) goal_key as "goalKey",
      day::text, value_evidenced::float8 as evidenced, value_declared::float8 as declared
    from ${table} where day between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date and ${here}
    order by goal_key, date_trunc('week', day), day desc`
}

/** Each city's last figure of every goal in a year. */
export async function citiesIn(sql: Sql, year: number): Promise<(KeptFigure & { regionCode: string })[]> {
  return sql<(KeptFigure & { regionCode: string })[]>`
    select distinct on (goal_key, region_code) goal_key as "goalKey", region_code as "regionCode", day::text,
      value_evidenced::float8 as evidenced, value_declared::float8 as declared
    from governance_city_figures
    where day between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date
    order by goal_key, region_code, day desc`
}

/** Each city's last figure of every goal up to a day. */
export async function citiesBefore(sql: Sql, day: string): Promise<(KeptFigure & { regionCode: string })[]> {
  return sql<(KeptFigure & { regionCode: string })[]>`
    select distinct on (goal_key, region_code) goal_key as "goalKey", region_code as "regionCode", day::text,
      value_evidenced::float8 as evidenced, value_declared::float8 as declared
    from governance_city_figures where day <= ${day}::date order by goal_key, region_code, day desc`
}

/** The first kept day on which each goal's evidenced or, without one, declared figure met its target. */
export async function reachedDays(sql: Sql): Promise<Map<string, string>> {
  const rows = await sql<{ key: string; day: string }[]>`
    select g.key, min(f.day)::text as day from governance_goals g
    join governance_figures f on f.goal_key = g.key
    where (case g.direction when 'up' then coalesce(f.value_evidenced, f.value_declared) >= g.target
      else coalesce(f.value_evidenced, f.value_declared) <= g.target end)
    group by g.key`
  return new Map(rows.map((row) => [row.key, row.day]))
}

/** Years of which figures are kept. */
export async function yearsOf(sql: Sql): Promise<number[]> {
  const rows = await sql<{ year: number }[]>`
    select distinct extract(year from day)::int as year from governance_figures order by 1 desc`
  return rows.map((row) => row.year)
}

export type LightCount = { regionCode: string | null; light: 'green' | 'yellow' | 'red'; parts: number }

/** Sums of the lights of what is owed, by the city whose government owes it; null: a body of the region. */
export async function lightCounts(sql: Sql): Promise<LightCount[]> {
  return sql<LightCount[]>`select d.region_code as "regionCode", p.light, count(*)::int as parts
    from governance_item_parts p join governance_items i on i.id = p.item_id and i.state = 'running'
    join governance_departments d on d.code = p.department_code
    group by d.region_code, p.light`
}

/** Days of a year on which a goal's evidenced figure differs from the day before it, newest first. */
export async function figureMoves(sql: Sql, city: string | null, year: number, limit: number) {
  const table = city === null ? sql`governance_figures` : sql`governance_city_figures`
  const here = city === null ? sql`true` : sql`f.region_code = ${city}`
  return sql<
    { goalKey: string; titleZh: string; titleEn: string; day: string; before: number; after: number }[]
  >`
    select * from (select g.key as "goalKey", g.title_zh as "titleZh", g.title_en as "titleEn", f.day::text,
        f.value_evidenced::float8 as after,
        lag(f.value_evidenced) over (partition by g.key order by f.day)::float8 as before
      from ${table} f join governance_goals g on g.key = f.goal_key where ${here}) m
    where before is not null and after is not null and before <> after
      and day between ${`${year}-01-01`} and ${`${year}-12-31`}
    order by day desc, "goalKey" limit ${limit}`
}

/** The newest acts on items that the caller may see. */
export async function itemMoves(sql: Sql, year: number, limit: number) {
  return sql<{ at: Date; itemId: string; title: string; titleEn: string; action: string }[]>`
    select e.at, e.item_id as "itemId", i.title,
      coalesce(nullif(i.title_en, ''), i.title) as "titleEn", e.action
    from governance_item_events e join governance_items i on i.id = e.item_id
    where extract(year from e.at) = ${year} and e.action in ('issue', 'report', 'accept', 'urge', 'close')
    order by e.seq desc limit ${limit}`
}

/** The newest grants that were decided or paid, public as the fund’s notices are. */
export async function fundMoves(sql: Sql, year: number, limit: number) {
  return sql<{ at: Date; programmeId: string; titleZh: string; titleEn: string; grants: number }[]>`
    select max(a.updated_at) as at, p.id as "programmeId", p.title_zh as "titleZh", p.title_en as "titleEn",
      count(*)::int as grants
    from governance_applications a join governance_programmes p on p.id = a.programme_id
    where a.state in ('approved', 'contracted', 'completed', 'evaluated')
      and extract(year from a.updated_at) = ${year}
    group by p.id, p.title_zh, p.title_en order by 1 desc limit ${limit}`
}
