import type { TagDefinition, TagType } from '../../observation.ts'
import type { DataItem } from './documents.ts'
import { unitOf } from './units.ts'

/**
 * A tag as the configuration wishes it; `part: 'message'` asks for a condition's text instead of its level.
 */
export type WishedTag = {
  name: string
  dataItem: string
  part?: 'value' | 'message' | undefined
  unit?: string | undefined
  type?: TagType | undefined
}

export type BoundTag = TagDefinition & { dataItemId: string; part: 'value' | 'message' }

/** Events whose value is a number although the standard gives them no unit (Part 2, event types). */
const numericEvents = new Set([
  'ACTIVATION_COUNT',
  'AXIS_FEEDRATE_OVERRIDE',
  'CYCLE_COUNT',
  'LINE_NUMBER',
  'LOAD_COUNT',
  'PART_COUNT',
  'PATH_FEEDRATE_OVERRIDE',
  'ROTARY_VELOCITY_OVERRIDE',
  'TRANSFER_COUNT',
  'UNLOAD_COUNT',
])

/**
 * Binds the wished tags to data items, by id or by name; `unknown` are wishes that the agent does not
 * offer.
 */
export function bindTags(
  items: readonly DataItem[],
  wished: readonly WishedTag[],
): { tags: BoundTag[]; unknown: string[] } {
  const byName = new Map(items.map((item) => [item.name, item]))
  const byId = new Map(items.map((item) => [item.id, item]))
  const unknown: string[] = []
  const tags = wished.flatMap((wish): BoundTag[] => {
    const item = byId.get(wish.dataItem) ?? byName.get(wish.dataItem)
    if (!item) unknown.push(wish.dataItem)
    if (!item) return []
    const part = wish.part ?? 'value'
    const type = wish.type ?? (part === 'message' ? 'text' : typeOf(item))
    return [
      { ...tagOf(item, wish.name, part, type), ...(wish.unit === undefined ? {} : { unit: wish.unit }) },
    ]
  })
  return { tags, unknown }
}

/** Every data item as a tag named as the agent names it (its id where a name is missing or given twice). */
export function allTags(items: readonly DataItem[]): BoundTag[] {
  const uses = new Map<string, number>()
  for (const item of items) uses.set(item.name ?? item.id, (uses.get(item.name ?? item.id) ?? 0) + 1)
  return items.flatMap((item) => {
    const wanted = item.name ?? item.id
    const name = uses.get(wanted) === 1 ? wanted : item.id
    const value = tagOf(item, name, 'value', typeOf(item))
    return item.category === 'CONDITION'
      ? [value, tagOf(item, `${name}/message`, 'message', 'text')]
      : [value]
  })
}

function tagOf(item: DataItem, name: string, part: BoundTag['part'], type: TagType): BoundTag {
  return { name, type, unit: unitOf(item.units), isDiscrete: item.isDiscrete, dataItemId: item.id, part }
}

function typeOf(item: DataItem): TagType {
  if (item.category === 'CONDITION' || item.representation !== 'VALUE') return 'text'
  // Vectors (MILLIMETER_3D …) are several numbers in one value.
  if (item.units?.endsWith('_3D')) return 'text'
  if (item.category === 'SAMPLE' || item.units !== undefined) return 'number'
  return numericEvents.has(item.type) ? 'number' : 'text'
}
