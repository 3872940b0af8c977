import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { isoOf } from '../micros.ts'
import { createDeriver } from '../states/derive.ts'
import { append, as, clockAt, factoryHouse, makeMachine } from '../testing.ts'

const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const second = 1_000_000
const clock = clockAt(start)
let house: TestHouse
let a: Awaited<ReturnType<typeof as>>
let equipmentId = ''

before(async () => {
  house = await factoryHouse({ start: false, clock })
  a = await as(house, 'a')
  const deriver = createDeriver(house.house, { lastHeardMs: () => undefined })
  const { machine, tags } = await makeMachine(house.house, { code: 'M-1' })
  equipmentId = machine.id
  const limit = { kind: 'limit', signal: 'load', level: 'H', mustAcknowledge: true, latches: false } as const
  const ofMachine = { ...limit, equipmentIds: [machine.id] }
  const high = { ...ofMachine, name: '高', limit: 80, priority: 'high' as const }
  const low = { ...ofMachine, name: '偏高', limit: 50, priority: 'low' as const }
  await a.addAlarmDefinition({ body: { code: 'H', body: high } })
  await a.addAlarmDefinition({ body: { code: 'L', body: low } })
  await deriver.round()
  // Twelve times in two minutes beyond both limits, each for five seconds; then once beyond the lower one.
  const points = Array.from({ length: 24 }, (_, index) => ({
    tag: tags.load ?? '',
    at: start + 60 * second + index * 5 * second,
    value: index % 2 === 0 ? 90 : 10,
  }))
  await append(house.house, [...points, { tag: tags.load ?? '', at: start + 900 * second, value: 60 }])
  clock.move(901_000)
  await deriver.round()
  await deriver.round()
  const { rows } = await a.alarmWatches({ query: { q: '高' } })
  await a.acknowledgeAlarms({ body: { watchIds: rows.map((row) => row.id) } })
})
after(() => house.close())

const span = { from: isoOf(start), to: isoOf(start + 1200 * second) }

test('a flood, its sources and their shares are counted and open to the journal', async () => {
  const found = await a.alarmStatistics({ query: span })
  assert.deepEqual(found.intervals, [24, 1])
  assert.deepEqual([found.count.value, found.peak.value, found.band], [25, 24, 'overloaded'])
  assert.deepEqual([found.overShare.value, found.floodShare.value], [50, 50])
  assert.deepEqual(
    found.floods.map(({ count, peak, from }) => [count, peak, from]),
    [[24, 24, span.from]],
  )
  assert.deepEqual(
    found.badActors.map(({ alarmCode, count }) => [alarmCode, count]),
    [
      ['L', 13],
      ['H', 12],
    ],
  )
  assert.deepEqual(
    found.priorities.map(({ priority, count }) => [priority, count]),
    [
      ['high', 12],
      ['low', 13],
    ],
  )
  assert.deepEqual([found.standing.value, found.chattering.value, found.stale.value], [1, 2, 0])
  const proof = new URL(found.count.proof ?? '', house.url)
  const query = Object.fromEntries(proof.searchParams) as { from: string; to: string }
  const { total } = await a.alarms({ query: { from: query.from, to: query.to, isAnnounced: true } })
  assert.equal(total, found.count.value)
})

test('the figures of some alarms open to those alone', async () => {
  const found = await a.alarmStatistics({ query: span })
  const rowsOf = async (figure: { proof?: string }) => {
    const { searchParams } = new URL(figure.proof ?? '', house.url)
    const said = Object.fromEntries(searchParams)
    return a.alarms({ query: { ...said, isAnnounced: true, isRefuted: false, pageSize: 50 } as object })
  }
  assert.equal((await rowsOf(found.peak)).total, found.peak.value)
  assert.equal((await rowsOf(found.standing)).total, found.standing.value)
  assert.deepEqual(
    (await rowsOf(found.standing)).rows.map((row) => row.clearedAt),
    [null],
  )
  const { rows } = await rowsOf(found.lasting.max)
  assert.ok((rows[0]?.activeSeconds ?? 0) >= (rows[1]?.activeSeconds ?? 0))
  assert.equal((await rowsOf(found.acknowledging.max)).total, found.acknowledging.count)
  assert.equal((await rowsOf(found.fleeting)).total, found.fleeting.value)
  assert.equal((await rowsOf(found.stale)).total, found.stale.value)
  // All of the flood, and of the ten sources, are so many that they make the shares.
  assert.equal((await rowsOf(found.floodShare)).total, found.floods[0]?.count)
  assert.equal((await rowsOf(found.overShare)).total, found.intervals[0])
  const bad = found.badActors.reduce((sum, { count }) => sum + count, 0)
  assert.equal((await rowsOf(found.badShare)).total, bad)
  assert.equal((await rowsOf(found.lasting.max)).total, found.lasting.count)
  // Before anything was announced nothing stood.
  assert.equal((await a.alarms({ query: { activeAt: span.from, isAnnounced: true } })).total, 0)
})

