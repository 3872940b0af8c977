import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { client, type RequestFault } from '@ronghe/kit/client'
import { heldClock } from '@ronghe/kit/clock'
import type { TestHouse } from '@ronghe/kit/test'
import { registry } from './contract.ts'
import { as, auditOf, password, refused, registryWorld, stranger } from './test/world.ts'
import { signIn } from './testing.ts'

const clock = heldClock(new Date('2026-03-02T08:00:00Z'))
let house: TestHouse
before(async () => {
  house = await registryWorld({ clock })
})
after(() => house.close())

const day = 86_400_000
const tokenOf = (link: string) => link.slice('/invitation/'.length)

describe('invitations', () => {
  test('a new person sees who invites, gives name and password, and is a member', async () => {
    const a = await as(house, 'a')
    const { link } = await a.invite({ body: { email: 'New@x.example', roleCode: 'operator' } })
    assert.match(link, /^\/invitation\/[\w-]{32}$/)
    const params = { token: tokenOf(link) }
    const seen = await stranger(house).invitation({ params })
    assert.deepEqual(
      [seen.organisationName, seen.email, seen.knownPerson],
      ['示例甲', 'new@x.example', false],
    )
    await assert.rejects(stranger(house).acceptInvitation({ params, body: {} }), (fault: RequestFault) => {
      assert.deepEqual(fault.answer.fields?.map(({ field }) => field).sort(), ['name', 'password'])
      return fault.status === 400
    })
    await stranger(house).acceptInvitation({ params, body: { name: '新人', password } })
    const headers = await signIn(house.url, 'new@x.example', password)
    const me = await client(registry, { base: house.url, headers: () => headers }).me()
    assert.deepEqual([me.organisation?.name, me.memberships[0]?.roleCode], ['示例甲', 'operator'])
    assert.equal((await auditOf(house, 'registry.invitation.accepted')).length, 1)
    await assert.rejects(
      stranger(house).acceptInvitation({ params, body: { name: 'x', password } }),
      refused('registry.invitation.gone'),
    )
  })

  test('a known person must be signed in as who was invited', async () => {
    const a = await as(house, 'a')
    const { link } = await a.invite({ body: { email: 'clerk@x.example', roleCode: 'viewer' } })
    const params = { token: tokenOf(link) }
    assert.equal((await stranger(house).invitation({ params })).knownPerson, true)
    await assert.rejects(stranger(house).acceptInvitation({ params, body: {} }), { status: 401 })
    const city = await as(house, 'city')
    await assert.rejects(
      city.acceptInvitation({ params, body: {} }),
      refused('registry.invitation.otherPerson'),
    )
    const clerk = await as(house, 'clerk')
    await clerk.acceptInvitation({ params, body: {} })
    const names = (await clerk.me()).memberships.map((one) => one.organisationName)
    assert.deepEqual(names.sort(), ['示例乙', '示例甲'].sort())
    await assert.rejects(
      a.invite({ body: { email: 'clerk@x.example', roleCode: 'viewer' } }),
      refused('registry.invitation.member'),
    )
  })

  test('an invitation ends after a week, and when it is revoked', async () => {
    const a = await as(house, 'a')
    const old = await a.invite({ body: { email: 'late@x.example', roleCode: 'viewer' } })
    const taken = await a.invite({ body: { email: 'taken@x.example', roleCode: 'viewer' } })
    await a.revokeInvitation({ params: { invitationId: taken.id } })
    const gone = refused('registry.invitation.gone')
    await assert.rejects(stranger(house).invitation({ params: { token: tokenOf(taken.link) } }), gone)
    clock.move(7 * day + 1000)
    await assert.rejects(stranger(house).invitation({ params: { token: tokenOf(old.link) } }), gone)
    clock.move(-7 * day - 1000)
    const states = (await a.invitations()).rows.map(({ email, state }) => [email, state])
    assert.deepEqual(
      states.filter(([email]) => email === 'taken@x.example'),
      [['taken@x.example', 'revoked']],
    )
    await assert.rejects(a.revokeInvitation({ params: { invitationId: taken.id } }), { status: 404 })
  })

  test('nobody grants more than they have, nor a role of another kind of organisation', async () => {
    const a = await as(house, 'a')
    await assert.rejects(
      a.invite({ body: { email: 'x@x.example', roleCode: 'cityOfficial' } }),
      refused('registry.role.unfit'),
    )
    const viewer = await as(house, 'viewer')
    await assert.rejects(viewer.invite({ body: { email: 'x@x.example', roleCode: 'viewer' } }), {
      status: 403,
    })
    const b = await as(house, 'b')
    const { id } = await a.invite({ body: { email: 'kept@x.example', roleCode: 'viewer' } })
    await assert.rejects(b.revokeInvitation({ params: { invitationId: id } }), { status: 404 })
  })
})

