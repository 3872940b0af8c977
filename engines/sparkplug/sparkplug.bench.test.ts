import assert from 'node:assert/strict'
import { it } from 'node:test'
import { run } from './sparkplug.bench.ts'

const large = process.env.BENCH === '1'

it('the benchmark measures reading and writing, and prints when it is run large', async () => {
  const measurements = await run({ large })
  assert.deepEqual(
    measurements.map(({ name, unit }) => [name, unit]),
    [
      ['sparkplug.decode', 'metrics/s'],
      ['sparkplug.encode', 'metrics/s'],
    ],
  )
  for (const { name, value } of measurements) assert.ok(value > 0, name)
  if (large) console.table(measurements)
})
