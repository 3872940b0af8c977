import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import { bodyOfCondition, saidPriority } from '../alarms/conditions.ts'
import { createDeriver } from '../states/derive.ts'
import { append, as, clockAt, factoryHouse, type Machine, makeMachine } from '../testing.ts'

const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const second = 1_000_000
const clock = clockAt(start)
const signal = 'Alarms/Press 3/Too hot'
const parts = { message: 'text', acknowledged: 'number', shelved: 'number', acknowledge: 'text' } as const

let house: TestHouse
let machine: Machine
let tags: Record<string, string>
let deriver: ReturnType<typeof createDeriver>
let operator: Awaited<ReturnType<typeof as>>

before(async () => {
  house = await factoryHouse({ start: false, clock })
  deriver = createDeriver(house.house, { lastHeardMs: () => undefined })
  const own = Object.entries(parts).map(([part, valueType]) => ({ name: `${signal}/${part}`, valueType }))
  const made = await makeMachine(house.house, {
    code: 'M-1',
    tags: [{ name: signal, valueType: 'text' as const }, ...own],
  })
  machine = made.machine
  tags = made.tags
  operator = await as(house, 'operator')
  await later(40 * second)
})
after(() => house.close())

async function later(micros: number): Promise<void> {
  clock.move(micros / 1000)
  await deriver.round()
}

/** The controller says this of the condition now, and a moment later the alarm knows. */
async function say(said: Partial<Record<keyof typeof parts | 'state', string | number>>): Promise<void> {
  const at = clock.now().getTime() * 1000
  const named = Object.entries(said).map(([part, value]) => ({
    tag: tags[part === 'state' ? signal : `${signal}/${part}`] ?? '',
    at,
    value: value as string | number,
  }))
  await append(house.house, named)
  await later(second)
}

const current = async () => (await operator.currentAlarms({ query: { equipment: machine.id } })).rows
const newest = async () => (await operator.alarms({ query: { sort: '-raisedAt', pageSize: 1 } })).rows[0]
const commands = async () =>
  (await operator.commands({ params: { equipmentId: machine.id }, query: {} })).rows

describe('a condition that a controller tells of', () => {
  test('is an alarm of its machine by itself, as grave as its controller says, with its words', async () => {
    const { rows } = await operator.alarmDefinitions({ query: {} })
    assert.deepEqual(
      rows.map(({ name, kind, machines }) => [name, kind, machines]),
      [['Press 3 Too hot', 'reported', 1]],
    )
    await say({ message: '主轴 91 °C', acknowledged: 0, shelved: 0, state: 'HIGH' })
    const [alarm] = await current()
    assert.deepEqual(
      [alarm?.state, alarm?.priority, alarm?.message],
      ['unacknowledged', 'high', '主轴 91 °C'],
    )
    await say({ state: 'NORMAL' })
    await say({ state: 'CRITICAL' })
    assert.equal((await newest())?.priority, 'critical')
  })

  test('is acknowledged at its controller when a person does so here, with name and comment', async () => {
    const watchIds = (await current()).map(({ watchId }) => watchId)
    await operator.acknowledgeAlarms({ body: { watchIds, comment: '已通知维修' } })
    const [command] = await commands()
    assert.deepEqual([command?.value, command?.reason], ['operator: 已通知维修', '已通知维修'])
    assert.equal((await current())[0]?.state, 'acknowledged')
  })

  test('is acknowledged here when somebody does so at the machine, and nothing is sent back', async () => {
    await say({ state: 'NORMAL', acknowledged: 0 })
    await say({ state: 'LOW' })
    assert.equal((await current())[0]?.state, 'unacknowledged')
    await say({ acknowledged: 1 })
    const [alarm] = await current()
    assert.deepEqual([alarm?.state, alarm?.acknowledgedName], ['acknowledged', '控制系统'])
    assert.equal((await commands()).length, 1)
  })

  test('is quiet while its controller shelves it', async () => {
    await say({ state: 'NORMAL' })
    await say({ shelved: 1, acknowledged: 0 })
    await say({ state: 'HIGH' })
    assert.deepEqual((await current()).length, 0)
    assert.equal((await newest())?.quiet, 'suppressedByDesign')
    await say({ shelved: 0 })
    assert.equal((await current())[0]?.state, 'unacknowledged')
  })

  test('that people retired is not made again', async () => {
    const a = await as(house, 'a')
    const id = (await a.alarmDefinitions({ query: {} })).rows[0]?.id ?? ''
    await a.retireAlarmDefinition({ params: { definitionId: id } })
    await later(60 * second)
    const { rows } = await a.alarmDefinitions({ query: { isRetired: true } })
    assert.deepEqual(
      rows.map((row) => row.id),
      [id],
    )
  })
})

test('what a controller says counts for reported conditions alone, and only where it says it', () => {
  const body = bodyOfCondition(signal, machine.id)
  assert.equal(saidPriority(body, 'CRITICAL'), 'critical')
  assert.equal(saidPriority(body, 'FAULT'), 'medium')
  assert.equal(saidPriority({ ...body, kind: 'rule' }, 'CRITICAL'), 'medium')
  assert.equal(saidPriority(body, 3), 'medium')
})
