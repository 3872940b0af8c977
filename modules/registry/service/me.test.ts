import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { addMembership } from '../store/organisations.ts'
import { as, auditOf, codes, password, post, refused, registryWorld, stranger } from '../test/world.ts'
import { makePerson, signIn } from '../testing.ts'

let house: TestHouse
before(async () => {
  house = await registryWorld()
})
after(() => house.close())

describe('who I am', () => {
  test('is said in the language I ask in', async () => {
    const zh = await (await as(house, 'a')).me()
    const en = await (await as(house, 'a', 'en')).me()
    assert.deepEqual([zh.organisation?.name, en.organisation?.name], ['示例甲', 'Organisation firm-a'])
    assert.deepEqual(
      [zh.memberships[0]?.roleName, en.memberships[0]?.roleName],
      ['企业管理员', 'Enterprise administrator'],
    )
  })

  test('a stranger is nobody and may nothing but what is public', async () => {
    const me = await stranger(house).me()
    assert.deepEqual([me.person, me.organisation, me.memberships], [null, null, []])
    for (const ask of ['sessions', 'notifications', 'myData', 'organisations'] as const)
      await assert.rejects(stranger(house)[ask]({}), { status: 401 }, ask)
  })

  test('name and language are changed by oneself, and nothing else is', async () => {
    const viewer = await as(house, 'viewer')
    await viewer.changeMe({ body: { name: '新名', locale: 'en' } })
    const { person } = await viewer.me()
    assert.deepEqual([person?.name, person?.locale, person?.email], ['新名', 'en', 'viewer@x.example'])
    await assert.rejects(viewer.changeMe({ body: { email: 'x@x.example' } as never }), { status: 400 })
    await assert.rejects(viewer.changeMe({ body: { name: '' } }), { status: 400 })
    await assert.rejects(viewer.changeMe({ body: { locale: 'xx' as never } }), { status: 400 })
  })

  test('a cookie that nobody gave out, or that was cut, is a stranger’s', async () => {
    const session = await signIn(house.url, 'a@x.example', password)
    const cut = { cookie: `${session.cookie?.slice(0, -4)}AAAA` }
    for (const given of [cut, { cookie: 'ronghe.session_token=x' }, { authorization: 'Bearer x' }]) {
      const answer = await fetch(`${house.url}/api/registry/sessions`, { headers: given })
      assert.equal(answer.status, 401, JSON.stringify(given))
    }
  })
})

describe('several memberships', () => {
  const headersOf = async (organisation: string | null) => {
    const session = await signIn(house.url, 'double@x.example', password)
    return { ...session, ...(organisation ? { 'x-ronghe-organisation': organisation } : {}) }
  }

  test('one acts for one organisation at a time, and only for one’s own', async () => {
    const one = { email: 'double@x.example', password, creditCode: codes['firm-a'], role: 'viewer' }
    const personId = await makePerson(house.house, one)
    const { rows } = await (await as(house, 'a')).organisations({ query: { pageSize: 100 } })
    const idOf = (code: keyof typeof codes) => rows.find((row) => row.creditCode === codes[code])?.id ?? ''
    await house.house.act(systemCaller, ({ sql, now }) =>
      addMembership(sql, idOf('firm-b'), personId, 'operator', now),
    )
    const me = async (organisation: string | null) => {
      const answer = await fetch(`${house.url}/api/registry/me`, { headers: await headersOf(organisation) })
      return (await answer.json()) as { organisation: { id: string } | null; permissions: string[] }
    }
    const [first, second] = [await me(idOf('firm-a')), await me(idOf('firm-b'))]
    assert.deepEqual([first.organisation?.id, second.organisation?.id], [idOf('firm-a'), idOf('firm-b')])
    assert.deepEqual(
      [first, second].map(({ permissions }) => permissions.includes('factory.operate')),
      [false, true],
    )
    const strange = await me(idOf('city'))
    assert.notEqual(strange.organisation?.id, idOf('city'))
    assert.equal(strange.permissions.includes('registry.verification.decide'), false)
  })
})

describe('sessions', () => {
  test('are one’s own: a neighbour’s cannot be seen or ended', async () => {
    const [a, b] = await Promise.all([as(house, 'a'), as(house, 'b')])
    const mine = (await a.sessions()).rows.map(({ id }) => id)
    const theirs = (await b.sessions()).rows.map(({ id }) => id)
    assert.equal(mine.filter((id) => theirs.includes(id)).length, 0)
    await assert.rejects(b.revokeSession({ params: { sessionId: mine[0] ?? '' } }), { status: 404 })
    assert.equal((await a.sessions()).rows.filter(({ current }) => current).length, 1)
  })

  test('end by themselves after their time', async () => {
    const viewer = await as(house, 'viewer')
    await viewer.sessions()
    await house.house.act(
      systemCaller,
      ({ sql }) => sql`update registry_sessions set expires_at = now() - interval '1 second'
        where person_id = (select id from registry_people where email = 'viewer@x.example')`,
    )
    await assert.rejects(viewer.sessions(), { status: 401 })
  })
})

describe('what is kept about me', () => {
  test('comes as one file with my memberships, sessions and deeds, and no secret', async () => {
    const { headers } = await as(house, 'city')
    const answer = await fetch(`${house.url}/api/registry/me/data`, { headers })
    assert.match(answer.headers.get('content-disposition') ?? '', /ronghe-my-data\.json/)
    const text = await answer.text()
    const data = JSON.parse(text) as {
      person: { email: string }
      memberships: unknown[]
      sessions: unknown[]
    }
    assert.equal(data.person.email, 'city@x.example')
    assert.ok(data.memberships.length === 1 && data.sessions.length > 0)
    assert.equal(/password|token|secret/i.test(text), false)
  })

  test('goes with me, with my password; who alone manages a firm’s members stays', async () => {
    const a = await as(house, 'a')
    await assert.rejects(a.deleteMe({ body: { password } }), refused('registry.member.last'))
    const clerk = await as(house, 'clerk')
    await assert.rejects(
      clerk.deleteMe({ body: { password: 'not-it-at-all' } }),
      refused('registry.password.wrong'),
    )
    await clerk.deleteMe({ body: { password } })
    await assert.rejects(clerk.sessions(), { status: 401 })
    const again = await post(house, 'sign-in/email', { email: 'clerk@x.example', password })
    assert.equal(again.status, 401)
    assert.equal((await auditOf(house, 'registry.person.deleted')).length, 1)
    const { rows } = await (await as(house, 'b')).members()
    assert.equal(
      rows.some(({ email }) => email === 'clerk@x.example'),
      false,
    )
  })
})
