import assert from 'node:assert/strict'
import { it } from 'node:test'
import { run } from './anomaly.bench.ts'

const large = process.env.BENCH === '1'

it('the benchmark measures learning and scoring, and the labelled sets when it is run large', async () => {
  const measurements = await run({ large })
  assert.deepEqual(
    measurements.slice(0, 2).map(({ name }) => name),
    ['anomaly.learn', 'anomaly.score'],
  )
  for (const { name, value, conditions } of measurements) {
    assert.ok(Number.isFinite(value), name)
    assert.ok(conditions.length > 0)
  }
  if (large) console.table(measurements)
})
