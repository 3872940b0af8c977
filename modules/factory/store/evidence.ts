import type { Sql } from '@ronghe/kit/db'
import { dayOf } from './equipment.ts'
import { type Locale, likeOf, nameIn } from './parts.ts'

export type FirmCounts = {
  organisationId: string
  organisationName: string
  regionCode: string
  isKey: boolean
  isSample: boolean
  machines: number
  machinesConnected: number
  machinesOnline: number
  keyProcess: number
  declared: number
  evidenced: number
  /** Trade and the section above it; null where none is given or it was not asked for. */
  tradeCode: string | null
  section: string | null
  /** The park, where firms are counted park by park. */
  parkId: string | null
}

export type FirmFilter = {
  prefix: string
  id?: string | undefined
  isKey?: boolean | undefined
  q?: string | undefined
  /** A section, or the first digits of a trade. */
  trade?: string | undefined
  /** Tell each firm's trade too. */
  isByTrade?: boolean | undefined
  /** Only what lies in this park, or in `each`: a firm counts in every park in which a site of it lies. */
  park?: string | undefined
}

/** Counts of each firm's machines that are not retired; firms without machines count too. */
export async function countsByFirm(
  sql: Sql,
  locale: Locale,
  filter: FirmFilter,
  now: Date,
): Promise<FirmCounts[]> {
  const like = likeOf(filter.q)
  const { trade = null, park } = filter
  const isParked = park !== undefined
  const isTraded = trade !== null || filter.isByTrade === true
  const trades = isTraded
    ? sql`left join registry_organisation_trades() tr on tr.organisation_id = o.id`
    : sql``
  return sql<FirmCounts[]>`select o.id as "organisationId", ${nameIn(sql, locale, 'o')} as "organisationName",
      o.region_code as "regionCode", o.is_key as "isKey", o.is_sample as "isSample",
      count(e.id)::int as machines, count(e.first_signal_at)::int as "machinesConnected",
      count(e.id) filter (where g.is_online and e.first_signal_at is not null)::int as "machinesOnline",
      count(e.id) filter (where e.is_key_process)::int as "keyProcess",
      count(e.id) filter (where e.is_key_process and e.is_numerical_control)::int as declared,
      count(e.id) filter (where e.is_key_process and e.is_numerical_control
        and e.controller_proved_at is not null)::int as evidenced,
      ${isTraded ? sql`tr.trade_code` : sql`null`} as "tradeCode",
      ${isTraded ? sql`tr.section` : sql`null`} as section,
      ${isParked ? sql`pu.park_id` : sql`null`} as "parkId"
    from registry_organisation_cards() o
    ${trades}
    ${isParked ? sql`join registry_park_units() pu on pu.organisation_id = o.id` : sql``}
    left join factory_equipment e on e.organisation_id = o.id
      ${isParked ? sql`and e.unit_id = pu.unit_id` : sql``}
      and coalesce(e.retired_on > ${dayOf(now)}::date, true)
    left join factory_edges g on g.id = e.edge_id
    where o.kind = 'enterprise' and starts_with(o.region_code, ${filter.prefix})
      and (${filter.id ?? null}::uuid is null or o.id = ${filter.id ?? null})
      and (${filter.isKey ?? null}::boolean is null or o.is_key = ${filter.isKey ?? null})
      and (${like}::text is null or o.name ilike ${like} or o.name_en ilike ${like})
      ${trade === null ? sql`` : sql`and (tr.section = ${trade} or starts_with(tr.trade_code, ${trade}))`}
      ${isParked && park !== 'each' ? sql`and pu.park_id = ${park}` : sql``}
    group by o.id, o.name, o.name_en, o.region_code, o.is_key, o.is_sample
      ${isTraded ? sql`, tr.trade_code, tr.section` : sql``} ${isParked ? sql`, pu.park_id` : sql``}
    order by o.region_code, o.name`
}

export type MachineFacts = {
  id: string
  code: string
  name: string
  isKeyProcess: boolean
  isNumericalControl: boolean
  /** Its controller said of itself that it controls numerically. */
  proved: boolean
  /** It has sent signals. */
  connected: boolean
  /** Its energy is metered by itself. */
  metered: boolean
  /** An alarm is bound to its signals. */
  watched: boolean
  /** Its states follow from signals in the time asked for. */
  recorded: boolean
  /** Maker, model and serial number are known. */
  described: boolean
  plannedSeconds: number
  /** Planned seconds times OEE, null when a planned day has none. */
  oeeSeconds: number | null
  productionSeconds: number
  /** Production seconds times the share of good parts; null when a person's word on rejects is in it. */
  goodSeconds: number | null
}

