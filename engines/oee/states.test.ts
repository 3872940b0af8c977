import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { StateRules } from './rules.ts'
import { type SignalPoint, type Signals, type StateInterval, statesFromSignals } from './states.ts'
import { minute, span } from './test/sample.ts'

const window = span(0, 100)

/** A press: it runs while its speed is above 0; its lamp says why not. */
const press: StateRules = {
  id: 'press/1',
  rules: [
    { id: 'alarm', state: 'down', reason: 'alarm', when: { tag: 'lamp', op: '=', value: 'red' } },
    { id: 'runs', state: 'production', when: { tag: 'speed', op: '>', value: 0 } },
    { id: 'starved', state: 'idle', reason: 'material', when: { tag: 'lamp', op: '=', value: 'blue' } },
  ],
  otherwise: { state: 'delay', reason: 'standing' },
}

/** Good points from pairs of minute and value. */
function points(...pairs: [number, number | string][]): SignalPoint[] {
  return pairs.map(([at, value]) => ({ timeMicros: at * minute, value, quality: 'good' }))
}

/** A point that says the source does not know. */
function lost(
  at: number,
  quality: 'bad' | 'stale' = 'bad',
  value: number | string | null = null,
): SignalPoint {
  return { timeMicros: at * minute, value, quality }
}

function drawn(states: readonly StateInterval[]): string {
  return states
    .map(({ state, fromMicros, toMicros }) => `${state} ${fromMicros / minute}–${toMicros / minute}`)
    .join(', ')
}

function pressed(signals: Signals, more: Partial<StateRules> = {}): StateInterval[] {
  return statesFromSignals({ ...press, ...more }, signals, window)
}

describe('states by rules', () => {
  it('OEE-31 the first true rule wins, and the default where all are false', () => {
    const signals = {
      lamp: points([0, 'green'], [40, 'red'], [50, 'green'], [70, 'blue']),
      speed: points([0, 5], [60, 0]),
    }
    assert.equal(
      drawn(pressed(signals)),
      'production 0–40, down 40–50, production 50–60, delay 60–70, idle 70–100',
    )
  })

  it('OEE-31 every state says which rule, which tags and why', () => {
    const [first, second] = pressed({ lamp: points([0, 'red'], [50, 'green']), speed: points([0, 0]) })
    assert.deepEqual(first, {
      fromMicros: 0,
      toMicros: 50 * minute,
      id: 'press/1/alarm',
      state: 'down',
      reason: 'alarm',
      rule: 'alarm',
      decidedBy: 'rule',
      tags: ['lamp'],
    })
    assert.deepEqual(second, {
      fromMicros: 50 * minute,
      toMicros: 100 * minute,
      id: 'press/1/otherwise',
      state: 'delay',
      reason: 'standing',
      rule: null,
      decidedBy: 'default',
      tags: [],
    })
  })

  it('OEE-31 a change that changes no state cuts nothing', () => {
    const signals = { lamp: points([0, 'green']), speed: points([0, 5], [10, 6], [20, 7], [30, 5]) }
    assert.equal(drawn(pressed(signals)), 'production 0–100')
  })

  it('OEE-31 changes of several tags at one moment are one change', () => {
    const signals = { lamp: points([0, 'green'], [50, 'red']), speed: points([0, 0], [50, 5]) }
    assert.equal(drawn(pressed(signals)), 'delay 0–50, down 50–100')
  })

  it('OEE-31 rules without conditions on signals hold always', () => {
    const rules: StateRules = { id: 'x', rules: [], otherwise: { state: 'idle' } }
    assert.equal(drawn(statesFromSignals(rules, {}, window)), 'idle 0–100')
  })
})

