import { listedOf, orderOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { RuleKind } from '../contract/findings.ts'

export type RuleRow = {
  kind: RuleKind
  version: number
  least: number | null
  threshold: string
  sourceZh: string
  sourceEn: string
  isExample: boolean
  reason: string | null
  byName: string
  at: Date
}

export type RuleFilter = {
  kind?: string
  version?: number
  isNewest?: boolean
  sort?: string
  page?: number
  pageSize?: number
}

const sortable = { kind: 'r.kind', version: 'r.version', at: 'r.at' }

export async function listRules(sql: Sql, filter: RuleFilter) {
  const newest = sql`r.version = (select max(version) from assess_quality_rules n where n.kind = r.kind)`
  const rows = await sql<(RuleRow & { total: bigint })[]>`
    select r.kind, r.version, r.least, r.threshold::text as threshold, r.source_zh as "sourceZh",
      r.source_en as "sourceEn", r.is_example as "isExample", r.reason, r.by_name as "byName", r.at,
      count(*) over () as total
    from assess_quality_rules r
    where (${filter.kind ?? null}::text is null or r.kind = ${filter.kind ?? null})
      and (${filter.version ?? null}::int is null or r.version = ${filter.version ?? null})
      and (${filter.isNewest ?? null}::boolean is null or (${newest}) = ${filter.isNewest ?? null})
    ${orderOf(sql, filter.sort, sortable, 'r.version desc, r.kind')} ${pageOf(sql, filter)}`
  return listedOf(rows)
}

/** The version of each rule by which findings are made now. */
export async function newestRules(sql: Sql): Promise<RuleRow[]> {
  return (await listRules(sql, { isNewest: true })).rows
}

/** Keeps the next version; false when somebody else has written it. */
export async function insertRule(
  sql: Sql,
  one: Omit<RuleRow, 'at' | 'threshold'> & { threshold: number | string },
  now: Date,
): Promise<boolean> {
  const { count } = await sql`insert into assess_quality_rules (kind, version, least, threshold, source_zh,
      source_en, is_example, reason, by_name, at)
    values (${one.kind}, ${one.version}, ${one.least}, ${String(one.threshold)}::text::numeric,
      ${one.sourceZh}, ${one.sourceEn}, ${one.isExample}, ${one.reason}, ${one.byName}, ${now})
    on conflict (kind, version) do nothing`
  return count === 1
}
