import type { EventJson, Json, JsonObject } from '../document/model.ts'
import { namespacesOf } from '../document/namespaces.ts'
import { urnTerm } from '../document/vocabulary.ts'
import { fieldKinds, fieldOrder, itemNames, termKinds } from './fields.ts'
import { element, escapeText } from './write.ts'

const reasons = 'errorReason'

/** An event in the XML of version 2.0, its fields in the sequence of the schema, extensions behind them. */
export function eventToXml(event: EventJson): string {
  const order = fieldOrder[event.type] ?? Object.keys(fieldKinds)
  const known = order.map((name) => standard(name, event[name])).join('')
  const rest = Object.keys(event).filter((key) => {
    return key !== 'type' && key !== '@context' && !order.includes(key)
  })
  // An event of other prefixes than its document brings them along.
  const own = Object.entries(namespacesOf(event['@context'], {}))
  const attributes = Object.fromEntries(own.map(([prefix, uri]) => [`xmlns:${prefix}`, uri]))
  return element(event.type, known + rest.map((key) => extension(key, event[key]!)).join(''), attributes)
}

function standard(name: string, value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  const items = (Array.isArray(value) ? value : [value]) as readonly Json[]
  const inner = value as JsonObject
  switch (fieldKinds[name]) {
    case 'term':
      return element(name, escapeText(urnTerm(termKinds[name]!, String(value))))
    case 'epcs':
      return element(name, items.map((item) => tag('epc', item)).join(''))
    case 'quantities':
      return element(
        name,
        items.map((item) => element('quantityElement', children(item as JsonObject))).join(''),
      )
    case 'place':
      return element(name, tag('id', inner.id) + extensionsOf(inner, ['id']))
    case 'typed':
      return element(name, items.map((item) => typed(itemNames[name]!, item as JsonObject)).join(''))
    case 'persistent':
      return element(name, dispositions(inner, 'unset') + dispositions(inner, 'set'))
    case 'error':
      return element(name, errorDeclaration(inner))
    case 'sensors':
      return element(name, items.map((item) => sensorElement(item as JsonObject)).join(''))
    case 'ilmd':
      return element(name, extensionsOf(inner, []))
    default:
      return items.map((item) => tag(name, item)).join('')
  }
}

function tag(name: string, value: Json | undefined): string {
  return value === undefined || value === null ? '' : element(name, escapeText(String(value)))
}

function children(item: JsonObject): string {
  return Object.entries(item)
    .map(([name, value]) => tag(name, value))
    .join('')
}

function typed(name: string, item: JsonObject): string {
  const type = item.type === undefined ? {} : { type: urnTerm(termKinds[name]!, String(item.type)) }
  return element(name, escapeText(String(item[name])), type)
}

function dispositions(item: JsonObject, name: string): string {
  const list = [item[name] ?? []].flat() as Json[]
  return list.map((one) => tag(name, urnTerm('disposition', String(one)))).join('')
}

function errorDeclaration(item: JsonObject): string {
  const ids = [item.correctiveEventIDs ?? []].flat() as Json[]
  const reason = item.reason === undefined ? '' : tag('reason', urnTerm(reasons, String(item.reason)))
  const corrective = ids.map((id) => tag('correctiveEventID', id)).join('')
  return (
    tag('declarationTime', item.declarationTime) +
    reason +
    (corrective === '' ? '' : element('correctiveEventIDs', corrective)) +
    extensionsOf(item, ['declarationTime', 'reason', 'correctiveEventIDs'])
  )
}

function sensorElement(item: JsonObject): string {
  const reports = [item.sensorReport ?? []].flat() as JsonObject[]
  const metadata = item.sensorMetadata as JsonObject | undefined
  return element(
    'sensorElement',
    (metadata ? sensorFields('sensorMetadata', metadata) : '') +
      reports.map((report) => sensorFields('sensorReport', report)).join('') +
      extensionsOf(item, ['sensorMetadata', 'sensorReport']),
  )
}

/** Plain values are attributes; a nested extension has no place in an attribute and becomes an element. */
function sensorFields(name: string, item: JsonObject): string {
  const attributes: Record<string, string> = {}
  const nested: string[] = []
  for (const [key, value] of Object.entries(item)) {
    if (value !== null && typeof value === 'object') nested.push(extension(key, value))
    else attributes[key] = sensorTerm(key, String(value))
  }
  return element(name, nested.join(''), attributes)
}

function sensorTerm(key: string, text: string): string {
  if (key === 'component') return urnTerm('component', text)
  if (key === 'exception') return urnTerm('alertType', text)
  return key === 'type' ? urnTerm('measurementType', urnTerm('alertType', text)) : text
}

function extensionsOf(item: JsonObject, skip: readonly string[]): string {
  return Object.keys(item)
    .filter((key) => !skip.includes(key))
    .map((key) => extension(key, item[key]!))
    .join('')
}

function extension(name: string, value: Json): string {
  if (Array.isArray(value)) return value.map((item) => extension(name, item)).join('')
  if (value === null || typeof value !== 'object')
    return element(name, escapeText(String(value ?? '')), typeOf(value))
  const item = value as JsonObject
  const attributes: Record<string, string> = { ...typeOf(item['#text'] ?? null) }
  let inner = item['#text'] === undefined ? '' : escapeText(String(item['#text']))
  for (const key of Object.keys(item)) {
    if (key === '#text') continue
    if (key.startsWith('@')) attributes[key.slice(1)] = String(item[key])
    else inner += extension(key, item[key]!)
  }
  return element(name, inner, attributes)
}

function typeOf(value: Json): Record<string, string> {
  if (typeof value === 'boolean') return { 'xsi:type': 'xsd:boolean' }
  if (typeof value !== 'number') return {}
  return { 'xsi:type': Number.isInteger(value) ? 'xsd:integer' : 'xsd:double' }
}
