import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { levelsForm } from '../test/levels.ts'
import { eligible, workshopForm } from '../test/recognition.ts'
import { checkFindings } from './checks.ts'
import { loadForm } from './form.ts'
import { outlineOf, unverifiedIn } from './outline.ts'
import { branchOf, partsOf, worthOf } from './worth.ts'

function loaded(value: unknown) {
  const made = loadForm(value)
  assert.ok('form' in made, JSON.stringify(made))
  return made.form
}

describe('conditions of a recognition', () => {
  const form = loaded(workshopForm())
  const reached = (answers: Record<string, string>) =>
    worthOf(form, { facts: {}, answers }).reached.eligibility

  test('a workshop that meets all of them may apply', () => {
    assert.equal(reached(eligible), 'eligible')
  })

  test('whichever of them is missing or missed, it may not', () => {
    const missed: Record<string, string> = {
      legal: 'no',
      controllable: 'no',
      built: 'no',
      investment: '299.999999999',
      revenue: '999',
    }
    for (const [code, value] of Object.entries(missed)) {
      assert.equal(reached({ ...eligible, [code]: value }), null, code)
      const without = Object.fromEntries(Object.entries(eligible).filter(([one]) => one !== code))
      assert.equal(reached(without), null, `without ${code}`)
    }
  })

  test('a share is scored and is no condition', () => {
    assert.equal(reached({ ...eligible, numerical: '0' }), 'eligible')
    const low = worthOf(form, { facts: {}, answers: { ...eligible, numerical: '0' } }).total
    const high = worthOf(form, { facts: {}, answers: { ...eligible, numerical: '100' } }).total
    assert.deepEqual([low, high], ['83.33', '100.00'])
  })

  test('what is asked says its unit, and what was not read in an original is marked', () => {
    const { questions } = outlineOf(form.file, branchOf(form, {}).asked)
    assert.equal(questions.find(({ code }) => code === 'investment')?.unit, '万元')
    assert.deepEqual(
      questions.filter(({ example }) => example !== null).map(({ code }) => code),
      ['numerical'],
    )
    assert.equal(unverifiedIn(form.file.framework).length, 1)
  })

  test('what was built was paid for', () => {
    assert.equal(checkFindings(form.file, { built: 'yes' }).length, 1)
    assert.equal(checkFindings(form.file, { built: 'no' }).length, 0)
    assert.equal(checkFindings(form.file, eligible).length, 0)
  })

  test('more money never makes a workshop less eligible', () => {
    const money = fc.integer({ min: 0, max: 2000 })
    fc.assert(
      fc.property(money, money, money, (investment, revenue, more) => {
        const before = { ...eligible, investment: String(investment), revenue: String(revenue) }
        const after = { ...before, investment: String(investment + more), revenue: String(revenue + more) }
        if (reached(before) === 'eligible') assert.equal(reached(after), 'eligible')
      }),
      { seed: 20260309, numRuns: 200 },
    )
  })
})

describe('levels of maturity', () => {
  const form = loaded(levelsForm())
  const marks = { full: 1, most: 0.8, part: 0.5, none: 0 } as const
  type Mark = keyof typeof marks
  const worth = (one: readonly [Mark, Mark], two: readonly [Mark, Mark]) =>
    worthOf(form, {
      facts: {},
      answers: {
        'level1.people': one[0],
        'level1.equipment': one[1],
        'level2.people': two[0],
        'level2.equipment': two[1],
      },
    })

  test('a level from 0.8 counts whole, and its parts stand for themselves', () => {
    const made = worth(['most', 'most'], ['part', 'none'])
    assert.deepEqual(made.parts, { level1: '1.0000', level2: '0.2000', total: '1.20' })
    assert.deepEqual(made.reached, { level: '1' })
    assert.deepEqual(partsOf(form, {}), ['level1', 'level2'])
    assert.equal(branchOf(form, {}).high, '2.00')
  })

  test('a level that is not reached stops the next, whatever that scores', () => {
    assert.deepEqual(worth(['part', 'part'], ['full', 'full']).reached, { level: null })
    assert.deepEqual(worth(['full', 'full'], ['full', 'full']).reached, { level: '2' })
  })

  test('a veto holds the level down and leaves the total', () => {
    const made = worth(['none', 'full'], ['full', 'full'])
    assert.deepEqual(made.reached, { level: null })
    assert.equal(made.total, '1.60')
    assert.equal(made.score.vetoes[0]?.applied, true)
  })

  test('a naive sum says the same of any answers', () => {
    const mark = fc.constantFrom<Mark>('full', 'most', 'part', 'none')
    const pair = fc.tuple(mark, mark)
    fc.assert(
      fc.property(pair, pair, (one, two) => {
        const value = ([people, equipment]: readonly [Mark, Mark]) => {
          const sum = Math.round((0.4 * marks[people] + 0.6 * marks[equipment]) * 10_000) / 10_000
          return sum >= 0.8 ? 1 : sum
        }
        const made = worth(one, two)
        assert.ok(Math.abs(Number(made.total) - (value(one) + value(two))) < 0.0051)
        const isFirst = value(one) === 1 && one[0] !== 'none'
        const level = !isFirst ? null : value(two) === 1 ? '2' : '1'
        assert.equal(made.reached.level, level)
      }),
      { seed: 20260310, numRuns: 200 },
    )
  })
})
