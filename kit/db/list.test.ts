import assert from 'node:assert/strict'
import test from 'node:test'
import { orderText } from './list.ts'

const allowed = { name: 'name', day: 'o.on_day desc, coalesce(o.a, o.b)', code: 'code nulls first' }

test('a list is ordered by what is allowed, each term turned where it is asked downwards', () => {
  assert.equal(orderText('name', allowed, 'id'), 'name asc nulls last')
  assert.equal(orderText('-name', allowed, 'id'), 'name desc nulls last')
  assert.equal(orderText('day', allowed, 'id'), 'o.on_day desc nulls last, coalesce(o.a, o.b) asc nulls last')
  assert.equal(
    orderText('-day', allowed, 'id'),
    'o.on_day asc nulls last, coalesce(o.a, o.b) desc nulls last',
  )
  assert.equal(orderText('code', allowed, 'id'), 'code asc nulls first')
})

test('without a word, or with one that is not allowed, it has its usual order', () => {
  assert.equal(orderText('-price', allowed, 'm.seq'), 'm.seq desc nulls last')
  for (const sort of [undefined, 'constructor'])
    assert.equal(orderText(sort, allowed, 'name, at desc'), 'name asc nulls last, at desc nulls last')
})
