import assert from 'node:assert/strict'
import { test } from 'node:test'
import hours from './hours.json' with { type: 'json' }
import { recordedHours } from './hours.ts'
import plant from './plant.json' with { type: 'json' }
import { loadRecording, type RecordingName } from './play/recording.ts'

function minutes(clock: string): number {
  const [hour = 0, minute = 0, second = 0] = clock.split(':').map(Number)
  return hour * 60 + minute + second / 60
}

for (const machine of hours.machines) {
  test(`hours.json tells when ${machine.recording} works`, () => {
    const recording = loadRecording(machine.recording as RecordingName, 1)
    assert.deepEqual(machine.days, recordedHours(recording, machine.shiftHours))
    const start = minutes(machine.window.start)
    for (const day of machine.days) {
      assert.ok(minutes(day.on) >= start, `${day.date} begins in the window`)
      assert.ok(minutes(day.off) <= start + machine.window.minutes, `${day.date} ends in the window`)
    }
  })
}

test('hours.json speaks of the machine tools and shifts of plant.json', () => {
  const tools = plant.machines.filter(({ key }) => key !== 'furnace' && key !== 'meter')
  const ofPlant = tools.map(({ key, recording, shiftHours }) => ({ key, recording, shiftHours }))
  const ofHours = hours.machines.map(({ key, recording, shiftHours }) => ({ key, recording, shiftHours }))
  assert.deepEqual(ofHours, ofPlant)
})

test('a shift beyond a day gives the same hours', () => {
  const recording = loadRecording('GFAgie01', 1)
  assert.deepEqual(recordedHours(recording, 19), recordedHours(recording, -5))
})
