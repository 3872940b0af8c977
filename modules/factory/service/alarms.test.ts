import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import { isoOf } from '../micros.ts'
import { createDeriver } from '../states/derive.ts'
import { append, as, clockAt, factoryHouse, type Machine, makeMachine } from '../testing.ts'

const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const second = 1_000_000
const minute = 60 * second
const clock = clockAt(start)

let house: TestHouse
let machine: Machine
let tags: Record<string, string>
let deriver: ReturnType<typeof createDeriver>
let a: Awaited<ReturnType<typeof as>>
let operator: typeof a
let watchId = ''

const body: AlarmBody = {
  name: '负载高',
  nameEn: 'Load high',
  kind: 'limit',
  signal: 'load',
  level: 'H',
  limit: 80,
  priority: 'high',
  mustAcknowledge: true,
  latches: false,
  response: '降低进给',
}

before(async () => {
  house = await factoryHouse({ start: false, clock })
  deriver = createDeriver(house.house, { lastHeardMs: () => undefined })
  const made = await makeMachine(house.house, { code: 'M-1' })
  machine = made.machine
  tags = made.tags
  a = await as(house, 'a')
  operator = await as(house, 'operator')
  await a.addAlarmDefinition({ body: { code: 'LOAD-H', body: { ...body, equipmentIds: [machine.id] } } })
  await later(40 * second)
  watchId = (await a.alarmWatches({ query: {} })).rows[0]?.id ?? ''
})
after(() => house.close())

async function later(micros: number): Promise<void> {
  clock.move(micros / 1000)
  await deriver.round()
}

const nowMicros = () => clock.now().getTime() * 1000

/** The load is this now, and a moment later the alarm knows. */
async function load(value: number): Promise<void> {
  await append(house.house, [{ tag: tags.load ?? '', at: nowMicros(), value }])
  await later(second)
}

async function state(): Promise<string | undefined> {
  return (await a.alarmWatches({ query: { equipment: machine.id } })).rows[0]?.state
}

async function newest() {
  const { rows } = await a.alarms({ query: { equipment: machine.id, sort: '-raisedAt', pageSize: 1 } })
  return rows[0]
}

