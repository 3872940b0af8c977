import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FactCondition } from './model.ts'
import { branchConditions, planLeaves, planOf, weightOf } from './plan.ts'
import { frameworkWith, loaded, nodeValueOf, question, scoreOf } from './test/sample.ts'

const discrete: FactCondition = { fact: 'process', in: ['discrete'] }
const machinery: FactCondition = { fact: 'trade', startsWith: ['C34', 'C35'] }
const facts = [{ code: 'process', values: ['discrete', 'process'] }, { code: 'trade' }]
const firm = { process: 'discrete', trade: 'C3411' }

describe('branches', () => {
  const framework = frameworkWith(
    [
      question('all'),
      question('discrete', { when: discrete }),
      question('machinery', { when: machinery }),
      question('weighted', {
        weight: [{ when: discrete, weight: '2' }, { when: machinery, weight: '3' }, { weight: '4' }],
      }),
      question('some', { weight: [{ when: discrete, weight: '1' }] }),
    ],
    { facts },
  )
  const asked = (given: Record<string, string>) =>
    planLeaves(planOf(framework, given)).map(({ code }) => code)

  it('SCORE-44 asks what the facts choose', () => {
    assert.deepEqual(asked(firm), ['all', 'discrete', 'machinery', 'some', 'weighted'])
    assert.deepEqual(asked({ process: 'process', trade: 'C3411' }), ['all', 'machinery', 'weighted'])
    assert.deepEqual(asked({ process: 'process', trade: 'C1340' }), ['all', 'weighted'])
  })

  it('SCORE-44 the first case that holds gives the weight', () => {
    const [, , , weighted, some] = (framework.root as { children: (typeof framework.root)[] }).children
    assert.equal(weightOf(weighted!, firm), '2')
    assert.equal(weightOf(weighted!, { process: 'process', trade: 'C3500' }), '3')
    assert.equal(weightOf(weighted!, { process: 'process', trade: 'C1340' }), '4')
    assert.equal(weightOf(some!, { process: 'process', trade: 'C1340' }), null)
  })

  it('SCORE-44 a group that is not asked takes all below it along', () => {
    const inner = frameworkWith(
      [question('a'), { code: 'g', combine: 'mean', when: discrete, children: [question('b')] }],
      { facts },
    )
    const made = scoreOf(inner, { a: '10', b: '90' }, { process: 'process', trade: '-' })
    assert.deepEqual(
      made.nodes.map(({ code }) => code),
      ['a', 'total'],
    )
    assert.equal(made.total, '10.00')
    assert.equal(scoreOf(inner, { a: '10', b: '90' }, firm).total, '50.00')
  })

  it('each condition is asked once', () => {
    const found = branchConditions(framework.root)
    assert.deepEqual(found, [discrete, machinery])
  })

  it('firms of one branch share a plan, others do not', () => {
    const scorer = loaded(framework)
    assert.equal(scorer.plan(firm), scorer.plan({ ...firm, trade: 'C3599' }))
    assert.notEqual(scorer.plan(firm), scorer.plan({ ...firm, trade: 'C1340' }))
  })

  it('more branches than are kept ready are scored all the same', () => {
    const many = frameworkWith(
      Array.from({ length: 300 }, (_, index) =>
        question(`q${index}`, { when: { fact: 'trade', in: [`${index}`] } }),
      ),
      { facts: [{ code: 'trade' }] },
    )
    const scorer = loaded(many)
    const first = scorer.plan({ trade: '0' })
    for (let index = 0; index < 300; index += 1) {
      const { nodes } = scorer.plan({ trade: `${index}` })
      assert.deepEqual(
        nodes.map(({ code }) => code),
        [`q${index}`, 'total'],
      )
    }
    assert.notEqual(scorer.plan({ trade: '0' }), first)
  })
})

describe('the plan', () => {
  it('has children before parents, by code, the root last', () => {
    const framework = frameworkWith([
      question('z'),
      { code: 'm', combine: 'sum', children: [question('y'), question('b')] },
      question('a'),
    ])
    const { nodes, places, order } = planOf(framework, {})
    assert.deepEqual(
      nodes.map(({ code }) => code),
      ['a', 'b', 'y', 'm', 'z', 'total'],
    )
    assert.equal(places.get('m'), 3)
    assert.deepEqual(
      order.map((at) => nodes[at]!.code),
      ['a', 'b', 'm', 'total', 'y', 'z'],
    )
  })

  it('brings weights and digits to integers', () => {
    const framework = frameworkWith([
      question('a', { weight: '0.25', rounding: { digits: 3, mode: 'down' } }),
      question('b', { weight: '2' }),
    ])
    const root = planOf(framework, {}).nodes.at(-1)!
    assert.ok('group' in root)
    assert.deepEqual(root.shares, [25, 200])
    assert.deepEqual(root.factors, [25, 2000])
    assert.equal(root.divisor, 10)
    assert.deepEqual(root.weightTexts, ['0.25', '2'])
  })

  it('a named rule is one rule for all who name it', () => {
    const rules = [
      { code: 'half', rule: { kind: 'threshold', at: '50', reached: '1', missed: '0' } as const },
    ]
    const framework = frameworkWith([question('a', { rule: 'half' }), question('b', { rule: 'half' })], {
      rules,
    })
    const made = scoreOf(framework, { a: '49', b: '50' })
    assert.equal(nodeValueOf(made, 'a'), '0.00')
    assert.equal(nodeValueOf(made, 'b'), '1.00')
    assert.deepEqual(made.rules, rules)
  })
})
