import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Head } from '@ronghe/epcis'
import { documentOf, eventWith, example } from '../test/house.ts'
import { eventsOf, type Reading, type Source, scan } from './document.ts'

const judging: Reading = { judges: true, eventsMax: 100, latestMs: Date.UTC(2100, 0) }
const trusting: Reading = { ...judging, judges: false }

function source(text: string, format: 'json' | 'xml', size = 97): Source {
  return {
    format,
    *pieces() {
      for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
    },
  }
}

async function all(from: Source): Promise<{ head: Head; types: string[]; faults: string[] }> {
  const scanned = await scan(from, judging)
  assert.ok('head' in scanned, JSON.stringify(scanned))
  const types: string[] = []
  const faults: string[] = []
  for await (const { event, faults: own, index } of eventsOf(from, scanned.head, trusting)) {
    assert.equal(index, types.length)
    types.push(event.type)
    faults.push(...own.map(({ path, rule }) => `${path} ${rule}`))
  }
  assert.equal(types.length, scanned.events)
  return { head: scanned.head, types, faults }
}

async function refused(text: string, format: 'json' | 'xml'): Promise<string[]> {
  const scanned = await scan(source(text, format), judging)
  return 'faults' in scanned ? scanned.faults.map(({ path, rule }) => `${path} ${rule}`) : []
}

describe('a document in pieces', () => {
  it('gives its head and every event, in JSON and XML alike', async () => {
    const json = await all(source(example('epcisDocWithVariousEventTypes.jsonld'), 'json'))
    const xml = await all(source(example('epcisDocWithVariousEventTypes.xml'), 'xml'))
    assert.deepEqual(json.types, xml.types)
    assert.equal(json.types.length, 13)
    assert.deepEqual([json.faults, xml.faults], [[], []])
    assert.equal(xml.head.namespaces.example, 'https://ns.example.com/epcis/')
  })

  it('reads a context that comes last, and one of an event’s own', async () => {
    const own = { '@context': { mine: 'urn:mine:' }, ...eventWith({ 'mine:x': 1 }) }
    const { '@context': context, ...rest } = documentOf([own, eventWith()])
    const from = source(JSON.stringify({ ...rest, '@context': context }), 'json')
    const scanned = await scan(from, judging)
    assert.ok('head' in scanned)
    const known: (string | undefined)[] = []
    for await (const { around } of eventsOf(from, scanned.head, trusting)) known.push(around.namespaces.mine)
    assert.deepEqual(known, ['urn:mine:', undefined])
    assert.equal(scanned.head.namespaces.example, 'https://ns.example.com/epcis/')
  })

  it('knows what the document leaves out of the hash before its first event', async () => {
    for (const name of [
      'epcisXmlDocHavingEventWithIgnoreFields.xml',
      'epcisDocHavingEventWithIgnoreFields.jsonld',
    ]) {
      const from = source(example(name), name.endsWith('xml') ? 'xml' : 'json')
      const scanned = await scan(from, trusting)
      assert.ok('head' in scanned)
      for await (const { around } of eventsOf(from, scanned.head, trusting))
        assert.equal(around.ignore.size, 2)
    }
  })

  it('tells what is wrong, and stops counting faults at twenty', async () => {
    assert.deepEqual(await refused('', 'json'), [' syntax'])
    assert.deepEqual(await refused('', 'xml'), [' unfinished'])
    assert.deepEqual(await refused('<a/>', 'xml'), [' syntax'])
    assert.deepEqual(await refused('{"a":1', 'json'), [' syntax'])
    assert.deepEqual(await refused(JSON.stringify(documentOf([eventWith({ action: 'x' })])), 'json'), [
      'eventList[0].action action',
    ])
    const many = documentOf(Array.from({ length: 50 }, () => eventWith({ action: 'x' })))
    assert.equal((await refused(JSON.stringify(many), 'json')).length, 20)
  })

  it('tells that there are more events than it takes', async () => {
    const text = JSON.stringify(documentOf(Array.from({ length: 101 }, () => eventWith())))
    const scanned = await scan(source(text, 'json', 10_000), judging)
    assert.ok('tooMany' in scanned)
  })

  it('does not judge events that are captured one by one', async () => {
    const from = source(JSON.stringify(documentOf([eventWith({ action: 'x' }), eventWith()])), 'json')
    const scanned = await scan(from, trusting)
    assert.ok('head' in scanned)
    const counts: number[] = []
    for await (const { faults } of eventsOf(from, scanned.head, trusting)) counts.push(faults.length)
    assert.deepEqual(counts, [1, 0])
  })
})
