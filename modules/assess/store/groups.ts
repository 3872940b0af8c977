import type { Sql } from '@ronghe/kit/db'

export type GroupFilter = {
  prefix: string
  by: 'division' | 'trade' | 'park'
  depth: 'section' | 'division' | 'group' | 'class'
  trade: string | null
  park: string | null
}
export type GroupCount = { key: string; code: string; firms: number }

const digits = { division: 2, group: 3, class: 4 } as const

/** Each organisation with the keys under which it counts: several where its sites lie in several parks. */
function keyed(sql: Sql, { prefix, by, depth, trade, park }: GroupFilter) {
  const length = prefix.length <= 2 ? 4 : 6
  const tradeKey = depth === 'section' ? sql`tr.section` : sql`left(tr.trade_code, ${digits[depth]}::int)`
  const division = sql`rpad(left(o.region_code, ${length}::int), 6, '0')`
  const key = { division, trade: sql`coalesce(${tradeKey}, '')`, park: sql`pu.park_id::text` }[by]
  const isParked = by === 'park' || park !== null
  return sql`(select distinct o.id, ${key} as key from registry_organisation_cards() o
    left join registry_organisation_trades() tr on tr.organisation_id = o.id
    ${isParked ? sql`join registry_park_units() pu on pu.organisation_id = o.id` : sql``}
    where starts_with(o.region_code, ${prefix})
      and (${trade}::text is null or tr.section = ${trade} or starts_with(tr.trade_code, ${trade}))
      ${park === null ? sql`` : sql`and pu.park_id = ${park}`})`
}

/** The firms of a trade or with a site in a park; all of them without either. */
export function isOfFirms(sql: Sql, organisation: ReturnType<Sql>, of: { trade?: string; park?: string }) {
  if (of.trade === undefined && of.park === undefined) return sql`true`
  const { trade = null, park = null } = of
  const firms = keyed(sql, { prefix: '', by: 'division', depth: 'class', trade, park })
  return sql`${organisation} in (select id from ${firms} f)`
}

/** Firms with a submitted run, by group and framework. */
export async function assessedByGroup(sql: Sql, filter: GroupFilter): Promise<GroupCount[]> {
  return sql<GroupCount[]>`with runs as (select distinct organisation_id, framework_code from assess_runs
      where status in ('submitted', 'accepted'))
    select k.key, r.framework_code as code, count(*)::int as firms
    from ${keyed(sql, filter)} k join runs r on r.organisation_id = k.id group by 1, 2 order by 1, 2`
}

/** Valid certificates, by group and scheme. */
export async function certifiedByGroup(sql: Sql, filter: GroupFilter): Promise<GroupCount[]> {
  return sql<GroupCount[]>`
    select k.key, c.scheme as code, count(*)::int as firms
    from ${keyed(sql, filter)} k join assess_certificates c on c.organisation_id = k.id and c.status = 'valid'
    group by 1, 2 order by 1, 2`
}

/** Certifications that have led to no certificate yet, by group. */
export async function underWayByGroup(sql: Sql, filter: GroupFilter): Promise<GroupCount[]> {
  return sql<GroupCount[]>`
    select k.key, '' as code, count(*)::int as firms
    from ${keyed(sql, filter)} k join assess_cases c on c.organisation_id = k.id
      and c.is_open and c.kind = 'certification'
      and not exists (select 1 from assess_certificates where case_id = c.id)
    group by 1 order by 1`
}
