import { likeOf, listedOf, orderOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { MasterFields } from '../contract.ts'
import type { MasterKind } from '../key.ts'
import type { Language, Texts } from '../languages.ts'

export type MasterState = 'draft' | 'active' | 'retired'

export type MasterRow = {
  id: string
  organisationId: string
  kind: MasterKind
  key: string
  texts: Texts
  fields: MasterFields
  state: MasterState
  version: number
  isSample: boolean
  changedAt: Date
  changedBy: string | null
}
export type MasterListed = MasterRow & { documents: number; isOwn: boolean }

export type MasterFilter = {
  q?: string
  sort?: string
  page?: number
  pageSize?: number
  kind?: MasterKind
  state?: MasterState
  isOwn?: boolean
  missing?: Language
}

const sortable = {
  identifier: 'm.key',
  name: "m.texts -> 'zh' ->> 'name'",
  nameEn: "m.texts -> 'en' ->> 'name'",
  state: 'm.state',
  version: 'm.version',
  changedAt: 'm.changed_at',
}

function columns(sql: Sql) {
  return sql`m.id, m.organisation_id as "organisationId", m.kind, m.key, m.texts, m.fields, m.state,
    m.version, m.is_sample as "isSample", m.changed_at as "changedAt", m.changed_by as "changedBy"`
}

function listedColumns(sql: Sql) {
  return sql`${columns(sql)},
    (select count(*)::integer from trace_documents d
      where d.organisation_id = m.organisation_id and (d.key = m.key or starts_with(d.key, m.key || '/')))
      as documents,
    coalesce(
      trace_prefix_owner(substr(split_part(m.key, '/', 5), case m.kind when 'product' then 2 else 1 end))
      = m.organisation_id, false) as "isOwn"`
}

/** A page of the register, newest change first unless sorted otherwise. */
export async function listMasters(sql: Sql, filter: MasterFilter) {
  const { q, kind, state, isOwn, missing, sort = '-changedAt' } = filter
  const like = likeOf(q)
  const rows = await sql<(MasterListed & { total: bigint })[]>`
    select *, count(*) over () as total from (
      select ${listedColumns(sql)} from trace_masters m
      where (${kind ?? null}::text is null or m.kind = ${kind ?? null})
        and (${state ?? null}::text is null or m.state = ${state ?? null})
        and (${missing ?? null}::text is null or not m.texts ? ${missing ?? ''})
        and (${like}::text is null or m.key ilike ${like} or m.fields::text ilike ${like}
          or m.texts::text ilike ${like})
      ${orderOf(sql, sort, sortable, 'm.changed_at')}, m.id
    ) as found
    where ${isOwn ?? null}::boolean is null or "isOwn" = ${isOwn ?? null}
    ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function findMaster(sql: Sql, id: string): Promise<MasterListed | null> {
  const [row] = await sql<MasterListed[]>`
    select ${listedColumns(sql)} from trace_masters m where m.id = ${id}`
  return row ?? null
}

export async function masterByKey(
  sql: Sql,
  organisationId: string,
  key: string,
): Promise<MasterListed | null> {
  const [row] = await sql<MasterListed[]>`
    select ${listedColumns(sql)} from trace_masters m
    where m.organisation_id = ${organisationId} and m.key = ${key}`
  return row ?? null
}

/** False when the organisation has this number in its register already. */
export async function insertMaster(sql: Sql, row: MasterRow): Promise<boolean> {
  const { count } = await sql`
    insert into trace_masters (id, organisation_id, kind, key, texts, fields, state, version, is_sample,
      created_at, changed_at, changed_by)
    values (${row.id}, ${row.organisationId}, ${row.kind}, ${row.key}, ${sql.json(row.texts)},
      ${sql.json(row.fields)}, ${row.state}, ${row.version}, ${row.isSample}, ${row.changedAt},
      ${row.changedAt}, ${row.changedBy})
    on conflict (organisation_id, key) do nothing`
  if (count === 1) await keepVersion(sql, row)
  return count === 1
}

/** False when somebody else changed it in between. */
export async function updateMaster(sql: Sql, row: MasterRow): Promise<boolean> {
  const { count } = await sql`
    update trace_masters set texts = ${sql.json(row.texts)}, fields = ${sql.json(row.fields)},
      state = ${row.state}, version = ${row.version}, changed_at = ${row.changedAt},
      changed_by = ${row.changedBy}
    where id = ${row.id} and version = ${row.version - 1}`
  if (count === 1) await keepVersion(sql, row)
  return count === 1
}

async function keepVersion(sql: Sql, row: MasterRow): Promise<void> {
  await sql`
    insert into trace_master_versions (master_id, organisation_id, version, texts, fields, state, at,
      person_name)
    values (${row.id}, ${row.organisationId}, ${row.version}, ${sql.json(row.texts)},
      ${sql.json(row.fields)}, ${row.state}, ${row.changedAt}, ${row.changedBy})`
}

export type VersionRow = Pick<MasterRow, 'version' | 'texts' | 'fields' | 'state'> & {
  at: Date
  personName: string | null
}

/** Newest first. */
export async function versionsOf(sql: Sql, masterId: string): Promise<VersionRow[]> {
  return sql<VersionRow[]>`
    select version, texts, fields, state, at, person_name as "personName" from trace_master_versions
    where master_id = ${masterId} order by version desc limit 500`
}

export type NamedRow = Pick<
  MasterRow,
  'id' | 'organisationId' | 'kind' | 'key' | 'texts' | 'fields' | 'isSample' | 'changedAt'
>

/**
 * What the register says of keys: one row a key, that of `organisationId` before that of the owner of the
 * number. Whoever asks bounds what is seen.
 */
export async function mastersOf(
  sql: Sql,
  keys: readonly string[],
  organisationId: string | null,
): Promise<NamedRow[]> {
  if (keys.length === 0) return []
  return sql<NamedRow[]>`
    select distinct on (m.key) m.id, m.organisation_id as "organisationId", m.kind, m.key, m.texts, m.fields,
      m.is_sample as "isSample", m.changed_at as "changedAt"
    from trace_masters m
    where m.key = any(${keys as string[]}) and m.state <> 'draft'
    order by m.key, m.organisation_id is distinct from ${organisationId},
      trace_prefix_owner(substr(split_part(m.key, '/', 5), case m.kind when 'product' then 2 else 1 end))
        is distinct from m.organisation_id, m.id`
}

/** The party that an organisation calls itself: one with a number of its own prefix. */
export async function ownParty(sql: Sql, organisationId: string): Promise<NamedRow | null> {
  const [row] = await sql<NamedRow[]>`
    select m.id, m.organisation_id as "organisationId", m.kind, m.key, m.texts, m.fields,
      m.is_sample as "isSample", m.changed_at as "changedAt"
    from trace_masters m
    where m.organisation_id = ${organisationId} and m.kind = 'party' and m.state = 'active'
      and trace_prefix_owner(split_part(m.key, '/', 5)) = m.organisation_id
    order by m.created_at, m.id limit 1`
  return row ?? null
}
