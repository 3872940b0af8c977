import { likeOf, listedOf, orderOf, pageOf, type Sql } from '@ronghe/kit/db'

export type FrameworkRow = {
  id: string
  code: string
  version: string
  kind: 'assessment' | 'recognition'
  nameZh: string
  nameEn: string
  questions: number
  unverified: number
  status: 'draft' | 'published' | 'retired'
  contentHash: string
  revision: number
  publishedAt: Date | null
  publishedBy: string | null
}
type Listed = { q?: string; sort?: string; page?: number; pageSize?: number }

const sortable = {
  code: 'code',
  version: 'version',
  nameZh: 'name_zh',
  status: 'status',
  questions: 'questions',
}

function columns(sql: Sql) {
  return sql`f.id, f.code, f.version, f.kind, f.name_zh as "nameZh", f.name_en as "nameEn", f.questions,
    f.unverified, f.status, f.content_hash as "contentHash", f.revision, f.published_at as "publishedAt",
    f.published_by as "publishedBy"`
}

/** Drafts only for who writes them. */
export async function listFrameworks(
  sql: Sql,
  filter: Listed & { kind?: string; status?: string },
  withDrafts: boolean,
) {
  const like = likeOf(filter.q)
  const rows = await sql<(FrameworkRow & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total from assess_frameworks f
    where (${like}::text is null or code ilike ${like} or name_zh ilike ${like} or name_en ilike ${like})
      and (${filter.kind ?? null}::text is null or kind = ${filter.kind ?? null})
      and (${filter.status ?? null}::text is null or status = ${filter.status ?? null})
      and (${withDrafts} or status <> 'draft')
    ${orderOf(sql, filter.sort, sortable, 'code')}, version desc ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export type FrameworkContent = FrameworkRow & { content: string }

export async function frameworkById(sql: Sql, id: string): Promise<FrameworkContent | null> {
  const [row] = await sql<FrameworkContent[]>`
    select ${columns(sql)}, f.content from assess_frameworks f where id = ${id}`
  return row ?? null
}

export async function frameworkByVersion(
  sql: Sql,
  code: string,
  version: string,
): Promise<FrameworkRow | null> {
  const [row] = await sql<FrameworkRow[]>`
    select ${columns(sql)} from assess_frameworks f where code = ${code} and version = ${version}`
  return row ?? null
}

export type FrameworkValues = {
  code: string
  version: string
  kind: string
  nameZh: string
  nameEn: string
  questions: number
  unverified: number
  content: string
  contentHash: string
}

export async function insertFramework(
  sql: Sql,
  one: FrameworkValues & { id: string; isPublished: boolean; by: string | null },
  now: Date,
): Promise<boolean> {
  const { count } = await sql`insert into assess_frameworks (id, code, version, kind, name_zh, name_en,
      questions, unverified, status, content, content_hash, created_at, published_at, published_by)
    values (${one.id}, ${one.code}, ${one.version}, ${one.kind}, ${one.nameZh}, ${one.nameEn},
      ${one.questions}, ${one.unverified}, ${one.isPublished ? 'published' : 'draft'}, ${one.content},
      ${one.contentHash}, ${now}, ${one.isPublished ? now : null}, ${one.isPublished ? one.by : null})
    on conflict (code, version) do nothing`
  return count === 1
}

/** A draft of the revision that was read; false when it is another one by now, or is published. */
export async function updateFramework(
  sql: Sql,
  id: string,
  revision: number,
  one: FrameworkValues,
): Promise<boolean> {
  const { count } = await sql`update assess_frameworks set code = ${one.code}, version = ${one.version},
      kind = ${one.kind}, name_zh = ${one.nameZh}, name_en = ${one.nameEn}, questions = ${one.questions},
      unverified = ${one.unverified}, content = ${one.content}, content_hash = ${one.contentHash},
      revision = revision + 1
    where id = ${id} and revision = ${revision} and status = 'draft'`
  return count === 1
}

export async function setFrameworkStatus(
  sql: Sql,
  id: string,
  revision: number,
  status: 'published' | 'retired',
  by: string,
  now: Date,
): Promise<boolean> {
  const before = status === 'published' ? 'draft' : 'published'
  const { count } = await sql`update assess_frameworks set status = ${status}, revision = revision + 1,
      published_at = coalesce(published_at, ${now}), published_by = coalesce(published_by, ${by})
    where id = ${id} and revision = ${revision} and status = ${before}`
  return count === 1
}

export async function deleteDraft(sql: Sql, id: string): Promise<boolean> {
  const { count } = await sql`delete from assess_frameworks where id = ${id} and status = 'draft'`
  return count === 1
}

export type WindowRow = {
  id: string
  frameworkId: string
  frameworkCode: string
  nameZh: string
  nameEn: string
  frameworkVersion: string
  year: number
  opensAt: Date
  closesAt: Date
  content: string
  contentHash: string
  runs: number
  revision: number
}

export async function listWindows(
  sql: Sql,
  filter: Listed & { year?: number; isOpen?: boolean; id?: string },
  now: Date,
) {
  const like = likeOf(filter.q)
  const isOpen = filter.isOpen ?? null
  const rows = await sql<(WindowRow & { total: bigint })[]>`
    select w.id, w.framework_id as "frameworkId", f.code as "frameworkCode", f.name_zh as "nameZh",
      f.name_en as "nameEn", f.version as "frameworkVersion", w.year, w.opens_at as "opensAt",
      w.closes_at as "closesAt", f.content, f.content_hash as "contentHash", w.revision,
      (select count(*)::int from assess_runs r where r.window_id = w.id) as runs, count(*) over () as total
    from assess_windows w join assess_frameworks f on f.id = w.framework_id
    where (${like}::text is null or f.name_zh ilike ${like} or f.name_en ilike ${like})
      and (${filter.id ?? null}::uuid is null or w.id = ${filter.id ?? null})
      and (${filter.year ?? null}::int is null or w.year = ${filter.year ?? null})
      and (${isOpen}::boolean is null or (${now} >= w.opens_at and ${now} < w.closes_at) = ${isOpen})
    order by w.year desc, w.closes_at desc, w.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function insertWindow(
  sql: Sql,
  one: { id: string; frameworkId: string; year: number; opensAt: Date; closesAt: Date },
  now: Date,
): Promise<boolean> {
  const { count } = await sql`insert into assess_windows (id, framework_id, year, opens_at, closes_at,
      created_at)
    values (${one.id}, ${one.frameworkId}, ${one.year}, ${one.opensAt}, ${one.closesAt}, ${now})
    on conflict (framework_id, year) do nothing`
  return count === 1
}

export async function updateWindow(
  sql: Sql,
  id: string,
  revision: number,
  times: { opensAt: Date; closesAt: Date },
): Promise<boolean> {
  const { count } = await sql`update assess_windows set opens_at = ${times.opensAt},
      closes_at = ${times.closesAt}, revision = revision + 1
    where id = ${id} and revision = ${revision}`
  return count === 1
}
