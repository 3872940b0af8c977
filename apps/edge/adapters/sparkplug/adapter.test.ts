import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import type { Metric } from '../../sparkplug/payload.ts'
import { startBroker, type TestBroker } from '../../test/broker.ts'
import { type ForeignEdge, startForeignEdge } from '../../test/foreign-node.ts'
import { until } from '../../test/host.ts'
import { type Rig, startRig } from '../../test/rig.ts'

let rig: Rig
let broker: TestBroker
let foreign: ForeignEdge
beforeEach(async () => {
  rig = await startRig()
  broker = await startBroker()
  foreign = await startForeignEdge(broker, [
    {
      name: 'load',
      alias: 10,
      type: 'Float',
      value: 1,
      properties: { engUnit: { type: 'String', value: 'P1' } },
    },
    { name: 'count', alias: 11, type: 'Int64', value: 7 },
    { name: 'mode', alias: 12, type: 'String', value: 'AUTO' },
    { name: 'on', alias: 13, type: 'Boolean', value: true },
    { name: 'set', alias: 14, type: 'Int32', value: 100 },
  ])
})
afterEach(async () => {
  await rig.stop()
  await broker.stop()
})

const device = (more: object = {}) => ({
  ...{ device: 'm1', adapter: 'sparkplug', url: broker.url, tags: 'all' },
  credentials: { username: 'plant', password: 'secret' },
  ...{ sourceGroup: 'old', sourceNode: 'gateway', sourceDevice: 'press' },
  ...more,
})
const told = (key: string) => rig.reports.filter((line) => line.startsWith(key)).length
const load = (value: number): Metric => ({ alias: 10, type: 'Float', value })

describe('a Sparkplug node that is taken over', () => {
  test('is asked for its birth; names, kinds, units and values are its own', async () => {
    const edge = await rig.start([device()])
    await rig.live(edge)
    await rig.has('load', 1)
    await rig.has('count', 7)
    await rig.has('mode', 'AUTO')
    await rig.has('on', true)
    const birth = rig.host.seen.findLast(({ type }) => type === 'DBIRTH')
    const unit = birth?.payload.metrics?.find(({ name }) => name === 'load')?.properties?.engUnit?.value
    assert.equal(unit, 'P1')
    await foreign.data([load(2.5)])
    await rig.has('load', 2.5)
    assert.equal(rig.points('x').length, 0)
    assert.deepEqual(rig.host.faults, [])
    assert.equal(told('edge.sparkplug.unreadable'), 0)
  })

  test('a hole in its sequence is answered by asking for the birth again', async () => {
    const edge = await rig.start([device()])
    await rig.live(edge)
    const before = foreign.births
    foreign.metrics = foreign.metrics.map((metric) =>
      metric.name === 'mode' ? { ...metric, value: 'MDI' } : metric,
    )
    await foreign.data([load(3)], { skipSeq: true })
    await until('born again', () => foreign.births > before)
    await rig.has('mode', 'MDI')
    await rig.has('load', 3)
  })

  test('its death makes everything unknown, a late one of a former session does not', async () => {
    const edge = await rig.start([device()])
    await rig.live(edge)
    await rig.has('load', 1)
    await foreign.nodeDeath(2)
    await foreign.data([load(4)])
    await rig.has('load', 4)
    assert.equal(rig.points('load').filter(({ quality }) => quality === 500).length, 0)
    await foreign.deviceDeath()
    await until('unknown', () => rig.points('mode').some(({ quality }) => quality === 500))
    await foreign.birth()
    await until('known again', () => rig.values('mode').length === 2)
    await foreign.nodeDeath()
    const unknowns = () => rig.points('mode').filter(({ quality }) => quality === 500).length
    await until('dead', () => unknowns() === 2)
    await foreign.birth()
    await until('and again', () => rig.values('mode').length === 3)
    assert.equal(edge.state().devices.m1?.state, 'live')
  })

  test('bad, stale and absent values are no values, and an alias without a birth brings one', async () => {
    const edge = await rig.start([device()])
    await rig.live(edge)
    await foreign.data([{ ...load(9), properties: { Quality: { type: 'Int32', value: 0 } } }])
    await until('bad', () => rig.points('load').some(({ quality, value }) => quality === 0 && value === null))
    await foreign.data([{ alias: 11, type: 'Int64', value: null }])
    await until('absent', () => rig.points('count').some(({ quality }) => quality === 0))
    const before = foreign.births
    await foreign.data([{ alias: 77, type: 'Float', value: 1 }])
    await until('born again', () => foreign.births > before)
  })

  test('nonsense is told and ends nothing', async () => {
    const edge = await rig.start([device()])
    await rig.live(edge)
    await broker.publish('spBv1.0/old/DDATA/gateway/press', Buffer.from('GET / HTTP/1.1'))
    await broker.publish('spBv1.0/old/NONSENSE/gateway/press', Buffer.from('x'))
    await until('told', () => told('edge.sparkplug.unreadable') > 0)
    await foreign.data([load(6)])
    await rig.has('load', 6)
  })

  test('chosen metrics get names of their own; one is written and read back', async () => {
    const tags = [{ name: 'setpoint', metric: 'set', unit: 'RPM', writable: true }, { name: 'load' }]
    const edge = await rig.start([device({ tags })])
    await rig.live(edge)
    await rig.has('setpoint', 100)
    const answer = rig.write('m1', 'setpoint', 250)
    await until('command', () => foreign.commands.some(({ topic }) => topic.includes('DCMD')))
    const command = foreign.commands.find(({ topic }) => topic.includes('DCMD'))?.metrics[0]
    assert.deepEqual([command?.name, command?.type, command?.value], ['set', 'Int32', 250])
    await foreign.data([{ alias: 14, type: 'Int32', value: 250 }])
    assert.equal((await answer).result[0]?.value, 250)
    assert.equal((await rig.write('m1', 'load', 1)).reason.key, 'edge.write.readOnly')
    assert.equal(rig.points('mode').length, 0)
  })

  test('the node’s own metrics are a device too; STATE is said for a node that waits for it', async () => {
    const states: string[] = []
    const watcher = await broker.client()
    watcher.on('message', (_topic, payload) => states.push(payload.toString()))
    await watcher.subscribeAsync('spBv1.0/STATE/ronghe-edge')
    const edge = await rig.start([device({ sourceDevice: undefined, hostId: 'ronghe-edge' })])
    await rig.live(edge)
    await rig.has('uptime', 5)
    await until('online', () => states.some((state) => JSON.parse(state).online === true))
    await edge.stop()
    await until('offline', () => states.some((state) => JSON.parse(state).online === false))
  })
})

test('a device that the node does not have is said by name', { timeout: 60_000 }, async () => {
  await rig.start([device({ sourceDevice: 'absent' })])
  await until('told', () => told('edge.sparkplug.noDevice') > 0)
})
