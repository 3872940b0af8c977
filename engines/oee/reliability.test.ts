import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { attribute } from './attribute.ts'
import type { Attribution, Observation } from './model.ts'
import { ratio } from './ratio.ts'
import { reliability } from './reliability.ts'
import { eightHours, minute, planned, seen } from './test/sample.ts'

function day(observations: readonly Observation[], breaks: [number, number][] = []): Attribution {
  const calendar = [
    planned('shift', 0, 480),
    ...breaks.map(([from, to]) => planned('break', from, to, `b${from}`)),
  ]
  return attribute({ window: eightHours, calendar, observations })
}

const twoFailures = day([
  seen('setup', 0, 20),
  seen('production', 20, 120),
  seen('down', 120, 150, { reason: 'spindle' }),
  seen('production', 150, 300),
  seen('delay', 300, 310, { reason: 'jam' }),
  seen('production', 310, 400),
  seen('down', 400, 410, { reason: 'drive' }),
  seen('down', 410, 430, { reason: 'spindle' }),
  seen('idle', 430, 480),
])

describe('reliability', () => {
  it('OEE-73 counts stretches of down as failures; neighbours are one failure', () => {
    const result = reliability(twoFailures)
    assert.equal(result.failures, 2)
    assert.equal(result.repairMicros, BigInt(60 * minute))
  })

  it('OEE-73 operating time is production and setup, without delay and idle', () => {
    assert.equal(reliability(twoFailures).operatingMicros, BigInt(360 * minute))
  })

  it('OEE-73 divides by failures + 1, as ISO 22400-2 does, and by failures, as others do', () => {
    const { iso22400, plain } = reliability(twoFailures)
    assert.deepEqual(iso22400.mtbf.ratio, ratio(120 * minute))
    assert.deepEqual(iso22400.mttr.ratio, ratio(20 * minute))
    assert.deepEqual(plain.mtbf.ratio, ratio(180 * minute))
    assert.deepEqual(plain.mttr.ratio, ratio(30 * minute))
  })

  it('OEE-73 without a failure the plain means have no value, and say so', () => {
    const { failures, iso22400, plain } = reliability(day([seen('production', 0, 480)]))
    assert.equal(failures, 0)
    assert.deepEqual(iso22400.mtbf.ratio, ratio(480 * minute))
    assert.deepEqual(iso22400.mttr.ratio, ratio(0))
    assert.equal(plain.mtbf.missing, 'noFailures')
    assert.equal(plain.mttr.missing, 'noFailures')
  })

  it('OEE-73 the catalogue says which reasons are failures', () => {
    const result = reliability(twoFailures, { jam: { failure: true }, drive: { failure: false } })
    assert.equal(result.failures, 3)
    assert.equal(result.repairMicros, BigInt(60 * minute))
  })

  it('OEE-73 a catalogue that says nothing of failure leaves the class to decide', () => {
    const result = reliability(twoFailures, { spindle: { loss: 'equipmentFailure' }, jam: {} })
    assert.equal(result.failures, 2)
  })

  it('OEE-73 setup and unknown are no failures, whatever their reason', () => {
    const attribution = day([
      seen('setup', 0, 100, { reason: 'jam' }),
      seen('unknown', 100, 200, { reason: 'jam' }),
    ])
    assert.equal(reliability(attribution, { jam: { failure: true } }).failures, 0)
  })

  it('OEE-73 a failure that a break interrupts is counted on each side', () => {
    const result = reliability(day([seen('down', 100, 300)], [[180, 210]]))
    assert.equal(result.failures, 2)
    assert.equal(result.repairMicros, BigInt(170 * minute))
  })
})
