import type { Sql } from '@ronghe/kit/db'
import { type Locale, likeOf, listedOf, nameIn, pageOf } from './parts.ts'

export type EntryRow = {
  id: string
  organisationId: string
  unitId: string
  unitName: string
  equipmentId: string | null
  equipmentName: string | null
  kind: 'note' | 'fault' | 'quality' | 'material' | 'safety' | 'order'
  body: string
  isPoint: boolean
  createdAt: Date
  personName: string | null
  closedAt: Date | null
  closedName: string | null
  closing: string | null
  isSample: boolean
}
export type By = { id: string | null; name: string | null }

export type EntryFilter = {
  q?: string
  organisation?: string
  unit?: string
  kind?: string
  isPoint?: boolean
  isClosed?: boolean
  from?: Date
  to?: Date
  page?: number
  pageSize?: number
}

/** Entries of a unit with all below it, the newest first. */
export async function listEntries(sql: Sql, locale: Locale, filter: EntryFilter) {
  const like = likeOf(filter.q)
  const { unit = null, kind = null, isPoint = null, isClosed = null, organisation = null } = filter
  const { from = null, to = null } = filter
  const rows = await sql<(EntryRow & { total: bigint })[]>`with recursive tree as (
      select ${unit}::uuid as id union all
      select child.id from registry_unit_cards() child join tree on child.parent_id = tree.id)
    select h.id, h.organisation_id as "organisationId", h.unit_id as "unitId",
      ${nameIn(sql, locale, 'u')} as "unitName", h.equipment_id as "equipmentId",
      ${nameIn(sql, locale, 'e')} as "equipmentName", h.kind, h.body, h.is_point as "isPoint",
      h.created_at as "createdAt", h.person_name as "personName", h.closed_at as "closedAt",
      h.closed_name as "closedName", h.closing, h.is_sample as "isSample", count(*) over () as total
    from factory_handover_entries h join registry_unit_cards() u on u.id = h.unit_id
    left join factory_equipment e on e.id = h.equipment_id
    where (${organisation}::uuid is null or h.organisation_id = ${organisation})
      and (${unit}::uuid is null or h.unit_id in (select id from tree))
      and (${kind}::text is null or h.kind = ${kind})
      and (${isPoint}::boolean is null or h.is_point = ${isPoint})
      and (${isClosed}::boolean is null or (h.closed_at is not null) = ${isClosed})
      and (${from}::timestamptz is null or h.created_at >= ${from})
      and (${to}::timestamptz is null or h.created_at < ${to})
      and (${like}::text is null or h.body ilike ${like} or h.person_name ilike ${like}
        or e.name ilike ${like} or h.closing ilike ${like})
    order by h.created_at desc, h.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function insertEntry(
  sql: Sql,
  one: Pick<
    EntryRow,
    'id' | 'organisationId' | 'unitId' | 'equipmentId' | 'kind' | 'body' | 'isPoint' | 'isSample'
  >,
  by: By,
  now: Date,
): Promise<void> {
  await sql`insert into factory_handover_entries (id, organisation_id, unit_id, equipment_id, kind, body,
      is_point, created_at, created_by, person_name, is_sample)
    values (${one.id}, ${one.organisationId}, ${one.unitId}, ${one.equipmentId}, ${one.kind}, ${one.body},
      ${one.isPoint}, ${now}, ${by.id}, ${by.name}, ${one.isSample})`
}

export async function entryOwner(
  sql: Sql,
  id: string,
): Promise<{ organisationId: string; unitId: string } | null> {
  const [row] = await sql<{ organisationId: string; unitId: string }[]>`select
      organisation_id as "organisationId", unit_id as "unitId"
    from factory_handover_entries where id = ${id}`
  return row ?? null
}

/** False where it is no open point any more. */
export async function closeEntry(sql: Sql, id: string, closing: string, by: By, now: Date): Promise<boolean> {
  const rows = await sql`update factory_handover_entries set closed_at = ${now}, closed_by = ${by.id},
      closed_name = ${by.name}, closing = ${closing}
    where id = ${id} and is_point and closed_at is null returning id`
  return rows.length > 0
}

export type FileRow = {
  id: string
  entryId: string
  name: string
  mediaType: string
  sizeBytes: number
  fileHash: string
}

export async function filesOfEntries(sql: Sql, entryIds: readonly string[]): Promise<FileRow[]> {
  return sql<FileRow[]>`select id, entry_id as "entryId", name, media_type as "mediaType",
      size_bytes as "sizeBytes", file_hash as "fileHash"
    from factory_handover_files where entry_id = any (${entryIds as string[]}::uuid[])
    order by created_at, id`
}

export async function entryFile(sql: Sql, id: string): Promise<FileRow | null> {
  const [row] = await sql<FileRow[]>`select id, entry_id as "entryId", name, media_type as "mediaType",
      size_bytes as "sizeBytes", file_hash as "fileHash" from factory_handover_files where id = ${id}`
  return row ?? null
}

export async function insertEntryFile(
  sql: Sql,
  one: FileRow & { organisationId: string },
  by: string | null,
  now: Date,
): Promise<void> {
  await sql`insert into factory_handover_files (id, organisation_id, entry_id, name, media_type, size_bytes,
      file_hash, created_at, created_by)
    values (${one.id}, ${one.organisationId}, ${one.entryId}, ${one.name}, ${one.mediaType}, ${one.sizeBytes},
      ${one.fileHash}, ${now}, ${by})`
}

export async function insertAcknowledgement(
  sql: Sql,
  one: { id: string; organisationId: string; unitId: string; points: number },
  by: By,
  now: Date,
): Promise<void> {
  await sql`insert into factory_handover_acknowledgements (id, organisation_id, unit_id, acknowledged_at,
      person_id, person_name, points)
    values (${one.id}, ${one.organisationId}, ${one.unitId}, ${now}, ${by.id}, ${by.name}, ${one.points})`
}

export async function listAcknowledgements(
  sql: Sql,
  unitId: string,
  filter: { q?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<
    { id: string; acknowledgedAt: Date; personName: string | null; points: number; total: bigint }[]
  >`select id, acknowledged_at as "acknowledgedAt", person_name as "personName", points,
      count(*) over () as total from factory_handover_acknowledgements
    where unit_id = ${unitId} and (${like}::text is null or person_name ilike ${like})
    order by acknowledged_at desc, id ${pageOf(sql, filter)}`
  return listedOf(rows)
}
