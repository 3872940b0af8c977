import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { isoOf } from '../micros.ts'
import { createDeriver } from '../states/derive.ts'
import { append, as, clockAt, factoryHouse, hour, makeMachine, minute, unitId } from '../testing.ts'

/** Monday 2026-03-02, 08:00 in Guangxi; the clock stands on Wednesday. */
const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const day = 24 * hour
const days = { fromDay: '2026-03-02', toDay: '2026-03-03' }

const clock = clockAt(start + 2 * day)
let house: TestHouse
let first: string
let second: string
let line: string
let site: string

before(async () => {
  house = await factoryHouse({ start: false, clock })
  line = await unitId(house.house, 'firm-a', 'L1')
  site = await unitId(house.house, 'firm-a', 'S1')
  const a = await as(house, 'a')
  const weekday = (at: number) => ({ weekday: at, kind: 'shift' as const })
  const shifts = [1, 2, 3, 4, 5].flatMap((at) => [
    { ...weekday(at), name: '早班', startMinute: 480, endMinute: 720 },
    { ...weekday(at), name: '中班', startMinute: 720, endMinute: 960 },
  ])
  const body = { validFrom: '2026-01-01', timeZone: 'Asia/Shanghai', shifts }
  await a.changeShifts({ params: { unitId: site }, body })
  first = await machineOf('M-1', 'L1')
  second = await machineOf('M-2', 'S1')
  await a.oeeTarget({ params: { unitId: site }, body: { validFrom: '2026-01-01', targetPercent: 85 } })
  await createDeriver(house.house, { lastHeardMs: () => undefined }).round()
})
after(() => house.close())

/** Counts by ended programs; each day the same but for a fault on Tuesday, and silent from noon on. */
async function machineOf(code: string, unit: string): Promise<string> {
  const { machine, tags } = await makeMachine(house.house, { code, unit })
  const { execution = '', mode = '' } = tags
  const say = (at: number, value: string, quality = 192) => ({ tag: execution, at, value, quality })
  const points = [0, 1].flatMap((index) => {
    const from = start + index * day
    const fault = index === 1 && code === 'M-1' ? [say(from + 60 * minute, 'STOPPED')] : []
    return [
      say(from, 'ACTIVE'),
      say(from + 50 * minute, 'READY'),
      say(from + 55 * minute, 'ACTIVE'),
      ...fault,
      ...(fault.length > 0 ? [say(from + 120 * minute, 'ACTIVE')] : []),
      say(from + 220 * minute, 'READY'),
      say(from + 240 * minute, 'READY', 0),
    ]
  })
  await append(house.house, [{ tag: mode, at: start, value: 'AUTOMATIC' }, ...points])
  const a = await as(house, 'a')
  const params = { equipmentId: machine.id }
  const rule = { source: 'programEnd' as const, partsPerEnd: 10, cycleSecondsMin: 0 }
  await a.changeCountRule({ params, body: { ...rule, rejects: 'noneUnlessSaid' } })
  const run = { product: '轴', idealCycleMs: 600_000, startsAt: isoOf(start - day) }
  await a.addProductRun({ params, body: run })
  return machine.id
}

const refused = (code: string, field?: string) => (fault: RequestFault) => {
  assert.deepEqual([fault.answer.code, fault.answer.fields?.[0]?.field], [code, field])
  return true
}

