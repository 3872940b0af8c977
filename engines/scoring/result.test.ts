import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { canonicalJson } from './canonical.ts'
import type { Framework } from './model.ts'
import { frameworkWith, question, scoreOf, yesNo } from './test/sample.ts'

/** A workshop’s recognition in small: a choice by name, a number, a list, a level, a veto, a branch. */
const framework: Framework = frameworkWith(
  [
    {
      code: 'equipment',
      combine: 'mean',
      weight: '0.6',
      fulfilled: { at: '80', value: '100' },
      children: [
        question('digital', { weight: '0.5', unit: '%', monotone: 'rising' }),
        question('networked', { weight: '0.5', when: { fact: 'process', in: ['discrete'] } }),
      ],
    },
    question('software', {
      weight: '0.4',
      rounding: { digits: 0, mode: 'halfUp' },
      rule: {
        kind: 'coverage',
        options: [
          { code: 'mes', weight: '2' },
          { code: 'cad', weight: '1' },
        ],
        full: '3',
        to: { low: '0', high: '100' },
      },
    }),
    question('accident', { weight: '0', rule: 'yesNo', missing: { kind: 'lowest' } }),
  ],
  {
    facts: [{ code: 'process', values: ['discrete', 'process'] }],
    rules: [
      { code: 'yesNo', rule: yesNo },
      { code: 'unused', rule: yesNo },
    ],
    ladders: [
      {
        code: 'tier',
        cumulative: true,
        steps: [
          {
            code: 'workshop',
            requires: [
              { node: 'total', atLeast: '60' },
              { answer: 'digital', atLeast: '75' },
            ],
          },
        ],
      },
    ],
    vetoes: [
      {
        code: 'accident',
        when: { answer: 'accident', in: ['yes'] },
        whenUnknown: 'pass',
        effect: { kind: 'ladder', ladder: 'tier', atMost: null },
      },
    ],
  },
)
const made = scoreOf(
  framework,
  { digital: '82.5', networked: '80', software: ['mes', 'cad'] },
  { process: 'discrete' },
)
const halfEven = { digits: 2, mode: 'halfEven' } as const
const percentRule = {
  kind: 'linear',
  from: { low: '0', high: '100' },
  to: { low: '0', high: '100' },
} as const

describe('a whole derivation', () => {
  it('SCORE-8 states what it was made by and from', () => {
    assert.deepEqual(made.framework, { code: 'sample', version: '1' })
    assert.deepEqual(made.facts, { process: 'discrete' })
    assert.deepEqual(made.rules, [{ code: 'yesNo', rule: yesNo }])
    assert.equal(made.root, 'total')
  })

  it('SCORE-4 SCORE-8 states every node’s inputs, rule and result, by code', () => {
    assert.deepEqual(made.nodes, [
      {
        answer: null,
        code: 'accident',
        missing: { kind: 'lowest' },
        outcome: 'missing',
        rounding: halfEven,
        rule: 'yesNo',
        value: '0.00',
      },
      {
        answer: '82.5',
        code: 'digital',
        outcome: 'scored',
        rounding: halfEven,
        rule: percentRule,
        value: '82.50',
      },
      {
        code: 'equipment',
        combine: 'mean',
        fulfilled: { at: '80', value: '100' },
        inputs: [
          { code: 'digital', value: '82.50', weight: '0.5' },
          { code: 'networked', value: '80.00', weight: '0.5' },
        ],
        outcome: 'scored',
        rounding: halfEven,
        value: '100.00',
      },
      {
        answer: '80',
        code: 'networked',
        outcome: 'scored',
        rounding: halfEven,
        rule: percentRule,
        value: '80.00',
      },
      {
        answer: ['cad', 'mes'],
        code: 'software',
        outcome: 'scored',
        rounding: { digits: 0, mode: 'halfUp' },
        rule: {
          kind: 'coverage',
          options: [
            { code: 'mes', weight: '2' },
            { code: 'cad', weight: '1' },
          ],
          full: '3',
          to: { low: '0', high: '100' },
        },
        value: '100',
      },
      {
        code: 'total',
        combine: 'mean',
        inputs: [
          { code: 'accident', value: '0.00', weight: '0' },
          { code: 'equipment', value: '100.00', weight: '0.6' },
          { code: 'software', value: '100', weight: '0.4' },
        ],
        outcome: 'scored',
        rounding: halfEven,
        value: '100.00',
      },
    ])
  })

  it('SCORE-51 SCORE-53 states what stands above the tree', () => {
    assert.equal(made.total, '100.00')
    assert.deepEqual(made.vetoes, [{ applied: false, code: 'accident', holds: null }])
    assert.deepEqual(made.ladders, [
      {
        code: 'tier',
        heldBy: [],
        reached: 'workshop',
        steps: [{ code: 'workshop', met: true, requires: [true, true] }],
      },
    ])
  })

  it('SCORE-44 the other branch does not mention what it does not ask', () => {
    const other = scoreOf(framework, { digital: '70', networked: '0' }, { process: 'process' })
    assert.deepEqual(
      other.nodes.map(({ code, value }) => [code, value]),
      [
        ['accident', '0.00'],
        ['digital', '70.00'],
        ['equipment', '70.00'],
        ['software', null],
        ['total', '70.00'],
      ],
    )
    assert.equal(other.ladders[0]!.reached, null)
    assert.deepEqual(other.ladders[0]!.steps[0]!.requires, [true, false])
  })

  it('is written with its keys in sequence already', () => {
    assert.equal(JSON.stringify(made), canonicalJson(made))
    assert.match(canonicalJson(made), /^\{"facts":\{"process":"discrete"\},"framework":/)
  })
})
