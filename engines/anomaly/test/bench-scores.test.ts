import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { nabScore, probationCount, profiles, type Series } from './nab.ts'
import { leaking, signals } from './sample.ts'
import { outlierScore } from './skab.ts'

const series: Series = {
  name: 'generated',
  values: new Array<number>(200).fill(0),
  times: Array.from({ length: 200 }, (_, at) => `${at}`),
  windows: [
    [60, 79],
    [120, 139],
  ],
}

function scoresAt(...alarms: number[]): number[] {
  return series.values.map((_, at) => (alarms.includes(at) ? 1 : 0))
}

describe('the score of NAB', () => {
  it('is 100 for the beginning of every window and 0 where nothing is told', () => {
    assert.ok(
      Math.abs(nabScore([{ series, scores: scoresAt(60, 120) }], profiles.standard).score - 100) < 1e-9,
    )
    assert.equal(nabScore([{ series, scores: scoresAt(10, 40) }], profiles.standard).score, 0)
  })

  it('rewards early over late, and half of the windows by half', () => {
    const early = nabScore([{ series, scores: scoresAt(62, 122) }], profiles.standard).score
    const late = nabScore([{ series, scores: scoresAt(75, 135) }], profiles.standard).score
    assert.ok(early > late && late > 0)
    const half = nabScore([{ series, scores: scoresAt(60) }], profiles.standard).score
    assert.ok(Math.abs(half - 50) < 1e-9)
  })

  it('a false alarm before any window costs its whole weight, of a span of windows + misses', () => {
    const { score } = nabScore([{ series, scores: scoresAt(40, 60, 120) }], profiles.standard)
    assert.ok(Math.abs(score - (100 * (4 - 0.11)) / 4) < 1e-9)
    const twice = nabScore([{ series, scores: scoresAt(40, 60, 120) }], profiles.lowFalsePositives)
    assert.ok(Math.abs(twice.score - (100 * (4 - 0.22)) / 4) < 1e-9)
    const spread = nabScore([{ series, scores: scoresAt(40, 60, 120) }], profiles.lowFalseNegatives)
    assert.ok(Math.abs(spread.score - (100 * (6 - 0.11)) / 6) < 1e-9)
  })

  it('a false alarm just after a window costs less than one far from it', () => {
    const near = nabScore([{ series, scores: scoresAt(60, 81, 120) }], profiles.standard).score
    const far = nabScore([{ series, scores: scoresAt(60, 110, 120) }], profiles.standard).score
    assert.ok(near > far)
  })

  it('nothing in the probation counts, which is 15 % of at most 5000 rows', () => {
    assert.equal(probationCount(200), 30)
    assert.equal(probationCount(22_000), 750)
    const { score } = nabScore([{ series, scores: scoresAt(5, 60, 120) }], profiles.standard)
    assert.ok(Math.abs(score - 100) < 1e-9)
  })
})

describe('the score of SKAB', () => {
  it('pools the judged rows, and finds a leak', () => {
    const rows = leaking(300, 200, 4)
    const labels = rows.map((_, at) => at >= 200)
    const outcome = outlierScore([{ name: 'leak', signals, rows, labels }], {}, 100)
    assert.equal(outcome.points, 200)
    assert.ok(outcome.f1 > 0.9)
    assert.ok(outcome.falseAlarmPercent < 10 && outcome.missedAlarmPercent < 10)
  })

  it('finding nothing is an F1 of 0 with every alarm missed', () => {
    const rows = leaking(300, 300, 4)
    const labels = rows.map((_, at) => at >= 200)
    const outcome = outlierScore([{ name: 'none', signals, rows, labels }], { marginFactor: 100 }, 100)
    assert.deepEqual(outcome, { f1: 0, falseAlarmPercent: 0, missedAlarmPercent: 100, points: 200 })
  })
})
