import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { isoOf } from '../micros.ts'
import { createDeriver } from '../states/derive.ts'
import { append, as, clockAt, factoryHouse, hour, makeMachine, minute, unitId } from '../testing.ts'

/** Monday 2026-03-02, 08:00 in Guangxi: four hours of production, twenty parts an hour. */
const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const at = (minutes: number) => isoOf(start + minutes * minute)
const query = { from: at(0), to: at(240) }

let house: TestHouse
let equipmentId: string
let line: string
let site: string
const deriver = () => createDeriver(house.house, { lastHeardMs: () => undefined })

before(async () => {
  house = await factoryHouse({ start: false, clock: clockAt(start + 5 * hour) })
  const { machine, tags } = await makeMachine(house.house, { code: 'M-1', unit: 'L1' })
  equipmentId = machine.id
  line = machine.unitId
  site = await unitId(house.house, 'firm-a', 'S1')
  const { execution = '', mode = '', parts = '' } = tags
  await append(house.house, [
    { tag: mode, at: start, value: 'AUTOMATIC' },
    { tag: execution, at: start, value: 'ACTIVE' },
    ...Array.from({ length: 81 }, (_, index) => ({
      tag: parts,
      at: start + index * 3 * minute,
      value: 100 + index,
    })),
    { tag: execution, at: start + 4 * hour, value: 'READY' },
  ])
  await deriver().round()
})
after(() => house.close())

const shift = (change: object = {}) => ({
  name: '白班',
  weekday: 1,
  startMinute: 480,
  endMinute: 1200,
  kind: 'shift' as const,
  ...change,
})
const week = (...shifts: ReturnType<typeof shift>[]) => ({
  validFrom: '2026-01-01',
  timeZone: 'Asia/Shanghai',
  shifts,
})

const refusedAt = (code: string, field: string) => (fault: RequestFault) => {
  assert.deepEqual([fault.answer.code, fault.answer.fields?.[0]?.field], [code, field])
  return true
}

async function minutes(timeClass: string): Promise<number> {
  const report = await (await as(house, 'a')).oee({ params: { equipmentId }, query })
  return (report.classes.find((one) => one.timeClass === timeClass)?.micros ?? 0) / minute
}

describe('shifts', () => {
  test('a machine works to the shifts of the nearest unit that has any', async () => {
    const a = await as(house, 'a')
    assert.equal(await minutes('notPlanned'), 240)
    await a.changeShifts({ params: { unitId: site }, body: week(shift()) })
    assert.deepEqual([await minutes('notPlanned'), await minutes('production')], [0, 240])
    const seen = await a.shifts({ params: { unitId: line } })
    assert.equal(seen.inheritedFrom, site)
    const rest = shift({ name: '午休', kind: 'break', startMinute: 600, endMinute: 660 })
    await a.changeShifts({ params: { unitId: line }, body: week(shift(), rest) })
    assert.deepEqual([await minutes('plannedStop'), await minutes('production')], [60, 180])
    assert.equal((await a.shifts({ params: { unitId: line } })).inheritedFrom, null)
    await a.changeShifts({ params: { unitId: line }, body: week() })
    assert.equal((await a.shifts({ params: { unitId: line } })).inheritedFrom, site)
  })

  test('what was before the day a change holds from stays as it counted', async () => {
    const a = await as(house, 'a')
    const before = await minutes('production')
    await a.changeShifts({ params: { unitId: site }, body: { ...week(), validFrom: '2026-03-03' } })
    assert.equal(await minutes('production'), before)
    await a.changeShifts({ params: { unitId: site }, body: { ...week(shift()), validFrom: '2026-03-03' } })
  })

  test('a night that goes on into the first morning of the week overlaps it', async () => {
    const a = await as(house, 'a')
    const night = shift({ name: '夜班', weekday: 7, startMinute: 1320, endMinute: 540 })
    await assert.rejects(
      a.changeShifts({ params: { unitId: site }, body: week(shift(), night) }),
      refusedAt('factory.shift.overlap', 'shifts'),
    )
    const early = { ...night, endMinute: 480 }
    await a.changeShifts({ params: { unitId: site }, body: week(shift(), early) })
  })

  test('wrong minutes, weekdays and kinds are refused at their row', async () => {
    const a = await as(house, 'a')
    for (const change of [
      { startMinute: 1440 },
      { weekday: 0 },
      { weekday: 8 },
      { kind: 'party' },
      { name: '' },
    ])
      await assert.rejects(
        a.changeShifts({ params: { unitId: site }, body: week(shift(change)) }),
        (fault: RequestFault) => {
          assert.equal(fault.status, 400)
          assert.match(fault.answer.fields?.[0]?.field ?? '', /^shifts/)
          return true
        },
      )
  })
})

