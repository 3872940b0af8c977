import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { dayMicros, isoOf } from '../micros.ts'
import {
  dayWindow,
  expandWeekly,
  holds,
  isTimeZone,
  localDay,
  localToMicros,
  nextDay,
  type PlannedSpan,
  type WeeklyEntry,
} from './expand.ts'

const minuteMicros = 60_000_000
const shanghai = 'Asia/Shanghai'
/** Monday 2026-03-02, midnight in Shanghai, where clocks are never set. */
const monday = Date.parse('2026-03-02T00:00:00+08:00') * 1000
const week = { fromMicros: monday, toMicros: monday + 7 * dayMicros }

const shift = (change: Partial<WeeklyEntry> = {}): WeeklyEntry => ({
  height: 0,
  name: '白班',
  weekday: 1,
  startMinute: 480,
  endMinute: 1200,
  kind: 'shift',
  validFrom: '2026-01-01',
  validTo: null,
  timeZone: shanghai,
  ...change,
})

const shown = (spans: readonly PlannedSpan[]) =>
  spans.map((one) => `${isoOf(one.fromMicros).slice(0, 16)} ${isoOf(one.toMicros).slice(0, 16)} ${one.name}`)

describe('a week of shifts', () => {
  test('lies where its local time says', () => {
    assert.deepEqual(shown(expandWeekly([shift()], week)), ['2026-03-02T00:00 2026-03-02T12:00 白班'])
  })

  test('a night shift ends on the next day, and is there in a window that begins within it', () => {
    const night = shift({ name: '夜班', weekday: 7, startMinute: 1200, endMinute: 480 })
    const spans = ['2026-03-01T12:00 2026-03-02T00:00 夜班', '2026-03-08T12:00 2026-03-09T00:00 夜班']
    assert.deepEqual(shown(expandWeekly([night], week)), spans)
    const early = { fromMicros: monday - 60 * minuteMicros, toMicros: monday + 60 * minuteMicros }
    assert.deepEqual(shown(expandWeekly([night], early)), spans.slice(0, 1))
  })

  test('equal start and end are a whole day', () => {
    const [span] = expandWeekly([shift({ startMinute: 480, endMinute: 480 })], week)
    assert.equal((span?.toMicros ?? 0) - (span?.fromMicros ?? 0), dayMicros)
  })

  test('holds from its first to its last day, both included', () => {
    const entry = shift({ validFrom: '2026-03-02', validTo: '2026-03-09' })
    assert.deepEqual(
      ['2026-03-01', '2026-03-02', '2026-03-09', '2026-03-10'].map((day) => holds(entry, day)),
      [false, true, true, false],
    )
    const long = { fromMicros: monday - 7 * dayMicros, toMicros: monday + 21 * dayMicros }
    assert.equal(expandWeekly([entry], long).length, 2)
  })

  test('the nearest unit that has entries for a day counts, and no other', () => {
    const far = shift({ height: 2, name: '厂区' })
    const near = shift({ height: 1, name: '产线', validFrom: '2026-03-09' })
    const two = { fromMicros: monday, toMicros: monday + 14 * dayMicros }
    assert.deepEqual(
      expandWeekly([far, near], two).map(({ name }) => name),
      ['厂区', '产线'],
    )
    // What a nearer unit plans for Tuesday alone leaves its Monday empty: its week stands for the whole.
    const tuesday = shift({ height: 0, weekday: 2, name: '单元' })
    assert.deepEqual(
      expandWeekly([far, near, tuesday], two).map(({ name }) => name),
      ['单元', '单元'],
    )
  })
})

