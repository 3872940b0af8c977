import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { as, factoryHouse } from '../testing.ts'
import { createRequests } from './requests.ts'
import { edgeRow, foreignEdge } from './test/edge.ts'
import { connectNode } from './test/node.ts'
import type { ToWorker } from './wire.ts'

const reason = '网关刚更换了配置'

let house: TestHouse
before(async () => {
  house = await factoryHouse()
})
after(() => house.close())

test('a person has a node report anew: it is asked once, and done when the birth has come', async () => {
  const a = await as(house, 'a')
  const { credential } = await foreignEdge(house.house, 'R1')
  const params = { edgeId: credential.id }
  await assert.rejects(a.rebirthEdge({ params, body: { reason } }), /不在线/)
  const node = await connectNode(credential)
  await node.birth()
  await eventually('it is there', async () => (await edgeRow(house.house, credential.id))?.isOnline)
  let births = 0
  node.client.on('message', () => {
    if (node.rebirths() > births) {
      births = node.rebirths()
      void node.birth()
    }
  })
  assert.deepEqual(await a.rebirthEdge({ params, body: { reason } }), { done: true })
  assert.equal(births, 1)
  await node.close()
})

test('only the firm whose edge it is may ask, and not without a reason', async () => {
  const { credential } = await foreignEdge(house.house, 'R2')
  const params = { edgeId: credential.id }
  await assert.rejects((await as(house, 'b')).rebirthEdge({ params, body: { reason } }), { status: 404 })
  await assert.rejects((await as(house, 'city')).rebirthEdge({ params, body: { reason } }), { status: 403 })
  await assert.rejects((await as(house, 'a')).rebirthEdge({ params, body: { reason: '' } }), { status: 400 })
})

test('a birth answers those who asked for it, and no other request of the edge or of others', async () => {
  const posted: ToWorker[] = []
  let ids = 0
  const requests = createRequests(
    (message) => posted.push(message),
    () => `id-${++ids}`,
  )
  for (const edgeId of ['e', 'f']) requests.seen(edgeId, true)
  const done: string[] = []
  const asked = [
    requests.rebirth('e').then(() => done.push('e reborn')),
    requests.ask('e', 'browse').then(() => done.push('e browsed')),
    requests.rebirth('f').then(() => done.push('f reborn')),
  ]
  assert.deepEqual(posted[0], {
    ...{ kind: 'command', edgeId: 'e' },
    metrics: [{ name: 'Node Control/Rebirth', type: 'Boolean', value: true }],
  })
  requests.born('e')
  await asked[0]
  assert.deepEqual(done, ['e reborn'])
  requests.answered('e', JSON.stringify({ id: 'id-2', ok: true, result: [] }))
  requests.born('f')
  await Promise.all(asked)
  assert.deepEqual(done, ['e reborn', 'e browsed', 'f reborn'])
})
