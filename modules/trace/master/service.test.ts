import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { as, traceHouse } from '../test/house.ts'
import { upload } from '../test/upload.ts'

let house: TestHouse
before(async () => {
  house = await traceHouse()
})
after(() => house.close())

const refused = (code: string, field?: string) => (error: unknown) =>
  error instanceof RequestFault &&
  error.answer.code === code &&
  (field === undefined || error.answer.fields?.[0]?.field === field)

describe('company prefixes', () => {
  const add = (who: string, prefix: string) => as(house, who).addPrefix({ body: { prefix } })

  test('are checked, and belong to one organisation', async () => {
    const added = await add('wei', '6901234')
    assert.deepEqual([added.prefix, added.room, added.used, added.addedBy], ['6901234', 100_000, 0, 'a'])
    for (const prefix of ['6901234', '690123', '69012345', '690123456789'])
      await assert.rejects(add('other', prefix), refused('trace.prefix.taken'), prefix)
    await assert.rejects(add('other', '12345'), refused('kit.input.invalid', 'prefix'))
    await assert.rejects(add('other', '2001234'), refused('kit.input.invalid', 'prefix'))
    await assert.rejects(add('reader', '6909999'), refused('kit.forbidden'))
    assert.equal((await add('other', '6909876')).prefix, '6909876')
  })

  test('are taken by one of two who ask at the same time', async () => {
    const asked = await Promise.allSettled([
      add('wei', '6955555'),
      add('other', '69555551'),
      add('wei', '695555'),
    ])
    assert.equal(asked.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  test('are seen by their organisation, and go only unused', async () => {
    const own = await as(house, 'other').prefixes()
    assert.ok(own.rows.every(({ prefix }) => !prefix.startsWith('6901234')))
    const remove = (who: string, prefix: string) => as(house, who).removePrefix({ params: { prefix } })
    await assert.rejects(remove('other', '6901234'), refused('trace.prefix.used'))
    await add('wei', '6977777')
    await as(house, 'wei').allocate({ body: { numberKind: 'gtin', subject: '6977777', count: 1 } })
    await assert.rejects(remove('wei', '6977777'), refused('trace.prefix.used'))
    await add('wei', '6988888')
    assert.deepEqual(await remove('wei', '6988888'), { done: true })
    assert.equal((await add('other', '6988888')).prefix, '6988888')
  })
})

describe('the register', () => {
  let id = ''
  const product = {
    kind: 'product',
    ...{ identifier: '6901234001013', name: '减速器', nameEn: 'Gearbox', model: 'JS-80' },
    ...{ netContent: 1, unit: 'H87', origin: 'CN', category: '10005844' },
  } as const

  test('keeps a product by its GTIN, however that is written', async () => {
    const added = await as(house, 'wei').addMaster({ body: product })
    id = added.id
    assert.deepEqual(
      [added.key, added.identifier, added.isOwn, added.version, added.languages],
      ['https://id.gs1.org/01/06901234001013', '06901234001013', true, 1, ['zh', 'en']],
    )
    const again = as(house, 'wei').addMaster({ body: { ...product, identifier: '06901234001013' } })
    await assert.rejects(again, refused('trace.master.taken'))
    const other = await as(house, 'other').addMaster({ body: product })
    assert.equal(other.isOwn, false, 'what others make may be described, and is told apart')
  })

  const wrong: readonly [string, object, string][] = [
    ['a wrong check digit', { identifier: '6901234001014' }, 'identifier'],
    ['a place that is no GLN', { kind: 'place', identifier: '1' }, 'identifier'],
    ['no name', { name: ' ' }, 'name'],
    [
      'a field of another kind',
      { identifier: '6901234001020', creditCode: '91450100YY00010129' },
      'creditCode',
    ],
    ['half a coordinate', { kind: 'place', identifier: '6901234000108', latitude: 22.8 }, 'longitude'],
    ['a latitude of nowhere', { identifier: '6901234001020', latitude: 91, longitude: 1 }, 'latitude'],
    ['a category that is none', { identifier: '6901234001020', category: '12' }, 'category'],
    ['an address of no web', { identifier: '6901234001020', website: 'javascript:alert(1)' }, 'website'],
  ]
  for (const [name, change, field] of wrong) {
    test(`refuses ${name}, naming the field`, async () => {
      const { kind, identifier, name: title } = product
      const body = { kind, identifier, name: title, ...change } as typeof product
      await assert.rejects(as(house, 'wei').addMaster({ body }), refused('kit.input.invalid', field))
    })
  }

  test('keeps every version, and refuses a change of an older one', async () => {
    const params = { masterId: id }
    const body = { name: '减速器', nameEn: 'Speed reducer', model: 'JS-80', version: 1 }
    const changed = await as(house, 'wei').changeMaster({ params, body })
    assert.deepEqual([changed.version, changed.nameEn, changed.netContent], [2, 'Speed reducer', undefined])
    await assert.rejects(as(house, 'wei').changeMaster({ params, body }), refused('kit.conflict'))
    const same = await as(house, 'wei').changeMaster({ params, body: { ...body, version: 2 } })
    assert.equal(same.version, 2, 'what changes nothing is no version')
    const { rows } = await as(house, 'reader').masterHistory({ params })
    assert.deepEqual(
      rows.map(({ version, fields }) => [version, fields.netContent]),
      [
        [2, undefined],
        [1, 1],
      ],
    )
  })

  test('speaks ten languages, each by itself', async () => {
    const say = (language: 'vi' | 'my' | 'zh', name: string) =>
      as(house, 'wei').translateMaster({
        params: { masterId: id, language },
        body: { name, description: 'x' },
      })
    const told = await say('vi', 'Hộp giảm tốc')
    assert.deepEqual([told.languages, told.version], [['zh', 'en', 'vi'], 3])
    await say('my', 'ဂီယာဘောက်စ်')
    const gone = await say('vi', '')
    assert.deepEqual(gone.languages, ['zh', 'en', 'my'])
    await assert.rejects(say('zh', ' '), refused('kit.input.invalid', 'name'))
    await say('vi', 'Hộp giảm tốc')
  })

  test('is searched, filtered, sorted, paged and exported', async () => {
    await as(house, 'wei').addMaster({
      body: {
        kind: 'place',
        ...{ identifier: '6901234000108', name: '南宁工厂', address: '高新区' },
        ...{ latitude: 22.82, longitude: 108.32, regionCode: '450100' },
        placeKind: 'factory',
      },
    })
    await as(house, 'wei').addMaster({
      body: { kind: 'party', identifier: '6901234000108', name: '传动公司' },
    })
    const list = async (query: object) => {
      const { rows, total } = await as(house, 'wei').masters({ query: query as { q: string } })
      return [total, rows.map(({ name }) => name)]
    }
    assert.deepEqual(await list({ q: 'hộp' }), [1, ['减速器']])
    assert.deepEqual(await list({ kind: 'place' }), [1, ['南宁工厂']])
    assert.deepEqual(await list({ missing: 'en', sort: 'name' }), [2, ['传动公司', '南宁工厂']])
    assert.deepEqual(await list({ isOwn: false }), [0, []])
    assert.deepEqual(await list({ sort: 'identifier', pageSize: 1, page: 2 }), [3, ['南宁工厂']])
    const answer = await fetch(`${house.url}/api/trace/masters?format=csv`, {
      headers: { 'x-person': 'wei' },
    })
    assert.match(await answer.text(), /06901234001013,.*减速器/)
  })

  test('tells the names of whatever ids, in the reader’s language', async () => {
    const ids = [
      'urn:epc:id:sgtin:6901234.000101.GX0001',
      'https://id.gs1.org/414/6901234000108',
      'urn:epc:id:pgln:6901234.00010',
      'https://id.gs1.org/01/09780345418913',
    ]
    const { rows } = await as(house, 'reader').names({ body: { ids } })
    assert.deepEqual(
      rows.map(({ name, kind, latitude }) => [name, kind, latitude]),
      [
        ['减速器', 'product', null],
        ['南宁工厂', 'place', 22.82],
        ['传动公司', 'party', null],
        [null, 'product', null],
      ],
    )
    assert.deepEqual((await as(house, 'reader').names({ body: { ids: [] } })).rows, [])
  })

  test('is nobody else’s to see or change', async () => {
    const params = { masterId: id }
    await assert.rejects(as(house, 'other').master({ params }), refused('trace.master.unknown'))
    const body = { name: 'x', version: 1 }
    await assert.rejects(as(house, 'other').changeMaster({ params, body }), refused('trace.master.unknown'))
    await assert.rejects(as(house, 'other').masterHistory({ params }), refused('trace.master.unknown'))
    assert.equal((await as(house, 'other').masters()).total, 1)
    assert.equal((await as(house, 'official').master({ params })).id, id)
    await assert.rejects(as(house, 'reader').changeMaster({ params, body }), refused('kit.forbidden'))
  })

  test('every change stands in the audit', async () => {
    const actions = await house.house.act(systemCaller, async ({ sql }) => {
      const rows = await sql<{ action: string }[]>`
        select distinct action from kit_audit where subject like 'trace.%' order by 1`
      return rows.map(({ action }) => action)
    })
    for (const action of ['trace.master.added', 'trace.master.changed', 'trace.prefix.added'])
      assert.ok(actions.includes(action), action)
  })
})

describe('papers', () => {
  const pdf = new Uint8Array(Buffer.from('%PDF-1.4\n%test\n'))
  const about = encodeURIComponent('https://id.gs1.org/01/06901234001013/10/QD1')
  const path = `/trace/documents?about=${about}&kind=testReport&audience=own`
  let documentId = ''

  test('are added, described, found by lot and serial number, and read', async () => {
    const { status, body } = await upload(house, 'wei', path, { name: '报告.pdf', content: pdf })
    assert.equal(status, 200, JSON.stringify(body))
    documentId = String(body.id)
    assert.deepEqual(
      [body.title, body.mediaType, body.sizeBytes],
      ['报告.pdf', 'application/pdf', pdf.length],
    )
    const params = { documentId }
    const changed = await as(house, 'wei').changeDocument({
      params,
      body: {
        kind: 'certificate',
        audience: 'public',
        ...{ title: '合格证', issuer: '检验院' },
        ...{ issuedOn: '2020-01-01', validUntil: '2021-01-01' },
      },
    })
    assert.deepEqual([changed.isExpired, changed.audience], [true, 'public'])
    const found = await as(house, 'reader').documents({ query: { about: '(01)06901234001013(10)QD1' } })
    assert.deepEqual(
      found.rows.map(({ title }) => title),
      ['合格证'],
    )
    const none = await as(house, 'reader').documents({ query: { about: '(01)06901234001013(10)QD2' } })
    assert.equal(none.total, 0)
    assert.equal((await as(house, 'reader').documents({ query: { isExpired: true, q: '检验' } })).total, 1)
    const file = await fetch(`${house.url}/api/trace/documents/${documentId}/file`, {
      headers: { 'x-person': 'reader' },
    })
    assert.deepEqual(new Uint8Array(await file.arrayBuffer()), pdf)
  })

  test('are refused when they are something else, or belong to nothing', async () => {
    const page = await upload(house, 'wei', path, { name: 'x.pdf', content: '<html></html>' })
    assert.deepEqual([page.status, page.body.code], [400, 'kit.input.invalid'])
    const nowhere = path.replace(about, 'abc')
    assert.equal((await upload(house, 'wei', nowhere, { name: 'x.pdf', content: pdf })).status, 400)
    const body = {
      kind: 'other',
      title: 'x',
      audience: 'own',
      issuedOn: '2021-01-02',
      validUntil: '2021-01-01',
    } as const
    const early = as(house, 'wei').changeDocument({ params: { documentId }, body })
    await assert.rejects(early, refused('kit.input.invalid', 'validUntil'))
  })

  test('are nobody else’s, and go when their owner says so', async () => {
    const params = { documentId }
    const removal = as(house, 'other').removeDocument({ params })
    await assert.rejects(removal, refused('trace.document.unknown'))
    assert.equal((await as(house, 'other').documents()).total, 0)
    const read = await fetch(`${house.url}/api/trace/documents/${documentId}/file`, {
      headers: { 'x-person': 'other' },
    })
    assert.equal(read.status, 404)
    assert.deepEqual(await as(house, 'wei').removeDocument({ params }), { done: true })
    assert.equal((await as(house, 'wei').documents()).total, 0)
  })
})
