import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inCycleReasons, mtconnectRules } from './mtconnect.ts'
import { bindTags } from './rules.ts'
import { type SignalPoint, type Signals, statesFromSignals } from './states.ts'

const window = { fromMicros: 0, toMicros: 1_000_000 }

function one(value: string): SignalPoint[] {
  return [{ timeMicros: 0, value, quality: 'good' }]
}

/** State and reason of a machine whose events stand as given; null leaves the tag out altogether. */
function stands(
  execution: string,
  mode: string | null,
  emergency: string | null = 'ARMED',
): [string, string | null] {
  const signals: Record<string, SignalPoint[]> = { EXECUTION: one(execution) }
  if (mode !== null) signals.CONTROLLER_MODE = one(mode)
  if (emergency !== null) signals.EMERGENCY_STOP = one(emergency)
  return judged(signals)
}

function judged(signals: Signals): [string, string | null] {
  const states = statesFromSignals(mtconnectRules, signals, window)
  assert.equal(states.length, 1)
  return [states[0]!.state, states[0]!.reason]
}

describe('default states of MTConnect controllers', () => {
  const cases: [string, string, string | null, string, string | null][] = [
    ['OEE-41', 'ACTIVE', 'AUTOMATIC', 'production', 'automaticOperation'],
    ['OEE-42', 'ACTIVE', 'MANUAL_DATA_INPUT', 'setup', 'manualOperation'],
    ['OEE-42', 'ACTIVE', 'MANUAL', 'setup', 'manualOperation'],
    ['OEE-42', 'ACTIVE', 'SEMI_AUTOMATIC', 'setup', 'manualOperation'],
    ['OEE-42', 'ACTIVE', 'SINGLE_BLOCK', 'setup', 'manualOperation'],
    ['OEE-43', 'INTERRUPTED', 'AUTOMATIC', 'delay', 'interrupted'],
    ['OEE-43', 'INTERRUPTED', 'MANUAL', 'delay', 'interrupted'],
    ['OEE-43', 'FEED_HOLD', 'AUTOMATIC', 'delay', 'feedHold'],
    ['OEE-43', 'PROGRAM_STOPPED', 'AUTOMATIC', 'delay', 'programStop'],
    ['OEE-43', 'OPTIONAL_STOP', 'AUTOMATIC', 'delay', 'programStop'],
    ['OEE-43', 'PROGRAM_OPTIONAL_STOP', 'AUTOMATIC', 'delay', 'programStop'],
    ['OEE-43', 'WAIT', 'AUTOMATIC', 'delay', 'wait'],
    ['OEE-44', 'READY', 'MANUAL', 'idle', 'manualMode'],
    ['OEE-44', 'STOPPED', 'MANUAL', 'idle', 'manualMode'],
    ['OEE-44', 'READY', 'MANUAL_DATA_INPUT', 'idle', 'manualMode'],
    ['OEE-44', 'READY', 'EDIT', 'idle', 'manualMode'],
    ['OEE-45', 'STOPPED', 'AUTOMATIC', 'down', 'stopped'],
    ['OEE-45', 'READY', 'AUTOMATIC', 'idle', 'ready'],
    ['OEE-45', 'PROGRAM_COMPLETED', 'AUTOMATIC', 'idle', 'ready'],
    ['OEE-46', 'ACTIVE', null, 'production', 'automaticOperation'],
    ['OEE-46', 'READY', null, 'idle', 'ready'],
    ['OEE-46', 'STOPPED', null, 'down', 'stopped'],
    ['OEE-46', 'FEED_HOLD', null, 'delay', 'feedHold'],
    ['OEE-40', 'DANCING', 'AUTOMATIC', 'unknown', null],
  ]
  for (const [rule, execution, mode, state, reason] of cases) {
    it(`${rule} ${execution} in ${mode ?? 'no mode at all'}: ${state}`, () => {
      assert.deepEqual(stands(execution, mode), [state, reason])
    })
  }

  it('OEE-40 an emergency stop is down, whatever else is said', () => {
    for (const execution of ['ACTIVE', 'READY', 'INTERRUPTED', 'UNAVAILABLE']) {
      assert.deepEqual(stands(execution, 'AUTOMATIC', 'TRIGGERED'), ['down', 'emergencyStop'])
    }
  })

  it('OEE-46 a machine that reports no emergency stop is judged without it', () => {
    assert.deepEqual(stands('ACTIVE', 'AUTOMATIC', null), ['production', 'automaticOperation'])
  })

  it('OEE-36 unavailable is unknown, never running', () => {
    assert.deepEqual(stands('UNAVAILABLE', 'AUTOMATIC'), ['unknown', null])
    assert.deepEqual(stands('ACTIVE', 'UNAVAILABLE'), ['unknown', null])
    assert.deepEqual(stands('ACTIVE', 'AUTOMATIC', 'UNAVAILABLE'), ['unknown', null])
  })

  it('OEE-36 a tag that exists and has not spoken is unknown', () => {
    assert.deepEqual(judged({ EXECUTION: one('ACTIVE'), CONTROLLER_MODE: [] }), ['unknown', null])
    assert.deepEqual(judged({ EXECUTION: [], CONTROLLER_MODE: one('AUTOMATIC') }), ['unknown', null])
    assert.deepEqual(judged({}), ['unknown', null])
  })

  it('OEE-33 works with a machine’s own tags', () => {
    const rules = bindTags(mtconnectRules, { EXECUTION: 'Program_Status' })
    const [state] = statesFromSignals(rules, { Program_Status: one('ACTIVE') }, window)
    assert.equal(state?.state, 'production')
  })

  it('OEE-47 in cycle are the reasons of a program begun and not ended, and those only', () => {
    const reasons = mtconnectRules.rules
      .filter((rule) => rule.state === 'production' || rule.state === 'setup' || rule.state === 'delay')
      .map((rule) => rule.reason)
    assert.deepEqual([...inCycleReasons], reasons)
  })

  it('OEE-40 is data: nothing is lost on the way through JSON', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(mtconnectRules)), mtconnectRules)
  })
})