describe('what is not known', () => {
  it('OEE-32 a rule that cannot be judged makes the state unknown, though a later one is true', () => {
    const states = pressed({ lamp: [], speed: points([0, 5]) })
    assert.equal(drawn(states), 'unknown 0–100')
    assert.equal(states[0]?.rule, 'alarm')
    assert.equal(states[0]?.decidedBy, 'unknown')
    assert.deepEqual(states[0]?.tags, ['lamp'])
  })

  it('OEE-32 an unknown that cannot matter does not matter', () => {
    const signals = { lamp: points([0, 'red']), speed: [] }
    assert.equal(drawn(pressed(signals)), 'down 0–100')
  })

  it('OEE-33 a tag the machine does not have is unknown too, unless the rule says otherwise', () => {
    assert.equal(drawn(pressed({ speed: points([0, 5]) })), 'unknown 0–100')
    const rules = [
      { ...press.rules[0]!, when: { tag: 'lamp', op: '=', value: 'red', ifAbsent: false } as const },
      press.rules[1]!,
    ]
    assert.equal(drawn(pressed({ speed: points([0, 5]) }, { rules })), 'production 0–100')
  })

  it('OEE-34 before the first point nothing is known', () => {
    const signals = { lamp: points([30, 'green']), speed: points([20, 5]) }
    assert.equal(drawn(pressed(signals)), 'unknown 0–30, production 30–100')
  })

  it('OEE-34 the last point before the window holds into it', () => {
    const signals = { lamp: points([-500, 'red'], [-400, 'green']), speed: points([-300, 5]) }
    assert.equal(drawn(pressed(signals)), 'production 0–100')
  })

  it('OEE-34 what comes after the window does not matter', () => {
    const signals = { lamp: points([0, 'green'], [100, 'red'], [200, 'blue']), speed: points([0, 5]) }
    assert.equal(drawn(pressed(signals)), 'production 0–100')
  })

  it('OEE-34 bad and stale points end a value at once', () => {
    for (const quality of ['bad', 'stale'] as const) {
      const speed = [...points([0, 5]), lost(20, quality, 5), ...points([60, 5])]
      assert.equal(
        drawn(pressed({ lamp: points([0, 'green']), speed })),
        'production 0–20, unknown 20–60, production 60–100',
      )
    }
  })

  it('OEE-34 a good point without a value, or without a number, is not known', () => {
    for (const value of [null, Number.NaN]) {
      const speed: SignalPoint[] = [...points([0, 5]), { timeMicros: 50 * minute, value, quality: 'good' }]
      assert.equal(drawn(pressed({ lamp: points([0, 'green']), speed })), 'production 0–50, unknown 50–100')
    }
  })

  it('OEE-34 values that say unavailable are not known', () => {
    const lamp = points([0, 'green'], [50, 'UNAVAILABLE'])
    const signals = { lamp, speed: points([0, 5]) }
    assert.equal(
      drawn(pressed(signals, { unknownValues: ['UNAVAILABLE'] })),
      'production 0–50, unknown 50–100',
    )
    assert.equal(drawn(pressed(signals)), 'production 0–100')
  })

  it('OEE-34 a cause that changes is a new stretch: who does not speak is part of the answer', () => {
    const rules = [{ id: 'both', state: 'production' as const, when: press.rules[1]!.when }]
    const either = {
      ...press,
      rules: [{ ...rules[0]!, when: { all: [press.rules[1]!.when, press.rules[2]!.when] } }],
    }
    const signals = { speed: [lost(0)], lamp: [lost(0), ...points([50, 'blue'])] }
    const states = statesFromSignals(either, signals, window)
    assert.deepEqual(
      states.map((state) => state.tags),
      [['speed', 'lamp'], ['speed']],
    )
  })
})

