import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type GoalLightInput, goalLight } from './light.ts'

const base: GoalLightInput = {
  value: 10,
  target: 30,
  direction: 'up',
  base: null,
  dueOn: '2026-12-31',
  reachedOn: null,
  today: '2026-06-30',
}
const said = (change: Partial<GoalLightInput>) => {
  const { light, reason } = goalLight({ ...base, ...change }, 90)
  return `${light} ${reason}`
}

describe('the light of a goal', () => {
  test('follows from the day and the target alone', () => {
    assert.equal(said({ target: null }), 'null noTarget')
    assert.equal(said({ value: null }), 'null noFigure')
    assert.equal(said({}), 'green underWay')
    assert.equal(said({ value: 30 }), 'green reached')
    assert.equal(said({ today: '2027-01-01' }), 'red overdue')
    assert.equal(said({ today: '2026-12-31' }), 'green underWay', 'the last day is still in time')
  })

  test('red turns yellow when it is met late, and stays green when it was met in time', () => {
    const late = { today: '2027-03-01', value: 31 }
    assert.equal(said({ ...late, reachedOn: '2027-02-01' }), 'yellow reachedLate')
    assert.equal(said({ ...late, reachedOn: null }), 'yellow reachedLate', 'no day in time is known')
    assert.equal(said({ ...late, reachedOn: '2026-12-31' }), 'green reached')
  })

  test('before the day it follows the path from the base', () => {
    const path = { base: { value: 0, on: '2026-01-01' }, target: 100, today: '2026-07-02' }
    assert.equal(said({ ...path, value: 50 }), 'green onPath')
    assert.equal(said({ ...path, value: 46 }), 'yellow behind')
    assert.equal(said({ ...path, value: 40 }), 'red farBehind')
    assert.equal(said({ ...path, value: 0, today: '2026-01-01' }), 'green onPath')
    assert.equal(said({ ...path, base: { value: 0, on: '2026-12-31' } }), 'green underWay')
  })

  test('downwards is upwards mirrored', () => {
    const number = fc.integer({ min: -1000, max: 1000 })
    const day = fc.integer({ min: 0, max: 800 }).map((days) => {
      return new Date(Date.UTC(2026, 0, 1) + days * 86_400_000).toISOString().slice(0, 10)
    })
    fc.assert(
      fc.property(number, number, number, day, (value, target, from, today) => {
        const up = { ...base, value, target, base: { value: from, on: '2026-01-01' }, today }
        const down = {
          ...up,
          ...{ direction: 'down' as const, value: -value, target: -target },
          base: { value: -from, on: '2026-01-01' },
        }
        assert.deepEqual(goalLight(down, 90), goalLight(up, 90))
      }),
      { seed: 20_261, numRuns: 300 },
    )
  })

  test('more is never a worse light', () => {
    const rank = { red: 0, yellow: 1, green: 2 }
    const number = fc.integer({ min: 0, max: 200 })
    fc.assert(
      fc.property(number, number, fc.boolean(), (one, other, isPast) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)]
        const about = { target: 100, base: { value: 0, on: '2026-01-01' } }
        const today = isPast ? '2027-02-01' : '2026-08-01'
        const lightOf = (value: number) => goalLight({ ...base, ...about, value, today }, 90).light ?? 'red'
        assert.ok(rank[lightOf(more)] >= rank[lightOf(less)])
      }),
      { seed: 20_262, numRuns: 300 },
    )
  })

  test('the share that divides yellow from red is the rule’s', () => {
    const path = {
      ...base,
      base: { value: 0, on: '2026-01-01' },
      target: 100,
      today: '2026-07-02',
      value: 40,
    }
    assert.equal(goalLight(path, 90).light, 'red')
    assert.equal(goalLight(path, 80).light, 'yellow')
    assert.equal(goalLight(path, 100).light, 'red')
    assert.equal(goalLight({ ...path, value: 50 }, 100).light, 'green')
  })

  test('a base after the day, or on it, makes no path', () => {
    for (const on of ['2026-12-31', '2027-06-01'])
      assert.equal(said({ base: { value: 0, on } }), 'green underWay')
  })

  test('before its base a goal is where it began', () => {
    assert.equal(said({ base: { value: 10, on: '2026-09-01' }, value: 10 }), 'green onPath')
    assert.equal(said({ base: { value: 10, on: '2026-09-01' }, value: 9 }), 'red farBehind')
  })
})
