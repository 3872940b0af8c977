import { eventFromXml, prefixTable } from '../xml/event-from-xml.ts'
import { type XmlFault, type XmlHandler, type XmlLimits, XmlReader, xmlLimits } from '../xml/read.ts'
import { attributeOf, childOf, textOf, treeBuilder, type XmlNode } from '../xml/tree.ts'
import type { Head } from './head.ts'
import type { EventJson, Json, VocabularyElement } from './model.ts'
import { standardNamespaces } from './namespaces.ts'
import { splitLimits } from './split-json.ts'

const officialContext = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'
const roots = new Set(['EPCISDocument', 'EPCISQueryDocument', 'EPCISMasterDataDocument'])

/** What an element takes beside its texts, in characters. */
const elementLength = 32

export type XmlEnd = { readonly head: Head } | { readonly fault: XmlFault }

/** Reads an XML document of version 1.0 to 2.0 fed in pieces; each event is given as it ends. */
export function xmlDocument(onEvent: (event: EventJson) => void, limits: XmlLimits = xmlLimits) {
  const prefixes = prefixTable()
  let ignore: ReadonlySet<string> = new Set()
  /** Characters and elements that are kept since the last event was given. */
  let held = 0
  let fault: XmlFault | null = null
  const builder = treeBuilder((node, path) => {
    if (node.name.local === 'ignoreFields' && path.length === 1) {
      ignore = new Set(node.children.map(({ name }) => `{${name.namespace}}${name.local}`))
    }
    if (!isEvent(node, path)) return false
    if (held <= splitLimits.eventLengthMax) onEvent(eventFromXml(node, prefixes))
    else fault ??= tooLong(node.name.local)
    held = 0
    return true
  })
  const handler: XmlHandler = {
    ...builder.handler,
    open(name, attributes, namespaces) {
      held += attributes.reduce((sum, { local, value }) => sum + local.length + value.length, elementLength)
      held += name.local.length
      builder.handler.open(name, attributes, namespaces)
    },
    text(text) {
      held += text.length
      builder.handler.text(text)
    },
  }
  const reader = new XmlReader(handler, limits)
  return {
    write(chunk: string): XmlFault | null {
      const broken = reader.write(chunk)
      fault ??= broken
      if (held > splitLimits.eventLengthMax) fault ??= tooLong('')
      return fault
    },
    /** Names of extensions that take no part in the hash; known before the first event. */
    ignore: () => ignore,
    /** The prefixes that the events so far use. */
    context: (): Json => [officialContext, prefixes.context()],
    end(): XmlEnd {
      fault ??= reader.end()
      const root = builder.root()
      if (fault || !root) return { fault: fault ?? { code: 'unfinished', detail: '' } }
      if (!roots.has(root.name.local)) return { fault: { code: 'syntax', detail: root.name.local } }
      return { head: headOf(root, prefixes.context(), ignore) }
    },
  }
}

function tooLong(detail: string): XmlFault {
  return { code: 'eventTooLong', detail }
}

/** A child of the event list, whatever wrappers of version 1.2 lie between. */
function isEvent(node: XmlNode, path: readonly XmlNode[]): boolean {
  if (node.name.local === 'extension' && node.name.namespace === '') return false
  let at = path.length - 1
  while (at >= 0 && path[at]!.name.local === 'extension' && path[at]!.name.namespace === '') at -= 1
  return path[at]?.name.local === 'EventList'
}

function headOf(root: XmlNode, own: Record<string, string>, ignore: ReadonlySet<string>): Head {
  const results = descendant(root, ['EPCISBody', 'QueryResults']) ?? root
  return {
    type: root.name.local as Head['type'],
    schemaVersion: attributeOf(root, 'schemaVersion') ?? '',
    creationDate: attributeOf(root, 'creationDate') ?? null,
    context: [officialContext, own],
    namespaces: { ...standardNamespaces, ...own },
    ignore,
    queryName: textOf(childOf(results, 'queryName')) || null,
    subscriptionID: textOf(childOf(results, 'subscriptionID')) || null,
    masterData: [
      ...vocabularies(descendant(root, ['EPCISHeader', 'extension', 'EPCISMasterData', 'VocabularyList'])),
      ...vocabularies(descendant(root, ['EPCISHeader', 'EPCISMasterData', 'VocabularyList'])),
      ...vocabularies(descendant(root, ['EPCISBody', 'VocabularyList'])),
    ],
  }
}

function descendant(node: XmlNode | undefined, path: readonly string[]): XmlNode | undefined {
  return path.reduce((found: XmlNode | undefined, local) => (found ? childOf(found, local) : undefined), node)
}

function vocabularies(list: XmlNode | undefined): VocabularyElement[] {
  return (list?.children ?? []).flatMap((vocabulary) => {
    const elements = childOf(vocabulary, 'VocabularyElementList')?.children ?? []
    return elements.map((node) => ({
      type: attributeOf(vocabulary, 'type') ?? '',
      id: attributeOf(node, 'id') ?? '',
      attributes: node.children
        .filter(({ name }) => name.local === 'attribute')
        .map((one) => ({ id: attributeOf(one, 'id') ?? '', value: attributeValue(one) })),
      children: (childOf(node, 'children')?.children ?? []).map(textOf),
    }))
  })
}

/** The text of an attribute, or what is inside by name. */
function attributeValue(node: XmlNode): Json {
  if (node.children.length === 0) return textOf(node)
  return Object.fromEntries(node.children.map((child) => [child.name.local, attributeValue(child)]))
}
