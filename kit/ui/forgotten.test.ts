import assert from 'node:assert/strict'
import test from 'node:test'
import { forgottenBy } from './forgotten.ts'

test('a page asks again for what it shows after whatever writes', () => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) assert.equal(forgottenBy({ method }), '*')
  assert.deepEqual(forgottenBy({ method: 'GET' }), [])
  assert.deepEqual(forgottenBy({ method: 'POST', reads: true }), [], 'a preview changes nothing')
})
