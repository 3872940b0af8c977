import assert from 'node:assert/strict'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { client } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import Provider from 'oidc-provider'
import { registry } from './contract.ts'
import { post, registryWorld } from './test/world.ts'

/** A provider of another maker; its people are named by what is typed at its own sign-in page. */
let server: Server
let issuer = ''
let house: TestHouse
before(async () => {
  const probe = await listening()
  issuer = `http://127.0.0.1:${(probe.address() as AddressInfo).port}`
  await new Promise<void>((resolve) => probe.close(() => resolve()))
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'ronghe',
        client_secret: 'the-secret-of-the-client',
        redirect_uris: ['http://127.0.0.1/'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, email: `${sub}@x.example`, email_verified: true, name: `Person ${sub}` }),
    }),
  })
  // Ports are free ones; which they are is not known before.
  provider.Client.prototype.redirectUriAllowed = () => true
  server = provider.listen(Number(new URL(issuer).port), '127.0.0.1')
  house = await registryWorld({
    environment: {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: 'ronghe',
      OIDC_CLIENT_SECRET: 'the-secret-of-the-client',
    },
  })
})
after(async () => {
  await house?.close()
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
})

async function listening(): Promise<Server> {
  const { createServer } = await import('node:http')
  const made = createServer()
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve))
  return made
}

/** A browser: follows redirects, keeps the cookies of both sides, fills the provider's forms. */
async function signInBy(sub: string): Promise<{ end: string; cookie: string }> {
  const jars = new Map<string, Map<string, string>>()
  const started = await post(house, 'sign-in/social', { provider: 'oidc', callbackURL: '/account' })
  assert.equal(started.status, 200, JSON.stringify(started.body))
  keep(house.url, started.headers.cookie.split('; '))
  let next = started.body.url as string
  for (let step = 0; step < 20; step++) {
    const answer = await fetch(next, { redirect: 'manual', headers: { cookie: cookiesFor(next) } })
    keep(next, answer.headers.getSetCookie())
    const to = answer.headers.get('location')
    if (to !== null) {
      next = new URL(to, next).href
      if (next.startsWith(house.url) && !next.includes('/api/auth/')) {
        return { end: next.slice(house.url.length), cookie: cookiesFor(next) }
      }
      continue
    }
    const html = await answer.text()
    const action = /<form[^>]* action="([^"]+)"/.exec(html)?.[1]
    assert.ok(action, `${answer.status} ${next}: ${html.slice(0, 300)}`)
    const fields = { prompt: /name="prompt" value="(\w+)"/.exec(html)?.[1] ?? '', login: sub, password: 'x' }
    const filled = await fetch(new URL(action, next), {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: cookiesFor(next) },
      body: new URLSearchParams(fields),
    })
    keep(next, filled.headers.getSetCookie())
    next = new URL(filled.headers.get('location') ?? '', next).href
  }
  throw new Error('no end of redirects')

  function keep(address: string, cookies: readonly string[]): void {
    const jar = jars.get(new URL(address).host) ?? new Map<string, string>()
    jars.set(new URL(address).host, jar)
    for (const cookie of cookies) {
      const [pair = ''] = cookie.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair)
    }
  }
  function cookiesFor(address: string): string {
    return [...(jars.get(new URL(address).host)?.values() ?? [])].join('; ')
  }
}

const meOf = (cookie: string) => client(registry, { base: house.url, headers: () => ({ cookie }) }).me()

test('a person known by a verified address of the provider signs in as who they are', async () => {
  const { end, cookie } = await signInBy('newcomer')
  assert.equal(end, '/account')
  const me = await meOf(cookie)
  assert.deepEqual([me.person?.email, me.person?.name], ['newcomer@x.example', 'Person newcomer'])
  assert.deepEqual(me.memberships, [])
  const again = await meOf((await signInBy('newcomer')).cookie)
  assert.equal(again.person?.id, me.person?.id, 'the same person the second time')
})

test('a forged answer of the provider signs nobody in', async () => {
  const forged = `${house.url}/api/auth/callback/oidc?code=abc&state=made-up`
  const answer = await fetch(forged, { redirect: 'manual' })
  const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0])
  assert.equal((await meOf(cookie.join('; '))).person, null)
})
