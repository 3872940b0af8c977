import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moveYears } from './files.ts'
import { guangxi } from './index.ts'

test('years and days of a sample move, and nothing else', () => {
  const told = {
    ...{ year: 2026, yearly: 2026, opensOn: '2026-01-01', dueOn: '2024-02-29', version: '2026.1' },
    runs: [{ year: 2025, at: '2026-01-01T08:00:00Z', number: 'GX-2026-01-01' }],
  }
  assert.deepEqual(moveYears(told, 1), {
    ...{ year: 2027, yearly: 2026, opensOn: '2027-01-01', dueOn: '2025-02-28', version: '2026.1' },
    runs: [{ year: 2026, at: '2026-01-01T08:00:00Z', number: 'GX-2026-01-01' }],
  })
  assert.equal(moveYears('2024-02-29', 4), '2028-02-29')
  assert.equal(moveYears('2096-02-29', 4), '2100-02-28')
  assert.deepEqual(moveYears(told, 0), told)
})

test('the newest assessments of the sample are of this year', () => {
  const { windows } = guangxi.sample.assessments()
  assert.equal(Math.max(...windows.map(({ year }) => year)), new Date().getFullYear())
})
