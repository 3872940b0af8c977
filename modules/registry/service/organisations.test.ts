import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { registryEvidence } from '../contract.ts'
import { as, auditOf, codes, creditCode, refused, registryWorld, stranger } from '../test/world.ts'

let house: TestHouse
before(async () => {
  house = await registryWorld()
})
after(() => house.close())

type Api = Awaited<ReturnType<typeof as>>
const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name)

async function idOf(api: Api, code: keyof typeof codes): Promise<string> {
  const { rows } = await api.organisations({ query: { q: codes[code] } })
  assert.equal(rows.length, 1, code)
  return rows[0]!.id
}

const refusedAt = (code: string, field: string) => (fault: RequestFault) => {
  assert.deepEqual([fault.answer.code, fault.answer.fields?.map((one) => one.field)], [code, [field]])
  return true
}

describe('evidence of who signs in with a second factor', () => {
  test('is a count of members without names, and rounded down', async () => {
    const a = await as(house, 'a')
    const organisationId = await idOf(a, 'firm-a')
    const { rows } = await a.organisationEvidence({ params: { organisationId } })
    const found = rows.find(({ query }) => query === 'registry.secondFactor')
    const facts = found?.rows[0]?.facts
    assert.ok(Number(facts?.members) > 0)
    assert.deepEqual([found?.value, facts?.secured], ['0', 0])
    const told = (members: number, secured: number) => {
      const row = { kind: 'registry.organisation', id: 'x', label: 'x', facts: { members, secured } }
      return registryEvidence('registry.secondFactor', 1, [row])
    }
    assert.deepEqual(told(3, 2), { value: '66', reason: null })
    assert.deepEqual(told(9, 9), { value: '100', reason: null })
    assert.deepEqual(told(0, 0), { value: null, reason: 'registry.missing.noMembers' })
  })
})

describe('evidence of the firms that a park houses', () => {
  const park = (id: string) => ({ kind: 'registry.park', id, label: id, facts: { park: id } })
  const tenant = (id: string, sizeClass: string | null, verification = 'approved') => {
    return { kind: 'registry.tenant', id, label: id, facts: { park: 'p', sizeClass, verification } }
  }
  const made = (rows: Parameters<typeof registryEvidence>[2]) =>
    registryEvidence('registry.hostedFirms', 1, rows)

  test('counts small and micro firms that were verified, and says nothing of several parks or none', () => {
    assert.deepEqual(made([]), { value: null, reason: 'registry.missing.noPark' })
    assert.deepEqual(made([park('p'), park('q'), tenant('a', 'small')]), {
      value: null,
      reason: 'registry.missing.severalParks',
    })
    assert.deepEqual(made([park('p')]), { value: '0', reason: null })
    const tenants = [
      tenant('a', 'small'),
      tenant('b', 'micro'),
      tenant('c', 'medium'),
      tenant('d', null),
      tenant('e', 'small', 'pending'),
    ]
    assert.deepEqual(made([park('p'), ...tenants]), { value: '2', reason: null })
  })
})

