import type { Sql } from '@ronghe/kit/db'
import type { ListedProgramme, ProgrammeRow } from '../rows.ts'

function columns(sql: Sql) {
  return sql`p.id, p.organisation_id as "organisationId", p.code, p.title_zh as "titleZh",
    p.title_en as "titleEn", p.guide_zh as "guideZh", p.guide_en as "guideEn", p.mode,
    p.budget_fen::float8 as "budgetFen", p.share_basis_points as "shareBasisPoints",
    p.cap_fen::float8 as "capFen", p.opens_at as "opensAt", p.closes_at as "closesAt", p.conditions, p.terms,
    p.experts, p.spread_max_tenths as "spreadMaxTenths", p.state, p.is_sample as "isSample"`
}

/** Sums are over all firms, so whoever asks is elevated before. */
function sums(sql: Sql) {
  return sql`(select coalesce(sum(a.grant_fen), 0)::float8 from governance_applications a
      where a.programme_id = p.id and a.state <> 'refused') as "grantedFen",
    (select count(*)::int from governance_applications a
      where a.programme_id = p.id and a.state not in ('drafted', 'withdrawn')) as applications`
}

/** Those that close last come first; drafts only to who runs them. */
export async function listProgrammes(
  sql: Sql,
  filter: { q?: string; mode?: string; page?: number; pageSize?: number },
  ownId: string | null,
): Promise<{ rows: ListedProgramme[]; total: number }> {
  const { page = 1, pageSize = 20 } = filter
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const rows = await sql<(ListedProgramme & { total: bigint })[]>`
    select ${columns(sql)}, ${sums(sql)}, count(*) over () as total from governance_programmes p
    where (p.state <> 'draft' or p.organisation_id = ${ownId})
      and (${like}::text is null or title_zh ilike ${like} or title_en ilike ${like} or code ilike ${like})
      and (${filter.mode ?? null}::text is null or mode = ${filter.mode ?? null})
    order by p.closes_at desc, p.code limit ${pageSize} offset ${(page - 1) * pageSize}`
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) }
}

export async function programmeById(
  sql: Sql,
  id: string,
  ownId: string | null,
): Promise<ListedProgramme | null> {
  const [row] = await sql<ListedProgramme[]>`select ${columns(sql)}, ${sums(sql)}
    from governance_programmes p
    where p.id = ${id} and (p.state <> 'draft' or p.organisation_id = ${ownId})`
  return row ?? null
}

/** Holds the programme, so that two grants do not overdraw its budget together. */
export async function holdProgramme(sql: Sql, id: string): Promise<void> {
  await sql`select 1 from governance_programmes where id = ${id} for update`
}

/** False when the code is taken. */
export async function insertProgramme(sql: Sql, one: ProgrammeRow, now: Date): Promise<boolean> {
  const { count } = await sql`insert into governance_programmes (id, organisation_id, code, title_zh,
      title_en, guide_zh, guide_en, mode, budget_fen, share_basis_points, cap_fen, opens_at, closes_at,
      conditions, terms, experts, spread_max_tenths, state, is_sample, created_at)
    values (${one.id}, ${one.organisationId}, ${one.code}, ${one.titleZh}, ${one.titleEn}, ${one.guideZh},
      ${one.guideEn}, ${one.mode}, ${one.budgetFen}, ${one.shareBasisPoints}, ${one.capFen},
      ${one.opensAt}, ${one.closesAt}, ${JSON.stringify(one.conditions)}::text::jsonb,
      ${one.terms === null ? null : JSON.stringify(one.terms)}::text::jsonb, ${one.experts},
      ${one.spreadMaxTenths}, ${one.state}, ${one.isSample}, ${now})
    on conflict (code) do nothing`
  return count === 1
}

/** False where it is not in the state from which it may go there. */
export async function moveProgramme(sql: Sql, id: string, state: 'open' | 'ended'): Promise<boolean> {
  const from = state === 'open' ? 'draft' : 'open'
  const { count } = await sql`update governance_programmes set state = ${state}
    where id = ${id} and state = ${from}`
  return count === 1
}
