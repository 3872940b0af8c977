import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type Announced,
  activationsOf,
  type Definition,
  emptyMemory,
  evaluate,
  firstOuts,
  type Happening,
  next,
  reconcile,
  restingAlarm,
  type SignalPoint,
  stateOf,
  statisticsOf,
} from './index.ts'

/** A night at a pump: the filter clogs, pressure falls, flow follows, people answer, data come late. */
const minute = 60_000_000
const night = { fromMicros: 0, toMicros: 600 * minute }
const good = (at: number, value: number): SignalPoint => {
  return { timeMicros: at * minute, value, quality: 'good' }
}

const pressure: Definition = {
  trigger: { kind: 'limit', signal: 'pressure', level: 'L', limit: 2, deadBand: 0.5 },
  onDelayMicros: minute,
  offDelayMicros: 0,
}
const flow: Definition = {
  trigger: {
    kind: 'deviation',
    signal: 'flow',
    side: 'below',
    target: { signal: 'set' },
    limit: 10,
    deadBand: 2,
  },
  onDelayMicros: 0,
  offDelayMicros: 2 * minute,
}
const signals = {
  pressure: [good(0, 4), good(100, 1.8), good(130, 2.2), good(140, 2.6), good(300, 1.5), good(301, 3)],
  flow: [good(0, 60), good(103, 45), good(150, 58)],
  set: [good(0, 60)],
}

function told(definition: Definition, all: Record<string, SignalPoint[]> = signals) {
  return activationsOf(evaluate(definition, emptyMemory(0), all, night).transitions)
}

describe('a night at a pump', () => {
  it('tells when pressure and flow were wrong, short dips left out', () => {
    assert.deepEqual(told(pressure), [{ fromMicros: 101 * minute, toMicros: 140 * minute }])
    assert.deepEqual(told(flow), [{ fromMicros: 103 * minute, toMicros: 152 * minute }])
  })

  it('says what came first', () => {
    const ofPump = (id: string, definition: Definition) =>
      told(definition).map((one) => ({ ...one, id, group: 'pump', rank: 2 }))
    assert.deepEqual([...firstOuts([...ofPump('flow', flow), ...ofPump('pressure', pressure)])], ['pressure'])
  })

  it('keeps what people did beside what the process did', () => {
    const happenings: Happening[] = [
      { kind: 'raise' },
      { kind: 'acknowledge' },
      { kind: 'clear' },
      { kind: 'shelve', toMicros: 320 * minute },
      { kind: 'raise' },
      { kind: 'unshelve' },
      { kind: 'clear' },
    ]
    let alarm = restingAlarm
    const states = happenings.map((one) => {
      alarm = next(alarm, one, { mustAcknowledge: true, latches: false }).alarm
      return stateOf(alarm)
    })
    assert.deepEqual(states, [
      'unacknowledged',
      'acknowledged',
      'normal',
      'shelved',
      'shelved',
      'unacknowledged',
      'returnedUnacknowledged',
    ])
  })

  it('mends the record when the edge brings what it had kept', () => {
    const known = told(pressure).map((one) => ({ ...one, id: 'told' }))
    const late = { ...signals, pressure: [...signals.pressure, good(120, 3), good(125, 1.9)] }
    const { kept, refuted, found } = reconcile(known, told(pressure, late))
    assert.deepEqual(
      kept.map(({ id, now }) => [id, now.toMicros]),
      [['told', 120 * minute]],
    )
    assert.deepEqual([refuted, found], [[], [{ fromMicros: 126 * minute, toMicros: 140 * minute }]])
  })

  it('counts the night', () => {
    const announced = [...told(pressure), ...told(flow)].map(
      ({ fromMicros, toMicros }, index): Announced => ({
        source: index === 0 ? 'pressure' : 'flow',
        rank: index + 1,
        announcedMicros: fromMicros,
        clearedMicros: toMicros,
        acknowledgedMicros: fromMicros + 4 * minute,
      }),
    )
    const { count, band, acknowledging, lasting, standing } = statisticsOf(announced, night)
    assert.deepEqual([count, band, standing], [2, 'acceptable', 0])
    assert.equal(acknowledging.meanMicros, 4 * minute)
    assert.equal(lasting.maxMicros, 49 * minute)
  })
})
