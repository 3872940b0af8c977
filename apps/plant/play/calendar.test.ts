import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  calendarOf,
  dayMicros,
  localOffsetMicros,
  plantDayAt,
  plantDayStart,
  presentInstant,
  recordedDayOf,
  recordedInstant,
} from './calendar.ts'

const week = ['02', '03', '04', '05', '06', '07', '08'].map((day) => `2016-05-${day}`)
const threeDays = ['2016-10-20', '2016-10-21', '2016-10-22']

const calendars = fc
  .record({ dates: fc.constantFrom(week, threeDays), shift: fc.double({ min: -24, max: 24, noNaN: true }) })
  .map(({ dates, shift }) => calendarOf(dates, shift))
/** Any microsecond from 1990 to 2090. */
const instants = fc.integer({ min: 631_152_000_000_000, max: 3_786_912_000_000_000 })

function localWeekday(calendar: ReturnType<typeof calendarOf>, plantDay: number): number {
  const local = new Date((plantDayStart(calendar, plantDay) + localOffsetMicros) / 1000)
  return (local.getUTCDay() + 6) % 7
}

test('an instant lies in its plant day, and the days leave no gap', () => {
  fc.assert(
    fc.property(calendars, instants, (calendar, instant) => {
      const day = plantDayAt(calendar, instant)
      assert.ok(plantDayStart(calendar, day) <= instant)
      assert.ok(instant < plantDayStart(calendar, day + 1))
    }),
  )
})

test('there and back is the same instant', () => {
  fc.assert(
    fc.property(calendars, instants, (calendar, instant) => {
      const recorded = recordedInstant(calendar, instant)
      assert.equal(presentInstant(calendar, plantDayAt(calendar, instant), recorded), instant)
    }),
  )
})

test('within a plant day recorded time goes on as present time does', () => {
  fc.assert(
    fc.property(calendars, instants, fc.integer({ min: 0, max: dayMicros }), (calendar, instant, later) => {
      fc.pre(plantDayAt(calendar, instant) === plantDayAt(calendar, instant + later))
      assert.equal(recordedInstant(calendar, instant + later) - recordedInstant(calendar, instant), later)
    }),
  )
})

test('the recorded instant lies in the recorded day that is played', () => {
  fc.assert(
    fc.property(calendars, instants, (calendar, instant) => {
      const start = calendar.starts[recordedDayOf(calendar, plantDayAt(calendar, instant))]!
      const recorded = recordedInstant(calendar, instant)
      assert.ok(recorded >= start && recorded < start + dayMicros)
    }),
  )
})

test('a recorded hour falls on the same local hour every day', () => {
  const calendar = calendarOf(week, -9)
  for (let day = 20_000; day < 20_014; day += 1) {
    const noon = presentInstant(
      calendar,
      day,
      calendar.starts[recordedDayOf(calendar, day)]! + 12 * 3_600_000_000,
    )
    assert.equal(new Date((noon + localOffsetMicros) / 1000).getUTCHours(), 16)
  }
})

test('a recorded week plays every weekday on itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: -24, max: 24 }), fc.integer({ min: 10_000, max: 40_000 }), (shift, day) => {
      const calendar = calendarOf(week, shift)
      assert.equal(recordedDayOf(calendar, day), localWeekday(calendar, day))
    }),
  )
})

test('three recorded days take turns on weekdays, and the quiet one plays the weekend', () => {
  const calendar = calendarOf(threeDays, 4)
  const played: number[] = []
  for (let day = 20_000; day < 20_028; day += 1) {
    const recorded = recordedDayOf(calendar, day)
    assert.equal(recorded === 2, localWeekday(calendar, day) >= 5, `plant day ${day}`)
    if (recorded !== 2) played.push(recorded)
  }
  for (const [index, recorded] of played.entries())
    if (index > 0) assert.notEqual(recorded, played[index - 1])
})

test('a recording without a quiet day is refused', () => {
  assert.throws(() => calendarOf(['2016-10-20', '2016-10-21'], 0), /quiet day/)
})
