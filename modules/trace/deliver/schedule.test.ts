import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { nextTime, type Schedule, scheduleFault } from './schedule.ts'

/** Schedule, after, next. 2026-01-01 is a Thursday. */
const cases: readonly (readonly [Schedule, string, string | null])[] = [
  [{ hour: '1', minute: '5' }, '2026-01-01T00:00:00Z', '2026-01-01T01:05:00.000Z'],
  [{ hour: '1', minute: '5' }, '2026-01-01T01:05:00Z', '2026-01-02T01:05:00.000Z'],
  [{ hour: '1', minute: '5' }, '2026-01-01T01:04:59.900Z', '2026-01-01T01:05:00.000Z'],
  [{ hour: '1' }, '2026-01-01T01:00:00Z', '2026-01-02T01:00:00.000Z'],
  [{ minute: '30' }, '2026-01-01T01:00:00Z', '2026-01-01T01:30:00.000Z'],
  [{ minute: '30' }, '2026-01-01T01:30:00Z', '2026-01-01T02:30:00.000Z'],
  [{ second: '0/30' }, '2026-01-01T01:00:00Z', '2026-01-01T01:00:30.000Z'],
  [{ second: '0/30' }, '2026-01-01T23:59:59Z', '2026-01-02T00:00:00.000Z'],
  [{ second: '*' }, '2026-01-01T01:00:00.500Z', '2026-01-01T01:00:01.000Z'],
  [{ second: '*/20' }, '2026-01-01T01:00:41Z', '2026-01-01T01:01:00.000Z'],
  [{ minute: '0,15,[40-42]' }, '2026-01-01T01:15:00Z', '2026-01-01T01:40:00.000Z'],
  [{ minute: '0,15,[40-42]' }, '2026-01-01T01:42:00Z', '2026-01-01T02:00:00.000Z'],
  [{ dayOfWeek: '1' }, '2026-01-01T00:00:00Z', '2026-01-05T00:00:00.000Z'],
  [{ dayOfWeek: '7' }, '2026-01-01T00:00:00Z', '2026-01-04T00:00:00.000Z'],
  [{ dayOfWeek: '[1-5]', hour: '8' }, '2026-01-02T08:00:00Z', '2026-01-05T08:00:00.000Z'],
  [{ dayOfMonth: '31' }, '2026-02-01T00:00:00Z', '2026-03-31T00:00:00.000Z'],
  [{ dayOfMonth: '29', month: '2' }, '2026-01-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  [{ dayOfMonth: '30', month: '2' }, '2026-01-01T00:00:00Z', null],
  [{ month: '12' }, '2026-01-01T00:00:00Z', '2026-12-01T00:00:00.000Z'],
  [{ month: '1', dayOfMonth: '1', hour: '0' }, '2026-01-01T00:00:00Z', '2027-01-01T00:00:00.000Z'],
]

const faults: readonly (readonly [Record<string, unknown>, string | null])[] = [
  [{ hour: '1' }, null],
  [{ hour: '[1-5],7', minute: '0/15' }, null],
  [{}, 'schedule'],
  [{ hour: 1 }, 'hour'],
  [{ hour: '24' }, 'hour'],
  [{ hour: '' }, 'hour'],
  [{ hour: '-1' }, 'hour'],
  [{ hour: '5-1' }, 'hour'],
  [{ hour: '[5-1]' }, 'hour'],
  [{ hour: '1;2' }, 'hour'],
  [{ minute: '60' }, 'minute'],
  [{ second: '0/0' }, 'second'],
  [{ dayOfMonth: '0' }, 'dayOfMonth'],
  [{ dayOfMonth: '32' }, 'dayOfMonth'],
  [{ month: '13' }, 'month'],
  [{ dayOfWeek: '0' }, 'dayOfWeek'],
  [{ dayOfWeek: '8' }, 'dayOfWeek'],
  [{ week: '1' }, 'week'],
]

describe('when a scheduled query runs', () => {
  for (const [schedule, after, next] of cases) {
    it(`${JSON.stringify(schedule)} behind ${after} is ${next}`, () => {
      assert.equal(nextTime(schedule, new Date(after))?.toISOString() ?? null, next)
    })
  }

  for (const [schedule, fault] of faults) {
    it(`${JSON.stringify(schedule)} ${fault === null ? 'is one' : `is none: ${fault}`}`, () => {
      assert.equal(scheduleFault(schedule), fault)
    })
  }

  it('is what counting second by second finds', () => {
    const unit = (low: number, high: number) =>
      fc.option(fc.integer({ min: low, max: high }).map(String), { nil: undefined })
    const property = fc.property(
      fc.record({ minute: unit(0, 59), hour: unit(0, 23) }),
      fc.integer({ min: 0, max: 86_399 }),
      ({ minute, hour }, start) => {
        const schedule: Schedule = {
          second: '7',
          ...(minute === undefined ? {} : { minute }),
          ...(hour === undefined ? {} : { hour }),
        }
        const after = Date.UTC(2026, 0, 1) + start * 1000
        assert.equal(nextTime(schedule, new Date(after))?.getTime(), counted(after, minute, hour))
      },
    )
    fc.assert(property, { seed: 1, numRuns: 60 })
  })
})

function counted(after: number, minute: string | undefined, hour: string | undefined): number {
  for (let time = after + 1000; ; time += 1000) {
    const date = new Date(time)
    if (date.getUTCSeconds() !== 7) continue
    if (minute !== undefined && date.getUTCMinutes() !== Number(minute)) continue
    if (hour === undefined || date.getUTCHours() === Number(hour)) return time
  }
}
