import { say } from '../words.ts'
import { type Element, parseXml } from './xml.ts'

export type Category = 'SAMPLE' | 'EVENT' | 'CONDITION'

/** A data item of a device model; `component` is the index of the component it belongs to. */
export type DataItem = {
  id: string
  name: string
  category: Category
  type: string
  subType: string
  units: string
  component: number
}

/** A component in document order; `parent` is the index of the one above, -1 for the device itself. */
export type Component = { kind: string; id: string; name: string; parent: number }

export type Device = {
  name: string
  uuid: string
  manufacturer: string
  model: string
  serialNumber: string
  /** The Device element as the probe document shows it. */
  element: Element
  components: Component[]
  items: DataItem[]
}

/**
 * Reads one Device element. Ids, names, types, sub-types, units and categories stay as recorded. What
 * differs: the uuid and the description say that the machine is a sample, and the two asset events every
 * device must have (MTConnect Part 2) are added where the recorded model has none.
 */
export function readDevice(document: string): Device {
  const element = parseXml(document)
  const { name = '' } = element.attributes
  const description = element.children.find((child) => child.name === 'Description')
  const isMeter = /^(Furnace|Meter)/.test(name)
  element.attributes.uuid = `ronghe-sample-${isMeter ? 'steel-energy' : 'nist-sms'}-${name.toLowerCase()}`
  if (description !== undefined) {
    description.text = say(isMeter ? 'plant.meter' : 'plant.description', description.text)
  }
  addAssetEvents(element, name)
  const components: Component[] = []
  const items: DataItem[] = []
  walk(element, -1, components, items)
  return {
    name,
    uuid: element.attributes.uuid,
    manufacturer: description?.attributes.manufacturer ?? '',
    model: description?.attributes.model ?? '',
    serialNumber: description?.attributes.serialNumber ?? '',
    element,
    components,
    items,
  }
}

function addAssetEvents(device: Element, name: string): void {
  const list = device.children.find((child) => child.name === 'DataItems')
  for (const [type, ending] of [
    ['ASSET_CHANGED', 'asset_chg'],
    ['ASSET_REMOVED', 'asset_rem'],
  ] as const) {
    if (list === undefined || list.children.some((item) => item.attributes.type === type)) continue
    const id = `${name}_${ending}`
    list.children.push({
      name: 'DataItem',
      attributes: { category: 'EVENT', id, type },
      children: [],
      text: '',
    })
  }
}

function walk(element: Element, parent: number, components: Component[], items: DataItem[]): void {
  const component = components.length
  const { id = '', name = '' } = element.attributes
  components.push({ kind: element.name, id, name, parent })
  for (const list of element.children) {
    for (const child of list.children) {
      if (list.name === 'DataItems') items.push(itemOf(child, component))
      if (list.name === 'Components') walk(child, component, components, items)
    }
  }
}

function itemOf(element: Element, component: number): DataItem {
  const { id = '', name = '', category = '', type = '', subType = '', units = '' } = element.attributes
  if (category !== 'SAMPLE' && category !== 'EVENT' && category !== 'CONDITION') {
    throw new Error(`data item ${id}: unknown category ${category}`)
  }
  return { id, name, category, type, subType, units, component }
}

/**
 * Which data item a recorded tag means: its name, else its id, else one of the two asset events, whose ids
 * carry an older name of the machine in the recordings.
 */
export function itemIndex(device: Device): (tag: string) => number | undefined {
  const byTag = new Map<string, number>()
  for (const [index, item] of device.items.entries()) byTag.set(item.id, index)
  for (const [index, item] of device.items.entries()) if (item.name !== '') byTag.set(item.name, index)
  return (tag) => byTag.get(tag) ?? byTag.get(tag.replace(/^.*(_asset_(?:chg|rem))$/, `${device.name}$1`))
}
