import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createReadBack, isSameValue } from './read-back.ts'

test('a number is the same as what scaling and single precision make of it, and no other', () => {
  const same: [number | string | boolean, number | string | boolean][] = [
    [25.3, 253 * 0.1],
    [0.1, Math.fround(0.1)],
    [-1234.567, Math.fround(-1234.567)],
    [0, 0],
    [true, 1],
    ['AUTO', 'AUTO'],
    [100_000_001, 100_000_001],
  ]
  for (const [written, read] of same) assert.ok(isSameValue(written, read), `${written} ${read}`)
  const others: typeof same = [
    [25.34, 25.3],
    [100_000_001, 100_000_000],
    [1_234_567.8, 1_234_567.9],
    [0, 1e-300],
    ['1', 1],
    ['AUTO', 'MANUAL'],
    [false, 1],
  ]
  for (const [written, read] of others) assert.ok(!isSameValue(written, read), `${written} ${read}`)
})

test('a node that reports a fraction in single precision has confirmed it at once', () => {
  const replies: unknown[] = []
  const readBack = createReadBack((text) => replies.push(JSON.parse(text)))
  readBack.await({ id: 'c1', device: 'lathe', name: 'speed', value: 0.1 })
  readBack.observed('lathe', 'speed', { name: 'speed', type: 'Float', value: 7 } as never, 'Float')
  assert.deepEqual(replies, [])
  readBack.observed(
    'lathe',
    'speed',
    { name: 'speed', type: 'Float', value: Math.fround(0.1) } as never,
    'Float',
  )
  assert.deepEqual(replies, [{ id: 'c1', ok: true, result: [{ tag: 'speed', value: Math.fround(0.1) }] }])
  assert.equal(readBack.isWaiting, false)
  readBack.stop()
})