describe('what shifts were worth', () => {
  test('sums over machines and shifts, marked as a word where people declared', async () => {
    const { factors, parts, coverage, target, weighting, openStops, inputsHash, shiftNames } = await (
      await as(house, 'viewer')
    ).losses({ query: { ...days, unit: site } })
    // Four planned shifts of 240 min on each machine: of 1920 min, 3 × 215 + 155 produced.
    const produced = 3 * 215 + 155
    assert.equal(factors.availability.value, Math.round((produced / 1920) * 10_000) / 100)
    assert.deepEqual([factors.availability.basis, factors.oee.basis], ['evidenced', 'declared'])
    // Two programs ended in each morning shift: 8 ends of 10 parts, 10 min each.
    assert.equal(
      parts.reduce((sum, one) => sum + (one.parts ?? 0), 0),
      80,
    )
    assert.equal(factors.oee.value, Math.round((800 / 1920) * 10_000) / 100)
    assert.deepEqual([coverage, target, weighting, shiftNames], [1, 85, 'plannedTime', ['早班', '中班']])
    assert.ok(openStops.count > 0 && inputsHash.length === 64)
    assert.deepEqual(
      parts.map((one) => [one.kind, one.machines, one.weights.oee]),
      [
        ['unit', 1, 0.5],
        ['equipment', 1, 0.5],
      ],
    )
    assert.ok(parts[0]?.factors.oee.proof?.includes(line))
    assert.ok(parts[1]?.factors.oee.proof?.includes(second))
  })

  test('by volume and plain are other figures, so named', async () => {
    const a = await as(house, 'a')
    const oeeBy = async (weighting: 'plannedTime' | 'volume' | 'plain') =>
      (await a.losses({ query: { ...days, unit: site, weighting } })).factors.oee.value
    const [time, volume, plain] = [await oeeBy('plannedTime'), await oeeBy('volume'), await oeeBy('plain')]
    assert.equal(time, plain)
    assert.ok(volume !== null && plain !== null && volume >= plain)
  })

  test('losses and the waterfall make planned time; a silent shift is lost to nobody knows', async () => {
    const { bigLosses, waterfall, reasons } = await (await as(house, 'a')).losses({
      query: { ...days, unit: site },
    })
    const lost = reasons.reduce((sum, one) => sum + one.seconds, 0)
    assert.equal(Math.round(lost / 60), 1920 - (3 * 215 + 155))
    const silent = bigLosses.find((one) => one.loss === 'unknown')
    assert.equal(Math.round((silent?.seconds ?? 0) / 60), 960)
    const last = waterfall.at(-1)
    assert.equal(Math.round((last?.seconds ?? 0) / 60), 800)
    const stopped = reasons.find((one) => one.reason === 'stopped')
    assert.deepEqual([stopped?.seconds, stopped?.loss, stopped?.count], [3600, 'equipmentFailure', 1])
  })

  test('the firm, one shift, one machine; nothing of another firm', async () => {
    const [a, b] = [await as(house, 'a'), await as(house, 'b')]
    const whole = await a.losses({ query: days })
    assert.equal(whole.parts.length, 1)
    const early = await a.losses({ query: { ...days, equipment: first, shift: '早班' } })
    assert.equal(Math.round(early.parts[0]?.plannedHours ?? 0), 8)
    assert.equal((await b.losses({ query: days })).parts.length, 0)
    assert.equal((await b.losses({ query: { ...days, equipment: first } })).parts.length, 0)
    await assert.rejects(b.losses({ query: { ...days, unit: site } }), { status: 404 })
    const turned = { fromDay: '2026-03-03', toDay: '2026-03-02' }
    await assert.rejects(a.losses({ query: turned }), refused('factory.span.invalid', 'toDay'))
    const long = { fromDay: '2020-01-01', toDay: '2026-03-02' }
    await assert.rejects(a.losses({ query: long }), refused('factory.span.tooLong', 'toDay'))
    const operator = await as(house, 'operator')
    const target = { validFrom: '2026-01-01', targetPercent: 70 }
    await assert.rejects(operator.oeeTarget({ params: { unitId: site }, body: target }), { status: 403 })
    await assert.rejects(b.oeeTarget({ params: { unitId: site }, body: target }), { status: 404 })
  })
})