describe('what people do with an alarm', () => {
  test('an operator acknowledges with a comment; it is over when the process is', async () => {
    await load(90)
    assert.equal(await state(), 'unacknowledged')
    await later(2 * minute)
    const answer = await operator.acknowledgeAlarms({ body: { watchIds: [watchId], comment: '已通知' } })
    assert.deepEqual(answer, { done: 1, refused: [] })
    assert.equal(await state(), 'acknowledged')
    const row = await newest()
    assert.deepEqual([row?.acknowledgedName, row?.comment, row?.answerSeconds], ['operator', '已通知', 121])
    await load(10)
    assert.equal(await state(), 'normal')
    assert.ok((await newest())?.endedAt)
    const again = await operator.acknowledgeAlarms({ body: { watchIds: [watchId] } })
    assert.deepEqual(again, { done: 0, refused: [{ watchId, refusal: 'notUnacknowledged' }] })
  })

  test('what came and went unseen waits, and one acknowledgement answers all of it', async () => {
    for (const value of [90, 10, 95, 10]) await load(value)
    const { rows } = await a.currentAlarms({ query: { equipment: machine.id } })
    assert.deepEqual(
      rows.map((row) => [row.state, row.unacknowledgedCount, row.response]),
      [['returnedUnacknowledged', 2, '降低进给']],
    )
    const summary = await a.alarmSummary({ query: {} })
    assert.deepEqual([summary.unacknowledged.high, summary.active], [1, 0])
    await operator.acknowledgeAlarms({ body: { watchIds: [watchId] } })
    assert.equal((await a.currentAlarms({ query: { equipment: machine.id } })).total, 0)
  })

  test('shelved for a time it is quiet, and told when the time is over and it is still active', async () => {
    await load(90)
    const shelving = { watchIds: [watchId], minutes: 30, reason: '换刀' }
    assert.equal((await operator.shelveAlarms({ body: shelving })).done, 1)
    assert.equal(await state(), 'shelved')
    assert.equal((await a.currentAlarms({ query: {} })).total, 0)
    const [point] = (await a.alarmWatches({ query: { isQuiet: true } })).rows
    assert.deepEqual([point?.quietReason, point?.quietBy], ['换刀', 'operator'])
    assert.equal(Date.parse(point?.quietTo ?? ''), clock.now().getTime() + 30 * 60_000)
    await later(31 * minute)
    assert.equal(await state(), 'unacknowledged')
    assert.equal((await newest())?.announcedAt, clock.now().toISOString())
    await operator.acknowledgeAlarms({ body: { watchIds: [watchId] } })
    await load(10)
  })

  test('out of service needs the right to, and lasts until it is returned', async () => {
    const out = { watchIds: [watchId], reason: '检修' }
    await assert.rejects(operator.removeAlarmsFromService({ body: out }), { status: 403 })
    assert.equal((await a.removeAlarmsFromService({ body: out })).done, 1)
    await load(90)
    assert.equal((await newest())?.quiet, 'outOfService')
    assert.equal((await newest())?.announcedAt, null)
    assert.equal((await a.alarmSummary({ query: {} })).outOfService, 1)
    await load(10)
    assert.ok((await newest())?.endedAt)
    const refused = await a.unshelveAlarms({ body: { watchIds: [watchId] } })
    assert.deepEqual(refused.refused, [{ watchId, refusal: 'notThere' }])
    assert.equal((await a.returnAlarmsToService({ body: { watchIds: [watchId] } })).done, 1)
    assert.equal(await state(), 'normal')
  })

  test('a latched alarm stays until it is reset', async () => {
    const { rows } = await a.alarmDefinitions({ query: {} })
    const params = { definitionId: rows[0]?.id ?? '' }
    const latching = { ...body, latches: true, equipmentIds: [machine.id] }
    await a.changeAlarmDefinition({ params, body: { version: 1, body: latching, note: '须复位' } })
    await later(40 * second)
    await load(90)
    assert.deepEqual((await operator.resetAlarms({ body: { watchIds: [watchId] } })).refused, [
      { watchId, refusal: 'stillActive' },
    ])
    await operator.acknowledgeAlarms({ body: { watchIds: [watchId] } })
    await load(10)
    assert.equal(await state(), 'latchedAcknowledged')
    assert.equal((await operator.resetAlarms({ body: { watchIds: [watchId] } })).done, 1)
    assert.equal(await state(), 'normal')
  })

  test('every action stands with person, time and reason, and in the audit', async () => {
    const { rows } = await a.watchActions({ params: { watchId } })
    const kinds = rows.map((row) => row.kind).toReversed()
    assert.deepEqual(kinds, [
      'acknowledged',
      'acknowledged',
      'acknowledged',
      'shelved',
      'shelfEnded',
      'acknowledged',
      'removedFromService',
      'returnedToService',
      'acknowledged',
      'reset',
    ])
    assert.equal(rows.find((row) => row.kind === 'shelfEnded')?.personName, null)
    assert.equal(rows.find((row) => row.kind === 'removedFromService')?.reason, '检修')
    const alarm = await newest()
    const one = await a.oneAlarm({ params: { alarmId: alarm?.id ?? '' } })
    assert.deepEqual([one.version, one.body.latches, one.tagIds], [2, true, [tags.load]])
    assert.deepEqual(
      one.actions.map((action) => action.kind),
      ['reset', 'acknowledged'],
    )
  })
})

describe('the journal', () => {
  test('is searched, filtered and exported', async () => {
    const count = async (query: Parameters<typeof a.alarms>[0]) => (await a.alarms(query)).total
    const all = await count({ query: {} })
    assert.ok(all >= 6)
    assert.equal(await count({ query: { q: '已通知' } }), 1)
    assert.equal(await count({ query: { q: 'LOAD-H' } }), all)
    assert.equal(await count({ query: { q: 'nothing such' } }), 0)
    assert.equal(await count({ query: { priority: 'low' } }), 0)
    assert.equal(await count({ query: { isAnnounced: false } }), 1)
    assert.equal(await count({ query: { fromDay: '2026-03-02', toDay: '2026-03-02' } }), all)
    assert.equal(await count({ query: { toDay: '2026-03-01' } }), 0)
    assert.equal(await count({ query: { from: isoOf(start), to: isoOf(start + 60 * second) } }), 1)
    const english = await as(house, 'a', 'en')
    assert.equal((await english.alarms({ query: {} })).rows[0]?.name, 'Load high')
    for (const format of ['csv', 'xlsx']) {
      const response = await fetch(`${house.url}/api/factory/alarms?format=${format}`, { headers: a.headers })
      assert.equal(response.status, 200)
      const bytes = Buffer.from(await response.arrayBuffer())
      if (format === 'csv') assert.match(bytes.toString('utf8'), /报警编号.*\r\n.*LOAD-H/s)
      else assert.equal(bytes.subarray(0, 2).toString('latin1'), 'PK')
    }
  })

  test('is the firm’s: a neighbour sees none of it, an official answers none', async () => {
    const alarm = await newest()
    const b = await as(house, 'b')
    assert.equal((await b.alarms({ query: {} })).total, 0)
    await assert.rejects(b.oneAlarm({ params: { alarmId: alarm?.id ?? '' } }), { status: 404 })
    await assert.rejects(b.watchActions({ params: { watchId } }), { status: 404 })
    await assert.rejects(b.acknowledgeAlarms({ body: { watchIds: [watchId] } }), { status: 404 })
    await assert.rejects(b.removeAlarmsFromService({ body: { watchIds: [watchId], reason: 'x' } }), {
      status: 404,
    })
    const official = await as(house, 'region')
    assert.ok((await official.alarms({ query: {} })).total > 0)
    await assert.rejects(official.acknowledgeAlarms({ body: { watchIds: [watchId] } }), { status: 403 })
    const viewer = await as(house, 'viewer')
    await assert.rejects(viewer.shelveAlarms({ body: { watchIds: [watchId], minutes: 5, reason: 'x' } }), {
      status: 403,
    })
  })
})

