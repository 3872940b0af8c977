import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  type Alarm,
  type Effect,
  type Happening,
  isQuiet,
  type Manner,
  next,
  type Refusal,
  restingAlarm,
  type State,
  stateOf,
} from './lifecycle.ts'
import { settings } from './test/arbitrary.ts'

const usual: Manner = { mustAcknowledge: true, latches: false }
const latching: Manner = { mustAcknowledge: true, latches: true }
const telling: Manner = { mustAcknowledge: false, latches: false }

const words: Record<string, Happening> = {
  raise: { kind: 'raise' },
  clear: { kind: 'clear' },
  ack: { kind: 'acknowledge' },
  reset: { kind: 'reset' },
  shelve: { kind: 'shelve', toMicros: 9 },
  unshelve: { kind: 'unshelve' },
  suppress: { kind: 'suppress' },
  unsuppress: { kind: 'unsuppress' },
  out: { kind: 'removeFromService' },
  back: { kind: 'returnToService' },
}

/** What a history comes to, written `raise ack clear`. */
function after(
  history: string,
  manner = usual,
): { alarm: Alarm; effects: Effect[]; refusal: Refusal | null } {
  let alarm = restingAlarm
  let effects: Effect[] = []
  let refusal: Refusal | null = null
  for (const word of history.split(' ').filter(Boolean)) {
    const step = next(alarm, words[word]!, manner)
    alarm = step.alarm
    effects = step.effects
    refusal = step.refusal
  }
  return { alarm, effects, refusal }
}

function state(history: string, manner = usual): State {
  return stateOf(after(history, manner).alarm)
}

describe('the transition diagram of ANSI/ISA-18.2-2016 clause 5', () => {
  const paths: [string, State, Effect[]][] = [
    ['', 'normal', []],
    ['raise', 'unacknowledged', ['announced']],
    ['raise ack', 'acknowledged', ['acknowledged']],
    ['raise ack clear', 'normal', ['ended']],
    ['raise clear', 'returnedUnacknowledged', []],
    ['raise clear ack', 'normal', ['acknowledged', 'ended']],
    ['raise clear raise', 'unacknowledged', ['announced']],
    ['raise ack clear raise', 'unacknowledged', ['announced']],
  ]
  for (const [history, expected, effects] of paths) {
    it(`ALM-20 ${history || 'nothing'} → ${expected}`, () => {
      assert.equal(state(history), expected)
      assert.deepEqual(after(history).effects, effects)
    })
  }

  const latched: [string, State, Effect[]][] = [
    ['raise clear', 'latchedUnacknowledged', []],
    ['raise clear ack', 'latchedAcknowledged', ['acknowledged']],
    ['raise clear ack reset', 'normal', ['ended']],
    ['raise ack clear', 'latchedAcknowledged', []],
    ['raise ack clear reset', 'normal', ['ended']],
    ['raise clear reset', 'returnedUnacknowledged', []],
    ['raise clear reset ack', 'normal', ['acknowledged', 'ended']],
    ['raise clear ack raise', 'unacknowledged', ['announced']],
  ]
  for (const [history, expected, effects] of latched) {
    it(`ALM-24 latching: ${history} → ${expected}`, () => {
      assert.equal(state(history, latching), expected)
      assert.deepEqual(after(history, latching).effects, effects)
    })
  }

  it('ALM-23 what need not be acknowledged is over when it clears', () => {
    assert.equal(state('raise', telling), 'acknowledged')
    assert.deepEqual(after('raise clear', telling).effects, ['ended'])
    assert.equal(after('raise ack', telling).refusal, 'notUnacknowledged')
  })
})

describe('shelving, suppression by design, out of service', () => {
  const quiet: [string, string, State][] = [
    ['shelve', 'unshelve', 'shelved'],
    ['suppress', 'unsuppress', 'suppressedByDesign'],
    ['out', 'back', 'outOfService'],
  ]
  for (const [begin, end, name] of quiet) {
    it(`ALM-25 ${name}: what becomes active is not announced`, () => {
      const { alarm, effects } = after(`${begin} raise`)
      assert.equal(stateOf(alarm), name)
      assert.deepEqual(effects, [])
      assert.ok(isQuiet(alarm) && alarm.isActive && !alarm.isUnacknowledged)
    })

    it(`ALM-26 ${name}: an announced alarm is silenced and waits for nobody`, () => {
      const { alarm, effects } = after(`raise ${begin}`)
      assert.equal(stateOf(alarm), name)
      assert.deepEqual(effects, ['silenced'])
      assert.deepEqual(after(`raise ack ${begin}`).effects, [])
      assert.deepEqual(after(`raise clear ${begin}`).effects, ['silenced', 'ended'])
    })

    it(`ALM-27 ${name}: what is active at its end is announced then, what is not is normal`, () => {
      assert.deepEqual(after(`${begin} raise ${end}`).effects, ['announced'])
      assert.equal(state(`${begin} raise ${end}`), 'unacknowledged')
      assert.equal(state(`raise ack ${begin} ${end}`), 'unacknowledged')
      assert.deepEqual(after(`${begin} raise clear`).effects, ['ended'])
      assert.equal(state(`${begin} raise clear ${end}`), 'normal')
    })
  }

  it('ALM-21 the graver reason hides the lesser, and nothing is announced before the last has ended', () => {
    assert.equal(state('shelve suppress out'), 'outOfService')
    assert.equal(state('shelve suppress out back'), 'suppressedByDesign')
    assert.equal(state('shelve suppress out back unsuppress'), 'shelved')
    assert.deepEqual(after('shelve suppress raise unsuppress').effects, [])
    assert.deepEqual(after('shelve suppress raise unsuppress unshelve').effects, ['announced'])
  })

  it('ALM-26 shelving again moves the end only', () => {
    const shelved = after('raise shelve').alarm
    const later = next(shelved, { kind: 'shelve', toMicros: 99 }, usual)
    assert.deepEqual([later.alarm.shelvedTo, later.effects], [99, []])
  })

  it('ALM-26 a latched alarm that is silenced is latched no more', () => {
    assert.deepEqual(after('raise ack clear shelve', latching).effects, ['silenced', 'ended'])
    assert.equal(state('raise ack clear shelve unshelve', latching), 'normal')
  })
})

