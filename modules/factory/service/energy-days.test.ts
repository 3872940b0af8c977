import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { sumOf } from '../energy/account.ts'
import { createDayKeeper } from '../energy/keep.ts'
import { accountOf, ratesOf } from '../energy/read.ts'
import { isoOf } from '../micros.ts'
import { askDaysOfFirm, askDaysOfTags, keepMonths } from '../store/energy-days.ts'
import { leftByDays } from '../store/energy-left.ts'
import { meterById } from '../store/energy-meters.ts'
import { append, as, clockAt, factoryHouse, hour, type Machine, makeMachine, unitId } from '../testing.ts'
import { yearBefore, yearBeforeOf } from './energy-sums.ts'
import { watchTargets } from './energy-watch.ts'

const zone = 'Asia/Shanghai'
const day = 24 * hour
/** Local midnight of 1 March 2026, and the 101 days of which some are read; two days of the year before. */
const start = Date.parse('2026-02-28T16:00:00Z') * 1000
const days = 101
const end = start + days * day
const yearAgo = Date.parse('2025-06-07T16:00:00Z') * 1000
const clock = clockAt(end + 12 * hour)
const long = { from: isoOf(start), to: isoOf(end) }

let house: TestHouse
let machine: { machine: Machine; tags: Record<string, string> }
let meterId = ''
let mainId = ''

/** The same numbers at every run. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

before(async () => {
  house = await factoryHouse({ start: false, clock })
  const tags = [
    { name: 'power' },
    { name: 'energy' },
    { name: 'old' },
    { name: 'parts', meaning: 'PART_COUNT' },
  ]
  machine = await makeMachine(house.house, { code: 'M-1', tags })
  const next = random(7)
  const points = []
  let [energy, parts] = [0, 0]
  const { power = '', energy: counter = '', parts: pieces = '' } = machine.tags
  for (let index = 0; index < days * 12; index++) {
    const at = start + index * 2 * hour
    const [chance, value] = [next(), next() * 20]
    energy += value * 2
    parts += 1
    // Now and then a reading is missing, or bad; for weeks nobody read.
    if (index > 60 && index < days * 12 - 200) continue
    if (chance > 0.1) points.push({ tag: power, at, value, ...(chance > 0.95 ? { quality: 0 } : {}) })
    if (chance > 0.2) points.push({ tag: counter, at: at + 17_000_000, value: energy })
    points.push({ tag: pieces, at: at + hour, value: parts })
  }
  for (let index = 0; index < 48; index++)
    points.push({ tag: machine.tags.old ?? '', at: yearAgo + index * hour, value: index * 3 })
  await append(house.house, points)
  const a = await as(house, 'a')
  const site = await unitId(house.house, 'firm-a', 'S1')
  const named = { unitId: site, name: '总表', tagId: counter, reading: 'counter' as const }
  mainId = (await a.addEnergyMeter({ body: { ...named, measuredIn: 'kWh' } })).id
  const fed = { unitId: site, name: '机床', equipmentId: machine.machine.id, parentId: mainId }
  const read = { tagId: power, reading: 'powerStep' as const, measuredIn: 'kW' as const }
  meterId = (await a.addEnergyMeter({ body: { ...fed, ...read } })).id
  await a.addEnergyTariff({ body: tariffOf('2025-01-01', '30.5', '90.25') })
  await a.addEnergyFactor({
    body: { validFrom: '2025-01-01', kgPerKwh: '0.5703', source: '测试', isVerified: false },
  })
  await house.house.act(systemCaller, async ({ sql }) => {
    const { id, organisationId } = machine.machine
    for (const index of [0, 1, 2, 3, 95, 96, 97, 98]) {
      const at = start + index * day
      for (const [from, to, state] of [
        [0, 9, 'production'],
        [9, 20, 'idle'],
        [20, 24, 'unknown'],
      ] as const)
        await sql`insert into factory_states (equipment_id, organisation_id, starts_at, ends_at, state)
          values (${id}, ${organisationId}, ${new Date((at + from * hour) / 1000)},
            ${new Date((at + to * hour) / 1000)}, ${state})`
    }
  })
  await sumUp()
})
after(() => house.close())

function tariffOf(validFrom: string, valley: string, peak: string) {
  const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
  const periods = [
    { months, fromMinute: 0, toMinute: 450, kind: 'valley' as const, fenPerKwh: valley },
    { months, fromMinute: 450, toMinute: 1440, kind: 'peak' as const, fenPerKwh: peak },
  ]
  return { name: validFrom, validFrom, timeZone: zone, periods, source: '测试', isVerified: false }
}

async function sumUp(): Promise<void> {
  const keeper = createDayKeeper(house.house)
  await keeper.round()
}

/** The naive twin: everything from the points in one go. */
function twin(id: string, fromMicros: number, toMicros: number) {
  return house.house.act(systemCaller, async ({ sql }) => {
    const meter = await meterById(sql, 'zh', id)
    assert.ok(meter)
    const rates = await ratesOf(sql, meter.organisationId)
    const window = { fromMicros, toMicros }
    const { days: read } = await accountOf(sql, house.house.series, meter, window, rates, zone)
    return sumOf(
      read.map((one) => one.sum),
      window,
    )
  })
}

