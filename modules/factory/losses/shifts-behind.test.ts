import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type BigLossName, timeClasses } from '@ronghe/oee'
import fc from 'fast-check'
import type { ShiftFactsRow } from '../store/shift-facts.ts'
import type { FactLoss, ShiftFacts } from './facts.ts'
import { shiftsBehind } from './shifts-behind.ts'
import { bigLossesOf, sumOf, together, waterfallOf } from './sum.ts'

const minute = 60_000_000
const shiftMicros = 480 * minute
const stopped = ['setup', 'delay', 'down', 'idle', 'unknown'] as const
const lossOf = (one: FactLoss): BigLossName => (one.reason === 'jam' ? 'equipmentFailure' : one.usualLoss)
const usual = {
  setup: 'setupAdjustment',
  delay: 'idlingMinorStop',
  down: 'equipmentFailure',
  idle: 'waiting',
  unknown: 'unknown',
} as const

const minutes = fc.record(
  Object.fromEntries(timeClasses.map((one) => [one, fc.nat(90)])) as Record<string, fc.Arbitrary<number>>,
)
const output = fc.option(
  fc.record({ good: fc.nat(40), startup: fc.nat(3), rejected: fc.nat(5), ideal: fc.boolean() }),
)
const shift = fc.record({ minutes, output, silent: fc.boolean(), reason: fc.constantFrom(null, 'jam') })
const machines = fc.array(fc.array(shift, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })
type Shift = { minutes: Record<string, number>; reason: string | null; silent: boolean } & {
  output: { good: number; startup: number; rejected: number; ideal: boolean } | null
}

function factsOf({ minutes: given, output: made, silent, reason }: Shift, fromMicros: number): ShiftFacts {
  const time = Object.fromEntries(
    timeClasses.map((one) => [one, silent && one !== 'unknown' ? 0 : (given[one] ?? 0) * minute]),
  ) as ShiftFacts['time']
  const fraction = (pieces: number): [string, string] => [String(pieces * 7 * minute), '3']
  const kept = silent ? null : made
  return {
    ...{ fromMicros, toMicros: fromMicros + shiftMicros, time, rejectsKnown: true, basis: 'evidenced' },
    output: kept && {
      produced: String(kept.good + kept.startup + kept.rejected),
      good: String(kept.good),
      rejectedStartup: String(kept.startup),
      withoutIdeal: kept.ideal ? '0' : '1',
      ideal: kept.ideal ? fraction(kept.good + kept.startup + kept.rejected) : null,
      idealGood: kept.ideal ? fraction(kept.good) : null,
      idealStartup: kept.ideal ? fraction(kept.startup) : null,
    },
    losses: stopped.map((timeClass) => ({
      ...{ timeClass, reason, isMicro: false, usualLoss: usual[timeClass] },
      ...{ micros: time[timeClass], events: 1, declaredMicros: 0 },
    })),
    ...{ open: { count: 0, micros: 0 }, hours: [] },
  }
}

function machineOf(shifts: readonly Shift[], at: number) {
  const rows = shifts.map((one, index): ShiftFactsRow => {
    const facts = factsOf(one, index * shiftMicros)
    const { fromMicros, toMicros } = facts
    const named = { equipmentId: String(at), organisationId: 'o', day: '2026-03-02', name: 'a', crew: null }
    return { ...named, fromMicros, toMicros, facts, inputsHash: '' }
  })
  return { id: String(at), rows, sum: sumOf(rows) }
}

const near = (left: number, right: number, what: string) =>
  assert.ok(Math.abs(left - right) < 1e-3, `${what}: ${left} is not ${right}`)
const secondsOf = (rows: readonly { micros: number }[]) =>
  rows.reduce((sum, { micros }) => sum + micros, 0) / 1_000_000

describe('the shifts behind a loss', () => {
  test('add up to every step of the waterfall and to every big loss, whatever machines count', () => {
    fc.assert(
      fc.property(machines, (given) => {
        const all = given.map(machineOf)
        const whole = together(
          all.map(({ id, sum }) => ({ id, sum })),
          'plannedTime',
        )
        const shown = whole.counted.elements.output ? whole.counted : whole.all
        for (const { step, lostSeconds } of waterfallOf(shown))
          near(secondsOf(shiftsBehind(all, { step }, lossOf)), lostSeconds, step)
        for (const { loss, seconds } of bigLossesOf(whole.all, lossOf, whole.counted))
          if (seconds !== null) near(secondsOf(shiftsBehind(all, { loss }, lossOf)), seconds, loss)
      }),
      { seed: 98, numRuns: 80 },
    )
  })

  test('by reason and class as the list of reasons has them, and all shifts where nothing is asked', () => {
    const down = { down: 30, idle: 12, production: 400 }
    const made = { output: null, silent: false, minutes: down }
    const all = [machineOf([{ ...made, reason: 'jam' }], 1), machineOf([{ ...made, reason: null }], 2)]
    const of = (asked: Parameters<typeof shiftsBehind>[1]) =>
      shiftsBehind(all, asked, lossOf).map(({ row, micros }) => [row.equipmentId, micros / minute])
    assert.deepEqual(of({ reason: 'jam', timeClass: 'idle' }), [['1', 12]])
    assert.deepEqual(of({ timeClass: 'down', isMicro: false }), [
      ['1', 30],
      ['2', 30],
    ])
    assert.deepEqual(of({ isMicro: true }), [])
    assert.deepEqual(of({}).length, 2)
  })
})
