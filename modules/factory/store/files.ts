import type { Sql } from '@ronghe/kit/db'

export async function photoOf(sql: Sql, equipmentId: string): Promise<string | null> {
  const [row] = await sql`select photo_hash from factory_equipment where id = ${equipmentId}`
  return row?.photo_hash ?? null
}

export async function setPhoto(sql: Sql, equipmentId: string, hash: string): Promise<void> {
  await sql`update factory_equipment set photo_hash = ${hash} where id = ${equipmentId}`
}

export type DocumentRow = {
  id: string
  organisationId: string
  equipmentId: string
  name: string
  mediaType: string
  sizeBytes: number
  fileHash: string
  createdAt: Date
}

function columns(sql: Sql) {
  return sql`id, organisation_id as "organisationId", equipment_id as "equipmentId", name,
    media_type as "mediaType", size_bytes as "sizeBytes", file_hash as "fileHash", created_at as "createdAt"`
}

export async function documentsOf(sql: Sql, equipmentId: string): Promise<DocumentRow[]> {
  return sql<DocumentRow[]>`select ${columns(sql)} from factory_documents
    where equipment_id = ${equipmentId} and removed_at is null order by created_at desc, id`
}

export async function documentById(sql: Sql, id: string): Promise<DocumentRow | null> {
  const [row] = await sql<DocumentRow[]>`select ${columns(sql)} from factory_documents
    where id = ${id} and removed_at is null`
  return row ?? null
}

export async function insertDocument(
  sql: Sql,
  one: {
    id: string
    name: string
    mediaType: string
    sizeBytes: number
    fileHash: string
    machine: { id: string; organisationId: string }
    by: string | null
  },
  now: Date,
): Promise<void> {
  await sql`insert into factory_documents (id, organisation_id, equipment_id, name, media_type, size_bytes,
    file_hash, created_at, created_by)
    values (${one.id}, ${one.machine.organisationId}, ${one.machine.id}, ${one.name}, ${one.mediaType},
      ${one.sizeBytes}, ${one.fileHash}, ${now}, ${one.by})`
}

export async function removeDocument(sql: Sql, id: string, now: Date): Promise<boolean> {
  const rows = await sql`update factory_documents set removed_at = ${now} where id = ${id} returning id`
  return rows.length === 1
}
