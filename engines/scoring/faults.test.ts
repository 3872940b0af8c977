import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { frameworkFaults } from './faults.ts'
import type { Condition, Framework, FrameworkNode, Ladder, Leaf, Rule, Veto } from './model.ts'
import { framework, settings } from './test/arbitrary.ts'
import { faultsOf, frameworkWith, hundred, percent, question, told, yesNo } from './test/sample.ts'

type Case = [name: string, framework: Framework, faults: string[]]

function refused(list: readonly Case[]): void {
  for (const [name, given, faults] of list) {
    it(`SCORE-7 ${name}`, () => {
      assert.deepEqual(told(faultsOf(given)), faults)
    })
  }
}

function ofRule(rule: Rule): Framework {
  return frameworkWith([question('q', { rule })])
}

function ofLeaf(more: Partial<Leaf>, of: Partial<Framework> = {}): Framework {
  return frameworkWith([question('q', more)], of)
}

const rulePath = '/root/children/0/rule'
const facts = [{ code: 'process', values: ['discrete', 'process'] }, { code: 'trade' }]

describe('codes and decimals', () => {
  refused([
    [
      'the same code twice, wherever',
      frameworkWith([
        question('a'),
        { code: 'g', combine: 'mean', children: [question('a'), question('total')] },
      ]),
      ['code.repeated /root/children/1/children/0/code', 'code.repeated /root/children/1/children/1/code'],
    ],
    [
      'the same fact, rule, ladder, step and veto twice',
      frameworkWith([question('a')], {
        facts: [{ code: 'f' }, { code: 'f' }],
        rules: [
          { code: 'r', rule: percent },
          { code: 'r', rule: percent },
        ],
        ladders: [
          {
            code: 'l',
            cumulative: true,
            steps: [
              { code: 's', requires: [] },
              { code: 's', requires: [] },
            ],
          },
          { code: 'l', cumulative: true, steps: [{ code: 's', requires: [] }] },
        ],
      }),
      [
        'code.repeated /facts/1/code',
        'code.repeated /rules/1/code',
        'code.repeated /ladders/1/code',
        'code.repeated /ladders/0/steps/1/code',
      ],
    ],
    [
      'a code that every object has',
      frameworkWith([question('constructor'), question('toString')], { facts: [{ code: 'valueOf' }] }),
      [
        'code.reserved /root/children/0/code',
        'code.reserved /root/children/1/code',
        'code.reserved /facts/0/code',
      ],
    ],
    [
      'more digits than are exact',
      ofLeaf({ weight: '1234567.123456789', missing: { kind: 'value', value: '1234567890.123456' } }),
      ['decimal.long /root/children/0/weight', 'decimal.long /root/children/0/missing/value'],
    ],
    [
      'a veto’s total with more digits than are exact',
      frameworkWith([question('a')], {
        vetoes: [
          {
            code: 'v',
            when: { node: 'a', below: '1234567.123456789' },
            whenUnknown: 'pass',
            effect: { kind: 'total', atMost: '1234567.123456789' },
          },
        ],
      }),
      ['decimal.long /vetoes/0/when/below', 'decimal.long /vetoes/0/effect/atMost'],
    ],
  ])
})

describe('rules', () => {
  const option = (code: string, score: string) => ({ code, score })
  refused([
    ['a rule of no name', ofLeaf({ rule: 'nobody' }), [`rule.unknown ${rulePath}`]],
    [
      'an option twice',
      ofRule({ kind: 'choice', options: [option('a', '1'), option('b', '2'), option('a', '3')] }),
      [`option.repeated ${rulePath}/options/2/code`],
    ],
    [
      'a score too large',
      ofRule({ kind: 'choice', options: [option('a', '9000000'), option('b', '9000000.1')] }),
      [`score.large ${rulePath}/options/1/score`],
    ],
    [
      'a range without width',
      ofRule({ kind: 'linear', from: { low: '5', high: '5.0' }, to: hundred }),
      [`range.order ${rulePath}/from`],
    ],
    [
      'ranges turned around',
      ofRule({ kind: 'linear', from: { low: '6', high: '5' }, to: { low: '100', high: '0' } }),
      [`range.order ${rulePath}/from`, `range.order ${rulePath}/to`],
    ],
    [
      'a logarithm of nothing',
      ofRule({ kind: 'logarithmic', from: { low: '0', high: '5' }, to: hundred }),
      [`range.positive ${rulePath}/from/low`],
    ],
    [
      'a logarithm of less than nothing',
      ofRule({ kind: 'logarithmic', from: { low: '-1', high: '5' }, to: { low: '0', high: '-90000001' } }),
      [
        `range.positive ${rulePath}/from/low`,
        `score.large ${rulePath}/to/high`,
        `range.order ${rulePath}/to`,
      ],
    ],
    [
      'steps that do not rise',
      ofRule({
        kind: 'steps',
        below: '0',
        steps: [
          { at: '10', score: '1' },
          { at: '10.0', score: '2' },
          { at: '9', score: '99999999' },
        ],
      }),
      [
        `steps.order ${rulePath}/steps/1/at`,
        `steps.order ${rulePath}/steps/2/at`,
        `score.large ${rulePath}/steps/2/score`,
      ],
    ],
    [
      'a threshold too high up',
      ofRule({ kind: 'threshold', at: '1', reached: '9999999', missed: '-9999999' }),
      [`score.large ${rulePath}/reached`, `score.large ${rulePath}/missed`],
    ],
    [
      'a coverage of nothing, with a weight below nothing',
      ofRule({ kind: 'coverage', options: [{ code: 'a', weight: '-1' }], full: '0', to: hundred }),
      [`coverage.full ${rulePath}/full`, `weight.negative ${rulePath}/options/0/weight`],
    ],
    [
      'a coverage of too much',
      ofRule({ kind: 'coverage', options: [{ code: 'a', weight: '9000000' }], full: '9000000', to: hundred }),
      [`weight.large ${rulePath}/options`],
    ],
    [
      'a fault in a named rule stands where the rule stands',
      frameworkWith([question('a', { rule: 'r' }), question('b', { rule: 'r' })], {
        rules: [{ code: 'r', rule: { kind: 'linear', from: { low: '1', high: '0' }, to: hundred } }],
      }),
      ['range.order /rules/0/rule/from'],
    ],
  ])
})

