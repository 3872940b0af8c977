import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { mtconnectRules, statesFromSignals } from '@ronghe/oee'
import fc from 'fast-check'
import { computeDay } from '../oee/days.ts'
import { derivations } from '../store/derivation.ts'
import { spansOf as keptSpans } from '../store/states.ts'
import { tagsOfMachine } from '../store/tags.ts'
import { append, clockAt, factoryHouse, hour, makeMachine, minute, type TestPoint } from '../testing.ts'
import { createDeriver } from './derive.ts'
import { spansOf } from './machine.ts'
import { boundRules } from './rules.ts'
import { signalsOf } from './signals.ts'

/** Monday 2026-03-02, 08:00 in Guangxi. */
const start = Date.parse('2026-03-02T00:00:00Z') * 1000

let house: TestHouse
before(async () => {
  house = await factoryHouse({ start: false, clock: clockAt(start + 60 * hour) })
})
after(() => house.close())

const newDeriver = () => createDeriver(house.house, { lastHeardMs: () => undefined })
const tagNames = ['execution', 'mode', 'parts'] as const

/** A point of a random history: which tag, when (minutes, often the same), what, and how good. */
const point = fc.record({
  tag: fc.constantFrom(...tagNames),
  at: fc.integer({ min: 0, max: 40 * 60 }),
  choice: fc.nat(5),
  isBad: fc.boolean().chain((one) => (one ? fc.boolean() : fc.constant(false))),
})
type Said = { tag: (typeof tagNames)[number]; at: number; choice: number; isBad: boolean }
const executions = ['ACTIVE', 'READY', 'INTERRUPTED', 'STOPPED', 'FEED_HOLD', 'UNAVAILABLE']
const modes = ['AUTOMATIC', 'MANUAL', 'MANUAL_DATA_INPUT', 'AUTOMATIC', 'SEMI_AUTOMATIC', 'UNAVAILABLE']

function pointOf(said: Said, tags: Record<string, string>): TestPoint {
  const texts = { execution: executions, mode: modes }
  const value = said.tag === 'parts' ? said.choice : (texts[said.tag][said.choice] ?? null)
  const at = start + said.at * minute
  return { tag: tags[said.tag] ?? '', at, value: said.isBad ? null : value, quality: said.isBad ? 0 : 192 }
}

async function rowOf(machineId: string) {
  const rows = await house.house.act(systemCaller, ({ sql, now }) => derivations(sql, now))
  const row = rows.find((one) => one.equipmentId === machineId)
  assert.ok(row)
  return row
}

/** Rounds of ever new derivers, as if the server were killed after each, until nothing is left to do. */
async function settle(machineId: string): Promise<void> {
  for (let n = 0; n < 20; n++) {
    await newDeriver().round()
    const row = await rowOf(machineId)
    // Counters alone give no states, and so no days.
    if (row.derivedFrom === null || (row.pendingFrom === null && row.daysFrom === null)) return
  }
  assert.fail('there is always something left to do')
}

let machines = 0
const property = fc.asyncProperty(
  fc.array(point, { minLength: 1, maxLength: 40 }),
  fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
  async (history, cuts) => {
    const { machine, tags } = await makeMachine(house.house, { code: `T${++machines}` })
    // Batches in an order of their own: late points, points out of order, and everything twice.
    const parts = cuts.map(() => [] as TestPoint[])
    for (const [index, said] of history.entries()) {
      parts[(cuts[index % cuts.length] ?? 0) % parts.length]?.push(pointOf(said, tags))
    }
    for (const batch of [...parts, ...parts]) {
      if (batch.length === 0) continue
      await append(house.house, batch)
      await newDeriver().round()
    }
    await settle(machine.id)
    const row = await rowOf(machine.id)
    if (row.derivedFrom === null || row.derivedTo === null) return
    // The twin: the whole history at once, from the points themselves, by the rules alone.
    const list = await house.house.act(systemCaller, ({ sql }) => tagsOfMachine(sql, machine.id))
    const bound = boundRules(mtconnectRules, list)
    const window = { fromMicros: row.derivedFrom, toMicros: row.derivedTo }
    const { signals } = await signalsOf(house.house.series, bound.tags, window)
    const wanted = spansOf(statesFromSignals(bound.rules, signals, window))
    const kept = await house.house.act(systemCaller, ({ sql }) =>
      keptSpans(sql, machine.id, 0, start + 100 * hour),
    )
    assert.deepEqual(kept, wanted)
    await sameDays(machine)
  },
)

/** Figures that are kept are those that a computation of today gives, to the last byte. */
async function sameDays(machine: { id: string; unitId: string }): Promise<void> {
  await house.house.act(systemCaller, async ({ sql }) => {
    const days = await sql<{ figures: { fromMicros: number; toMicros: number }; inputs_hash: string }[]>`
      select figures, inputs_hash from factory_oee_days where equipment_id = ${machine.id} order by day`
    for (const { figures, inputs_hash } of days) {
      const { fromMicros, toMicros } = figures
      const again = await computeDay(sql, house.house.series, machine, { fromMicros, toMicros })
      assert.deepEqual(again.figures, figures)
      assert.equal(again.inputsHash, inputs_hash)
    }
  })
}

test('states and days of any history, however it came, are those of the whole history at once', async () => {
  await fc.assert(property, { numRuns: 15, endOnFailure: true })
})
