import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Rotation } from '../contract/calendar-shapes.ts'
import { dayMicros, isoOf } from '../micros.ts'
import { expandWeekly, localDay } from './expand.ts'
import { monthOf } from './month.ts'
import { mondayOf, patterns, rotationOf } from './patterns.ts'
import { overlaps, rotationEntries, rotationFaults, unmanned } from './rotation.ts'

const zone = 'Asia/Shanghai'
const holds = { height: 0, validFrom: '2026-01-01', validTo: null, timeZone: zone }
const monday = Date.parse('2026-03-02T00:00:00+08:00') * 1000
const words = {
  anchor: '2026-03-02',
  locale: 'zh' as const,
  shift: (key: string) => key,
  crews: ['甲', '乙', '丙', '丁', '戊'],
}

function patternOf(key: string): Rotation {
  const found = rotationOf(key, words)
  assert.ok(found, key)
  return found
}

/** `day crew shift` of some days from the Monday on. */
function plan(body: Rotation, days: number, change: Partial<typeof holds> = {}): string[] {
  const entries = rotationEntries(body, { ...holds, ...change })
  return expandWeekly(entries, { fromMicros: monday, toMicros: monday + days * dayMicros })
    .filter((one) => one.kind === 'shift' && one.fromMicros >= monday)
    .map((one) => `${localDay(one.fromMicros, zone).slice(8)} ${one.crew} ${one.name}`)
}

describe('usual patterns', () => {
  test('each is sound, and the shifts of a day have one crew each or none at all', () => {
    for (const { key, name } of patterns) {
      const body = patternOf(key)
      assert.deepEqual([rotationFaults(body), name.zh === '', name.en === ''], [[], false, false], key)
      const gaps = unmanned(body)
      const days = Map.groupBy(gaps, (one) => one.day)
      for (const day of days.values()) assert.equal(day.length, body.shifts.length, key)
      const worked = plan(body, body.turns.length).length
      assert.equal(worked + gaps.length, body.turns.length * body.shifts.length, key)
    }
  })

  test('each crew works as many shifts of a cycle as the others', () => {
    for (const { key } of patterns) {
      const body = patternOf(key)
      const counts = Map.groupBy(plan(body, body.turns.length), (one) => one.split(' ')[1])
      assert.equal(new Set([...counts.values()].map((one) => one.length)).size, 1, key)
    }
  })

  test('four crews in two shifts work a day, a night and are off for two days', () => {
    assert.deepEqual(plan(patternOf('fourCrewsTwoShifts'), 3), [
      ...['02 甲 day', '02 丁 longNight'],
      ...['03 乙 day', '03 甲 longNight'],
      ...['04 丙 day', '04 乙 longNight'],
    ])
  })

  test('an unknown pattern is none, and a crew without a word has its number', () => {
    assert.equal(rotationOf('none', words), null)
    assert.equal(rotationOf('fourCrewsTwoShifts', { ...words, crews: [] })?.crews[3]?.name, '4')
    assert.deepEqual(['2026-03-02', '2026-03-04', '2026-03-08'].map(mondayOf), Array(3).fill('2026-03-02'))
  })
})

