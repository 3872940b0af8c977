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
}

/** Counts of each firm's machines that are not retired; firms without machines count too. */
export async function countsByFirm(
  sql: Sql,
  locale: Locale,
  filter: { prefix: string; isKey?: boolean; q?: string },
  now: Date,
): Promise<FirmCounts[]> {
  const like = likeOf(filter.q)
  return sql<FirmCounts[]>`select o.id as "organisationId", ${nameIn(sql, locale, 'o')} as "organisationName",
      o.region_code as "regionCode", o.is_key as "isKey", o.is_sample as "isSample",
      count(e.id)::int as machines, count(e.first_signal_at)::int as "machinesConnected",
      count(e.id) filter (where g.is_online and e.first_signal_at is not null)::int as "machinesOnline",
      count(e.id) filter (where e.is_key_process)::int as "keyProcess",
      count(e.id) filter (where e.is_key_process and e.is_numerical_control)::int as declared,
      count(e.id) filter (where e.is_key_process and e.is_numerical_control
        and e.controller_proved_at is not null)::int as evidenced
    from registry_organisation_cards() o
    left join factory_equipment e on e.organisation_id = o.id
      and coalesce(e.retired_on > ${dayOf(now)}::date, true)
    left join factory_edges g on g.id = e.edge_id
    where o.kind = 'enterprise' and starts_with(o.region_code, ${filter.prefix})
      and (${filter.isKey ?? null}::boolean is null or o.is_key = ${filter.isKey ?? null})
      and (${like}::text is null or o.name ilike ${like} or o.name_en ilike ${like})
    group by o.id, o.name, o.name_en, o.region_code, o.is_key, o.is_sample order by o.region_code, o.name`
}
