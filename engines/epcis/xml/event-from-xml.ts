import type { EventJson, Json, JsonObject } from '../document/model.ts'
import { compactTerm } from '../document/vocabulary.ts'
import { fieldKinds, itemNames, numberFields, termKinds } from './fields.ts'
import { attributeOf, childOf, textOf, type XmlNode } from './tree.ts'

const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance'

/**
 * Gives every namespace one prefix for the whole document; a second prefix of the same name gets a
 * number.
 */
export function prefixTable() {
  const prefixes = new Map<string, string>()
  const taken = new Set<string>()
  return {
    nameOf(prefix: string, namespace: string, local: string): string {
      if (namespace === '') return local
      let own = prefixes.get(namespace)
      if (own === undefined) {
        const wanted = prefix === '' ? 'ns' : prefix
        own = wanted
        for (let number = 2; taken.has(own); number += 1) own = `${wanted}${number}`
        prefixes.set(namespace, own)
        taken.add(own)
      }
      return `${own}:${local}`
    },
    /** Prefix → namespace of all that was met. */
    context: (): Record<string, string> =>
      Object.fromEntries([...prefixes].map(([uri, prefix]) => [prefix, uri])),
  }
}

export type PrefixTable = ReturnType<typeof prefixTable>
type Mutable = Record<string, Json>

/** An event of XML 1.2 or 2.0 in the form of JSON; what is not in the standard is kept as an extension. */
export function eventFromXml(node: XmlNode, prefixes: PrefixTable): EventJson {
  const event: Mutable = { type: prefixes.nameOf(node.name.prefix, node.name.namespace, node.name.local) }
  for (const child of unwrapped(node)) {
    const kind = child.name.namespace === '' ? fieldKinds[child.name.local] : undefined
    if (kind) event[child.name.local] = standard(child, kind, prefixes, event[child.name.local])
    else add(event, child, prefixes)
  }
  return event as EventJson
}

/** Children with the `extension` wrappers of version 1.2 taken off. */
function unwrapped(node: XmlNode): XmlNode[] {
  return node.children.flatMap((child) => {
    const isWrapper = child.name.namespace === '' && /^(extension|baseExtension)$/.test(child.name.local)
    return isWrapper ? unwrapped(child) : [child]
  })
}

function standard(node: XmlNode, kind: string, prefixes: PrefixTable, before: Json | undefined): Json {
  const local = node.name.local
  switch (kind) {
    case 'term':
      return compactTerm(termKinds[local]!, textOf(node))
    case 'epcs':
      return node.children.map(textOf)
    case 'quantities':
      return node.children.map(quantity)
    case 'place':
      return { id: textOf(childOf(node, 'id')), ...extensions(node, new Set(['id']), prefixes) }
    case 'typed':
      return node.children.map((item) => typed(item, itemNames[local]!))
    case 'persistent':
      return persistent(node)
    case 'error':
      return errorDeclaration(node, prefixes)
    case 'sensors':
      return node.children.map((item) => sensorElement(item, prefixes))
    case 'ilmd':
      return extensions(node, new Set(), prefixes)
    default:
      return before === undefined ? textOf(node) : ([before, textOf(node)].flat() as Json[])
  }
}

function quantity(node: XmlNode): JsonObject {
  const amount = textOf(childOf(node, 'quantity'))
  const uom = textOf(childOf(node, 'uom'))
  return {
    epcClass: textOf(childOf(node, 'epcClass')),
    ...(amount === '' ? {} : { quantity: numeric(amount) }),
    ...(uom === '' ? {} : { uom }),
  }
}

function typed(node: XmlNode, name: string): JsonObject {
  const type = attributeOf(node, 'type')
  return {
    ...(type === undefined ? {} : { type: compactTerm(termKinds[name]!, type) }),
    [name]: textOf(node),
  }
}

