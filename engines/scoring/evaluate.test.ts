import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { formatDecimal } from './decimal.ts'
import type { Combine, FrameworkNode, Missing, Rule } from './model.ts'
import { rounding, settings } from './test/arbitrary.ts'
import { naiveScore } from './test/naive.ts'
import { frameworkWith, nodeValueOf, question, scoreOf } from './test/sample.ts'

function group(code: string, combine: Combine, children: FrameworkNode[], more = {}): FrameworkNode {
  return { code, combine, children, ...more }
}

function outcomeOf(made: ReturnType<typeof scoreOf>, code: string): string {
  return made.nodes.find((node) => node.code === code)!.outcome
}

const three = [
  question('a', { weight: '0.5' }),
  question('b', { weight: '0.3' }),
  question('c', { weight: '0.2' }),
]
const answers = { a: '40', b: '90', c: '100' }

describe('combining', () => {
  const wanted: [Combine, string][] = [
    ['mean', '67.00'],
    ['sum', '67.00'],
    ['minimum', '40.00'],
    ['maximum', '100.00'],
  ]
  for (const [combine, value] of wanted) {
    it(`SCORE-40 SCORE-41 ${combine}`, () => {
      const framework = frameworkWith([group('g', combine, three)])
      assert.equal(nodeValueOf(scoreOf(framework, answers), 'g'), value)
    })
  }

  it('SCORE-40 a mean divides by its weights, a sum does not', () => {
    const children = [question('a', { weight: '3' }), question('b', { weight: '1' })]
    const mean = frameworkWith([group('g', 'mean', children)])
    const sum = frameworkWith([group('g', 'sum', children)])
    assert.equal(nodeValueOf(scoreOf(mean, { a: '50', b: '10' }), 'g'), '40.00')
    assert.equal(nodeValueOf(scoreOf(sum, { a: '50', b: '10' }), 'g'), '160.00')
  })

  it('SCORE-40 without weights all count alike', () => {
    const framework = frameworkWith([question('a'), question('b'), question('c')])
    assert.equal(scoreOf(framework, { a: '0', b: '0', c: '100' }).total, '33.33')
  })

  it('SCORE-42 weight 0 is scored and counts nowhere', () => {
    const children = [question('a', { weight: '0' }), question('b'), question('c', { weight: '0' })]
    for (const combine of ['mean', 'sum', 'minimum', 'maximum'] as const) {
      const made = scoreOf(frameworkWith([group('g', combine, children)]), { a: '0', b: '50', c: '100' })
      assert.equal(nodeValueOf(made, 'g'), '50.00', combine)
      assert.equal(nodeValueOf(made, 'a'), '0.00')
      assert.equal(nodeValueOf(made, 'c'), '100.00')
    }
  })

  it('SCORE-11 a node rounds once, to its own digits, and its parent uses what it rounded to', () => {
    const inner = group('g', 'mean', [question('a'), question('b'), question('c')], {
      rounding: { digits: 0, mode: 'halfUp' },
    })
    const made = scoreOf(frameworkWith([inner, question('d')]), { a: '0', b: '0', c: '50', d: '10.25' })
    assert.equal(nodeValueOf(made, 'g'), '17')
    assert.equal(made.total, '13.62')
  })

  it('SCORE-11 children of more digits than their parent are not rounded on the way', () => {
    const fine = { rounding: { digits: 6, mode: 'down' } } as const
    const framework = frameworkWith([question('a', fine), question('b', fine)], {
      rounding: { digits: 1, mode: 'halfEven' },
    })
    assert.equal(scoreOf(framework, { a: '0.049999', b: '0.050003' }).total, '0.1')
    assert.equal(scoreOf(framework, { a: '0.049999', b: '0.05' }).total, '0.0')
  })

  it('SCORE-41 the least of children with different digits', () => {
    const framework = frameworkWith([
      group('g', 'minimum', [
        question('a', { rounding: { digits: 0, mode: 'down' } }),
        question('b', { rounding: { digits: 4, mode: 'down' } }),
      ]),
    ])
    assert.equal(nodeValueOf(scoreOf(framework, { a: '7', b: '6.9999' }), 'g'), '7.00')
    assert.equal(nodeValueOf(scoreOf(framework, { a: '7', b: '7.9' }), 'g'), '7.00')
    assert.equal(nodeValueOf(scoreOf(framework, { a: '8', b: '7.9' }), 'g'), '7.90')
  })

  it('SCORE-11 weights and scores beyond 53 bits are combined exactly', () => {
    const million = { low: '0', high: '1000000' }
    const large: Rule = { kind: 'linear', from: million, to: million }
    const weight = fc.integer({ min: 1, max: 999_999 }).map((units) => `1.${units}`.slice(0, 7))
    const value = fc.integer({ min: 0, max: 10 ** 15 - 1 }).map((units) => {
      return formatDecimal({ units, digits: 9 })
    })
    const child = fc.tuple(weight, value)
    const combined = fc.constantFrom<Combine[]>('mean', 'sum', 'maximum')
    fc.assert(
      fc.property(
        fc.array(child, { minLength: 2, maxLength: 4 }),
        combined,
        rounding,
        (list, combine, how) => {
          const children = list.map(([weight], index) =>
            question(`q${index}`, { rule: large, weight, rounding: { digits: 9, mode: 'down' } }),
          )
          const framework = frameworkWith([group('g', combine, children, { rounding: how })])
          const answers = Object.fromEntries(list.map(([, answer], index) => [`q${index}`, answer]))
          const naive = naiveScore(framework, { facts: {}, answers })
          assert.equal(nodeValueOf(scoreOf(framework, answers), 'g'), naive.values.g)
        },
      ),
      { ...settings, numRuns: 1000 },
    )
  })
})

