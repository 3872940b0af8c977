import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AGGREGATES,
  aggregate,
  defaults,
  intervalsOf,
  joined,
  type Options,
  summarise,
  summaryOf,
} from './index.ts'
import { naive } from './test/naive.ts'
import { aroundOf, randomFrom, randomPoints } from './test/sample.ts'

const histories = process.env.BENCH ? 20_000 : 400

function near(real: number | null, expected: number | null): boolean {
  if (real === null || expected === null) return real === expected
  return Math.abs(real - expected) <= 1e-9 * Math.max(1, Math.abs(expected))
}

test('AGG-1 to AGG-21: random histories answer as the naive twin does, forward and backward', () => {
  for (let seed = 1; seed <= histories; seed++) {
    const draw = randomFrom(seed)
    const points = randomPoints(draw, 60)
    const [one, other] = [draw(50), 10 + draw(50)]
    if (one === other) continue
    const intervals = intervalsOf(one, other, draw(3) === 0 ? 0 : 1 + draw(20))
    const [from, to] = [Math.min(...intervals.map((i) => i.from)), Math.max(...intervals.map((i) => i.to))]
    const options: Options = { ...defaults, stepped: draw(2) === 0, second: 1 + draw(3) }
    const around = aroundOf(points, from, to)
    const told = aggregate(AGGREGATES, intervals, summarise(points, intervals), around, options)
    AGGREGATES.forEach((name, index) => {
      intervals.forEach((interval, i) => {
        const expected = naive(name, interval, points, options)
        const { value, at, status } = told[index]![i]!
        assert.equal(at, interval.at)
        assert.ok(
          near(value, expected),
          `seed ${seed}: ${name} of [${interval.from}, ${interval.to}) is ${value}, not ${expected}`,
        )
        if (status === 'noData') assert.equal(value, null)
        if (status === 'good' && !/^(start|end)$/.test(name)) assert.notEqual(value, null)
      })
    })
  }
})

test('AGG-5: however points are cut into runs, the runs make the same summary', () => {
  for (let seed = 1; seed <= histories; seed++) {
    const draw = randomFrom(seed)
    const points = randomPoints(draw, 40)
    const [whole] = summarise(points, [{ from: 0, to: 40, at: 0 }])
    if (!whole) continue
    let runs = points.map(summaryOf)
    while (runs.length > 1) {
      const at = draw(runs.length - 1)
      runs = [...runs.slice(0, at), joined(runs[at]!, runs[at + 1]!), ...runs.slice(at + 2)]
    }
    const [made] = runs
    for (const [key, value] of Object.entries(whole)) {
      const real = made![key as keyof typeof made]
      if (typeof value === 'number')
        assert.ok(real === value || near(real as number, value), `${seed} ${key}`)
      else assert.deepEqual(real, value, `seed ${seed}: ${key}`)
    }
  }
})
