import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { preHash } from '../hash/prehash.ts'
import { absent, officialFiles, officialText } from '../test/official.ts'
import type { EventJson, Json } from './model.ts'
import { expandKey, type Namespaces, standardNamespaces } from './namespaces.ts'
import { type Document, readDocument, readJson, readXml } from './read.ts'
import { documentToJson, documentToXml } from './write.ts'

const examples = new URL('../test/data/epcis-hash/tests/examples/', import.meta.url)
const ours = readdirSync(examples).filter((name) => /\.(xml|jsonld)$/.test(name))

function documentOf(text: string, isXml: boolean): Document {
  const found = isXml ? readXml(text) : readJson(text)
  assert.ok('document' in found, JSON.stringify(found))
  return found.document
}

function preHashes({ head, events }: Document): string[] {
  return events.map((event) => preHash(event, { namespaces: head.namespaces, ignore: head.ignore }))
}

/** To XML and back, and to JSON and back: the same events with the same hashes. */
function roundTrip(document: Document): void {
  const { events } = document
  const { context } = document.head
  const written = { context, creationDate: '2026-01-01T00:00:00Z', events }
  const xml = documentToXml(written)
  const fromXml = documentOf(xml, true)
  const plain = (one: Document) => one.events.map((event) => simple(event, one.head.namespaces))
  assert.deepEqual(plain(fromXml), plain(document))
  const kept = (list: Document) =>
    preHashes({ ...list, head: { ...list.head, ignore: document.head.ignore } })
  assert.deepEqual(kept(fromXml), preHashes(document))
  const fromJson = documentOf(JSON.stringify(documentToJson(written)), false)
  assert.deepEqual(fromJson.events, events)
  assert.deepEqual(kept(fromJson), preHashes(document))
}

/**
 * XML cannot tell a list of one from its item, two prefixes of one namespace, a term from its prefixed
 * form, nor
 * a comment from an extension that nobody reads.
 */
function simple(value: Json, namespaces: Namespaces): Json {
  if (Array.isArray(value)) {
    return value.length === 1 ? simple(value[0]!, namespaces) : value.map((item) => simple(item, namespaces))
  }
  if (typeof value === 'string') return value.trim().replace(/^(cbv:Comp-|gs1:)/, '')
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value)
    .filter(([key]) => key !== '@context' && !/^(rdfs:)?comment$/.test(key))
    .map(([key, item]) => [expandKey(key, namespaces), simple(item, namespaces)] as const)
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)))
}

describe('XML-20 documents in both forms', () => {
  for (const name of ours) {
    it(`${name} to XML and back, to JSON and back`, () => {
      roundTrip(documentOf(readFileSync(new URL(name, examples), 'utf8'), name.endsWith('.xml')))
    })
  }
})

describe('XML-21 the official examples', { skip: absent }, () => {
  for (const path of officialFiles('JSON', '.jsonld')) {
    it(`${path} is valid, and goes to XML and back`, () => {
      const read = readDocument(officialText(path), 'json')
      assert.ok('document' in read, JSON.stringify(read))
      roundTrip(read.document)
    })
  }

  const documents = officialFiles('XML', '.xml').filter((path) => officialText(path).includes('EventList'))
  for (const path of documents) {
    it(`${path} is read, and goes to JSON and back`, () => {
      roundTrip(documentOf(officialText(path), true))
    })
  }

  for (const name of ['object', 'aggregation', 'transaction', 'association', 'transformation']) {
    it(`the ${name} event with all fields says the same in both forms`, () => {
      const file = `WithFullCombinationOfFields/${name}_event_all_possible_fields`
      const [json] = documentOf(officialText(`JSON/${file}.jsonld`), false).events
      const [xml] = documentOf(officialText(`XML/${file}.xml`), true).events
      const shared = Object.keys(xml!).filter((key) => key in json! && !key.includes(':') && key !== 'ilmd')
      const fields = (event: EventJson) => Object.fromEntries(shared.map((key) => [key, event[key]!]))
      assert.ok(shared.length > 10)
      const instants = (text: string) =>
        text.replace(/"(\d{4}-[^"]+[Z\d])"/g, (_, time: string) => `"${Date.parse(time)}"`)
      const own = (event: EventJson) => {
        const { sensorElementList: _, action: __, ...rest } = fields(event)
        return JSON.parse(instants(JSON.stringify(simple(rest, standardNamespaces)))) as Json
      }
      assert.deepEqual(own(xml!), own(json!))
    })
  }

  it('master data of the header and of its own document are read', () => {
    const text = officialText('XML/WithFullCombinationOfFields/masterdata_all_possible_fields.xml')
    const document = documentOf(text, true)
    assert.ok(document.head.masterData.length > 0)
    const places = documentOf(officialText('XML/Mimasu/Example-masterData.xml'), true).head.masterData
    assert.equal(places.length, 7)
    assert.deepEqual(places[2]?.children, ['urn:epc:id:sgln:0037000.00729.8203'])
    assert.deepEqual(places[0]?.attributes[2]?.value, {
      Address: { Street: '100 Nowhere Street', City: 'Fancy', State: 'DC', Zip: '99999' },
    })
  })

  it('the seven ways of writing one event give one hash', () => {
    const files = [
      ...officialFiles('XML/WithEventHashID', '.xml'),
      ...officialFiles('XML/WithEventHashID', '.json'),
    ]
    const texts = files.flatMap((path) => preHashes(documentOf(officialText(path), path.endsWith('.xml'))))
    assert.equal(files.length, 7)
    // One of the seven was saved with another offset, which is a statement of its own.
    const same = texts.map((text) => text.replace('eventTimeZoneOffset=-05:00', 'eventTimeZoneOffset=-06:00'))
    assert.equal(new Set(same).size, 1, [...new Set(same)].join('\n\n'))
  })
})