describe('the directory', () => {
  test('is found by name, English name and credit code, and filtered', async () => {
    const a = await as(house, 'a')
    assert.deepEqual(names((await a.organisations({ query: { q: '示例甲' } })).rows), ['示例甲'])
    assert.deepEqual(names((await a.organisations({ query: { q: 'organisation FIRM-B' } })).rows), ['示例乙'])
    assert.deepEqual(names((await a.organisations({ query: { q: codes.city } })).rows), ['示例市局'])
    const firms = await a.organisations({ query: { kind: 'enterprise' } })
    assert.deepEqual(names(firms.rows).sort(), ['示例乙', '示例甲'])
    const medium = await a.organisations({ query: { sizeClass: 'medium' } })
    assert.deepEqual(names(medium.rows), ['示例甲'])
    assert.equal((await a.organisations({ query: { q: '%' } })).total, 0, 'a sign of LIKE is a letter')
  })

  test('a city’s filter takes its counties, and no other city’s', async () => {
    const a = await as(house, 'a')
    const inNanning = await a.organisations({ query: { region: '450100', pageSize: 100 } })
    assert.deepEqual(names(inNanning.rows).sort(), ['示例乙', '示例市局', '示例甲'])
    const inLiuzhou = await a.organisations({ query: { region: '450200' } })
    assert.deepEqual(names(inLiuzhou.rows), ['示例另一市局'])
  })

  test('pages do not repeat or lose a row, upwards and downwards', async () => {
    const a = await as(house, 'a')
    const all = await a.organisations({ query: { sort: 'name', pageSize: 100 } })
    const pages = await Promise.all(
      [1, 2, 3].map((page) => a.organisations({ query: { sort: 'name', page, pageSize: 2 } })),
    )
    assert.deepEqual(
      pages.flatMap(({ rows }) => rows.map(({ id }) => id)),
      all.rows.map(({ id }) => id),
    )
    assert.ok(pages.every(({ total }) => total === all.total))
    const down = await a.organisations({ query: { sort: '-name', pageSize: 100 } })
    assert.deepEqual(
      down.rows.map(({ name }) => name),
      names(all.rows).toReversed(),
    )
    assert.deepEqual((await a.organisations({ query: { page: 99, pageSize: 2 } })).rows, [])
  })

  test('is exported as a table that reads back, with titles in the language of the caller', async () => {
    for (const [language, title] of [
      ['zh', '统一社会信用代码'],
      ['en', 'Credit code'],
    ] as const) {
      const { headers } = await as(house, 'a', language)
      const answer = await fetch(`${house.url}/api/registry/organisations?format=csv`, { headers })
      const text = await answer.text()
      assert.equal(answer.status, 200, text)
      assert.ok(text.split('\n')[0]?.toLowerCase().includes(title.toLowerCase()), text.split('\n')[0])
      assert.equal(text.trim().split('\n').length, 7)
    }
  })
})

describe('what others see of a firm', () => {
  test('its people and officials of its region see revenue and contacts, neighbours do not', async () => {
    const seen = async (who: string) => {
      const api = await as(house, who)
      const organisationId = await idOf(api, 'firm-a')
      const { employees, revenueFen, sizeClass } = await api.organisation({ params: { organisationId } })
      return [employees, revenueFen, sizeClass]
    }
    for (const who of ['a', 'viewer', 'city', 'region', 'platform'])
      assert.deepEqual(await seen(who), [400, 5_000_000_000, 'medium'], who)
    for (const who of ['b', 'other-city']) assert.deepEqual(await seen(who), [null, null, 'medium'], who)
  })

  test('a stranger sees none, and what is not there is not found', async () => {
    await assert.rejects(stranger(house).organisations(), { status: 401 })
    const a = await as(house, 'a')
    const params = { organisationId: '00000000-0000-4000-8000-000000000000' }
    await assert.rejects(a.organisation({ params }), { status: 404 })
    await assert.rejects(a.organisation({ params: { organisationId: 'x' } }), { status: 400 })
  })
})

