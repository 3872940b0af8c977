import type { Static } from '@ronghe/kit/contract'
import type { Sql } from '@ronghe/kit/db'
import type { SystemProcess } from '../contract/system-rules.ts'
import type { Exchanged, PaperKind } from '../contract/systems.ts'

export type KindRow = {
  code: string
  nameZh: string
  nameEn: string
  processes: SystemProcess[]
  place: number
}

export async function listKinds(sql: Sql): Promise<KindRow[]> {
  return sql<KindRow[]>`select code, name_zh as "nameZh", name_en as "nameEn", processes, place
    from registry_system_kinds order by place, code`
}

export async function keepKind(sql: Sql, one: KindRow): Promise<void> {
  await sql`insert into registry_system_kinds (code, name_zh, name_en, processes, place)
    values (${one.code}, ${one.nameZh}, ${one.nameEn}, ${one.processes}, ${one.place})
    on conflict (code) do update set name_zh = excluded.name_zh, name_en = excluded.name_en,
      processes = excluded.processes, place = excluded.place`
}

export type LinkRow = {
  id: string
  fromId: string
  fromName: string
  toId: string
  toName: string
  exchanged: Static<typeof Exchanged>
  isAutomatic: boolean
  note: string
}

/** Links of one system in either direction, or all of a firm's ledger. */
export async function linksOf(
  sql: Sql,
  { systemId = null, organisationId = null }: { systemId?: string | null; organisationId?: string | null },
): Promise<LinkRow[]> {
  return sql<LinkRow[]>`select l.id, l.from_id as "fromId", f.name as "fromName", l.to_id as "toId",
      t.name as "toName", l.exchanged, l.is_automatic as "isAutomatic", l.note
    from registry_system_links l join registry_systems f on f.id = l.from_id
    join registry_systems t on t.id = l.to_id
    where (l.from_id = ${systemId} or l.to_id = ${systemId} or l.organisation_id = ${organisationId})
    order by l.created_at, l.id`
}

export type NewLink = Pick<LinkRow, 'id' | 'fromId' | 'toId' | 'exchanged' | 'isAutomatic' | 'note'>

/** False when the same is exchanged there already. */
export async function insertLink(
  sql: Sql,
  organisationId: string,
  one: NewLink,
  now: Date,
): Promise<boolean> {
  const { count } =
    await sql`insert into registry_system_links (id, organisation_id, from_id, to_id, exchanged,
      is_automatic, note, created_at)
    values (${one.id}, ${organisationId}, ${one.fromId}, ${one.toId}, ${one.exchanged}, ${one.isAutomatic},
      ${one.note}, ${now})
    on conflict (from_id, to_id, exchanged) do nothing`
  return count === 1
}

export async function deleteLink(sql: Sql, fromId: string, id: string): Promise<boolean> {
  const { count } = await sql`delete from registry_system_links where id = ${id} and from_id = ${fromId}`
  return count === 1
}

export type PaperRow = {
  id: string
  systemId: string
  paperKind: Static<typeof PaperKind>
  fileHash: string
  fileName: string
  mediaType: string
  bytes: number
  addedBy: string
  addedAt: Date
}

export async function papersOf(sql: Sql, systemId: string): Promise<PaperRow[]> {
  return sql<PaperRow[]>`select id, system_id as "systemId", kind as "paperKind", file_hash as "fileHash",
      file_name as "fileName", media_type as "mediaType", bytes, added_by as "addedBy", added_at as "addedAt"
    from registry_system_papers where system_id = ${systemId} order by added_at, id`
}

/** Hashes of each system's papers, for evidence. */
export async function paperHashes(sql: Sql, organisationId: string): Promise<Map<string, string[]>> {
  const rows = await sql<{ id: string; hashes: string[] }[]>`select system_id as id,
      array_agg(file_hash order by file_hash) as hashes
    from registry_system_papers where organisation_id = ${organisationId} group by system_id`
  return new Map(rows.map(({ id, hashes }) => [id, hashes]))
}

export async function insertPaper(
  sql: Sql,
  organisationId: string,
  one: Omit<PaperRow, 'addedAt'>,
  now: Date,
): Promise<void> {
  await sql`insert into registry_system_papers (id, organisation_id, system_id, kind, file_hash, file_name,
      media_type, bytes, added_by, added_at)
    values (${one.id}, ${organisationId}, ${one.systemId}, ${one.paperKind}, ${one.fileHash}, ${one.fileName},
      ${one.mediaType}, ${one.bytes}, ${one.addedBy}, ${now})`
}

export async function deletePaper(sql: Sql, systemId: string, id: string): Promise<boolean> {
  const { count } = await sql`delete from registry_system_papers where id = ${id} and system_id = ${systemId}`
  return count === 1
}

export type ChangeRow = {
  seq: bigint
  at: Date
  action: string
  byName: string
  before: unknown
  after: unknown
  reason: string | null
}

/** What became of a system, newest first. */
export async function changesOf(sql: Sql, systemId: string): Promise<ChangeRow[]> {
  return sql<ChangeRow[]>`select seq, at, action, by_name as "byName", before, after, reason
    from registry_system_changes where system_id = ${systemId} order by seq desc limit 200`
}

export type NewChange = {
  organisationId: string
  systemId: string
  action: string
  byName: string
  before: unknown
  after: unknown
  reason: string | null
}

export async function insertChange(sql: Sql, one: NewChange, now: Date): Promise<void> {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
  await sql`insert into registry_system_changes (organisation_id, system_id, action, by_name, before, after,
      reason, at)
    values (${one.organisationId}, ${one.systemId}, ${one.action}, ${one.byName},
      ${json(one.before)}::text::jsonb, ${json(one.after)}::text::jsonb, ${one.reason}, ${now})`
}

/** An agency reads a firm's ledger by what it was given, and no longer when that went to somebody else. */
export async function keepReader(
  sql: Sql,
  { grantId, organisationId, readerId }: { grantId: string; organisationId: string; readerId: string | null },
): Promise<void> {
  if (readerId === null) {
    await sql`delete from registry_system_readers where grant_id = ${grantId}`
    return
  }
  await sql`insert into registry_system_readers (grant_id, organisation_id, reader_id)
    values (${grantId}, ${organisationId}, ${readerId})
    on conflict (grant_id) do update set reader_id = excluded.reader_id`
}

export async function readersOf(sql: Sql, organisationId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select distinct reader_id as id from registry_system_readers
    where organisation_id = ${organisationId}`
  return rows.map(({ id }) => id)
}
