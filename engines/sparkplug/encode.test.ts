import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import sparkplug from 'sparkplug-payload'
import { decode } from './decode.ts'
import { encode } from './encode.ts'
import type { DataType, GivenMetric, GivenTemplate, GivenValue, Metric, Template } from './model.ts'
import { metrics, payloads, words } from './test/any.ts'

const seed = 20_261_128
const tahu = sparkplug.get('spBv1.0')!

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe('bytes that never change (SP-10)', () => {
  // Written by the package of Eclipse Tahu too, but for UInt32, which it puts into the field of long numbers.
  const golden: [DataType, GivenValue | null, string][] = [
    ['Int8', -1, '0801120d0a016d1802200150ffffffff0f1803'],
    ['Int16', -300, '0801120d0a016d1802200250d4fdffff0f1803'],
    ['Int32', -70_000, '0801120d0a016d180220035090ddfbff0f1803'],
    ['Int64', 70_000_000_000, '0801120e0a016d180220045880f8cce284021803'],
    ['UInt8', 200, '0801120a0a016d1802200550c8011803'],
    ['UInt16', 65_535, '0801120b0a016d1802200650ffff031803'],
    ['UInt32', 4_000_000_000, '0801120d0a016d180220075080d0acf30e1803'],
    ['UInt64', 9_007_199_254_740_991, '080112100a016d1802200858ffffffffffffff0f1803'],
    ['Float', 1.5, '0801120c0a016d18022009650000c03f1803'],
    ['Double', -0.1, '080112100a016d1802200a699a9999999999b9bf1803'],
    ['Boolean', true, '080112090a016d1802200b70011803'],
    ['Boolean', false, '080112090a016d1802200b70001803'],
    ['String', '转速', '0801120f0a016d1802200c7a06e8bdace9809f1803'],
    ['DateTime', 1_750_000_000_000, '0801120e0a016d1802200d5880b883a1f7321803'],
    ['Text', 'long words', '080112130a016d1802200e7a0a6c6f6e6720776f7264731803'],
    ['Double', null, '080112090a016d1802200a38011803'],
  ]
  for (const [type, value, hex] of golden) {
    test(`${type} ${String(value)}`, () => {
      const metric: GivenMetric = { name: 'm', timestamp: 2, type, value }
      assert.equal(hexOf(encode({ timestamp: 1, seq: 3, metrics: [metric] })), hex)
      const theirs = tahu.encodePayload({ timestamp: 1, seq: 3, metrics: [metric as never] })
      if (type !== 'UInt32') assert.equal(hexOf(theirs), hex)
    })
  }

  test('a metric with everything', () => {
    const metric: GivenMetric = {
      name: 'm',
      alias: 300,
      timestamp: 2,
      type: 'Int8',
      value: 1,
      isHistorical: true,
      isTransient: true,
      properties: { a: { type: 'String', value: 'x' } },
    }
    const hex = '0801121c0a016d10ac0218022001280130014a0a0a01611205080c42017850011803'
    assert.equal(hexOf(encode({ timestamp: 1, seq: 3, metrics: [metric] })), hex)
    assert.equal(hexOf(tahu.encodePayload({ timestamp: 1, seq: 3, metrics: [metric as never] })), hex)
  })
})

