import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { decode } from './decode.ts'
import { encode } from './encode.ts'
import { keptAs, leavesOf, numberOf, textOf } from './kept.ts'
import { dataTypes, type GivenMetric, type GivenTemplate } from './model.ts'
import { dataSets, metrics } from './test/any.ts'

const seed = 20_261_128

/** A metric as it arrives. */
function arrived(metric: GivenMetric) {
  return decode(encode({ metrics: [metric] })).metrics[0]!
}

describe('what a historian keeps of a value (SP-40)', () => {
  test('every datatype is kept as a number, as words, or is no value', () => {
    const kept = new Map(dataTypes.map((type) => [type, keptAs(type)]))
    const of = (what: string | null) => [...kept].filter(([, as]) => as === what).map(([type]) => type)
    assert.deepEqual(of(null), ['Unknown', 'Template', 'PropertySet', 'PropertySetList'])
    assert.deepEqual(of('number'), [
      'Int8',
      'Int16',
      'Int32',
      'Int64',
      'UInt8',
      'UInt16',
      'UInt32',
      'UInt64',
      'Float',
      'Double',
      'Boolean',
      'DateTime',
    ])
    assert.equal(of('text').length, dataTypes.length - 16)
    assert.equal(keptAs(undefined), null)
  })

  test('numbers are numbers, yes is 1, long ones the nearest, and anything else is none', () => {
    assert.equal(numberOf(2.5), 2.5)
    assert.equal(numberOf(true), 1)
    assert.equal(numberOf(false), 0)
    assert.equal(numberOf(2n ** 60n), 2 ** 60)
    assert.equal(numberOf(-(2n ** 63n)), -(2 ** 63))
    for (const none of [null, 'x', '7', Uint8Array.of(1), [1]]) assert.ok(Number.isNaN(numberOf(none)))
  })

  test('words are themselves, arrays and data sets JSON, bytes base64', () => {
    assert.equal(textOf('转速'), '转速')
    assert.equal(textOf([1, 2.5, -3]), '[1,2.5,-3]')
    assert.equal(textOf([2n ** 60n, true, 'x']), '["1152921504606846976",true,"x"]')
    assert.equal(textOf(Uint8Array.of(104, 105)), 'aGk=')
    const set = { columns: ['a'], types: ['Int8' as const], rows: [[1], [null]] }
    assert.deepEqual(JSON.parse(textOf(set)), set)
  })

  test('the words of any data set are read back as it was', () => {
    fc.assert(
      fc.property(dataSets, (set) => {
        fc.pre(
          set.rows.flat().every((cell) => typeof cell !== 'bigint' && Number.isFinite(Number(cell ?? 0))),
        )
        fc.pre(set.rows.flat().every((cell) => !Object.is(cell, -0)))
        assert.deepEqual(JSON.parse(textOf(set)), set)
      }),
      { seed, numRuns: 200 },
    )
  })
})

describe('leaves of a metric (SP-41)', () => {
  const motor = (more: Partial<GivenTemplate> = {}): GivenTemplate => ({
    templateRef: 'Motor',
    metrics: [
      { name: 'speed', type: 'Double', value: 5 },
      { name: 'on', type: 'Boolean', value: true, timestamp: 7, isTransient: true },
    ],
    ...more,
  })

  test('a plain metric is its own', () => {
    fc.assert(
      fc.property(metrics, (given) => {
        const metric = arrived(given)
        assert.deepEqual(leavesOf('n', metric), [{ name: 'n', metric }])
      }),
      { seed, numRuns: 100 },
    )
  })

  test('an instance is its members, with its own time where they have none', () => {
    const metric = arrived({ name: 'M1', timestamp: 3, type: 'Template', value: motor() })
    const leaves = leavesOf('M1', metric)
    assert.deepEqual(
      leaves.map(({ name, metric: { timestamp, value, isTransient } }) => [
        name,
        timestamp,
        value,
        isTransient,
      ]),
      [
        ['M1/speed', 3, 5, false],
        ['M1/on', 7, true, true],
      ],
    )
  })

  test('what the instance is, its members are: of the past, or not to be kept', () => {
    const metric = arrived({
      name: 'M1',
      isHistorical: true,
      isTransient: true,
      type: 'Template',
      value: motor(),
    })
    for (const leaf of leavesOf('M1', metric)) {
      assert.deepEqual([leaf.metric.isHistorical, leaf.metric.isTransient], [true, true])
    }
  })

  test('instances within instances have longer names; members without one have none', () => {
    const inner: GivenMetric = { name: 'drive', type: 'Template', value: motor() }
    const nameless: GivenMetric = { alias: 4, type: 'Int8', value: 1 }
    const metric = arrived({ name: 'Line', type: 'Template', value: motor({ metrics: [inner, nameless] }) })
    assert.deepEqual(
      leavesOf('Line', metric).map(({ name }) => name),
      ['Line/drive/speed', 'Line/drive/on'],
    )
  })

  test('an instance without members has no leaves', () => {
    assert.deepEqual(
      leavesOf('M', arrived({ name: 'M', type: 'Template', value: motor({ metrics: [] }) })),
      [],
    )
  })
})