describe('the same in time and side by side', () => {
  test('heat by hour and by shift', async () => {
    const a = await as(house, 'a')
    const hours = await a.lossHeat({ query: { ...days, equipment: first, by: 'hour' } })
    assert.equal(hours.columns.length, 24)
    const tuesday = hours.rows.find((row) => row.day === '2026-03-03')
    assert.deepEqual(
      tuesday?.cells.slice(8, 12).map((cell) => cell.availability),
      [91.67, 0, 100, 66.67],
    )
    assert.equal(tuesday?.cells[3]?.availability, null)
    const shifts = await a.lossHeat({ query: { ...days, equipment: first, by: 'shift' } })
    assert.deepEqual(
      shifts.rows.map((row) => row.cells.map((cell) => cell.availability)),
      [
        [89.58, 0],
        [64.58, 0],
      ],
    )
  })

  test('trend and comparison', async () => {
    const a = await as(house, 'a')
    const trend = await a.lossTrend({ query: { ...days, unit: site, by: 'day' } })
    assert.deepEqual(
      trend.rows.map((row) => row.from),
      ['2026-03-02', '2026-03-03'],
    )
    const week = await a.lossTrend({ query: { ...days, unit: site, by: 'week' } })
    assert.deepEqual([week.rows.length, week.rows[0]?.plannedHours], [1, 32])
    const namesBy = async (by: 'unit' | 'equipment' | 'shift' | 'crew' | 'period') =>
      (await a.lossComparison({ query: { ...days, unit: site, by } })).rows.map((row) => row.name)
    assert.deepEqual(await namesBy('equipment'), ['M-1', 'M-2'])
    assert.deepEqual(await namesBy('unit'), ['一线', 'M-2'])
    assert.deepEqual(await namesBy('shift'), ['早班', '中班'])
    assert.deepEqual(await namesBy('crew'), ['未排班组'])
    assert.deepEqual(await namesBy('period'), ['2026-02-28 – 2026-03-01', '2026-03-02 – 2026-03-03'])
  })
})

describe('why a shift lost', () => {
  const tuesday = isoOf(start + day)

  test('the causes add up to the change, and each opens to its stretches', async () => {
    const a = await as(house, 'a')
    const { rows } = await a.shiftList({ params: { unitId: site }, query: days })
    assert.deepEqual(
      rows.map((row) => [row.day, row.name, row.machines]),
      [
        ['2026-03-03', '中班', 2],
        ['2026-03-03', '早班', 2],
        ['2026-03-02', '中班', 2],
        ['2026-03-02', '早班', 2],
      ],
    )
    const told = await a.lossExplanation({
      params: { unitId: site },
      query: { startsAt: tuesday, against: 'before' },
    })
    assert.equal(told.measure, 'oeeByTime')
    const sum = told.causes.reduce((total, one) => total + one.change, 0)
    assert.ok(Math.abs(sum + (told.change ?? 0)) < 0.05)
    const fault = told.causes.find((one) => one.name.includes('程序停止'))
    assert.deepEqual([fault?.change, fault?.equipmentName], [12.5, 'M-1'])
    assert.ok(fault?.proof.startsWith(`/factory/equipment/${first}?tab=states&range=`))
    assert.deepEqual(
      told.against.map((one) => one.day),
      ['2026-03-02'],
    )
  })

  test('against the plan all that was lost is told; without a shift before, nothing', async () => {
    const a = await as(house, 'a')
    const params = { unitId: site }
    const plan = await a.lossExplanation({ params, query: { startsAt: tuesday, against: 'plan' } })
    assert.equal(plan.reference.value, 100)
    const monday = { startsAt: isoOf(start), against: 'weeks' as const }
    await assert.rejects(a.lossExplanation({ params, query: monday }), refused('factory.shift.nothingBefore'))
    const none = { startsAt: isoOf(start + 7 * day), against: 'before' as const }
    await assert.rejects(a.lossExplanation({ params, query: none }), { status: 404 })
    const b = await as(house, 'b')
    await assert.rejects(b.lossExplanation({ params, query: { ...none, startsAt: tuesday } }), {
      status: 404,
    })
  })
})

