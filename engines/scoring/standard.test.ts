import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { formatDecimal } from './decimal.ts'
import type { Answer, Rule } from './model.ts'
import { score } from './score.ts'
import { type Standard, standardOf } from './standard.ts'
import { decimalText, numericRule, rounding, rule, settings } from './test/arbitrary.ts'
import { less, naiveScore, read } from './test/naive.ts'
import { frameworkWith, loaded, percent, question, standardised, yesNo } from './test/sample.ts'

type Case = [answer: Answer, score: string]

function cases(name: string, given: Rule, list: readonly Case[]): void {
  describe(name, () => {
    for (const [answer, score] of list) {
      it(`${JSON.stringify(answer)} is worth ${score}`, () => {
        assert.equal(standardised(given, answer), score)
      })
    }
  })
}

cases('SCORE-20 choice', yesNo, [
  ['yes', '100.00'],
  ['no', '0.00'],
])

cases(
  'SCORE-20 the scale of GB/T 39117',
  {
    kind: 'choice',
    options: [
      { code: 'full', score: '1' },
      { code: 'most', score: '0.8' },
      { code: 'part', score: '0.5' },
      { code: 'none', score: '0' },
    ],
  },
  [
    ['full', '1.00'],
    ['most', '0.80'],
    ['part', '0.50'],
    ['none', '0.00'],
  ],
)

cases(
  'SCORE-21 coverage',
  {
    kind: 'coverage',
    options: [
      { code: 'cad', weight: '1' },
      { code: 'cae', weight: '1' },
      { code: 'mes', weight: '2.5' },
    ],
    full: '3',
    to: { low: '0', high: '100' },
  },
  [
    [[], '0.00'],
    [['cad'], '33.33'],
    [['cad', 'cae'], '66.67'],
    [['mes'], '83.33'],
    [['cae', 'mes'], '100.00'],
    [['mes', 'cad', 'cae'], '100.00'],
  ],
)

cases('SCORE-22 linear, held within its range', percent, [
  ['0', '0.00'],
  ['55.555', '55.56'],
  ['55.545', '55.54'],
  ['100', '100.00'],
  ['100.000000001', '100.00'],
  ['250', '100.00'],
  ['-3', '0.00'],
  ['-1', '0.00'],
  ['101', '100.00'],
])

cases(
  'SCORE-22 linear from one range to another',
  { kind: 'linear', from: { low: '-20', high: '30.5' }, to: { low: '10', high: '60' } },
  [
    ['-20', '10.00'],
    ['5.25', '35.00'],
    ['30.5', '60.00'],
    ['0', '29.80'],
  ],
)

cases(
  'SCORE-23 reverse: hours of standstill',
  { kind: 'linear', from: { low: '0', high: '8' }, to: { low: '0', high: '100' }, reverse: true },
  [
    ['0', '100.00'],
    ['2', '75.00'],
    ['7.999', '0.01'],
    ['8', '0.00'],
    ['24', '0.00'],
  ],
)

cases(
  'SCORE-24 logarithmic: revenue from a million to ten thousand million yuan',
  { kind: 'logarithmic', from: { low: '1000000', high: '10000000000' }, to: { low: '0', high: '100' } },
  [
    ['1', '0.00'],
    ['1000000', '0.00'],
    ['10000000', '25.00'],
    ['100000000', '50.00'],
    ['20000000', '32.53'],
    ['99999999999', '100.00'],
  ],
)

cases(
  'SCORE-24 logarithmic in reverse',
  { kind: 'logarithmic', from: { low: '0.01', high: '1' }, to: { low: '0', high: '10' }, reverse: true },
  [
    ['0.01', '10.00'],
    ['0.1', '5.00'],
    ['1', '0.00'],
  ],
)

cases(
  'SCORE-25 threshold: 规上, at least 20 million yuan',
  { kind: 'threshold', at: '20000000', reached: '100', missed: '0' },
  [
    ['19999999.99', '0.00'],
    ['20000000', '100.00'],
    ['20000000.00', '100.00'],
  ],
)

cases(
  'SCORE-26 steps',
  {
    kind: 'steps',
    below: '0',
    steps: [
      { at: '10', score: '25' },
      { at: '30', score: '50' },
      { at: '60', score: '75' },
      { at: '90', score: '100' },
    ],
  },
  [
    ['9.999999999', '0.00'],
    ['10', '25.00'],
    ['59.9', '50.00'],
    ['60', '75.00'],
    ['90', '100.00'],
    ['1000', '100.00'],
  ],
)

describe('answers that are none', () => {
  const wrong: [Rule, Answer][] = [
    [yesNo, 'maybe'],
    [yesNo, ['yes']],
    [percent, 'much'],
    [percent, ['50']],
    [percent, '1e2'],
    [{ kind: 'threshold', at: '1', reached: '1', missed: '0' }, ['1']],
    [
      { kind: 'coverage', options: [{ code: 'a', weight: '1' }], full: '1', to: { low: '0', high: '1' } },
      'a',
    ],
    [
      { kind: 'coverage', options: [{ code: 'a', weight: '1' }], full: '1', to: { low: '0', high: '1' } },
      ['a', 'a'],
    ],
    [
      { kind: 'coverage', options: [{ code: 'a', weight: '1' }], full: '1', to: { low: '0', high: '1' } },
      ['b'],
    ],
    [percent, { notApplicable: true }],
  ]
  for (const [given, answer] of wrong) {
    it(`${JSON.stringify(answer)} to a ${given.kind} is refused`, () => {
      assert.throws(() => standardised(given, answer), RangeError)
    })
  }
})

