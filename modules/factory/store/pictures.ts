import type { Sql } from '@ronghe/kit/db'
import type { PictureDrawing } from '../pictures/check.ts'
import { type Locale, likeOf, listedOf, nameIn, orderOf, pageOf } from './parts.ts'

export type PictureRow = {
  id: string
  organisationId: string
  organisationName: string
  name: string
  nameEn: string | null
  unitId: string | null
  unitName: string | null
  parentId: string | null
  parentName: string | null
  isTemplate: boolean
  publishedVersion: number | null
  newestVersion: number
  changedAt: Date
  personName: string | null
  isSample: boolean
}
type Filter = {
  q?: string
  organisation?: string
  unit?: string
  sort?: string
  page?: number
  pageSize?: number
}

const sortable = { name: 'p.name', unitName: 'u.name', changedAt: 'v.created_at' }

function columns(sql: Sql, locale: Locale) {
  return sql`p.id, p.organisation_id as "organisationId", ${nameIn(sql, locale, 'o')} as "organisationName",
    p.name, p.name_en as "nameEn", p.unit_id as "unitId", ${nameIn(sql, locale, 'u')} as "unitName",
    p.parent_id as "parentId",
    case when ${locale === 'en'} then coalesce(a.name_en, a.name) else a.name end as "parentName",
    v.is_template as "isTemplate", p.published_version as "publishedVersion",
    v.version as "newestVersion", v.created_at as "changedAt", v.person_name as "personName",
    p.is_sample as "isSample"`
}

function joins(sql: Sql) {
  return sql`factory_pictures p join registry_organisation_cards() o on o.id = p.organisation_id
    left join registry_unit_cards() u on u.id = p.unit_id
    left join factory_pictures a on a.id = p.parent_id
    join lateral (select version, is_template, created_at, person_name from factory_picture_versions
      where picture_id = p.id order by version desc limit 1) v on true`
}

