import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import mqtt from 'mqtt'
import { startBroker, type TestBroker } from '../../test/broker.ts'
import { until } from '../../test/host.ts'
import { type Rig, startRig } from '../../test/rig.ts'

let rig: Rig
let broker: TestBroker
beforeEach(async () => {
  rig = await startRig()
  broker = await startBroker()
})
afterEach(async () => {
  await rig.stop()
  await broker.stop()
})

const credentials = { username: 'plant', password: 'secret' }
const load = { name: 'load', topic: 'plant/m7/data', path: 'load', unit: 'P1' }
const device = (more: object = {}) => ({
  ...{ device: 'm1', adapter: 'mqtt', url: broker.url, credentials, tags: [load] },
  ...more,
})
const say = (body: unknown, topic = 'plant/m7/data', retain = false) =>
  broker.publish(topic, typeof body === 'string' ? body : JSON.stringify(body), retain)
const told = (key: string) => rig.reports.filter((line) => line.startsWith(key)).length

describe('MQTT by template', () => {
  test('values arrive, only changes are told, and what is kept by the broker comes first', async () => {
    await say({ load: 1 }, 'plant/m7/data', true)
    const edge = await rig.start([device()])
    await rig.has('load', 1)
    await say({ load: 1 })
    await say({ load: 2 })
    await rig.has('load', 2)
    assert.deepEqual(rig.values('load'), [1, 2])
    assert.equal(edge.state().devices.m1?.state, 'live')
    const birth = rig.host.seen.find(({ type }) => type === 'DBIRTH')
    const metric = birth?.payload.metrics?.find(({ name }) => name === 'load')
    assert.equal(metric?.properties?.engUnit?.value, 'P1')
    assert.deepEqual(rig.host.faults, [])
  })

  test('tags that messages name are declared before their values', async () => {
    const tag = { name: '{line}/{name}', topic: 'plant/{line}/data', each: 'metrics', path: 'value' }
    const edge = await rig.start([device({ tags: [{ ...tag, deadband: 5 }] })])
    await rig.live(edge)
    const metrics = (...values: number[]) => ({
      metrics: values.map((value, at) => ({ name: `t${at}`, value })),
    })
    await say(metrics(10, 20), 'plant/l1/data')
    await rig.has('l1/t1', 20)
    await say(metrics(12, 30), 'plant/l1/data')
    await say(metrics(1), 'plant/l2/data')
    await rig.has('l2/t0', 1)
    await rig.has('l1/t1', 30)
    // The dead-band of the configured tag counts for every one that it stands for.
    assert.deepEqual(rig.values('l1/t0'), [10])
    assert.deepEqual(rig.host.faults, [])
  })

  test('names beyond the limit are told and left out, and cost no birth', async () => {
    const tag = { name: '{name}', topic: 'plant/m7/data', each: 'list', path: 'value' }
    const edge = await rig.start([device({ tags: [tag] })])
    await rig.live(edge)
    const list = (from: number, count: number) => ({
      list: Array.from({ length: count }, (_, at) => ({ name: `n${from + at}`, value: at })),
    })
    await say(list(0, 10_000))
    await say(list(10_000, 10_000))
    await rig.has('n19999', 9_999)
    const births = () => rig.host.seen.filter(({ type }) => type === 'DBIRTH').length
    const before = births()
    for (let at = 0; at < 5; at++) await say(list(20_000 + at, 1))
    await say({ list: [{ name: 'n7', value: 70 }] })
    await rig.has('n7', 70)
    assert.equal(births(), before)
    assert.ok(told('edge.mqtt.tooManyTags') > 0)
    assert.deepEqual(rig.points('n20000'), [])
  })

  test('malformed messages are reasons, and the good ones after them count', async () => {
    const edge = await rig.start([device()])
    await rig.live(edge)
    for (const body of ['{', '', 'null', '[]', '{"load":"x"}', '{"load":{}}']) await say(body)
    await broker.publish('plant/m7/data', new Uint8Array([0xff, 0xfe, 0x00]))
    await say({ load: 7 })
    await rig.has('load', 7)
    assert.ok(told('edge.mqtt.notJson') > 0)
    assert.ok(told('edge.mqtt.misfit') > 0)
    assert.equal(edge.state().devices.m1?.state, 'live')
  })

  test('what came while the connection was cut is delivered, and the time is no gap', async () => {
    const edge = await rig.start([device({ tags: [{ ...load, timePath: 'at' }] })])
    await rig.live(edge)
    const at = Date.now()
    await say({ load: 1, at })
    await rig.has('load', 1)
    broker.cut()
    for (let value = 2; value <= 20; value++) await say({ load: value, at: at + value })
    await rig.has('load', 20)
    assert.deepEqual(
      rig.values('load').filter((value, index, all) => value !== all[index - 1]),
      Array.from({ length: 20 }, (_, index) => index + 1),
    )
    assert.equal(told('edge.mqtt.gap'), 0)
  })

  test('a broker that forgot, or nothing heard for long, is time unknown', async () => {
    await rig.start([device({ quietMsMax: 1000 })])
    await until('live', () => told('edge.device.live') > 0)
    await say({ load: 1 })
    await rig.has('load', 1)
    await until('quiet', () => rig.points('load').some(({ quality }) => quality === 500))
    assert.equal(told('edge.mqtt.quiet'), 1)
    await say({ load: 1 })
    await until('again', () => rig.values('load').length === 2)
    const { port } = broker
    await broker.stop()
    await until('lost', () => told('edge.mqtt.unreachable') > 0)
    broker = await startBroker(port)
    await until('gap', () => told('edge.mqtt.gap') > 0)
  })

  test('a wrong password is told as one', async () => {
    await rig.start([device({ credentials: { username: 'plant', password: 'wrong' } })])
    await until('refused', () => told('edge.mqtt.refused') > 0)
  })
})

const mosquitto = '/usr/sbin/mosquitto'
const isThere = spawnSync(mosquitto, ['-h']).error === undefined
const skip = isThere ? false : 'mosquitto is not installed (Debian: mosquitto)'

test('a broker of other makers keeps and delivers', { skip }, async (t) => {
  const free = await startBroker()
  const { port } = free
  await free.stop()
  const file = join(rig.directory, 'mosquitto.conf')
  writeFileSync(file, `listener ${port} 127.0.0.1\nallow_anonymous true\n`)
  const other = spawn(mosquitto, ['-c', file], { stdio: 'ignore' })
  t.after(() => other.kill('SIGKILL'))
  const url = `mqtt://127.0.0.1:${port}`
  const machine = mqtt.connect(url, { reconnectPeriod: 50 })
  t.after(() => machine.end(true))
  const { credentials: _none, ...anonymous } = device({ url })
  const edge = await rig.start([anonymous])
  await rig.live(edge)
  await machine.publishAsync('plant/m7/data', JSON.stringify({ load: 1 }), { qos: 1 })
  await rig.has('load', 1)
  await edge.stop()
  await machine.publishAsync('plant/m7/data', JSON.stringify({ load: 2 }), { qos: 1 })
  await rig.start([anonymous])
  await rig.has('load', 2)
  assert.equal(told('edge.mqtt.gap'), 0)
})
