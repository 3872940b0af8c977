import assert from 'node:assert/strict'
import { test } from 'node:test'
import { workingCalendar } from '@ronghe/kit/working-days'
import fc from 'fast-check'
import { type LightInput, lightOf, worst } from './light.ts'
import { partStates } from './steps.ts'

const rules = { signDays: 2, warnDays: 5, escalateDays: 5 }
const calendar = workingCalendar([{ day: '2026-10-01', kind: 'off' }])
const part: LightInput = {
  state: 'handling',
  dueOn: '2026-11-30',
  issuedOn: '2026-11-02',
  reportedOn: null,
  today: '2026-11-10',
}
const of = (change: Partial<LightInput>) => {
  const { light, reason } = lightOf({ ...part, ...change }, rules, calendar)
  return `${light} ${reason}`
}

test('the lights by their rules', () => {
  assert.equal(of({}), 'green onTime')
  assert.equal(of({ today: '2026-11-20' }), 'green onTime', 'six working days left')
  assert.equal(of({ today: '2026-11-23' }), 'yellow dueSoon', 'five')
  assert.equal(of({ today: '2026-11-30' }), 'yellow dueSoon', 'the day itself')
  assert.equal(of({ today: '2026-12-01' }), 'red overdue')
  assert.equal(of({ state: 'issued', today: '2026-11-04' }), 'green onTime')
  assert.equal(of({ state: 'issued', today: '2026-11-05' }), 'yellow unsigned')
  assert.equal(of({ state: 'waiting', today: '2026-12-24' }), 'green notIssued')
})

test('red turns yellow when it is made up late, and stays so', () => {
  const late = { state: 'reported', reportedOn: '2026-12-03' } as const
  assert.equal(of({ ...late, today: '2026-12-03' }), 'yellow madeUpLate')
  assert.equal(of({ ...late, state: 'accepted', today: '2027-03-01' }), 'yellow madeUpLate')
  assert.equal(of({ state: 'accepted', reportedOn: '2026-11-30', today: '2027-03-01' }), 'green inTime')
  assert.equal(of({ ...late, state: 'handling', today: '2026-12-04' }), 'red overdue', 'returned is open')
})

test('time alone never makes an open part better', () => {
  const day = fc
    .integer({ min: 0, max: 90 })
    .map((offset) => new Date(Date.UTC(2026, 9, 15) + offset * 86_400_000).toISOString().slice(0, 10))
  fc.assert(
    fc.property(fc.constantFrom(...partStates), day, day, (state, first, second) => {
      const [earlier = first, later = second] = [first, second].sort()
      const reportedOn = state === 'reported' || state === 'accepted' ? earlier : null
      const at = (today: string) => lightOf({ ...part, state, reportedOn, today }, rules, calendar).light
      assert.equal(worst([at(earlier), at(later)]), at(later))
    }),
    { seed: 20261128, numRuns: 400 },
  )
})
