import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { client, type RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { registry, registryEvidence } from '../contract.ts'
import { as, auditOf, creditCode, refused, registryWorld, stranger } from '../test/world.ts'

let house: TestHouse
before(async () => {
  house = await registryWorld()
})
after(() => house.close())

const here = { name: '高新区', regionCode: '450102' }

async function addPark(who: string, code: string, change: object = {}): Promise<string> {
  return (await (await as(house, who)).addPark({ body: { ...here, code, ...change } })).id
}

async function idOf(code: string): Promise<string> {
  const { rows } = await (await as(house, 'platform')).organisations({ query: { q: code } })
  return rows.find((one) => one.code === code)?.id ?? ''
}

/** An organisation that runs parks, with an English name. */
async function addOperator(): Promise<string> {
  const code = creditCode('91450102MA0000009')
  const names = { name: '示例园区运营', nameEn: 'Organisation park' }
  const b = await as(house, 'b')
  const body = { ...names, kind: 'park' as const, creditCode: code, regionCode: '450102' }
  return (await b.addOrganisation({ body })).id
}

describe('parks (M8)', () => {
  test('are read by everybody, found by name and division, with who runs them', async () => {
    const operatorId = await addOperator()
    const id = await addPark('city', 'NN-1', { operatorId, nameEn: 'High-tech Park' })
    await addPark('region', 'LZ-1', { name: '汽车城', regionCode: '450202' })
    const api = stranger(house)
    const codes = async (query: object) => (await api.parks({ query })).rows.map((one) => one.code)
    assert.deepEqual(await codes({}), ['NN-1', 'LZ-1'])
    assert.deepEqual(await codes({ region: '450200' }), ['LZ-1'])
    assert.deepEqual(await codes({ q: 'high' }), ['NN-1'])
    assert.deepEqual(await codes({ operator: operatorId }), ['NN-1'])
    const park = await api.park({ params: { parkId: id } })
    assert.deepEqual([park.operatorName, park.regionName, park.isMine], ['示例园区运营', '兴宁区', false])
    const english = client(registry, { base: house.url, headers: () => ({ 'accept-language': 'en' }) })
    assert.equal((await english.park({ params: { parkId: id } })).operatorName, 'Organisation park')
  })

  test('are kept by officials of their division alone, and the audit knows', async () => {
    const id = await addPark('city', 'NN-2')
    const params = { parkId: id }
    const body = { ...here, code: 'NN-2', name: '新名', version: 1 }
    const others = await as(house, 'other-city')
    await assert.rejects(others.changePark({ params, body }), refused('registry.park.elsewhere'))
    await assert.rejects(others.removePark({ params }), refused('registry.park.elsewhere'))
    await assert.rejects(addPark('other-city', 'X'), refused('registry.park.elsewhere'))
    for (const who of ['a', 'b']) await assert.rejects(addPark(who, 'X'), { status: 403 }, who)
    await assert.rejects(stranger(house).addPark({ body: { ...here, code: 'X' } }), { status: 401 })
    const city = await as(house, 'city')
    await city.changePark({ params, body })
    await assert.rejects(city.changePark({ params, body }), refused('registry.park.changedSince'))
    assert.equal((await city.park({ params })).name, '新名')
    const moved = { ...body, version: 2, regionCode: '450202' }
    await assert.rejects(city.changePark({ params, body: moved }), refused('registry.park.elsewhere'))
    assert.equal((await auditOf(house, 'registry.park.changed')).length, 1)
  })

  test('refuse a code that is taken, an unknown division and an operator that is no park', async () => {
    const fieldOf = (code: string, field: string) => (error: RequestFault) => {
      assert.deepEqual([error.answer.code, error.answer.fields?.[0]?.field], [code, field])
      return true
    }
    await addPark('region', 'NN-3')
    await assert.rejects(addPark('region', 'NN-3'), fieldOf('registry.park.codeTaken', 'code'))
    const nowhere = { regionCode: '999999' }
    await assert.rejects(addPark('region', 'Y', nowhere), fieldOf('registry.region.unknown', 'regionCode'))
    const firm = { operatorId: await idOf('firm-a') }
    await assert.rejects(addPark('region', 'Y', firm), fieldOf('registry.park.operator', 'operatorId'))
  })
})

describe('sites in parks (M8)', () => {
  test('a site lies in a park, what stands below lies there too, and nothing else is put in', async () => {
    const id = await addPark('region', 'NN-4')
    const a = await as(house, 'a')
    const site = (await a.units({ query: { q: 'S1' } })).rows[0]
    assert.ok(site)
    const params = { unitId: site.id }
    const put = (version: number, parkId?: string) =>
      a.changeUnit({ params, body: { code: 'S1', name: '一厂', version, ...(parkId ? { parkId } : {}) } })
    await put(site.version, id)
    assert.deepEqual(
      (await a.units({ query: { park: id } })).rows.map((one) => [one.code, one.parkName]),
      [['S1', '高新区']],
    )
    const area = { level: 'area' as const, code: 'A1', name: '车间', parentId: site.id }
    await assert.rejects(a.addUnit({ body: { ...area, parkId: id } }), refused('registry.unit.parkOfSite'))
    const unit = await a.addUnit({ body: area })
    const rows = await house.house.act(
      systemCaller,
      ({ sql }) => sql`select unit_id from registry_park_units() where park_id = ${id}`,
    )
    assert.deepEqual(rows.map((row) => row.unit_id).sort(), [site.id, unit.id].sort())
    const unknown = '0190a000-0000-7000-8000-000000000000'
    await assert.rejects(put(site.version + 1, unknown), refused('registry.park.unknown'))
    const region = await as(house, 'region')
    await assert.rejects(region.removePark({ params: { parkId: id } }), refused('registry.park.inUse'))
    await put(site.version + 1)
    await region.removePark({ params: { parkId: id } })
    await assert.rejects(region.park({ params: { parkId: id } }), { status: 404 })
  })

  test('a firm sees its own sites in a park and no neighbour’s', async () => {
    const id = await addPark('region', 'NN-5')
    const b = await as(house, 'b')
    await b.addUnit({ body: { level: 'site', code: 'P1', name: '园区厂', parkId: id } })
    const seen = async (who: string) => (await (await as(house, who)).units({ query: { park: id } })).total
    const totals = []
    for (const who of ['b', 'a', 'city', 'other-city', 'region']) totals.push(await seen(who))
    assert.deepEqual(totals, [1, 0, 1, 0, 1])
  })
})

describe('evidence of the firms that a park houses', () => {
  test('is made of the park that an organisation runs and the sites that lie there', async () => {
    const b = await as(house, 'b')
    const names = { name: '示例基地运营', kind: 'park' as const, regionCode: '450102' }
    const credit = creditCode('91450102MA0000007')
    const { id: organisationId } = await b.addOrganisation({ body: { ...names, creditCode: credit } })
    const city = await as(house, 'city')
    const evidence = async () => {
      const { rows } = await city.organisationEvidence({ params: { organisationId } })
      return rows.find(({ query }) => query === 'registry.hostedFirms')
    }
    assert.equal((await evidence())?.reason, 'registry.missing.noPark')
    const body = { code: 'NN-BASE', name: '示例基地', regionCode: '450102', operatorId: organisationId }
    const { id: parkId } = await city.addPark({ body })
    const a = await as(house, 'a')
    await a.addUnit({ body: { level: 'site', code: 'BASE-1', name: '示例厂区', parkId } })
    const found = await evidence()
    assert.deepEqual(
      found?.rows.map(({ kind, label }) => [kind, label]),
      [
        ['registry.park', '示例基地'],
        ['registry.tenant', '示例甲'],
      ],
    )
    assert.equal(found?.value, registryEvidence('registry.hostedFirms', 1, found?.rows ?? [])?.value)
  })
})
