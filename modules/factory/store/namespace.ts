import type { Sql } from '@ronghe/kit/db'
import { type Locale, likeOf, listedOf, nameIn, pageOf } from './parts.ts'

export type TopicRow = {
  tagId: string
  topic: string
  equipmentId: string
  equipmentName: string
  tagName: string
  unit: string | null
}

export async function namespaceOf(sql: Sql, organisationId: string) {
  const [row] = await sql<{ isOn: boolean; changedAt: Date; personName: string | null }[]>`
    select is_on as "isOn", changed_at as "changedAt", person_name as "personName" from factory_namespaces
    where organisation_id = ${organisationId}`
  return row ?? null
}

export async function namespacesOn(sql: Sql): Promise<string[]> {
  const rows = await sql`select organisation_id from factory_namespaces where is_on`
  return rows.map((row) => row.organisation_id as string)
}

export async function keepNamespace(
  sql: Sql,
  one: { organisationId: string; isOn: boolean; personName: string | null },
  now: Date,
): Promise<void> {
  await sql`insert into factory_namespaces (organisation_id, is_on, changed_at, person_name)
    values (${one.organisationId}, ${one.isOn}, ${now}, ${one.personName})
    on conflict (organisation_id) do update set is_on = excluded.is_on, changed_at = excluded.changed_at,
      person_name = excluded.person_name`
}

/** First level of every topic of a firm. */
export async function rootOf(sql: Sql, organisationId: string): Promise<string> {
  const [row] = await sql`select factory_topic_level(o.code) as root
    from registry_organisation_cards() o where o.id = ${organisationId}`
  return (row?.root as string | undefined) ?? ''
}

/** Path of a unit: firm, site, area, line, cell as far as they are there (ISA-95, part 1, 5.3). */
export async function scopeOf(sql: Sql, organisationId: string, unitId: string): Promise<string | null> {
  const [row] = await sql`select path from factory_unit_paths(${organisationId}) where unit_id = ${unitId}`
  return (row?.path as string | undefined) ?? null
}

export async function allTopics(
  sql: Sql,
  organisationId: string,
): Promise<{ tagId: string; topic: string; unit: string | null }[]> {
  return sql`select tag_id as "tagId", topic, unit from factory_topics(${organisationId})`
}

export async function listTopics(
  sql: Sql,
  locale: Locale,
  organisationId: string,
  filter: { q?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<(TopicRow & { total: bigint })[]>`
    select t.tag_id as "tagId", t.equipment_id as "equipmentId",
      ${nameIn(sql, locale, 'e')} as "equipmentName", t.tag_name as "tagName",
      t.unit, t.topic, count(*) over () as total
    from factory_topics(${organisationId}) t join factory_equipment e on e.id = t.equipment_id
    where (${like}::text is null or t.topic ilike ${like} or e.name ilike ${like} or e.name_en ilike ${like})
    order by t.topic, t.tag_id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export type ReaderRow = {
  id: string
  organisationId: string
  name: string
  unitId: string | null
  createdAt: Date
  personName: string | null
  revokedAt: Date | null
  lastSeenAt: Date | null
}

function readerColumns(sql: Sql) {
  return sql`id, organisation_id as "organisationId", name, unit_id as "unitId", created_at as "createdAt",
    person_name as "personName", revoked_at as "revokedAt", last_seen_at as "lastSeenAt"`
}

export async function listReaders(
  sql: Sql,
  organisationId: string,
  filter: { q?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<(ReaderRow & { total: bigint })[]>`
    select ${readerColumns(sql)}, count(*) over () as total from factory_namespace_readers
    where organisation_id = ${organisationId} and (${like}::text is null or name ilike ${like})
    order by revoked_at nulls first, created_at desc, id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function oneReader(sql: Sql, id: string): Promise<ReaderRow | null> {
  const [row] = await sql<ReaderRow[]>`select ${readerColumns(sql)} from factory_namespace_readers
    where id = ${id}`
  return row ?? null
}

export async function insertReader(
  sql: Sql,
  one: {
    id: string
    organisationId: string
    name: string
    unitId: string | null
    secretHash: string
    personName: string | null
  },
  now: Date,
): Promise<void> {
  await sql`insert into factory_namespace_readers (id, organisation_id, name, unit_id, secret_hash,
      created_at, person_name)
    values (${one.id}, ${one.organisationId}, ${one.name}, ${one.unitId}, ${one.secretHash}, ${now},
      ${one.personName})`
}

/** A new password; a revoked reader stays revoked. */
export async function renewReader(sql: Sql, id: string, secretHash: string): Promise<boolean> {
  const rows = await sql`update factory_namespace_readers set secret_hash = ${secretHash}
    where id = ${id} and revoked_at is null returning id`
  return rows.length === 1
}

export async function revokeReader(sql: Sql, id: string, now: Date): Promise<boolean> {
  const rows = await sql`update factory_namespace_readers set revoked_at = ${now}
    where id = ${id} and revoked_at is null returning id`
  return rows.length === 1
}

/** The reader of this id if the password is its own, it is not revoked, and its firm's namespace is on. */
export async function readerByCredential(sql: Sql, id: string, secretHash: string, now: Date) {
  const [row] = await sql<{ organisationId: string; unitId: string | null }[]>`
    update factory_namespace_readers r set last_seen_at = ${now}
    where id = ${id} and secret_hash = ${secretHash} and revoked_at is null
      and exists (select from factory_namespaces n
        where n.organisation_id = r.organisation_id and n.is_on)
    returning organisation_id as "organisationId", unit_id as "unitId"`
  return row ?? null
}