describe('where clocks are set', () => {
  const berlin = 'Europe/Berlin'

  test('the day that loses an hour has 23, the one that gains it 25', () => {
    const hours = (day: string) => {
      const { fromMicros, toMicros } = dayWindow(day, berlin)
      return (toMicros - fromMicros) / (60 * minuteMicros)
    }
    assert.deepEqual(['2026-03-28', '2026-03-29', '2026-10-25'].map(hours), [24, 23, 25])
  })

  test('a night shift over the change is as long as the night was', () => {
    const night = (weekday: number) =>
      shift({ weekday, startMinute: 1320, endMinute: 360, timeZone: berlin, name: 'Nacht' })
    const around = (day: string) => ({
      fromMicros: localToMicros(day, 0, berlin) - dayMicros,
      toMicros: localToMicros(day, 0, berlin) + dayMicros,
    })
    const [spring] = expandWeekly([night(6)], around('2026-03-29'))
    const [autumn] = expandWeekly([night(6)], around('2026-10-25'))
    const hours = (span: PlannedSpan | undefined) =>
      ((span?.toMicros ?? 0) - (span?.fromMicros ?? 0)) / (60 * minuteMicros)
    assert.deepEqual([hours(spring), hours(autumn)], [7, 9])
  })

  test('a time that does not exist is moved on by the gap; one that comes twice is the first', () => {
    assert.equal(isoOf(localToMicros('2026-03-29', 150, berlin)), '2026-03-29T01:30:00.000Z')
    assert.equal(isoOf(localToMicros('2026-10-25', 150, berlin)), '2026-10-25T00:30:00.000Z')
  })

  test('midnight itself may not exist', () => {
    // In Beirut clocks went from 24:00 to 01:00 on 2021-03-28.
    assert.equal(isoOf(localToMicros('2021-03-28', 0, 'Asia/Beirut')), '2021-03-27T22:00:00.000Z')
    const { fromMicros, toMicros } = dayWindow('2021-03-28', 'Asia/Beirut')
    assert.equal((toMicros - fromMicros) / (60 * minuteMicros), 23)
  })

  test('local days follow one another without hole or overlap, in any zone', () => {
    const zones = fc.constantFrom(
      shanghai,
      berlin,
      'America/Sao_Paulo',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'Pacific/Kiritimati',
    )
    const days = fc.integer({ min: 0, max: 20_000 })
    fc.assert(
      fc.property(zones, days, (zone, count) => {
        const day = new Date(Date.parse('1990-01-01') + count * 86_400_000).toISOString().slice(0, 10)
        const { fromMicros, toMicros } = dayWindow(day, zone)
        assert.equal(dayWindow(nextDay(day), zone).fromMicros, toMicros)
        assert.equal(localDay(fromMicros, zone), day)
        assert.equal(localDay(toMicros - 1, zone), day)
        assert.equal(localDay(fromMicros - 1, zone) < day, true)
      }),
    )
  })

  test('only zones of the IANA database are zones', () => {
    assert.deepEqual([shanghai, 'UTC', 'Asia/Ho_Chi_Minh', 'Mars/Olympus', ''].map(isTimeZone), [
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

/** Goes minute by minute and asks of each whether an entry is on; only where clocks are never set. */
function naive(entries: readonly WeeklyEntry[], fromMicros: number, minutes: number): string[][] {
  const offsetMinutes = 480
  const dayOf = (minute: number) => Math.floor(minute / 1440)
  const dateOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10)
  return Array.from({ length: minutes }, (_, index) => {
    const local = fromMicros / minuteMicros + index + offsetMinutes
    const names: string[] = []
    for (const startDay of [dayOf(local) - 1, dayOf(local)]) {
      const date = dateOf(startDay)
      const valid = entries.filter((one) => holds(one, date))
      const height = Math.min(...valid.map((one) => one.height))
      const weekday = ((new Date(startDay * 86_400_000).getUTCDay() + 6) % 7) + 1
      for (const one of valid) {
        if (one.height !== height || one.weekday !== weekday) continue
        const length = one.endMinute - one.startMinute + (one.endMinute <= one.startMinute ? 1440 : 0)
        const since = local - startDay * 1440 - one.startMinute
        if (since >= 0 && since < length) names.push(one.name)
      }
    }
    return names.sort()
  })
}

describe('the twin', () => {
  test('says the same of every minute', () => {
    const entry = fc.record({
      height: fc.integer({ min: 0, max: 2 }),
      name: fc.constantFrom('a', 'b', 'c'),
      weekday: fc.integer({ min: 1, max: 7 }),
      startMinute: fc.integer({ min: 0, max: 1439 }),
      endMinute: fc.integer({ min: 0, max: 1439 }),
      kind: fc.constantFrom('shift' as const, 'break' as const),
      validFrom: fc.constantFrom('2026-01-01', '2026-03-02', '2026-03-03', '2026-03-04'),
      validTo: fc.constantFrom(null, '2026-03-02', '2026-03-03', '2026-03-31'),
      timeZone: fc.constant(shanghai),
    })
    const minutes = 3 * 1440
    const start = fc.integer({ min: 0, max: 2 * 1440 })
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), start, (entries, first) => {
        const fromMicros = monday + first * minuteMicros
        const spans = expandWeekly(entries, { fromMicros, toMicros: fromMicros + minutes * minuteMicros })
        const found = naive(entries, fromMicros, minutes)
        for (const [index, names] of found.entries()) {
          const at = fromMicros + index * minuteMicros
          const there = spans.filter((one) => one.fromMicros <= at && at < one.toMicros)
          assert.deepEqual(there.map(({ name }) => name).sort(), names, isoOf(at))
        }
      }),
      { numRuns: 40 },
    )
  })
})
