import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { EvidenceRow } from '@ronghe/kit/contract'
import fc from 'fast-check'
import { machineEvidence, machineEvidenceQueries } from './evidence-rules.ts'

const seed = 20260419
const rowOf = (facts: EvidenceRow['facts'], at: number): EvidenceRow => {
  return { kind: 'factory.equipment', id: String(at), label: `M${at}`, facts }
}
const made = (name: string, rows: readonly EvidenceRow[]) => machineEvidence(`factory.${name}`, 1, rows)

/** Each share, the fact that it counts, and why there is none without rows. */
const shares = {
  keyProcessControl: ['proved', 'noKeyProcess'],
  digitalEquipment: ['digital', 'noMachines'],
  networkedEquipment: ['networked', 'noDigital'],
  meteredEquipment: ['metered', 'noMachines'],
  watchedEquipment: ['watched', 'noMachines'],
  recordedEquipment: ['recorded', 'noMachines'],
  describedEquipment: ['described', 'noMachines'],
  reportedDays: ['signed', 'noPlannedTime'],
  energyWithinTarget: ['kept', 'noMeters'],
} as const
const means = {
  oee: ['oeeSeconds', 'plannedSeconds', 'noSignals', 'notAllOee'],
  goodParts: ['goodSeconds', 'productionSeconds', 'noProductionTime', 'noRejects'],
} as const

/** The twin: floating point, rounded to four digits; it may differ from the rule in a tie only. */
function near(text: string | null | undefined, part: number, whole: number): void {
  assert.match(String(text), /^\d+\.\d{4}$/)
  const far = Math.abs(Number(text) - (100 * part) / whole)
  assert.ok(far <= 0.000_051, `${text} of ${part}/${whole}`)
}

describe('shares', () => {
  test('every rule of this room is one of these', () => {
    const known = [...Object.keys(shares), ...Object.keys(means)].map((name) => `factory.${name}@1`)
    assert.deepEqual([...machineEvidenceQueries].sort(), known.sort())
    assert.equal(machineEvidence('factory.oee', 2, []), null)
  })

  test('are what is counted of what there is, whatever the order', () => {
    for (const [name, [fact, reason]] of Object.entries(shares)) {
      assert.deepEqual(made(name, []), { value: null, reason: `factory.missing.${reason}` })
      fc.assert(
        fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }), (flags) => {
          const rows = flags.map((flag, at) => rowOf({ [fact]: flag }, at))
          const { value } = made(name, rows) ?? {}
          near(value, flags.filter(Boolean).length, flags.length)
          assert.equal(made(name, rows.toReversed())?.value, value)
        }),
        { seed, numRuns: 60 },
      )
    }
  })

  test('one more that counts never lowers them', () => {
    const flags = fc.array(fc.boolean(), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(flags, (list) => {
        const of = (all: boolean[]) =>
          Number(
            made(
              'describedEquipment',
              all.map((flag, at) => rowOf({ described: flag }, at)),
            )?.value,
          )
        assert.ok(of([...list, true]) >= of(list))
      }),
      { seed, numRuns: 100 },
    )
  })
})

describe('weighted means', () => {
  const times = fc.array(fc.tuple(fc.integer({ min: 1, max: 86_400 }), fc.integer({ min: 0, max: 100 })), {
    minLength: 1,
    maxLength: 40,
  })

  test('are weighted by their time', () => {
    for (const [name, [part, whole, none]] of Object.entries(means)) {
      assert.deepEqual(made(name, []), { value: null, reason: `factory.missing.${none}` })
      fc.assert(
        fc.property(times, (list) => {
          const parts = list.map(
            ([seconds, share]) => [seconds, Math.floor((seconds * share) / 100)] as const,
          )
          const rows = parts.map(([seconds, good], at) => rowOf({ [whole]: seconds, [part]: good }, at))
          const sum = (at: 0 | 1) => parts.reduce((all, one) => all + one[at], 0)
          near(made(name, rows)?.value, sum(1), sum(0))
        }),
        { seed, numRuns: 60 },
      )
    }
  })

  test('say nothing where one of them is not known', () => {
    for (const [name, [part, whole, , missing]] of Object.entries(means)) {
      const rows = [rowOf({ [whole]: 10, [part]: 9 }, 1), rowOf({ [whole]: 10, [part]: null }, 2)]
      assert.deepEqual(made(name, rows), { value: null, reason: `factory.missing.${missing}` })
    }
  })
})
