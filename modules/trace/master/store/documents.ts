import { likeOf, listedOf, orderOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { DocumentLine } from '../contract.ts'

export type DocumentRow = Omit<DocumentLine, 'identifier' | 'isExpired' | 'addedAt'> & {
  organisationId: string
  addedAt: Date
}

export type DocumentFilter = {
  q?: string
  sort?: string
  page?: number
  pageSize?: number
  kind?: DocumentLine['kind']
  audience?: DocumentLine['audience']
  isExpired?: boolean
  /** Keys that the papers are about. */
  keys?: readonly string[]
  today: string
}

const sortable = {
  identifier: 'key',
  kind: 'kind',
  title: 'title',
  issuedOn: 'issued_on',
  validUntil: 'valid_until',
  addedAt: 'added_at',
}

function columns(sql: Sql) {
  return sql`id, organisation_id as "organisationId", key, kind, title, title_en as "titleEn", language,
    number, issuer, issued_on::text as "issuedOn", valid_until::text as "validUntil", audience,
    file_hash as "fileHash", file_name as "fileName", media_type as "mediaType", size_bytes as "sizeBytes",
    is_sample as "isSample", added_at as "addedAt", added_by as "addedBy"`
}

export async function listDocuments(sql: Sql, filter: DocumentFilter) {
  const { q, kind, audience, isExpired, keys, today, sort = '-addedAt' } = filter
  const like = likeOf(q)
  const rows = await sql<(DocumentRow & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total from trace_documents
    where (${kind ?? null}::text is null or kind = ${kind ?? null})
      and (${audience ?? null}::text is null or audience = ${audience ?? null})
      and (${isExpired ?? null}::boolean is null
        or coalesce(valid_until < ${today}::date, false) = ${isExpired ?? null})
      and (${(keys ?? null) as string[] | null}::text[] is null
        or key = any(${(keys ?? null) as string[] | null}::text[]))
      and (${like}::text is null or key ilike ${like} or title ilike ${like} or title_en ilike ${like}
        or number ilike ${like} or issuer ilike ${like})
    ${orderOf(sql, sort, sortable, 'added_at')}, id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function findDocument(sql: Sql, id: string): Promise<DocumentRow | null> {
  const [row] = await sql<DocumentRow[]>`select ${columns(sql)} from trace_documents where id = ${id}`
  return row ?? null
}

/** Papers of these keys that audiences may read; the program asks for the page or passport of a thing. */
export async function documentsFor(
  sql: Sql,
  organisationId: string,
  keys: readonly string[],
  audiences: readonly DocumentRow['audience'][],
): Promise<DocumentRow[]> {
  return sql<DocumentRow[]>`
    select ${columns(sql)} from trace_documents
    where organisation_id = ${organisationId} and key = any(${keys as string[]}) 
      and audience = any(${audiences as string[]})
    order by kind, issued_on desc nulls last, id limit 50`
}

export async function insertDocument(sql: Sql, row: DocumentRow): Promise<void> {
  await sql`
    insert into trace_documents (id, organisation_id, key, kind, title, title_en, language, number, issuer,
      issued_on, valid_until, audience, file_hash, file_name, media_type, size_bytes, is_sample, added_at,
      added_by)
    values (${row.id}, ${row.organisationId}, ${row.key}, ${row.kind}, ${row.title}, ${row.titleEn},
      ${row.language}, ${row.number}, ${row.issuer}, ${row.issuedOn}, ${row.validUntil}, ${row.audience},
      ${row.fileHash}, ${row.fileName}, ${row.mediaType}, ${row.sizeBytes}, ${row.isSample}, ${row.addedAt},
      ${row.addedBy})`
}

export async function updateDocument(sql: Sql, row: DocumentRow): Promise<void> {
  await sql`
    update trace_documents set kind = ${row.kind}, title = ${row.title}, title_en = ${row.titleEn},
      language = ${row.language}, number = ${row.number}, issuer = ${row.issuer},
      issued_on = ${row.issuedOn}, valid_until = ${row.validUntil}, audience = ${row.audience}
    where id = ${row.id}`
}

export async function deleteDocument(sql: Sql, id: string): Promise<void> {
  await sql`delete from trace_documents where id = ${id}`
}