/** What evidence follows from, of each machine of a firm that is not retired. */
export async function machineFacts(
  sql: Sql,
  organisationId: string,
  fromDay: string,
  now: Date,
): Promise<MachineFacts[]> {
  return sql<MachineFacts[]>`select e.id, e.code, e.name, e.is_key_process as "isKeyProcess",
      e.is_numerical_control as "isNumericalControl", e.controller_proved_at is not null as proved,
      e.first_signal_at is not null as connected,
      exists (select 1 from factory_energy_meters m where m.equipment_id = e.id
        and m.retired_at is null) as metered,
      exists (select 1 from factory_alarm_watches w where w.equipment_id = e.id and w.ended_at is null
        and w.version is not null) as watched,
      exists (select 1 from factory_states s where s.equipment_id = e.id and s.state <> 'unknown'
        and s.ends_at > ${fromDay}::date) as recorded,
      coalesce(e.maker, '') <> '' and coalesce(e.model, '') <> '' and coalesce(e.serial_number, '') <> ''
        as described, coalesce(d.planned, 0)::int as "plannedSeconds", d.oee::int as "oeeSeconds",
      coalesce(d.production, 0)::int as "productionSeconds",
      case when not exists (select 1 from factory_count_rules c where c.equipment_id = e.id
          and (c.source = 'declared' or c.rejects = 'noneUnlessSaid'))
        and not exists (select 1 from factory_declared_counts c where c.equipment_id = e.id
          and c.withdrawn_at is null and c.ends_at > ${fromDay}::date) then d.good::int end as "goodSeconds"
    from factory_equipment e left join lateral (
      select round(sum((figures->>'plannedHours')::float8) * 3600) as planned,
        case when bool_and(figures->>'oee' is not null or (figures->>'plannedHours')::float8 = 0)
          then round(sum((figures->>'oee')::float8 * (figures->>'plannedHours')::float8) * 3600) end as oee,
        round(sum((figures->>'productionHours')::float8) * 3600) as production,
        case when bool_and(figures->>'quality' is not null or (figures->>'productionHours')::float8 = 0)
          then round(sum((figures->>'quality')::float8 * (figures->>'productionHours')::float8) * 3600)
          end as good
      from factory_oee_days where equipment_id = e.id and day >= ${fromDay}::date) d on true
    where e.organisation_id = ${organisationId} and coalesce(e.retired_on > ${dayOf(now)}::date, true)
    order by e.code, e.id`
}

export type WorkDay = { day: string; reports: number }

/** Local days since `fromDay` and before today in which a machine of the firm was to work, with reports. */
export async function workDays(
  sql: Sql,
  organisationId: string,
  fromDay: string,
  now: Date,
): Promise<WorkDay[]> {
  return sql<WorkDay[]>`select d.day::text as day, (select count(*) from factory_shift_reports r
        where r.organisation_id = ${organisationId} and r.day = d.day)::int as reports
    from factory_oee_days d
    where d.organisation_id = ${organisationId} and d.day >= ${fromDay}::date and d.day < ${dayOf(now)}::date
    group by d.day having sum((d.figures->>'plannedHours')::float8) > 0 order by d.day`
}

export type MeterTargets = { id: string; name: string; targets: number; passes: number }

/** A firm's meters, how many targets hold for each today, and how often one was passed since `fromDay`. */
export async function meterTargets(
  sql: Sql,
  organisationId: string,
  fromDay: string,
  now: Date,
): Promise<MeterTargets[]> {
  return sql<MeterTargets[]>`select m.id, m.name,
      (select count(*) from factory_energy_targets t where t.meter_id = m.id and t.withdrawn_at is null
        and t.valid_from <= ${dayOf(now)}::date)::int as targets,
      (select count(*) from factory_energy_passes p join factory_energy_targets t on t.id = p.target_id
        where p.meter_id = m.id and t.withdrawn_at is null and p.day >= ${fromDay}::date)::int as passes
    from factory_energy_meters m where m.organisation_id = ${organisationId} and m.retired_at is null
    order by m.name, m.id`
}
