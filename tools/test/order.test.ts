import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { inOrder, seconds } from './order.ts'

test('the longest come first, the short ones by name, and none is lost', () => {
  const [first = '', second = ''] = Object.keys(seconds).toSorted(
    (a, b) => (seconds[b] ?? 0) - (seconds[a] ?? 0),
  )
  assert.ok(second !== '' && (seconds[first] ?? 0) > (seconds[second] ?? 0))
  const wanted = [first, second, 'a.test.ts', 'b.test.ts']
  assert.deepEqual(inOrder(['b.test.ts', second, 'a.test.ts', first]), wanted)
})

test('every file that is noted is there', () => {
  const root = new URL('../../', import.meta.url)
  const gone = Object.keys(seconds).filter((file) => !existsSync(fileURLToPath(new URL(file, root))))
  assert.deepEqual(gone, [])
})
