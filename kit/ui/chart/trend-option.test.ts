import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { T } from '../words.tsx'
import { csvOf } from './table.ts'
import { trendTable } from './trend-option.ts'

const t = ((word: string) => word) as unknown as T
const minutes = (...numbers: number[]) => numbers.map((one) => Date.UTC(2026, 0, 1, 0, one))
const [first = 0, second = 0, third = 0] = minutes(0, 1, 2)

test('the table of a trend says of each value whether points or thinned pieces stand behind it', () => {
  const signals = [
    {
      key: 'a',
      name: 'load',
      unit: 'P1',
      at: [first, second, third],
      mean: [1, null, 3],
      approximateBefore: second,
    },
    {
      key: 'b',
      name: 'speed',
      unit: '',
      at: [second],
      mean: [7],
      min: [6],
      max: [8],
      approximateBefore: null,
    },
  ]
  const { columns, rows } = trendTable({ from: first, to: third, signals }, t)
  assert.equal(columns.length, 6)
  assert.match(columns[2] ?? '', /^load .*ui\.chart\.basis$/)
  assert.deepEqual(
    rows.map((row) => row.slice(1)),
    [
      [1, 'ui.chart.approximate', null, null, null],
      [null, null, 7, 6, 8],
      [3, 'ui.chart.exact', null, null, null],
    ],
  )
  assert.match(csvOf({ columns, rows }), /ui\.chart\.approximate/)
})

test('where nothing is thinned there is no column for it', () => {
  const signals = [{ key: 'a', name: 'load', unit: '', at: [first], mean: [1] }]
  assert.equal(trendTable({ from: first, to: third, signals }, t).columns.length, 2)
})
