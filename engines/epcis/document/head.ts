import { isExtension, isObject, isTime, isUri, reporter } from './checks.ts'
import type { DocumentFault, Json, JsonObject, VocabularyElement } from './model.ts'
import { expandKey, type Namespaces, namespacesOf } from './namespaces.ts'

/** What a document says besides its events. */
export type Head = {
  readonly type: 'EPCISDocument' | 'EPCISQueryDocument' | 'EPCISMasterDataDocument'
  readonly schemaVersion: string
  readonly creationDate: string | null
  readonly context: Json
  readonly namespaces: Namespaces
  /** Expanded names of extensions that the document takes out of the hash. */
  readonly ignore: ReadonlySet<string>
  readonly queryName: string | null
  readonly subscriptionID: string | null
  readonly masterData: readonly VocabularyElement[]
}

const known = new Set([
  '@context',
  'id',
  'type',
  'schemaVersion',
  'creationDate',
  'instanceIdentifier',
  'sender',
  'receiver',
  'epcisHeader',
  'epcisBody',
])

/** Reads the head of a JSON document whose events were taken out. */
export function readHead(document: Json): { head: Head; faults: readonly DocumentFault[] } {
  const { faults, report } = reporter()
  const whole: JsonObject = isObject(document) ? document : {}
  if (!isObject(document)) report('', 'object', document)
  const type = whole.type === 'EPCISQueryDocument' ? 'EPCISQueryDocument' : 'EPCISDocument'
  if (whole.type !== type) report('type', 'documentType', whole.type ?? '')
  if (whole['@context'] === undefined) report('@context', 'required')
  else if (!isContext(whole['@context'])) report('@context', 'context', whole['@context'])
  if (type === 'EPCISDocument') {
    if (whole.schemaVersion === undefined) report('schemaVersion', 'required')
    if (whole.creationDate === undefined) report('creationDate', 'required')
  }
  const version = whole.schemaVersion
  if (version !== undefined && !(typeof version === 'string' && /^\d+(\.\d+)*$/.test(version))) {
    report('schemaVersion', 'version', version)
  }
  if (whole.creationDate !== undefined && !isTime(whole.creationDate)) {
    report('creationDate', 'time', whole.creationDate)
  }
  // A document without an address of its own may have a label of JSON-LD.
  const isLabel = typeof whole.id === 'string' && whole.id.startsWith('_:')
  if (whole.id !== undefined && !isLabel && !isUri(whole.id)) report('id', 'uri', whole.id)
  for (const name of Object.keys(whole)) if (!known.has(name) && !isExtension(name)) report(name, 'unknown')
  const body = whole.epcisBody
  if (!isObject(body)) report('epcisBody', 'required')
  const results = isObject(body) && isObject(body.queryResults) ? body.queryResults : {}
  const inner = type === 'EPCISDocument' ? body : results.resultsBody
  const where =
    type === 'EPCISDocument' ? 'epcisBody.eventList' : 'epcisBody.queryResults.resultsBody.eventList'
  if (isObject(body) && !(isObject(inner) && Array.isArray(inner.eventList))) report(where, 'required')
  const namespaces = namespacesOf(whole['@context'])
  return {
    head: {
      type,
      schemaVersion: typeof version === 'string' ? version : '2.0',
      creationDate: typeof whole.creationDate === 'string' ? whole.creationDate : null,
      context: whole['@context'] ?? [],
      namespaces,
      ignore: ignored([whole, results], namespaces),
      queryName: typeof results.queryName === 'string' ? results.queryName : null,
      subscriptionID: typeof results.subscriptionID === 'string' ? results.subscriptionID : null,
      masterData: masterData(whole.epcisHeader),
    },
    faults,
  }
}

function isContext(context: Json): boolean {
  const items = Array.isArray(context) ? context : [context]
  return items.every((item) => isUri(item) || isObject(item))
}

/** A document may name extensions that a repository added and that must not change the hash. */
export function ignored(places: readonly JsonObject[], namespaces: Namespaces): ReadonlySet<string> {
  const names = places.flatMap((place) =>
    Object.entries(place).flatMap(([key, value]) => (/(^|:)ignoreFields$/.test(key) ? [value].flat() : [])),
  )
  return new Set(names.map((name) => expandKey(String(name), namespaces)))
}

function masterData(header: Json | undefined): VocabularyElement[] {
  const data = isObject(header) ? header.epcisMasterData : undefined
  const list = isObject(data) && Array.isArray(data.vocabularyList) ? data.vocabularyList : []
  return list.filter(isObject).flatMap((vocabulary) => {
    const elements = Array.isArray(vocabulary.vocabularyElementList) ? vocabulary.vocabularyElementList : []
    return elements.filter(isObject).map((element) => ({
      type: String(vocabulary.type),
      id: String(element.id),
      attributes: [element.attributes ?? []]
        .flat()
        .filter(isObject)
        .map((one) => ({
          id: String(one.id),
          value: one.attribute ?? '',
        })),
      children: ([element.children ?? []].flat() as Json[]).map(String),
    }))
  })
}
