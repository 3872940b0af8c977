import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Route } from '@ronghe/kit/contract'
import {
  assertRefused,
  fittingInput,
  hostileRequests,
  rowsOf,
  send,
  some,
  type TestHouse,
} from '@ronghe/kit/test'
import { factory } from '../contract.ts'
import { oneOfEach } from '../test/one-of-each.ts'
import { as, clockAt, factoryHouse } from '../testing.ts'

const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const clock = clockAt(start)
const seed = 20261129
let house: TestHouse
let ids: Record<string, string>
let own: Record<string, string>
let theirs: Record<string, string>

before(async () => {
  house = await factoryHouse({ clock, environment: { LOG_LEVEL: 'fatal' } })
  const a = await as(house, 'a')
  own = a.headers
  theirs = (await as(house, 'b')).headers
  ids = await oneOfEach({ house, a, start, move: (ms) => clock.move(ms) })
})
after(() => house.close())

/** Every row of the room. */
const rowsOfRoom = () => rowsOf({ house, contract: factory })

const routes = Object.entries<Route>(factory.routes)
const forFirm = routes.filter(([, route]) => route.may !== 'public')

describe('a neighbour with the same role', () => {
  test('reaches nothing of the firm by its id, and changes nothing', async () => {
    await house.stopModules()
    const before = await rowsOfRoom()
    for (const [name, route] of forFirm) {
      const keys = Object.keys(route.params?.properties ?? {})
      if (route.upload || !keys.some((key) => key in ids)) continue
      const { status, text } = await send(house.url, route, fittingInput(route, ids), theirs)
      assert.ok([400, 403, 404].includes(status), `${name} ${status} ${text.slice(0, 200)}`)
    }
    assert.deepEqual(await rowsOfRoom(), before)
  })

  test('finds no id of the firm in any list', async () => {
    for (const [name, route] of routes) {
      if (route.method !== 'GET' || route.params) continue
      const { text } = await send(
        house.url,
        route,
        { params: {}, query: needed(route), body: undefined },
        theirs,
      )
      for (const [key, id] of Object.entries(ids)) assert.ok(!text.includes(id), `${name} tells ${key}`)
    }
  })
})

function needed(route: Route): object {
  const all = fittingInput(route, {}).query as Record<string, unknown>
  return Object.fromEntries((route.query?.required ?? []).map((key: string) => [key, all[key]]))
}

describe('bad input to any route', () => {
  test('is refused by its field in the reader’s language, and nothing is written', async () => {
    const before = await rowsOfRoom()
    let index = 0
    for (const one of some(wrong(), 2, seed)) {
      const locale = index++ % 2 === 0 ? ('zh' as const) : ('en' as const)
      const headers = { ...own, 'accept-language': locale }
      assertRefused(one, await send(house.url, one.route, one.input, headers), locale)
    }
    assert.deepEqual(await rowsOfRoom(), before)
  })

  test('that the contract allows breaks nothing', async () => {
    for (const one of some(strange(), 1, seed)) {
      const { status } = await send(house.url, one.route, one.input, own)
      assert.ok(status < 500, `${one.name} ${one.field} ${one.what} ${status}`)
    }
  })
})

function* wrong() {
  for (const one of hostileRequests(factory, ids)) if (one.isWrong) yield one
}

function* strange() {
  for (const one of hostileRequests(factory, ids)) if (!one.isWrong) yield one
}
