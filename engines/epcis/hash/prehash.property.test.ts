import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { EventJson, Json } from '../document/model.ts'
import { type Namespaces, namespacesOf } from '../document/namespaces.ts'
import { readJson, readXml } from '../document/read.ts'
import { context, madeEvents } from '../test/events.ts'
import { naivePreHash } from '../test/naive-prehash.ts'
import { preHash } from './prehash.ts'
import { compareCodePoints, sortByCodePoint } from './sort.ts'
import { canonicalNumber, canonicalTime, canonicalValue } from './value.ts'

const namespaces = namespacesOf([context as Json, { gs1: 'https://gs1.org/voc/' }].flat() as Json)
const examples = new URL('../test/data/epcis-hash/tests/examples/', import.meta.url)

/** All events of the vectors, with what their documents' prefixes mean. */
const known: readonly { event: EventJson; namespaces: Namespaces }[] = readdirSync(examples)
  .filter((name) => /\.(xml|jsonld)$/.test(name))
  .flatMap((name) => {
    const text = readFileSync(new URL(name, examples), 'utf8')
    const read = name.endsWith('.xml') ? readXml(text) : readJson(text)
    if (!('document' in read)) return []
    const { head, events } = read.document
    return events.map((event) => ({ event, namespaces: head.namespaces }))
  })

const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
  fc.boolean(),
  fc.constantFrom(
    '0012',
    '1.50',
    'urn:epc:id:sscc:4012345.0000000333',
    'urn:epcglobal:cbv:disp:active',
    'gs1:x',
    '\u{1F300}',
    '\uFB01',
  ),
)
const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    value,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('example:a', 'example:b', 'gs1:c', 'plain', 'x:undeclared'), tie('tree'), {
      maxKeys: 3,
    }),
  ) as fc.Arbitrary<Json>,
}))

/** An event of the vectors or of ours, with extensions of any shape at any of their places. */
const events = fc
  .record({
    base: fc.constantFrom(...known.map(({ event }) => event), ...madeEvents(8)),
    top: fc.dictionary(fc.constantFrom('example:x', 'example:y', 'gs1:z'), tree, { maxKeys: 2 }),
    ilmd: fc.option(fc.dictionary(fc.constantFrom('example:x', 'cbvmda:lotNumber'), tree, { maxKeys: 2 })),
    place: fc.dictionary(fc.constantFrom('example:x'), tree, { maxKeys: 1 }),
  })
  .map(({ base, top, ilmd, place }): EventJson => {
    const point = base.readPoint as Record<string, Json> | undefined
    return {
      ...base,
      ...top,
      ...(ilmd && Object.keys(ilmd).length > 0 ? { ilmd } : {}),
      ...(point ? { readPoint: { ...point, ...place } } : {}),
    }
  })

describe('HASH-2 the pre-hash string and its naive twin', () => {
  it('are the same on every event of the vectors', () => {
    assert.ok(known.length > 50)
    for (const { event, namespaces: own } of known) {
      // What is in no sequence, such as business rules of a report, the twin leaves where it found it.
      if (JSON.stringify(event).includes('"bizRules"') && event.type === 'AggregationEvent') continue
      assert.equal(preHash(event, { namespaces: own }), naivePreHash(event, own))
    }
  })

  it('are the same on events with extensions of any shape', () => {
    fc.assert(
      fc.property(events, (event) => {
        assert.equal(preHash(event, { namespaces }), naivePreHash(event, namespaces), JSON.stringify(event))
      }),
      { seed: 5, numRuns: 600 },
    )
  })

  it('HASH-3 do not change with the sequence of fields and of items', () => {
    fc.assert(
      fc.property(events, (event) => {
        assert.equal(preHash(turned(event) as EventJson, { namespaces }), preHash(event, { namespaces }))
      }),
      { seed: 6, numRuns: 300 },
    )
  })

  it('HASH-4 do not change with what a repository adds: its time, an id, an error declared', () => {
    for (const { event, namespaces: own } of known) {
      const stored = {
        ...event,
        recordTime: '2026-01-01T00:00:00Z',
        eventID: 'urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8',
        errorDeclaration: { declarationTime: '2026-01-01T00:00:00Z' },
      }
      assert.equal(preHash(stored, { namespaces: own }), preHash(event, { namespaces: own }))
    }
  })

  it('HASH-5 change with any value that is changed', () => {
    for (const event of madeEvents(40)) {
      const texts = Object.keys(event)
        .filter((key) => typeof event[key] === 'string' && key !== 'type')
        .map((key) =>
          preHash(
            { ...event, [key]: key === 'eventTime' ? '2020-01-01T00:00:00Z' : 'urn:other:x' },
            { namespaces },
          ),
        )
      assert.equal(new Set([...texts, preHash(event, { namespaces })]).size, texts.length + 1)
    }
  })

  it('HASH-6 leave out the extensions that a document names', () => {
    const event = { ...madeEvents(1)[0]!, 'example:hash': 'x', 'example:kept': 'y' }
    const text = preHash(event, { namespaces, ignore: new Set(['{https://ns.example.com/epcis/}hash']) })
    assert.ok(!text.includes('}hash'))
    assert.ok(text.endsWith('{https://ns.example.com/epcis/}kept=y'))
  })
})

