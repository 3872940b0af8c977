import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { Sql } from '@ronghe/kit/db'
import type { TestHouse } from '@ronghe/kit/test'
import { password, registryWorld } from '../test/world.ts'
import { signIn } from '../testing.ts'

let house: TestHouse
before(async () => {
  house = await registryWorld()
})
after(() => house.close())

type Me = { person: { name: string } | null; memberships: unknown[] }

async function me(headers: Record<string, string>): Promise<Me> {
  const answer = await fetch(`${house.url}/api/registry/me`, { headers })
  assert.equal(answer.status, 200)
  return answer.json() as Promise<Me>
}

const inDatabase = <T>(work: (sql: Sql) => Promise<T>): Promise<T> =>
  house.house.act(systemCaller, ({ sql }) => work(sql))

const tokenIn = (cookie: string) => decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? ''

describe('a cookie that was found good once', () => {
  test('is the same person again, beside other cookies too', async () => {
    const { cookie = '' } = await signIn(house.url, 'a@x.example', password)
    for (const header of [cookie, cookie, `theme=dark; ${cookie}`, cookie])
      assert.equal((await me({ cookie: header })).person?.name, 'a')
  })

  test('is nobody with another signature, another token or another’s signature', async () => {
    const { cookie = '' } = await signIn(house.url, 'a@x.example', password)
    const { cookie: other = '' } = await signIn(house.url, 'b@x.example', password)
    await me({ cookie })
    await me({ cookie: other })
    const [name = '', value = ''] = cookie.split('=')
    const [token = '', signature = ''] = decodeURIComponent(value).split('.')
    const [, theirs = ''] = decodeURIComponent(other.split('=')[1] ?? '').split('.')
    const forged = [`${token}.${theirs}`, `${tokenIn(other)}.${signature}`, token, `${token}.${signature}A`]
    for (const text of forged)
      assert.equal((await me({ cookie: `${name}=${encodeURIComponent(text)}` })).person, null, text)
  })

  test('is nobody as soon as its session has ended, whoever ended it', async () => {
    const { cookie = '' } = await signIn(house.url, 'clerk@x.example', password)
    assert.equal((await me({ cookie })).person?.name, 'clerk')
    await inDatabase((sql) => sql`delete from registry_sessions where token = ${tokenIn(cookie)}`)
    assert.equal((await me({ cookie })).person, null)
    const second = await signIn(house.url, 'clerk@x.example', password)
    assert.equal((await me(second)).person?.name, 'clerk')
    await inDatabase(
      (sql) => sql`update registry_sessions set expires_at = now() - interval '1 second'
        where token = ${tokenIn(second.cookie ?? '')}`,
    )
    assert.equal((await me(second)).person, null)
  })

  test('has the rights of now: a role that was taken away is gone with the next request', async () => {
    const { cookie = '' } = await signIn(house.url, 'b@x.example', password)
    const members = () => fetch(`${house.url}/api/registry/members`, { headers: { cookie } })
    assert.equal((await members()).status, 200)
    await inDatabase(
      (sql) => sql`delete from registry_memberships where person_id in
        (select id from registry_people where email = 'b@x.example')`,
    )
    assert.equal((await members()).status, 403)
    assert.deepEqual((await me({ cookie })).memberships, [])
  })
})

test('a session in use moves its end on, an hour after it began or was moved', async () => {
  const { cookie = '' } = await signIn(house.url, 'viewer@x.example', password)
  const token = tokenIn(cookie)
  const hoursLeft = async () => {
    const [row] = await inDatabase(
      (sql) => sql`select extract(epoch from expires_at - now()) / 3600 as hours from registry_sessions
        where token = ${token}`,
    )
    return Math.round(Number(row?.hours))
  }
  const full = house.config.SESSION_HOURS
  for (const [left, then] of [
    [full - 2, full],
    [1, full],
    [full, full],
  ]) {
    await inDatabase(
      (sql) => sql`update registry_sessions set expires_at = now() + make_interval(hours => ${left ?? 0})
        where token = ${token}`,
    )
    await me({ cookie })
    await me({ cookie })
    assert.equal(await hoursLeft(), then)
  }
})

test('a browser that only calls the API keeps its cookie as long as the session lasts', async () => {
  const { cookie = '' } = await signIn(house.url, 'viewer@x.example', password)
  const ask = async () => (await fetch(`${house.url}/api/registry/me`, { headers: { cookie } })).headers
  assert.deepEqual((await ask()).getSetCookie(), [], 'nothing to say while it is fresh')
  await inDatabase(
    (sql) => sql`update registry_sessions set expires_at = now() + interval '1 hour'
      where token = ${tokenIn(cookie)}`,
  )
  const [renewed = '', ...others] = (await ask()).getSetCookie()
  assert.deepEqual(others, [])
  assert.equal(renewed.split(';')[0], cookie, 'the same session')
  assert.match(renewed, new RegExp(`Max-Age=${house.config.SESSION_HOURS * 3600};.*HttpOnly`, 'i'))
  assert.deepEqual((await ask()).getSetCookie(), [])
})

test('a live stream, which can set no cookie, leaves moving the session on to the next request', async () => {
  const { cookie = '' } = await signIn(house.url, 'viewer@x.example', password)
  await me({ cookie })
  await inDatabase(
    (sql) => sql`update registry_sessions set expires_at = now() + interval '1 hour'
      where token = ${tokenIn(cookie)}`,
  )
  const init = { headers: { cookie } } as unknown as string[]
  const socket = new WebSocket(`${house.url.replace('http', 'ws')}/api/live`, init)
  await new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }))
  socket.close()
  const answer = await fetch(`${house.url}/api/registry/me`, { headers: { cookie } })
  assert.equal(answer.headers.getSetCookie().length, 1)
})
