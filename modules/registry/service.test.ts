import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { client } from '@ronghe/kit/client'
import { type TestHouse, testHouse } from '@ronghe/kit/test'
import { registry } from './contract.ts'
import { creditCodeCheck } from './credit-code.ts'
import { loadRegion, loadSample, registryModule } from './module.ts'
import { signIn } from './testing.ts'

let house: TestHouse
const password = 'a-long-password'

function creditCode(first17: string): string {
  return first17 + creditCodeCheck(first17)
}

before(async () => {
  house = await testHouse([registryModule])
  await loadRegion(house.house, {
    code: '450000',
    divisions: [
      { code: '450000', parentCode: null, level: 'province', nameZh: '广西', nameEn: 'Guangxi' },
      { code: '450100', parentCode: '450000', level: 'city', nameZh: '南宁市', nameEn: 'Nanning' },
      { code: '450102', parentCode: '450100', level: 'county', nameZh: '兴宁区', nameEn: 'Xingning' },
    ],
    trades: [{ code: 'C', parentCode: null, level: 0, nameZh: '制造业', nameEn: 'Manufacturing' }],
  })
  await loadSample(
    house.house,
    '450000',
    {
      organisations: [
        {
          code: 'firm-a',
          kind: 'enterprise',
          name: '示例甲',
          nameEn: 'Sample A',
          creditCode: creditCode('91450102MA0000001'),
          regionCode: '450102',
          employees: 400,
          revenueFen: 5_000_000_000,
        },
        {
          code: 'firm-b',
          kind: 'enterprise',
          name: '示例乙',
          nameEn: 'Sample B',
          creditCode: creditCode('91450102MA0000002'),
          regionCode: '450102',
        },
        {
          code: 'gov',
          kind: 'government',
          name: '示例局',
          nameEn: 'Sample bureau',
          creditCode: creditCode('11450100MB0000003'),
          regionCode: '450100',
        },
      ],
      people: [
        {
          email: 'a@x.example',
          name: '甲',
          nameEn: 'A',
          memberships: [{ organisation: 'firm-a', role: 'enterpriseAdministrator' }],
        },
        {
          email: 'b@x.example',
          name: '乙',
          nameEn: 'B',
          memberships: [{ organisation: 'firm-b', role: 'enterpriseAdministrator' }],
        },
        {
          email: 'gov@x.example',
          name: '丙',
          nameEn: 'C',
          memberships: [{ organisation: 'gov', role: 'cityOfficial' }],
        },
      ],
      units: [{ organisation: 'firm-a', code: 'S1', level: 'site', name: '一厂', nameEn: 'Site 1' }],
    },
    password,
  )
})
after(() => house.close())

async function as(email: string) {
  const headers = await signIn(house.url, email, password)
  return client(registry, { base: house.url, headers: () => headers })
}

test('a stranger learns nothing but the region', async () => {
  const stranger = client(registry, { base: house.url })
  const me = await stranger.me()
  assert.equal(me.person, null)
  assert.equal(me.sample, true)
  await assert.rejects(stranger.organisations(), { status: 401 })
})

test('a person signs in and is who they are', async () => {
  const me = await (await as('a@x.example')).me()
  assert.equal(me.person?.email, 'a@x.example')
  assert.equal(me.organisation?.name, '示例甲')
  assert.ok(me.permissions.includes('factory.write'))
})

test('units are the tenant’s own; the official of the city sees them, a neighbour does not', async () => {
  const [a, b, official] = await Promise.all([as('a@x.example'), as('b@x.example'), as('gov@x.example')])
  assert.equal((await a.units()).total, 1)
  assert.equal((await b.units()).total, 0)
  assert.equal((await official.units()).total, 1)
  const unit = (await a.units()).rows[0]
  assert.ok(unit)
  await assert.rejects(
    b.changeUnit({ params: { unitId: unit.id }, body: { code: 'S1', name: 'x', version: 1 } }),
    { status: 404 },
  )
  await assert.rejects(b.unit({ params: { unitId: unit.id } }), { status: 404 })
})
