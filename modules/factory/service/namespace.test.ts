import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import mqtt, { type MqttClient } from 'mqtt'
import { type SmallEdge, startSmallEdge } from '../test/small-edge.ts'
import { as, factoryHouse, unitId } from '../testing.ts'

let house: TestHouse
let a: Awaited<ReturnType<typeof as>>
let edge: SmallEdge
const clients: MqttClient[] = []
before(async () => {
  house = await factoryHouse()
  a = await as(house, 'a')
  const credential = await a.addEdge({ body: { code: 'e-1', name: '一号' } })
  edge = await startSmallEdge(credential)
  const line = await unitId(house.house, 'firm-a', 'L1')
  const machine = {
    code: 'M-1',
    name: '车床',
    isNumericalControl: true,
    isNetworked: true,
    isKeyProcess: false,
  }
  await a.addEquipment({ body: { ...machine, unitId: line, edgeId: credential.id, device: 'm1' } })
  edge.birth('m1', { 'Axis/Load': 1, speed: 10 })
})
after(async () => {
  for (const client of clients) client.end(true)
  await edge.end()
  await house.close()
})

type Credential = { id: string; password: string; address: string; scope: string }
type Value = { value: number; unit: string | null; quality: string; time: string }

/** A client that knows nothing of us but MQTT. */
async function reader({ id, password, address }: Credential, filter: string) {
  const got = new Map<string, Value[]>()
  const client = await mqtt.connectAsync(address, { username: id, password, reconnectPeriod: 0 })
  clients.push(client)
  client.on('message', (topic, payload) => {
    if (payload.length > 0)
      got.set(topic, [...(got.get(topic) ?? []), JSON.parse(payload.toString()) as Value])
    else got.delete(topic)
  })
  const granted = await client.subscribeAsync(filter).catch((error: Error) => error)
  const isGranted = Array.isArray(granted) && granted.every(({ qos }) => qos < 128)
  return { client, got, isGranted }
}
const newest = (got: Map<string, Value[]>, topic: string) => got.get(topic)?.at(-1)?.value
const load = 'firm-a/S1/L1/M-1/Axis_Load'
const speed = 'firm-a/S1/L1/M-1/speed'
const refused = (code: string) => (fault: RequestFault) => {
  assert.equal(fault.answer.code, code)
  return true
}

async function switchOn(): Promise<void> {
  await a.switchNamespace({ body: { isOn: true } })
  await eventually('listening', async () => !(await a.namespace()).address?.endsWith(':0'))
}

