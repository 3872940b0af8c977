import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { burstFirsts } from '@ronghe/alarm'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import { createDeriver } from '../states/derive.ts'
import { append, as, clockAt, factoryHouse, type Machine, makeMachine } from '../testing.ts'

const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const second = 1_000_000
const clock = clockAt(start)
const body: AlarmBody = {
  ...{ name: '负载高', kind: 'limit', signal: 'load', level: 'H', limit: 80, priority: 'high' },
  ...{ mustAcknowledge: true, latches: false },
}
/** Which machine's load rises when, in seconds, and by how much: two bursts, and one that stays alone. */
const rises = [
  ...[[0, 10, 90] as const, [1, 14, 90] as const, [0, 22, 90] as const],
  ...[[1, 120, 90] as const, [1, 300, 90] as const, [0, 303, 90] as const],
]

let house: TestHouse
let a: Awaited<ReturnType<typeof as>>
let machines: Machine[]
let groupId = ''
let unitId = ''

before(async () => {
  house = await factoryHouse({ start: false, clock })
  const deriver = createDeriver(house.house, { lastHeardMs: () => undefined })
  const made = [
    await makeMachine(house.house, { code: 'M-1' }),
    await makeMachine(house.house, { code: 'M-2' }),
  ]
  machines = made.map(({ machine }) => machine)
  unitId = machines[0]?.unitId ?? ''
  a = await as(house, 'a')
  const equipmentIds = machines.map(({ id }) => id)
  await a.addAlarmDefinition({ body: { code: 'LOAD-H', body: { ...body, equipmentIds } } })
  clock.move(1000)
  await deriver.round()
  const points = rises.flatMap(([machine, at, value]) => {
    const tag = made[machine]?.tags.load ?? ''
    return [
      { tag, at: start + at * second, value },
      { tag, at: start + (at + 5) * second, value: 10 },
    ]
  })
  await append(house.house, points)
  clock.move(400_000)
  await deriver.round()
})
after(() => house.close())

const fieldsOf = (promise: Promise<unknown>) =>
  promise.then(
    () => assert.fail('it was accepted'),
    (error: RequestFault) => error.answer.fields?.map(({ field }) => field),
  )

describe('first-out across a line', () => {
  test('nothing is marked before a group is named', async () => {
    const { rows, total } = await a.alarms({ query: {} })
    assert.equal(total, rises.length)
    assert.ok(rows.every((row) => row.burstGroup === null))
    assert.equal((await a.alarms({ query: { isBurstFirst: true } })).total, 0)
  })

  test('a group has a unit or machines of the firm, and a window; else it is refused by field', async () => {
    const whole = { name: '一线', windowSeconds: 10 }
    assert.deepEqual(await fieldsOf(a.addAlarmGroup({ body: whole })), ['unitId'])
    const stranger = '01890000-0000-7000-8000-000000000001'
    const wrong = { ...whole, unitId: stranger, equipmentIds: [stranger] }
    assert.deepEqual(await fieldsOf(a.addAlarmGroup({ body: wrong })), ['unitId', 'equipmentIds'])
    await assert.rejects(a.addAlarmGroup({ body: { ...whole, unitId, windowSeconds: 0 } }), { status: 400 })
    assert.deepEqual((await a.alarmGroups({})).rows, [])
  })

  test('the first of each burst is marked with group and window; filter and engine agree', async () => {
    const made = await a.addAlarmGroup({
      body: { name: '一线', nameEn: 'Line 1', unitId, windowSeconds: 10 },
    })
    groupId = made.id
    const { rows } = await a.alarms({ query: { sort: 'raisedAt' } })
    assert.deepEqual(
      rows.map((row) => row.burstFollowers),
      [1, null, null, null, 1, null],
    )
    assert.deepEqual(
      [rows[0]?.burstGroup, rows[0]?.burstWindowSeconds, rows[4]?.equipmentId],
      ['一线', 10, machines[1]?.id],
    )
    const raised = rows.map((row) => ({
      ...{ id: row.id, group: groupId, rank: 2, toMicros: null },
      fromMicros: Date.parse(row.raisedAt) * 1000,
    }))
    const told = burstFirsts(raised, 10 * second).map(({ id }) => id)
    const found = await a.alarms({ query: { isBurstFirst: true, group: groupId, sort: 'raisedAt' } })
    assert.deepEqual(
      found.rows.map(({ id }) => id),
      told,
    )
    const others = await a.alarms({ query: { isBurstFirst: false } })
    assert.equal(others.total, rises.length - told.length)
    const { alarm } = await a.oneAlarm({ params: { alarmId: told[0] ?? '' } })
    assert.equal(alarm.burstFollowers, 1)
    const english = await (await as(house, 'a', 'en')).alarms({ query: { isBurstFirst: true } })
    assert.equal(english.rows[0]?.burstGroup, 'Line 1')
  })

  test('the list counts machines and bursts of the week; a wider window has wider ones', async () => {
    const [group] = (await a.alarmGroups({})).rows
    assert.deepEqual([group?.machines, group?.weekBursts, group?.unitId], [2, 2, unitId])
    const { name } = group!
    const change = { name, unitId, windowSeconds: 120, version: group!.version }
    await a.changeAlarmGroup({ params: { groupId }, body: change })
    const wide = await a.alarms({ query: { isBurstFirst: true, sort: 'raisedAt' } })
    assert.deepEqual(
      wide.rows.map((row) => row.burstFollowers),
      [3, 1],
    )
    await assert.rejects(a.changeAlarmGroup({ params: { groupId }, body: change }), { status: 409 })
  })

  test('machines by themselves make a group; one machine alone follows nobody', async () => {
    const [group] = (await a.alarmGroups({})).rows
    const equipmentIds = [machines[1]!.id]
    const change = { name: '二号机', equipmentIds, windowSeconds: 10, version: group!.version }
    await a.changeAlarmGroup({ params: { groupId }, body: change })
    assert.equal((await a.alarms({ query: { isBurstFirst: true } })).total, 0)
    assert.equal((await a.alarms({ query: { group: groupId } })).total, 3)
  })

  test('another firm sees and changes nothing; an operator reads', async () => {
    const b = await as(house, 'b')
    assert.deepEqual((await b.alarmGroups({})).rows, [])
    await assert.rejects(b.removeAlarmGroup({ params: { groupId } }), { status: 404 })
    const operator = await as(house, 'operator')
    assert.equal((await operator.alarmGroups({})).rows.length, 1)
    await assert.rejects(operator.removeAlarmGroup({ params: { groupId } }), { status: 403 })
    await a.removeAlarmGroup({ params: { groupId } })
    assert.deepEqual((await a.alarmGroups({})).rows, [])
    await assert.rejects(a.removeAlarmGroup({ params: { groupId } }), { status: 404 })
  })
})
