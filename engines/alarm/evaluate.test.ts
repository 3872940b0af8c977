import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { activationsOf, emptyMemory, evaluate, needsOf } from './evaluate.ts'
import type { Definition, SignalPoint, Trigger, Value } from './model.ts'

const second = 1_000_000

function good(at: number, value: Value | null): SignalPoint {
  return { timeMicros: at * second, value, quality: 'good' }
}

function bad(at: number, quality: 'bad' | 'stale' = 'bad'): SignalPoint {
  return { timeMicros: at * second, value: null, quality }
}

function define(trigger: Trigger, on = 0, off = 0): Definition {
  return { trigger, onDelayMicros: on * second, offDelayMicros: off * second }
}

/** Transitions as `+5` and `-9`: raised and cleared at these seconds. */
function told(definition: Definition, signals: Record<string, SignalPoint[]>, to = 100): string[] {
  const window = { fromMicros: 0, toMicros: to * second }
  return evaluate(definition, emptyMemory(0), signals, window).transitions.map(
    ({ kind, atMicros }) => `${kind === 'raised' ? '+' : '-'}${atMicros / second}`,
  )
}

const high: Trigger = { kind: 'limit', signal: 't', level: 'H', limit: 80, deadBand: 0 }
const banded: Trigger = { ...high, deadBand: 5 }

describe('limits', () => {
  it('ALM-10 raise beyond the limit, not at it, and clear at it', () => {
    assert.deepEqual(told(define(high), { t: [good(1, 80), good(2, 80.1), good(3, 80)] }), ['+2', '-3'])
  })

  it('ALM-10 low limits look the other way, and HH and LL are limits as H and L', () => {
    const t = [good(1, 11), good(2, 9), good(3, 10), good(4, 200)]
    assert.deepEqual(told(define({ ...high, level: 'L', limit: 10 }), { t }), ['+2', '-3'])
    assert.deepEqual(told(define({ ...high, level: 'LL', limit: 10 }), { t }), ['+2', '-3'])
    assert.deepEqual(told(define({ ...high, level: 'HH', limit: 100 }), { t }), ['+4'])
  })

  it('ALM-11 within the dead-band nothing changes, whichever way it is entered', () => {
    const t = [good(1, 79), good(2, 81), good(3, 76), good(4, 81), good(5, 75), good(6, 79), good(7, 81)]
    assert.deepEqual(told(define(banded), { t }), ['+2', '-5', '+7'])
  })

  it('ALM-4 what is not a good number is unknown, and changes nothing', () => {
    const t = [good(1, 90), bad(2), good(3, 'BROKEN'), good(4, null), good(5, Number.NaN), good(6, 90)]
    assert.deepEqual(told(define(high), { t }), ['+1'])
    assert.deepEqual(told(define(high), { t: [bad(2), good(3, 'HOT')] }), [])
  })

  it('ALM-3 points come in any sequence; of those of one moment the last in the list holds', () => {
    const t = [good(9, 70), good(3, 70), good(3, 90)]
    assert.deepEqual(told(define(high), { t }), ['+3', '-9'])
  })

  it('ALM-3 points at the end of the window belong to the next one', () => {
    assert.deepEqual(told(define(high), { t: [good(10, 90)] }, 10), [])
    assert.deepEqual(told(define(high), { t: [good(10, 90)] }, 11), ['+10'])
  })

  it('ALM-1 a value from before counts from the start of the window', () => {
    const from = 5 * second
    const window = { fromMicros: from, toMicros: 9 * second }
    const { transitions } = evaluate(define(high), emptyMemory(from), { t: [good(1, 90)] }, window)
    assert.deepEqual(
      transitions.map(({ kind, atMicros }) => [kind, atMicros]),
      [['raised', from]],
    )
  })
})