describe('members and roles', () => {
  test('roles change and end, but one who manages members stays', async () => {
    const a = await as(house, 'a')
    const { rows } = await a.members({ query: { pageSize: 100 } })
    const idOf = (email: string) => rows.find((one) => one.email === email)?.personId ?? ''
    const self = { personId: idOf('a@x.example') }
    await assert.rejects(a.removeMember({ params: self }), refused('registry.member.last'))
    await assert.rejects(
      a.changeMember({ params: self, body: { roleCode: 'viewer' } }),
      refused('registry.member.last'),
    )
    const viewer = { personId: idOf('viewer@x.example') }
    await a.changeMember({ params: viewer, body: { roleCode: 'enterpriseAdministrator' } })
    await a.changeMember({ params: viewer, body: { roleCode: 'viewer' } })
    const [first, second] = await auditOf(house, 'registry.member.changed')
    assert.deepEqual(
      [first?.before, first?.after],
      [{ roleCode: 'viewer' }, { roleCode: 'enterpriseAdministrator' }],
    )
    assert.deepEqual(second?.after, { roleCode: 'viewer' })
    const b = await as(house, 'b')
    await assert.rejects(b.removeMember({ params: viewer }), { status: 404 })
  })

  test('only the platform changes roles, and its own can always mend the others', async () => {
    const platform = await as(house, 'platform')
    const { rows } = await platform.roles()
    const role = rows.find(({ code }) => code === 'platformAdministrator')
    assert.ok(role)
    const { nameZh, nameEn, permissions } = role
    const body = { nameZh, nameEn, permissions: permissions.filter((one) => one !== 'registry.role.write') }
    const params = { roleCode: role.code }
    await assert.rejects(platform.changeRole({ params, body }), refused('registry.role.unfit'))
    await platform.changeRole({ params, body: { nameZh: '管理', nameEn, permissions } })
    assert.equal((await platform.roles()).rows.find(({ code }) => code === role.code)?.nameZh, '管理')
    const a = await as(house, 'a')
    await assert.rejects(a.changeRole({ params, body: { nameZh, nameEn, permissions } }), { status: 403 })
  })
})

describe('API keys', () => {
  const byKey = (key: string) => {
    const headers = () => ({ authorization: `Bearer ${key}` })
    return client(registry, { base: house.url, headers })
  }

  test('a key acts within its scopes, is shown once, expires and is revoked', async () => {
    const a = await as(house, 'a')
    const expiresAt = new Date(clock.now().getTime() + day).toISOString()
    const made = await a.addApiKey({ body: { name: 'MES', scopes: ['registry.unit.read'], expiresAt } })
    const units = await byKey(made.key).units()
    assert.deepEqual(
      units.rows.map(({ code }) => code),
      ['S1'],
    )
    await assert.rejects(byKey(made.key).members(), { status: 403 })
    const listed = (await a.apiKeys()).rows.find(({ id }) => id === made.id)
    assert.equal(JSON.stringify(listed).includes(made.key), false)
    assert.equal(listed?.prefix, made.key.slice(0, 11))
    clock.move(day + 1000)
    await assert.rejects(byKey(made.key).units(), { status: 401 })
    clock.move(-day - 1000)
    await a.revokeApiKey({ params: { apiKeyId: made.id } })
    await assert.rejects(byKey(made.key).units(), { status: 401 })
    await assert.rejects(byKey(`rk_${'x'.repeat(32)}`).units(), { status: 401 })
  })

  test('a key never has more than its maker', async () => {
    const a = await as(house, 'a')
    const body = { name: 'x', scopes: ['registry.role.write'] }
    await assert.rejects(a.addApiKey({ body }), refused('registry.apiKey.beyondOwn'))
  })
})