describe('refusals', () => {
  const refusals: [string, Refusal, Manner][] = [
    ['ack', 'notUnacknowledged', usual],
    ['raise ack ack', 'notUnacknowledged', usual],
    ['raise raise', 'alreadyThere', usual],
    ['clear', 'notThere', usual],
    ['reset', 'notLatched', latching],
    ['raise reset', 'stillActive', latching],
    ['raise clear reset', 'notLatched', usual],
    ['unshelve', 'notThere', usual],
    ['suppress suppress', 'alreadyThere', usual],
    ['unsuppress', 'notThere', usual],
    ['out out', 'alreadyThere', usual],
    ['back', 'notThere', usual],
  ]
  for (const [history, refusal, manner] of refusals) {
    it(`ALM-28 ${history} is refused and changes nothing`, () => {
      const all = history.split(' ')
      const before = after(all.slice(0, -1).join(' '), manner).alarm
      const step = next(before, words[all.at(-1)!]!, manner)
      assert.equal(step.refusal, refusal)
      assert.deepEqual([step.alarm, step.effects], [before, []])
    })
  }
})

const happening = fc.constantFrom(...Object.values(words))
const manner = fc.record({ mustAcknowledge: fc.boolean(), latches: fc.boolean() })

/** The naive twin: what is announced and not yet over, from the whole history each time. */
function naiveState(history: readonly Happening[], { mustAcknowledge, latches }: Manner): State {
  let [active, waits, latched, shelved, suppressed, out] = [false, false, false, false, false, false]
  const quiet = () => shelved || suppressed || out
  const announce = () => {
    waits = mustAcknowledge
    latched = latches
  }
  const hush = () => {
    waits = false
    latched = false
  }
  for (const { kind } of history) {
    const wasQuiet = quiet()
    if (kind === 'raise' && !active) {
      active = true
      if (!wasQuiet) announce()
    }
    if (kind === 'clear') active = false
    if (kind === 'acknowledge') waits = false
    if (kind === 'reset' && !active) latched = false
    if (kind === 'shelve') shelved = true
    if (kind === 'unshelve') shelved = false
    if (kind === 'suppress') suppressed = true
    if (kind === 'unsuppress') suppressed = false
    if (kind === 'removeFromService') out = true
    if (kind === 'returnToService') out = false
    if (quiet()) hush()
    else if (wasQuiet && active) announce()
  }
  if (out) return 'outOfService'
  if (suppressed) return 'suppressedByDesign'
  if (shelved) return 'shelved'
  if (active) return waits ? 'unacknowledged' : 'acknowledged'
  if (latched) return waits ? 'latchedUnacknowledged' : 'latchedAcknowledged'
  return waits ? 'returnedUnacknowledged' : 'normal'
}

describe('any history', () => {
  it('ALM-20 comes to the state of the naive twin', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 20 }), manner, (history, how) => {
        const alarm = history.reduce((one, what) => next(one, what, how).alarm, restingAlarm)
        assert.equal(stateOf(alarm), naiveState(history, how))
      }),
      { ...settings, numRuns: 3000 },
    )
  })

  it('ALM-29 every announcement ends once: acknowledged, silenced or over, before the next one', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40 }), manner, (history, how) => {
        let alarm = restingAlarm
        for (const what of history) {
          const step = next(alarm, what, how)
          if (step.effects.includes('announced')) assert.ok(!isQuiet(step.alarm) && step.alarm.isActive)
          if (step.effects.includes('ended')) {
            assert.ok(!step.alarm.isActive && !step.alarm.isUnacknowledged && !step.alarm.isLatched)
          }
          if (isQuiet(step.alarm)) assert.ok(!step.alarm.isUnacknowledged && !step.alarm.isLatched)
          if (step.refusal) assert.deepEqual(step.alarm, alarm)
          alarm = step.alarm
        }
      }),
      settings,
    )
  })

  it('ALM-29 what stays active and unacknowledged is never lost: it can always be brought to an end', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 20 }), manner, (history, how) => {
        const way = ['back', 'unsuppress', 'unshelve', 'ack', 'clear', 'reset'].map((word) => words[word]!)
        const alarm = [...history, ...way].reduce((one, what) => next(one, what, how).alarm, restingAlarm)
        assert.equal(stateOf(alarm), 'normal')
      }),
      settings,
    )
  })
})
