import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { encode, type GivenMetric } from '@ronghe/sparkplug'
import { decode } from './payload.ts'
import { joined, pointsOf, stalePoints } from './points.ts'
import { type Signal, Signals } from './signals.ts'

const sentMs = Date.parse('2026-03-02T00:00:00Z')
const of = { device: 'd', sentMs, nowMs: sentMs }
const load: Signal = { equipmentId: 'm', tagId: 'load', series: 7, valueType: 'number', dataType: 'Double' }
const execution: Signal = { ...load, tagId: 'execution', series: 8, valueType: 'text', dataType: 'String' }
const nobody: Signal = { ...load, equipmentId: null, tagId: 'later', series: 9 }
const rpm: Signal = { ...load, tagId: 'rpm', series: 10 }

const born: GivenMetric[] = [
  { name: 'load', alias: 1, type: 'Double', value: 0 },
  { name: 'execution', type: 'String', value: '' },
  { name: 'picture', type: 'PropertySet', value: null },
  { name: 'later', type: 'Double', value: 0 },
  { name: 'M1', alias: 2, type: 'Template', value: { templateRef: 'Motor' } },
]

function metricsOf(metrics: readonly GivenMetric[]) {
  return decode(encode({ metrics })).metrics
}

function signals(): Signals {
  const known = new Signals()
  const named: [string, Signal | null][] = [
    ['load', load],
    ['execution', execution],
    ['picture', null],
    ['later', nobody],
    ['M1', null],
    ['M1/rpm', rpm],
  ]
  known.bear('d', metricsOf(born), new Map(named))
  return known
}

const read = (...metrics: GivenMetric[]) => pointsOf(metricsOf(metrics), of, signals())

describe('metrics of a message become points', () => {
  test('in their sequence, with the message’s time where they have none', () => {
    const { points, unknown, refused } = read(
      { name: 'load', type: 'Double', value: 1.5, timestamp: sentMs - 5 },
      { name: 'execution', type: 'String', value: 'ACTIVE' },
      { name: 'later', type: 'Double', value: 4 },
      { name: 'load', type: 'Double', value: null },
    )
    assert.deepEqual([unknown.length, refused.length], [0, 0])
    assert.deepEqual([...points.series], [7, 8, 9, 7])
    assert.deepEqual(
      [...points.timeMicros].map((at) => at / 1000 - sentMs),
      [-5, 0, 0, 0],
    )
    assert.deepEqual([...points.value], [1.5, Number.NaN, 4, Number.NaN])
    assert.deepEqual(points.text, [null, 'ACTIVE', null, null])
    assert.deepEqual([...points.quality], [192, 192, 192, 0])
  })

  test('what was not born is unknown; what is not kept is passed over', () => {
    const { points, unknown } = read(
      { name: 'picture', type: 'PropertySet', value: null },
      { name: 'never born', type: 'Double', value: 3 },
      { alias: 99, type: 'Double', value: 3 },
    )
    assert.equal(points.series.length, 0)
    assert.deepEqual(
      unknown.map(({ name, alias }) => name ?? alias),
      ['never born', 99],
    )
  })

  test('an alias is its metric of its own device, and of no other', () => {
    assert.deepEqual([...read({ alias: 1, type: 'Double', value: 2 }).points.value], [2])
    const metrics = metricsOf([{ alias: 1, type: 'Double', value: 2 }])
    const foreign = pointsOf(metrics, { ...of, device: 'e' }, signals())
    assert.equal(foreign.unknown.length, 1)
  })

  test('members of a template’s instance are signals by the instance’s name or alias', () => {
    const some = { templateRef: 'Motor', metrics: [{ name: 'rpm', type: 'Double' as const, value: 8 }] }
    for (const head of [{ name: 'M1' }, { alias: 2 }]) {
      const { points } = read({ ...head, type: 'Template', value: some })
      assert.deepEqual([[...points.series], [...points.value]], [[10], [8]])
    }
    const other = { ...some, metrics: [{ name: 'other', type: 'Double' as const, value: 8 }] }
    assert.equal(read({ name: 'M1', type: 'Template', value: other }).unknown.length, 1)
  })

  test('what can’t be kept is told with its reason, and holds up nothing', () => {
    const { points, refused } = read(
      { alias: 1, type: 'Double', value: 1, timestamp: 5 },
      { name: 'execution', type: 'String', value: 'x'.repeat(20_000) },
      { name: 'load', type: 'String', value: 'seven' },
      { name: 'load', type: 'Double', value: 3 },
    )
    assert.deepEqual([...points.value], [3])
    assert.deepEqual(refused, [
      { name: 'load', code: 'time' },
      { name: 'execution', code: 'tooLong' },
      { name: 'load', code: 'value' },
    ])
  })
})

describe('what pages are told', () => {
  test('of registered machines only, with null where there is no value', () => {
    const { live } = read(
      { name: 'load', type: 'Double', value: 1.5 },
      { name: 'later', type: 'Double', value: 4 },
      { name: 'load', type: 'Double', value: null },
    )
    assert.deepEqual(
      live.map(({ tagId, value, isPast }) => [tagId, value, isPast]),
      [
        ['load', 1.5, false],
        ['load', null, false],
      ],
    )
  })

  test('what is transient is shown and not stored; what is of the past is stored and marked so', () => {
    const transient = read({ name: 'load', type: 'Double', value: 1, isTransient: true })
    assert.deepEqual([transient.points.series.length, transient.live.length], [0, 1])
    const past = read({ name: 'load', type: 'Double', value: 1, isHistorical: true })
    assert.deepEqual([past.points.series.length, past.live.map(({ isPast }) => isPast)], [1, [true]])
  })

  test('that signals are stale, with a point and a null for each', () => {
    const { points, live } = stalePoints([load, nobody], 5, 500)
    assert.deepEqual([...points.series], [7, 9])
    assert.deepEqual(
      [[...points.timeMicros], [...points.quality]],
      [
        [5, 5],
        [500, 500],
      ],
    )
    assert.ok(points.value.every(Number.isNaN))
    assert.deepEqual(live, [
      { equipmentId: 'm', tagId: 'load', value: null, quality: 500, timeMicros: 5, isPast: false },
    ])
  })
})

test('an empty message is no points', () => {
  const { points, live, unknown } = read()
  assert.deepEqual([points.series.length, points.text.length, live.length, unknown.length], [0, 0, 0, 0])
})

test('columns of several messages follow one another, words too', () => {
  const of = (series: number, text: (string | null)[]) => ({
    series: new Int32Array(text.length).fill(series),
    timeMicros: Float64Array.from(text, (_, index) => series * 10 + index),
    value: Float64Array.from(text, (one, index) => (one === null ? index : Number.NaN)),
    text,
    quality: new Uint16Array(text.length).fill(192),
  })
  const one = of(1, ['a', null])
  assert.equal(joined([one]), one)
  const all = joined([one, of(2, []), of(3, [null, 'b', null])])
  assert.deepEqual([...all.series], [1, 1, 3, 3, 3])
  assert.deepEqual([...all.timeMicros], [10, 11, 30, 31, 32])
  assert.deepEqual([...all.value], [Number.NaN, 1, 0, Number.NaN, 2])
  assert.deepEqual(all.text, ['a', null, null, 'b', null])
  assert.deepEqual([...all.quality], [192, 192, 192, 192, 192])
})
