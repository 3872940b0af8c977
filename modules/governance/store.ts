import type { Sql } from '@ronghe/kit/db'
import type { CourseDay, DepartmentRow, GoalRow, NewFigure, PlanRows, TaskRow } from './rows.ts'

/** Brings departments, goals and tasks to the region's state. */
export async function keepPlan(sql: Sql, plan: PlanRows): Promise<void> {
  for (const one of plan.departments) {
    await sql`insert into governance_departments (code, place, name_zh, name_en, kind, region_code)
      values (${one.code}, ${one.place}, ${one.nameZh}, ${one.nameEn}, ${one.kind}, ${one.regionCode})
      on conflict (code) do update set place = excluded.place, name_zh = excluded.name_zh,
        name_en = excluded.name_en`
  }
  for (const one of plan.goals) {
    await sql`insert into governance_goals (key, place, title_zh, title_en, target, unit_code, unit_zh,
        unit_en, due_on, source_clause, quote_zh, evidence, proof, method_zh, method_en, report_department)
      values (${one.key}, ${one.place}, ${one.titleZh}, ${one.titleEn}, ${one.target}, ${one.unitCode},
        ${one.unitZh}, ${one.unitEn}, ${one.dueOn}, ${one.sourceClause}, ${one.quoteZh}, ${one.evidence},
        ${one.proof === null ? null : JSON.stringify(one.proof)}::text::jsonb, ${one.methodZh},
        ${one.methodEn}, ${one.reportDepartment})
      on conflict (key) do update set place = excluded.place, title_zh = excluded.title_zh,
        title_en = excluded.title_en, target = excluded.target, unit_code = excluded.unit_code,
        unit_zh = excluded.unit_zh, unit_en = excluded.unit_en, due_on = excluded.due_on,
        source_clause = excluded.source_clause, quote_zh = excluded.quote_zh, evidence = excluded.evidence,
        proof = excluded.proof, method_zh = excluded.method_zh, method_en = excluded.method_en,
        report_department = excluded.report_department
      where governance_goals.edited_at is null`
  }
  for (const one of plan.tasks) {
    await sql`insert into governance_tasks (key, place, title_zh, title_en, excerpt_zh, excerpt_en, plan_rows,
        due_on)
      values (${one.key}, ${one.place}, ${one.titleZh}, ${one.titleEn}, ${one.excerptZh}, ${one.excerptEn},
        ${one.planRows}, ${one.dueOn})
      on conflict (key) do update set place = excluded.place, title_zh = excluded.title_zh,
        title_en = excluded.title_en, excerpt_zh = excluded.excerpt_zh, excerpt_en = excluded.excerpt_en,
        plan_rows = excluded.plan_rows, due_on = excluded.due_on`
    await sql`delete from governance_task_departments where task_key = ${one.key}`
    for (const [place, code] of one.departments.entries()) {
      await sql`insert into governance_task_departments (task_key, place, department_code)
        values (${one.key}, ${place}, ${code})`
    }
  }
  await sql`delete from governance_tiles`
  for (const { regionCode, column, row } of plan.tiles) {
    await sql`insert into governance_tiles (region_code, tile_column, tile_row)
      values (${regionCode}, ${column}, ${row})`
  }
}

export async function listGoals(sql: Sql, like: string | null): Promise<GoalRow[]> {
  return sql<GoalRow[]>`select key, title_zh as "titleZh", title_en as "titleEn", target::float8 as target,
      unit_code as "unitCode", unit_zh as "unitZh", unit_en as "unitEn", due_on::text as "dueOn",
      source_clause as "sourceClause", quote_zh as "quoteZh", evidence, proof, method_zh as "methodZh",
      method_en as "methodEn", direction, base_value::float8 as "baseValue", base_on::text as "baseOn",
      frequency, report_department as "reportDepartment", formula
    from governance_goals
    where ${like}::text is null or title_zh ilike ${like} or title_en ilike ${like} or key ilike ${like}
    order by place`
}

