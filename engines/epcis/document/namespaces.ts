import type { Json } from './model.ts'

/** Prefix → namespace. */
export type Namespaces = Readonly<Record<string, string>>

/** What the official JSON-LD contexts declare. */
export const standardNamespaces: Namespaces = {
  epcis: 'https://ref.gs1.org/epcis/',
  cbv: 'https://ref.gs1.org/cbv/',
  gs1: 'https://gs1.org/voc/',
  cbvmda: 'urn:epcglobal:cbv:mda:',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  owl: 'http://www.w3.org/2002/07/owl#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  dcterms: 'http://purl.org/dc/terms/',
}

/** The prefixes of a JSON-LD context: a URL, an object, or a list of both; later ones win. */
export function namespacesOf(context: Json | undefined, outer: Namespaces = standardNamespaces): Namespaces {
  if (context === undefined || context === null || typeof context !== 'object') return outer
  const items = Array.isArray(context) ? context : [context]
  const own: [string, string][] = []
  for (const item of items) {
    if (item === null || typeof item !== 'object' || Array.isArray(item)) continue
    for (const [prefix, value] of Object.entries(item)) {
      const uri = typeof value === 'object' && value !== null && '@id' in value ? value['@id'] : value
      if (typeof uri === 'string' && !prefix.startsWith('@')) own.push([prefix, uri])
    }
  }
  return own.length === 0 ? outer : { ...outer, ...Object.fromEntries(own) }
}

/** The name in full, `{namespace}local`; a name without a known prefix is itself. */
export function expandKey(key: string, namespaces: Namespaces): string {
  if (key.startsWith('@')) return expandKey(key.slice(1), namespaces)
  const colon = key.indexOf(':')
  if (colon < 0) return key
  const namespace = namespaces[key.slice(0, colon)]
  if (namespace !== undefined) return `{${namespace}}${key.slice(colon + 1)}`
  if (!key.includes('://') && !key.startsWith('urn:')) return key
  const at = Math.max(key.lastIndexOf('/'), key.lastIndexOf('#'), key.lastIndexOf(':')) + 1
  return `{${key.slice(0, at)}}${key.slice(at)}`
}