const kwh = (energy: number) => energy / 1_000_000
const yuan = (cost: bigint) => Number((cost + 500_000_000_000n) / 1_000_000_000_000n) / 100

async function agrees(id: string): Promise<void> {
  const report = await (await as(house, 'a')).energyReport({ params: { meterId: id }, query: long })
  const exact = await twin(id, start, end)
  assert.equal(report.grain, 'month')
  assert.equal(report.energy.value, kwh(exact.energy))
  assert.equal(report.cost.value, yuan(exact.cost))
  assert.equal(report.idle.value, exact.energy === exact.stateless ? null : kwh(exact.idle))
  assert.deepEqual(
    report.kinds.map((one) => [one.kind, one.kwh]),
    [
      ['peak', kwh(exact.byKind.peak ?? 0)],
      ['valley', kwh(exact.byKind.valley ?? 0)],
    ],
  )
  const known = Math.round((exact.coveredMicros / hour) * 100) / 100
  assert.deepEqual(report.energy.method?.values, { known, whole: days * 24 })
}

describe('sums of a long span', () => {
  test('by kept days and months are those of its points, to the last milliwatt hour', async () => {
    await agrees(meterId)
    await agrees(mainId)
  })

  test('are told by month with the days that prove them, and are given out with their mark', async () => {
    const a = await as(house, 'a')
    const report = await a.energyReport({ params: { meterId }, query: long })
    assert.deepEqual(
      report.days.map((one) => [one.day, one.basis]),
      ['2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01'].map((one) => [one, 'points']),
    )
    assert.match(report.energy.proof ?? '', /tab=days/)
    assert.deepEqual([report.hours, report.exact], [[], { days, coarseDays: 0, waitingDays: 0 }])
    const listed = await a.energyDays({ params: { meterId }, query: { ...long, page: 2, pageSize: 100 } })
    assert.deepEqual([listed.total, listed.rows.length, listed.rows[0]?.day], [days, 1, '2026-06-09'])
    const all = await a.energyDays({ params: { meterId }, query: { ...long, pageSize: 100 } })
    const whole = [...all.rows, ...listed.rows].reduce(
      (sum, one) => sum + Math.round((one.kwh ?? 0) * 1e6),
      0,
    )
    assert.equal(kwh(whole), report.energy.value)
    const file = await fetch(
      `${house.url}/api/factory/energy/sums?from=${long.from}&to=${long.to}&format=csv`,
      { headers: a.headers },
    )
    const lines = (await file.text()).trim().split('\n')
    assert.ok(lines[0]?.includes('依据') && lines[0].includes('未计量 (kWh)'))
    assert.equal(lines.length, 3)
  })

  test('tell what sub-meters leave over the days in which all are known whole', async () => {
    const a = await as(house, 'a')
    const dayOf = async (id: string) => {
      const query = { ...long, pageSize: 200 }
      return (await a.energyDays({ params: { meterId: id }, query })).rows
    }
    const [whole, part] = [await dayOf(mainId), await dayOf(meterId)]
    const both = whole.flatMap((one, at) => {
      const other = part[at]
      return one.coverage === 1 && other?.coverage === 1 ? [(one.kwh ?? 0) - (other.kwh ?? 0)] : []
    })
    const { meters, grain } = await a.energyOverview({ query: long })
    const main = meters.find((one) => one.meterId === mainId)
    const left = both.reduce((sum, one) => sum + Math.round(one * 1e6), 0)
    assert.ok(both.length > 0 && both.length < days)
    assert.deepEqual([grain, main?.unmetered?.value], ['month', kwh(left)])
    assert.deepEqual(main?.unmetered?.method?.values, { known: both.length, parts: 1 })
    assert.equal(meters.find((one) => one.meterId === meterId)?.unmetered, null)
    const { rows } = await a.energySums({ query: long })
    const row = rows.find((one) => one.meterId === mainId)
    assert.deepEqual([row?.unmeteredKwh, row?.unmeteredHours], [kwh(left), both.length * 24])
  })

  test('leave out days of which a part is not known, and say nothing where it never is', async () => {
    const undone = 'only tried'
    const tried = house.house.act(systemCaller, async ({ sql }) => {
      const whole = sql`covered_micros = extract(epoch from ends_at - starts_at) * 1000000`
      await sql`update factory_energy_days set ${whole}, energy = 5 where day < '2026-04-01'`
      await sql`update factory_energy_days set energy = 7 where meter_id = ${mainId} and day < '2026-04-01'`
      await sql`delete from factory_energy_days where meter_id = ${meterId} and day < '2026-03-03'`
      const march = { fromDay: '2026-03-01', endDay: '2026-04-01' }
      const told = (part = meterId) => leftByDays(sql, mainId, [part], march)
      for (const id of [meterId, mainId]) await keepMonths(sql, id, [march.fromDay])
      assert.deepEqual(await told(), { energy: 58, days: 29 })
      await sql`update factory_energy_days set covered_micros = 1, energy = 1
        where meter_id = ${meterId} and day = '2026-03-09'`
      await sql`update factory_energy_days set covered_micros = 0, energy = 100
        where meter_id = ${mainId} and day in ('2026-03-09', '2026-03-10')`
      for (const id of [meterId, mainId]) await keepMonths(sql, id, [march.fromDay])
      assert.deepEqual(await told(), { energy: 54, days: 27 })
      assert.equal(await told(mainId.replace(/^./, 'f')), null)
      await sql`update factory_energy_days set covered_micros = 0 where meter_id = ${meterId}`
      assert.equal(await told(), null)
      await sql`update factory_energy_days set time_zone = 'UTC' where meter_id = ${meterId}`
      assert.equal(await told(), null)
      throw new Error(undone)
    })
    await assert.rejects(tried, new RegExp(undone))
  })

  test('watch the target of a month by its kept days and the points since', async () => {
    const a = await as(house, 'a')
    const month = Date.parse('2026-05-31T16:00:00Z') * 1000
    const now = end + 12 * hour
    const { energy } = await twin(mainId, month, now)
    const body = { meterId: mainId, period: 'month' as const, validFrom: '2026-06-01' }
    await a.addEnergyTarget({ body: { ...body, kwh: String(kwh(energy - 1)) } })
    await watchTargets(house.house)
    const passes = (await a.energyPasses({})).rows.filter((one) => one.meterId === mainId)
    assert.deepEqual(
      passes.map((one) => [one.day, one.kwh]),
      [['2026-06-01', kwh(energy)]],
    )
  })

  test('compare with the same long before and the same days a year ago', async () => {
    const a = await as(house, 'a')
    const week = { from: isoOf(end - 10 * day), to: isoOf(end + 3 * hour) }
    const report = await a.energyReport({ params: { meterId: mainId }, query: week })
    const before = await twin(mainId, end - 20 * day - 3 * hour, end - 10 * day)
    assert.equal(report.grain, 'day')
    assert.equal(report.energyBefore.value, kwh(before.energy))
    assert.equal(report.energyLastYear.reason, 'factory.missing.noReadings')
    const unit = await unitId(house.house, 'firm-a', 'S1')
    const old = { name: '旧表', unitId: unit, tagId: machine.tags.old ?? '', measuredIn: 'kWh' as const }
    const { id } = await a.addEnergyMeter({ body: { ...old, reading: 'counter' } })
    const now = await a.energyReport({ params: { meterId: id }, query: week })
    const past = await twin(id, end - 375 * day, end - 365 * day + 3 * hour)
    assert.equal(now.energyLastYear.value, kwh(past.energy))
    assert.equal(kwh(past.energy), 47 * 3)
    await a.retireEnergyMeter({ params: { meterId: id } })
  })

  test('show energy and cost of a piece beside the target, and nothing where none is counted', async () => {
    const a = await as(house, 'a')
    const body = { meterId, period: 'piece' as const, kwh: '9.5', validFrom: '2026-01-01' }
    await a.addEnergyTarget({ body })
    const span = { from: isoOf(end - 4 * day), to: long.to }
    const { rows } = await a.energyDays({ params: { meterId }, query: span })
    for (const one of rows.slice(0, 2)) {
      assert.equal(one.pieces, 12)
      assert.equal(one.kwhPerPiece, (one.kwh ?? 0) / 12)
      assert.equal(one.costPerPiece, (one.cost ?? 0) / 12)
      assert.equal(one.pieceDeviationKwh, (one.kwh ?? 0) / 12 - 9.5)
    }
    const report = await a.energyReport({ params: { meterId }, query: long })
    assert.equal(report.perPiece.unit, 'KWH')
    assert.deepEqual([report.costPerPiece.unit, report.pieceTargetKwh], ['CNY', 9.5])
    assert.ok((report.costPerPiece.value ?? 0) > 0)
    const main = await a.energyReport({ params: { meterId: mainId }, query: long })
    assert.deepEqual(
      [main.perPiece.reason, main.costPerPiece.reason],
      ['factory.missing.noCounts', 'factory.missing.noCounts'],
    )
  })
})

