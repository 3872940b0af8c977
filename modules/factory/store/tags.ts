import type { Sql } from '@ronghe/kit/db'

export type TagRow = {
  id: string
  organisationId: string
  equipmentId: string
  name: string
  label: string | null
  labelEn: string | null
  valueType: 'number' | 'text'
  meaning: string | null
  unit: string | null
  scale: number
  shift: number
  place: number
  isReadOnly: boolean
}

function columns(sql: Sql) {
  return sql`id, organisation_id as "organisationId", equipment_id as "equipmentId", name, label,
    label_en as "labelEn", value_type as "valueType", meaning, unit, scale, shift, place,
    is_read_only as "isReadOnly"`
}

export async function tagsOfMachine(sql: Sql, equipmentId: string): Promise<TagRow[]> {
  return sql<
    TagRow[]
  >`select ${columns(sql)} from factory_tags where equipment_id = ${equipmentId} order by place, name`
}

export async function tagsOfMachines(sql: Sql, equipmentIds: readonly string[]): Promise<TagRow[]> {
  return sql<TagRow[]>`select ${columns(sql)} from factory_tags
    where equipment_id = any (${equipmentIds as string[]}::uuid[]) order by equipment_id, place, name`
}

export async function tagsByIds(sql: Sql, ids: readonly string[]): Promise<TagRow[]> {
  return sql<TagRow[]>`select ${columns(sql)} from factory_tags where id = any (${ids as string[]}::uuid[])`
}

/** The few signals of each machine that its card on the board shows. */
export async function boardTags(sql: Sql, equipmentIds: readonly string[], each: number): Promise<TagRow[]> {
  return sql<TagRow[]>`select t.* from unnest(${equipmentIds as string[]}::uuid[]) m (id)
    cross join lateral (select ${columns(sql)} from factory_tags where equipment_id = m.id
      order by place, name limit ${each}) t`
}

export async function changeTag(
  sql: Sql,
  id: string,
  change: {
    label?: string
    labelEn?: string
    unit?: string
    meaning?: string
    scale?: number
    shift?: number
    place?: number
  },
): Promise<boolean> {
  const rows = await sql`update factory_tags set label = coalesce(${change.label ?? null}, label),
      label_en = coalesce(${change.labelEn ?? null}, label_en), unit = coalesce(${change.unit ?? null}, unit),
      meaning = case when ${change.meaning ?? null}::text is null then meaning
        else nullif(${change.meaning ?? ''}, '') end,
      scale = coalesce(${change.scale ?? null}, scale), shift = coalesce(${change.shift ?? null}, shift),
      place = coalesce(${change.place ?? null}, place)
    where id = ${id} returning id`
  return rows.length === 1
}

/** A tag as the sample describes it; what is there already is described anew. */
export type NewTag = Omit<TagRow, 'isReadOnly'> & { isReadOnly?: boolean }

export async function keepTag(sql: Sql, tag: NewTag, now: Date): Promise<void> {
  await sql`insert into factory_tags (id, organisation_id, equipment_id, name, label, label_en, value_type,
    meaning, unit, scale, shift, place, is_read_only, created_at)
    values (${tag.id}, ${tag.organisationId}, ${tag.equipmentId}, ${tag.name}, ${tag.label}, ${tag.labelEn},
      ${tag.valueType}, ${tag.meaning}, ${tag.unit}, ${tag.scale}, ${tag.shift}, ${tag.place},
      ${tag.isReadOnly ?? false}, ${now})
    on conflict (equipment_id, name) do update set label = coalesce(factory_tags.label, excluded.label),
      label_en = coalesce(factory_tags.label_en, excluded.label_en), meaning = coalesce(factory_tags.meaning,
        excluded.meaning)`
}

export type TagPlace = { id: string; equipmentId: string; meaning: string | null }

/** Where the tags belong that were made since a moment. */
export async function tagPlaces(sql: Sql, since: Date): Promise<TagPlace[]> {
  return sql<TagPlace[]>`select id, equipment_id as "equipmentId", meaning from factory_tags
    where created_at >= ${since}`
}
