import { regionPrefix, type Sql } from '@ronghe/kit/db'
import { dayOf } from './equipment.ts'
import { type Locale, likeOf, listedOf, nameIn, pageOf } from './parts.ts'

export type DayFigures = {
  oee: number | null
  availability: number | null
  effectiveness: number | null
  quality: number | null
  nee: number | null
  knownShare: number | null
  productionHours: number
  plannedHours: number
  /** The window they were computed over: the local day, or as much of it as has passed. */
  fromMicros: number
  toMicros: number
  /** Why a figure has no value, by its name. */
  missing: Record<string, string>
}

export async function keepOeeDay(
  sql: Sql,
  one: { equipmentId: string; organisationId: string; day: string; figures: DayFigures; inputsHash: string },
  now: Date,
): Promise<void> {
  await sql`insert into factory_oee_days (equipment_id, organisation_id, day, figures, inputs_hash,
    computed_at)
    values (${one.equipmentId}, ${one.organisationId}, ${one.day},
      ${JSON.stringify(one.figures)}::text::jsonb, ${one.inputsHash}, ${now})
    on conflict (equipment_id, day) do update set figures = excluded.figures,
      inputs_hash = excluded.inputs_hash, computed_at = excluded.computed_at`
}

export type OeeDayRow = Omit<DayFigures, 'fromMicros' | 'toMicros' | 'missing'> & {
  equipmentId: string
  equipmentName: string
  day: string
  inputsHash: string
}

export async function listOeeDays(
  sql: Sql,
  locale: Locale,
  filter: {
    q?: string
    organisation?: string
    equipment?: string
    region?: string
    fromDay?: string
    toDay?: string
    page?: number
    pageSize?: number
  },
) {
  const like = likeOf(filter.q)
  const rows = await sql<
    {
      figures: DayFigures
      equipmentId: string
      equipmentName: string
      day: string
      inputsHash: string
      total: bigint
    }[]
  >`
    select d.equipment_id as "equipmentId", ${nameIn(sql, locale, 'e')} as "equipmentName", d.day::text,
      d.figures, d.inputs_hash as "inputsHash", count(*) over () as total
    from factory_oee_days d join factory_equipment e on e.id = d.equipment_id
    where (${like}::text is null or e.name ilike ${like} or e.code ilike ${like})
      and (${filter.organisation ?? null}::uuid is null or d.organisation_id = ${filter.organisation ?? null})
      and (${filter.equipment ?? null}::uuid is null or d.equipment_id = ${filter.equipment ?? null})
      and (${filter.region ?? null}::text is null or d.organisation_id in (
        select id from registry_organisation_cards()
        where starts_with(region_code, ${regionPrefix(filter.region ?? null)})))
      and (${filter.fromDay ?? null}::date is null or d.day >= ${filter.fromDay ?? null}::date)
      and (${filter.toDay ?? null}::date is null or d.day <= ${filter.toDay ?? null}::date)
    order by d.day desc, e.code, e.id ${pageOf(sql, filter)}`
  const { rows: listed, total } = listedOf(rows)
  return { total, rows: listed.map(({ figures, ...row }): OeeDayRow => ({ ...row, ...shownOf(figures) })) }
}

function shownOf({ fromMicros: _from, toMicros: _to, missing: _missing, ...figures }: DayFigures) {
  return figures
}

export type TodayRow = { equipmentId: string; figures: DayFigures; computedAt: Date }

/** The newest day of each machine. */
export async function newestDays(sql: Sql, equipmentIds: readonly string[]): Promise<TodayRow[]> {
  return sql<TodayRow[]>`select m.id as "equipmentId", d.figures, d.computed_at as "computedAt"
    from unnest(${equipmentIds as string[]}::uuid[]) m (id) cross join lateral (
      select figures, computed_at from factory_oee_days where equipment_id = m.id order by day desc
        limit 1) d`
}

/** Per machine of a region that is not retired, the last days' hours: what the spread of OEE is made from. */
export async function machineHours(
  sql: Sql,
  prefix: string,
  fromDay: string,
  now: Date,
): Promise<
  {
    equipmentId: string
    organisationId: string
    planned: number
    production: number
    oeeHours: number | null
  }[]
> {
  const rows =
    await sql`select d.equipment_id, d.organisation_id, sum((figures->>'plannedHours')::float8) as planned,
      sum((figures->>'productionHours')::float8) as production,
      case when bool_and(figures->>'oee' is not null or (figures->>'plannedHours')::float8 = 0)
        then sum((figures->>'oee')::float8 * (figures->>'plannedHours')::float8) end as oee_hours
    from factory_oee_days d join registry_organisation_cards() o on o.id = d.organisation_id
    join factory_equipment e on e.id = d.equipment_id and coalesce(e.retired_on > ${dayOf(now)}::date, true)
    where starts_with(o.region_code, ${prefix}) and d.day >= ${fromDay}::date
    group by d.equipment_id, d.organisation_id having sum((figures->>'plannedHours')::float8) > 0`
  return rows.map((row) => ({
    equipmentId: row.equipment_id,
    organisationId: row.organisation_id,
    planned: row.planned,
    production: row.production,
    oeeHours: row.oee_hours,
  }))
}
