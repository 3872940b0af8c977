import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { emptyMemory, learn, type Memory, type Model, type Row, type Scored, score } from './index.ts'
import { leaking, messyRows, pump, settings, signals } from './test/sample.ts'

const model = learn(pump(300, 1), { signals })

function run(rows: readonly Row[], with_: Model = model): Scored[] {
  let memory: Memory = emptyMemory()
  return rows.map((row) => {
    const scored = score(with_, memory, row)
    memory = scored.memory
    return scored
  })
}

describe('scoring a pump', () => {
  it('ANO-7 a leak is anomalous within the window, and the pump before it is not', () => {
    const scored = run(leaking(100, 60, 2))
    assert.ok(scored.slice(2, 60).filter((one) => one.isAnomalous).length <= 3)
    assert.ok(scored.slice(65).every((one) => one.isAnomalous === true))
  })

  it('ANO-8 the signal that deviates has the greatest share', () => {
    const scored = run(leaking(100, 60, 2))
    for (const { contributions } of scored.slice(66)) assert.equal(contributions[0]!.signal, 'pressure')
  })

  it('ANO-7 a spike shorter than half the window raises no alarm', () => {
    const rows = pump(40, 7).map((row, at) => (at === 20 || at === 21 ? [row[0]!, 0, row[2]!] : row))
    const single = learn(pump(300, 1), { signals, lagCount: 0 })
    const raw = learn(pump(300, 1), { signals, lagCount: 0, windowCount: 1 })
    assert.equal(run(rows, single)[20]!.isAnomalous, false)
    assert.equal(run(rows, raw)[20]!.isAnomalous, true)
  })

  it('ANO-7 too few rows for the lags have no score', () => {
    const [first, second, third] = run(pump(3, 1))
    assert.equal(first!.score, null)
    assert.equal(second!.isAnomalous, null)
    assert.deepEqual(first!.contributions, [])
    assert.equal(typeof third!.score, 'number')
  })

  it('ANO-1 a row of another width is a RangeError', () => {
    assert.throws(() => score(model, emptyMemory(), [1, 2]), RangeError)
  })
})

describe('missing values', () => {
  it('ANO-9 a hole never makes a score greater than any value in its place would', () => {
    const single = learn(pump(300, 1), { signals, lagCount: 0, windowCount: 1 })
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat({ max: 2 }),
        fc.double({ min: -50, max: 90, noNaN: true }),
        (seed, at, any) => {
          const row = pump(1, seed)[0]!
          const hole = row.map((value, index) => (index === at ? null : value))
          const filled = row.map((value, index) => (index === at ? any : value))
          const least = score(single, emptyMemory(), hole).score!
          assert.ok(least <= score(single, emptyMemory(), filled).score! + 1e-9)
        },
      ),
      settings,
    )
  })

  it('ANO-9 a signal that is missing has no share', () => {
    const scored = run(leaking(30, 0, 3).map((row) => [row[0]!, row[1]!, null]))
    const shares = scored.at(-1)!.contributions
    assert.equal(shares.find((one) => one.signal === 'flow')!.share, 0)
  })

  it('ANO-9 a leak is seen although one signal is silent', () => {
    const scored = run(leaking(40, 20, 3).map((row) => [row[0]!, row[1]!, null]))
    assert.equal(scored.at(-1)!.isAnomalous, true)
  })

  it('ANO-10 silence is unknown, never normal', () => {
    const scored = run([...pump(10, 1), [null, null, null]])
    assert.equal(scored[10]!.score, null)
    assert.equal(scored[10]!.isAnomalous, null)
  })
})

describe('scoring of any rows', () => {
  it('ANO-8 scores are finite and not negative; shares sum to 1 and fall', () => {
    fc.assert(
      fc.property(messyRows, (rows) => {
        for (const { score: value, isAnomalous, contributions } of run(rows)) {
          assert.equal(value === null, isAnomalous === null)
          if (value === null) continue
          assert.ok(Number.isFinite(value) && value >= 0)
          const sum = contributions.reduce((total, one) => total + one.share, 0)
          assert.ok(contributions.length === 0 || Math.abs(sum - 1) < 1e-9)
          contributions.forEach(({ share }, at) => {
            assert.ok(share >= 0)
            if (at > 0) assert.ok(share <= contributions[at - 1]!.share)
          })
        }
      }),
      settings,
    )
  })

  it('ANO-11 memory through JSON gives the same, and the arguments stay as they were', () => {
    fc.assert(
      fc.property(messyRows, (rows) => {
        const straight = run(rows)
        let memory = emptyMemory()
        rows.forEach((row, at) => {
          const before = JSON.stringify(memory)
          const scored = score(JSON.parse(JSON.stringify(model)), JSON.parse(before), row)
          assert.deepEqual(scored, straight[at])
          memory = scored.memory
        })
      }),
      settings,
    )
  })

  it('ANO-11 memory is bounded', () => {
    const { memory } = run(pump(200, 5)).at(-1)!
    assert.equal(memory.rows.length, model.lagCount + 1)
    assert.equal(memory.recent.length, model.windowCount)
  })

  it('ANO-2 units do not matter', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(0.001, 0.5, 1000), (seed, factor) => {
        const change = (rows: number[][]) => rows.map((row) => row.map((value) => value * factor + 7))
        const other = learn(change(pump(100, 1)), { signals })
        const here = run(pump(15, seed), learn(pump(100, 1), { signals }))
        run(change(pump(15, seed)), other).forEach((scored, at) => {
          const expected = here[at]!.score
          if (expected === null) assert.equal(scored.score, null)
          else assert.ok(Math.abs(scored.score! - expected) < 1e-5 * (1 + expected))
        })
      }),
      { ...settings, numRuns: 20 },
    )
  })
})
