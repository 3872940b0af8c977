import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { LogRecord } from './frames.ts'
import { thin } from './thin.ts'

const records = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.nat(), fc.nat(), fc.constant(192)))

test('what remains of dropped records is a mark where each hole begins and the value after it', () => {
  const dropped: LogRecord[] = [
    [1, 10, 5, 192],
    [2, 11, 'a', 192],
    [1, 12, 6, 192],
    [1, 13, 7, 192],
  ]
  assert.deepEqual(thin(dropped), [
    [1, 10, null, 500],
    [1, 13, 7, 192],
    [2, 11, 'a', 192],
  ])
})

test('never more records than before, every tag kept with its newest value, and twice is once', () => {
  fc.assert(
    fc.property(records, (given) => {
      const kept = thin(given)
      assert.ok(kept.length <= given.length)
      for (const tag of new Set(given.map(([id]) => id))) {
        const newest = given.filter(([id]) => id === tag).at(-1)
        assert.deepEqual(kept.filter(([id]) => id === tag).at(-1), newest)
      }
      assert.deepEqual(thin(kept), kept)
    }),
  )
})

test('thinning in parts is thinning the whole', () => {
  fc.assert(
    fc.property(records, records, (before, after) => {
      const whole = thin([...before, ...after])
      const parts = thin([...thin(before), ...after])
      const byTag = (list: readonly LogRecord[]) => list.toSorted((a, b) => a[0] - b[0])
      assert.deepEqual(byTag(parts), byTag(whole))
    }),
  )
})