describe('roundings of one score', () => {
  it('SCORE-12 each mode goes its own way', () => {
    const half: Rule = { kind: 'linear', from: { low: '0', high: '200' }, to: { low: '0', high: '100' } }
    assert.equal(standardised(half, '25', { digits: 0, mode: 'halfEven' }), '12')
    assert.equal(standardised(half, '25', { digits: 0, mode: 'halfUp' }), '13')
    assert.equal(standardised(half, '25', { digits: 0, mode: 'down' }), '12')
    assert.equal(standardised(half, '27', { digits: 0, mode: 'halfEven' }), '14')
    assert.equal(standardised(half, '27', { digits: 0, mode: 'down' }), '13')
    assert.equal(standardised(half, '27', { digits: 9, mode: 'down' }), '13.500000000')
  })

  it('SCORE-11 is exact in ranges far beyond 53 bits', () => {
    const wide: Rule = {
      kind: 'linear',
      from: { low: '0.000000001', high: '999999999999999' },
      to: { low: '0', high: '9000000' },
    }
    assert.equal(standardised(wide, '999999999999999', { digits: 9, mode: 'down' }), '9000000.000000000')
    // A little less than a third, since the range does not begin at 0.
    assert.equal(standardised(wide, '333333333333333', { digits: 9, mode: 'down' }), '2999999.999999999')
    assert.equal(standardised(wide, '333333333333333', { digits: 8, mode: 'halfEven' }), '3000000.00000000')
    assert.equal(
      standardised({ ...wide, reverse: true }, '1', { digits: 9, mode: 'down' }),
      '8999999.999999991',
    )
  })
})

function unitsWith(standard: Standard, answer: string): number {
  const score = standard.score(answer)
  assert.ok(Number.isSafeInteger(score))
  return score
}

describe('rules far beyond 53 bits', () => {
  const units = fc.integer({ min: -(10 ** 14), max: 10 ** 14 })
  const digits = fc.integer({ min: 0, max: 9 })
  const long = fc.tuple(units, digits).map(([one, behind]) => formatDecimal({ units: one, digits: behind }))

  it('SCORE-11 SCORE-22 linear ranges of any size agree with fractions', () => {
    fc.assert(
      fc.property(long, long, long, fc.boolean(), rounding, (one, other, value, reverse, how) => {
        const [low, high] = less(read(one), read(other)) ? [one, other] : [other, one]
        fc.pre(less(read(low), read(high)))
        const given: Rule = {
          kind: 'linear',
          from: { low, high },
          to: { low: '-3', high: '9000000' },
          reverse,
        }
        const framework = frameworkWith([question('q', { rule: given })], { rounding: how })
        const input = { facts: {}, answers: { q: value } }
        assert.equal(score(loaded(framework), input).total, naiveScore(framework, input).total)
      }),
      { ...settings, numRuns: 2000 },
    )
  })
})

describe('any rule', () => {
  it('SCORE-5 stays within its bounds, and reaches the highest with its best answer', () => {
    fc.assert(
      fc.property(rule, rounding, decimalText(-20, 200, 4), (given, how, answer) => {
        const standard = standardOf(given, how)
        assert.equal(standard.score(standard.best), standard.high)
        assert.ok(standard.low <= standard.high)
        if ('options' in given) return
        const units = unitsWith(standard, answer)
        assert.ok(units >= standard.low && units <= standard.high, `${units}`)
      }),
      settings,
    )
  })

  it('SCORE-6 follows the direction that it tells', () => {
    fc.assert(
      fc.property(
        numericRule,
        rounding,
        decimalText(-20, 200, 4),
        decimalText(-20, 200, 4),
        (given, how, one, other) => {
          const standard = standardOf(given, how)
          const [less, more] = Number(one) <= Number(other) ? [one, other] : [other, one]
          const [low, high] = [unitsWith(standard, less), unitsWith(standard, more)]
          if (standard.direction === 'rising') assert.ok(low <= high)
          if (standard.direction === 'falling') assert.ok(low >= high)
        },
      ),
      settings,
    )
  })

  it('a stair that turns has no direction', () => {
    const stair = (scores: string[]): Rule => ({
      kind: 'steps',
      below: scores[0]!,
      steps: scores.slice(1).map((score, index) => ({ at: `${index}`, score })),
    })
    const how = { digits: 1, mode: 'down' } as const
    assert.equal(standardOf(stair(['0', '1', '2']), how).direction, 'rising')
    assert.equal(standardOf(stair(['2', '1', '1']), how).direction, 'falling')
    assert.equal(standardOf(stair(['0', '2', '1']), how).direction, null)
    assert.equal(standardOf(stair(['0', '2', '1']), how).best, '0')
    assert.equal(standardOf(stair(['5', '2', '1']), how).best, '-1')
    assert.equal(standardOf(yesNo, how).direction, null)
  })
})
