import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { encode, type GivenMetric } from '@ronghe/sparkplug'
import { as, factoryHouse } from '../testing.ts'
import { devicesOf, edgeRow, foreignEdge, pointsOf, tagsOf } from './test/edge.ts'
import { connectNode } from './test/node.ts'

let house: TestHouse
let a: Awaited<ReturnType<typeof as>>
let edges = 0

before(async () => {
  house = await factoryHouse({ environment: { SPARKPLUG_REORDER_MS: '300', MQTT_PACKET_BYTES_MAX: '65536' } })
  a = await as(house, 'a')
})
after(() => house.close())

const edgeWithMachine = () => foreignEdge(house.house, `F${++edges}`)

const speed: GivenMetric = { name: 'speed', alias: 1, type: 'Double', value: 1 }
const state: GivenMetric = { name: 'state', alias: 2, type: 'String', value: 'READY' }
const curve: GivenMetric = { name: 'curve', alias: 3, type: 'Int16Array', value: [0] }
const on: GivenMetric = { name: 'on', alias: 4, type: 'Boolean', value: false }
const born = [speed, state, curve, on]

const tags = (equipmentId: string) => tagsOf(house.house, equipmentId)
const points = (equipmentId: string, name: string) => pointsOf(house.house, equipmentId, name)
const edge = (id: string) => edgeRow(house.house, id)
const devices = (id: string) => devicesOf(house.house, id)