describe('delays', () => {
  it('ALM-5 raise when the condition has held for the whole delay, to the microsecond', () => {
    const t = [good(1, 90)]
    assert.deepEqual(told(define(high, 10), { t }, 11), [])
    assert.deepEqual(told(define(high, 10), { t }, 12), ['+11'])
  })

  it('ALM-5 begin anew when the condition breaks, be it for a moment', () => {
    const t = [good(1, 90), good(6, 70), good(7, 90)]
    assert.deepEqual(told(define(high, 10), { t }, 17), [])
    assert.deepEqual(told(define(high, 10), { t }, 18), ['+17'])
  })

  it('ALM-6 an unknown value breaks a pending delay too: nobody knows that the condition held', () => {
    const t = [good(1, 90), bad(5), good(6, 90)]
    assert.deepEqual(told(define(high, 10), { t }, 30), ['+16'])
    const back = [good(1, 90), good(2, 70), bad(5), good(6, 70)]
    assert.deepEqual(told(define(high, 0, 10), { t: back }, 30), ['+1', '-16'])
  })

  it('ALM-7 a delay that ends in the moment in which the condition ends raises nothing', () => {
    assert.deepEqual(told(define(high, 10), { t: [good(1, 90), good(11, 70)] }), [])
  })

  it('ALM-8 clear after the off-delay only, and a new excess ends the waiting', () => {
    const t = [good(1, 90), good(2, 70), good(8, 90), good(9, 70)]
    assert.deepEqual(told(define(high, 0, 10), { t }), ['+1', '-19'])
  })

  it('ALM-8 within the dead-band the off-delay does not run', () => {
    const t = [good(1, 90), good(2, 74), good(5, 78), good(6, 74)]
    assert.deepEqual(told(define(banded, 0, 10), { t }), ['+1', '-16'])
  })

  it('ALM-9 tells when time alone will change something', () => {
    const window = { fromMicros: 0, toMicros: 5 * second }
    const wake = (definition: Definition, t: SignalPoint[]) =>
      evaluate(definition, emptyMemory(0), { t }, window).wakeMicros
    assert.equal(wake(define(high, 10), [good(1, 90)]), 11 * second)
    assert.equal(wake(define(high, 10), [good(1, 70)]), null)
    assert.equal(wake(define(high, 0, 7), [good(1, 90), good(2, 70)]), 9 * second)
    assert.equal(wake(define({ kind: 'stale', signal: 't', silenceMicros: 60 * second }), []), 60 * second)
  })
})

describe('what a transition tells', () => {
  it('ALM-15 the value that raised, the one that cleared, the worst between, and since when it held', () => {
    const window = { fromMicros: 0, toMicros: 60 * second }
    const t = [good(1, 85), good(5, 99), good(7, 82), good(20, 60), good(25, 50)]
    const { transitions } = evaluate(define(high, 3, 4), emptyMemory(0), { t }, window)
    assert.deepEqual(transitions, [
      { kind: 'raised', atMicros: 4 * second, sinceMicros: second, value: 85, peak: null },
      { kind: 'cleared', atMicros: 24 * second, sinceMicros: 20 * second, value: 60, peak: 99 },
    ])
  })

  it('ALM-15 the worst of a low alarm is the lowest, and on either side the furthest', () => {
    const window = { fromMicros: 0, toMicros: 60 * second }
    const peakOf = (trigger: Trigger, values: number[]) => {
      const t = values.map((value, index) => good(index + 1, value))
      return evaluate(define(trigger), emptyMemory(0), { t }, window).transitions.at(-1)?.peak
    }
    assert.equal(peakOf({ ...high, level: 'L', limit: 10 }, [8, 3, 9, 50]), 3)
    const side = { kind: 'deviation', signal: 't', target: { value: 0 }, limit: 5, deadBand: 0 } as const
    assert.equal(peakOf({ ...side, side: 'either' }, [6, -9, 7, 0]), -9)
    assert.equal(peakOf({ ...side, side: 'below' }, [-6, -9, -7, 0]), -9)
    assert.equal(peakOf({ ...side, side: 'above' }, [6, 9, 7, 0]), 9)
  })
})

