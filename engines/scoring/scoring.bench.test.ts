import assert from 'node:assert/strict'
import { it } from 'node:test'
import { run } from './scoring.bench.ts'

const large = process.env.BENCH === '1'

it('the benchmark measures every step, and prints when it is run large', async () => {
  const measurements = await run({ large })
  assert.deepEqual(
    measurements.map(({ name }) => name),
    ['scoring.tally', 'scoring.score', 'scoring.canonical', 'scoring.twin'],
  )
  for (const { name, value, unit, conditions } of measurements) {
    assert.ok(value > 0, name)
    assert.equal(unit, 'firms/s')
    assert.match(conditions, /× 150 questions/)
  }
  if (large) console.table(measurements)
})