export async function listTasks(
  sql: Sql,
  like: string | null,
  department: string | null,
): Promise<TaskRow[]> {
  return sql<TaskRow[]>`
    select t.key, t.title_zh as "titleZh", t.title_en as "titleEn", t.excerpt_zh as "excerptZh",
      t.excerpt_en as "excerptEn", t.plan_rows as "planRows", t.due_on::text as "dueOn",
      (select jsonb_agg(jsonb_build_object('code', d.code, 'nameZh', d.name_zh, 'nameEn', d.name_en)
          order by td.place)
        from governance_task_departments td join governance_departments d on d.code = td.department_code
        where td.task_key = t.key) as departments
    from governance_tasks t
    where t.is_in_force and (${like}::text is null or t.title_zh ilike ${like} or t.title_en ilike ${like}
        or t.excerpt_zh ilike ${like} or t.key ilike ${like})
      and (${department}::text is null or exists (select 1 from governance_task_departments td
        where td.task_key = t.key and td.department_code = ${department}))
    order by t.place`
}

export async function listDepartments(sql: Sql, like: string | null): Promise<DepartmentRow[]> {
  return sql<DepartmentRow[]>`select d.code, d.name_zh as "nameZh", d.name_en as "nameEn",
      d.organisation_id as "organisationId",
      count(td.task_key) filter (where td.place = 0)::int as leads,
      count(td.task_key) filter (where td.place > 0)::int as partners
    from governance_departments d left join governance_task_departments td on td.department_code = d.code
    where ${like}::text is null or d.name_zh ilike ${like} or d.name_en ilike ${like}
    group by d.code order by d.place`
}

/** Who acts for a body from now on; false when there is no such body. */
export async function assignDepartment(
  sql: Sql,
  code: string,
  organisationId: string | null,
): Promise<boolean> {
  const { count } = await sql`update governance_departments set organisation_id = ${organisationId}
    where code = ${code}`
  await sql`update governance_item_parts set organisation_id = ${organisationId}
    where department_code = ${code} and state <> 'accepted'`
  return count === 1
}

export async function tilesByRegion(sql: Sql): Promise<Map<string, { column: number; row: number }[]>> {
  const rows = await sql`select region_code, tile_column, tile_row from governance_tiles
      order by tile_row, tile_column`
  const tiles = new Map<string, { column: number; row: number }[]>()
  for (const { region_code, tile_column, tile_row } of rows) {
    tiles.set(region_code, [...(tiles.get(region_code) ?? []), { column: tile_column, row: tile_row }])
  }
  return tiles
}

/** The figure of a day; a later computation of the same day replaces it. */
export async function keepFigure(sql: Sql, one: NewFigure, now: Date): Promise<void> {
  await sql`insert into governance_figures (goal_key, day, value_evidenced, value_declared,
      numerator_evidenced, numerator_declared, denominator, inputs_hash, computed_at)
    values (${one.goalKey}, ${one.day}, ${one.evidenced}, ${one.declared}, ${one.numeratorEvidenced},
      ${one.numeratorDeclared}, ${one.denominator}, ${one.inputsHash}, ${now})
    on conflict (goal_key, day) do update set value_evidenced = excluded.value_evidenced,
      value_declared = excluded.value_declared, numerator_evidenced = excluded.numerator_evidenced,
      numerator_declared = excluded.numerator_declared, denominator = excluded.denominator,
      inputs_hash = excluded.inputs_hash, computed_at = excluded.computed_at`
}

/** The figures of the days, first day first. */
export async function courseOf(sql: Sql, goalKey: string): Promise<CourseDay[]> {
  return sql<CourseDay[]>`
    select day::text, value_evidenced::float8 as evidenced, value_declared::float8 as declared,
      inputs_hash as "inputsHash"
    from governance_figures where goal_key = ${goalKey} order by day`
}

type CityFigure = { goalKey: string; regionCode: string; evidenced: number | null; declared: number | null }

/** The cities' figures of a day; a later computation of the same day replaces them. */
export async function keepCityFigures(sql: Sql, day: string, figures: readonly CityFigure[]): Promise<void> {
  if (figures.length === 0) return
  await sql`insert into governance_city_figures (goal_key, region_code, day, value_evidenced, value_declared)
    select goal_key, region_code, ${day}::date, value_evidenced, value_declared
    from unnest(${figures.map((one) => one.goalKey)}::text[], ${figures.map((one) => one.regionCode)}::text[],
      ${figures.map((one) => one.evidenced)}::numeric[], ${figures.map((one) => one.declared)}::numeric[])
      as given (goal_key, region_code, value_evidenced, value_declared)
    on conflict (goal_key, region_code, day) do update set value_evidenced = excluded.value_evidenced,
      value_declared = excluded.value_declared`
}
