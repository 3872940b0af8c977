import assert from 'node:assert/strict'
import { it } from 'node:test'
import { run } from './alarm.bench.ts'

const large = process.env.BENCH === '1'

it('the benchmark measures every step, and prints when it is run large', async () => {
  const measurements = await run({ large })
  assert.deepEqual(
    measurements.map(({ name }) => name),
    ['alarm.limit', 'alarm.rate', 'alarm.live', 'alarm.statistics'],
  )
  for (const { name, value, unit, conditions } of measurements) {
    assert.ok(value > 0, name)
    assert.match(unit, /^\w+\/s$/)
    assert.ok(conditions.length > 0)
  }
  if (large) console.table(measurements)
})
