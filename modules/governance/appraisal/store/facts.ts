import type { Sql } from '@ronghe/kit/db'

export type DuePart = {
  itemId: string
  number: string
  title: string
  titleEn: string
  state: string
  dueOn: string
  issuedOn: string | null
  signedOn: string | null
  reportedOn: string | null
  /** Red at some time up to the end of the period. */
  wasRed: boolean
}

/** A body's parts of items that were due in the period, also of those closed since. */
export async function partsDue(
  sql: Sql,
  departmentCode: string,
  { fromOn, toOn }: { fromOn: string; toOn: string },
): Promise<DuePart[]> {
  return sql<DuePart[]>`select p.item_id as "itemId", i.number, i.title,
      coalesce(nullif(i.title_en, ''), i.title) as "titleEn", p.state, p.due_on::text as "dueOn",
      p.issued_on::text as "issuedOn", p.signed_on::text as "signedOn", p.reported_on::text as "reportedOn",
      (p.light = 'red' or exists (select 1 from governance_item_lights l where l.item_id = p.item_id
        and l.department_code = p.department_code and l.light = 'red')) as "wasRed"
    from governance_item_parts p join governance_items i on i.id = p.item_id
    where p.department_code = ${departmentCode} and i.state in ('running', 'closed')
      and p.due_on between ${fromOn}::date and ${toOn}::date
    order by p.due_on, i.number`
}

export type GoalFact = {
  key: string
  titleZh: string
  titleEn: string
  direction: 'up' | 'down'
  target: number
  dueOn: string
  value: number | null
  /** The day of the figure. */
  day: string | null
}

/**
 * The goals a body answers for: a city's government for the city's own targets, any other body for what it
 * reports and what its items were about; each with the last figure kept up to the end of the period.
 */
export async function goalsOf(
  sql: Sql,
  unit: { departmentCode: string; regionCode: string | null },
  { fromOn, toOn }: { fromOn: string; toOn: string },
): Promise<GoalFact[]> {
  const { departmentCode, regionCode } = unit
  if (regionCode !== null)
    return sql<GoalFact[]>`select g.key, g.title_zh as "titleZh", g.title_en as "titleEn", g.direction,
        t.target::float8 as target, t.due_on::text as "dueOn", f.value::float8 as value, f.day::text
      from governance_city_targets t join governance_goals g on g.key = t.goal_key
      left join lateral (select coalesce(value_evidenced, value_declared) as value, day
        from governance_city_figures where goal_key = g.key and region_code = t.region_code
          and day <= ${toOn}::date order by day desc limit 1) f on true
      where t.region_code = ${regionCode} order by g.place`
  return sql<GoalFact[]>`select g.key, g.title_zh as "titleZh", g.title_en as "titleEn", g.direction,
      g.target::float8 as target, g.due_on::text as "dueOn", f.value::float8 as value, f.day::text
    from governance_goals g
    left join lateral (select coalesce(value_evidenced, value_declared) as value, day
      from governance_figures where goal_key = g.key and day <= ${toOn}::date
      order by day desc limit 1) f on true
    where g.target is not null and (g.report_department = ${departmentCode} or exists (
      select 1 from governance_item_parts p join governance_items i on i.id = p.item_id
      where i.goal_key = g.key and p.department_code = ${departmentCode} and i.state in ('running', 'closed')
        and p.due_on between ${fromOn}::date and ${toOn}::date))
    order by g.place`
}
