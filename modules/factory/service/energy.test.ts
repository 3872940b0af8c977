import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { isoOf } from '../micros.ts'
import { append, as, clockAt, factoryHouse, hour, type Machine, makeMachine, unitId } from '../testing.ts'
import { watchTargets } from './energy-watch.ts'

/** Local midnight of 2 March 2026 in Shanghai. */
const start = Date.parse('2026-03-01T16:00:00Z') * 1000
const span = { from: isoOf(start), to: isoOf(start + 24 * hour) }
const clock = clockAt(start + 30 * hour)

let house: TestHouse
let site = ''
let main: { machine: Machine; tags: Record<string, string> }
let part: typeof main
let meterId = ''
let partId = ''

const allMonths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
const periods = [
  { months: allMonths, fromMinute: 0, toMinute: 480, kind: 'valley' as const, fenPerKwh: '30' },
  { months: allMonths, fromMinute: 480, toMinute: 1440, kind: 'peak' as const, fenPerKwh: '90.5' },
]
const tariff = {
  name: '测试电价',
  validFrom: '2026-01-01',
  timeZone: 'Asia/Shanghai',
  periods,
  source: '测试',
  isVerified: false,
}

before(async () => {
  house = await factoryHouse({ start: false, clock })
  const tags = [{ name: 'energy' }, { name: 'power' }, { name: 'word', valueType: 'text' as const }]
  main = await makeMachine(house.house, { code: 'M-1', tags })
  part = await makeMachine(house.house, { code: 'M-2', tags })
  site = await unitId(house.house, 'firm-a', 'S1')
  const energy = main.tags.energy ?? ''
  const points = []
  for (let index = 0; index <= 24; index++) {
    // 10 kWh an hour; from 12 to 16 nobody read.
    if (index <= 12 || index >= 16) points.push({ tag: energy, at: start + index * hour, value: index * 10 })
    if (index <= 20) points.push({ tag: part.tags.power ?? '', at: start + index * hour, value: 4 })
  }
  points.push({ tag: part.tags.power ?? '', at: start + 21 * hour, value: null, quality: 0 })
  await append(house.house, points)
  await house.house.act(systemCaller, async ({ sql }) => {
    const states = [
      [0, 10, 'production'],
      [10, 18, 'idle'],
      [18, 24, 'unknown'],
    ] as const
    for (const [from, to, state] of states)
      await sql`insert into factory_states (equipment_id, organisation_id, starts_at, ends_at, state, reason)
        values (${part.machine.id}, ${part.machine.organisationId}, ${new Date((start + from * hour) / 1000)},
          ${new Date((start + to * hour) / 1000)}, ${state}, null)`
  })
})
after(() => house.close())

const meter = (one: { machine: Machine; tags: Record<string, string> }, tag: string, more: object = {}) => ({
  name: `表 ${tag}`,
  unitId: site,
  equipmentId: one.machine.id,
  tagId: one.tags[tag] ?? '',
  reading: 'counter' as const,
  measuredIn: 'kWh' as const,
  ...more,
})

function refusedBy(code: string, field: string) {
  return (fault: RequestFault) => {
    assert.deepEqual([fault.answer.code, fault.answer.fields?.[0]?.field], [code, field])
    assert.ok(fault.answer.message.length > 4 && !fault.answer.message.includes('{{'), fault.answer.message)
    return true
  }
}

