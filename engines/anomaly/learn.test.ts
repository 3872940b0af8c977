import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { learn, type Model } from './index.ts'
import { scoresOf } from './learn.ts'
import { naiveLearn } from './test/naive.ts'
import { pump, settings, signals, training } from './test/sample.ts'

function agree(rows: number[][], fresh: number[][], lagCount: number, varianceShare: number): boolean {
  const options = { lagCount, varianceShare, quantile: 0.95, windowCount: 3 }
  const naive = naiveLearn(rows, options)
  if (naive.gap < 1.2) return false
  const model = learn(rows, { signals, ...options, marginFactor: 1 })
  assert.equal(model.componentCount, naive.componentCount)
  const expected = naive.scores(fresh)
  const found = scoresOf(model, fresh)
  assert.equal(found.length, expected.length)
  found.forEach((value, at) => {
    assert.ok(Math.abs(value - expected[at]!) <= 1e-5 * (1 + expected[at]!), `${value} ${expected[at]}`)
  })
  return true
}

describe('learning beside the naive twin', () => {
  it('ANO-3 ANO-4 agrees row by row, without lags', () => {
    let compared = 0
    fc.assert(
      fc.property(training, fc.nat(), (rows, seed) => {
        if (agree(rows, pump(30, seed), 0, 0.9)) compared += 1
      }),
      settings,
    )
    assert.ok(compared > 30, `${compared}`)
  })

  it('ANO-3 ANO-4 agrees with one lag, where the components are told apart clearly', () => {
    let compared = 0
    fc.assert(
      fc.property(training, fc.nat(), (rows, seed) => {
        if (agree(rows, pump(20, seed), 1, 0.8)) compared += 1
      }),
      { ...settings, numRuns: 25 },
    )
    assert.ok(compared > 3, `${compared}`)
  })
})

describe('what a model is', () => {
  const model = learn(pump(200, 1), { signals })

  it('ANO-1 it is plain JSON of version 1', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(model)), model)
    assert.equal(model.version, 1)
  })

  it('ANO-1 the same rows give the same model', () => {
    fc.assert(
      fc.property(training, (rows) => {
        assert.deepEqual(learn(rows, { signals }), learn(structuredClone(rows), { signals }))
      }),
      settings,
    )
  })

  it('ANO-2 centre is the median and scale 1.4826 MAD', () => {
    const rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1000].map((value) => [value])
    const { centre, scale } = learn(rows, { signals: ['x'], lagCount: 0 })
    assert.deepEqual(centre, [6])
    assert.deepEqual(scale, [3 * 1.4826])
  })

  it('ANO-2 where more than half are equal the deviation is the scale', () => {
    const rows = [5, 5, 5, 5, 5, 5, 5, 5, 5, 15].map((value) => [value])
    assert.deepEqual(learn(rows, { signals: ['x'], lagCount: 0 }).scale, [Math.sqrt(10)])
  })

  it('ANO-2 a signal that never moved has a hundredth of its value as scale', () => {
    const rows = pump(50, 3).map((row) => [...row, 200])
    const found = learn(rows, { signals: [...signals, 'constant'] })
    assert.equal(found.scale[3], 2)
    assert.ok(found.whitening.flat().every(Number.isFinite))
  })

  it('ANO-3 the whitening is symmetric', () => {
    model.whitening.forEach((row, at) => {
      row.forEach((value, other) => {
        const mirror = model.whitening[other]![at]!
        assert.ok(Math.abs(value - mirror) < 1e-9 * (1 + Math.abs(value)))
      })
    })
  })

  it('ANO-5 a greater margin gives a threshold greater in proportion', () => {
    const twice = learn(pump(200, 1), { signals, marginFactor: 3 })
    assert.ok(Math.abs(twice.threshold / model.threshold - 2) < 1e-12)
  })

  it('ANO-5 at the quantile 1 and margin 1 no row of the training is anomalous', () => {
    fc.assert(
      fc.property(training, (rows) => {
        const strict: Model = learn(rows, { signals, quantile: 1, marginFactor: 1 })
        assert.ok(scoresOf(strict, rows).every((value) => value <= strict.threshold))
      }),
      settings,
    )
  })

  it('ANO-6 rows with holes are learned around', () => {
    const rows = pump(120, 4).map((row, at) => (at % 20 === 0 ? [null, row[1]!, row[2]!] : row))
    const found = learn(rows, { signals })
    assert.ok(found.threshold > 0 && Number.isFinite(found.threshold))
  })
})

describe('what cannot be learned is a RangeError', () => {
  const rows = pump(40, 5)

  it('ANO-6 too few complete vectors, a signal without a value', () => {
    assert.throws(() => learn(pump(11, 5), { signals }), RangeError)
    assert.doesNotThrow(() => learn(pump(12, 5), { signals }))
    const silent = rows.map((row) => [row[0]!, row[1]!, null])
    assert.throws(() => learn(silent, { signals }), RangeError)
  })

  it('ANO-1 names that are equal or missing, rows of another width', () => {
    assert.throws(() => learn(rows, { signals: ['a', 'a', 'b'] }), RangeError)
    assert.throws(() => learn(rows, { signals: [] }), RangeError)
    assert.throws(() => learn(rows, { signals: ['a', 'b'] }), RangeError)
  })

  it('ANO-1 options outside their bounds', () => {
    for (const wrong of [
      { lagCount: -1 },
      { lagCount: 0.5 },
      { windowCount: 0 },
      { varianceShare: 0 },
      { varianceShare: 1.1 },
      { quantile: 0 },
      { quantile: 2 },
      { marginFactor: 0 },
    ]) {
      assert.throws(() => learn(rows, { signals, ...wrong }), RangeError, JSON.stringify(wrong))
    }
  })
})
