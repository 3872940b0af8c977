import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Condition } from './kleene.ts'
import { mtconnectRules } from './mtconnect.ts'
import { bindTags, ruleFaults, type StateRules, tagsOfRules } from './rules.ts'
import { settings, stateRules } from './test/arbitrary.ts'

const good: StateRules = {
  id: 'press/1',
  rules: [
    { id: 'runs', state: 'production', when: { tag: 'speed', op: '>', value: 0 }, reason: 'turning' },
    { id: 'waits', state: 'idle', when: { any: [{ tag: 'lamp', op: 'in', value: ['yellow', 'blue'] }] } },
  ],
  otherwise: { state: 'down', reason: 'standing' },
  aliveTags: ['beat'],
  silenceMicrosMax: 60_000_000,
}

/** The set as data with something changed in it. */
function changed(change: (data: Record<string, unknown>) => void): unknown {
  const data = structuredClone(good) as unknown as Record<string, unknown>
  change(data)
  return data
}

function whenIs(when: unknown): unknown {
  return changed((data) => {
    data.rules = [{ id: 'one', state: 'idle', when }]
  })
}

describe('rule sets as data', () => {
  it('OEE-30 have no fault when they are well made, also after a journey through JSON', () => {
    assert.deepEqual(ruleFaults(good), [])
    assert.deepEqual(ruleFaults(mtconnectRules), [])
    assert.deepEqual(ruleFaults(JSON.parse(JSON.stringify(mtconnectRules))), [])
  })

  it('OEE-30 any generated set is without fault', () => {
    fc.assert(
      fc.property(stateRules, (rules) => {
        assert.deepEqual(ruleFaults(rules), [])
      }),
      settings,
    )
  })

  const faulty: [string, unknown, string, string][] = [
    ['not an object', 5, '', 'not an object'],
    ['a list', [], '', 'not an object'],
    ['nothing', null, '', 'not an object'],
    ['without id', changed((data) => delete data.id), 'id', 'not a text'],
    ['with rules that are no list', changed((data) => (data.rules = {})), 'rules', 'not a list'],
    ['with a rule that is no object', changed((data) => (data.rules = [7])), 'rules.0', 'not an object'],
    ['without otherwise', changed((data) => delete data.otherwise), 'otherwise.state', 'not a state'],
    [
      'with an unheard-of state',
      changed((data) => (data.otherwise = { state: 'asleep' })),
      'otherwise.state',
      'not a state',
    ],
    [
      'with silence 0',
      changed((data) => (data.silenceMicrosMax = 0)),
      'silenceMicrosMax',
      'not a positive integer',
    ],
    [
      'with silence 1.5',
      changed((data) => (data.silenceMicrosMax = 1.5)),
      'silenceMicrosMax',
      'not a positive integer',
    ],
    [
      'with alive tags that are no texts',
      changed((data) => (data.aliveTags = [1])),
      'aliveTags',
      'not a list of texts',
    ],
    [
      'with unknown values that are no list',
      changed((data) => (data.unknownValues = 'x')),
      'unknownValues',
      'not a list of texts',
    ],
    ['with no condition', whenIs(undefined), 'rules.0.when', 'not an object'],
    ['with all that is no list', whenIs({ all: {} }), 'rules.0.when.all', 'not a list'],
    [
      'with a fault deep inside',
      whenIs({ not: { any: [{ tag: '', op: '=', value: 1 }] } }),
      'rules.0.when.not.any.0.tag',
      'not a text',
    ],
    [
      'with an operator nobody knows',
      whenIs({ tag: 'a', op: '~', value: 1 }),
      'rules.0.when.op',
      'not an operator',
    ],
    [
      'with a value that is none',
      whenIs({ tag: 'a', op: '=', value: null }),
      'rules.0.when.value',
      'not a value',
    ],
    [
      'with a value beyond numbers',
      whenIs({ tag: 'a', op: '=', value: Infinity }),
      'rules.0.when.value',
      'not a value',
    ],
    [
      'with in and no list',
      whenIs({ tag: 'a', op: 'in', value: 'x' }),
      'rules.0.when.value',
      'not a list of values',
    ],
    [
      'with ifAbsent that is no truth',
      whenIs({ tag: 'a', op: '=', value: 1, ifAbsent: 'yes' }),
      'rules.0.when.ifAbsent',
      'not true or false',
    ],
  ]
  for (const [name, data, path, fault] of faulty) {
    it(`OEE-30 ${name}: ${path || 'the whole'} ${fault}`, () => {
      assert.deepEqual(ruleFaults(data), [{ path, fault }])
    })
  }

  it('OEE-30 every fault is told at once', () => {
    const data = { id: '', rules: [{ id: 1, state: 'x', reason: 2, when: { tag: 3, op: 4, value: [] } }] }
    assert.deepEqual(
      ruleFaults(data).map((fault) => fault.path),
      [
        'id',
        'rules.0.id',
        'rules.0.state',
        'rules.0.reason',
        'rules.0.when.tag',
        'rules.0.when.op',
        'rules.0.when.value',
        'otherwise.state',
      ],
    )
  })

  it('OEE-30 an id used twice is a fault: it names the proof', () => {
    const data = changed((set) => {
      set.rules = [good.rules[0], good.rules[0]]
    })
    assert.deepEqual(ruleFaults(data), [{ path: 'rules.1.id', fault: 'used twice' }])
  })

  it('OEE-30 a condition nested beyond reason is a fault, not a crash', () => {
    let when: unknown = { tag: 'a', op: '=', value: 1 }
    for (let depth = 0; depth < 20_000; depth += 1) when = { not: when }
    const faults = ruleFaults(whenIs(when))
    assert.equal(faults.length, 1)
    assert.match(faults[0]!.fault, /deeper than 32/)
  })
})

describe('tags of rules', () => {
  it('OEE-33 names every tag the rules read, once', () => {
    assert.deepEqual(tagsOfRules(good), ['speed', 'lamp'])
    assert.deepEqual(tagsOfRules(mtconnectRules), ['EMERGENCY_STOP', 'EXECUTION', 'CONTROLLER_MODE'])
  })

  it('OEE-33 puts a machine’s own names in place, in conditions of every shape and in alive tags', () => {
    const leaf = (tag: string): Condition => ({ tag, op: '=', value: 1 })
    const rules: StateRules = {
      ...good,
      rules: [
        { id: 'r', state: 'idle', when: { all: [leaf('a'), { any: [leaf('b')] }, { not: leaf('c') }] } },
      ],
      aliveTags: ['a', 'd'],
    }
    const bound = bindTags(rules, { a: 'tag-1', c: 'tag-3' })
    assert.deepEqual(tagsOfRules(bound), ['tag-1', 'b', 'tag-3'])
    assert.deepEqual(bound.aliveTags, ['tag-1', 'd'])
    assert.deepEqual(tagsOfRules(rules), ['a', 'b', 'c'])
  })

  it('OEE-33 keeps all else as it is, and takes no name from an object’s ancestors', () => {
    const bound = bindTags(good, { toString: 'x' })
    assert.deepEqual(bound, good)
    const odd: StateRules = {
      ...good,
      rules: [{ id: 'r', state: 'idle', when: { tag: 'constructor', op: '=', value: 1 } }],
    }
    assert.deepEqual(tagsOfRules(bindTags(odd, {})), ['constructor'])
  })
})
