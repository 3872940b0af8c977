import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { clockOf, dayMinutes, entriesOf, minuteOf, patternsOf, piecesOf, weekdays } from './week.ts'

const minute = fc.integer({ min: 0, max: dayMinutes - 1 })
const entry = fc.record({
  name: fc.constantFrom('白班', '夜班', '午休'),
  weekday: fc.integer({ min: 1, max: 7 }),
  startMinute: minute,
  endMinute: minute,
  kind: fc.constantFrom('shift' as const, 'break' as const, 'maintenance' as const),
})
const texts = (entries: readonly object[]) =>
  entries.map((one) => JSON.stringify(Object.entries(one).sort())).sort()

test('patterns say the same as the entries they are made of', () => {
  fc.assert(
    fc.property(fc.uniqueArray(entry, { selector: (one) => JSON.stringify(one) }), (entries) => {
      assert.deepEqual(texts(entriesOf(patternsOf(entries))), texts(entries))
    }),
  )
})

test('the pieces of the seven days are as long as the entries', () => {
  fc.assert(
    fc.property(fc.array(entry), (entries) => {
      const lengthOf = ({ startMinute, endMinute }: { startMinute: number; endMinute: number }) =>
        endMinute - startMinute + (endMinute <= startMinute ? dayMinutes : 0)
      const pieces = weekdays.flatMap(({ weekday }) => piecesOf(entries, weekday))
      const shown = pieces.reduce((sum, one) => sum + one.toMinute - one.fromMinute, 0)
      assert.equal(
        shown,
        entries.reduce((sum, one) => sum + lengthOf(one), 0),
      )
      assert.ok(pieces.every((one) => one.fromMinute >= 0 && one.toMinute <= dayMinutes))
    }),
  )
})

test("Sunday's night shift goes on into Monday", () => {
  const night = { name: '夜班', weekday: 7, startMinute: 1200, endMinute: 480, kind: 'shift' as const }
  assert.deepEqual(piecesOf([night], 1), [{ name: '夜班', kind: 'shift', fromMinute: 0, toMinute: 480 }])
  assert.deepEqual(piecesOf([night], 7), [{ name: '夜班', kind: 'shift', fromMinute: 1200, toMinute: 1440 }])
})

test('a time of day is read as it is written, and nothing else is one', () => {
  fc.assert(fc.property(minute, (one) => assert.equal(minuteOf(clockOf(one)), one)))
  for (const text of ['', '24:00', '8:00', '12:60', '12:00 ']) assert.equal(minuteOf(text), undefined)
})
