import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { encode } from '@ronghe/sparkplug'
import fc from 'fast-check'
import { createDeriver } from '../states/derive.ts'
import { discoveredDevices } from '../store/discovered.ts'
import { spansOf } from '../store/states.ts'
import { tagsOfMachine } from '../store/tags.ts'
import { clockAt, factoryHouse, hour, type Machine, makeMachine, minute } from '../testing.ts'
import { answerBirth } from './birth.ts'
import type { Refusal } from './letters.ts'
import { decode, type GivenMetric, type Metric, metricValue, toNumber } from './payload.ts'
import { EdgeSession } from './session.ts'
import type { LiveValue, Told } from './wire.ts'

const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const stream = '3b9d4f2e-0000-4000-8000-000000000001'

let house: TestHouse
before(async () => {
  house = await factoryHouse({ start: false, clock: clockAt(start + 10 * hour) })
})
after(() => house.close())

/** An edge's side of a session: what it sends, and what it was told. */
function edgeOf(machine: Machine) {
  const told: Told[] = []
  const live: LiveValue[] = []
  const commands: Metric[][] = []
  const refusals: Refusal[] = []
  let nowMs = start / 1000
  const session = new EdgeSession(
    { edgeId: machine.edgeId, organisationId: machine.organisationId, group: 'firm-a', node: 'edge' },
    {
      series: house.house.series,
      nowMs: () => (nowMs += 10_000),
      ask: async (question, ask) => {
        assert.equal(question, 'birth')
        return (await answerBirth(house.house, ask as never)) as never
      },
      limits: { take: () => 0, wait: () => 0, giveBack: () => {} },
      stored: () => {},
      refuse: (_edgeId, refusal) => void refusals.push(refusal),
      reorderMs: 30,
      tell: (one) => void told.push(one),
      live: (value) => void live.push(value),
      publish: (_topic, payload) => void commands.push(decode(payload).metrics),
    },
  )
  let seq = 0
  return {
    session,
    told,
    live,
    refusals,
    raw: (topic: string, bytes: Uint8Array) => session.receive(topic, bytes),
    send(type: string, device: string | null, metrics: GivenMetric[]) {
      seq = type === 'NBIRTH' ? 0 : (seq + 1) % 256
      const payload = encode({ timestamp: start / 1000, seq, metrics })
      session.receive(`spBv1.0/firm-a/${type}/edge${device ? `/${device}` : ''}`, payload)
    },
    acknowledged: () =>
      Math.max(-1, ...commands.map((one) => toNumber(metricValue(one, 'Buffer/Acknowledged')) ?? -1)),
    rebirths: () => commands.filter((one) => metricValue(one, 'Node Control/Rebirth') === true).length,
  }
}

const bd = (value: number): GivenMetric => ({ name: 'bdSeq', type: 'UInt64', value })
const log = (id = stream): GivenMetric => ({ name: 'Buffer/Stream', type: 'String', value: id })
const execution: GivenMetric = { name: 'execution', alias: 1, type: 'String', value: 'READY' }

function records(first: number, last: number, ...metrics: GivenMetric[]): GivenMetric[] {
  return [
    ...metrics,
    { name: 'Buffer/First', type: 'UInt64', value: first },
    { name: 'Buffer/Offset', type: 'UInt64', value: last },
  ]
}

function said(alias: number, atMinute: number, value: string): GivenMetric {
  return { alias, type: 'String', value, timestamp: (start + atMinute * minute) / 1000 }
}

async function pointsOf(tagId: string): Promise<[number, string | null][]> {
  const [series = 0] = await house.house.series.resolve([tagId])
  const toMicros = start + 10 * hour
  const { timeMicros, text } = await house.house.series.raw({ series, fromMicros: 0, toMicros, limit: 100 })
  return Array.from(timeMicros, (at, index) => [(at - start) / minute, text[index] ?? null])
}

async function discovered(edgeId: string) {
  return [...(await house.house.act(systemCaller, ({ sql }) => discoveredDevices(sql, edgeId)))]
}

