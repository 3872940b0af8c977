import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type CalendarDay, dayIn, workingCalendar } from './index.ts'

/** The national-day week of 2025 with the two days worked for it. */
const national: CalendarDay[] = [
  ...['01', '02', '03', '06', '07', '08'].map((one) => ({ day: `2025-10-${one}`, kind: 'off' as const })),
  { day: '2025-09-28', kind: 'work' },
  { day: '2025-10-11', kind: 'work' },
]

test('a public notice of five working days from the eve of a long holiday ends after it', () => {
  const calendar = workingCalendar(national)
  assert.equal(calendar.after('2025-09-30', 5), '2025-10-14')
  assert.equal(calendar.between('2025-09-30', '2025-10-14'), 5)
  assert.equal(calendar.isWorking('2025-09-28'), true, 'a Sunday that is worked')
  assert.equal(calendar.isWorking('2025-10-04'), false, 'a Saturday within the holiday')
  assert.equal(workingCalendar([]).after('2025-09-30', 5), '2025-10-07')
})

const day = fc
  .integer({ min: 0, max: 1500 })
  .map((offset) => new Date(Date.UTC(2024, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10))
const exceptions = fc.array(fc.record({ day, kind: fc.constantFrom('off', 'work') }), { maxLength: 40 })

test('after and between undo each other, and agree with counting day by day', () => {
  fc.assert(
    fc.property(exceptions, day, fc.nat(60), (days, from, count) => {
      const calendar = workingCalendar(days as CalendarDay[])
      const to = calendar.after(from, count)
      assert.equal(calendar.between(from, to), count)
      assert.equal(calendar.between(to, from) + count, 0)
      if (count > 0) assert.ok(calendar.isWorking(to))
      let counted = 0
      for (let ms = Date.parse(from) + 86_400_000; ms <= Date.parse(to); ms += 86_400_000)
        if (calendar.isWorking(new Date(ms).toISOString().slice(0, 10))) counted++
      assert.equal(counted, count)
    }),
    { seed: 20261128, numRuns: 200 },
  )
})

test('what is no day is refused, and a calendar without working days ends', () => {
  assert.throws(() => workingCalendar([]).isWorking('2025-02-30x'), RangeError)
  assert.throws(() => workingCalendar([]).after('2025-13-01', 1), RangeError)
  const never = Array.from({ length: 8000 }, (_, offset) => ({
    day: new Date(Date.UTC(2024, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10),
    kind: 'off' as const,
  }))
  assert.throws(() => workingCalendar(never).after('2024-01-01', 1), RangeError)
})

test('the day of an instant is the zone’s', () => {
  assert.equal(dayIn(new Date('2025-09-30T16:30:00Z'), 'Asia/Shanghai'), '2025-10-01')
  assert.equal(dayIn(new Date('2025-09-30T16:30:00Z'), 'UTC'), '2025-09-30')
})
