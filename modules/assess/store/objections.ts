import type { Sql } from '@ronghe/kit/db'

export type ObjectionRow = {
  id: string
  caseId: string
  name: string
  contact: string
  text: string
  at: Date
  answer: string | null
  upheld: boolean | null
  answeredAt: Date | null
  receiptHash: string | null
}

export async function objectionsOf(
  sql: Sql,
  filter: { caseId?: string; id?: string },
): Promise<ObjectionRow[]> {
  return sql<ObjectionRow[]>`select id, case_id as "caseId", name, contact, text, at, answer, upheld,
      answered_at as "answeredAt", receipt_hash as "receiptHash"
    from assess_objections
    where (${filter.caseId ?? null}::uuid is null or case_id = ${filter.caseId ?? null})
      and (${filter.id ?? null}::uuid is null or id = ${filter.id ?? null}) order by at, id`
}

export async function insertObjection(
  sql: Sql,
  one: Pick<ObjectionRow, 'id' | 'caseId' | 'name' | 'contact' | 'text'> & {
    organisationId: string
    receiptHash: string
  },
  now: Date,
): Promise<void> {
  await sql`insert into assess_objections (id, case_id, organisation_id, name, contact, text,
      receipt_hash, at)
    values (${one.id}, ${one.caseId}, ${one.organisationId}, ${one.name}, ${one.contact}, ${one.text},
      ${one.receiptHash}, ${now})`
}

export async function answerObjection(
  sql: Sql,
  id: string,
  one: { answer: string; upheld: boolean; by: string },
  now: Date,
): Promise<boolean> {
  const { count } = await sql`update assess_objections set answer = ${one.answer}, upheld = ${one.upheld},
      answered_by = ${one.by}, answered_at = ${now}
    where id = ${id} and answered_at is null`
  return count === 1
}

export type FileRow = {
  id: string
  objectionId: string
  fileHash: string
  fileName: string
  mediaType: string
  bytes: number
  at: Date
}

/** Papers of these objections. */
export async function filesOf(sql: Sql, objectionIds: readonly string[]): Promise<FileRow[]> {
  return sql<FileRow[]>`select id, objection_id as "objectionId", file_hash as "fileHash",
      file_name as "fileName", media_type as "mediaType", bytes, at
    from assess_objection_files where objection_id = any(${objectionIds}) order by seq`
}

/** The paper is kept unless the objection has `most` of them already, also when several come at once. */
export async function insertFile(
  sql: Sql,
  one: Omit<FileRow, 'at'> & { organisationId: string },
  most: number,
  now: Date,
): Promise<boolean> {
  await sql`select 1 from assess_objections where id = ${one.objectionId} for update`
  const { count } =
    await sql`insert into assess_objection_files (id, objection_id, organisation_id, file_hash,
      file_name, media_type, bytes, at)
    select ${one.id}, ${one.objectionId}, ${one.organisationId}, ${one.fileHash}, ${one.fileName},
      ${one.mediaType}, ${one.bytes}, ${now}
    where (select count(*) from assess_objection_files where objection_id = ${one.objectionId}) < ${most}`
  return count === 1
}