describe('rates of change', () => {
  const rate: Trigger = {
    kind: 'rate',
    signal: 't',
    side: 'above',
    limit: 2,
    perMicros: second,
    windowMicros: 10 * second,
    deadBand: 0,
  }

  it('ALM-12 compare the value with that of a window ago', () => {
    const t = [good(0, 0), good(10, 20), good(15, 21), good(30, 21)]
    // At 15 it rose by 21 in 10 s; from 20 on the value of 10 s ago is 20.
    assert.deepEqual(told(define(rate), { t }), ['+15', '-20'])
  })

  it('ALM-12 nothing is known before a window has passed', () => {
    assert.deepEqual(told(define(rate), { t: [good(1, 0), good(2, 1000)] }, 11), [])
    assert.deepEqual(told(define(rate), { t: [good(1, 0), good(2, 1000)] }, 12), ['+11'])
  })

  it('ALM-12 falling and either side', () => {
    const t = [good(0, 100), good(10, 70), good(20, 110), good(40, 110)]
    assert.deepEqual(told(define({ ...rate, side: 'below' }), { t }), ['+10', '-20'])
    assert.deepEqual(told(define({ ...rate, side: 'either' }), { t }), ['+10', '-30'])
  })

  it('ALM-12 a bad value makes the rate unknown, when it comes and a window later', () => {
    const t = [good(0, 0), bad(5), good(6, 100), good(40, 100)]
    assert.deepEqual(told(define(rate), { t }), ['+10', '-16'])
  })
})

describe('deviations', () => {
  const deviation: Trigger = {
    kind: 'deviation',
    signal: 't',
    side: 'either',
    target: { signal: 'set' },
    limit: 5,
    deadBand: 1,
  }

  it('ALM-13 follow the other signal as well as their own', () => {
    const signals = { t: [good(1, 50)], set: [good(2, 50), good(5, 60), good(9, 54)] }
    assert.deepEqual(told(define(deviation), signals), ['+5', '-9'])
  })

  it('ALM-13 are unknown while either is', () => {
    assert.deepEqual(told(define(deviation), { t: [good(1, 50)], set: [bad(2)] }), [])
    assert.deepEqual(told(define(deviation), { t: [good(1, 50)] }), [])
  })

  it('ALM-13 hold against a fixed set-point too', () => {
    const t = [good(1, 50), good(2, 44), good(3, 46), good(4, 56)]
    assert.deepEqual(told(define({ ...deviation, target: { value: 50 } }), { t }), ['+2', '-3', '+4'])
  })
})

describe('silence and quality', () => {
  const stale: Trigger = { kind: 'stale', signal: 't', silenceMicros: 30 * second }

  it('ALM-14 raise after the silence, and clear with the next good point', () => {
    assert.deepEqual(told(define(stale), { t: [good(10, 1), good(55, 1)] }), ['+40', '-55', '+85'])
  })

  it('ALM-14 a signal that never came is silent from when it is watched', () => {
    assert.deepEqual(told(define(stale), {}), ['+30'])
  })

  it('ALM-14 bad points are no sign of life', () => {
    assert.deepEqual(told(define(stale), { t: [good(10, 1), bad(20), bad(50)] }), ['+40'])
  })

  it('ALM-14 the last good point is remembered from window to window', () => {
    const definition = define(stale)
    const first = evaluate(definition, emptyMemory(0), { t: [good(10, 1), bad(20)] }, span(0, 25))
    const rest = evaluate(definition, first.memory, { t: [bad(20)] }, span(25, 100))
    assert.deepEqual(
      rest.transitions.map(({ atMicros }) => atMicros),
      [40 * second],
    )
  })

  it('ALM-16 quality is what the source says of its own value', () => {
    const quality: Trigger = { kind: 'quality', signal: 't' }
    const t = [good(1, 1), bad(2), bad(3, 'stale'), good(4, 1)]
    assert.deepEqual(told(define(quality), { t }), ['+2', '-4'])
    assert.deepEqual(told(define(quality), {}), [])
  })
})

function span(from: number, to: number) {
  return { fromMicros: from * second, toMicros: to * second }
}

describe('discrepancies', () => {
  const plain: Trigger = { kind: 'discrepancy', command: 'c', feedback: 'f', tolerance: 0, pairs: [] }

  it('ALM-17 raise when the answer does not come in the time allowed', () => {
    const signals = { c: [good(1, 'OPEN'), good(30, 'CLOSED')], f: [good(0, 'CLOSED'), good(5, 'OPEN')] }
    assert.deepEqual(told(define(plain, 10), signals), ['+40'])
  })

  it('ALM-17 numbers agree within the tolerance', () => {
    const signals = { c: [good(1, 100)], f: [good(1, 98), good(5, 97.9), good(9, 102)] }
    assert.deepEqual(told(define({ ...plain, tolerance: 2 }), signals), ['+5', '-9'])
  })

  it('ALM-17 pairs say which answer belongs to which command; others ask for nothing', () => {
    const paired: Trigger = { ...plain, pairs: [[1, 'RUNNING']] }
    const signals = { c: [good(1, 0), good(5, 1), good(20, 0)], f: [good(0, 'STOPPED'), good(9, 'RUNNING')] }
    assert.deepEqual(told(define(paired), signals), ['+5', '-9'])
  })
})