describe('a foreign node', () => {
  // tck-id-payloads-alias-data-cmd-requirement tck-id-payloads-metric-datatype-not-req
  // tck-id-topics-ddata-topic tck-id-topics-dbirth-topic tck-id-topics-nbirth-topic
  // tck-id-payloads-name-birth-data-requirement tck-id-topics-dbirth-metrics
  // tck-id-conformance-mqtt-qos0
  test('is stored by alias alone, without datatypes, with arrays, in its own time', async () => {
    const { credential, equipmentId } = await edgeWithMachine()
    const node = await connectNode(credential)
    const t = Date.now() - 10_000
    await node.birth()
    await node.send(
      'DBIRTH',
      'lathe',
      born.map((metric) => ({ ...metric, timestamp: t })),
    )
    const bare = (
      alias: number,
      metric: GivenMetric,
      value: GivenMetric['value'],
      at: number,
    ): GivenMetric => {
      return { alias, type: metric.type, omitsType: true, value, timestamp: t + at }
    }
    await node.send('DDATA', 'lathe', [
      bare(1, speed, 2.5, 1),
      bare(2, state, 'ACTIVE', 2),
      bare(3, curve, [1, -2], 3),
      bare(4, on, true, 4),
    ])
    await eventually('all is stored', async () => (await points(equipmentId, 'on')).length === 2)
    const of = async (name: string) =>
      (await points(equipmentId, name)).map(({ at, value }) => [at - t, value])
    assert.deepEqual(await of('speed'), [
      [0, 1],
      [1, 2.5],
    ])
    assert.deepEqual(await of('state'), [
      [0, 'READY'],
      [2, 'ACTIVE'],
    ])
    assert.deepEqual(await of('curve'), [
      [0, '[0]'],
      [3, '[1,-2]'],
    ])
    assert.deepEqual(await of('on'), [
      [0, 0],
      [4, 1],
    ])
    await node.close()
  })

  // tck-id-operational-behavior-edge-node-termination-host-action-ddeath-devices-offline
  // tck-id-operational-behavior-edge-node-termination-host-action-ddeath-devices-tags-stale
  test('whose device dies: it is offline and its signals stale, at the time of the death', async () => {
    const { credential, equipmentId } = await edgeWithMachine()
    const node = await connectNode(credential)
    await node.birth()
    await node.send('DBIRTH', 'lathe', [speed])
    await eventually('it is there', async () => (await devices(credential.id))[0]?.isOnline)
    const at = Date.now() + 5_000
    await node.send('DDEATH', 'lathe', [], { timestamp: at })
    const [device] = await eventually('it is gone', async () => {
      const found = await devices(credential.id)
      return found[0]?.isOnline === false ? found : null
    })
    assert.deepEqual([device?.device, device?.at.getTime()], ['lathe', at])
    const last = await eventually('its signal is stale', async () => {
      const found = (await points(equipmentId, 'speed')).at(-1)
      return found?.quality === 500 ? found : null
    })
    assert.deepEqual([last.at, last.quality], [at, 500])
    assert.equal((await edge(credential.id))?.isOnline, true)
    const { rows } = await a.tags({ params: { equipmentId } })
    assert.equal(rows[0]?.quality, 'stale')
    await node.close()
  })

  // tck-id-operational-behavior-edge-node-termination-host-action-ndeath-node-offline
  // tck-id-operational-behavior-edge-node-termination-host-action-ndeath-node-tags-stale
  // tck-id-operational-behavior-edge-node-termination-host-action-ndeath-devices-offline
  // tck-id-operational-behavior-edge-node-termination-host-action-ndeath-devices-tags-stale
  // tck-id-conformance-mqtt-will-messages
  test('that dies by its will: node, devices and signals are stale at the host’s time', async () => {
    const { credential, equipmentId } = await edgeWithMachine()
    const node = await connectNode(credential, { bdSeq: 3 })
    await node.birth([{ name: 'Temperature', alias: 9, type: 'Float', value: 40 }])
    await node.send('DBIRTH', 'lathe', [speed])
    await eventually('it is there', async () => (await devices(credential.id))[0]?.isOnline)
    const cutMs = Date.now()
    node.cut()
    const row = await eventually('it is offline', async () => {
      const found = await edge(credential.id)
      return found?.isOnline === false ? found : null
    })
    assert.ok((row.stateAt?.getTime() ?? 0) >= cutMs)
    await eventually('its device is offline', async () => !(await devices(credential.id))[0]?.isOnline)
    const last = await eventually('its signal is stale', async () => {
      const found = (await points(equipmentId, 'speed')).at(-1)
      return found?.quality === 500 ? found : null
    })
    assert.ok(last.at >= cutMs)
    // The node's own metric is kept as a device that nobody has registered.
    const own = await a.discovered({ params: { edgeId: credential.id } })
    assert.deepEqual(
      own.rows.map((one) => [one.device, one.signals]),
      [['#', 1]],
    )
  })

  // tck-id-payloads-ndeath-bdseq tck-id-topics-ndeath-payload
  test('a death of an earlier session ends nothing', async () => {
    const { credential } = await edgeWithMachine()
    const node = await connectNode(credential, { bdSeq: 7 })
    await node.birth()
    await node.send('DBIRTH', 'lathe', [speed])
    await eventually('it is there', async () => (await devices(credential.id))[0]?.isOnline)
    const bdSeq: GivenMetric = { name: 'bdSeq', type: 'Int64', value: 6 }
    await node.client.publishAsync(
      node.topic('NDEATH', null),
      Buffer.from(encode({ timestamp: 1, metrics: [bdSeq] })),
    )
    await node.send('DDEATH', 'lathe', [])
    await eventually('what follows counts', async () => !(await devices(credential.id))[0]?.isOnline)
    assert.equal((await edge(credential.id))?.isOnline, true)
    await node.close()
  })

  // tck-id-operational-behavior-host-reordering-param tck-id-operational-behavior-host-reordering-start
  // tck-id-operational-behavior-host-reordering-success
  test('whose messages come out of sequence: they wait for each other, and nothing is asked', async () => {
    const { credential, equipmentId } = await edgeWithMachine()
    const node = await connectNode(credential)
    await node.birth()
    await node.send('DBIRTH', 'lathe', [state])
    const say = (seq: number) => {
      return node.send('DDATA', 'lathe', [{ alias: 2, type: 'String', value: `${seq}` }], {
        seq,
        timestamp: 1.7e12 + seq,
      })
    }
    for (const seq of [3, 5, 4, 2, 2, 7, 6, 3]) await say(seq)
    await eventually('all are stored', async () => (await points(equipmentId, 'state')).length === 7)
    assert.equal(node.rebirths(), 0)
    await node.close()
  })

  // tck-id-operational-behavior-host-reordering-rebirth tck-id-topics-ncmd-topic tck-id-topics-ncmd-mqtt
  // tck-id-topics-ncmd-timestamp tck-id-topics-ncmd-payload tck-id-payloads-ncmd-timestamp
  // tck-id-payloads-ncmd-seq tck-id-payloads-ncmd-qos tck-id-payloads-ncmd-retain
  // tck-id-operational-behavior-data-commands-ncmd-rebirth-verb
  // tck-id-operational-behavior-data-commands-ncmd-rebirth-name
  // tck-id-operational-behavior-data-commands-ncmd-rebirth-value tck-id-payloads-name-cmd-requirement
  // tck-id-operational-behavior-data-commands-ncmd-verb
  // tck-id-operational-behavior-data-commands-ncmd-metric-name
  // tck-id-operational-behavior-data-commands-ncmd-metric-value
  test('that lost a message is asked for a rebirth after the timeout, and what came is kept', async () => {
    const { credential, equipmentId } = await edgeWithMachine()
    const node = await connectNode(credential)
    await node.birth()
    await node.send('DBIRTH', 'lathe', [state])
    const sentMs = Date.now()
    await node.send('DDATA', 'lathe', [{ alias: 2, type: 'String', value: 'late' }], {
      seq: 3,
      timestamp: 1.7e12,
    })
    await eventually('it is asked', () => node.rebirths() === 1)
    assert.ok(Date.now() - sentMs >= 300)
    await eventually('what came is kept', async () => (await points(equipmentId, 'state')).length === 2)
    const command = node.heard.at(-1)
    assert.equal(command?.topic, `spBv1.0/${credential.group}/NCMD/${credential.node}`)
    assert.deepEqual([command?.qos, command?.retain, command?.payload.seq], [0, false, undefined])
    assert.ok(Math.abs((command?.payload.timestamp ?? 0) - Date.now()) < 60_000)
    const [metric] = command?.payload.metrics ?? []
    assert.deepEqual([metric?.name, metric?.type, metric?.value], ['Node Control/Rebirth', 'Boolean', true])
    await node.close()
  })

  // tck-id-principles-birth-certificates-order tck-id-message-flow-device-birth-publish-nbirth-wait
  test('that sends data before its birth is asked for it; the data are letters to replay', async () => {
    const { credential, equipmentId } = await edgeWithMachine()
    const node = await connectNode(credential)
    await node.send('DDATA', 'lathe', [{ name: 'speed', type: 'Double', value: 8 }], { timestamp: 1.7e12 })
    await eventually('it is asked', () => node.rebirths() === 1)
    const letter = await eventually('it is kept', async () => {
      return (await a.letters({ query: { edge: credential.id } })).rows[0]
    })
    assert.equal(letter.code, 'notBorn')
    await node.birth()
    await node.send('DBIRTH', 'lathe', [speed])
    await eventually('it is born', async () => (await points(equipmentId, 'speed')).length === 1)
    const first = await a.replayLetters({ body: { ids: [letter.id] } })
    assert.deepEqual(first, { replayed: 1, again: 0, stored: 1, duplicates: 0 })
    const second = await a.replayLetters({ body: { ids: [letter.id] } })
    assert.deepEqual(second, { replayed: 1, again: 0, stored: 0, duplicates: 1 })
    assert.deepEqual((await points(equipmentId, 'speed')).map(({ value }) => value).sort(), [1, 8])
    await node.close()
  })
})

