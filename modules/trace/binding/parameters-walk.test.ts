import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { namespacesOf } from '@ronghe/epcis'
import type { TestHouse } from '@ronghe/kit/test'
import fc from 'fast-check'
import { ask, capture, documentOf, found, traceHouse } from '../test/house.ts'
import { type Master, meets } from '../test/naive-query.ts'
import { absent, officialText } from '../test/official.ts'
import { walkEvent } from '../test/query-events.ts'
import { ordering, place, table, unknown } from '../test/query-table.ts'
import { eventQuery } from './parameters.ts'
import { Problem } from './problem.ts'

const attributes = (...values: string[]) =>
  Object.fromEntries(values.map((value, at) => [`urn:a:${['one', 'two', 'three'][at]}`, value]))
const master: Master = {
  within: { [`${place}0`]: [`${place}1`, `${place}2`], [`${place}2`]: [`${place}3`] },
  attributes: {
    [`${place}1`]: attributes('1', '2'),
    [`${place}3`]: attributes('2'),
    'https://ns.example.com/step/mixing': attributes('3', '3'),
    'https://ns.example.com/disp/blue': attributes('1'),
    'urn:epc:class:lgtin:4012345.022222.L2': attributes('1', '3', '5'),
    'urn:t:kind': attributes('2', '2'),
  },
}
const prefixes = namespacesOf({ example: 'https://ns.example.com/epcis/' })
const headers = { 'GS1-Extensions': 'example=https://ns.example.com/epcis/' }

function masterDocument() {
  const ids = new Set([...Object.keys(master.attributes), ...Object.keys(master.within)])
  const vocabularyElementList = [...ids].map((id) => ({
    id,
    attributes: Object.entries(master.attributes[id] ?? {}).map(([name, attribute]) => ({
      id: name,
      attribute,
    })),
    ...(master.within[id] ? { children: master.within[id] } : {}),
  }))
  const type = 'urn:epcglobal:epcis:vtype:BusinessLocation'
  return { epcisMasterData: { vocabularyList: [{ type, vocabularyElementList }] } }
}

const many = 50
let house: TestHouse
let events: Record<string, unknown>[] = []

before(async () => {
  house = await traceHouse()
  const made = Array.from({ length: many }, (_, at) => walkEvent(at))
  const job = await capture(house, 'wei', { ...documentOf(made), epcisHeader: masterDocument() })
  assert.equal(job.success, true, JSON.stringify(job.errors.slice(0, 3)))
  events = await found(house, 'wei', '/events?perPage=1000')
  assert.equal(events.length, made.length)
})
after(() => house.close())

const query = (asked: readonly (readonly [string, string])[]) =>
  asked.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')

const idsOf = (found: readonly Record<string, unknown>[]) =>
  found.map(({ eventID }) => String(eventID)).sort()

async function compared(asked: readonly (readonly [string, string])[]): Promise<number> {
  const answer = await found(house, 'wei', `/events?perPage=1000&${query(asked)}`, { headers })
  const wanted = events.filter((event) => meets(event, asked, master))
  assert.deepEqual(idsOf(answer), idsOf(wanted), query(asked))
  return wanted.length
}

/** As JSON of a named query has it: lists as arrays, numbers as numbers. */
function assertSameInJson(name: string, value: string): void {
  const list = value.split('|')
  const inJson = list.every((one) => /^\d+(\.\d+)?$/.test(one)) ? list.map(Number) : list
  const given = { [name]: /^(EQ|MATCH|WD|HASATTR|eventType)/.test(name) ? inJson : inJson[0] }
  assert.deepEqual(eventQuery(given, prefixes), eventQuery({ [name]: value }, prefixes), name)
}

function assertRefused(name: string, value: string, also: Record<string, string> = {}): void {
  const isTold = (error: unknown) =>
    error instanceof Problem &&
    error.code === 'QueryParameterException' &&
    error.detail.startsWith(`${name}: `)
  assert.throws(() => eventQuery({ ...also, [name]: value }, prefixes), isTold, `${name}=${value}`)
}

async function answeredAs(name: string, value: string): Promise<void> {
  const answer = await ask(house, 'wei', `/events?${query([[name, value]])}`, { headers })
  const { type, detail } = answer.json() as { type?: string; detail?: string }
  assert.deepEqual([answer.status, type], [400, 'epcisException:QueryParameterException'], name)
  assert.ok(detail?.startsWith(`${name}: `), detail)
}