describe('a new firm', () => {
  const body = {
    kind: 'enterprise' as const,
    name: ' 新企业 ',
    creditCode: creditCode('91450202MA0000077'),
    regionCode: '450202',
  }

  test('is refused with the field that is wrong', async () => {
    const a = await as(house, 'a')
    const add = (change: object) => a.addOrganisation({ body: { ...body, ...change } })
    const wrong = `${body.creditCode.slice(0, 17)}${body.creditCode.endsWith('0') ? '1' : '0'}`
    await assert.rejects(
      add({ creditCode: wrong }),
      refusedAt('registry.creditCode.checkDigit', 'creditCode'),
    )
    await assert.rejects(
      add({ creditCode: codes['firm-b'] }),
      refusedAt('registry.creditCode.taken', 'creditCode'),
    )
    await assert.rejects(add({ regionCode: '459999' }), refusedAt('registry.region.unknown', 'regionCode'))
    await assert.rejects(add({ tradeCode: 'C9999' }), { status: 400 })
    await assert.rejects(add({ kind: 'government' }), { status: 403 })
    await assert.rejects(add({ name: '' }), { status: 400 })
    await assert.rejects(add({ unheard: 1 }), { status: 400 })
    assert.equal((await a.organisations({ query: { q: '新企业' } })).total, 0)
  })

  test('has its maker as administrator, a trimmed name, and an entry in the audit', async () => {
    const a = await as(house, 'a')
    const { id } = await a.addOrganisation({ body })
    const memberships = (await a.me()).memberships
    assert.equal(memberships.find((one) => one.organisationId === id)?.roleCode, 'enterpriseAdministrator')
    assert.equal((await a.organisation({ params: { organisationId: id } })).name, '新企业')
    const [entry] = await auditOf(house, 'registry.organisation.added')
    assert.equal(entry?.subject_id, id)
  })

  test('of two at once with one credit code only one is made', async () => {
    const [a, b] = await Promise.all([as(house, 'a'), as(house, 'b')])
    const twin = { ...body, creditCode: creditCode('91450202MA0000078') }
    const tried = await Promise.allSettled([a, b].map((one) => one.addOrganisation({ body: twin })))
    assert.deepEqual(tried.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    assert.equal((await a.organisations({ query: { q: twin.creditCode } })).total, 1)
  })
})

describe('a change', () => {
  test('needs the version that was read, says the size class anew, and is in the history', async () => {
    const a = await as(house, 'a')
    const organisationId = await idOf(a, 'firm-a')
    const params = { organisationId }
    const { version } = await a.organisation({ params })
    const body = { name: '示例甲', regionCode: '450102', employees: 10, revenueFen: 1, version }
    const changed = await a.changeOrganisation({ params, body })
    assert.deepEqual([changed.sizeClass, changed.version], ['micro', version + 1])
    await assert.rejects(
      a.changeOrganisation({ params, body }),
      refused('registry.organisation.changedSince'),
    )
    const { rows } = await a.organisationHistory({ params })
    assert.equal(rows[0]?.action, 'registry.organisation.changed')
    assert.equal((rows[0]?.before as { employees: number } | undefined)?.employees, 400)
  })

  test('is one’s own firm’s only', async () => {
    const a = await as(house, 'a')
    const params = { organisationId: await idOf(a, 'firm-b') }
    const body = { name: '别家', regionCode: '450102', version: 1 }
    await assert.rejects(a.changeOrganisation({ params, body }), { status: 404 })
    await assert.rejects((await as(house, 'viewer')).changeOrganisation({ params, body }), { status: 403 })
    assert.deepEqual((await a.organisationHistory({ params })).rows, [], 'nor is its history seen')
  })
})

describe('the roster of key enterprises', () => {
  test('is kept by the region and the platform, dated, and read by all', async () => {
    const region = await as(house, 'region')
    const params = { organisationId: await idOf(region, 'firm-b') }
    await region.markKey({ params, body: { isKey: true, since: '2025-06-01' } })
    const a = await as(house, 'a')
    assert.deepEqual(names((await a.organisations({ query: { isKey: true } })).rows), ['示例乙'])
    assert.equal((await a.organisation({ params })).keySince, '2025-06-01')
    await region.markKey({ params, body: { isKey: false, since: '2025-07-01' } })
    assert.equal((await a.organisations({ query: { isKey: true } })).total, 0)
    const entries = await auditOf(house, 'registry.organisation.keyMarked')
    assert.deepEqual(
      entries.map(({ after: said }) => said),
      [
        { isKey: true, since: '2025-06-01', until: null, document: '', untilDocument: '' },
        { isKey: false, since: null, until: '2025-07-01', document: '', untilDocument: '' },
      ],
    )
  })

  test('nobody marks themselves', async () => {
    const a = await as(house, 'a')
    const params = { organisationId: await idOf(a, 'firm-a') }
    await assert.rejects(a.markKey({ params, body: { isKey: true } }), { status: 403 })
  })
})