describe('kept days', () => {
  test('follow late readings, new prices and other states, and say that they wait', async () => {
    const a = await as(house, 'a')
    const power = machine.tags.power ?? ''
    await house.house.act(
      systemCaller,
      ({ sql }) => sql`delete from factory_energy_days
      where meter_id = ${meterId} and day < '2026-03-03'`,
    )
    const at = start + 6 * hour + 1
    await append(house.house, [
      { tag: power, at, value: 500 },
      { tag: power, at: start + 3 * day, value: 250 },
    ])
    await house.house.act(systemCaller, ({ sql }) => askDaysOfTags(sql, [{ tagId: power, fromMicros: at }]))
    await a.addEnergyTariff({ body: tariffOf('2026-04-11', '1.000001', '77') })
    const waiting = await a.energyReport({ params: { meterId }, query: long })
    assert.ok(waiting.exact.waitingDays >= 60)
    const { rows } = await a.energyDays({ params: { meterId }, query: { ...long, pageSize: 5 } })
    assert.deepEqual(
      rows.map((one) => one.basis),
      ['points', 'points', 'waiting', 'waiting', 'waiting'],
    )
    await sumUp()
    await agrees(meterId)
    await agrees(mainId)
    const settled = await a.energyReport({ params: { meterId }, query: long })
    assert.equal(settled.exact.waitingDays, 0)
  })

  test('are read from minutes and hours once points are thinned, as exact in sum and marked', async () => {
    const a = await as(house, 'a')
    const before = await a.energyReport({ params: { meterId }, query: long })
    const mainBefore = await a.energyReport({ params: { meterId: mainId }, query: long })
    const { power = '', energy = '' } = machine.tags
    const series = [...(await house.house.series.resolve([power, energy]))]
    await house.house.series.maintain(end + 12 * hour)
    const bound = start + 2 * day
    await house.house.series.thin({
      groups: [{ series, rawFromMicros: bound, minutesFromMicros: bound, hoursFromMicros: 0 }],
      isTrial: false,
    })
    const { organisationId } = machine.machine
    await house.house.act(systemCaller, ({ sql }) => askDaysOfFirm(sql, organisationId, '2025-01-01'))
    await sumUp()
    const report = await a.energyReport({ params: { meterId }, query: long })
    const main = await a.energyReport({ params: { meterId: mainId }, query: long })
    assert.ok(Math.abs((report.energy.value ?? 0) - (before.energy.value ?? 0)) < 0.001)
    assert.ok(Math.abs((main.energy.value ?? 0) - (mainBefore.energy.value ?? 0)) < 0.001)
    assert.equal(report.exact.coarseDays, 2)
    assert.deepEqual(
      report.days.map((one) => one.basis),
      ['pieces', 'points', 'points', 'points'],
    )
    const short = { from: long.from, to: isoOf(start + 4 * day) }
    const read = await a.energyReport({ params: { meterId }, query: short })
    assert.deepEqual(
      read.days.map((one) => one.basis),
      ['pieces', 'pieces', 'points', 'points'],
    )
  })

  test('of a firm are seen by nobody else, and go when a meter reads another signal', async () => {
    const a = await as(house, 'a')
    const b = await as(house, 'b')
    assert.deepEqual((await b.energyOverview({ query: long })).meters, [])
    assert.equal((await b.energySums({ query: long })).total, 0)
    const [meter] = (await a.energyMeters({ query: { q: '总表' } })).rows
    assert.ok(meter)
    const { name, unitId: unit, tagId, version } = meter
    const body = {
      name,
      unitId: unit,
      tagId,
      reading: 'counter' as const,
      measuredIn: 'Wh' as const,
      version,
    }
    await a.changeEnergyMeter({ params: { meterId: mainId }, body })
    const gone = await a.energyReport({ params: { meterId: mainId }, query: long })
    assert.deepEqual([gone.energy.value, gone.energy.reason], [null, 'factory.missing.noReadings'])
    await sumUp()
    await agrees(mainId)
  })
})

test('a year before is the same day; of 29 February it is the 28th', () => {
  assert.equal(yearBefore('2026-07-01'), '2025-07-01')
  assert.equal(yearBefore('2024-02-29'), '2023-02-28')
  const window = { fromMicros: start + 5 * hour, toMicros: start + 30 * hour }
  const past = yearBeforeOf(window, zone)
  assert.equal(isoOf(past.fromMicros), '2025-02-28T21:00:00.000Z')
  assert.equal(past.toMicros - past.fromMicros, 25 * hour)
})