describe('meters', () => {
  test('say what they feed and read; what does not fit is refused at its field', async () => {
    const a = await as(house, 'a')
    const refused: [object, string, string][] = [
      [{ tagId: main.tags.word }, 'factory.energy.signalText', 'tagId'],
      [{ measuredIn: 'kW' }, 'factory.energy.unitUnfit', 'measuredIn'],
      [{ reading: 'powerStep' }, 'factory.energy.unitUnfit', 'measuredIn'],
      [{ parentId: main.machine.id }, 'factory.energy.meterUnknown', 'parentId'],
      [{ unitId: await unitId(house.house, 'firm-b', 'S1') }, 'factory.unit.unknown', 'unitId'],
      [{ equipmentId: site }, 'factory.energy.machineUnknown', 'equipmentId'],
    ]
    for (const [change, code, field] of refused)
      await assert.rejects(a.addEnergyMeter({ body: meter(main, 'energy', change) }), refusedBy(code, field))
    meterId = (await a.addEnergyMeter({ body: meter(main, 'energy', { equipmentId: null }) })).id
    await assert.rejects(
      a.addEnergyMeter({ body: meter(main, 'energy') }),
      refusedBy('factory.energy.signalTaken', 'tagId'),
    )
    const asPower = { reading: 'powerStep', measuredIn: 'kW', parentId: meterId, nameEn: 'Furnace' }
    partId = (await a.addEnergyMeter({ body: meter(part, 'power', asPower) })).id
    const { rows } = await (await as(house, 'a', 'en')).energyMeters({ query: { q: 'furn' } })
    assert.deepEqual(
      rows.map((row) => [row.id, row.parentId, row.parentName, row.equipmentName, row.tagName]),
      [[partId, meterId, '表 energy', 'M-2', 'power']],
    )
  })

  test('form a tree, change by version only, and leave it with their children', async () => {
    const a = await as(house, 'a')
    const own = { ...meter(main, 'energy', { equipmentId: null }), version: 1 }
    const params = { meterId }
    await assert.rejects(
      a.changeEnergyMeter({ params, body: { ...own, parentId: partId } }),
      refusedBy('factory.energy.circle', 'parentId'),
    )
    await a.changeEnergyMeter({ params, body: { ...own, name: '总表' } })
    await assert.rejects(a.changeEnergyMeter({ params, body: own }), { status: 409 })
    const third = (await a.addEnergyMeter({ body: meter(part, 'energy', { parentId: partId }) })).id
    await a.retireEnergyMeter({ params: { meterId: third } })
    await assert.rejects(a.energyReport({ params: { meterId: third }, query: span }), { status: 404 })
    assert.equal((await a.energyMeters({})).total, 2)
  })

  test('are the firm’s own: others see nothing, officials look only', async () => {
    const params = { meterId }
    const b = await as(house, 'b')
    assert.equal((await b.energyMeters({})).total, 0)
    await assert.rejects(b.energyReport({ params, query: span }), { status: 404 })
    await assert.rejects(b.retireEnergyMeter({ params }), { status: 404 })
    const stolen = { meterId, period: 'day' as const, kwh: '1', validFrom: '2026-01-01' }
    await assert.rejects(
      b.addEnergyTarget({ body: stolen }),
      refusedBy('factory.energy.meterUnknown', 'meterId'),
    )
    const official = await as(house, 'region')
    assert.equal((await official.energyMeters({})).total, 2)
    await assert.rejects(official.retireEnergyMeter({ params }), { status: 403 })
    const operator = await as(house, 'operator')
    await assert.rejects(operator.addEnergyMeter({ body: meter(main, 'power') }), { status: 403 })
  })
})