describe('what is written is read as it was (SP-1)', () => {
  /** A given metric as the reader answers it. */
  function asRead(given: GivenMetric): Metric {
    const { name, alias, timestamp, type, properties, value = null } = given
    return {
      name,
      alias: alias === undefined ? undefined : Number(alias),
      timestamp: timestamp === undefined ? undefined : Number(timestamp),
      type: given.omitsType ? undefined : type,
      isHistorical: given.isHistorical ?? false,
      isTransient: given.isTransient ?? false,
      isNull: value === null,
      properties: properties as Metric['properties'],
      value: value as Metric['value'],
    }
  }

  test('any payload', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const { timestamp, seq, metrics: read } = decode(encode(payload))
        assert.deepEqual([timestamp, seq], [payload.timestamp, payload.seq])
        assert.deepEqual(read, payload.metrics?.map(asRead))
      }),
      { seed, numRuns: 500 },
    )
  })

  test('any template, also within another', () => {
    const templates: fc.Arbitrary<GivenTemplate> = fc.letrec<{
      template: GivenTemplate
      member: GivenMetric
    }>((tie) => ({
      template: fc.record({
        isDefinition: fc.boolean(),
        version: fc.option(words, { nil: undefined }),
        templateRef: fc.option(words, { nil: undefined }),
        metrics: fc.array(tie('member'), { maxLength: 3 }),
      }),
      member: fc.oneof(
        { maxDepth: 3 },
        metrics,
        fc.record({ name: words, type: fc.constant<DataType>('Template'), value: tie('template') }),
      ),
    })).template
    const check = (given: GivenTemplate, read: Template) => {
      assert.deepEqual(
        [read.isDefinition, read.version, read.templateRef],
        [given.isDefinition, given.version, given.templateRef],
      )
      assert.equal(read.metrics.length, given.metrics?.length)
      for (const [index, member] of (given.metrics ?? []).entries()) {
        const found = read.metrics[index]!
        if (member.type === 'Template') check(member.value as GivenTemplate, found.value as Template)
        else assert.deepEqual(found, asRead(member))
      }
    }
    fc.assert(
      fc.property(templates, (given) => {
        const [metric] = decode(encode({ metrics: [{ name: 'm', type: 'Template', value: given }] })).metrics
        check(given, metric!.value as Template)
      }),
      { seed, numRuns: 200 },
    )
  })

  test('what is written twice is the same, and the writer keeps nothing of what it wrote', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const first = encode(payload)
        const copy = first.slice()
        const second = encode(payload)
        first.fill(0)
        assert.deepEqual(second, copy)
      }),
      { seed, numRuns: 100 },
    )
  })

  test('what is read and written again is the same bytes', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const bytes = encode(payload)
        const { timestamp, seq, metrics: read } = decode(bytes)
        const again = read.map(({ type, properties, isNull: _isNull, ...rest }) => ({
          ...rest,
          type: type ?? 'Unknown',
          properties: properties as GivenMetric['properties'],
        }))
        assert.deepEqual(encode({ timestamp, seq, metrics: again as GivenMetric[] }), bytes)
      }),
      { seed, numRuns: 200 },
    )
  })

  test('a payload of many metrics is written as well as one of few', () => {
    const many: GivenMetric[] = Array.from({ length: 20_000 }, (_, alias) => {
      return { alias, timestamp: 1_750_000_000_000 + alias, type: 'Double', value: alias / 7 }
    })
    const read = decode(encode({ seq: 1, metrics: many })).metrics
    assert.equal(read.length, many.length)
    assert.ok(read.every(({ alias, value }) => value === (alias ?? 0) / 7))
  })
})

describe('a node from its birth to its data (SP-12, SP-41, SP-52)', () => {
  const born: GivenMetric[] = [
    { name: 'speed', alias: 1, timestamp: 1, type: 'Float', value: 0 },
    { name: 'count', alias: 2, timestamp: 1, type: 'UInt64', value: 0 },
    { name: 'state', alias: 3, timestamp: 1, type: 'String', value: 'READY' },
    { name: 'curve', alias: 4, timestamp: 1, type: 'Int16Array', value: [] },
  ]

  test('data without names and datatypes are what the birth said they are', async () => {
    const { valueAs } = await import('./values.ts')
    const types = new Map(decode(encode({ metrics: born })).metrics.map(({ alias, type }) => [alias, type]))
    const data: GivenMetric[] = [
      { alias: 1, type: 'Float', omitsType: true, value: 1.5 },
      { alias: 2, type: 'UInt64', omitsType: true, value: 2n ** 63n },
      { alias: 3, type: 'String', omitsType: true, value: 'ACTIVE' },
      { alias: 4, type: 'Int16Array', omitsType: true, value: [-1, 2] },
    ]
    const read = decode(encode({ metrics: data })).metrics
    assert.deepEqual(
      read.map(({ alias, value }) => valueAs(value, types.get(alias))),
      [1.5, 2n ** 63n, 'ACTIVE', [-1, 2]],
    )
  })
})
