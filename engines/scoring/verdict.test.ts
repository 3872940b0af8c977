import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Framework, Step, Veto } from './model.ts'
import { frameworkWith, question, scoreOf, yesNo } from './test/sample.ts'

function requiring(code: string, node: string, atLeast: string): Step {
  return { code, requires: [{ node, atLeast }] }
}

const stages: Step[] = [
  { code: 'start', requires: [] },
  requiring('single', 'a', '60'),
  requiring('integrated', 'b', '60'),
  requiring('innovative', 'c', '60'),
]

function staged(cumulative: boolean, vetoes: Veto[] = []): Framework {
  const children = [
    question('a'),
    question('b'),
    question('c'),
    question('accident', { rule: yesNo, weight: '0' }),
  ]
  return frameworkWith(children, { ladders: [{ code: 'stage', cumulative, steps: stages }], vetoes })
}

function reached(framework: Framework, answers: Record<string, string>): string | null {
  return scoreOf(framework, answers).ladders[0]!.reached
}

const accident: Veto = {
  code: 'accident',
  when: { answer: 'accident', in: ['yes'] },
  whenUnknown: 'pass',
  effect: { kind: 'ladder', ladder: 'stage', atMost: 'single' },
}

describe('ladders', () => {
  const wanted: [answers: Record<string, string>, cumulative: string, highest: string][] = [
    [{ a: '10', b: '10', c: '10' }, 'start', 'start'],
    [{ a: '60', b: '10', c: '10' }, 'single', 'single'],
    [{ a: '59.99', b: '90', c: '90' }, 'start', 'innovative'],
    [{ a: '60', b: '59', c: '90' }, 'single', 'innovative'],
    [{ a: '60', b: '60', c: '60' }, 'innovative', 'innovative'],
    [{ a: '60', c: '60' }, 'single', 'innovative'],
    [{}, 'start', 'start'],
  ]
  for (const [answers, cumulative, highest] of wanted) {
    it(`SCORE-52 ${JSON.stringify(answers)}`, () => {
      assert.equal(reached(staged(true), answers), cumulative)
      assert.equal(reached(staged(false), answers), highest)
    })
  }

  it('SCORE-51 tells each requirement, and what nobody knows meets none', () => {
    const [ladder] = scoreOf(staged(true), { a: '70', c: '10' }).ladders
    assert.deepEqual(ladder, {
      code: 'stage',
      heldBy: [],
      reached: 'single',
      steps: [
        { code: 'start', met: true, requires: [] },
        { code: 'single', met: true, requires: [true] },
        { code: 'integrated', met: false, requires: [null] },
        { code: 'innovative', met: false, requires: [false] },
      ],
    })
  })

  it('no step at all where the first is not met', () => {
    const framework = frameworkWith([question('a')], {
      ladders: [{ code: 'stage', cumulative: true, steps: [requiring('one', 'a', '1')] }],
    })
    assert.equal(reached(framework, { a: '0' }), null)
  })

  it('several stand by code', () => {
    const framework = frameworkWith([question('a')], {
      ladders: [
        { code: 'z', cumulative: true, steps: [requiring('one', 'a', '1')] },
        { code: 'b', cumulative: true, steps: [requiring('one', 'a', '1')] },
      ],
    })
    const codes = scoreOf(framework, { a: '0' }).ladders.map(({ code }) => code)
    assert.deepEqual(codes, ['b', 'z'])
  })
})

describe('vetoes', () => {
  const all = { a: '90', b: '90', c: '90' }

  it('SCORE-54 hold a step down', () => {
    assert.equal(reached(staged(true, [accident]), { ...all, accident: 'no' }), 'innovative')
    assert.equal(reached(staged(true, [accident]), { ...all, accident: 'yes' }), 'single')
    const [ladder] = scoreOf(staged(true, [accident]), { ...all, accident: 'yes' }).ladders
    assert.deepEqual(ladder!.heldBy, ['accident'])
  })

  it('SCORE-54 lift no step', () => {
    assert.equal(reached(staged(true, [accident]), { a: '10', accident: 'yes' }), 'start')
  })

  it('SCORE-54 leave no step', () => {
    const none: Veto = {
      ...accident,
      code: 'none',
      effect: { kind: 'ladder', ladder: 'stage', atMost: null },
    }
    assert.equal(reached(staged(true, [none]), { ...all, accident: 'yes' }), null)
    assert.equal(reached(staged(true, [none, accident]), { ...all, accident: 'yes' }), null)
  })

  it('SCORE-53 where nobody knows, as the veto says; and both are told', () => {
    const strict: Veto = { ...accident, whenUnknown: 'apply' }
    assert.equal(reached(staged(true, [accident]), all), 'innovative')
    assert.equal(reached(staged(true, [strict]), all), 'single')
    assert.deepEqual(scoreOf(staged(true, [accident]), all).vetoes, [
      { applied: false, code: 'accident', holds: null },
    ])
    assert.deepEqual(scoreOf(staged(true, [strict]), all).vetoes, [
      { applied: true, code: 'accident', holds: null },
    ])
    assert.deepEqual(scoreOf(staged(true, [strict]), { ...all, accident: 'no' }).vetoes, [
      { applied: false, code: 'accident', holds: false },
    ])
  })

  it('SCORE-54 hold the total down, to the lowest of several, and never up', () => {
    const held = (code: string, atMost: string): Veto => ({
      ...accident,
      code,
      effect: { kind: 'total', atMost },
    })
    const total = (vetoes: Veto[], answers: Record<string, string>) =>
      scoreOf(staged(true, vetoes), answers).total
    const yes = { ...all, accident: 'yes' }
    assert.equal(total([held('x', '59')], yes), '59.00')
    assert.equal(total([held('x', '59'), held('y', '40.5')], yes), '40.50')
    assert.equal(total([held('y', '40.5'), held('x', '59')], yes), '40.50')
    assert.equal(total([held('x', '95')], yes), '90.00')
    assert.equal(total([held('x', '59')], { accident: 'yes' }), null)
  })

  it('SCORE-50 conditions see the tree before any veto', () => {
    const low: Veto = {
      code: 'low',
      when: { node: 'total', below: '50' },
      whenUnknown: 'pass',
      effect: { kind: 'ladder', ladder: 'stage', atMost: 'start' },
    }
    const zero: Veto = { ...accident, effect: { kind: 'total', atMost: '0' } }
    const made = scoreOf(staged(true, [zero, low]), { ...all, accident: 'yes' })
    assert.equal(made.total, '0.00')
    assert.equal(made.ladders[0]!.reached, 'innovative')
    assert.equal(made.nodes.find(({ code }) => code === 'total')!.value, '90.00')
  })

  it('a condition on a question of another branch is unknown', () => {
    const facts = [{ code: 'process', values: ['discrete', 'process'] }]
    const framework = frameworkWith(
      [question('a'), question('b', { when: { fact: 'process', in: ['discrete'] } })],
      {
        facts,
        vetoes: [
          {
            code: 'low',
            when: {
              any: [
                { answer: 'b', below: '50' },
                { node: 'b', below: '50' },
              ],
            },
            whenUnknown: 'pass',
            effect: { kind: 'total', atMost: '0' },
          },
        ],
      },
    )
    const answers = { a: '80', b: '10' }
    assert.equal(scoreOf(framework, answers, { process: 'process' }).total, '80.00')
    assert.equal(scoreOf(framework, answers, { process: 'process' }).vetoes[0]!.holds, null)
    assert.equal(scoreOf(framework, answers, { process: 'discrete' }).total, '0.00')
  })
})