describe('a level fulfilled', () => {
  const level = (at: string, value: string) =>
    frameworkWith([group('g', 'mean', [question('a')], { fulfilled: { at, value } })])

  it('SCORE-43 counts whole from its threshold', () => {
    assert.equal(nodeValueOf(scoreOf(level('80', '100'), { a: '79.99' }), 'g'), '79.99')
    assert.equal(nodeValueOf(scoreOf(level('80', '100'), { a: '80' }), 'g'), '100.00')
    assert.equal(nodeValueOf(scoreOf(level('80', '100'), { a: '95' }), 'g'), '100.00')
  })

  it('SCORE-43 is asked of the rounded value', () => {
    assert.equal(nodeValueOf(scoreOf(level('80', '100'), { a: '79.996' }), 'g'), '100.00')
  })

  it('SCORE-43 may also hold down, as long as it is not below its threshold', () => {
    assert.equal(nodeValueOf(scoreOf(level('80', '80'), { a: '95' }), 'g'), '80.00')
  })
})

describe('no answer', () => {
  const withRule = (missing: Missing) =>
    frameworkWith([question('a', { missing }), question('b'), question('c')])

  it('SCORE-30 lowest', () => {
    const made = scoreOf(withRule({ kind: 'lowest' }), { b: '60', c: '90' })
    assert.equal(made.total, '50.00')
    assert.equal(outcomeOf(made, 'a'), 'missing')
    assert.equal(nodeValueOf(made, 'a'), '0.00')
  })

  it('SCORE-30 the lowest of a choice is the least of its options', () => {
    const rule = {
      kind: 'choice',
      options: [
        { code: 'x', score: '30' },
        { code: 'y', score: '-10' },
      ],
    } as const
    const framework = frameworkWith([
      question('a', { rule: { ...rule, options: [...rule.options] }, missing: { kind: 'lowest' } }),
    ])
    assert.equal(scoreOf(framework, {}).total, '-10.00')
  })

  it('SCORE-31 a value', () => {
    const made = scoreOf(withRule({ kind: 'value', value: '30' }), { b: '60', c: '90' })
    assert.equal(made.total, '60.00')
    assert.equal(outcomeOf(made, 'a'), 'missing')
  })

  it('SCORE-32 drop shares the weight among the others', () => {
    const made = scoreOf(withRule({ kind: 'drop' }), { b: '60', c: '90' })
    assert.equal(made.total, '75.00')
    assert.equal(outcomeOf(made, 'a'), 'dropped')
    assert.equal(nodeValueOf(made, 'a'), null)
  })

  it('SCORE-33 stop leaves nothing above with a value', () => {
    const made = scoreOf(withRule({ kind: 'stop' }), { b: '60', c: '90' })
    assert.equal(made.total, null)
    assert.equal(outcomeOf(made, 'a'), 'stopped')
    assert.equal(outcomeOf(made, 'total'), 'stopped')
    assert.equal(nodeValueOf(made, 'b'), '60.00')
  })

  it('SCORE-33 a question that does not count stops nothing', () => {
    const framework = frameworkWith([
      question('a', { missing: { kind: 'stop' }, weight: '0' }),
      question('b'),
    ])
    assert.equal(scoreOf(framework, { b: '60' }).total, '60.00')
  })

  it('SCORE-34 what does not apply is left out, whatever missing answers mean', () => {
    for (const kind of ['lowest', 'drop', 'stop'] as const) {
      const framework = frameworkWith([
        question('a', { missing: { kind }, notApplicable: true }),
        question('b'),
      ])
      const made = scoreOf(framework, { a: { notApplicable: true }, b: '60' })
      assert.equal(made.total, '60.00')
      assert.equal(outcomeOf(made, 'a'), 'notApplicable')
    }
  })

  it('SCORE-34 only where the question allows it', () => {
    const framework = frameworkWith([question('a')])
    assert.throws(() => scoreOf(framework, { a: { notApplicable: true } }), RangeError)
  })

  it('SCORE-35 a group without a value is left out as well', () => {
    const framework = frameworkWith([group('g', 'mean', [question('a'), question('b')]), question('c')])
    const made = scoreOf(framework, { c: '70' })
    assert.equal(made.total, '70.00')
    assert.equal(outcomeOf(made, 'g'), 'empty')
    assert.equal(scoreOf(framework, {}).total, null)
  })

  it('SCORE-35 a group of weights 0 is empty, not a division by nothing', () => {
    const framework = frameworkWith([group('g', 'mean', [question('a', { weight: '0' })]), question('c')])
    const made = scoreOf(framework, { a: '10', c: '70' })
    assert.equal(outcomeOf(made, 'g'), 'empty')
    assert.equal(made.total, '70.00')
  })

  it('the framework’s rule holds where the question has none', () => {
    const framework = frameworkWith([question('a'), question('b', { missing: { kind: 'drop' } })], {
      missing: { kind: 'lowest' },
    })
    const made = scoreOf(framework, {})
    assert.equal(outcomeOf(made, 'a'), 'missing')
    assert.equal(outcomeOf(made, 'b'), 'dropped')
  })
})
