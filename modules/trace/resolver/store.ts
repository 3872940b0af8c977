import { likeOf, listedOf, orderOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { LinkLine } from './contract.ts'

export type LinkRow = Omit<LinkLine, 'changedAt'> & { root: string; changedAt: Date }
export type LinkFilter = { q?: string; sort?: string; page?: number; pageSize?: number; root?: string }

const sortable = { anchor: 'anchor', linkType: 'link_type', title: 'title', changedAt: 'changed_at' }

function columns(sql: Sql) {
  return sql`id, organisation_id as "organisationId", root, anchor, link_type as "linkType", href, title,
    languages, media_type as "mediaType", contexts, is_default as "isDefault",
    forwards_query as "forwardsQuery", is_sample as "isSample", changed_at as "changedAt",
    changed_by as "changedBy"`
}

export async function listLinks(sql: Sql, filter: LinkFilter) {
  const { q, root, sort = '-changedAt' } = filter
  const like = likeOf(q)
  const rows = await sql<(LinkRow & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total from trace_targets
    where (${root ?? null}::text is null or root = ${root ?? null})
      and (${like}::text is null or anchor ilike ${like} or title ilike ${like} or href ilike ${like}
        or link_type ilike ${like})
    ${orderOf(sql, sort, sortable, 'changed_at')}, id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function findLink(sql: Sql, id: string): Promise<LinkRow | null> {
  const [row] = await sql<LinkRow[]>`select ${columns(sql)} from trace_targets where id = ${id}`
  return row ?? null
}

/** Writes a link, new or changed; null when another is the default for the same readers. */
export async function upsertLink(sql: Sql, row: LinkRow): Promise<boolean> {
  const [clash] = row.isDefault
    ? await sql`
        select 1 from trace_targets where anchor = ${row.anchor} and is_default and id <> ${row.id}
          and languages = ${row.languages as string[]} and contexts = ${row.contexts}
          and coalesce(media_type, '') = ${row.mediaType ?? ''}`
    : []
  if (clash) return false
  await sql`
    insert into trace_targets (id, organisation_id, root, anchor, link_type, href, title, languages,
      media_type, contexts, is_default, forwards_query, is_sample, changed_at, changed_by)
    values (${row.id}, ${row.organisationId}, ${row.root}, ${row.anchor}, ${row.linkType}, ${row.href},
      ${row.title}, ${row.languages as string[]}, ${row.mediaType}, ${row.contexts}, ${row.isDefault},
      ${row.forwardsQuery}, ${row.isSample}, ${row.changedAt}, ${row.changedBy})
    on conflict (id) do update set link_type = excluded.link_type, href = excluded.href,
      title = excluded.title, languages = excluded.languages, media_type = excluded.media_type,
      contexts = excluded.contexts, is_default = excluded.is_default,
      forwards_query = excluded.forwards_query, changed_at = excluded.changed_at,
      changed_by = excluded.changed_by`
  await tellChanged(sql)
  return true
}

export async function deleteLink(sql: Sql, id: string): Promise<void> {
  await sql`delete from trace_targets where id = ${id}`
  await tellChanged(sql)
}

/** Every process forgets what it kept of links and names. */
export async function tellChanged(sql: Sql): Promise<void> {
  await sql`select pg_notify('trace_targets', '')`
}

export type HeadRow = { ownerId: string | null; description: string | null; isKnown: boolean }

/** Of each key, in order: its owner by the prefix, what the owner calls it, whether anything is known. */
export async function headsOf(
  sql: Sql,
  keys: readonly { root: string; digits: string }[],
): Promise<HeadRow[]> {
  return sql<HeadRow[]>`
    select owner.id as "ownerId",
      (select coalesce(m.texts -> 'en' ->> 'name', m.texts -> 'zh' ->> 'name') from trace_masters m
        where m.organisation_id = owner.id and m.key = asked.key) as description,
      exists (select from trace_masters m where m.organisation_id = owner.id and m.state <> 'draft'
        and m.key = asked.key)
      or exists (select from trace_keys k where k.organisation_id = owner.id
        and k.key >= asked.key and k.key < asked.key || '0') as "isKnown"
    from (
      select 'https://id.gs1.org' || root as key, digits, place
      from unnest(${keys.map(({ root }) => root)}::text[], ${keys.map(({ digits }) => digits)}::text[])
        with ordinality as list (root, digits, place)
    ) as asked
    cross join lateral (select trace_prefix_owner(asked.digits) as id offset 0) as owner
    order by asked.place`
}

/** Links of each anchor, in order, at most `linksMax` of one. */
export async function linksOf(sql: Sql, anchors: readonly string[], linksMax: number): Promise<LinkRow[][]> {
  const roots = anchors.map((anchor) => anchor.split('/').slice(0, 3).join('/'))
  const rows = await sql<(LinkRow & { place: number })[]>`
    select list.place::int as place, found.*
    from unnest(${roots}::text[], ${anchors as string[]}::text[])
      with ordinality as list (root, anchor, place)
    cross join lateral (
      select ${columns(sql)} from trace_targets t where t.root = list.root and t.anchor = list.anchor
      order by t.changed_at, t.id limit ${linksMax}
    ) as found
    order by list.place, found."changedAt", found.id`
  const lists = anchors.map((): LinkRow[] => [])
  for (const { place, ...row } of rows) lists[place - 1]!.push(row)
  return lists
}

/** Links of each key, of all its anchors, in order, at most `most` of one key. */
export async function linksOfRoots(sql: Sql, roots: readonly string[], most: number): Promise<LinkRow[][]> {
  const rows = await sql<(LinkRow & { place: number })[]>`
    select list.place::int as place, found.*
    from unnest(${roots as string[]}::text[]) with ordinality as list (root, place)
    cross join lateral (
      select ${columns(sql)} from trace_targets t where t.root = list.root
      order by t.changed_at, t.id limit ${most}
    ) as found
    order by list.place, found."changedAt", found.id`
  const lists = roots.map((): LinkRow[] => [])
  for (const { place, ...row } of rows) lists[place - 1]!.push(row)
  return lists
}
