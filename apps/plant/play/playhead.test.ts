import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarOf, dayMicros, plantDayAt, plantDayStart } from './calendar.ts'
import { type Observation, Playhead } from './playhead.ts'
import { playUntil } from './pump.ts'
import { loadRecording } from './recording.ts'

const agie = loadRecording('GFAgie01', 1)
const calendar = calendarOf(agie.dates, -5)
const tuesday = Date.parse('2026-03-03T12:00:00Z') * 1000

function play(fromMicros: number, untilMicros: number): Observation[] {
  const observations: Observation[] = []
  const track = {
    playhead: new Playhead(calendar, agie.days, fromMicros),
    observe: (observation: Observation) => void observations.push(observation),
  }
  playUntil([track], untilMicros)
  return observations
}

test('a playhead begins with its plant day and goes on in order of time', () => {
  const played = play(tuesday, tuesday + 14 * dayMicros)
  assert.equal(played[0]!.timeMicros, plantDayStart(calendar, plantDayAt(calendar, tuesday)))
  for (const [index, { timeMicros }] of played.entries()) {
    assert.ok(index === 0 || timeMicros >= played[index - 1]!.timeMicros)
    assert.ok(timeMicros < tuesday + 14 * dayMicros)
  }
  assert.ok(played.length > 10 * 6000)
})

test('whenever it is started, the same observation has the same time', () => {
  const early = play(tuesday - 9 * dayMicros, tuesday)
  const late = play(tuesday - 2 * dayMicros, tuesday)
  assert.deepEqual(early.slice(-late.length), late)
})

test('played in pieces it is what it is played at once', () => {
  const playhead = new Playhead(calendar, agie.days, tuesday)
  const pieces: Observation[] = []
  const track = { playhead, observe: (observation: Observation) => void pieces.push(observation) }
  let told = 0
  for (let until = tuesday; until <= tuesday + dayMicros; until += 777_777_777)
    told += playUntil([track], until)
  told += playUntil([track], tuesday + dayMicros)
  assert.deepEqual(pieces, play(tuesday, tuesday + dayMicros))
  assert.equal(told, pieces.length)
})

test('machines play in common order of time', () => {
  const times: number[] = []
  const observe = (observation: Observation) => void times.push(observation.timeMicros)
  const other = calendarOf(agie.dates, 3)
  const tracks = [calendar, other].map((one) => ({
    playhead: new Playhead(one, agie.days, tuesday),
    observe,
  }))
  playUntil(tracks, tuesday + dayMicros)
  assert.deepEqual(
    times,
    [...times].sort((one, another) => one - another),
  )
  assert.ok(times.length > 6000)
})
