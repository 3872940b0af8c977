import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { client } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { registry } from '../contract.ts'
import { as, auditOf, refused, registryWorld } from '../test/world.ts'

let house: TestHouse
before(async () => {
  house = await registryWorld()
})
after(() => house.close())

const byKey = (key: string) =>
  client(registry, { base: house.url, headers: () => ({ authorization: `Bearer ${key}` }) })

async function keyOf(who: string, ...scopes: string[]) {
  return (await as(house, who)).addApiKey({ body: { name: `${who} ${scopes.join()}`, scopes } })
}

describe('what a machine’s key may', () => {
  test('it reads and writes within its scopes, for its firm, and nothing else', async () => {
    const { key } = await keyOf('a', 'registry.unit.read', 'registry.unit.write')
    const machine = byKey(key)
    const { id } = await machine.addUnit({ body: { level: 'site', code: 'K1', name: '接口厂' } })
    assert.equal((await machine.unit({ params: { unitId: id } })).name, '接口厂')
    await assert.rejects(machine.audit(), { status: 403 })
    await assert.rejects(machine.apiKeys(), { status: 403 })
    await assert.rejects(machine.addApiKey({ body: { name: 'x', scopes: ['registry.unit.read'] } }), {
      status: 403,
    })
  })

  test('it is nobody: it has no sessions, no notices, no data of a person', async () => {
    const { key } = await keyOf('a', 'registry.unit.read')
    const machine = byKey(key)
    assert.equal((await machine.me()).person, null)
    for (const ask of ['sessions', 'notifications', 'myData'] as const)
      await assert.rejects(machine[ask]({}), { status: 403 }, ask)
    await assert.rejects(machine.changeMe({ body: { name: 'x' } }), { status: 403 })
  })

  test('it sees its own firm’s rows, though its maker’s role reaches further', async () => {
    const { key } = await keyOf('platform', 'registry.unit.read')
    assert.equal((await byKey(key).units()).total, 0, 'the platform’s own organisation has no units')
    assert.ok((await (await as(house, 'platform')).units()).total > 0)
  })

  test('it never comes with a cookie’s rights: both together are the key', async () => {
    const { key } = await keyOf('a', 'registry.unit.read')
    const { headers } = await as(house, 'platform')
    const both = client(registry, {
      base: house.url,
      headers: () => ({ ...headers, authorization: `Bearer ${key}` }),
    })
    await assert.rejects(both.audit(), { status: 403 })
  })
})

describe('keys of a firm', () => {
  test('are listed without their secret, with when they were last used', async () => {
    const { id, key } = await keyOf('a', 'registry.unit.read')
    const a = await as(house, 'a')
    const find = async () => (await a.apiKeys({ query: { pageSize: 100 } })).rows.find((row) => row.id === id)
    assert.equal((await find())?.lastUsedAt, null)
    await byKey(key).units()
    const found = await find()
    assert.ok(found?.lastUsedAt)
    assert.equal(JSON.stringify(found).includes(key.slice(12)), false)
    const entries = await auditOf(house, 'registry.apiKey.added')
    assert.equal(JSON.stringify(entries).includes(key), false, 'nor does the audit have it')
  })

  test('are searched, and a neighbour neither sees nor revokes them', async () => {
    const { id } = await keyOf('a', 'registry.member.read')
    const [a, b] = await Promise.all([as(house, 'a'), as(house, 'b')])
    assert.equal((await a.apiKeys({ query: { q: 'member.read' } })).total, 1)
    assert.equal((await b.apiKeys({ query: { pageSize: 100 } })).total, 0)
    await assert.rejects(b.revokeApiKey({ params: { apiKeyId: id } }), { status: 404 })
    await a.revokeApiKey({ params: { apiKeyId: id } })
    await assert.rejects(a.revokeApiKey({ params: { apiKeyId: id } }), { status: 404 })
  })

  test('without a name, a scope, or with one that is not one’s own are refused', async () => {
    const a = await as(house, 'a')
    const add = (body: object) => a.addApiKey({ body: body as never })
    await assert.rejects(add({ name: '', scopes: ['registry.unit.read'] }), { status: 400 })
    await assert.rejects(add({ name: 'x', scopes: [] }), { status: 400 })
    await assert.rejects(
      add({ name: 'x', scopes: ['registry.verification.decide'] }),
      refused('registry.apiKey.beyondOwn'),
    )
    await assert.rejects(add({ name: 'x', scopes: ['*'] }), refused('registry.apiKey.beyondOwn'))
    const viewer = await as(house, 'viewer')
    await assert.rejects(viewer.addApiKey({ body: { name: 'x', scopes: ['registry.unit.read'] } }), {
      status: 403,
    })
  })
})
