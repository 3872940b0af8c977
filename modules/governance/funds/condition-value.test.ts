import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keptValue, writtenValue } from './condition-value.ts'

test('money of a condition is written in yuan and kept in fen; nothing else is changed', () => {
  assert.equal(keptValue('revenueFen', '20000000'), '2000000000')
  assert.equal(writtenValue('revenueFen', '2000000000'), '20000000')
  assert.equal(keptValue('revenueFen', '0.07'), '7')
  assert.equal(writtenValue('revenueFen', '100,250'), '1,2.5')
  assert.equal(keptValue('revenueFen', ''), '')
  assert.equal(keptValue('revenueFen', 'much'), 'much')
  assert.equal(keptValue('employees', '300'), '300')
  assert.equal(writtenValue('tradeCode', '34'), '34')
})