describe('the unified namespace', () => {
  test('is off at first; switched on, a program finds newest values and gets new ones', async () => {
    const before = await a.namespace()
    assert.deepEqual([before.isOn, before.address, before.root], [false, null, 'firm-a'])
    await eventually('the signals are known', async () => (await a.namespace()).topicCount === 2)
    await switchOn()
    const credential = await a.addNamespaceReader({ body: { name: 'MES' } })
    assert.equal(credential.scope, 'firm-a/#')
    const { got, isGranted } = await reader(credential, 'firm-a/#')
    assert.ok(isGranted)
    await eventually('what is kept', async () => newest(got, load) === 1 && newest(got, speed) === 10)
    let timeMs = 0
    await eventually('what is new', async () => {
      // The edge may be on its way back after its machine was registered.
      timeMs = Date.now()
      edge.data('m1', { 'Axis/Load': 2.5 }, timeMs)
      await new Promise((resolve) => setTimeout(resolve, 500))
      return newest(got, load) === 2.5 && got.get(load)?.at(-1)?.time === new Date(timeMs).toISOString()
    })
    assert.deepEqual(got.get(load)?.at(-1), {
      ...{ value: 2.5, unit: null, quality: 'good' },
      time: new Date(timeMs).toISOString(),
    })
    const { rows } = await a.namespaceReaders()
    assert.deepEqual(
      rows.map(({ name, isConnected, lastSeenAt }) => [name, isConnected, lastSeenAt !== null]),
      [['MES', true, true]],
    )
    const topics = await a.namespaceTopics({ query: { q: 'speed' } })
    assert.deepEqual(
      topics.rows.map(({ topic }) => topic),
      [speed],
    )
  })

  test('a program reads below its unit only, writes nothing, and a stranger gets in nowhere', async () => {
    await switchOn()
    const scoped = { name: '二厂大屏', unitId: await unitId(house.house, 'firm-a', 'S2') }
    const credential = await a.addNamespaceReader({ body: scoped })
    assert.equal(credential.scope, 'firm-a/S2/#')
    for (const filter of ['#', 'firm-a/#', '+/S1/#', load, 'firm-b/#', '$SYS/#']) {
      assert.equal((await reader(credential, filter)).isGranted, false, filter)
    }
    const { client, isGranted } = await reader(credential, 'firm-a/S2/#')
    assert.ok(isGranted)
    const whole = await a.addNamespaceReader({ body: { name: '全厂' } })
    const { got } = await reader(whole, 'firm-a/#')
    await eventually('values', async () => got.size > 0)
    client.publish(load, JSON.stringify({ value: 666 }), { retain: true })
    await eventually('it is put out', async () => !client.connected)
    assert.notEqual(newest(got, load), 666)
    for (const password of ['', 'wrong']) await assert.rejects(reader({ ...whole, password }, '#'))
    await assert.rejects(reader({ ...whole, id: 'nobody' }, '#'))
    const other = { name: '别人', unitId: await unitId(house.house, 'firm-b', 'S1') }
    await assert.rejects(a.addNamespaceReader({ body: other }), { status: 404 })
  })

  test('a renewed or ended right counts at once', async () => {
    await switchOn()
    const first = await a.addNamespaceReader({ body: { name: '旧系统' } })
    const open = await reader(first, 'firm-a/#')
    const renewed = await a.renewNamespaceReader({ params: { readerId: first.id } })
    await eventually('put out', async () => !open.client.connected)
    await assert.rejects(reader(first, 'firm-a/#'))
    const again = await reader(renewed, 'firm-a/#')
    assert.ok(again.isGranted)
    await a.revokeNamespaceReader({ params: { readerId: first.id } })
    await eventually('put out again', async () => !again.client.connected)
    await assert.rejects(reader(renewed, 'firm-a/#'))
    await assert.rejects(
      a.renewNamespaceReader({ params: { readerId: first.id } }),
      refused('factory.namespace.revoked'),
    )
  })

  test('switched off, nobody is let in and nothing stays; other firms know nothing of it', async () => {
    await switchOn()
    const credential = await a.addNamespaceReader({ body: { name: '看板' } })
    const open = await reader(credential, 'firm-a/#')
    const b = await as(house, 'b')
    assert.equal((await b.namespace()).isOn, false)
    assert.equal((await b.namespaceTopics()).total, 0)
    assert.equal((await b.namespaceReaders()).total, 0)
    await assert.rejects(b.revokeNamespaceReader({ params: { readerId: credential.id } }), { status: 404 })
    const viewer = await as(house, 'viewer')
    await assert.rejects(viewer.switchNamespace({ body: { isOn: false } }), { status: 403 })
    await a.switchNamespace({ body: { isOn: false } })
    await eventually('put out', async () => !open.client.connected)
    await assert.rejects(reader(credential, 'firm-a/#'))
  })
})

const skip = spawnSync('mosquitto_sub', ['--help']).error
  ? 'mosquitto_sub is not installed (Debian: mosquitto-clients)'
  : false

test('a client of other makers reads it', { skip }, async (t) => {
  await switchOn()
  const { id, password, address } = await a.addNamespaceReader({ body: { name: 'mosquitto' } })
  const at = new URL(address)
  const filters = ['-h', at.hostname, '-p', at.port, '-u', id, '-P', password, '-t', 'firm-a/#', '-v']
  const other = spawn('mosquitto_sub', filters)
  t.after(() => other.kill('SIGKILL'))
  let text = ''
  other.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  await eventually('it reads', async () => text.includes(`${speed} {"value":10,`))
})