describe('the same shift', () => {
  test('has the same figures on every page that shows it', async () => {
    const a = await as(house, 'a')
    const startsAt = isoOf(start + day)
    const query = { fromDay: '2026-03-03', toDay: '2026-03-03', unit: site, shift: '早班' }
    const losses = await a.losses({ query })
    const { report } = await a.shiftReport({ params: { unitId: site }, query: { startsAt } })
    const why = await a.lossExplanation({
      params: { unitId: site },
      query: { startsAt, against: 'plan' },
    })
    const { rows } = await a.lossComparison({ query: { ...query, by: 'shift' } })
    const trend = await a.lossTrend({ query: { ...query, by: 'day' } })
    const oee = losses.factors.oee.value
    assert.deepEqual(
      [report.factors.oee.value, why.now.value, rows[0]?.factors.oee.value, trend.rows[0]?.oee],
      [oee, oee, oee, oee],
    )
    const availability = losses.factors.availability.value
    assert.deepEqual(
      [report.factors.availability.value, rows[0]?.factors.availability.value],
      [availability, availability],
    )
    assert.deepEqual(report.bigLosses, losses.bigLosses)
    assert.deepEqual(losses.span, { from: startsAt, to: isoOf(start + day + 4 * hour) })
  })

  test('opens each loss to its stops, and tells of speed where only some machines count', async () => {
    const a = await as(house, 'a')
    const tags = [{ name: 'execution', meaning: 'EXECUTION', valueType: 'text' as const }]
    const { tags: ids } = await makeMachine(house.house, { code: 'M-3', unit: 'S1', tags })
    const tag = ids.execution ?? ''
    await append(house.house, [
      { tag, at: start, value: 'ACTIVE' },
      { tag, at: start + 100 * minute, value: 'READY' },
      { tag, at: start + day + 9 * hour, value: 'READY' },
    ])
    await createDeriver(house.house, { lastHeardMs: () => undefined }).round()
    const losses = await a.losses({ query: { ...days, unit: site } })
    assert.ok(losses.span && losses.without.some((one) => one.name === 'M-3'))
    for (const { loss, seconds } of losses.bigLosses) {
      if (['reducedSpeed', 'processDefect', 'startupReject'].includes(loss)) continue
      const query = { ...losses.span, unit: site, loss }
      const stops = await a.stops({ query })
      assert.equal(stops.seconds, seconds, loss)
    }
    const speed = losses.bigLosses.find((one) => one.loss === 'reducedSpeed')
    // 800 min of production make 80 parts of 10 min: all that is more was lost to speed.
    assert.equal(speed?.seconds, (3 * 215 + 155 - 800) * 60)
    assert.equal((await a.losses({ query: { ...days, unit: site, shift: '早班' } })).span, null)
  })

  test('opens each step and loss to the shifts that make it, with the same sum', async () => {
    const a = await as(house, 'a')
    for (const only of [{}, { shift: '早班' }]) {
      const query = { ...days, unit: site, ...only }
      const { waterfall, bigLosses } = await a.losses({ query })
      const sumOf = async (asked: object) => (await a.lossShifts({ query: { ...query, ...asked } })).seconds
      for (const { step, lostSeconds } of waterfall) assert.equal(await sumOf({ step }), lostSeconds, step)
      for (const { loss, seconds } of bigLosses) assert.equal(await sumOf({ loss }), seconds ?? 0, loss)
    }
    const asked = { ...days, unit: site, reason: 'stopped', timeClass: 'down' as const }
    const { rows } = await a.lossShifts({ query: asked })
    assert.deepEqual(
      rows.map((row) => [row.equipmentName, row.day, row.shiftName, row.seconds]),
      [['M-1', '2026-03-03', '早班', 3600]],
    )
    const all = await a.lossShifts({
      query: { ...days, unit: site, q: 'm-2', sort: 'startsAt', pageSize: 3 },
    })
    assert.deepEqual([all.total, all.rows.length, all.rows[0]?.startsAt], [4, 3, isoOf(start)])
    const b = await as(house, 'b')
    await assert.rejects(b.lossShifts({ query: { ...days, unit: site } }), { status: 404 })
    assert.equal((await b.lossShifts({ query: { ...days, equipment: first } })).total, 0)
    const turned = { fromDay: '2026-03-03', toDay: '2026-03-02' }
    await assert.rejects(a.lossShifts({ query: turned }), refused('factory.span.invalid', 'toDay'))
  })

  test('is worth as much as the day of its machine, on the wall too', async (t) => {
    const a = await as(house, 'a')
    const tuesday = { fromDay: '2026-03-03', toDay: '2026-03-03' }
    for (const equipment of [first, second]) {
      const { rows } = await a.oeeDays({ query: { equipment, ...tuesday } })
      const { factors } = await a.losses({ query: { ...tuesday, equipment } })
      assert.deepEqual([rows.length, Math.round((rows[0]?.oee ?? 0) * 10_000) / 100], [1, factors.oee.value])
    }
    // The newest day counts as today's until ten minutes after midnight.
    const backMs = 8 * 3_600_000 - 5 * 60_000
    clock.move(-backMs)
    t.after(() => clock.move(backMs))
    const { rows } = await a.board({ query: { pageSize: 50 } })
    let opened = 0
    for (const { oeeToday, equipmentId } of rows) {
      const range = new URL(oeeToday.proof ?? '', house.url).searchParams.get('range')
      if (range === null) continue
      const [from = '', to = ''] = range.split('~').map((ms) => new Date(Number(ms)).toISOString())
      const { oee } = await a.oee({ params: { equipmentId }, query: { from, to } })
      assert.deepEqual([oee.value, oee.reason], [oeeToday.value, oeeToday.reason])
      opened++
    }
    assert.ok(opened >= 2, 'figures of the board open')
  })

  test('opens a figure of one shift to that shift alone', async () => {
    const a = await as(house, 'a')
    const { rows } = await a.lossComparison({ query: { ...days, unit: site, by: 'shift' } })
    for (const row of rows) {
      const { searchParams } = new URL(row.factors.oee.proof ?? '', house.url)
      const query = Object.fromEntries(searchParams) as typeof days
      const opened = await a.losses({ query })
      assert.deepEqual([opened.factors.oee.value, opened.shiftNames], [row.factors.oee.value, [row.name]])
    }
  })
})

