import assert from 'node:assert/strict'
import { test } from 'node:test'
import { run } from './series.bench.ts'

test('the benchmark measures every figure', async (t) => {
  const measurements = await run({ large: Boolean(process.env.BENCH) })
  assert.equal(measurements.length, 13)
  for (const { name, value, unit, conditions } of measurements) {
    assert.ok(value > 0 && Number.isFinite(value), name)
    assert.match(conditions, /\d+ points/)
    t.diagnostic(`${name}: ${value.toPrecision(4)} ${unit}`)
  }
})
