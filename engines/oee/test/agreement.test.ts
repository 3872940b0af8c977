import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SignalPoint } from '../states.ts'
import { agreementOf, nistStates } from './agreement.ts'

const second = 1_000_000
const window = { fromMicros: 0, toMicros: 100 * second }

function points(...pairs: [number, string][]): SignalPoint[] {
  return pairs.map(([at, value]) => {
    const quality = value === 'UNAVAILABLE' ? 'bad' : 'good'
    return { timeMicros: at * second, value, quality }
  })
}

/** A clock that shows a value each second from one moment to another. */
function clock(from: number, to: number, start: number): [number, string][] {
  return Array.from({ length: to - from + 1 }, (_, index) => [from + index, String(start + index)])
}

describe('agreement with a controller’s clocks', () => {
  it('compares started programs with the automatic clock', () => {
    const { auto, ...own } = agreementOf(
      {
        execution: points([0, 'READY'], [10, 'ACTIVE'], [40, 'INTERRUPTED'], [60, 'ACTIVE'], [80, 'READY']),
        mode: points([0, 'AUTOMATIC']),
        auto_time: points([0, '500'], ...clock(10, 80, 500), [99, '570']),
        cut_time: points([0, '90'], ...clock(12, 38, 90), [99, '116']),
      },
      window,
    )
    assert.equal(own.productionSeconds, 50)
    assert.equal(own.heldSeconds, 20)
    assert.equal(own.cycleSeconds, 70)
    assert.equal(auto?.counterSeconds, 70)
    assert.equal(auto?.cycleSeconds, 70)
    assert.equal(own.cut?.counterSeconds, 26)
  })

  it('sets growth over a silence apart: nobody saw what the machine did', () => {
    const { auto, knownSeconds } = agreementOf(
      {
        execution: points([0, 'ACTIVE'], [30, 'UNAVAILABLE'], [50, 'ACTIVE']),
        mode: points([0, 'AUTOMATIC'], [30, 'UNAVAILABLE'], [50, 'AUTOMATIC']),
        auto_time: points(...clock(0, 29, 0), [30, 'UNAVAILABLE'], ...clock(50, 99, 50)),
      },
      window,
    )
    assert.equal(knownSeconds, 80)
    assert.equal(auto?.silentSeconds, 21)
    assert.equal(auto?.counterSeconds, 29 + 49)
    assert.equal(auto?.cycleSeconds, 29 + 49)
  })

  it('passes over a reset that shows more than the time gone by', () => {
    const { auto } = agreementOf(
      {
        Program_Status: points([0, 'ACTIVE']),
        Program_Runtime_Seconds: points([0, '3383'], [1, '3360'], [2, '0'], ...clock(3, 50, 1)),
      },
      window,
    )
    assert.equal(auto?.impossibleSeconds, 3360)
    assert.equal(auto?.counterSeconds, 48)
    assert.equal(auto?.tag, 'Program_Runtime_Seconds')
  })

  it('has nothing to compare where there are no clocks, or where they never spoke', () => {
    const execution = points([0, 'READY'])
    assert.equal(agreementOf({ execution }, window).auto, null)
    assert.equal(agreementOf({ execution, auto_time: points([0, 'UNAVAILABLE']) }, window).auto, null)
  })

  it('leaves out growth from before the window', () => {
    const { auto } = agreementOf(
      { execution: points([-50, 'ACTIVE']), auto_time: points([-50, '0'], [-1, '49'], ...clock(0, 100, 50)) },
      window,
    )
    assert.equal(auto?.counterSeconds, 100)
  })

  it('judges a log silent after ten minutes without any word', () => {
    const long = { fromMicros: 0, toMicros: 3600 * second }
    const states = nistStates(
      { execution: points([0, 'ACTIVE']), mode: points([0, 'AUTOMATIC'], [300, 'AUTOMATIC']) },
      long,
    )
    assert.deepEqual(
      states.map((state) => [state.state, state.toMicros / second]),
      [
        ['production', 900],
        ['unknown', 3600],
      ],
    )
  })
})
