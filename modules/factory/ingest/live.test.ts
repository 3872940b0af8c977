import assert from 'node:assert/strict'
import { request } from 'node:http'
import type { Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { as, factoryHouse } from '../testing.ts'
import { foreignEdge, pointsOf, tagsOf } from './test/edge.ts'
import { connectNode } from './test/node.ts'

let house: TestHouse
before(async () => {
  house = await factoryHouse({ environment: { LIVE_QUEUE_BYTES_MAX: '65536' } })
})
after(() => house.close())

type Said = { ready?: true; message?: { values?: { tagId: string; value: unknown; quality: string }[] } }

async function openPage(topic: string, headers: Record<string, string>) {
  const socket = new WebSocket(`${house.url.replace('http', 'ws')}/api/live`, {
    headers,
  } as unknown as string[])
  const said: Said[] = []
  socket.addEventListener('message', ({ data }) => said.push(JSON.parse(String(data))))
  await new Promise((resolve) => socket.addEventListener('open', resolve))
  socket.send(JSON.stringify({ subscribe: topic }))
  await eventually('the page is known', () => said.some(({ ready }) => ready))
  return { socket, values: () => said.flatMap(({ message }) => message?.values ?? []) }
}

test('a page sees values in the scale of their signal, and in another as soon as it is given', async () => {
  const { credential, equipmentId } = await foreignEdge(house.house, 'V1')
  const { headers, ...a } = await as(house, 'a')
  const page = await openPage(`factory.equipment.${equipmentId}`, headers as Record<string, string>)
  const node = await connectNode(credential)
  await node.birth()
  await node.send('DBIRTH', 'lathe', [{ name: 'load', alias: 1, type: 'Double', value: 1 }])
  const tagId =
    (await eventually('it is born', async () => (await tagsOf(house.house, equipmentId)).load)) ?? ''
  const data = (value: number) => node.send('DDATA', 'lathe', [{ alias: 1, type: 'Double', value }])
  await data(2)
  const newest = () => page.values().findLast((one) => one.tagId === tagId)
  await eventually('the value is shown as it came', () => newest()?.value === 2)
  await a.changeTag({ params: { tagId }, body: { scale: 10, shift: 1 } })
  await eventually('the next is shown in the new scale', async () => {
    await data(3)
    return newest()?.value === 31
  })
  assert.equal(newest()?.quality, 'good')
  page.socket.close()
  await node.close()
})

/** A page that asks for a topic and then reads nothing more. */
function openSlowPage(topic: string, headers: Record<string, string>): Promise<Socket> {
  const key = Buffer.from('a slow page, 16b').toString('base64')
  const upgrade = { connection: 'Upgrade', upgrade: 'websocket' }
  const asked = request(`${house.url}/api/live`, {
    headers: { ...headers, ...upgrade, 'sec-websocket-version': '13', 'sec-websocket-key': key },
  })
  return new Promise((resolve, reject) => {
    asked.on('error', reject)
    asked.on('upgrade', (_response, socket) => {
      const text = Buffer.from(JSON.stringify({ subscribe: topic }))
      // A text frame, masked with zeros (RFC 6455, 5.2).
      socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text]))
      socket.pause()
      socket.on('error', () => {})
      resolve(socket)
    })
    asked.end()
  })
}

test('a page that does not read is cut off, and neither ingest nor another page waits', async () => {
  const { credential, equipmentId, organisationId } = await foreignEdge(house.house, 'V2')
  const { headers } = await as(house, 'a')
  const topic = `factory.equipment.${equipmentId}`
  const page = await openPage(topic, headers as Record<string, string>)
  const before = house.live.watchers()
  const slow = await openSlowPage(topic, headers as Record<string, string>)
  await eventually('both watch', () => house.live.watchers() === before + 1)
  const node = await connectNode(credential)
  await node.birth()
  await node.send('DBIRTH', 'lathe', [{ name: 'load', alias: 1, type: 'Double', value: 0 }])
  const wide = { filler: 'x'.repeat(200_000) }
  let value = 0
  await eventually('it is cut off', async () => {
    house.house.publish({ name: topic, may: 'factory.read', organisationId }, wide)
    await node.send('DDATA', 'lathe', [{ alias: 1, type: 'Double', value: ++value }])
    return house.live.watchers() === before
  })
  slow.destroy()
  await eventually('every value is stored', async () => {
    const stored = (await pointsOf(house.house, equipmentId, 'load')).map((one) => one.value)
    return stored.includes(value)
  })
  await eventually('the other page saw the newest', () => page.values().at(-1)?.value === value)
  page.socket.close()
  await node.close()
})
