import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Elements, timeClasses } from '@ronghe/oee'
import fc from 'fast-check'
import { reportOf } from '../oee/report.ts'
import { usualStopRules } from '../reasons/stop-rules.ts'
import { elementsOfFacts, factsOf } from './facts.ts'

const minute = 60_000_000
/** 08:20 to 16:20 of a day, planned but for the meal. */
const window = { fromMicros: 500 * minute, toMicros: 980 * minute }
const calendar = [
  { id: 's', kind: 'shift' as const, ...window },
  { id: 'b', kind: 'break' as const, fromMicros: 720 * minute, toMicros: 750 * minute },
]
const words = { catalogue: { jam: { loss: 'equipmentFailure' as const } }, rules: usualStopRules }

const state = fc.constantFrom('production', 'setup', 'delay', 'down', 'idle', 'unknown')
const piece = fc.record({
  state,
  minutes: fc.integer({ min: 1, max: 90 }),
  reason: fc.constantFrom(null, 'jam', 'x'),
})
const made = fc.record({ at: fc.integer({ min: 501, max: 980 }), good: fc.nat(9), rejected: fc.nat(3) })

function inputsOf(
  pieces: readonly { state: string; minutes: number; reason: string | null }[],
  counts: readonly { at: number; good: number; rejected: number }[] | null,
) {
  let at = window.fromMicros
  const states = pieces.flatMap((one) => {
    const fromMicros = at
    at = Math.min(window.toMicros, at + one.minutes * minute)
    return at > fromMicros
      ? [{ fromMicros, toMicros: at, state: one.state as 'down', reason: one.reason }]
      : []
  })
  const runs = [{ id: 'r', product: 'p', plannedMicros: 7 * minute, perItems: 3, ...window }]
  const given =
    counts === null ? null : counts.map(({ at: time, ...one }) => ({ timeMicros: time * minute, ...one }))
  return { window, calendar, states, runs, counts: given, rejectsKnown: given !== null }
}

function same(left: Elements, right: Elements): void {
  assert.deepEqual(left.time, right.time)
  assert.deepEqual(left.output, right.output)
}

describe('facts of a shift', () => {
  test('what is kept as text is what was computed, exactly', () => {
    fc.assert(
      fc.property(fc.array(piece), fc.option(fc.array(made), { nil: null }), (pieces, counts) => {
        const inputs = inputsOf(pieces, counts)
        const computed = { inputs, ...reportOf(inputs) }
        const facts = JSON.parse(JSON.stringify(factsOf(computed, words)))
        same(elementsOfFacts(facts), computed.report.elements)
      }),
      { seed: 27, numRuns: 200 },
    )
  })

  test('losses and production make the planned busy time, and so do the hours', () => {
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const inputs = inputsOf(pieces, null)
        const facts = factsOf({ inputs, ...reportOf(inputs) }, words)
        const lost = facts.losses.reduce((sum, one) => sum + one.micros, 0)
        const planned = timeClasses
          .filter((one) => one !== 'notPlanned' && one !== 'plannedStop')
          .reduce((sum, one) => sum + facts.time[one], 0)
        assert.equal(lost + facts.time.production, planned)
        assert.equal(planned, 450 * minute)
        assert.equal(
          facts.hours.reduce((sum, [, busy]) => sum + busy, 0),
          planned,
        )
        assert.equal(
          facts.hours.reduce((sum, [, , production]) => sum + production, 0),
          facts.time.production,
        )
        assert.ok(facts.hours.every(([at, busy]) => at % (60 * minute) === 0 && busy <= 60 * minute))
      }),
      { seed: 28, numRuns: 200 },
    )
  })

  test('open stops are the long ones without a word; the tree changes no sums', () => {
    const pieces = [
      { state: 'production', minutes: 100, reason: null },
      { state: 'down', minutes: 4, reason: 'x' },
      { state: 'production', minutes: 10, reason: null },
      { state: 'down', minutes: 20, reason: 'x' },
      { state: 'down', minutes: 20, reason: 'jam' },
      { state: 'setup', minutes: 30, reason: 'x' },
    ]
    const inputs = inputsOf(pieces, null)
    const facts = factsOf({ inputs, ...reportOf(inputs) }, words)
    // The rest of the shift, before and after the meal, nobody heard: silence wants a word too.
    assert.deepEqual(facts.open, { count: 3, micros: (20 + 266) * minute })
    assert.equal(facts.losses.find((one) => one.reason === 'jam')?.usualLoss, 'equipmentFailure')
    const bare = factsOf({ inputs, ...reportOf(inputs) }, { ...words, catalogue: {} })
    assert.deepEqual(bare.losses, facts.losses)
    assert.equal(bare.open.count, 4)
  })
})
