import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, addMonths, chinaDay } from './days.ts'

test('a day ends at midnight of China, wherever the server stands', () => {
  const days = [
    ['2026-03-03T15:59:59Z', '2026-03-03'],
    ['2026-03-03T16:00:00Z', '2026-03-04'],
    ['2026-12-31T16:00:00Z', '2027-01-01'],
  ] as const
  for (const [at, day] of days) assert.equal(chinaDay(new Date(at)), day)
})

test('months later is the same day, or the last of a shorter month', () => {
  const cases = [
    ['2026-01-31', 1, '2026-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-03-03', 12, '2027-03-03'],
    ['2026-12-15', 1, '2027-01-15'],
  ] as const
  for (const [day, months, later] of cases) assert.equal(addMonths(day, months), later)
})

const anyDay = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2090-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

test('days there and back come to the same day; more days are later', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 1, max: 4000 }), (day, count) => {
      assert.equal(addDays(addDays(day, count), -count), day)
      assert.ok(addDays(day, count) > day)
    }),
    { seed: 7, numRuns: 200 },
  )
})

test('months later is in the month that is so many later, and never on a later day of it', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 1, max: 60 }), (day, count) => {
      const later = addMonths(day, count)
      const place = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7))
      assert.equal(place(later) - place(day), count)
      assert.ok(later.slice(8) <= day.slice(8))
      assert.ok(Number(later.slice(8)) >= Math.min(28, Number(day.slice(8))))
    }),
    { seed: 11, numRuns: 200 },
  )
})

test('months ahead and back again come to the same day, or to the last of a shorter month between', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 1, max: 60 }), (day, count) => {
      const back = addMonths(addMonths(day, count), -count)
      assert.equal(back.slice(0, 7), day.slice(0, 7))
      if (Number(day.slice(8)) <= 28) assert.equal(back, day)
      else assert.ok(back <= day)
    }),
    { seed: 12, numRuns: 200 },
  )
})