describe('an energy report', () => {
  test('without tariff and factor has energy, and says why it has no cost and no carbon', async () => {
    const report = await (await as(house, 'a')).energyReport({ params: { meterId }, query: span })
    assert.equal(report.energy.value, 240)
    assert.deepEqual(
      [report.cost, report.carbon, report.idle, report.perPiece].map(({ value, reason }) => [value, reason]),
      [
        [null, 'factory.missing.noTariff'],
        [null, 'factory.missing.noFactor'],
        [null, 'factory.missing.noStates'],
        [null, 'factory.missing.noCounts'],
      ],
    )
  })

  test('prices every hour by the version of its day, exactly, and opens to hours and days', async () => {
    const a = await as(house, 'a')
    await a.addEnergyTariff({ body: tariff })
    await a.addEnergyFactor({
      body: { validFrom: '2026-01-01', kgPerKwh: '0.5', source: '测试', isVerified: false },
    })
    const target = { meterId, period: 'day' as const, kwh: '200.5', validFrom: '2026-03-01' }
    await a.addEnergyTarget({ body: target })
    const report = await a.energyReport({ params: { meterId }, query: span })
    // 80 kWh at 30 fen and 160 kWh at 90.5 fen.
    assert.deepEqual(
      [report.cost.value, report.carbon.value, report.demand.value, report.energyBefore.value],
      [24 + 144.8, 120, 10, null],
    )
    assert.deepEqual(report.kinds, [
      { kind: 'peak', kwh: 160, cost: 144.8 },
      { kind: 'valley', kwh: 80, cost: 24 },
    ])
    assert.equal(report.energy.proof, `/factory/energy/meters/${meterId}?tab=hours&range=${rangeOf()}`)
    const hours = await a.energyHours({ params: { meterId }, query: { ...span, page: 2, pageSize: 10 } })
    assert.equal(hours.total, 24)
    assert.deepEqual(hours.rows[0], {
      startsAt: isoOf(start + 10 * hour),
      endsAt: isoOf(start + 11 * hour),
      ...{ kwh: 10, coverage: 1, kind: 'peak', cost: 9.05, carbon: 5, idleKwh: null },
    })
    const days = await a.energyDays({ params: { meterId }, query: span })
    assert.deepEqual(
      days.rows.map((row) => [row.day, row.kwh, row.targetKwh, row.deviationKwh, row.cost]),
      [['2026-03-02', 240, 200.5, 39.5, 168.8]],
    )
    const csv = await fetch(
      `${house.url}/api/factory/energy/meters/${meterId}/hours?from=${span.from}&to=${span.to}&format=csv`,
      { headers: a.headers },
    )
    assert.equal((await csv.text()).trim().split('\n').length, 25)
  })

  test('keeps gaps unknown: they are no zero, and idling is judged where the state is known', async () => {
    const a = await as(house, 'a')
    const report = await a.energyReport({ params: { meterId: partId }, query: span })
    // 4 kW from 0 to 21; after it a bad reading, so nothing is known.
    assert.deepEqual(report.energy.value, 84)
    assert.deepEqual(report.energy.method?.values, { known: 21, whole: 24 })
    assert.deepEqual(
      report.hours.slice(20).map((one) => [one.kwh, one.coverage]),
      [
        [4, 1],
        [null, 0],
        [null, 0],
        [null, 0],
      ],
    )
    assert.deepEqual([report.idle.value, report.idleShare.value], [32, 44.44])
    assert.deepEqual(
      report.days.map((one) => [one.kwh, one.coverage, one.idleKwh]),
      [[84, 0.875, 32]],
    )
  })

  test('follows what a person says of the machine’s state', async () => {
    const a = await as(house, 'a')
    const said = { startsAt: isoOf(start + 10 * hour), endsAt: isoOf(start + 12 * hour) }
    const body = { ...said, state: 'production' as const, reason: '试切' }
    const { id } = await a.addCorrection({ params: { equipmentId: part.machine.id }, body })
    const report = await a.energyReport({ params: { meterId: partId }, query: span })
    assert.deepEqual([report.idle.value, report.idleShare.value], [24, 33.33])
    await a.withdrawCorrection({ params: { correctionId: id } })
  })

  test('refuses spans that are too long or lie ahead, at their field', async () => {
    const a = await as(house, 'a')
    const params = { meterId }
    const long = { from: isoOf(start - 100 * 24 * hour), to: span.to }
    await assert.rejects(a.energyHours({ params, query: long }), refusedBy('factory.span.tooLong', 'to'))
    const ages = { from: isoOf(start - 7400 * 24 * hour), to: span.to }
    await assert.rejects(a.energyReport({ params, query: ages }), refusedBy('factory.span.tooLong', 'to'))
    const ahead = { from: isoOf(start + 40 * hour), to: isoOf(start + 50 * hour) }
    await assert.rejects(a.energyHours({ params, query: ahead }), refusedBy('factory.span.invalid', 'from'))
  })
})

describe('the overview of a firm', () => {
  test('sums main meters only, and shows what sub-meters leave over where all are known', async () => {
    const overview = await (await as(house, 'a')).energyOverview({ query: span })
    assert.deepEqual([overview.energy.value, overview.cost.value, overview.demand.value], [240, 168.8, 10])
    assert.deepEqual([overview.idle.value, overview.idleShare.value], [32, 44.44])
    const [first, second] = ['总表', '表 power'].map((name) =>
      overview.meters.find((one) => one.name === name),
    )
    assert.deepEqual(
      [first?.unmetered?.value, first?.unmetered?.method?.values],
      [126, { known: 21, parts: 1 }],
    )
    assert.deepEqual([second?.unmetered, second?.energy.value, second?.idleShare.value], [null, 84, 44.44])
    const { rows } = await (await as(house, 'a')).energySums({ query: { ...span, pageSize: 50 } })
    assert.deepEqual(
      ['总表', '表 power'].map((name) => {
        const row = rows.find((one) => one.name === name)
        return [row?.unmeteredKwh, row?.unmeteredHours]
      }),
      [
        [126, 21],
        [null, null],
      ],
    )
    assert.deepEqual(
      overview.days.map((one) => [one.day, one.kwh, one.demandKw]),
      [['2026-03-02', 240, 10]],
    )
  })

  test('of somebody without meters is empty, and says so by reasons', async () => {
    const overview = await (await as(house, 'b')).energyOverview({ query: span })
    assert.deepEqual(
      [overview.meters, overview.energy.value, overview.energy.reason],
      [[], null, 'factory.missing.noReadings'],
    )
  })
})

