import type { Sql } from '@ronghe/kit/db'

export type NoteRow = {
  id: string
  organisationId: string
  title: string
  authorId: string
  authorName: string
  createdAt: Date
}

export type NoteFilter = { q?: string; sort?: string; page?: number; pageSize?: number }

const sortable: Readonly<Record<string, string>> = {
  title: 'title',
  authorName: 'author_name',
  createdAt: 'created_at',
}

/** A page of the notes that the caller may see, newest first unless sorted otherwise. */
export async function listNotes(sql: Sql, filter: NoteFilter): Promise<{ rows: NoteRow[]; total: number }> {
  const { q, sort = '-createdAt', page = 1, pageSize = 20 } = filter
  const like = q ? `%${q.replace(/[\\%_]/g, '\\$&')}%` : null
  const column = sortable[sort.replace(/^-/, '')] ?? 'created_at'
  const rows = await sql<(NoteRow & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total
    from roomname_notes
    where ${like}::text is null or title ilike ${like}
    order by ${sql(column)} ${sort.startsWith('-') ? sql`desc` : sql`asc`}, id
    limit ${pageSize} offset ${(page - 1) * pageSize}`
  return { rows, total: Number(rows[0]?.total ?? 0) }
}

export async function findNote(sql: Sql, id: string): Promise<NoteRow | null> {
  const [row] = await sql<NoteRow[]>`select ${columns(sql)} from roomname_notes where id = ${id}`
  return row ?? null
}

/** False when the organisation has a note of this title already. */
export async function insertNote(sql: Sql, note: NoteRow): Promise<boolean> {
  const { count } = await sql`
    insert into roomname_notes (id, organisation_id, title, author_id, author_name, created_at)
    values (${note.id}, ${note.organisationId}, ${note.title}, ${note.authorId}, ${note.authorName},
      ${note.createdAt})
    on conflict (organisation_id, title) do nothing`
  return count === 1
}

export async function deleteNote(sql: Sql, id: string): Promise<void> {
  await sql`delete from roomname_notes where id = ${id}`
}

function columns(sql: Sql) {
  return sql`id, organisation_id as "organisationId", title, author_id as "authorId",
    author_name as "authorName", created_at as "createdAt"`
}
