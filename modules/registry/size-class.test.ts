import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sizeClassOf } from './size-class.ts'

const tenThousand = 1_000_000
const order = ['micro', 'small', 'medium', 'large']

test('the classes of industry begin at both lower bounds (统计上大中小微型企业划分办法 2017)', () => {
  const rows: [number, number, string][] = [
    [1000, 40_000, 'large'],
    [999, 40_000, 'medium'],
    [1000, 39_999, 'medium'],
    [300, 2_000, 'medium'],
    [299, 2_000, 'small'],
    [300, 1_999, 'small'],
    [20, 300, 'small'],
    [19, 300, 'micro'],
    [20, 299, 'micro'],
    [0, 0, 'micro'],
  ]
  for (const [employees, revenue, expected] of rows)
    assert.equal(sizeClassOf(employees, revenue * tenThousand), expected, `${employees} ${revenue}`)
})

test('nothing follows while one of the two is unknown', () => {
  assert.equal(sizeClassOf(null, 0), null)
  assert.equal(sizeClassOf(10, undefined), null)
  assert.equal(sizeClassOf(undefined, null), null)
})

test('more people or more revenue never make a firm smaller', () => {
  const count = fc.integer({ min: 0, max: 5_000 })
  const fen = fc.bigInt({ min: 0n, max: 10n ** 13n })
  fc.assert(
    fc.property(count, count, fen, fen, (employees, more, revenue, extra) => {
      const before = order.indexOf(sizeClassOf(employees, revenue) ?? '')
      const after = order.indexOf(sizeClassOf(employees + more, revenue + extra) ?? '')
      assert.ok(after >= before && before >= 0)
    }),
  )
})