describe('commands to a foreign node', () => {
  // tck-id-topics-dcmd-topic tck-id-topics-dcmd-mqtt tck-id-topics-dcmd-timestamp tck-id-topics-dcmd-payload
  // tck-id-payloads-dcmd-timestamp tck-id-payloads-dcmd-seq tck-id-payloads-dcmd-qos
  // tck-id-payloads-dcmd-retain tck-id-operational-behavior-data-commands-dcmd-verb
  // tck-id-operational-behavior-data-commands-dcmd-metric-name
  // tck-id-operational-behavior-data-commands-dcmd-metric-value
  test('are DCMD by alias, of the birth’s datatype, and confirmed by what it reports', async () => {
    const { credential, equipmentId } = await edgeWithMachine()
    const node = await connectNode(credential)
    await node.birth()
    await node.send('DBIRTH', 'lathe', born)
    const found = await eventually('it is born', async () => {
      const known = await tags(equipmentId)
      return known.on ? known : null
    })
    await a.giveCommand({ params: { tagId: found.on ?? '' }, body: { value: '1', reason: '试运行' } })
    const command = await eventually('it is told', () =>
      node.heard.find(({ topic }) => topic.includes('/DCMD/')),
    )
    assert.equal(command.topic, `spBv1.0/${credential.group}/DCMD/${credential.node}/lathe`)
    assert.deepEqual([command.qos, command.retain, command.payload.seq], [0, false, undefined])
    assert.ok((command.payload.timestamp ?? 0) > 1.7e12)
    const [metric, ...others] = command.payload.metrics
    assert.deepEqual(
      [metric?.name, metric?.alias, metric?.type, metric?.value],
      [undefined, 4, 'Boolean', true],
    )
    assert.deepEqual(others, [])
    await node.send('DDATA', 'lathe', [{ alias: 4, type: 'Boolean', omitsType: true, value: true }])
    const [done] = await eventually('it is confirmed', async () => {
      const { rows } = await a.commands({ params: { equipmentId } })
      return rows[0]?.state === 'confirmed' ? rows : null
    })
    assert.deepEqual([done?.readBack, done?.reason], ['1', '试运行'])
    await node.close()
  })

  test('that its datatype does not take are refused before anything is sent', async () => {
    const { credential, equipmentId } = await edgeWithMachine()
    const node = await connectNode(credential)
    await node.birth()
    await node.send('DBIRTH', 'lathe', born)
    const found = await eventually('it is born', async () => {
      const known = await tags(equipmentId)
      return known.on ? known : null
    })
    await a.giveCommand({ params: { tagId: found.on ?? '' }, body: { value: '7', reason: '试' } })
    const [refused] = await eventually('it is refused', async () => {
      const { rows } = await a.commands({ params: { equipmentId } })
      return rows[0]?.state === 'refused' ? rows : null
    })
    assert.match(refused?.refusal ?? '', /数据类型/)
    assert.equal(node.heard.filter(({ topic }) => topic.includes('/DCMD/')).length, 0)
    await node.close()
  })
})