test('a device nobody registered holds up nothing, and its machine takes its history', async () => {
  const { machine, tags } = await makeMachine(house.house, { code: 'I1' })
  const edge = edgeOf(machine)
  edge.send('NBIRTH', null, [bd(1), log()])
  edge.send('DBIRTH', 'device', [execution])
  edge.send('DBIRTH', 'stranger', [{ ...execution, alias: 2 }])
  edge.send('DDATA', 'stranger', records(1, 1, said(2, 1, 'ACTIVE')))
  edge.send('DDATA', 'device', records(2, 2, said(1, 2, 'ACTIVE')))
  edge.send('DDATA', 'stranger', records(3, 3, said(2, 30, 'READY')))
  await eventually('acknowledged is 3', () => edge.acknowledged() === 3)
  assert.equal(edge.rebirths(), 0)
  assert.deepEqual(await pointsOf(tags.execution ?? ''), [[2, 'ACTIVE']])
  const [found] = await discovered(machine.edgeId)
  assert.deepEqual([found?.device, found?.signals], ['stranger', 1])
  // Nothing of a stranger is shown live, since it is on no page.
  assert.deepEqual([...new Set(edge.live.map((value) => value.equipmentId))], [machine.id])

  const late = await makeMachine(house.house, { code: 'I2', tags: [] })
  await house.house.act(
    systemCaller,
    ({ sql }) =>
      sql`update factory_equipment set edge_id = ${machine.edgeId}, device = 'stranger'
      where id = ${late.machine.id}`,
  )
  const deriver = createDeriver(house.house, { lastHeardMs: () => undefined })
  await deriver.round()
  const again = edgeOf(machine)
  again.send('NBIRTH', null, [bd(2), log()])
  again.send('DBIRTH', 'stranger', [{ ...execution, alias: 2 }])
  again.send('DDATA', 'stranger', records(4, 4, said(2, 60, 'ACTIVE')))
  await eventually('acknowledged is 4', () => again.acknowledged() === 4)
  assert.deepEqual(await discovered(machine.edgeId), [])
  const own = await house.house.act(systemCaller, ({ sql }) => tagsOfMachine(sql, late.machine.id))
  assert.deepEqual(
    own.map((tag) => [tag.name, tag.meaning]),
    [['execution', 'EXECUTION']],
  )
  const whole = [
    [1, 'ACTIVE'],
    [30, 'READY'],
    [60, 'ACTIVE'],
  ]
  assert.deepEqual(await pointsOf(own[0]?.id ?? ''), whole)
  await deriver.round()
  const states = await house.house.act(systemCaller, ({ sql }) =>
    spansOf(sql, late.machine.id, 0, start + 10 * hour),
  )
  const shown = states.map((one) => [
    Math.round((one.fromMicros - start) / minute),
    Math.round((one.toMicros - start) / minute),
  ])
  assert.deepEqual(shown.slice(0, 2), [
    [1, 30],
    [30, 60],
  ])
})

test('a gap is asked for again and not stored; what comes twice is stored once', async () => {
  const { machine, tags } = await makeMachine(house.house, { code: 'I3' })
  const edge = edgeOf(machine)
  edge.send('NBIRTH', null, [bd(1), log()])
  edge.send('DBIRTH', 'device', [execution])
  edge.send('DBIRTH', 'device', [execution])
  edge.send('DDATA', 'device', records(1, 1, said(1, 1, 'ACTIVE')))
  edge.send('DDATA', 'device', records(3, 3, said(1, 3, 'READY')))
  await eventually('rebirths is 1', () => edge.rebirths() === 1)
  await eventually('acknowledged is 1', () => edge.acknowledged() === 1)
  assert.deepEqual(await pointsOf(tags.execution ?? ''), [[1, 'ACTIVE']])
  edge.send('DDATA', 'device', records(1, 1, said(1, 1, 'ACTIVE')))
  edge.send('DDATA', 'device', records(2, 2, said(1, 2, 'FEED_HOLD')))
  edge.send('DDATA', 'device', records(3, 3, said(1, 3, 'READY')))
  await eventually('acknowledged is 3', () => edge.acknowledged() === 3)
  assert.deepEqual(await pointsOf(tags.execution ?? ''), [
    [1, 'ACTIVE'],
    [2, 'FEED_HOLD'],
    [3, 'READY'],
  ])
})

