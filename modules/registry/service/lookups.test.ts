import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { loadRegion } from '../module.ts'
import { as, codes, registryWorld, stranger } from '../test/world.ts'

let house: TestHouse
before(async () => {
  house = await registryWorld()
  const a = await as(house, 'a')
  await a.addUnit({ body: { level: 'site', code: 'ALPHA-2', name: '甲二厂' } })
  const b = await as(house, 'b')
  await b.addUnit({ body: { level: 'site', code: 'BETA', name: '乙厂' } })
})
after(() => house.close())

const trade = (code: string, parentCode: string | null, level: number, nameZh: string, nameEn: string) => ({
  code,
  parentCode,
  level,
  nameZh,
  nameEn,
})
const region = {
  code: '450000',
  divisions: [
    { code: '450000', parentCode: null, level: 'province', nameZh: '广西', nameEn: 'Guangxi' },
    { code: '450300', parentCode: '450000', level: 'city', nameZh: '桂林市', nameEn: 'Guilin' },
  ],
  trades: [
    trade('C', null, 0, '制造业', 'Manufacturing'),
    trade('34', 'C', 1, '通用设备制造业', 'General equipment'),
    trade('342', '34', 2, '金属加工机械制造', 'Metal-working machinery'),
  ],
}

describe('the dictionaries', () => {
  test('a region may be loaded at every start: it adds, and what people changed stays', async () => {
    const platform = await as(house, 'platform')
    const [role] = (await platform.roles()).rows.filter(({ code }) => code === 'viewer')
    assert.ok(role)
    const { nameEn, permissions } = role
    await platform.changeRole({
      params: { roleCode: 'viewer' },
      body: { nameZh: '观察员', nameEn, permissions },
    })
    for (let start = 0; start < 2; start++) await loadRegion(house.house, region)
    const { rows } = await stranger(house).regions({})
    assert.equal(rows.filter(({ code }) => code === '450300').length, 1)
    assert.equal(rows.filter(({ code }) => code === '450100').length, 1)
    assert.equal((await platform.roles()).rows.find(({ code }) => code === 'viewer')?.nameZh, '观察员')
  })

  test('trades are found by words, parent and level, by anybody', async () => {
    const found = async (query: object) =>
      (await stranger(house).trades({ query })).rows.map(({ code }) => code)
    assert.deepEqual(await found({ parent: '34' }), ['342'])
    assert.deepEqual(await found({ level: 1 }), ['34'])
    assert.deepEqual(await found({ q: '金属' }), ['342'])
    assert.deepEqual(await found({ q: 'general' }), ['34'])
    assert.deepEqual(await found({ q: '%' }), [])
    await assert.rejects(stranger(house).trades({ query: { level: 9 } }), { status: 400 })
  })
})

describe('the search over everything', () => {
  const found = async (who: string, q: string) =>
    (await (await as(house, who)).search({ query: { q } })).rows.map(({ kind, title }) => `${kind} ${title}`)

  test('finds organisations by name and code, own units and own people', async () => {
    assert.deepEqual(await found('a', '示例乙'), ['organisation 示例乙'])
    assert.deepEqual(await found('a', codes['firm-b']), ['organisation 示例乙'])
    assert.deepEqual(await found('a', 'alpha-2'), ['unit 甲二厂'])
    assert.deepEqual(await found('a', 'viewer@x'), ['person viewer'])
  })

  test('shows nobody what is not theirs', async () => {
    assert.deepEqual(await found('a', 'BETA'), [])
    assert.deepEqual(await found('b', 'alpha-2'), [])
    assert.deepEqual(await found('b', 'viewer@x'), [])
    assert.deepEqual(
      await found('city', 'alpha-2'),
      ['unit 甲二厂'],
      'the official of its city sees the unit',
    )
    assert.deepEqual(await found('other-city', 'alpha-2'), [])
    await assert.rejects(stranger(house).search({ query: { q: 'a' } }), { status: 401 })
  })

  test('takes signs as they are, and needs at least one', async () => {
    for (const q of ['%', '_', '\\', "'", '--', ';drop table registry_units'])
      assert.deepEqual(await found('a', q), q === '_' || q === '%' ? [] : await found('a', q), q)
    await assert.rejects(found('a', ''), { status: 400 })
    const [row] = await house.house.act(
      systemCaller,
      ({ sql }) => sql`select count(*) as n from registry_units`,
    )
    assert.equal(Number(row?.n), 3)
  })
})
