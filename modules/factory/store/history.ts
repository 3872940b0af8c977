import type { Sql } from '@ronghe/kit/db'
import { type Locale, likeOf, listedOf, nameIn, pageOf } from './parts.ts'

export type HistorySignalRow = {
  tagId: string
  name: string
  label: string | null
  labelEn: string | null
  unit: string | null
  valueType: 'number' | 'text'
  equipmentId: string
  equipmentCode: string
  equipmentName: string
  organisationName: string
  isSample: boolean
}

export type HistorySignalFilter = {
  q?: string
  equipment?: string
  tag?: string[]
  valueType?: 'number' | 'text'
  page?: number
  pageSize?: number
}

/** Signals with their machines; the words of a search are looked for in the names of both. */
export async function listSignals(sql: Sql, locale: Locale, filter: HistorySignalFilter) {
  const words = (filter.q ?? '').split(/\s+/).filter((word) => word !== '')
  const likes = words.slice(0, 6).map((word) => likeOf(word) ?? '%')
  const rows = await sql<(HistorySignalRow & { total: bigint })[]>`
    select t.id as "tagId", t.name, t.label, t.label_en as "labelEn", t.unit, t.value_type as "valueType",
      e.id as "equipmentId", e.code as "equipmentCode", ${nameIn(sql, locale, 'e')} as "equipmentName",
      ${nameIn(sql, locale, 'o')} as "organisationName", e.is_sample as "isSample", count(*) over () as total
    from factory_tags t join factory_equipment e on e.id = t.equipment_id
      join registry_organisation_cards() o on o.id = e.organisation_id
    where (${filter.equipment ?? null}::uuid is null or e.id = ${filter.equipment ?? null})
      and (${filter.tag ?? null}::uuid[] is null or t.id = any (${filter.tag ?? null}::uuid[]))
      and (${filter.valueType ?? null}::text is null or t.value_type = ${filter.valueType ?? null})
      and concat_ws(' ', t.name, t.label, t.label_en, e.code, e.name, e.name_en) ilike all (${likes}::text[])
    order by e.code, e.id, t.place, t.name ${pageOf(sql, filter)}`
  return listedOf(rows)
}
