import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dataMetric, timeParts } from './metrics.ts'
import { decode, encode, toNumber, uint64 } from './payload.ts'

test('64-bit numbers survive the wire exactly up to 2^53', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (timestamp, value) => {
      const payload = decode(encode({ timestamp, seq: 255, metrics: [uint64('x', value)] }))
      assert.equal(toNumber(payload.timestamp), timestamp)
      assert.equal(toNumber(payload.metrics?.[0]?.value), value)
      assert.equal(toNumber(payload.seq), 255)
    }),
  )
})

test('what is no safe integer is no number', () => {
  for (const value of [undefined, null, 'x', 1.5, '9007199254740993', {}])
    assert.equal(toNumber(value), undefined)
})

test('a record’s time, value and quality survive the wire exactly', () => {
  const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string(), fc.boolean())
  const micros = fc.integer({ min: 0, max: 4_000_000_000_000_000 })
  fc.assert(
    fc.property(
      value,
      micros,
      fc.constantFrom(192, 0, 500),
      fc.boolean(),
      (said, timeMicros, quality, isHistorical) => {
        const type = typeof said === 'number' ? 'number' : typeof said === 'string' ? 'text' : 'boolean'
        const read = {
          offset: 1,
          record: [7, timeMicros, quality === 192 ? said : null, quality] as const,
          late: false,
        }
        const [metric] = decode(encode({ timestamp: 0, metrics: [dataMetric(read, type, isHistorical)] }))
          .metrics!
        assert.equal(metric!.name, undefined)
        assert.equal(toNumber(metric!.alias), 7)
        assert.equal(metric!.value, quality === 192 ? said : null)
        assert.equal(toNumber(metric!.properties?.Quality?.value) ?? 192, quality)
        const rest = toNumber(metric!.properties?.Micros?.value) ?? 0
        assert.equal(toNumber(metric!.timestamp)! * 1000 + rest, timeMicros)
        assert.equal(metric!.isHistorical ?? false, isHistorical)
      },
    ),
  )
})

test('a good value at a whole millisecond carries no properties', () => {
  const metric = dataMetric({ offset: 1, record: [7, 5000, 1, 192], late: false }, 'number', false)
  assert.deepEqual(metric, { alias: 7, type: 'Double', value: 1, timestamp: 5 })
  assert.deepEqual(timeParts(5999), { timestamp: 5, micros: 999 })
})