test('a network that reorders and doubles: all is stored, once and in order', async () => {
  const [count, spread] = [40, 4]
  const indices = Array.from({ length: count }, (_, index) => index + 1)
  // Each message twice, either copy up to four places from where it belongs.
  const places = fc.array(fc.integer({ min: 0, max: spread }), { minLength: 2 * count, maxLength: 2 * count })
  for (const [run, jitter] of fc.sample(places, { numRuns: 3, seed: 11 }).entries()) {
    const { machine, tags } = await makeMachine(house.house, { code: `N${run}` })
    const edge = edgeOf(machine)
    edge.send('NBIRTH', null, [bd(1), log()])
    edge.send('DBIRTH', 'device', [execution])
    const payloadOf = (index: number, seq: number) => {
      const metrics = records(index, index, said(1, index, `S${index}`))
      return encode({ timestamp: start / 1000, seq, metrics })
    }
    const onTheWay = [...indices, ...indices]
      .map((index, copy) => ({ index, at: index + (jitter[copy] ?? 0) }))
      .sort((one, other) => one.at - other.at)
    for (const { index } of onTheWay)
      edge.raw('spBv1.0/firm-a/DDATA/edge/device', payloadOf(index, (1 + index) % 256))
    // What was given up is asked for by a birth; the edge sends from there what is not acknowledged.
    await eventually('all is stored', async () => {
      if (edge.acknowledged() >= count) return true
      edge.send('NBIRTH', null, [bd(1), log()])
      edge.send('DBIRTH', 'device', [execution])
      const from = Math.max(edge.acknowledged(), 0)
      indices.slice(from).forEach((index, place) => {
        edge.raw('spBv1.0/firm-a/DDATA/edge/device', payloadOf(index, (2 + place) % 256))
      })
      return false
    })
    assert.deepEqual(
      await pointsOf(tags.execution ?? ''),
      indices.map((index) => [index, `S${index}`]),
    )
  }
})

test('what is unknown asks for a rebirth; a kind that is not kept holds up nothing', async () => {
  const { machine, tags } = await makeMachine(house.house, { code: 'I4' })
  const edge = edgeOf(machine)
  edge.send('DDATA', 'device', records(1, 1, said(1, 1, 'ACTIVE')))
  await eventually('rebirths is 1', () => edge.rebirths() === 1)
  edge.send('NBIRTH', null, [bd(1), log()])
  edge.send('DBIRTH', 'device', [
    execution,
    { name: 'raw', alias: 9, type: 'Template', value: { templateRef: 'none' } },
  ])
  edge.send('DDATA', 'device', records(1, 1, said(5, 1, 'ACTIVE')))
  await eventually('rebirths is 2', () => edge.rebirths() === 2)
  assert.equal(edge.acknowledged(), 0)
  const bytes: GivenMetric = { alias: 9, type: 'Template', value: { templateRef: 'none' } }
  edge.send('DDATA', 'device', records(1, 1, bytes, said(1, 1, 'ACTIVE')))
  await eventually('acknowledged is 1', () => edge.acknowledged() === 1)
  assert.deepEqual(await pointsOf(tags.execution ?? ''), [[1, 'ACTIVE']])
  assert.ok(edge.refusals.some(({ code, detail }) => code === 'birth' && detail === 'templateUnknown'))
})

test('a death counts only for the birth it belongs to', async () => {
  const { machine } = await makeMachine(house.house, { code: 'I5' })
  const edge = edgeOf(machine)
  const online = () => edge.told.flatMap((one) => (one.kind === 'edge' ? [one.isOnline] : []))
  edge.send('NBIRTH', null, [bd(7), log()])
  edge.send('NDEATH', null, [bd(6)])
  edge.send('DBIRTH', 'device', [execution])
  edge.send('DDATA', 'device', records(1, 1, said(1, 1, 'ACTIVE')))
  await eventually('acknowledged is 1', () => edge.acknowledged() === 1)
  assert.deepEqual(online(), [true])
  edge.send('NDEATH', null, [bd(7)])
  await eventually('it is told as offline', () => String(online()) === 'true,false')
})

test('2,000 random payloads crash nothing, and what is right afterwards is kept', async () => {
  const { machine, tags } = await makeMachine(house.house, { code: 'I6' })
  const edge = edgeOf(machine)
  const types = ['NBIRTH', 'NDEATH', 'DBIRTH', 'DDATA', 'DDEATH', 'NDATA', 'STATE', '']
  const message = fc.tuple(fc.constantFrom(...types), fc.uint8Array({ maxLength: 60 }))
  let count = 0
  for (const [type, bytes] of fc.sample(message, { numRuns: 2000, seed: 1 })) {
    edge.raw(`spBv1.0/firm-a/${type}/edge/device`, bytes)
    // In portions, as a broker delivers them, so that none is dropped for waiting too long.
    if (++count % 200 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  edge.send('NBIRTH', null, [bd(1), log()])
  await eventually('what is right is acknowledged', () => {
    edge.send('NBIRTH', null, [bd(1), log()])
    edge.send('DBIRTH', 'device', [execution])
    edge.send('DDATA', 'device', records(1, 1, said(1, 1, 'ACTIVE')))
    return edge.acknowledged() === 1
  })
  assert.deepEqual(await pointsOf(tags.execution ?? ''), [[1, 'ACTIVE']])
  assert.ok(edge.refusals.some(({ code }) => code === 'unreadable'))
})
