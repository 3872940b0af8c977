import { type Locale, likeOf, nameIn, orderOf, pageOf, type Sql } from '@ronghe/kit/db'

export type PeerRow = {
  runId: string
  total: string
  tradeCode: string | null
  sizeClass: string | null
  regionCode: string
}

/** Submitted runs of a framework and year in the order of their submission. */
export async function peersOf(sql: Sql, frameworkCode: string, year: number): Promise<PeerRow[]> {
  return sql<PeerRow[]>`select id as "runId", total::text as total, trade_code as "tradeCode",
      size_class as "sizeClass", region_code as "regionCode"
    from assess_runs where framework_code = ${frameworkCode} and year = ${year}
      and status in ('submitted', 'accepted') and total is not null
    order by submitted_at, id`
}

export type PeerFirm = {
  runId: string
  organisationName: string
  regionCode: string
  total: string
  status: 'submitted' | 'accepted'
  submittedAt: Date
  isCounted: boolean
}
type PeerFilter = {
  q?: string
  sort?: string
  page?: number
  pageSize?: number
  isCounted: boolean | null
}

const sortable = {
  organisationName: 'o.name',
  regionCode: 'o.region_code',
  total: 'r.total',
  status: 'r.status',
  submittedAt: 'r.submitted_at',
}

/** The firms of a group that the caller may see, and which of them its figures count. */
export async function listPeers(
  sql: Sql,
  locale: Locale,
  ids: { all: readonly string[]; counted: readonly string[] },
  filter: PeerFilter,
) {
  const like = likeOf(filter.q)
  const isCounted = sql`r.id = any(${ids.counted as string[]})`
  const rows = await sql<(PeerFirm & { totalRows: bigint })[]>`
    select r.id as "runId", ${nameIn(sql, locale, 'o')} as "organisationName",
      o.region_code as "regionCode", r.total::text as total, r.status, r.submitted_at as "submittedAt",
      ${isCounted} as "isCounted", count(*) over () as "totalRows"
    from assess_runs r join registry_organisation_cards() o on o.id = r.organisation_id
    where r.id = any(${ids.all as string[]})
      and (${like}::text is null or o.name ilike ${like} or o.name_en ilike ${like})
      and (${filter.isCounted}::boolean is null or (${isCounted}) = ${filter.isCounted})
    ${orderOf(sql, filter.sort, sortable, 'r.total desc, r.id')} ${pageOf(sql, filter)}`
  return {
    rows: rows.map(({ totalRows: _, ...row }) => row),
    total: Number(rows[0]?.totalRows ?? 0),
  }
}

export type DivisionSum = {
  key: string
  firms: number
  /** Of the totals, and their mean. */
  sum: string | null
  total: string | null
  answered: number
  evidenced: number
}

/** Firms with a submitted run, by the division where they are now: cities of a province, counties of one. */
export async function sumsByDivision(
  sql: Sql,
  filter: { prefix: string; framework: string | null; year: number | null },
): Promise<DivisionSum[]> {
  const keyLength = filter.prefix.length <= 2 ? 4 : 6
  return sql<DivisionSum[]>`
    with newest as (
      select distinct on (r.organisation_id) r.id, r.organisation_id, o.region_code, total, framework_code
      from assess_runs r join registry_organisation_cards() o on o.id = r.organisation_id
      where status in ('submitted', 'accepted')
        and starts_with(o.region_code, ${filter.prefix})
        and (${filter.framework}::text is null or framework_code = ${filter.framework})
        and (${filter.year}::int is null or year = ${filter.year})
      order by r.organisation_id, year desc, submitted_at desc),
    counted as (
      select n.id, count(*) as answered, count(*) filter (where a.basis = 'evidenced') as evidenced
      from newest n join assess_answers a on a.run_id = n.id and a.value is not null group by n.id)
    select rpad(left(n.region_code, ${keyLength}), 6, '0') as key, count(*)::int as firms,
      sum(n.total)::text as sum, round(avg(n.total), 2)::text as total,
      coalesce(sum(c.answered), 0)::int as answered,
      coalesce(sum(c.evidenced), 0)::int as evidenced
    from newest n left join counted c on c.id = n.id group by 1 order by 1`
}