describe('every parameter of EPCIS 2.0 section 8.2.7.1', () => {
  for (const { names, values, refused } of table) {
    it(`${names[0]}${names.length > 1 ? ` and ${names.length - 1} like it` : ''}`, async () => {
      let finds = 0
      for (const [at, name] of names.entries()) {
        // The first names with every value, the others with one of them in turn: they go the same way.
        const some = at < 2 ? values : values.slice(at % values.length, (at % values.length) + 1)
        for (const value of some) finds += await compared([[name, value]])
        for (const value of values) assertSameInJson(name, value)
        for (const value of refused) assertRefused(name, value)
      }
      for (const value of refused.slice(0, 1)) await answeredAs(names[0]!, value)
      assert.ok(finds > 0 || values.length === 0, `${names[0]} finds nothing in this history`)
    })
  }

  for (const { names, values, refused } of ordering) {
    it(names.join(', '), async () => {
      for (const name of names) {
        const also = name === 'orderBy' || name === 'maxEventCount' ? '' : '&orderBy=eventTime'
        for (const value of values) {
          assert.equal(
            (await found(house, 'wei', `/events?perPage=1000&${name}=${value}${also}`)).length,
            many,
          )
        }
        for (const value of refused) assertRefused(name, value, { orderBy: 'eventTime' })
      }
    })
  }

  it('what nobody has is told by its name', async () => {
    for (const name of unknown) assertRefused(name, '5')
    await answeredAs('EQ_weather', '5')
  })

  it('a unit that does not measure what is asked for is told', async () => {
    const answer = await ask(house, 'wei', '/events?EQ_type=Temperature&GE_value_KGM=5')
    const { type, detail } = answer.json() as { type?: string; detail?: string }
    assert.equal(type, 'epcisException:QueryParameterException')
    assert.equal(detail, 'GE_value_KGM: KGM does not measure Temperature')
  })

  it('several together are met by the same event, and those of sensors by the same report', async () => {
    const rows = table.filter(({ values }) => values.length > 0)
    const one = fc
      .constantFrom(...rows)
      .chain(({ names, values }) => fc.tuple(fc.constantFrom(...names), fc.constantFrom(...values)))
    const several = fc.uniqueArray(one, { minLength: 2, maxLength: 3, selector: ([name]) => name })
    const temperature = ['EQ_type', 'Temperature'] as [string, string]
    const sensors = fc
      .constantFrom('GE_value_FAH', 'LT_maxValue_CEL', 'LE_value_KEL', 'GT_sDev_FAH', 'GE_minValue_CEL')
      .chain((name) => fc.tuple(fc.constant(name), fc.constantFrom('5', '41', '278.15', '1')))
      .map((asked) => [temperature, asked] as [string, string][])
    const runs = { seed: 7, numRuns: 60 }
    await fc.assert(
      fc.asyncProperty(fc.oneof(several, sensors), async (asked) => void (await compared(asked))),
      runs,
    )
  })
})

describe('the list of parameters', () => {
  const names = [...table, ...ordering].flatMap((row) => row.names)

  it('has every parameter of the published schema and OpenAPI', { skip: absent }, () => {
    const schema = JSON.parse(officialText('REST Bindings/query-schema.json')).definitions['EPCIS-Query']
    const openApi = JSON.parse(officialText('REST Bindings/openapi.json')).components.parameters
    const fixed = [...Object.keys(schema.properties), ...Object.keys(openApi).filter(isParameter)]
    assert.deepEqual(
      fixed.filter((name) => name !== '@context' && !names.includes(name)),
      [],
    )
    const patterns = Object.keys(schema.patternProperties)
    assert.ok(patterns.length > 90, String(patterns.length))
    // The schema escapes twice, and lets an extension alone be a vocabulary.
    const missed = patterns.filter((pattern) => {
      const expression = new RegExp(pattern.replaceAll('\\\\', '\\').replace('ATTR_\\w+_\\w+', 'ATTR_.+_.+'))
      return !names.some((name) => expression.test(name))
    })
    assert.deepEqual(missed, [])
  })
})

function isParameter(name: string): boolean {
  return /^(EQ|GE|LT|GT|LE|WD|MATCH|EXISTS|HASATTR|event|order|max)/.test(name)
}
