import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Stream, type StreamOptions, streamNext, streamStart, type Told } from './index.ts'
import { generator, settings } from './test/sample.ts'

function run(values: readonly (number | null)[], options: StreamOptions = {}): Told[] {
  let stream = streamStart(options)
  return values.map((value) => {
    const told = streamNext(stream, value)
    stream = told.stream
    return told
  })
}

function noise(count: number, seed: number, level = 20): number[] {
  const draw = generator(seed)
  return Array.from({ length: count }, () => level + draw() - 0.5)
}

/** The twin: everything again from all values so far, where nothing is forgotten yet. */
function naiveScore(values: readonly number[], shortCount: number): number {
  const old = values.slice(0, -shortCount)
  if (values.length <= shortCount || old.length < 40) return 0
  const level = old.reduce((sum, one) => sum + one, 0) / old.length
  const variance = old.reduce((sum, one) => sum + (one - level) ** 2, 0) / old.length
  const mean = values.slice(-shortCount).reduce((sum, one) => sum + one, 0) / shortCount
  const shift = Math.abs(mean - level) / (Math.sqrt(variance) + Math.abs(level) * 1e-3 + 1e-9)
  const before = values.slice(0, -1)
  const value = values.at(-1)!
  const span = Math.max(Math.max(...before) - Math.min(...before), 1e-9)
  const beyond = Math.max(value - Math.max(...before), Math.min(...before) - value) / span
  return beyond > 0.05 ? Math.max(shift, 4 * (1 + beyond)) : shift
}

const anyValues = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { maxLength: 120 })

describe('one signal that learns as it runs', () => {
  it('ANO-20 agrees with the naive twin until it begins to forget', () => {
    fc.assert(
      fc.property(anyValues, fc.integer({ min: 1, max: 12 }), (values, shortCount) => {
        run(values, { shortCount }).forEach(({ score }, at) => {
          const expected = naiveScore(values.slice(0, at + 1), shortCount)
          assert.ok(Math.abs(score! - expected) <= 1e-6 * (1 + expected), `${score} ${expected}`)
        })
      }),
      settings,
    )
  })

  it('ANO-20 a step is told, and noise before it is not', () => {
    const told = run([...noise(300, 1), ...noise(30, 2, 24)])
    assert.ok(told.slice(0, 300).every((one) => one.told === 0))
    assert.ok(told.slice(300, 305).some((one) => one.told > 0))
  })

  it('ANO-20 a new level becomes usual', () => {
    const told = run([...noise(300, 1), ...noise(1500, 2, 24)], { longCount: 200, restCount: 0 })
    assert.ok(told.slice(-200).every((one) => one.told === 0))
  })

  it('ANO-21 after an alarm it rests, unless it grows worse', () => {
    const step = [...noise(300, 1), ...new Array<number>(100).fill(24)]
    const count = run(step).filter((one) => one.told > 0).length
    const restless = run(step, { restCount: 0 }).filter((one) => one.told > 0).length
    assert.ok(count >= 1 && count < 10, `${count}`)
    assert.ok(restless > 3 * count, `${restless}`)
    const worse = run([...step, 200])
    assert.ok(worse.at(-1)!.told > 0)
  })

  it('ANO-22 a missing value says nothing and changes nothing', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const holes = values.flatMap((value) => [null, value, Number.NaN])
        const seen = run(holes).filter((one) => one.score !== null)
        assert.deepEqual(seen, run(values))
      }),
      settings,
    )
    assert.equal(streamNext(streamStart(), null).score, null)
  })

  it('ANO-23 memory is bounded, plain JSON, and not changed', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        let stream: Stream = streamStart({ shortCount: 5 })
        for (const value of values) {
          const before = JSON.stringify(stream)
          const direct = streamNext(stream, value)
          assert.equal(JSON.stringify(stream), before)
          assert.deepEqual(streamNext(JSON.parse(before), value), direct)
          assert.ok(direct.stream.recent.length <= 5)
          stream = direct.stream
        }
      }),
      { ...settings, numRuns: 20 },
    )
  })

  it('ANO-23 options outside their bounds are a RangeError', () => {
    const wrongs = [
      { longCount: 1 },
      { shortCount: 0 },
      { restCount: -1 },
      { threshold: 0 },
      { shortCount: 1.5 },
    ]
    for (const wrong of wrongs) assert.throws(() => streamStart(wrong), RangeError, JSON.stringify(wrong))
  })
})
