import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { T } from '../words.tsx'
import { lookOf } from './look.ts'
import { csvOf } from './table.ts'
import { trendOption, trendTable } from './trend-option.ts'

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

test('a value between unknown ones, which makes no line, is a dot', () => {
  const signal = { key: 'a', name: 'load', unit: '', at: [first, second, third], approximateBefore: null }
  const lineOf = (mean: (number | null)[]) => {
    const option = trendOption(
      { from: first, to: third, signals: [{ ...signal, mean }] },
      lookOf('light', 'zh', false),
      t,
    )
    return (
      option.series as { showSymbol: boolean; data: (unknown[] | { symbol: string; value: unknown[] })[] }[]
    )[0]
  }
  const alone = lineOf([null, 2, null])
  assert.equal(alone?.showSymbol, true)
  assert.deepEqual(alone.data, [
    [first, null],
    { value: [second, 2], symbol: 'circle', symbolSize: 5 },
    [third, null],
  ])
  const joined = lineOf([1, 2, null])
  assert.equal(joined?.showSymbol, false)
  assert.ok(joined.data.every((one) => Array.isArray(one)))
})