export async function listPictures(sql: Sql, locale: Locale, filter: Filter) {
  const like = likeOf(filter.q)
  const { organisation = null, unit = null } = filter
  const rows = await sql<(PictureRow & { total: bigint })[]>`select ${columns(sql, locale)},
      count(*) over () as total
    from ${joins(sql)} where p.removed_at is null
      and (${like}::text is null or p.name ilike ${like} or p.name_en ilike ${like} or u.name ilike ${like})
      and (${organisation}::uuid is null or p.organisation_id = ${organisation})
      and (${unit}::uuid is null or p.unit_id = ${unit})
    ${orderOf(sql, filter.sort, sortable, 'p.name')}, p.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function pictureById(sql: Sql, locale: Locale, id: string): Promise<PictureRow | null> {
  const [row] = await sql<PictureRow[]>`select ${columns(sql, locale)} from ${joins(sql)}
    where p.id = ${id} and p.removed_at is null`
  return row ?? null
}

export type PictureValues = {
  name: string
  nameEn: string | null
  unitId: string | null
  parentId: string | null
}

export async function insertPicture(
  sql: Sql,
  one: PictureValues & { id: string; organisationId: string; isSample: boolean },
  now: Date,
): Promise<void> {
  await sql`insert into factory_pictures (id, organisation_id, name, name_en, unit_id, parent_id, is_sample,
      created_at)
    values (${one.id}, ${one.organisationId}, ${one.name}, ${one.nameEn}, ${one.unitId}, ${one.parentId},
      ${one.isSample}, ${now})`
}

export async function updatePicture(sql: Sql, id: string, one: PictureValues): Promise<void> {
  await sql`update factory_pictures set name = ${one.name}, name_en = ${one.nameEn},
      unit_id = ${one.unitId}, parent_id = ${one.parentId} where id = ${id}`
}

/** Takes a picture out of every list; those below it come up to where it stood. */
export async function removePicture(sql: Sql, id: string, now: Date): Promise<void> {
  await sql`update factory_pictures p set parent_id = gone.parent_id from factory_pictures gone
    where gone.id = ${id} and p.parent_id = gone.id`
  await sql`update factory_pictures set removed_at = ${now} where id = ${id}`
}

/** The picture itself and those above it. */
export async function picturesAbove(sql: Sql, id: string): Promise<string[]> {
  const rows = await sql`with recursive chain as (
      select id, parent_id, 1 as depth from factory_pictures where id = ${id}
      union all select p.id, p.parent_id, depth + 1 from factory_pictures p
        join chain on p.id = chain.parent_id where depth < 50)
    select id from chain`
  return rows.map((row) => row.id as string)
}

export type NewVersion = {
  id: string
  organisationId: string
  pictureId: string
  version: number
  drawing: PictureDrawing
  hash: string
  isTemplate: boolean
  note: string | null
  by: string | null
  personName: string | null
}

/** False where this version is there already: somebody was faster. */
export async function insertVersion(sql: Sql, one: NewVersion, now: Date): Promise<boolean> {
  const rows = await sql`insert into factory_picture_versions (id, organisation_id, picture_id, version,
      drawing, hash, is_template, note, created_at, created_by, person_name)
    values (${one.id}, ${one.organisationId}, ${one.pictureId}, ${one.version},
      ${JSON.stringify(one.drawing)}::text::jsonb, ${one.hash}, ${one.isTemplate}, ${one.note}, ${now},
      ${one.by}, ${one.personName})
    on conflict (picture_id, version) do nothing returning version`
  return rows.length === 1
}

export async function drawingOf(
  sql: Sql,
  pictureId: string,
  version: number,
): Promise<PictureDrawing | null> {
  const [row] = await sql<{ drawing: PictureDrawing }[]>`select drawing from factory_picture_versions
    where picture_id = ${pictureId} and version = ${version}`
  return row?.drawing ?? null
}

export async function publish(sql: Sql, pictureId: string, version: number, now: Date): Promise<void> {
  await sql`update factory_pictures set published_version = ${version}, published_at = ${now}
    where id = ${pictureId}`
}

export type VersionRow = {
  version: number
  note: string | null
  hash: string
  items: number
  isPublished: boolean
  createdAt: Date
  personName: string | null
}

/** The versions of a picture, the newest first. */
export async function listVersions(
  sql: Sql,
  pictureId: string,
  filter: { q?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<(VersionRow & { total: bigint })[]>`select v.version, v.note, v.hash,
      jsonb_array_length(v.drawing->'items') as items,
      coalesce(v.version = p.published_version, false) as "isPublished", v.created_at as "createdAt",
      v.person_name as "personName", count(*) over () as total
    from factory_picture_versions v join factory_pictures p on p.id = v.picture_id
    where v.picture_id = ${pictureId} and (${like}::text is null or v.note ilike ${like}
      or v.person_name ilike ${like})
    order by v.version desc ${pageOf(sql, filter)}`
  return listedOf(rows)
}

/** Those of the ids that are machines, or pictures, of the firm. */
export async function ownMachines(sql: Sql, owner: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await sql`select id from factory_equipment where organisation_id = ${owner}
    and id::text = any (${ids as string[]})`
  return new Set(rows.map((row) => row.id as string))
}

export async function ownPictures(sql: Sql, owner: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await sql`select id from factory_pictures where organisation_id = ${owner}
    and removed_at is null and id::text = any (${ids as string[]})`
  return new Set(rows.map((row) => row.id as string))
}

/** The tags of machines that have one of these names. */
export async function idsOfTags(
  sql: Sql,
  wanted: readonly { machine: string; tag: string }[],
): Promise<string[]> {
  const list = JSON.stringify(wanted.map((one) => [one.machine, one.tag]))
  const rows = await sql`select t.id from jsonb_array_elements(${list}::text::jsonb) w
    join factory_tags t on t.equipment_id::text = w->>0 and t.name = w->>1`
  return rows.map((row) => row.id as string)
}