describe('definitions', () => {
  test('that are wrong are refused with every field, in both languages', async () => {
    const wrong = { ...body, signal: '', limit: undefined, kind: 'rate' as const, suppressWhen: 'load >' }
    for (const language of ['zh', 'en']) {
      const someone = await as(house, 'a', language)
      await assert.rejects(
        someone.addAlarmDefinition({ body: { code: 'WRONG', body: wrong as unknown as AlarmBody } }),
        (fault: RequestFault) => {
          const fields = (fault.answer.fields ?? []).map(({ field }) => field.replace(/^.*body[./]/, ''))
          assert.ok(fields.includes('signal'), `${fields}`)
          return fault.status === 400
        },
      )
    }
    const sound = { ...body, kind: 'rate' as const, suppressWhen: 'load >' }
    await assert.rejects(
      a.addAlarmDefinition({ body: { code: 'WRONG', body: sound } }),
      (fault: RequestFault) => {
        assert.equal(fault.answer.code, 'factory.alarm.invalid')
        const fields = (fault.answer.fields ?? []).map(({ field }) => field)
        assert.deepEqual(fields, ['body.windowSeconds', 'body.suppressWhen', 'body.equipmentIds'])
        assert.ok(fault.answer.fields?.every(({ message }) => message.length > 1))
        return true
      },
    )
  })

  test('keep their versions; who changes an old one is told', async () => {
    const { rows } = await a.alarmDefinitions({ query: { q: 'LOAD' } })
    const [definition] = rows
    assert.deepEqual(
      [definition?.version, definition?.machines, definition?.condition],
      [2, 1, 'load > 80 (H)'],
    )
    const params = { definitionId: definition?.id ?? '' }
    const one = await a.oneAlarmDefinition({ params })
    assert.deepEqual(
      one.versions.map(({ version, note, personName }) => [version, note, personName]),
      [
        [2, '须复位', 'a'],
        [1, null, 'a'],
      ],
    )
    await assert.rejects(a.changeAlarmDefinition({ params, body: { version: 1, body: one.body } }), {
      status: 409,
    })
    const taken = { code: 'LOAD-H', body: { ...body, equipmentIds: [machine.id] } }
    await assert.rejects(a.addAlarmDefinition({ body: taken }), { status: 409 })
  })

  test('are tried on history before they count, and change nothing by it', async () => {
    const before = (await a.alarms({ query: {} })).total
    const span = { from: isoOf(start), to: isoOf(nowMicros()) }
    const tried = await a.tryAlarm({
      body: { body: { ...body, limit: 5, equipmentIds: [machine.id] }, ...span },
    })
    const [one] = tried.machines
    assert.equal(one?.count, 1, 'from the first value on it would never have come back')
    const high = await a.tryAlarm({ body: { body: { ...body, process: '车削' }, ...span } })
    assert.equal(high.machines[0]?.count, before)
    assert.deepEqual(high.machines[0]?.tagIds, [tags.load])
    const missing = { ...body, signal: 'nowhere', equipmentIds: [machine.id] }
    const none = await a.tryAlarm({ body: { body: missing, ...span } })
    assert.deepEqual(none.machines[0]?.missing, ['nowhere'])
    assert.equal((await a.alarms({ query: {} })).total, before)
  })

  test('are the firm’s: nobody else changes, tries or watches with them', async () => {
    const { rows } = await a.alarmDefinitions({ query: {} })
    const params = { definitionId: rows[0]?.id ?? '' }
    const b = await as(house, 'b')
    await assert.rejects(b.oneAlarmDefinition({ params }), { status: 404 })
    await assert.rejects(b.retireAlarmDefinition({ params }), { status: 404 })
    const theirs = { code: 'X', body: { ...body, equipmentIds: [machine.id] } }
    await assert.rejects(b.addAlarmDefinition({ body: theirs }), { status: 400 })
    await assert.rejects(operator.addAlarmDefinition({ body: theirs }), { status: 403 })
    const official = await as(house, 'region')
    await assert.rejects(official.retireAlarmDefinition({ params }), { status: 403 })
  })
})