describe('a rotation', () => {
  const body = patternOf('fourCrewsTwoShifts')

  test('goes on before its first day as after it, and holds on its days alone', () => {
    const later = { ...body, anchor: '2026-03-22' }
    assert.deepEqual(plan(later, 3), plan(body, 3), 'twenty days later is five cycles')
    assert.deepEqual(plan({ ...body, anchor: '2026-02-26' }, 3), plan(body, 3))
    assert.deepEqual(plan(body, 4, { validFrom: '2026-03-03' }), plan(body, 4).slice(2))
    assert.deepEqual(plan(body, 4, { validFrom: '2026-04-03' }), [])
  })

  test('keeps the breaks of a night after midnight, also of its last night', () => {
    const [day, night] = body.shifts
    assert.ok(day && night)
    const rests = [
      { name: '茶', startMinute: 1320, endMinute: 1335 },
      { name: '夜宵', startMinute: 1430, endMinute: 20 },
      { name: '早茶', startMinute: 300, endMinute: 315 },
    ]
    const rested = { ...body, shifts: [day, { ...night, breaks: rests }] }
    assert.deepEqual(rotationFaults(rested), [])
    const entries = rotationEntries(rested, { ...holds, validFrom: '2026-03-02', validTo: '2026-03-02' })
    const spans = expandWeekly(entries, { fromMicros: monday, toMicros: monday + 2 * dayMicros })
    assert.deepEqual(
      spans
        .filter((one) => one.kind === 'break')
        .map((one) => `${isoOf(one.fromMicros)} ${isoOf(one.toMicros)}`),
      [
        '2026-03-02T14:00:00.000Z 2026-03-02T14:15:00.000Z',
        '2026-03-02T15:50:00.000Z 2026-03-02T16:20:00.000Z',
        '2026-03-02T21:00:00.000Z 2026-03-02T21:15:00.000Z',
      ],
    )
  })

  test('each fault names its field', () => {
    const [shift] = body.shifts
    assert.ok(shift)
    const faultsOf = (change: Partial<Rotation>) =>
      rotationFaults({ ...body, ...change }).map(({ field }) => field)
    assert.deepEqual(faultsOf({ turns: [1, 3, 0, 0] }), ['turns.1'])
    assert.deepEqual(faultsOf({ turns: [0, 0, 0, 0] }), ['turns'])
    assert.deepEqual(faultsOf({ crews: [{ name: '甲', offset: 4 }] }), ['crews.0.offset'])
    assert.deepEqual(
      faultsOf({
        crews: [
          { name: '甲', offset: 0 },
          { name: '甲', offset: 2 },
        ],
      }),
      ['crews.1.name'],
    )
    assert.deepEqual(faultsOf({ shifts: [shift, shift] }), ['shifts.1.name'])
    const rest = { name: '休', startMinute: 470, endMinute: 490 }
    assert.deepEqual(faultsOf({ shifts: [{ ...shift, breaks: [rest] }], turns: [1, 0] }), [
      ...['crews.2.offset', 'crews.3.offset'],
      'shifts.0.breaks.0',
    ])
    const both = [
      { name: '甲', offset: 0 },
      { name: '乙', offset: 0 },
    ]
    assert.deepEqual(faultsOf({ crews: both }), ['crews'], 'two crews at the same shift')
  })

  test('a month shows crews and what differs', () => {
    const entries = rotationEntries(body, holds)
    const at = (day: string, hour: number) => new Date(Date.parse(`${day}T00:00:00+08:00`) + hour * 3_600_000)
    const one = { id: '0190a000-0000-7000-8000-000000000001', unitId: '', kind: 'maintenance' as const }
    const exceptions = [{ ...one, name: '大修', startsAt: at('2026-03-03', 8), endsAt: at('2026-03-04', 0) }]
    const { days } = monthOf({ entries, exceptions, timeZone: zone }, '2026-03')
    assert.equal(days.length, 31)
    assert.deepEqual(
      days.flatMap((day) => day.exceptions.map(() => day.day)),
      ['2026-03-03'],
    )
    assert.deepEqual(
      days[2]?.shifts.map((each) => [each.name, each.crew]),
      [
        ['day', '乙'],
        ['longNight', '甲'],
      ],
    )
    assert.equal(days[30]?.shifts.at(-1)?.endsAt, '2026-04-01T00:00:00.000Z', 'whole, into the next month')
    assert.equal(monthOf({ entries: [], exceptions: [], timeZone: zone }, '2028-02').days.length, 29)
  })
})

describe('the twin', () => {
  const sizes = fc.integer({ min: 1, max: 9 })

  test('a crew is on the shift that its own count of days says', () => {
    const bodies = sizes.chain((days) =>
      fc.record({
        turns: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: days, maxLength: days }),
        offset: fc.integer({ min: 0, max: days - 1 }),
        late: fc.integer({ min: -30, max: 30 }),
      }),
    )
    fc.assert(
      fc.property(bodies, ({ turns, offset, late }) => {
        const anchor = new Date(Date.parse('2026-03-02') + late * 86_400_000).toISOString().slice(0, 10)
        const body = { ...patternOf('fourCrewsTwoShifts'), anchor, turns, crews: [{ name: '甲', offset }] }
        const naive: string[] = []
        for (let day = 0; day < 20; day++) {
          let turn = day - late - offset
          while (turn < 0) turn += turns.length
          const worked = turns[turn % turns.length] ?? 0
          const name = ['', 'day', 'longNight'][worked]
          if (name) naive.push(`${String(day + 2).padStart(2, '0')} 甲 ${name}`)
        }
        assert.deepEqual(plan(body, 20), naive)
      }),
      { numRuns: 60, seed: 20260302 },
    )
  })

  test('entries lie over each other when a minute of the cycle has two', () => {
    const entry = fc.record({
      day: fc.integer({ min: 0, max: 2 }),
      startMinute: fc.integer({ min: 0, max: 23 }).map((hour) => hour * 60),
      endMinute: fc.integer({ min: 0, max: 23 }).map((hour) => hour * 60),
    })
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 4 }), (entries) => {
        const hours = new Array<number>(72).fill(0)
        for (const { day, startMinute, endMinute } of entries) {
          const length = (endMinute - startMinute) / 60 + (endMinute <= startMinute ? 24 : 0)
          for (let hour = 0; hour < length; hour++) {
            const at = (day * 24 + startMinute / 60 + hour) % 72
            hours[at] = (hours[at] ?? 0) + 1
          }
        }
        assert.equal(
          overlaps(entries, 3),
          hours.some((count) => count > 1),
        )
      }),
      { numRuns: 200, seed: 7 },
    )
  })
})
