import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { calendarOf, dayMicros, plantDayAt, plantDayStart } from '../play/calendar.ts'
import { type Observation, Playhead } from '../play/playhead.ts'
import { playUntil } from '../play/pump.ts'
import { loadRecording } from '../play/recording.ts'
import { type History, indexRows, readHistory, spanOf } from './history.ts'

const agie = loadRecording('GFAgie01', 1000)
const calendar = calendarOf(agie.dates, -5)
const until = Date.parse('2026-03-06T15:00:00Z') * 1000
const from = plantDayStart(calendar, plantDayAt(calendar, until - 3 * dayMicros))
const history: History = {
  calendar,
  days: agie.days,
  rows: indexRows(agie.days, agie.device.items.length),
  fromMicros: from,
  untilMicros: () => until,
}

/** What a playhead tells, kept, is the naive history. */
const kept: Observation[] = []
playUntil(
  [{ playhead: new Playhead(calendar, agie.days, from), observe: (one) => void kept.push(one) }],
  until,
)

test('history read again is what was played', () => {
  const times = fc.integer({ min: from - dayMicros, max: until + dayMicros })
  const items = fc.integer({ min: 0, max: agie.device.items.length - 1 })
  const limits = fc.integer({ min: 0, max: 50 })
  fc.assert(
    fc.property(items, times, times, limits, fc.boolean(), (item, one, other, limit, backwards) => {
      const span = { fromMicros: Math.min(one, other), toMicros: Math.max(one, other), limit, backwards }
      const wanted = kept.filter(
        (seen) => seen.item === item && seen.timeMicros >= span.fromMicros && seen.timeMicros < span.toMicros,
      )
      if (backwards) wanted.reverse()
      assert.deepEqual(readHistory(history, item, span), limit === 0 ? wanted : wanted.slice(0, limit))
    }),
  )
})

test('nothing of the future and nothing before the plant began is told', () => {
  const all = {
    fromMicros: Number.MIN_SAFE_INTEGER,
    toMicros: Number.MAX_SAFE_INTEGER,
    limit: 0,
    backwards: false,
  }
  const told = agie.device.items.flatMap((_, item) => readHistory(history, item, all))
  assert.equal(told.length, kept.length)
})

test('start belongs to the span and end does not, unless they are one or the end begins it', () => {
  const early = new Date(1000)
  const late = new Date(5000)
  const none = new Date(Date.UTC(1601, 0, 1))
  const span = (startTime: Date, endTime: Date, backwards: boolean, swapped: boolean) => {
    const { fromMicros, toMicros } = spanOf({ startTime, endTime }, 0, backwards, swapped)
    return [fromMicros, toMicros]
  }
  assert.deepEqual(span(early, late, false, false), [1_000_000, 5_000_000])
  assert.deepEqual(span(early, late, false, true), [1_001_000, 5_001_000])
  assert.deepEqual(span(early, early, false, false), [1_000_000, 1_001_000])
  assert.deepEqual(span(early, none, false, false), [1_000_000, Number.MAX_SAFE_INTEGER])
  assert.deepEqual(span(none, late, true, false), [Number.MIN_SAFE_INTEGER, 5_001_000])
})