describe('silence', () => {
  const bounded = { silenceMicrosMax: 10 * minute }

  it('OEE-34 a value holds no longer than the bound', () => {
    const signals = { lamp: points([0, 'red'], [50, 'red']), speed: [] }
    assert.equal(drawn(pressed(signals, bounded)), 'down 0–10, unknown 10–50, down 50–60, unknown 60–100')
  })

  it('OEE-34 without a bound it holds until the next point', () => {
    const signals = { lamp: points([0, 'red']), speed: [] }
    assert.equal(drawn(pressed(signals)), 'down 0–100')
    assert.equal(drawn(pressed(signals, { silenceMicrosMax: null })), 'down 0–100')
  })

  it('OEE-34 a repeated value is a sign of life', () => {
    const signals = { lamp: points([0, 'red'], [9, 'red'], [18, 'red'], [28, 'red']), speed: [] }
    assert.equal(drawn(pressed(signals, bounded)), 'down 0–38, unknown 38–100')
  })

  it('OEE-34 the bound is exact: one microsecond too late leaves a gap', () => {
    const repeated = (afterMicros: number): string => {
      const lamp: SignalPoint[] = [0, afterMicros].map((timeMicros) => ({
        timeMicros,
        value: 'red',
        quality: 'good',
      }))
      return pressed({ lamp, speed: [] }, bounded)
        .map(({ state, toMicros }) => `${state} ${toMicros}`)
        .join(', ')
    }
    const bound = bounded.silenceMicrosMax
    assert.equal(repeated(bound), `down ${2 * bound}, unknown ${window.toMicros}`)
    assert.equal(
      repeated(bound + 1),
      `down ${bound}, unknown ${bound + 1}, down ${2 * bound + 1}, unknown ${window.toMicros}`,
    )
  })

  it('OEE-34 a heartbeat keeps every tag alive, and its end ends them all', () => {
    const beat = points(...Array.from({ length: 9 }, (_, index): [number, number] => [index * 8, index]))
    const signals = { lamp: points([0, 'green']), speed: points([0, 5]), beat }
    const rules = { ...bounded, aliveTags: ['beat'] }
    assert.equal(drawn(pressed(signals, rules)), 'production 0–74, unknown 74–100')
  })

  it('OEE-34 with the machine’s next sign of life the last values hold again', () => {
    const signals = { lamp: points([0, 'red']), speed: [], beat: points([60, 1]) }
    const rules = { ...bounded, aliveTags: ['beat', 'absent'] }
    assert.equal(drawn(pressed(signals, rules)), 'down 0–10, unknown 10–60, down 60–70, unknown 70–100')
  })

  it('OEE-34 a bad point is no sign of life', () => {
    const signals = { lamp: points([0, 'red']), speed: [], beat: [lost(5), lost(8, 'stale', 1)] }
    assert.equal(drawn(pressed(signals, { ...bounded, aliveTags: ['beat'] })), 'down 0–10, unknown 10–100')
  })

  it('OEE-34 a sign of life before the window counts', () => {
    const signals = { lamp: points([-50, 'red']), speed: [], beat: points([-3, 1]) }
    assert.equal(drawn(pressed(signals, { ...bounded, aliveTags: ['beat'] })), 'down 0–7, unknown 7–100')
  })
})

describe('points in disorder', () => {
  it('OEE-35 the sequence of arrival does not matter', () => {
    const lamp = points([70, 'blue'], [0, 'green'], [50, 'green'], [40, 'red'])
    const speed = points([60, 0], [0, 5])
    assert.equal(
      drawn(pressed({ lamp, speed })),
      'production 0–40, down 40–50, production 50–60, delay 60–70, idle 70–100',
    )
  })

  it('OEE-35 of points of one tag at one time the last recorded holds', () => {
    const lamp = points([0, 'red'], [0, 'green'])
    assert.equal(drawn(pressed({ lamp, speed: points([0, 5]) })), 'production 0–100')
    assert.equal(drawn(pressed({ lamp: [...lamp].reverse(), speed: points([0, 5]) })), 'down 0–100')
  })

  it('OEE-35 points that repeat change nothing', () => {
    const lamp = points([0, 'green'], [40, 'red'], [50, 'green'])
    const speed = points([0, 5])
    const twice = { lamp: [...lamp, ...lamp], speed: [...speed, ...speed] }
    assert.deepEqual(pressed(twice), pressed({ lamp, speed }))
  })

  it('OEE-2 refuses times that are not whole, and names the tag', () => {
    const speed: SignalPoint[] = [{ timeMicros: 0.5, value: 1, quality: 'good' }]
    assert.throws(() => pressed({ lamp: [], speed }), /time of speed/)
    assert.throws(() => statesFromSignals(press, {}, { fromMicros: 3, toMicros: 3 }), RangeError)
  })

  it('OEE-33 a tag named like a property of every object is no tag of this machine', () => {
    const rules: StateRules = {
      id: 'odd',
      rules: [{ id: 'r', state: 'down', when: { tag: 'constructor', op: '!=', value: 'x' } }],
      otherwise: { state: 'idle' },
    }
    assert.equal(drawn(statesFromSignals(rules, {}, window)), 'unknown 0–100')
  })
})
