import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { encode, type GivenMetric, hostStateOf } from '@ronghe/sparkplug'
import mqtt from 'mqtt'
import { as, factoryHouse } from '../testing.ts'
import { ingestOf } from './start.ts'
import { devicesOf, edgeRow, foreignEdge, pointsOf, tagsOf } from './test/edge.ts'
import { closing, connectNode } from './test/node.ts'

let house: TestHouse
let a: Awaited<ReturnType<typeof as>>
let edges = 0

before(async () => {
  house = await factoryHouse({ environment: { SPARKPLUG_REORDER_MS: '300', MQTT_PACKET_BYTES_MAX: '65536' } })
  a = await as(house, 'a')
})
let isClosed = false
after(() => (isClosed ? undefined : house.close()))

const edgeWithMachine = () => foreignEdge(house.house, `F${++edges}`)

const speed: GivenMetric = { name: 'speed', alias: 1, type: 'Double', value: 1 }
const state: GivenMetric = { name: 'state', alias: 2, type: 'String', value: 'READY' }
const curve: GivenMetric = { name: 'curve', alias: 3, type: 'Int16Array', value: [0] }
const on: GivenMetric = { name: 'on', alias: 4, type: 'Boolean', value: false }
const born = [speed, state, curve, on]

const tags = (equipmentId: string) => tagsOf(house.house, equipmentId)
const points = (equipmentId: string, name: string) => pointsOf(house.house, equipmentId, name)
const edge = (id: string) => edgeRow(house.house, id)
const _devices = (id: string) => devicesOf(house.house, id)

describe('the broker', () => {
  // tck-id-host-topic-phid-birth-message tck-id-host-topic-phid-birth-qos tck-id-host-topic-phid-birth-retain
  // tck-id-host-topic-phid-birth-topic tck-id-host-topic-phid-birth-payload tck-id-payloads-state-birth
  // tck-id-intro-sparkplug-host-state tck-id-components-ph-state tck-id-conformance-primary-host
  // tck-id-host-topic-phid-birth-required tck-id-message-flow-phid-sparkplug-state-publish
  // tck-id-message-flow-phid-sparkplug-state-publish-payload tck-id-payloads-state-birth-payload
  // tck-id-operational-behavior-host-application-connect-birth
  // tck-id-operational-behavior-host-application-connect-birth-topic
  // tck-id-operational-behavior-host-application-connect-birth-payload
  // tck-id-operational-behavior-host-application-connect-birth-qos
  // tck-id-operational-behavior-host-application-connect-birth-retained
  // tck-id-conformance-mqtt-retained tck-id-conformance-mqtt-qos1
  test('says that the host is there: STATE, retained, QoS 1, online, a time in UTC', async () => {
    const { credential } = await edgeWithMachine()
    const client = await mqtt.connectAsync(credential.server, {
      username: credential.id,
      password: credential.password,
    })
    const heard = new Promise<{ text: string; qos: number; retain: boolean }>((resolve) => {
      client.on('message', (_topic, bytes, { qos, retain }) => resolve({ text: String(bytes), qos, retain }))
    })
    await client.subscribeAsync('spBv1.0/STATE/ronghe', { qos: 1 })
    const { text, qos, retain } = await heard
    const said = hostStateOf(text)
    assert.deepEqual([said?.online, qos, retain], [true, 1, true])
    assert.ok(Math.abs((said?.timestamp ?? 0) - Date.now()) < 3_600_000)
    await client.endAsync()
  })

  // tck-id-intro-edge-node-id-uniqueness tck-id-payloads-nbirth-edge-node-descriptor
  // tck-id-topic-structure-namespace-unique-edge-node-descriptor
  test('lets nobody in with a wrong password; a second connection takes over the first', async () => {
    const { credential } = await edgeWithMachine()
    await assert.rejects(connectNode({ ...credential, password: 'wrong' }))
    await assert.rejects(connectNode({ ...credential, id: 'nobody' }))
    await assert.rejects(a.addEdge({ body: { code: credential.node, name: 'again' } }), /已被使用/)
    const first = await connectNode(credential)
    await first.birth()
    await eventually('the first is there', async () => (await edge(credential.id))?.isOnline)
    const second = await connectNode(credential, { bdSeq: 1 })
    const closed = closing(first.client)
    await second.birth()
    await closed
    await eventually('the second is there', async () => (await edge(credential.id))?.isOnline)
    await second.close()
  })

  test('takes only what a node may say of itself, and keeps the rest as letters', async () => {
    const { credential } = await edgeWithMachine()
    const payload = Buffer.from(encode({ timestamp: 1, seq: 0 }))
    const wrong = [
      `spBv1.0/${credential.group}/NDATA/other`,
      'spBv1.0/firm-b/NBIRTH/edge',
      'spBv1.0/STATE/ronghe',
      `spBv1.0/${credential.group}/NCMD/${credential.node}`,
      'anything/else',
    ]
    for (const topic of wrong) {
      const node = await connectNode(credential)
      const closed = closing(node.client)
      node.client.publish(topic, payload)
      await closed
    }
    const retained = await connectNode(credential)
    const closed = closing(retained.client)
    retained.client.publish(retained.topic('NBIRTH', null), payload, { retain: true })
    await closed
    const letters = await eventually('all are kept', async () => {
      const { rows } = await a.letters({ query: { edge: credential.id } })
      return rows.length === wrong.length + 1 ? rows : null
    })
    assert.deepEqual(new Set(letters.map((one) => one.code)), new Set(['notYours', 'retained']))
    assert.deepEqual(
      new Set(letters.map((one) => one.topic)),
      new Set([...wrong, retained.topic('NBIRTH', null)]),
    )
  })

  test('lets a node hear its own commands and the host’s state, and nothing of others', async () => {
    const { credential } = await edgeWithMachine()
    const node = await connectNode(credential)
    const { group } = credential
    const topics = ['#', `spBv1.0/${group}/NCMD/other`, `spBv1.0/${group}/#`, 'spBv1.0/+/NCMD/+', '$SYS/#']
    const granted = await node.client.subscribeAsync(topics).catch(() => [])
    assert.ok(granted.every(({ qos }) => qos === 128))
    await node.close()
  })

  test('ends a connection whose packet is larger than anyone sends, and others do not notice', async () => {
    const { credential, equipmentId } = await edgeWithMachine()
    const other = await edgeWithMachine()
    const flood = await connectNode(credential)
    const calm = await connectNode(other.credential)
    await calm.birth()
    const closed = closing(flood.client)
    flood.client.publish(flood.topic('NBIRTH', null), Buffer.alloc(200_000))
    await closed
    await calm.send('DBIRTH', 'lathe', born)
    await eventually(
      'the other is heard',
      async () => (await points(other.equipmentId, 'speed')).length === 1,
    )
    assert.deepEqual(await tags(equipmentId), {})
    const { rows } = await eventually('it is kept', async () => {
      const found = await a.letters({ query: { edge: credential.id } })
      return found.total > 0 ? found : null
    })
    assert.deepEqual([rows[0]?.code, rows[0]?.payloadBytes], ['packet', null])
    await calm.close()
  })
})