describe('products and declared counts', () => {
  test('a run takes the cycle of its machine from the product table', async () => {
    const a = await as(house, 'a')
    const rates = [{ equipmentId: first, idealCycleMs: 9000 }]
    const { id } = await a.addProduct({ body: { code: 'P-1', name: '轴', idealCycleMs: 12_000, rates } })
    const run = { productId: id, startsAt: isoOf(start + 3 * day) }
    await a.addProductRun({ params: { equipmentId: first }, body: run })
    await a.addProductRun({ params: { equipmentId: second }, body: run })
    const cycle = async (equipmentId: string) =>
      (await a.productRuns({ params: { equipmentId } })).rows[0]?.idealCycleMs
    assert.deepEqual([await cycle(first), await cycle(second)], [9000, 12_000])
    const [rate, ...others] = (await a.products({})).rows[0]?.rates ?? []
    assert.deepEqual([rate?.equipmentName, rate?.idealCycleMs, others], ['M-1', 9000, []])
    const body = { code: 'P-1', name: '轴', rates: [], isRetired: true, version: 1 }
    await a.changeProduct({ params: { productId: id }, body })
    await assert.rejects(
      a.changeProduct({ params: { productId: id }, body }),
      refused('factory.product.changedSince'),
    )
    await assert.rejects(a.addProduct({ body: { code: 'P-1', name: 'x', rates: [] } }), { status: 409 })
    await assert.rejects(
      a.addProduct({ body: { code: 'P-2', name: 'x', rates: [{ equipmentId: site, idealCycleMs: 1 }] } }),
      refused('factory.product.rate', 'rates'),
    )
    const b = await as(house, 'b')
    assert.equal((await b.products({})).total, 0)
    await assert.rejects(b.changeProduct({ params: { productId: id }, body }), { status: 404 })
    await assert.rejects(
      a.addProductRun({ params: { equipmentId: first }, body: { startsAt: isoOf(start) } }),
      refused('kit.input.invalid', 'product'),
    )
  })

  test('rejects that a person names change the shift at once, and taken back they are gone', async () => {
    const operator = await as(house, 'operator')
    const params = { equipmentId: first }
    const quality = async () =>
      (await operator.losses({ query: { ...days, equipment: first, shift: '早班' } })).factors.quality.value
    assert.equal(await quality(), 100)
    const body = { startsAt: isoOf(start), endsAt: isoOf(start + 4 * hour), good: 0, rejected: 10 }
    const { id } = await operator.addDeclaredCount({ params, body })
    assert.equal(await quality(), 75)
    await assert.rejects(
      operator.addDeclaredCount({ params, body: { ...body, rejectedStartup: 11 } }),
      refused('factory.count.startupMore', 'rejectedStartup'),
    )
    const b = await as(house, 'b')
    await assert.rejects(b.withdrawDeclaredCount({ params: { countId: id } }), { status: 404 })
    await operator.withdrawDeclaredCount({ params: { countId: id } })
    assert.equal(await quality(), 100)
    const { rows } = await operator.declaredCounts({ params })
    assert.deepEqual([rows.length, rows[0]?.rejected, rows[0]?.withdrawnAt !== null], [1, 10, true])
    assert.equal((await operator.countRule({ params })).source, 'programEnd')
  })
})