describe('tariffs, factors and targets', () => {
  test('that leave a minute without a price, or take a day twice, are refused in words', async () => {
    const a = await as(house, 'a')
    const gap = { ...tariff, validFrom: '2026-02-01', periods: periods.slice(1) }
    await assert.rejects(a.addEnergyTariff({ body: gap }), (fault: RequestFault) => {
      assert.deepEqual(fault.answer.code, 'factory.energy.periods')
      assert.match(fault.answer.message, /1 月 0:00/)
      return true
    })
    await assert.rejects(
      a.addEnergyTariff({ body: tariff }),
      refusedBy('factory.energy.dayTaken', 'validFrom'),
    )
    await assert.rejects(
      a.addEnergyTariff({ body: { ...tariff, timeZone: 'Mars/Base' } }),
      refusedBy('factory.timeZone.unknown', 'timeZone'),
    )
    const odd = { validFrom: '2026-02-01', kgPerKwh: '1e3', source: 'x', isVerified: true }
    await assert.rejects(a.addEnergyFactor({ body: odd }), { status: 400 })
    const zero = { meterId, period: 'day' as const, kwh: '0', validFrom: '2026-01-01' }
    await assert.rejects(a.addEnergyTarget({ body: zero }), refusedBy('factory.energy.targetZero', 'kwh'))
    await assert.rejects(
      a.addEnergyTarget({ body: { ...zero, kwh: '2', period: 'piece' } }),
      refusedBy('factory.energy.noMachine', 'period'),
    )
  })

  test('are withdrawn by their firm only, and then count no more', async () => {
    const a = await as(house, 'a')
    const { id } = await a.addEnergyTariff({ body: { ...tariff, validFrom: '2026-03-01', name: '三月' } })
    const b = await as(house, 'b')
    await assert.rejects(b.withdrawEnergyTariff({ params: { tariffId: id } }), { status: 404 })
    await a.withdrawEnergyTariff({ params: { tariffId: id } })
    await assert.rejects(a.withdrawEnergyTariff({ params: { tariffId: id } }), { status: 404 })
    assert.deepEqual(
      (await a.energyTariffs({})).rows.map((row) => [row.name, row.personName, row.periods.length]),
      [['测试电价', 'a', 2]],
    )
    assert.equal((await a.energyFactors({})).total, 1)
  })

  test('a target that is passed is told once, with the event of that day', async () => {
    const a = await as(house, 'a')
    const target = { meterId, period: 'month' as const, kwh: '239.999999', validFrom: '2026-03-01' }
    const high = { ...target, period: 'day' as const, kwh: '100000', validFrom: '2026-03-03' }
    await a.addEnergyTarget({ body: target })
    const { id } = await a.addEnergyTarget({ body: high })
    await watchTargets(house.house)
    await watchTargets(house.house)
    const { rows } = await a.energyPasses({})
    assert.deepEqual(
      rows.map((row) => [row.period, row.day, row.kwh, row.limit, row.meterName]),
      [['month', '2026-03-01', 240, 239.999999, '总表']],
    )
    const events = await house.house.act(
      systemCaller,
      ({ sql }) => sql`select payload from kit_events where name = 'factory.energy.targetPassed'`,
    )
    assert.deepEqual(
      events.map((one) => (one.payload as { kwh: number }).kwh),
      [240],
    )
    await a.withdrawEnergyTarget({ params: { targetId: id } })
    assert.equal((await a.energyTargets({ query: { meter: meterId } })).total, 2)
    assert.equal((await (await as(house, 'b')).energyPasses({})).total, 0)
  })
})

function rangeOf(): string {
  return `${start / 1000}~${(start + 24 * hour) / 1000}`
}
