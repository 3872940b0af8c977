import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Metric } from './payload.ts'
import { pointsOf, type Signal } from './points.ts'

const sentMs = 1_000
const load: Signal = { equipmentId: 'm', tagId: 'load', series: 7, valueType: 'number' }
const execution: Signal = { equipmentId: 'm', tagId: 'execution', series: 8, valueType: 'text' }
const nobody: Signal = { equipmentId: null, tagId: 'later', series: 9, valueType: 'number' }

const metrics: Metric[] = [
  { name: 'load', type: 'Double', value: 1.5, timestamp: 5 },
  { name: 'execution', type: 'String', value: 'ACTIVE' },
  { name: 'picture', type: 'Bytes', value: new Uint8Array() },
  { name: 'never born', type: 'Double', value: 3 },
  { name: 'later', type: 'Double', value: 4 },
  { name: 'load', type: 'Double', value: null },
]
const signals: Record<string, Signal | null> = { load, execution, picture: null, later: nobody }

test('what is known becomes points in its sequence, and what is not is counted', () => {
  const { points, unknown } = pointsOf(metrics, sentMs, ({ name = '' }) => signals[name ?? ''])
  assert.equal(unknown, 1)
  assert.deepEqual([...points.series], [7, 8, 9, 7])
  assert.deepEqual([...points.timeMicros], [5_000, 1_000_000, 1_000_000, 1_000_000])
  assert.deepEqual([...points.value], [1.5, Number.NaN, 4, Number.NaN])
  assert.deepEqual(points.text, [null, 'ACTIVE', null, null])
  assert.deepEqual([...points.quality], [192, 192, 192, 0])
})

test('pages are told of registered machines only, with null where there is no value', () => {
  const { live } = pointsOf(metrics, sentMs, ({ name = '' }) => signals[name ?? ''])
  assert.deepEqual(
    live.map(({ tagId, value }) => [tagId, value]),
    [
      ['load', 1.5],
      ['execution', 'ACTIVE'],
      ['load', null],
    ],
  )
})

test('an empty message is no points', () => {
  const { points, live, unknown } = pointsOf([], sentMs, () => undefined)
  assert.deepEqual([points.series.length, points.text.length, live.length, unknown], [0, 0, 0, 0])
})
