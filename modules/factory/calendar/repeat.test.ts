import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Fault } from '@ronghe/kit/errors'
import fc from 'fast-check'
import { repeated } from './repeat.ts'

const shanghai = 'Asia/Shanghai'
const once = { startsAt: '2026-03-02T00:00:00.000Z', endsAt: '2026-03-02T02:30:00.000Z', name: '保养' }
const dayMs = 86_400_000

function refusedAt(work: () => unknown): string[] {
  try {
    work()
  } catch (fault) {
    assert.ok(fault instanceof Fault)
    return fault.fields.map(({ field, rule }) => `${field} ${rule}`)
  }
  return []
}

describe('what repeats', () => {
  test('is at the same local time each so many days, as long as the first, to the last day', () => {
    const days = repeated(once, { everyDays: 7, repeatUntil: '2026-03-23', timeZone: shanghai })
    assert.deepEqual(
      days.map(({ startsAt, name }) => `${startsAt} ${name}`),
      ['02', '09', '16', '23'].map((day) => `2026-03-${day}T00:00:00.000Z 保养`),
    )
    for (const { startsAt, endsAt } of days)
      assert.equal(Date.parse(endsAt) - Date.parse(startsAt), 2.5 * 3_600_000)
  })

  test('is, where clocks are never set, what adding days gives', () => {
    const every = fc.integer({ min: 1, max: 40 })
    const until = fc.integer({ min: 0, max: 399 })
    const minute = fc.integer({ min: 0, max: 1439 })
    fc.assert(
      fc.property(every, until, minute, (everyDays, lastDay, at) => {
        const first = Date.parse('2026-01-01T00:00:00+08:00') + at * 60_000
        const one = { startsAt: new Date(first).toISOString(), endsAt: new Date(first + 5).toISOString() }
        const repeatUntil = new Date(Date.parse('2026-01-01') + lastDay * dayMs).toISOString().slice(0, 10)
        const found = repeated(one, { everyDays, repeatUntil, timeZone: shanghai })
        const expected = []
        for (let day = 0; day <= lastDay; day += everyDays)
          expected.push(new Date(first + day * dayMs).toISOString())
        assert.deepEqual(
          found.map(({ startsAt }) => startsAt),
          expected,
        )
      }),
      { seed: 20261129, numRuns: 100 },
    )
  })

  test('stays at its local time where clocks are set', () => {
    const one = { startsAt: '2026-03-28T07:00:00.000Z', endsAt: '2026-03-28T08:00:00.000Z' }
    const days = repeated(one, { everyDays: 1, repeatUntil: '2026-03-30', timeZone: 'Europe/Berlin' })
    assert.deepEqual(
      days.map(({ startsAt }) => startsAt.slice(5, 16)),
      ['03-28T07:00', '03-29T06:00', '03-30T06:00'],
    )
  })

  test('needs a last day, not before the first, and within the bound', () => {
    const ask = (repeatUntil: string | undefined, everyDays = 1) =>
      refusedAt(() => repeated(once, { everyDays, repeatUntil, timeZone: shanghai }))
    assert.deepEqual(ask(undefined), ['repeatUntil rule.required'])
    assert.deepEqual(ask('2026-03-01'), ['repeatUntil fault.factory.span.invalid'])
    assert.deepEqual(ask('2026-03-02'), [])
    assert.deepEqual(ask('2027-04-05'), [], 'four hundred of them')
    assert.deepEqual(ask('2027-04-06'), ['repeatUntil rule.maxItems'])
    assert.deepEqual(ask('9999-12-31', 365), ['repeatUntil rule.maxItems'])
  })
})
