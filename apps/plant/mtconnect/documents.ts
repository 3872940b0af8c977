import { formatTime, isUnavailable } from '../play/shdr.ts'
import type { Entry } from './buffer.ts'
import type { Category, Component, DataItem, Device } from './model.ts'
import { type Element, escapeXml, printAttributes, printXml } from './xml.ts'

/**
 * The recorded models are of version 1.3; 1.6 adds nothing they would lack, 1.7 would ask for an Agent
 * device.
 */
export const mtconnectVersion = '1.6'

/** What every document's header tells of the agent. */
export type Header = {
  sender: string
  instanceId: number
  bufferSize: number
  creationTime: string
  assetBufferSize: number
}

type Attributes = Record<string, string | number>

/** The probe document: the models of the given devices. */
export function devicesDocument(header: Header, devices: readonly Device[]): string {
  const attributes = { ...headerAttributes(header), assetBufferSize: header.assetBufferSize, assetCount: 0 }
  return document('Devices', attributes, printXml(devicesElement(devices)))
}

/** The element that path expressions choose from. */
export function devicesElement(devices: readonly Device[]): Element {
  return { name: 'Devices', attributes: {}, children: devices.map((device) => device.element), text: '' }
}

/** An answer to a request for assets; this agent holds none. */
export function assetsDocument(header: Header): string {
  const { bufferSize: _, ...attributes } = headerAttributes(header)
  return document(
    'Assets',
    { ...attributes, assetBufferSize: header.assetBufferSize, assetCount: 0 },
    '<Assets/>',
  )
}

/** An error document (MTConnect Part 1, Errors). */
export function errorDocument(header: Header, code: string, message: string): string {
  const error = `<Error${printAttributes({ errorCode: code })}>${escapeXml(message)}</Error>`
  return document('Error', headerAttributes(header), `<Errors>${error}</Errors>`)
}

/** Range of sequence numbers that a streams document speaks of. */
export type Range = { firstSequence: number; lastSequence: number; nextSequence: number }

/** A data item among those of all devices. */
export type Placed = { device: Device; item: DataItem }

/**
 * A streams document: the entries grouped by device and component, in a component samples, events,
 * conditions, each in order of sequence (MTConnect Part 3).
 */
export function streamsDocument(
  header: Header,
  range: Range,
  entries: readonly Entry[],
  placed: readonly Placed[],
): string {
  const byDevice = new Map<Device, Map<number, Record<Category, string>>>()
  for (const entry of entries) {
    const { device, item } = placed[entry.item]!
    const components = byDevice.get(device) ?? new Map<number, Record<Category, string>>()
    byDevice.set(device, components)
    const parts = components.get(item.component) ?? { SAMPLE: '', EVENT: '', CONDITION: '' }
    components.set(item.component, parts)
    parts[item.category] += observation(entry, item)
  }
  let streams = ''
  for (const [device, components] of byDevice) {
    const open = printAttributes({ name: device.name, uuid: device.uuid })
    const inner = [...components].map(([index, parts]) => componentStream(device.components[index]!, parts))
    streams += `<DeviceStream${open}>${inner.join('')}</DeviceStream>`
  }
  return document('Streams', { ...headerAttributes(header), ...range }, `<Streams>${streams}</Streams>`)
}

function componentStream(component: Component, parts: Record<Category, string>): string {
  const open = printAttributes({
    component: component.kind,
    ...(component.name === '' ? {} : { name: component.name }),
    componentId: component.id,
  })
  const samples = parts.SAMPLE === '' ? '' : `<Samples>${parts.SAMPLE}</Samples>`
  const events = parts.EVENT === '' ? '' : `<Events>${parts.EVENT}</Events>`
  const conditions = parts.CONDITION === '' ? '' : `<Condition>${parts.CONDITION}</Condition>`
  return `<ComponentStream${open}>${samples}${events}${conditions}</ComponentStream>`
}

function observation(entry: Entry, item: DataItem): string {
  const common: Attributes = { dataItemId: item.id, timestamp: formatTime(entry.timeMicros) }
  if (item.name !== '') common.name = item.name
  common.sequence = entry.sequence
  if (item.subType !== '') common.subType = item.subType
  if (item.category === 'CONDITION') return condition(entry, item, common)
  const name = elementName(item.type)
  return `<${name}${printAttributes(common)}>${escapeXml(entry.text)}</${name}>`
}

function condition(entry: Entry, item: DataItem, common: Attributes): string {
  const [level = '', nativeCode = '', nativeSeverity = '', qualifier = '', ...text] = entry.text.split('|')
  const name = isUnavailable(entry.text) ? 'Unavailable' : pascal(level)
  const attributes: Attributes = { ...common, type: item.type }
  if (nativeCode !== '') attributes.nativeCode = nativeCode
  if (nativeSeverity !== '') attributes.nativeSeverity = nativeSeverity
  if (qualifier !== '') attributes.qualifier = qualifier
  const message = text.join('|')
  const open = `<${name}${printAttributes(attributes)}`
  return message === '' ? `${open}/>` : `${open}>${escapeXml(message)}</${name}>`
}

/** Element name of a data item type: CONTROLLER_MODE is ControllerMode, the extension x:UNIT is x:Unit. */
export function elementName(type: string): string {
  const [prefix, name] = type.includes(':') ? (type.split(':', 2) as [string, string]) : ['', type]
  return `${prefix === '' ? '' : `${prefix}:`}${pascal(name)}`
}

/** Words that keep their capitals in element names, as in VoltageAC. */
const kept = new Set(['PH', 'AC', 'DC'])

function pascal(name: string): string {
  return name
    .split('_')
    .map((word) => (kept.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()))
    .join('')
}

function headerAttributes(header: Header) {
  return {
    creationTime: header.creationTime,
    sender: header.sender,
    instanceId: header.instanceId,
    version: mtconnectVersion,
    bufferSize: header.bufferSize,
  }
}

function document(
  kind: 'Devices' | 'Streams' | 'Assets' | 'Error',
  header: Attributes,
  body: string,
): string {
  const namespace = `urn:mtconnect.org:MTConnect${kind}:${mtconnectVersion}`
  const schema = `http://schemas.mtconnect.org/schemas/MTConnect${kind}_${mtconnectVersion}.xsd`
  const open = printAttributes({
    xmlns: namespace,
    'xmlns:m': namespace,
    'xmlns:x': `urn:ronghe:sample-plant:MTConnect${kind}`,
    'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    'xsi:schemaLocation': `${namespace} ${schema}`,
  })
  const name = `MTConnect${kind}`
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<${name}${open}><Header${printAttributes(header)}/>${body}</${name}>\n`
  )
}
