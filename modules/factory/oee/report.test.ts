import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { hour, minute } from '../testing.ts'
import { type Inputs, reportOf } from './report.ts'

const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const window = { fromMicros: start, toMicros: start + 8 * hour }

const span = (fromMinute: number, toMinute: number) => ({
  fromMicros: start + fromMinute * minute,
  toMicros: start + toMinute * minute,
})

/** A shift of eight hours with a break of half an hour: six hours of production, one down, half idle. */
const inputs: Inputs = {
  window,
  calendar: [
    { id: 'shift', kind: 'shift', reason: null, ...span(0, 480) },
    { id: 'break', kind: 'break', reason: '用餐', ...span(240, 270) },
  ],
  states: [
    { ...span(0, 240), state: 'production', reason: 'automaticOperation' },
    { ...span(240, 270), state: 'idle', reason: 'ready' },
    { ...span(270, 330), state: 'down', reason: 'stopped' },
    { ...span(330, 450), state: 'production', reason: 'automaticOperation' },
    { ...span(450, 480), state: 'idle', reason: 'ready' },
  ],
  counts: [{ timeMicros: start + 400 * minute, good: 300, rejected: 20 }],
  rejectsKnown: true,
  runs: [{ id: 'run', product: '齿轮', plannedMicros: minute, ...span(0, 480) }],
}

const near = (value: number | null, expected: number) =>
  assert.ok(value !== null && Math.abs(value - expected) < 1e-12, `${value} is not ${expected}`)

describe('the figures of ISO 22400-2', () => {
  test('are the ones one computes by hand', () => {
    const { shown } = reportOf(inputs)
    // PBT 450 min, APT 360 min, 320 parts of a minute each, 300 of them good.
    near(shown.availability.value, 360 / 450)
    near(shown.effectiveness.value, 320 / 360)
    near(shown.quality.value, 300 / 320)
    near(shown.oee.value, 300 / 450)
    // NEE takes setup for no loss: there was none, so it is AUPT/PBT × effectiveness × quality as well.
    near(shown.nee.value, 300 / 450)
    near(shown.knownShare.value, 1)
  })

  test('have no value where nothing was counted, or nobody counts rejects, and say which', () => {
    const uncounted = reportOf({ ...inputs, counts: null, rejectsKnown: false }).shown
    assert.deepEqual([uncounted.oee.value, uncounted.quality.value], [null, null])
    assert.ok(uncounted.oee.missing)
    near(uncounted.availability.value, 0.8)
    const unproved = reportOf({ ...inputs, rejectsKnown: false }).shown
    assert.deepEqual([unproved.quality.missing, unproved.oee.missing], ['noRejects', 'noRejects'])
    near(unproved.effectiveness.value, 320 / 360)
  })

  test('nothing made makes OEE zero, whatever the quality would have been', () => {
    const { shown } = reportOf({ ...inputs, counts: [], rejectsKnown: false })
    assert.deepEqual([shown.oee.value, shown.nee.value], [0, 0])
    assert.equal(shown.quality.value, null)
  })

  test('no ideal cycle, no effectiveness', () => {
    const { shown } = reportOf({ ...inputs, runs: [] })
    assert.equal(shown.effectiveness.value, null)
    assert.ok(shown.effectiveness.missing && shown.oee.missing)
    near(shown.availability.value, 0.8)
  })

  test('time outside of every shift is no loss', () => {
    const { shown, attribution } = reportOf({ ...inputs, calendar: [] })
    assert.equal(shown.availability.value, null)
    assert.equal(attribution.totals.notPlanned, 8 * hour)
  })

  test('what a person says moves the time, and the known share stays', () => {
    const said = {
      ...span(270, 330),
      id: 'c',
      state: 'setup' as const,
      reason: 'changeover',
      recorded: 1,
      overProduction: false,
    }
    const { attribution, shown } = reportOf({ ...inputs, overrides: [said] })
    assert.deepEqual([attribution.totals.down, attribution.totals.setup], [0, hour])
    near(shown.availability.value, 0.8)
    near(shown.knownShare.value, 1)
  })
})

describe('the hash of the inputs', () => {
  test('is the same for the same inputs, and another for any that differs', () => {
    const { inputsHash } = reportOf(inputs)
    assert.equal(reportOf(structuredClone(inputs)).inputsHash, inputsHash)
    const changed: Partial<Inputs>[] = [
      { window: { ...window, toMicros: window.toMicros + 1 } },
      { calendar: inputs.calendar.slice(1) },
      { states: inputs.states.slice(1) },
      { counts: null },
      { rejectsKnown: false },
      { runs: [] },
      { overrides: [{ ...span(0, 1), id: 'c', state: null, reason: 'x', recorded: 1 }] },
    ]
    const hashes = changed.map((change) => reportOf({ ...inputs, ...change }).inputsHash)
    assert.equal(new Set([inputsHash, ...hashes]).size, changed.length + 1)
  })
})

test('every microsecond of the window is in one class, whatever the states', () => {
  const cut = fc.integer({ min: 0, max: 480 })
  const state = fc.constantFrom('production', 'setup', 'delay', 'down', 'idle', 'unknown')
  const one = fc.tuple(cut, cut, state).map(([a, b, kind]) => ({
    ...span(Math.min(a, b), Math.max(a, b) + 1),
    state: kind as 'production',
    reason: null,
  }))
  fc.assert(
    fc.property(fc.array(one, { maxLength: 8 }), (states) => {
      const { attribution, shown } = reportOf({ ...inputs, states })
      const total = Object.values(attribution.totals).reduce((sum, micros) => sum + micros, 0)
      assert.equal(total, 8 * hour)
      for (const figure of [shown.availability, shown.knownShare])
        assert.ok(figure.value === null || (figure.value >= 0 && figure.value <= 1))
    }),
  )
})
