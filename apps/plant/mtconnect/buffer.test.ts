import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Checkpoint, type Entry, SequenceBuffer } from './buffer.ts'

const texts = fc.constantFrom(
  'Normal||||',
  'Normal|1|||',
  'Warning|1|||ONE',
  'Fault|2|||TWO',
  'Warning|2|||TWO',
  'Unavailable||||',
  'UNAVAILABLE',
)
const observations = fc.array(fc.record({ item: fc.integer({ min: 0, max: 3 }), text: texts }), {
  maxLength: 60,
})

/** Items 2 and 3 are conditions. */
const isCondition = (item: number) => item >= 2

function filled(size: number, list: readonly { item: number; text: string }[]): SequenceBuffer {
  const buffer = new SequenceBuffer(size, isCondition)
  for (const [index, { item, text }] of list.entries()) buffer.append(1000 + index, item, text)
  return buffer
}

function plain(checkpoint: Checkpoint): [number, Entry[]][] {
  return [...checkpoint].sort(([one], [other]) => one - other)
}

test('a full ring tells the same state as one that never lost anything', () => {
  fc.assert(
    fc.property(observations, fc.integer({ min: 1, max: 20 }), (list, size) => {
      const small = filled(size, list)
      const large = filled(1000, list)
      assert.deepEqual(plain(small.current()), plain(large.current()))
      for (let at = small.firstSequence; at < small.nextSequence; at += 1) {
        assert.deepEqual(plain(small.current(at)), plain(large.current(at)), `at ${at}`)
      }
    }),
  )
})

test('pages join without gap or repetition, whatever is wanted', () => {
  fc.assert(
    fc.property(
      observations,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 0, max: 15 }),
      (list, count, mask) => {
        const buffer = filled(40, list)
        const wanted = (item: number) => ((mask >> item) & 1) === 1
        const seen: Entry[] = []
        let from = buffer.firstSequence
        while (from < buffer.nextSequence) {
          const { entries, next } = buffer.slice(from, count, wanted)
          assert.ok(next > from && entries.length <= count)
          seen.push(...entries)
          from = next
        }
        const all = list.map(({ item, text }, index) => ({
          sequence: index + 1,
          timeMicros: 1000 + index,
          item,
          text,
        }))
        assert.deepEqual(
          seen,
          all.filter((entry) => entry.sequence >= buffer.firstSequence && wanted(entry.item)),
        )
      },
    ),
  )
})

test('sequence numbers are gapless from 1 and the oldest goes first', () => {
  const buffer = filled(
    4,
    Array.from({ length: 10 }, () => ({ item: 0, text: 'x' })),
  )
  assert.deepEqual([buffer.firstSequence, buffer.nextSequence], [7, 11])
  assert.equal(buffer.entry(7).timeMicros, 1006)
})

function activeTexts(...list: string[]): string[] {
  const buffer = filled(
    100,
    list.map((text) => ({ item: 2, text })),
  )
  return buffer
    .current()
    .get(2)!
    .map((entry) => entry.text)
}

test('several alarms of a condition are active at once until each ends', () => {
  const one = 'Warning|1|||ONE'
  const two = 'Fault|2|||TWO'
  assert.deepEqual(activeTexts('Normal||||', one, two), [one, two])
  assert.deepEqual(activeTexts(one, two, 'Normal|1|||'), [two])
  assert.deepEqual(activeTexts(one, 'Fault|1|||WORSE'), ['Fault|1|||WORSE'])
  assert.deepEqual(activeTexts(one, 'Normal|1|||'), ['Normal|1|||'])
  assert.deepEqual(activeTexts(one, two, 'Normal||||'), ['Normal||||'])
  assert.deepEqual(activeTexts(one, two, 'Unavailable||||'), ['Unavailable||||'])
  assert.deepEqual(activeTexts('Unavailable||||', two), [two])
})
