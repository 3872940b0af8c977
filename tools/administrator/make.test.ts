import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { client } from '@ronghe/kit/client'
import { type TestHouse, testHouse } from '@ronghe/kit/test'
import { loadRegion, registryModule } from '@ronghe/registry'
import { registry } from '@ronghe/registry/contract'
import { signIn } from '@ronghe/registry/testing'
import { askedBy, make } from './make.ts'

const creditCode = '11450000YY0001231N'
const args = [
  '--email',
  'First@x.example',
  '--name',
  '张三',
  '--organisation',
  '示例厅',
  '--credit-code',
  creditCode,
]

let house: TestHouse
before(async () => {
  house = await testHouse([registryModule])
  await loadRegion(house.house, {
    code: '450000',
    divisions: [{ code: '450000', parentCode: null, level: 'province', nameZh: '广西', nameEn: 'Guangxi' }],
    trades: [],
  })
})
after(() => house.close())

test('an empty platform gets its first administrator, who can sign in and administer', async () => {
  const password = await make(house.databaseUrl, askedBy(args, '450000'))
  const session = await signIn(house.url, 'first@x.example', password)
  const api = client(registry, { base: house.url, headers: () => session })
  const me = await api.me({})
  assert.equal(me.organisation?.name, '示例厅')
  assert.ok(me.permissions.includes('registry.role.write'))
  assert.equal((await api.organisations({})).total, 1)
  const { rows } = await api.audit({})
  assert.ok(rows.some((one) => one.action === 'registry.administrator.made'))
})

test('a second one joins the same body; the same e-mail is refused', async () => {
  await make(house.databaseUrl, askedBy(args.with(1, 'second@x.example'), '450000'))
  await assert.rejects(make(house.databaseUrl, askedBy(args, '450000')), { code: 'administrator.email' })
})

test('what is wrong is said by its code', async () => {
  const wrong = {
    'administrator.creditCode': ['--credit-code', '11450000YY00012310'],
    'administrator.region': ['--region', '990000'],
  }
  for (const [code, change] of Object.entries(wrong)) {
    const other = [
      ...args.with(1, 'third@x.example'),
      ...(code.endsWith('region') ? ['--credit-code', '11450100YY000124XK'] : []),
    ]
    await assert.rejects(make(house.databaseUrl, askedBy([...other, ...change], '450000')), { code })
  }
  for (const bad of [[], ['--email', 'x'], ['--other', '1'], args.slice(2)])
    assert.throws(() => askedBy(bad, '450000'), { code: 'administrator.usage' })
})