test('chattering opens to its alarm points, and of each to the times it chattered', async () => {
  const found = await a.alarmStatistics({ query: span })
  const { searchParams, pathname } = new URL(found.chattering.proof ?? '', house.url)
  const points = await a.alarmWatches({ query: Object.fromEntries(searchParams) })
  assert.deepEqual([pathname, points.total], ['/factory/alarms/points', found.chattering.value])
  for (const { watchId, count } of found.chatterers) {
    const query = { ...span, watch: watchId, counted: 'chattering' as const }
    const { rows, total } = await a.alarms({ query })
    assert.equal(total, count)
    assert.ok(rows.every((row) => row.watchId === watchId))
  }
})

test('an alarm active for more than a day is told once, since when, though before the span', async () => {
  // The one beyond the lower limit never cleared; a day and an hour later it is stale.
  const later = { from: isoOf(start + 20 * 3600 * second), to: isoOf(start + 26 * 3600 * second) }
  const found = await a.alarmStatistics({ query: later })
  assert.deepEqual([found.stale.value, found.count.value], [1, 0])
  const { searchParams } = new URL(found.stale.proof ?? '', house.url)
  const watch = found.staleOnes[0]?.watchId ?? ''
  const query = { ...later, watch, isAnnounced: true, counted: 'stale' as const }
  const { rows, total } = await a.alarms({ query })
  assert.deepEqual([total, rows[0]?.announcedAt], [1, found.staleOnes[0]?.since])
  assert.equal(searchParams.get('counted'), 'stale')
})

test('the rows of a figure need its span, and are those of the reader', async () => {
  const needs = (field: string) => (fault: RequestFault) => {
    const { code, fields } = fault.answer
    assert.deepEqual([code, fields?.[0]?.field], ['kit.input.invalid', field])
    return true
  }
  await assert.rejects(a.alarms({ query: { counted: 'floods' } }), needs('from'))
  await assert.rejects(a.alarms({ query: { counted: 'floods', from: span.from } }), needs('to'))
  const b = await as(house, 'b')
  assert.equal((await b.alarms({ query: { ...span, counted: 'floods' } })).total, 0)
  const chattered = { chatteredFrom: span.from, chatteredTo: span.to }
  assert.equal((await b.alarmWatches({ query: chattered })).total, 0)
  await assert.rejects(a.alarmWatches({ query: { chatteredFrom: span.to, chatteredTo: span.from } }), {
    status: 400,
  })
})

test('durations and times to acknowledge are as long as they were', async () => {
  const { lasting, acknowledging } = await a.alarmStatistics({ query: span })
  assert.deepEqual([lasting.median.value, lasting.count], [5, 25])
  assert.equal(lasting.max.value, 300)
  assert.ok((acknowledging.count ?? 0) > 0 && (acknowledging.max.value ?? 0) > 0)
})

test('of one machine, of another firm, of no time, and of too long a time', async () => {
  const one = await a.alarmStatistics({ query: { ...span, equipment: equipmentId } })
  assert.equal(one.count.value, 25)
  assert.match(one.count.proof ?? '', new RegExp(equipmentId))
  const b = await as(house, 'b')
  const none = await b.alarmStatistics({ query: span })
  assert.deepEqual(
    [none.count.value, none.badShare.value, none.badShare.reason],
    [0, null, 'factory.alarm.nothingToCount'],
  )
  await assert.rejects(a.alarmStatistics({ query: { from: span.to, to: span.from } }), { status: 400 })
  const long = { from: '2025-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }
  await assert.rejects(a.alarmStatistics({ query: long }), { status: 400 })
})
