import type { Sql } from '@ronghe/kit/db'

export type ImportRow = {
  id: string
  organisationId: string
  kind: string
  fileHash: string
  fileName: string
  rowsTotal: number
  rowsNew: number
  rowsChanged: number
  by: string | null
}

export async function insertImport(sql: Sql, one: ImportRow, now: Date): Promise<void> {
  await sql`insert into registry_imports (id, organisation_id, kind, file_hash, file_name, rows_total,
    rows_new, rows_changed, person_id, created_at)
    values (${one.id}, ${one.organisationId}, ${one.kind}, ${one.fileHash}, ${one.fileName}, ${one.rowsTotal},
      ${one.rowsNew}, ${one.rowsChanged}, ${one.by}, ${now})`
}
