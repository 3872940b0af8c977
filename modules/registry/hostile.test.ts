import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  assertRefused,
  fittingInput,
  hostileRequests,
  rowsOf,
  send,
  some,
  type TestHouse,
} from '@ronghe/kit/test'
import { registry } from './contract.ts'
import { addPaper, given } from './test/ledger.ts'
import { as, registryWorld } from './test/world.ts'

const seed = 20261129
/** Those that end the very session that asks, or the account. */
const endsItself = new Set(['registry.deleteMe', 'registry.revokeSession'])
let house: TestHouse
let ids: Record<string, string> = {}
let firm: Record<string, string>
let neighbour: Record<string, string>
let platform: Record<string, string>

before(async () => {
  house = await registryWorld({ environment: { LOG_LEVEL: 'fatal' } })
  const a = await as(house, 'a')
  firm = a.headers
  neighbour = (await as(house, 'b')).headers
  platform = (await as(house, 'platform')).headers
  const { organisation, person } = await a.me()
  const key = await a.addApiKey({ body: { name: '看板', scopes: ['registry.unit.read'] } })
  await a.invite({ body: { email: 'new@x.example', roleCode: 'viewer' } })
  const park = { code: 'P1', name: '园区', regionCode: '450102' }
  const { id: systemId } = await a.addSystem({ body: given() })
  const { id: toId } = await a.addSystem({ body: given({ name: '另一系统' }) })
  const exchange = { toId, exchanged: 'orders' as const, isAutomatic: true }
  const link = await a.linkSystem({ params: { systemId }, body: exchange })
  ids = {
    ...{ systemId, toId, linkId: link.id, paperId: (await addPaper(house, 'a', systemId)).body.id },
    organisationId: organisation?.id ?? '',
    personId: person?.id ?? '',
    unitId: (await a.units({ query: {} })).rows[0]?.id ?? '',
    parkId: (await (await as(house, 'platform')).addPark({ body: park })).id,
    apiKeyId: key.id,
    invitationId: (await a.invitations({ query: {} })).rows[0]?.id ?? '',
    regionCode: '450102',
    roleCode: 'viewer',
  }
  assert.ok(
    Object.values(ids).every((id) => id !== ''),
    JSON.stringify(ids),
  )
})
after(() => house.close())

/** Every row that people write; sessions move by themselves. */
const rowsOfRoom = () => rowsOf({ house, contract: registry }, /session/)

function* requests(isWrong: boolean) {
  for (const one of hostileRequests(registry, ids))
    if (one.isWrong === isWrong && !endsItself.has(one.name)) yield one
}

describe('bad input to any route', () => {
  test('is refused by its field in the reader’s language, and nothing is written', async () => {
    const before = await rowsOfRoom()
    let index = 0
    for (const one of some(requests(true), 4, seed)) {
      const locale = index++ % 2 === 0 ? ('zh' as const) : ('en' as const)
      const who = [
        'registry.addPark',
        'registry.changePark',
        'registry.changeRole',
        'registry.setCalendarDay',
        'registry.keepSystemKind',
      ]
      const headers = who.includes(one.name) ? platform : firm
      const told = await send(house.url, one.route, one.input, { ...headers, 'accept-language': locale })
      if (told.status === 403) assert.ok(!one.route.may.startsWith('public'), one.name)
      else assertRefused(one, told, locale)
    }
    assert.deepEqual(await rowsOfRoom(), before)
  })

  test('that the contract allows breaks nothing, whoever sends it', async () => {
    for (const headers of [neighbour, platform, {}])
      for (const one of some(requests(false), 2, seed)) {
        const { status } = await send(house.url, one.route, one.input, headers)
        assert.ok(status < 500, `${one.name} ${one.field} ${one.what} ${status}`)
      }
  })
})

describe('a neighbour with the same role', () => {
  test('reaches no unit, key or invitation of the firm by its id', async () => {
    const mine = ['unitId', 'apiKeyId', 'invitationId', 'systemId']
    const before = await rowsOfRoom()
    for (const [name, route] of Object.entries(registry.routes)) {
      const keys = Object.keys('params' in route ? route.params.properties : {})
      if (!keys.some((key) => mine.includes(key))) continue
      const { status } = await send(house.url, route, fittingInput(route, ids), neighbour)
      assert.ok([403, 404].includes(status), `${name} ${status}`)
    }
    assert.deepEqual(await rowsOfRoom(), before)
  })

  test('finds none of them in a list', async () => {
    for (const [name, route] of Object.entries(registry.routes)) {
      if (route.method !== 'GET' || 'params' in route) continue
      const { text } = await send(house.url, route, { params: {}, query: {}, body: undefined }, neighbour)
      for (const key of ['unitId', 'apiKeyId', 'invitationId', 'systemId', 'toId'])
        assert.ok(!text.includes(ids[key] ?? 'none'), `${name} tells ${key}`)
    }
  })
})