describe('rules and reports', () => {
  it('ALM-18 follow what was judged elsewhere: true, false or unknown', () => {
    const r = [good(1, 0), good(2, 1), bad(3), good(4, 1), good(5, 0)]
    assert.deepEqual(told(define({ kind: 'rule', signal: 'r' }), { r }), ['+2', '-5'])
  })

  it('ALM-19 follow the words by which a controller reports a condition', () => {
    const values = ['WARNING', 'FAULT']
    const c = [good(1, 'NORMAL'), good(2, 'WARNING'), good(3, 'FAULT'), good(4, 'NORMAL')]
    const trigger: Trigger = { kind: 'reported', signal: 'c', values }
    assert.deepEqual(told(define(trigger), { c }), ['+2', '-4'])
  })
})

describe('evaluation', () => {
  it('ALM-1 changes neither memory nor signals', () => {
    const memory = Object.freeze(emptyMemory(0))
    const t = Object.freeze([Object.freeze(good(3, 90)), Object.freeze(good(1, 70))])
    const first = evaluate(define(high), memory, { t }, span(0, 10))
    assert.deepEqual(evaluate(define(high), memory, { t }, span(0, 10)), first)
    assert.deepEqual(memory, emptyMemory(0))
  })

  it('ALM-1 an empty window changes nothing and tells what is due', () => {
    const memory = { ...emptyMemory(0), pendingSince: second }
    const empty = evaluate(define(high, 10), memory, { t: [good(1, 90)] }, span(5, 5))
    assert.deepEqual(empty, { memory, transitions: [], wakeMicros: 11 * second })
  })

  it('ALM-1 refuses times that are no integers, and windows that end before they start', () => {
    assert.throws(() => told(define(high), { t: [good(0.0000005, 1)] }), RangeError)
    assert.throws(() => evaluate(define(high), emptyMemory(0), {}, span(2, 1)), RangeError)
    const half = { fromMicros: 0.5, toMicros: 1 }
    assert.throws(() => evaluate(define(high), emptyMemory(0), {}, half), RangeError)
  })

  it('ALM-1 says what it has to be given', () => {
    assert.deepEqual(needsOf(define(high)), { signals: ['t'], lookBackMicros: 0 })
    const rate: Trigger = {
      kind: 'rate',
      signal: 't',
      side: 'above',
      limit: 1,
      perMicros: 1,
      windowMicros: 77,
      deadBand: 0,
    }
    assert.deepEqual(needsOf(define(rate)), { signals: ['t'], lookBackMicros: 77 })
    const target = { signal: 's' }
    const deviation: Trigger = {
      kind: 'deviation',
      signal: 't',
      side: 'above',
      target,
      limit: 1,
      deadBand: 0,
    }
    assert.deepEqual(needsOf(define(deviation)).signals, ['t', 's'])
    const pair: Trigger = { kind: 'discrepancy', command: 'c', feedback: 'f', tolerance: 0, pairs: [] }
    assert.deepEqual(needsOf(define(pair)).signals, ['f', 'c'])
  })

  it('ALM-9 transitions are activations, an open one before them and after them included', () => {
    const at = (kind: 'raised' | 'cleared', atMicros: number) => {
      return { kind, atMicros, sinceMicros: atMicros, value: null, peak: null }
    }
    assert.deepEqual(activationsOf([at('raised', 3), at('cleared', 5), at('raised', 9)]), [
      { fromMicros: 3, toMicros: 5 },
      { fromMicros: 9, toMicros: null },
    ])
    assert.deepEqual(activationsOf([at('cleared', 5)], 1), [{ fromMicros: 1, toMicros: 5 }])
    assert.deepEqual(activationsOf([], 1), [{ fromMicros: 1, toMicros: null }])
  })
})
