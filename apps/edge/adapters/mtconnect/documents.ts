import { XMLParser } from 'fast-xml-parser'
import { microsOf } from '../times.ts'

type Node = { [key: string]: unknown }

/** What a probe says of one data item. */
export type DataItem = {
  id: string
  name: string | undefined
  category: 'SAMPLE' | 'EVENT' | 'CONDITION'
  type: string
  units: string | undefined
  representation: string
  isDiscrete: boolean
}

/** One element of a streams document, in the order of its sequence number. */
export type StreamItem = {
  dataItemId: string
  sequence: number
  timeMicros: number
  /** Element name: of a condition it is the level (Normal, Warning, Fault, Unavailable). */
  element: string
  isCondition: boolean
  text: string
  nativeCode: string
}

export type Header = {
  /**
   * Changes when the agent restarts; sequence numbers of different instances have nothing to do with each
   * other.
   */
  instanceId: string
  creationMicros: number
  firstSequence: number
  lastSequence: number
  nextSequence: number
}

export type Streams = { header: Header; items: StreamItem[] }
export type AgentError = { code: string; text: string }

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  alwaysCreateTextNode: true,
  isArray: (_name, _path, _leaf, isAttribute) => !isAttribute,
})

/**
 * The root element of an MTConnect document by name, or an agent's error; throws when the text is neither.
 */
export function parseDocument(xml: string): { name: string; root: Node } | { error: AgentError } {
  const document = parser.parse(xml) as Node
  const name = Object.keys(document).find((key) => key.startsWith('MTConnect'))
  if (name === undefined) throw new Error('not an MTConnect document')
  const root = child(document, name)!
  if (name !== 'MTConnectError') return { name, root }
  // Before version 1.1 there was one Error; since then there are Errors, and since 2.6 they may have names
  // of their own.
  const errors = child(root, 'Errors') ?? root
  const [found] = elements(errors).filter(([key]) => key !== 'Header')
  return { error: { code: attribute(found?.[1], 'errorCode') ?? found?.[0] ?? '', text: textOf(found?.[1]) } }
}

/** The data items of a probe document. An agent with several devices must be asked for one of them. */
export function dataItemsOf(root: Node): { device: string; items: DataItem[] }[] {
  const devices = elements(child(root, 'Devices')).filter(([name]) => name === 'Device')
  return devices.map(([, device]) => ({
    device: attribute(device, 'name') ?? '',
    items: collectItems(device),
  }))
}

export function streamsOf(root: Node): Streams {
  const header = child(root, 'Header')
  const number = (name: string) => Number(attribute(header, name) ?? Number.NaN)
  const items: StreamItem[] = []
  for (const [name, device] of elements(child(root, 'Streams'))) {
    if (name !== 'DeviceStream') continue
    for (const [, component] of elements(device)) {
      for (const [group, list] of elements(component)) {
        for (const [element, node] of elements(list)) items.push(itemOf(element, node, group === 'Condition'))
      }
    }
  }
  items.sort((a, b) => a.sequence - b.sequence)
  return {
    header: {
      instanceId: attribute(header, 'instanceId') ?? '',
      creationMicros: microsOf(attribute(header, 'creationTime') ?? ''),
      firstSequence: number('firstSequence'),
      lastSequence: number('lastSequence'),
      nextSequence: number('nextSequence'),
    },
    items,
  }
}

function itemOf(element: string, node: Node, isCondition: boolean): StreamItem {
  return {
    dataItemId: attribute(node, 'dataItemId') ?? '',
    sequence: Number(attribute(node, 'sequence')),
    timeMicros: microsOf(attribute(node, 'timestamp') ?? ''),
    element,
    isCondition,
    text: entriesOf(node) ?? textOf(node),
    nativeCode: attribute(node, 'nativeCode') ?? '',
  }
}

/** Data sets and tables (entries with keys) become JSON text. */
function entriesOf(node: Node): string | undefined {
  const entries = node.Entry
  if (!Array.isArray(entries)) return undefined
  const pairs = entries.map((entry: Node) => {
    const cells = entry.Cell
    const inner = Array.isArray(cells)
      ? cells.map((cell: Node) => [attribute(cell, 'key'), textOf(cell)])
      : null
    return [attribute(entry, 'key') ?? '', inner ? Object.fromEntries(inner) : textOf(entry)]
  })
  return JSON.stringify(Object.fromEntries(pairs))
}

function collectItems(node: Node): DataItem[] {
  return elements(node).flatMap(([name, inner]) => {
    if (name === 'DataItem') return [dataItemOf(inner)]
    return collectItems(inner)
  })
}

function dataItemOf(node: Node): DataItem {
  return {
    id: attribute(node, 'id') ?? '',
    name: attribute(node, 'name'),
    category: (attribute(node, 'category') ?? 'EVENT') as DataItem['category'],
    type: (attribute(node, 'type') ?? '').replace(/^.*:/, ''),
    units: attribute(node, 'units'),
    representation: attribute(node, 'representation') ?? 'VALUE',
    isDiscrete: attribute(node, 'representation') === 'DISCRETE' || attribute(node, 'discrete') === 'true',
  }
}

function elements(node: Node | undefined): [string, Node][] {
  return Object.entries(node ?? {}).flatMap(([name, list]) => {
    return Array.isArray(list) ? list.map((inner): [string, Node] => [name, inner as Node]) : []
  })
}

function child(node: Node, name: string): Node | undefined {
  const list = node[name]
  return Array.isArray(list) ? (list[0] as Node) : undefined
}

function attribute(node: Node | undefined, name: string): string | undefined {
  const value = node?.[`@${name}`]
  return value === undefined ? undefined : String(value)
}

function textOf(node: Node | undefined): string {
  return String(node?.['#'] ?? '').trim()
}
