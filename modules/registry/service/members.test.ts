import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { client } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { registry } from '../contract.ts'
import roles from '../roles.json' with { type: 'json' }
import { as, codes, password, refused, registryWorld } from '../test/world.ts'
import { makePerson, signIn } from '../testing.ts'

let house: TestHouse
before(async () => {
  house = await registryWorld()
})
after(() => house.close())

async function personOf(email: string) {
  const headers = await signIn(house.url, email, password)
  return client(registry, { base: house.url, headers: () => headers })
}

describe('roles as data', () => {
  test('are served as they are kept, with words in both languages', async () => {
    const { rows } = await (await as(house, 'a')).roles()
    assert.deepEqual(rows.map(({ code }) => code).sort(), roles.map(({ code }) => code).sort())
    for (const role of rows) assert.ok(role.nameZh && role.nameEn && role.kinds.length > 0, role.code)
  })

  test('a role whose permissions change changes what its people may, at their next step', async () => {
    const platform = await as(house, 'platform')
    const viewer = await as(house, 'viewer')
    const role = (await platform.roles()).rows.find(({ code }) => code === 'viewer')
    assert.ok(role)
    const { nameZh, nameEn, permissions } = role
    await viewer.units()
    const params = { roleCode: 'viewer' }
    const without = permissions.filter((one) => one !== 'registry.unit.read')
    await platform.changeRole({ params, body: { nameZh, nameEn, permissions: without } })
    await assert.rejects(viewer.units(), { status: 403 })
    await platform.changeRole({ params, body: { nameZh, nameEn, permissions } })
    await viewer.units()
    await assert.rejects(
      platform.changeRole({ params: { roleCode: 'nobody' }, body: { nameZh, nameEn, permissions } }),
      {
        status: 404,
      },
    )
  })

  test('officials of a city reach its firms and no others', async () => {
    const reach = async (who: string) => {
      const { rows } = await (await as(house, who)).units({ query: { pageSize: 100 } })
      return rows.map(({ code }) => code)
    }
    assert.deepEqual(await reach('city'), ['S1'])
    assert.deepEqual(await reach('region'), ['S1'])
    assert.deepEqual(await reach('other-city'), [])
  })
})

describe('members', () => {
  test('are searched and paged, and seen by their own organisation only', async () => {
    const a = await as(house, 'a')
    assert.deepEqual(
      (await a.members({ query: { q: 'VIEWER@' } })).rows.map(({ email }) => email),
      ['viewer@x.example'],
    )
    const pages = await Promise.all([1, 2].map((page) => a.members({ query: { page, pageSize: 1 } })))
    assert.equal(new Set(pages.flatMap(({ rows }) => rows.map(({ personId }) => personId))).size, 2)
    const { rows } = await (await as(house, 'b')).members()
    assert.deepEqual(rows.map(({ email }) => email).sort(), ['b@x.example', 'clerk@x.example'])
  })

  test('who is removed may nothing more, at once and with an open session', async () => {
    const a = await as(house, 'a')
    const email = 'leaver@x.example'
    const personId = await makePerson(house.house, {
      email,
      password,
      creditCode: codes['firm-a'],
      role: 'operator',
    })
    const leaver = await personOf(email)
    assert.ok((await leaver.units()).total > 0)
    await a.removeMember({ params: { personId } })
    await assert.rejects(leaver.units(), { status: 403 })
    assert.equal((await leaver.me()).organisation, null)
    await assert.rejects(a.removeMember({ params: { personId } }), { status: 404 })
  })

  test('nobody becomes what does not fit the organisation, or gives more than they have', async () => {
    const a = await as(house, 'a')
    const { rows } = await a.members({ query: { q: 'viewer@' } })
    const params = { personId: rows[0]?.personId ?? '' }
    for (const roleCode of ['cityOfficial', 'platformAdministrator', 'nobody'])
      await assert.rejects(a.changeMember({ params, body: { roleCode } }), (fault: { status: number }) => {
        assert.ok([400, 403, 404].includes(fault.status), `${roleCode}: ${fault.status}`)
        return true
      })
    assert.equal((await a.members({ query: { q: 'viewer@' } })).rows[0]?.roleCode, 'viewer')
  })

  test('of two who manage members one may go, and the last stays, though both go at once', async () => {
    const a = await as(house, 'a')
    const email = 'second@x.example'
    const second = await makePerson(house.house, {
      email,
      password,
      creditCode: codes['firm-a'],
      role: 'enterpriseAdministrator',
    })
    const first = (await a.me()).person?.id ?? ''
    const other = await personOf(email)
    const tried = await Promise.allSettled([
      a.removeMember({ params: { personId: second } }),
      other.removeMember({ params: { personId: first } }),
    ])
    assert.deepEqual(tried.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    for (const one of tried)
      if (one.status === 'rejected') assert.ok(one.reason.status < 500, String(one.reason))
    const left = await Promise.all([a, other].map((one) => one.members().catch(() => null)))
    const managers = left
      .flatMap((list) => list?.rows ?? [])
      .filter((one) => one.roleCode === 'enterpriseAdministrator')
    assert.ok(managers.length >= 1, 'somebody still manages the members')
  })

  test('a role that is not there is refused in an invitation too', async () => {
    const b = await as(house, 'b')
    await assert.rejects(
      b.invite({ body: { email: 'n@x.example', roleCode: 'regionOfficial' } }),
      refused('registry.role.unfit'),
    )
    await assert.rejects(b.invite({ body: { email: 'no address', roleCode: 'viewer' } }), { status: 400 })
  })
})