test('what the ingest does stands among the metrics', async () => {
  // The worker tells its counts now and then.
  await eventually('points are counted', () => ingestOf(house.house).counts().points > 0)
  const text = await eventually('a refusal is counted', async () => {
    const said = await (await fetch(`${house.url}/metrics`)).text()
    return /ronghe_ingest_refused\{reason="notYours"\} \d+/.test(said) ? said : null
  })
  assert.match(text, /ronghe_ingest_points\{what="points"\} [1-9]/)
})

// tck-id-host-topic-phid-death-qos tck-id-host-topic-phid-death-retain tck-id-host-topic-phid-death-topic
// tck-id-host-topic-phid-death-payload tck-id-operational-behavior-host-application-termination
// tck-id-host-topic-phid-death-payload-timestamp-disconnect-clean
// tck-id-operational-behavior-host-application-death-topic
// tck-id-operational-behavior-host-application-death-payload
// tck-id-operational-behavior-host-application-death-qos
// tck-id-operational-behavior-host-application-death-retained
test('when the host stops it says so first: STATE with online false and the time of it', async () => {
  const { credential } = await edgeWithMachine()
  const { id: username, password, server } = credential
  const client = await mqtt.connectAsync(server, { username, password, reconnectPeriod: 0 })
  const states: { text: string; qos: number }[] = []
  client.on('message', (_topic, bytes, { qos }) => states.push({ text: String(bytes), qos }))
  await client.subscribeAsync('spBv1.0/STATE/ronghe', { qos: 1 })
  await eventually('it is there', () => states.length === 1)
  const stoppedMs = Date.now()
  isClosed = true
  await house.close()
  const last = states.at(-1)
  const said = hostStateOf(last?.text ?? '')
  assert.deepEqual([said?.online, last?.qos], [false, 1])
  assert.ok((said?.timestamp ?? 0) >= stoppedMs)
})
