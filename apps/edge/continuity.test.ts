import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Continuity } from './continuity.ts'
import { bad, good, type Observation, stale } from './observation.ts'

function said(timeMicros: number, value: number | null, tag = 'a'): Observation {
  return { tag, timeMicros, value, quality: value === null ? bad : good }
}
const mark = (timeMicros: number): Observation => ({ tag: 'a', timeMicros, value: null, quality: stale })

/** A tag whose connection was lost at 100 after its value 7 at 50. */
function lost(): Continuity {
  const continuity = new Continuity()
  continuity.observe(said(50, 7))
  assert.deepEqual(
    continuity.lose(['a', 'never seen'], 100, (tag) => (tag === 'a' ? 50 : undefined)),
    [mark(100)],
  )
  return continuity
}

test('a lost tag is stale from the last sign of life on, never before its newest value', () => {
  lost()
  const continuity = new Continuity()
  continuity.observe(said(150, 7))
  assert.deepEqual(
    continuity.lose(['a'], 100, () => 150),
    [mark(151)],
  )
  assert.deepEqual(
    continuity.lose(['a'], 900, () => 150),
    [],
    'a stale tag is not marked again',
  )
})

test('a gapless return proves the value over the loss', () => {
  assert.deepEqual(lost().resume(), [said(101, 7)])
})

test('a change that happened before the loss and is read after it counts as the value over the loss', () => {
  const continuity = lost()
  assert.equal(continuity.observe(said(90, 8)), undefined)
  assert.deepEqual(continuity.resume(), [said(101, 8)])
})

test('the first value behind the mark ends it with the value before', () => {
  const continuity = lost()
  assert.deepEqual(continuity.observe(said(500, 9)), said(101, 7))
  assert.deepEqual(continuity.resume(), [])
})

test('after a gap nothing is proved: the tag stays unknown until its next value', () => {
  const continuity = lost()
  continuity.forget(['a'])
  assert.equal(continuity.observe(said(500, 9)), undefined)
  assert.deepEqual(continuity.resume(), [])
})

test('after a gap a value that the source dates before the loss proves itself', () => {
  const continuity = lost()
  continuity.forget(['a'])
  continuity.observe(said(60, 8))
  assert.deepEqual(continuity.resume(), [said(101, 8)])
})

test('a bad value over the loss is bad again, not good', () => {
  const continuity = new Continuity()
  continuity.observe(said(50, null))
  continuity.lose(['a'], 100, () => 50)
  assert.deepEqual(continuity.resume(), [said(101, null)])
})

test('a mark that the log remembers is ended like one of this run', () => {
  const continuity = new Continuity()
  continuity.recall('a', 100)
  continuity.observe(said(70, 3))
  assert.deepEqual(continuity.resume(), [said(101, 3)])
})

/** The value that a series of points shows at an instant: that of the last point at or before it. */
function at(points: readonly Observation[], timeMicros: number): Observation | undefined {
  return points
    .filter((point) => point.timeMicros <= timeMicros)
    .sort((a, b) => a.timeMicros - b.timeMicros)
    .at(-1)
}

test('over a gapless loss the series shows the machine’s value at every instant but the mark’s own', () => {
  const times = fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 2, maxLength: 30 })
  fc.assert(
    fc.property(times, fc.nat(29), fc.nat(50), (unordered, share, late) => {
      const machine = unordered.toSorted((a, b) => a - b).map((time, index) => said(time * 2, index))
      const known = 1 + (share % (machine.length - 1))
      const continuity = new Continuity()
      const series: Observation[] = []
      for (const observation of machine.slice(0, known))
        series.push(observation, ...[continuity.observe(observation) ?? []].flat())
      const newest = machine[known - 1]!.timeMicros
      // The source may have seen more before the loss than had reached us.
      const marks = continuity.lose(['a'], newest + late * 2 + 1, () => newest)
      series.push(...marks)
      for (const observation of machine.slice(known))
        series.push(...[continuity.observe(observation) ?? []].flat(), observation)
      series.push(...continuity.resume())
      for (let time = machine[0]!.timeMicros; time <= 700; time++) {
        if (time === marks[0]!.timeMicros) continue
        assert.equal(at(series, time)?.value, at(machine, time)?.value, `at ${time}`)
      }
    }),
  )
})