describe('exceptions', () => {
  test('take time out of the plan where they lie, and give it back', async () => {
    const a = await as(house, 'a')
    const body = { kind: 'holiday' as const, name: '停电', startsAt: at(60), endsAt: at(120) }
    const { id } = await a.addException({ params: { unitId: site }, body })
    assert.deepEqual([await minutes('notPlanned'), await minutes('production')], [60, 180])
    const { exceptions } = await a.shifts({ params: { unitId: line } })
    assert.deepEqual(
      exceptions.map(({ name, kind }) => [name, kind]),
      [['停电', 'holiday']],
      'those of the units above hold too',
    )
    await a.removeException({ params: { exceptionId: id } })
    assert.equal(await minutes('production'), 240)
  })

  test('end after they begin, and are the firm’s own', async () => {
    const a = await as(house, 'a')
    const body = { kind: 'maintenance' as const, name: '保养', startsAt: at(60), endsAt: at(60) }
    await assert.rejects(
      a.addException({ params: { unitId: site }, body }),
      refusedAt('factory.span.invalid', 'endsAt'),
    )
    const { id } = await a.addException({ params: { unitId: site }, body: { ...body, endsAt: at(61) } })
    const b = await as(house, 'b')
    await assert.rejects(b.removeException({ params: { exceptionId: id } }), { status: 404 })
    await assert.rejects(b.shifts({ params: { unitId: site } }), { status: 404 })
    await assert.rejects(b.changeShifts({ params: { unitId: site }, body: week() }), { status: 404 })
    const viewer = await as(house, 'viewer')
    await assert.rejects(viewer.removeException({ params: { exceptionId: id } }), { status: 403 })
    await a.removeException({ params: { exceptionId: id } })
  })
})

describe('product runs', () => {
  const effectiveness = async () => {
    const report = await (await as(house, 'a')).oee({ params: { equipmentId }, query })
    return report.effectiveness.value
  }

  test('give the ideal cycle, without which there is no effectiveness', async () => {
    const operator = await as(house, 'operator')
    assert.equal(await effectiveness(), null)
    // Eighty parts in four hours of production, ideally two minutes each.
    const body = { product: '齿轮', idealCycleMs: 120_000, startsAt: at(0) }
    const { id } = await operator.addProductRun({ params: { equipmentId }, body })
    assert.equal(await effectiveness(), 66.67)
    const { rows } = await operator.productRuns({ params: { equipmentId }, query: { q: '齿' } })
    assert.deepEqual(
      rows.map(({ product, idealCycleMs, endsAt }) => [product, idealCycleMs, endsAt]),
      [['齿轮', 120_000, null]],
    )
    await operator.removeProductRun({ params: { runId: id } })
    await assert.rejects(operator.removeProductRun({ params: { runId: id } }), { status: 404 })
    assert.equal(await effectiveness(), null)
  })

  test('two products of an afternoon count each by its own cycle', async () => {
    const a = await as(house, 'a')
    const run = (product: string, idealCycleMs: number, from: number, to: number) =>
      a.addProductRun({
        params: { equipmentId },
        body: { product, idealCycleMs, startsAt: at(from), endsAt: at(to) },
      })
    await run('甲', 60_000, 0, 120)
    await run('乙', 120_000, 120, 240)
    // 40 parts at 1 minute and 40 at 2 minutes in 240 minutes.
    assert.equal(await effectiveness(), 50)
  })

  test('that end before they begin, or have no cycle, are refused', async () => {
    const a = await as(house, 'a')
    const body = { product: '丙', idealCycleMs: 1, startsAt: at(60), endsAt: at(59) }
    const params = { equipmentId }
    await assert.rejects(a.addProductRun({ params, body }), refusedAt('factory.span.invalid', 'endsAt'))
    await assert.rejects(a.addProductRun({ params, body: { ...body, idealCycleMs: 0 } }), { status: 400 })
    const b = await as(house, 'b')
    await assert.rejects(b.productRuns({ params }), { status: 404 })
    await assert.rejects(b.addProductRun({ params, body: { ...body, endsAt: at(70) } }), { status: 404 })
  })

  test('the days that are kept follow plans and runs', async () => {
    await deriver().round()
    const a = await as(house, 'a')
    const { rows } = await a.oeeDays({
      query: { equipment: equipmentId, fromDay: '2026-03-02', toDay: '2026-03-02' },
    })
    assert.deepEqual([rows.length, rows[0]?.effectiveness], [1, 0.5])
  })
})
