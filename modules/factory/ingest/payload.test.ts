import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import sparkplug from 'sparkplug-payload'
import {
  decode,
  encodeCommand,
  type Metric,
  metricValue,
  observedOf,
  toNumber,
  topicParts,
  valueTypeOf,
} from './payload.ts'

const codec = sparkplug.get('spBv1.0')!
const sentMs = Date.parse('2026-03-02T00:00:00Z')

/** A metric as it arrives: through the codec of Eclipse Tahu's makers. */
function arrived(metric: Metric): Metric {
  const bytes = codec.encodePayload({ timestamp: sentMs, seq: 0, metrics: [metric] })
  return decode(bytes).metrics![0]!
}

describe('topics', () => {
  test('have the parts of the specification, and nothing else is one', () => {
    assert.deepEqual(topicParts('spBv1.0/g/NBIRTH/n'), {
      group: 'g',
      type: 'NBIRTH',
      node: 'n',
      device: null,
    })
    assert.deepEqual(topicParts('spBv1.0/g/DDATA/n/d'), { group: 'g', type: 'DDATA', node: 'n', device: 'd' })
    for (const topic of [
      '',
      'spAv1.0/g/NBIRTH/n',
      'spBv1.0/g/NBIRTH',
      'spBv1.0/g/DDATA/n/d/e',
      'spBv1.0//X/n',
    ])
      assert.equal(topicParts(topic), null, topic)
  })
})

describe('values as they arrive', () => {
  test('every numeric type is the number that was sent', () => {
    const sent: [string, number | boolean][] = [
      ['Int8', -128],
      ['Int16', -32_768],
      ['Int32', -2_147_483_648],
      ['UInt8', 255],
      ['UInt16', 65_535],
      ['UInt32', 4_294_967_295],
      ['UInt64', 9_007_199_254_740_991],
      ['Double', 0.1],
      ['Boolean', true],
      ['DateTime', sentMs],
    ]
    for (const [type, value] of sent) {
      assert.equal(valueTypeOf(type), 'number', type)
      const observed = observedOf(arrived({ name: 'x', type, value } as Metric), 'number', sentMs)
      assert.deepEqual([observed.value, observed.quality], [Number(value), 192], type)
    }
  })

  test('texts are kept as they are, whatever they look like', () => {
    for (const value of ['ACTIVE', '', '12', '执行', 'a\u0000b']) {
      const observed = observedOf(arrived({ name: 'x', type: 'String', value }), 'text', sentMs)
      assert.equal(observed.text, value)
      assert.ok(Number.isNaN(observed.value))
    }
  })

  test('data sets, templates and bytes are no values', () => {
    for (const type of ['DataSet', 'Template', 'Bytes', 'File', 'Unknown', undefined])
      assert.equal(valueTypeOf(type), null)
  })

  test('null and what is no number are bad, unless the edge says otherwise', () => {
    const none = observedOf({ name: 'x', type: 'Double', value: null }, 'number', sentMs)
    assert.deepEqual([Number.isNaN(none.value), none.quality], [true, 0])
    const infinite = observedOf(
      { name: 'x', type: 'Double', value: Number.POSITIVE_INFINITY },
      'number',
      sentMs,
    )
    assert.deepEqual([Number.isNaN(infinite.value), infinite.quality], [true, 0])
    const properties = { Quality: { type: 'Int32', value: 500 } }
    const stale = { name: 'x', type: 'Double', value: null, properties } as unknown as Metric
    assert.equal(observedOf(stale, 'number', sentMs).quality, 500)
  })

  test('the time is the metric’s, with our microseconds, else the message’s', () => {
    const metric = { name: 'x', type: 'Double', value: 1 } as Metric
    assert.equal(observedOf(metric, 'number', sentMs).timeMicros, sentMs * 1000)
    const properties = { Micros: { type: 'Int32', value: 417 } }
    const timed = { ...metric, timestamp: sentMs - 5, properties } as unknown as Metric
    assert.equal(observedOf(arrived(timed), 'number', sentMs).timeMicros, (sentMs - 5) * 1000 + 417)
  })
})

describe('numbers of 64 bits', () => {
  test('are numbers up to 2^53, and nothing beyond', () => {
    assert.equal(toNumber(9_007_199_254_740_991n), 9_007_199_254_740_991)
    for (const value of [9_007_199_254_740_992n, 1.5, 'x', Number.NaN, null, undefined])
      assert.equal(toNumber(value), undefined)
  })

  test('come back from a command as they were given', () => {
    const offset = 2 ** 40 + 7
    const bytes = encodeCommand([{ name: 'Buffer/Acknowledged', type: 'UInt64', value: offset }], sentMs)
    const { metrics, seq } = decode(bytes)
    assert.equal(toNumber(metricValue(metrics ?? [], 'Buffer/Acknowledged')), offset)
    assert.equal(metricValue(metrics ?? [], 'no such'), undefined)
    assert.ok(seq === undefined || seq === null, 'a command to a node has no sequence number')
  })
})

test('any bytes are a payload or refused, and never anything worse', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        for (const metric of decode(bytes).metrics ?? []) {
          const { timeMicros, quality } = observedOf(metric, 'number', sentMs)
          assert.equal(typeof timeMicros, 'number')
          assert.equal(typeof quality, 'number')
        }
      } catch (error) {
        assert.ok(error instanceof Error && !(error instanceof assert.AssertionError), String(error))
      }
    }),
    { numRuns: 2000 },
  )
})