describe('HASH-10 canonical values', () => {
  const pairs: readonly (readonly [string, string])[] = [
    ['1', '1'],
    ['1.0', '1'],
    ['+1.50', '1.5'],
    ['0.3434000', '0.3434'],
    ['-0', '0'],
    ['007', '7'],
    ['1e3', '1000'],
    ['.5', '0.5'],
    ['0.00001', '1e-05'],
    ['0.0000000000123', '1.23e-11'],
    ['111100001111000011110000', '111100001111000003641344'],
    ['1e400', '1e400'],
    [' x ', 'x'],
    ['1,5', '1,5'],
    ['0x10', '0x10'],
    ['Infinity', 'Infinity'],
    ['urn:epcglobal:cbv:bizstep:shipping', 'https://ref.gs1.org/cbv/BizStep-shipping'],
    ['urn:epcglobal:cbv:btt:po', 'https://ref.gs1.org/cbv/BTT-po'],
    ['urn:epcglobal:cbv:bt:1:2', 'urn:epcglobal:cbv:bt:1:2'],
    ['gs1:Temperature', 'https://gs1.org/voc/Temperature'],
    ['cbv:Comp-x', 'https://ref.gs1.org/cbv/Comp-x'],
    ['example:x', 'example:x'],
    ['https://example.org/8004/401234599999', 'https://id.gs1.org/8004/401234599999'],
  ]
  for (const [given, wanted] of pairs) {
    it(`${JSON.stringify(given)} is ${wanted}`, () => {
      assert.equal(canonicalValue(given), wanted)
    })
  }

  it('HASH-11 a number is the same number again', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const text = canonicalNumber(String(number))
        assert.equal(Number(text), number + 0)
        assert.equal(canonicalNumber(text), text)
      }),
      { seed: 9, numRuns: 2000 },
    )
  })

  const times: readonly (readonly [string, string])[] = [
    ['2020-03-04T11:00:30+01:00', '2020-03-04T10:00:30.000Z'],
    ['2023-01-18T11:04:03.1415Z', '2023-01-18T11:04:03.142Z'],
    ['2023-01-18T11:04:03.1414Z', '2023-01-18T11:04:03.141Z'],
    ['2023-01-18T23:59:59.9996Z', '2023-01-19T00:00:00.000Z'],
    ['2023-01-18T11:04:03.5Z', '2023-01-18T11:04:03.500Z'],
    ['2023-01-18T11:04:03.5-14:00', '2023-01-19T01:04:03.500Z'],
    ['2022-02-15T01:33:31.116000-06:00', '2022-02-15T07:33:31.116Z'],
    ['yesterday', 'yesterday'],
    ['2023-13-18T11:04:03Z', '2023-13-18T11:04:03Z'],
  ]
  for (const [given, wanted] of times) {
    it(`HASH-12 ${given} is ${wanted}`, () => {
      assert.equal(canonicalTime(given), wanted)
    })
  }
})

describe('HASH-13 the sequence of texts', () => {
  it('is that of their bytes in UTF-8', () => {
    const any = fc.string({ unit: 'binary', maxLength: 4 })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), (texts) => {
        const bytes = (text: string) => Buffer.from(text.toWellFormed())
        const whole = texts.map((text) => text.toWellFormed())
        const byBytes = [...whole].sort((left, right) => Buffer.compare(bytes(left), bytes(right)))
        assert.deepEqual(sortByCodePoint([...whole]), byBytes)
      }),
      { seed: 10, numRuns: 300 },
    )
    assert.ok(compareCodePoints('a', 'ab') < 0)
  })
})

/** The same with keys and items the other way round. */
function turned(value: Json): Json {
  if (Array.isArray(value)) return value.toReversed().map(turned)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, turned(item)]),
  )
}
