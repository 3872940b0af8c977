import type { Sql } from '@ronghe/kit/db'

export type CommentRow = {
  id: string
  question: string | null
  text: string
  byName: string
  byOrganisation: string | null
  at: Date
}

export async function commentsOf(sql: Sql, runId: string): Promise<CommentRow[]> {
  return sql<CommentRow[]>`select id, question, text, by_name as "byName",
      by_organisation as "byOrganisation", at
    from assess_comments where run_id = ${runId} order by at, id`
}

export async function insertComment(
  sql: Sql,
  one: CommentRow & { runId: string; organisationId: string; byId: string | null },
): Promise<void> {
  await sql`insert into assess_comments (id, run_id, question, organisation_id, text, by_id, by_name,
      by_organisation, at)
    values (${one.id}, ${one.runId}, ${one.question}, ${one.organisationId}, ${one.text}, ${one.byId},
      ${one.byName}, ${one.byOrganisation}, ${one.at})`
}

export type AttachmentRow = {
  id: string
  question: string
  fileHash: string
  fileName: string
  fileType: string
  bytes: number
  byName: string
  at: Date
}

export async function attachmentsOf(sql: Sql, runId: string): Promise<AttachmentRow[]> {
  return sql<AttachmentRow[]>`select id, question, file_hash as "fileHash", file_name as "fileName",
      file_type as "fileType", bytes, by_name as "byName", at
    from assess_attachments where run_id = ${runId} and removed_at is null order by at, id`
}

export async function insertAttachment(
  sql: Sql,
  one: AttachmentRow & { runId: string; organisationId: string },
): Promise<void> {
  await sql`insert into assess_attachments (id, run_id, question, organisation_id, file_hash, file_name,
      file_type, bytes, by_name, at)
    values (${one.id}, ${one.runId}, ${one.question}, ${one.organisationId}, ${one.fileHash}, ${one.fileName},
      ${one.fileType}, ${one.bytes}, ${one.byName}, ${one.at})`
}

export async function removeAttachment(sql: Sql, runId: string, id: string, now: Date): Promise<boolean> {
  const { count } = await sql`update assess_attachments set removed_at = ${now}
    where id = ${id} and run_id = ${runId} and removed_at is null`
  return count === 1
}