describe('nodes', () => {
  const group = (more: object, children: FrameworkNode[] = [question('a')]): Framework =>
    frameworkWith([{ code: 'g', combine: 'mean', children, ...more }])
  refused([
    ['a weight below nothing', ofLeaf({ weight: '-0.1' }), ['weight.negative /root/children/0/weight']],
    [
      'a case after the one that always holds',
      ofLeaf({ weight: [{ weight: '1' }, { when: { fact: 'trade', in: ['C34'] }, weight: '2' }] }, { facts }),
      ['weight.unreachable /root/children/0/weight/1'],
    ],
    [
      'a missing answer worth more than any',
      ofLeaf({ missing: { kind: 'value', value: '100.01' } }),
      ['missing.range /root/children/0/missing'],
    ],
    [
      'the framework’s missing answer worth less than any',
      ofLeaf({}, { missing: { kind: 'value', value: '-1' } }),
      ['missing.range /root/children/0/missing'],
    ],
    [
      'rising, and falls',
      ofLeaf({ rule: { kind: 'linear', from: hundred, to: hundred, reverse: true }, monotone: 'rising' }),
      ['monotone.broken /root/children/0/monotone'],
    ],
    ['falling, and rises', ofLeaf({ monotone: 'falling' }), ['monotone.broken /root/children/0/monotone']],
    [
      'rising, and has no sequence',
      ofLeaf({ rule: yesNo, monotone: 'rising' }),
      ['monotone.broken /root/children/0/monotone'],
    ],
    [
      'a level worth less than its threshold',
      group({ fulfilled: { at: '80', value: '79.99' } }),
      ['fulfilled.value /root/children/0/fulfilled/value'],
    ],
    [
      'a level worth too much',
      group({ fulfilled: { at: '80', value: '90000000' } }),
      ['score.large /root/children/0/fulfilled/value'],
    ],
    [
      'weights and digits that do not fit together',
      group({ rounding: { digits: 9, mode: 'down' } }, [
        question('a', { weight: '10000.001' }),
        question('b'),
      ]),
      ['weight.large /root/children/0/children'],
    ],
    [
      'a sum that outgrows',
      group({ combine: 'sum' }, [question('a', { weight: '90001' }), question('b', { weight: '0' })]),
      ['score.large /root', 'score.large /root/children/0'],
    ],
  ])
})

