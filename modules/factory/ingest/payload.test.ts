import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type DataType, encode, keptAs } from '@ronghe/sparkplug'
import {
  decode,
  encodeCommand,
  type GivenMetric,
  type Metric,
  type MetricFault,
  metricValue,
  type Observed,
  observedOf,
  toNumber,
} from './payload.ts'

const sentMs = Date.parse('2026-03-02T00:00:00Z')
const nowMs = sentMs + 1000

/** A metric as it arrives; `omitsType` leaves the datatype to its birth. */
function arrived(metric: GivenMetric): Metric {
  return decode(encode({ timestamp: sentMs, seq: 0, metrics: [metric] })).metrics[0]!
}

function observed(metric: GivenMetric, as: DataType = metric.type): Observed | MetricFault {
  const valueType = keptAs(as) ?? 'number'
  return observedOf(arrived(metric), { valueType, dataType: as }, sentMs, nowMs)
}

function seen(metric: GivenMetric): Observed {
  const one = observed(metric)
  assert.ok(typeof one !== 'string', String(one))
  return one
}

describe('values as they arrive', () => {
  test('every numeric type is the number that was sent, with its datatype or with its birth’s', () => {
    const sent: [DataType, number | boolean | bigint][] = [
      ['Int8', -128],
      ['Int16', -32_768],
      ['Int32', -2_147_483_648],
      ['Int64', -(2n ** 62n)],
      ['UInt8', 255],
      ['UInt32', 4_294_967_295],
      ['UInt64', 9_007_199_254_740_991],
      ['Float', 0.5],
      ['Double', 0.1],
      ['Boolean', true],
      ['DateTime', sentMs],
    ]
    for (const [type, value] of sent) {
      for (const omitsType of [false, true]) {
        const one = seen({ name: 'x', type, value, omitsType })
        assert.deepEqual([one.value, one.quality], [Number(value), 192], type)
      }
    }
  })

  test('texts are kept as they are, whatever they look like', () => {
    for (const value of ['ACTIVE', '', '12', '执行', 'a\u0000b']) {
      const one = seen({ name: 'x', type: 'String', value })
      assert.equal(one.text, value)
      assert.ok(Number.isNaN(one.value))
    }
  })

  test('arrays, data sets and bytes are kept as words', () => {
    const set = { columns: ['a'], types: ['Int8' as const], rows: [[1]] }
    assert.equal(seen({ name: 'x', type: 'Int32Array', value: [1, -2] }).text, '[1,-2]')
    assert.equal(seen({ name: 'x', type: 'Int32Array', value: [1, -2], omitsType: true }).text, '[1,-2]')
    assert.deepEqual(JSON.parse(seen({ name: 'x', type: 'DataSet', value: set }).text ?? ''), set)
    assert.equal(seen({ name: 'x', type: 'Bytes', value: Uint8Array.of(104, 105) }).text, 'aGk=')
  })

  test('null and what is no number are bad, unless the edge says otherwise', () => {
    const none = seen({ name: 'x', type: 'Double', value: null })
    assert.deepEqual([Number.isNaN(none.value), none.quality], [true, 0])
    const infinite = seen({ name: 'x', type: 'Double', value: Number.POSITIVE_INFINITY })
    assert.deepEqual([Number.isNaN(infinite.value), infinite.quality], [true, 0])
    const properties = { Quality: { type: 'Int32' as const, value: 500 } }
    assert.equal(seen({ name: 'x', type: 'Double', value: null, properties }).quality, 500)
    assert.equal(seen({ name: 'x', type: 'Double', value: 1, properties }).quality, 500)
  })

  test('a value that is not of the birth’s datatype is refused, and never another value', () => {
    assert.equal(observed({ name: 'x', type: 'String', value: 'x' }, 'Double'), 'value')
    assert.equal(observed({ name: 'x', type: 'String', value: '7', omitsType: true }, 'Double'), 'value')
    assert.equal(observed({ name: 'x', type: 'Double', value: 1, omitsType: true }, 'String'), 'value')
  })

  test('words beyond what a point holds are refused', () => {
    assert.equal(observed({ name: 'x', type: 'String', value: 'x'.repeat(10_001) }), 'tooLong')
    assert.equal(seen({ name: 'x', type: 'String', value: 'x'.repeat(10_000) }).text?.length, 10_000)
  })

  test('the time is the metric’s, with our microseconds, else the message’s', () => {
    const metric: GivenMetric = { name: 'x', type: 'Double', value: 1 }
    assert.equal(seen(metric).timeMicros, sentMs * 1000)
    const properties = { Micros: { type: 'Int32' as const, value: 417 } }
    const timed = { ...metric, timestamp: sentMs - 5, properties }
    assert.equal(seen(timed).timeMicros, (sentMs - 5) * 1000 + 417)
  })

  test('a clock may be wrong by a day; a time beyond that, or of before Sparkplug, is refused', () => {
    const day = 86_400_000
    const at = (timestamp: number): GivenMetric => ({ name: 'x', type: 'Double', value: 1, timestamp })
    assert.equal(seen(at(nowMs + day)).timeMicros, (nowMs + day) * 1000)
    assert.equal(seen(at(nowMs - 400 * day)).quality, 192)
    for (const wrong of [0, 5, Date.UTC(1999, 11), nowMs + 2 * day, Number.MAX_SAFE_INTEGER]) {
      assert.equal(observed(at(wrong)), 'time', String(wrong))
    }
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
    assert.equal(toNumber(metricValue(metrics, 'Buffer/Acknowledged')), offset)
    assert.equal(metricValue(metrics, 'no such'), undefined)
    assert.equal(seq, undefined, 'a command to a node has no sequence number')
  })
})
