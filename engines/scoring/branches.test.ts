import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { branchesMax, branchesOf, branchFaults } from './branches.ts'
import type { FactCondition, Framework, FrameworkNode } from './model.ts'
import { frameworkWith, question, told } from './test/sample.ts'

const discrete: FactCondition = { fact: 'process', in: ['discrete'] }
const facts = [{ code: 'process', values: ['discrete', 'process'] }, { code: 'trade' }]

function summed(children: FrameworkNode[], weightsSum = '1'): Framework {
  return frameworkWith([], { facts, root: { code: 'total', combine: 'mean', weightsSum, children } })
}

describe('branches', () => {
  it('without conditions there is one', () => {
    assert.deepEqual(branchesOf(frameworkWith([question('a')])), [{}])
    assert.deepEqual(branchesOf(frameworkWith([question('a')], { facts })), [
      { process: 'discrete', trade: ' ' },
    ])
  })

  it('each value that is named, and one that is not', () => {
    const when: FactCondition = {
      any: [discrete, { not: { all: [{ fact: 'trade', startsWith: ['C34', 'C35'] }] } }],
    }
    assert.deepEqual(branchesOf(frameworkWith([question('a', { when })], { facts })), [
      { process: 'discrete', trade: 'C34' },
      { process: 'discrete', trade: 'C35' },
      { process: 'discrete', trade: ' ' },
      { process: 'process', trade: 'C34' },
      { process: 'process', trade: 'C35' },
      { process: 'process', trade: ' ' },
    ])
  })

  it('SCORE-7 more than can be gone through are refused', () => {
    const many = (code: string): FrameworkNode =>
      question(code, {
        when: { fact: code, in: Array.from({ length: 60 }, (_, index) => `v${index}`) },
      })
    const framework = frameworkWith([many('a'), many('b')], { facts: [{ code: 'a' }, { code: 'b' }] })
    assert.ok(61 * 61 > branchesMax)
    assert.equal(branchesOf(framework), null)
    assert.deepEqual(branchFaults(framework), [{ path: '/root', code: 'branch.many', detail: '2000' }])
  })

  it('SCORE-7 the root is asked of everyone', () => {
    const when = { ...frameworkWith([]).root, when: discrete }
    const weight = { ...frameworkWith([]).root, weight: '1' }
    assert.deepEqual(told(branchFaults(frameworkWith([], { facts, root: when }))), ['root.always /root'])
    assert.deepEqual(told(branchFaults(frameworkWith([], { facts, root: weight }))), ['root.always /root'])
  })
})

describe('sums of weights', () => {
  it('SCORE-45 are exact', () => {
    const tenths = Array.from({ length: 10 }, (_, index) => question(`q${index}`, { weight: '0.1' }))
    assert.deepEqual(branchFaults(summed(tenths)), [])
    assert.deepEqual(told(branchFaults(summed(tenths.slice(1)))), ['weights.sum /root'])
    assert.deepEqual(branchFaults(summed(tenths.slice(1), '0.90')), [])
  })

  it('SCORE-45 hold in every branch, and the fault says where not', () => {
    const children = [
      question('a', { weight: [{ when: discrete, weight: '0.4' }, { weight: '0.5' }] }),
      question('b', { weight: '0.6' }),
    ]
    assert.deepEqual(
      branchFaults(summed(children)),
      [{ path: '/root', code: 'weights.sum', detail: '1.1 ≠ 1 process=process trade= ' }].map((fault) => ({
        ...fault,
        detail: fault.detail.trim(),
      })),
    )
  })

  it('SCORE-45 that fail in several branches are told of the first', () => {
    const children = [question('a', { weight: [{ when: discrete, weight: '2' }, { weight: '3' }] })]
    assert.deepEqual(branchFaults(summed(children)), [
      { path: '/root', code: 'weights.sum', detail: '2 ≠ 1 process=discrete trade=' },
    ])
  })

  it('SCORE-45 count only what is asked', () => {
    const children = [
      question('a', { weight: '0.4' }),
      question('b', { weight: '0.6', when: discrete }),
      question('c', { weight: '0.6', when: { not: discrete } }),
    ]
    assert.deepEqual(branchFaults(summed(children)), [])
  })

  it('SCORE-45 of a group that is not asked, or that asks nothing, matter not', () => {
    const off: FrameworkNode = {
      code: 'g',
      combine: 'mean',
      weightsSum: '1',
      when: { all: [discrete, { not: discrete }] },
      children: [question('a', { weight: '0.5' })],
    }
    const empty: FrameworkNode = { ...off, code: 'h', children: [question('b', { when: off.when! })] }
    const { when: _, ...open } = empty
    assert.deepEqual(branchFaults(frameworkWith([off, open, question('c')], { facts })), [])
  })

  it('SCORE-45 are told once a group, and for all groups', () => {
    const group = (code: string): FrameworkNode => ({
      code,
      combine: 'mean',
      weightsSum: '1',
      children: [question(`${code}1`, { weight: [{ when: discrete, weight: '2' }, { weight: '3' }] })],
    })
    assert.deepEqual(told(branchFaults(frameworkWith([group('a'), group('b')], { facts }))), [
      'weights.sum /root/children/0',
      'weights.sum /root/children/1',
    ])
  })
})
