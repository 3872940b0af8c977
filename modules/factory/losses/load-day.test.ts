import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { heldClock } from '@ronghe/kit/clock'
import type { TestHouse } from '@ronghe/kit/test'
import { anomalyRound } from '../anomaly/watch.ts'
import { as, factoryHouse, makeMachine } from '../testing.ts'
import { keepShopDay, type SampleShopDay } from './load-day.ts'

/** Thursday, noon in Guangxi. */
const clock = heldClock(new Date('2026-03-05T04:00:00Z'))
const words = (zh: string) => ({ zh, en: zh })
const machine = { organisation: 'firm-a', equipment: 'M-1' }
const sample: SampleShopDay = {
  products: [
    {
      ...{ organisation: 'firm-a', code: 'P-1', name: words('轴'), idealCycleMs: 60_000 },
      rates: [{ equipment: 'M-1', idealCycleMs: 50_000 }],
    },
  ],
  routes: [
    {
      ...{ organisation: 'firm-a', name: words('早班'), priority: 'high', shift: words('早班') },
      levels: [{ afterMinutes: 0, roles: ['operator'] }],
    },
  ],
  stopWords: [
    { ...machine, weekdays: [1], start: '08:00', end: '09:00', reason: 'warmUp', note: words('热机') },
  ],
  handover: [
    {
      ...{ organisation: 'firm-a', unit: 'S1', equipment: 'M-1', kind: 'fault', daysAgo: 1, at: '14:20' },
      ...{ isPoint: true, body: words('异响'), personName: '张三' },
    },
  ],
  andon: [
    {
      ...{ ...machine, kind: 'material', daysAgo: 1, at: '10:00', answerMinutes: 4, resolveMinutes: 20 },
      ...{ note: words('缺料'), resolution: words('已补料'), personName: '张三' },
    },
  ],
  anomalies: [
    {
      ...{ ...machine, name: words('主轴'), signals: ['load'], stepSeconds: 30 },
      ...{ learnDaysAgo: [7, 2], onlyProduction: false },
    },
  ],
}

let house: TestHouse
let a: Awaited<ReturnType<typeof as>>
let owner: string
let equipmentId: string
const load = (change: Partial<SampleShopDay> = {}) =>
  house.house.act(systemCaller, (ctx) =>
    keepShopDay(ctx, { ...sample, ...change }, { owner: () => owner, machine: () => equipmentId }),
  )

before(async () => {
  house = await factoryHouse({ start: false, clock })
  const made = await makeMachine(house.house, { code: 'M-1' })
  owner = made.machine.organisationId
  equipmentId = made.machine.id
  a = await as(house, 'a')
  await load()
})
after(() => house.close())

test('what the sample’s people said is there, of the days before and by their names', async () => {
  const { rows: calls } = await a.andonCalls({ query: {} })
  assert.deepEqual(
    calls.map((one) => [one.calledAt, one.answeredAt, one.resolvedAt, one.calledName, one.resolution]),
    [['2026-03-04T02:00:00.000Z', '2026-03-04T02:04:00.000Z', '2026-03-04T02:20:00.000Z', '张三', '已补料']],
  )
  const { rows: entries } = await a.handover({ query: {} })
  assert.deepEqual(
    entries.map((one) => [one.body, one.createdAt, one.isPoint, one.isSample]),
    [['异响', '2026-03-04T06:20:00.000Z', true, true]],
  )
  const window = { from: '2026-02-01T00:00:00Z', to: '2026-03-05T00:00:00Z' }
  const { rows: said } = await a.corrections({ params: { equipmentId }, query: window })
  assert.deepEqual(said.map((one) => [one.startsAt, one.endsAt, one.reason, one.state, one.note]).sort(), [
    ['2026-02-23T00:00:00.000Z', '2026-02-23T01:00:00.000Z', 'warmUp', null, '热机'],
    ['2026-03-02T00:00:00.000Z', '2026-03-02T01:00:00.000Z', 'warmUp', null, '热机'],
  ])
})

test('products, routes and a watch are there, and the watch waits for its signals', async () => {
  const { rows: products } = await a.products({ query: {} })
  assert.deepEqual(
    products.map((one) => [one.code, one.isSample, one.rates.map((rate) => rate.idealCycleMs)]),
    [['P-1', true, [50_000]]],
  )
  const { rows: routes } = await a.alarmRoutes()
  assert.deepEqual(
    routes.map((one) => [one.body.name, one.body.shift]),
    [['早班', '早班']],
  )
  await anomalyRound(house.house)
  const state = async () => (await a.anomalyWatches({ query: {} })).rows.map((one) => [one.name, one.state])
  assert.deepEqual(await state(), [['主轴', 'learning']], 'nothing is known of the machine yet')
  clock.move(3_600_000)
  await anomalyRound(house.house)
  assert.deepEqual(await state(), [['主轴', 'failed']], 'and not for ever')
})

test('loading again adds nothing, and a name that is not there is an error', async () => {
  await load()
  const counts = async () => [
    (await a.andonCalls({ query: {} })).total,
    (await a.handover({ query: {} })).total,
    (await a.products({ query: {} })).total,
    (await a.alarmRoutes()).rows.length,
    (await a.anomalyWatches({ query: {} })).total,
  ]
  assert.deepEqual(await counts(), [1, 1, 1, 1, 1])
  const [watch] = sample.anomalies
  assert.ok(watch)
  await assert.rejects(load({ anomalies: [{ ...watch, name: words('别的'), signals: ['none'] }] }), /none/)
})
