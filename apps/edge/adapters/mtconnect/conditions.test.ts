import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Conditions } from './conditions.ts'
import type { StreamItem } from './documents.ts'

let sequence = 0
function item(element: string, nativeCode = '', text = ''): StreamItem {
  return {
    dataItemId: 'c',
    sequence: ++sequence,
    timeMicros: sequence,
    element,
    isCondition: true,
    text,
    nativeCode,
  }
}

test('the worst of what is active counts, and each ends by its own normal', () => {
  const conditions = new Conditions()
  const states = [
    item('Normal'),
    item('Warning', '1', 'oil low'),
    item('Fault', '2', 'too hot'),
    item('Normal', '2'),
    item('Fault', '3'),
    item('Normal'),
  ].map((one) => conditions.apply(one))
  assert.deepEqual(states, [
    { level: 'NORMAL', message: '' },
    { level: 'WARNING', message: '1: oil low' },
    { level: 'FAULT', message: '1: oil low; 2: too hot' },
    { level: 'WARNING', message: '1: oil low' },
    { level: 'FAULT', message: '1: oil low; 3' },
    { level: 'NORMAL', message: '' },
  ])
})

test('unavailable is no state, and nothing is active after it', () => {
  const conditions = new Conditions()
  conditions.apply(item('Fault', '2', 'too hot'))
  assert.equal(conditions.apply(item('Unavailable')).level, 'UNAVAILABLE')
  assert.deepEqual(conditions.apply(item('Normal', '9')), { level: 'NORMAL', message: '' })
})
