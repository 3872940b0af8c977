import assert from 'node:assert/strict'
import { test } from 'node:test'
import { run } from './aggregate.bench.ts'

test('the benchmark measures summing up, aggregates and the twin', async (t) => {
  const measurements = await run({ large: process.env.BENCH === '1' })
  assert.deepEqual(
    measurements.map(({ name }) => name),
    ['aggregate.summarise', 'aggregate.aggregate', 'aggregate.twin'],
  )
  for (const { name, value, unit } of measurements) {
    assert.ok(Number.isFinite(value) && value > 0, name)
    t.diagnostic(`${name}: ${value} ${unit}`)
  }
})
