import { likeOf, listedOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { Facts } from '../facts.ts'
import type { AdjustmentRow, AppealRow, UnitRow } from '../rows.ts'
import type { Scored } from '../score.ts'

/** The bodies in their order; false when one of them is unknown. */
export async function setUnits(sql: Sql, appraisalId: string, codes: readonly string[]): Promise<boolean> {
  await sql`delete from governance_appraisal_units where appraisal_id = ${appraisalId}`
  const { count } = await sql`insert into governance_appraisal_units (appraisal_id, place, department_code,
      organisation_id)
    select ${appraisalId}, c.place - 1, d.code, d.organisation_id
    from unnest(${[...codes]}::text[]) with ordinality as c (code, place)
    join governance_departments d on d.code = c.code and d.kind <> 'group'`
  return count === codes.length
}

type Filter = { department?: string; q?: string; page?: number; pageSize?: number }

/** Results in their rank, with those of the last final appraisal before by the same body. */
export async function unitsOf(
  sql: Sql,
  appraisalId: string,
  filter: Filter,
): Promise<{ rows: UnitRow[]; total: number }> {
  const like = likeOf(filter.q)
  const rows = await sql<(Omit<UnitRow, 'total'> & { points: number | null; total: bigint })[]>`
    select u.department_code as "departmentCode", d.name_zh as "nameZh", d.name_en as "nameEn",
      u.organisation_id as "organisationId", d.region_code as "regionCode", u.facts, u.score,
      u.score_hash as "scoreHash", u.total::float8 as points, u.rank, u.computed_at as "computedAt",
      governance_sees_unit(u.appraisal_id, u.department_code) as "isDetailed",
      b.total::float8 as "totalBefore", b.rank as "rankBefore", count(*) over () as total
    from governance_appraisal_units u join governance_departments d on d.code = u.department_code
    join governance_appraisals a on a.id = u.appraisal_id
    left join lateral (select o.total, o.rank from governance_appraisal_units o
      join governance_appraisals e on e.id = o.appraisal_id
      where o.department_code = u.department_code and e.state = 'final' and e.to_on < a.from_on
        and e.organisation_id = a.organisation_id order by e.to_on desc limit 1) b on true
    where u.appraisal_id = ${appraisalId}
      and (${filter.department ?? null}::text is null or u.department_code = ${filter.department ?? null})
      and (${like}::text is null or d.name_zh ilike ${like} or d.name_en ilike ${like})
    order by u.rank nulls last, u.place ${pageOf(sql, filter)}`
  const { rows: listed, total } = listedOf(rows)
  return { rows: listed.map(({ points, ...row }) => ({ ...row, total: points })), total }
}

/** Final totals of a body up to a day, the oldest first. */
export async function finalOf(sql: Sql, departmentCode: string, organisationId: string, toOn: string) {
  return sql<{ appraisalId: string; titleZh: string; titleEn: string; total: number; rank: number }[]>`
    select a.id as "appraisalId", a.title_zh as "titleZh", a.title_en as "titleEn",
      u.total::float8 as total, u.rank
    from governance_appraisal_units u join governance_appraisals a on a.id = u.appraisal_id
    where u.department_code = ${departmentCode} and a.organisation_id = ${organisationId}
      and a.state = 'final' and a.to_on <= ${toOn}::date and u.total is not null
    order by a.to_on limit 20`
}

/** The body that acts for a department now, kept for who sees the result. */
export async function keepFacts(
  sql: Sql,
  appraisalId: string,
  departmentCode: string,
  facts: Facts,
  now: Date,
): Promise<void> {
  await sql`update governance_appraisal_units u set facts = ${JSON.stringify(facts)}::text::jsonb,
      computed_at = ${now}, organisation_id = d.organisation_id
    from governance_departments d
    where d.code = u.department_code and u.appraisal_id = ${appraisalId}
      and u.department_code = ${departmentCode}`
}

export async function keepScore(
  sql: Sql,
  appraisalId: string,
  departmentCode: string,
  { text, hash, total, rank }: Scored & { rank: number | null },
): Promise<void> {
  await sql`update governance_appraisal_units set score = ${text}, score_hash = ${hash}, total = ${total},
    rank = ${rank} where appraisal_id = ${appraisalId} and department_code = ${departmentCode}`
}

export async function adjustmentsOf(sql: Sql, appraisalId: string): Promise<AdjustmentRow[]> {
  return sql<AdjustmentRow[]>`select id, department_code as "departmentCode", kind, points::float8 as points,
      reason, item_id as "itemId", appeal_id as "appealId", person_name as "personName", at,
      withdrawn_at as "withdrawnAt", withdrawn_reason as "withdrawnReason"
    from governance_appraisal_adjustments where appraisal_id = ${appraisalId} order by seq`
}

export type NewAdjustment = Omit<AdjustmentRow, 'at' | 'withdrawnAt' | 'withdrawnReason'> & {
  appraisalId: string
}

export async function insertAdjustment(sql: Sql, one: NewAdjustment, now: Date): Promise<void> {
  await sql`insert into governance_appraisal_adjustments (id, appraisal_id, department_code, kind, points,
      reason, item_id, appeal_id, person_name, at)
    values (${one.id}, ${one.appraisalId}, ${one.departmentCode}, ${one.kind}, ${one.points}, ${one.reason},
      ${one.itemId}, ${one.appealId}, ${one.personName}, ${now})`
}

/** False when it is unknown or was withdrawn before. */
export async function withdrawAdjustment(
  sql: Sql,
  appraisalId: string,
  id: string,
  reason: string,
  now: Date,
): Promise<boolean> {
  const { count } = await sql`update governance_appraisal_adjustments set withdrawn_at = ${now},
      withdrawn_reason = ${reason}
    where id = ${id} and appraisal_id = ${appraisalId} and withdrawn_at is null`
  return count === 1
}

type AppealFilter = {
  id?: string
  appraisal?: string
  department?: string
  isOpen?: boolean
  q?: string
  page?: number
  pageSize?: number
}

export async function listAppeals(
  sql: Sql,
  filter: AppealFilter,
): Promise<{ rows: AppealRow[]; total: number }> {
  const like = likeOf(filter.q)
  const rows = await sql<(AppealRow & { total: bigint })[]>`
    select p.id, p.appraisal_id as "appraisalId", a.title_zh as "titleZh", a.title_en as "titleEn",
      p.department_code as "departmentCode", p.organisation_id as "organisationId",
      a.organisation_id as "appraiserId", d.name_zh as "nameZh",
      d.name_en as "nameEn", p.indicator, p.text, p.made_by as "madeBy", p.made_by_name as "madeByName",
      p.made_at as "madeAt", p.decision, p.reason, p.decided_by_name as "decidedByName",
      p.decided_at as "decidedAt", (select coalesce(jsonb_agg(jsonb_build_object('id', f.id,
          'name', f.file_name, 'hash', f.file_hash, 'mediaType', f.media_type) order by f.at, f.id), '[]')
        from governance_appeal_files f where f.appeal_id = p.id) as files, count(*) over () as total
    from governance_appraisal_appeals p join governance_appraisals a on a.id = p.appraisal_id
    join governance_departments d on d.code = p.department_code
    where (${filter.id ?? null}::uuid is null or p.id = ${filter.id ?? null})
      and (${filter.appraisal ?? null}::uuid is null or p.appraisal_id = ${filter.appraisal ?? null})
      and (${filter.department ?? null}::text is null or p.department_code = ${filter.department ?? null})
      and (${filter.isOpen ?? null}::boolean is null or (p.decision is null) = ${filter.isOpen ?? null})
      and (${like}::text is null or p.text ilike ${like} or d.name_zh ilike ${like}
        or d.name_en ilike ${like})
    order by p.decision is null desc, p.seq desc ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export type NewAppeal = {
  id: string
  appraisalId: string
  departmentCode: string
  organisationId: string
  indicator: string | null
  text: string
  madeBy: string | null
  madeByName: string
}

/** False when the body has an open appeal about the same. */
export async function insertAppeal(sql: Sql, one: NewAppeal, now: Date): Promise<boolean> {
  const { count } = await sql`insert into governance_appraisal_appeals (id, appraisal_id, department_code,
      organisation_id, indicator, text, made_by, made_by_name, made_at)
    values (${one.id}, ${one.appraisalId}, ${one.departmentCode}, ${one.organisationId}, ${one.indicator},
      ${one.text}, ${one.madeBy}, ${one.madeByName}, ${now})
    on conflict do nothing`
  return count === 1
}

/** False when it was decided before. */
export async function decideAppeal(
  sql: Sql,
  id: string,
  one: { decision: 'upheld' | 'refused'; reason: string; by: string },
  now: Date,
): Promise<boolean> {
  const { count } = await sql`update governance_appraisal_appeals set decision = ${one.decision},
      reason = ${one.reason}, decided_by_name = ${one.by}, decided_at = ${now}
    where id = ${id} and decision is null`
  return count === 1
}

export async function insertAppealFile(
  sql: Sql,
  appealId: string,
  one: AppealRow['files'][number] & { personName: string },
  now: Date,
): Promise<void> {
  await sql`insert into governance_appeal_files (id, appeal_id, file_hash, file_name, media_type, person_name,
      at)
    values (${one.id}, ${appealId}, ${one.hash}, ${one.name}, ${one.mediaType}, ${one.personName}, ${now})`
}
