import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holds, localDay, type WeeklyEntry } from './expand.ts'
import { type Calendar, shiftsHolding } from './planned.ts'

const timeZone = 'Asia/Shanghai'
const now = new Date('2026-03-10T04:00:00Z')

type Entry = WeeklyEntry & { unitId: string }
const entry = (change: Partial<Entry>): Entry => ({
  ...{ height: 0, name: '白班', weekday: 1, startMinute: 480, endMinute: 960, kind: 'shift', timeZone },
  ...{ validFrom: '2026-01-01', validTo: null, unitId: `unit-${change.height ?? 0}` },
  ...change,
})
/** As rows come: nearest unit first, then by first day. */
const calendar = (entries: Entry[]): Calendar => ({
  entries: entries.toSorted((a, b) => a.height - b.height || (a.validFrom < b.validFrom ? -1 : 1)),
  exceptions: [],
  timeZone,
})

/** Day after day from today on: the nearest unit that has entries for it. */
function naive({ entries }: Calendar): { ownerId: string | null; names: string[] } {
  const start = Date.parse(localDay(now.getTime() * 1000, timeZone))
  for (let day = 0; day < 400; day++) {
    const date = new Date(start + day * 86_400_000).toISOString().slice(0, 10)
    const valid = entries.filter((one) => holds(one, date))
    const height = Math.min(...valid.map((one) => one.height))
    const nearest = valid.filter((one) => one.height === height)
    if (nearest.length > 0)
      return { ownerId: nearest[0]?.unitId ?? null, names: nearest.map((one) => one.name).sort() }
  }
  return { ownerId: null, names: [] }
}

describe('the shifts that hold', () => {
  test('are the nearest unit’s of today, else of the next day that has some', () => {
    const far = entry({ height: 2, name: '厂区' })
    const later = entry({ height: 0, name: '单元', validFrom: '2026-04-01' })
    assert.deepEqual(shiftsHolding(calendar([far, later]), now).ownerId, 'unit-2')
    const over = entry({ height: 2, name: '厂区', validTo: '2026-03-09' })
    assert.deepEqual(shiftsHolding(calendar([over, later]), now).ownerId, 'unit-0')
    assert.deepEqual(shiftsHolding(calendar([over]), now), { ownerId: null, shifts: [] })
  })

  test('are what going day by day finds', () => {
    const day = fc.constantFrom('2026-03-01', '2026-03-10', '2026-03-11', '2026-04-02', '2026-06-01')
    const one = fc.record({
      height: fc.integer({ min: 0, max: 2 }),
      name: fc.constantFrom('a', 'b', 'c', 'd'),
      validFrom: day,
      validTo: fc.option(day),
    })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 6 }), (list) => {
        const entries = list
          .filter(({ validFrom, validTo }) => validTo === null || validFrom <= validTo)
          .map((change) => entry(change))
        const found = shiftsHolding(calendar(entries), now)
        assert.deepEqual(
          { ownerId: found.ownerId, names: found.shifts.map(({ name }) => name).sort() },
          naive(calendar(entries)),
        )
      }),
      { seed: 20261129, numRuns: 300 },
    )
  })
})
