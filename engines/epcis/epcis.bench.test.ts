import assert from 'node:assert/strict'
import { it } from 'node:test'
import { run } from './epcis.bench.ts'

const large = process.env.BENCH === '1'

it('the benchmark measures every step, and prints when it is run large', async () => {
  const measurements = await run({ large })
  assert.deepEqual(
    measurements.map(({ name }) => name),
    [
      'epcis.hash',
      'epcis.hash by epcis2.js',
      'epcis.hash by the twin',
      'epcis.read and validate JSON',
      'epcis.read XML',
      'epcis.trace',
    ],
  )
  for (const { name, value, unit, conditions } of measurements) {
    assert.ok(value > 0, name)
    assert.equal(unit, 'events/s')
    assert.match(conditions, /events of four kinds/)
  }
  if (large) console.table(measurements)
})