describe('conditions', () => {
  const steps = (requires: Condition[]): Framework => {
    const ladders: Ladder[] = [{ code: 'l', cumulative: true, steps: [{ code: 's', requires }] }]
    const children = [question('q'), question('c', { rule: yesNo })]
    return frameworkWith(children, { facts, ladders })
  }
  const path = '/ladders/0/steps/0/requires/0'
  const veto = (effect: Veto['effect']): Framework => ({
    ...steps([]),
    vetoes: [{ code: 'v', when: { node: 'q', below: '1' }, whenUnknown: 'pass', effect }],
  })
  refused([
    ['a node of nobody', steps([{ node: 'x', atLeast: '1' }]), [`node.unknown ${path}`]],
    ['a question of nobody', steps([{ answer: 'x', in: ['yes'] }]), [`answer.unknown ${path}`]],
    ['a group that is asked', steps([{ answer: 'total', atLeast: '1' }]), [`answer.unknown ${path}`]],
    ['an option of nobody', steps([{ answer: 'c', in: ['yes', 'maybe'] }]), [`option.unknown ${path}`]],
    ['a number among options', steps([{ answer: 'q', in: ['yes'] }]), [`answer.kind ${path}`]],
    ['options as a number', steps([{ answer: 'c', atLeast: '1' }]), [`answer.kind ${path}`]],
    ['a fact of nobody', steps([{ fact: 'x', in: ['y'] }]), [`fact.unknown ${path}`]],
    ['a value that the fact has not', steps([{ fact: 'process', in: ['x'] }]), [`fact.value ${path}`]],
    [
      'deep inside',
      steps([{ all: [{ any: [{ fact: 'trade', in: ['C34'] }, { not: { node: 'x', below: '1' } }] }] }]),
      [`node.unknown ${path}/all/0/any/1/not`],
    ],
    [
      'in a branch and in the case of a weight',
      ofLeaf({
        when: { fact: 'x', in: ['y'] },
        weight: [{ when: { all: [{ fact: 'z', startsWith: ['y'] }] }, weight: '1' }],
      }),
      ['fact.unknown /root/children/0/when', 'fact.unknown /root/children/0/weight/0/when/all/0'],
    ],
    [
      'in a veto',
      {
        ...steps([]),
        vetoes: [
          {
            code: 'v',
            when: { not: { node: 'x', below: '1' } },
            whenUnknown: 'pass',
            effect: { kind: 'total', atMost: '99999999' },
          },
        ],
      },
      ['node.unknown /vetoes/0/when/not', 'score.large /vetoes/0/effect/atMost'],
    ],
    [
      'a veto on a ladder of nobody',
      veto({ kind: 'ladder', ladder: 'x', atMost: null }),
      ['ladder.unknown /vetoes/0/effect/ladder'],
    ],
    [
      'a veto on a step of nobody',
      veto({ kind: 'ladder', ladder: 'l', atMost: 'x' }),
      ['step.unknown /vetoes/0/effect/atMost'],
    ],
  ])
})

describe('loading', () => {
  it('SCORE-7 loads nothing of a framework with a fault', () => {
    const faults = faultsOf(ofLeaf({ weight: '-1' }))
    assert.deepEqual(faults, [{ path: '/root/children/0/weight', code: 'weight.negative', detail: '-1' }])
  })

  it('SCORE-7 tells all faults at once, whatever they are of', () => {
    const option = { code: 'x', score: '1' }
    const vetoWhen = (answer: string): Veto => ({
      ...{ code: answer, whenUnknown: 'pass', effect: { kind: 'total', atMost: '1' } },
      when: { answer, in: ['y'] },
    })
    const broken = frameworkWith(
      [
        question('a', { weight: '-1', monotone: 'falling' }),
        question('a', { rule: 'nobody', weight: '2' }),
        question('c', { rule: { kind: 'choice', options: [option, option] } }),
        question('d', { when: { fact: 'nothing', in: ['1'] } }),
      ],
      { vetoes: [vetoWhen('c'), vetoWhen('e')] },
    )
    Object.assign(broken.root, { weightsSum: '1' })
    assert.deepEqual(told(faultsOf(broken)).sort(), [
      'answer.unknown /vetoes/1/when',
      'code.repeated /root/children/1/code',
      'fact.unknown /root/children/3/when',
      'monotone.broken /root/children/0/monotone',
      'option.repeated /root/children/2/rule/options/1/code',
      'rule.unknown /root/children/1/rule',
      'weight.negative /root/children/0/weight',
      'weights.sum /root',
    ])
  })

  it('whatever names and numbers are exchanged, the answer is a list of faults, never an exception', () => {
    const exchanged = fc.tuple(framework, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 6 }))
    fc.assert(
      fc.property(exchanged, ([given, pairs]) => {
        const text = JSON.stringify(given)
        const words: string[] = []
        JSON.parse(text, (_key, value) => void (typeof value === 'string' && words.push(value)))
        const other = new Map(pairs.map(([from, to]) => [from % words.length, words[to % words.length]]))
        let at = 0
        const changed = JSON.parse(text, (_key, value) =>
          typeof value === 'string' ? (other.get(at++) ?? value) : value,
        )
        assert.ok(Array.isArray(frameworkFaults(changed)))
      }),
      settings,
    )
  })

  it('frameworks of all kinds have none', () => {
    fc.assert(
      fc.property(framework, (given) => {
        assert.deepEqual(frameworkFaults(given), [])
      }),
      settings,
    )
  })

  it('whatever is read, the answer is a list of faults, never an exception', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (given) => {
        assert.ok(frameworkFaults(given).length > 0)
      }),
      settings,
    )
  })
})