function persistent(node: XmlNode): JsonObject {
  const found: Record<string, string[]> = {}
  for (const child of node.children) {
    found[child.name.local] = [...(found[child.name.local] ?? []), compactTerm('disposition', textOf(child))]
  }
  return found
}

function errorDeclaration(node: XmlNode, prefixes: PrefixTable): JsonObject {
  const found: Mutable = {}
  for (const child of unwrapped(node)) {
    const { local, namespace } = child.name
    if (namespace !== '') add(found, child, prefixes)
    else if (local === 'reason') found.reason = compactTerm('errorReason', textOf(child))
    else if (local === 'correctiveEventIDs') found.correctiveEventIDs = child.children.map(textOf)
    else found[local] = textOf(child)
  }
  return found
}

function sensorElement(node: XmlNode, prefixes: PrefixTable): JsonObject {
  const found: Mutable = {}
  const reports: Json[] = []
  for (const child of unwrapped(node)) {
    const { local, namespace } = child.name
    if (namespace === '' && local === 'sensorMetadata') found.sensorMetadata = sensorFields(child, prefixes)
    else if (namespace === '' && local === 'sensorReport') reports.push(sensorFields(child, prefixes))
    else add(found, child, prefixes)
  }
  return { ...found, ...(reports.length > 0 ? { sensorReport: reports } : {}) }
}

function sensorFields(node: XmlNode, prefixes: PrefixTable): JsonObject {
  const found: Mutable = {}
  for (const { prefix, namespace, local, value } of node.attributes) {
    if (namespace !== '') found[prefixes.nameOf(prefix, namespace, local)] = value
    else if (numberFields.has(local)) found[local] = numeric(value)
    else if (local === 'booleanValue') found[local] = value === 'true' || value === '1'
    else if (local === 'type') found.type = compactTerm('measurementType', compactTerm('alertType', value))
    else if (local === 'exception') found.exception = compactTerm('alertType', value)
    else found[local] = local === 'component' ? compactTerm('component', value) : value
  }
  for (const child of node.children) add(found, child, prefixes)
  return found
}

function extensions(node: XmlNode, skip: ReadonlySet<string>, prefixes: PrefixTable): JsonObject {
  const found: Mutable = {}
  for (const child of unwrapped(node)) {
    if (child.name.namespace !== '' || !skip.has(child.name.local)) add(found, child, prefixes)
  }
  return found
}

/** A second element of a name makes a list of both. */
function add(into: Mutable, node: XmlNode, prefixes: PrefixTable): void {
  const name = prefixes.nameOf(node.name.prefix, node.name.namespace, node.name.local)
  const value = extension(node, prefixes)
  const before = into[name]
  into[name] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value]
}

/** `xsi:type` says whether a text is a number or a truth value; without one it is text. */
function extension(node: XmlNode, prefixes: PrefixTable): Json {
  const type = node.attributes.find(
    ({ namespace, local }) => namespace === schemaInstance && local === 'type',
  )
  const attributes = node.attributes.filter(({ namespace }) => namespace !== schemaInstance)
  const text = textOf(node)
  if (node.children.length === 0 && attributes.length === 0) return value(text, type?.value ?? '')
  const found: Mutable = {}
  for (const { prefix, namespace, local, value: one } of attributes) {
    found[`@${prefixes.nameOf(prefix, namespace, local)}`] = one
  }
  for (const child of node.children) add(found, child, prefixes)
  if (text !== '') found['#text'] = value(text, type?.value ?? '')
  return found
}

function value(text: string, type: string): Json {
  const kind = type.slice(type.indexOf(':') + 1)
  if (/^(int|integer|long|short|decimal|double|float)$/.test(kind)) return numeric(text)
  return kind === 'boolean' ? text === 'true' || text === '1' : text
}

/**
 * A number where the text is one that JSON can write; the text itself otherwise, for the validation to
 * tell.
 */
function numeric(text: string): Json {
  const found = Number(text)
  return text.trim() !== '' && Number.isFinite(found) ? found : text
}
