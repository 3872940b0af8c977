import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  type AasElement,
  aasxOf,
  memberOf,
  readAas,
  submodelIn,
  templateFaults,
  templates,
  textOf,
} from '@ronghe/kit/aas'
import { systemCaller } from '@ronghe/kit/auth'
import { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { insertPartner } from '../access/store/partners.ts'
import { as, capture, documentOf, eventWith, firm, neighbour, traceHouse } from '../test/house.ts'
import { upload } from '../test/upload.ts'

let house: TestHouse
const gtin = '06901234001013'
const item = `https://id.gs1.org/01/${gtin}/21/A1`
const product = `https://id.gs1.org/01/${gtin}`
const pdf = Buffer.from('%PDF-1.4\npaper %%EOF\n')
const paperOf = async (audience: string, title: string) => {
  const query = new URLSearchParams({ about: product, kind: 'certificate', audience, title })
  const content = new Uint8Array(Buffer.concat([pdf, Buffer.from(title)]))
  const { status } = await upload(house, 'wei', `/trace/documents?${query}`, { name: 'c.pdf', content })
  assert.equal(status, 200)
}

before(async () => {
  house = await traceHouse()
  const wei = as(house, 'wei')
  await wei.addPrefix({ body: { prefix: '6901234' } })
  await wei.addMaster({
    body: { kind: 'product', identifier: gtin, name: '减速器', nameEn: 'Gearbox', origin: 'CN', model: 'JS' },
  })
  await wei.addMaster({
    body: { kind: 'party', identifier: '6901234000108', name: '传动公司', address: '南宁' },
  })
  await capture(
    house,
    'wei',
    documentOf([
      eventWith({
        ...{ action: 'ADD', bizStep: 'commissioning', epcList: ['urn:epc:id:sgtin:6901234.000101.A1'] },
        ...{ eventTime: '2026-01-02T18:00:00Z', readPoint: { id: 'urn:epc:id:sgln:6901234.00010.0' } },
      }),
      eventWith({
        ...{
          bizStep: 'shipping',
          epcList: ['urn:epc:id:sgtin:6901234.000101.A1'],
          disposition: 'in_transit',
        },
        eventTime: '2026-01-03T00:00:00Z',
      }),
    ]),
  )
  for (const audience of ['public', 'partner', 'own']) await paperOf(audience, `paper-${audience}`)
})
after(() => house.close())

const refused = (code: string) => (error: unknown) =>
  error instanceof RequestFault && error.answer.code === code

async function fileOf(who: string, id: string, kind: 'json' | 'aasx', as_?: string) {
  const query = new URLSearchParams({ id, package: kind, ...(as_ ? { seenAs: as_ } : {}) })
  const response = await fetch(`${house.url}/api/trace/passport/file?${query}`, {
    headers: { 'x-person': who },
  })
  return { status: response.status, content: Buffer.from(await response.arrayBuffer()) }
}
const papersIn = (content: Buffer) =>
  [...JSON.stringify(readAas(content).environment).matchAll(/paper-(\w+)/g)].map(([, name]) => name).sort()

describe('the passport of an item', () => {
  test('is filled from master data, events and papers, and keeps the templates', async () => {
    const { environment, files } = readAas((await fileOf('wei', item, 'aasx')).content)
    const plate = submodelIn(environment, templates.nameplate)!
    const meta = submodelIn(environment, templates.passport)!
    assert.deepEqual(templateFaults(plate, templates.nameplate), [])
    assert.deepEqual(templateFaults(meta, templates.passport), [])
    const said = (one: AasElement, name: string) => textOf(memberOf(one, name))
    assert.equal(said(plate, 'ManufacturerName'), '传动公司')
    assert.equal(said(plate, 'DateOfManufacture'), '2026-01-03', 'the day in China')
    assert.equal(said(plate, 'UniqueFacilityIdentifier'), '6901234000108')
    assert.equal(said(plate, 'SerialNumber'), 'A1')
    assert.equal(textOf(memberOf(memberOf(plate, 'AddressInformation'), 'Street')), '南宁')
    assert.deepEqual([said(meta, 'granularity'), said(meta, 'dppStatus')], ['Item', 'Active'])
    assert.equal([...files.keys()].filter((name) => name.endsWith('.pdf')).length, 3)
    assert.match(JSON.stringify(environment), /"shipping"/)
  })

  test('is shown as rows, with the public address and the shortest link', async () => {
    const shown = await as(house, 'wei').passport({ query: { id: `(01)${gtin}(21)A1` } })
    assert.deepEqual([shown.id, shown.seenAs, shown.mayImport], [item, 'own', true])
    assert.match(shown.publicUrl, /\/passport\/01\/06901234001013\/21\/A1$/)
    assert.ok(shown.compressed.length < shown.publicUrl.length)
    const names = shown.submodels.map(({ name }) => name)
    assert.deepEqual(names, ['Nameplate', 'DppMetadata', 'Trace'])
    const rows = shown.submodels[0]!.rows.map(({ path }) => path)
    assert.ok(rows.includes('ManufacturerProductDesignation (en)'))
    assert.ok(rows.includes('Markings.[1].MarkingName'))
  })

  test('of a product says model, and of nobody’s number there is none', async () => {
    const { content } = await fileOf('wei', product, 'json')
    const meta = submodelIn(readAas(content).environment, templates.passport)!
    assert.equal(textOf(memberOf(meta, 'granularity')), 'Model')
    const [at = 0] = [Date.parse(textOf(memberOf(meta, 'lastUpdate')) ?? '')]
    assert.ok(at > Date.UTC(2026, 0, 4), 'when papers and master data changed')
    for (const id of [
      'https://id.gs1.org/01/09780345418913',
      'urn:po:1',
      'https://id.gs1.org/01/06901234009019',
    ])
      await assert.rejects(as(house, 'wei').passport({ query: { id } }), refused('trace.passport.unknown'))
  })
})

describe('who sees what', () => {
  test('a stranger sees what is public, partner and authority more, the maker all', async () => {
    assert.deepEqual(papersIn((await fileOf('other', item, 'aasx')).content), ['public'])
    assert.deepEqual(papersIn((await fileOf('alone', item, 'aasx')).content), ['public'])
    await house.house.act(systemCaller, async ({ sql, now }) => {
      const asked = { organisationId: firm, partnerId: neighbour, organisationName: 'a', partnerName: 'b' }
      const rest = { state: 'asked', reason: null, askedAt: now, decidedAt: null, decidedBy: null } as const
      assert.ok(await insertPartner(sql, { ...asked, ...rest }, null))
    })
    assert.deepEqual(papersIn((await fileOf('other', item, 'aasx')).content), ['public'])
    const partnerId = neighbour
    await as(house, 'wei').decidePartner({ params: { partnerId }, body: { partnerState: 'granted' } })
    assert.deepEqual(papersIn((await fileOf('other', item, 'aasx')).content), ['partner', 'public'])
    assert.deepEqual(papersIn((await fileOf('official', item, 'aasx')).content), ['partner', 'public'])
    assert.deepEqual(papersIn((await fileOf('faraway', item, 'aasx')).content), ['public'])
    assert.deepEqual(papersIn((await fileOf('wei', item, 'aasx')).content), ['own', 'partner', 'public'])
    assert.deepEqual(papersIn((await fileOf('wei', item, 'aasx', 'public')).content), ['public'])
    await as(house, 'wei').decidePartner({ params: { partnerId }, body: { partnerState: 'ended' } })
    assert.deepEqual(papersIn((await fileOf('other', item, 'aasx')).content), ['public'])
  })

  test('nobody is shown more than may be seen', async () => {
    for (const seenAs of ['own', 'authority', 'partner'] as const)
      await assert.rejects(
        as(house, 'other').passport({ query: { id: item, seenAs } }),
        refused('trace.passport.audience'),
      )
    const shown = await as(house, 'official').passport({ query: { id: item } })
    assert.deepEqual([shown.seenAs, shown.mayImport], ['authority', false])
  })

  test('a firm that was refused gets nothing more, however it asks', async () => {
    const identifiers = [
      item,
      `(01)${gtin}(21)A1`,
      'urn:epc:id:sgtin:6901234.000101.A1',
      `https://other.example/01/${gtin}/21/A1?seenAs=own`,
      `https://id.gs1.org/01/${gtin}/10/L/21/A1`,
      product,
    ]
    for (const id of identifiers) {
      for (const kind of ['json', 'aasx'] as const)
        assert.deepEqual(papersIn((await fileOf('other', id, kind)).content), ['public'], `${id} ${kind}`)
      for (const audience of ['own', 'authority', 'partner', 'OWN', 'public,own'])
        assert.ok((await fileOf('other', id, 'json', audience)).status >= 400, `${id} ${audience}`)
    }
    const query = new URLSearchParams({ id: item, organisationId: firm })
    const headers = { 'x-person': 'other', 'x-organisation': firm }
    assert.equal((await fetch(`${house.url}/api/trace/passport?${query}`, { headers })).status, 400)
    const { body } = await upload(house, 'other', '/trace/documents?about=x', { name: 'x', content: 'x' })
    assert.ok('code' in body)
  })

  test('what the maker hides of events is in no passport of that audience', async () => {
    await as(house, 'wei').setAccess({ params: { audience: 'public' }, body: { hidden: ['disposition'] } })
    const text = (who: string) => fileOf(who, item, 'json').then(({ content }) => content.toString())
    assert.doesNotMatch(await text('other'), /in_transit/)
    assert.match(await text('wei'), /in_transit/)
    assert.match(await text('official'), /in_transit/)
  })

  test('anybody gets the public one by its address, found by the resolver', async () => {
    const ask = (path: string, accept = '*/*') =>
      fetch(house.url + path, { headers: { accept }, redirect: 'manual' })
    const answer = await ask(`/passport/01/${gtin}/21/A1`)
    assert.equal(answer.headers.get('content-type'), 'application/aas+json')
    assert.deepEqual(papersIn(Buffer.from(await answer.arrayBuffer())), ['public'])
    const packed = await ask(`/passport/01/${gtin}/21/A1?package=aasx`)
    assert.deepEqual(papersIn(Buffer.from(await packed.arrayBuffer())), ['public'])
    assert.equal((await ask('/passport/01/09780345418913')).status, 404)
    assert.equal((await ask('/passport/nothing')).status, 404)
    const led = await ask(`/01/${gtin}/21/A1?linkType=gs1:dpp`)
    assert.deepEqual(
      [led.status, led.headers.get('location')?.endsWith(`/passport/01/${gtin}/21/A1`)],
      [307, true],
    )
  })
})

describe('a footprint', () => {
  const body = {
    ...{ about: item, method: 'ISO 14067', kilograms: '17.2', quantity: '1', unit: 'C62' },
    ...{ phases: ['A1', 'A3'], publishedOn: '2026-01-01' },
  }
  test('is declared by the owner of the number and stands in the passport', async () => {
    const kept = await as(house, 'wei').declareFootprint({ body })
    assert.deepEqual([kept.kilograms, kept.validUntil, kept.changedBy], ['17.2', null, 'a'])
    const { environment } = readAas((await fileOf('other', item, 'json')).content)
    const carbon = submodelIn(environment, templates.carbonFootprint)!
    assert.deepEqual(templateFaults(carbon, templates.carbonFootprint), [])
    assert.match(JSON.stringify(carbon), /"17\.2"/)
    const shown = await as(house, 'wei').passport({ query: { id: product } })
    assert.equal(shown.footprint?.method, 'ISO 14067')
  })

  test('of others, of nothing, or of a past is refused', async () => {
    const say = (who: string, more: object) => as(house, who).declareFootprint({ body: { ...body, ...more } })
    const wrong: readonly [string, object][] = [
      ['other', {}],
      ['reader', {}],
      ['wei', { about: 'urn:po:1' }],
      ['wei', { quantity: '0' }],
      ['wei', { kilograms: '-1' }],
      ['wei', { validUntil: '2025-12-31' }],
    ]
    for (const [who, more] of wrong) await assert.rejects(say(who, more), RequestFault, JSON.stringify(more))
  })
})

describe('a passport of another system', () => {
  type Report = {
    key: string | null
    faults: { path: string; rule: string; message: string }[]
    changes: { field: string; after: string }[]
    papers: string[]
    written: boolean
  }
  const send = async (who: string, content: Buffer, query = '') => {
    const file = { name: 'p.aasx', content: new Uint8Array(content) }
    const { status, body } = await upload(house, who, `/trace/passport/import${query}`, file)
    return { status, body: body as unknown as Report & { code: string } }
  }

  test('is tried, then written: names, model, papers and footprint', async () => {
    const { content } = await fileOf('wei', item, 'aasx')
    const tried = (await send('other', content)).body
    assert.deepEqual([tried.key, tried.faults, tried.written], [product, [], false])
    assert.deepEqual(
      tried.changes.map(({ field }) => field),
      ['name.zh', 'name.en', 'model', 'origin', 'footprint'],
    )
    assert.deepEqual(tried.papers.sort(), ['paper-own', 'paper-partner', 'paper-public'])
    const { total } = await as(house, 'other').masters({ query: {} })
    assert.equal(total, 0, 'a trial writes nothing')
    assert.equal((await send('other', content, '?dryRun=false')).body.written, true)
    const { rows } = await as(house, 'other').masters({ query: {} })
    assert.deepEqual(
      rows.map(({ name, model }) => [name, model]),
      [['减速器', 'JS']],
    )
    const papers = await as(house, 'other').documents({ query: { about: product } })
    assert.deepEqual(new Set(papers.rows.map(({ audience }) => audience)), new Set(['own']))
    const again = (await send('other', content, '?dryRun=false')).body
    assert.deepEqual([again.changes, again.papers, again.written], [[], [], false])
  })

  test('that changes a product makes its next version', async () => {
    const { content } = await fileOf('wei', product, 'json')
    const changed = content.toString().replaceAll('Gearbox', 'Gear unit')
    const { body } = await send('wei', Buffer.from(changed), '?dryRun=false')
    assert.deepEqual(
      body.changes.map(({ field, after }) => [field, after]),
      [['name.en', 'Gear unit']],
    )
    const { rows } = await as(house, 'wei').masters({ query: { kind: 'product' } })
    assert.deepEqual([rows[0]!.nameEn, rows[0]!.version], ['Gear unit', 2])
  })

  test('with faults names each by its path and writes nothing', async () => {
    const { content } = await fileOf('wei', product, 'json')
    const environment = JSON.parse(content.toString())
    const [plate, meta] = environment.submodels as AasElement[]
    plate!.submodelElements = plate!.submodelElements!.filter((one) => one.idShort !== 'ManufacturerName')
    memberOf(meta!, 'lastUpdate')!.value = 'yesterday'
    const { body } = await send('wei', Buffer.from(JSON.stringify(environment)), '?dryRun=false')
    assert.deepEqual(
      body.faults.map(({ path, rule }) => `${path} ${rule}`),
      ['Nameplate.ManufacturerName missing', 'DppMetadata.lastUpdate date'],
    )
    assert.equal(body.faults[0]!.message, '缺少此元素')
    assert.equal(body.written, false)
  })

  test('of no product, without nameplate, unreadable, or sent by who may not is refused', async () => {
    const { content } = await fileOf('wei', product, 'json')
    const strange = content.toString().replaceAll(gtin, 'X-1')
    const { body } = await send('wei', Buffer.from(strange))
    assert.deepEqual(
      body.faults.map(({ path }) => path),
      ['Nameplate.URIOfTheProduct'],
    )
    assert.equal((await send('wei', Buffer.from('{}'))).body.code, 'trace.passport.absent')
    assert.equal((await send('wei', Buffer.from('PK'))).body.code, 'trace.passport.unreadable')
    assert.equal((await send('reader', content)).status, 403)
    assert.equal((await send('official', content)).status, 403)
  })

  test('in more languages is kept in those that the register has', async () => {
    const { content } = await fileOf('wei', product, 'json')
    const environment = JSON.parse(content.toString())
    const plate = environment.submodels[0] as AasElement
    const texts = [
      { language: 'zh-CN', text: '减速器' },
      { language: 'vi', text: 'Hộp số' },
      { language: 'de', text: 'Getriebe' },
    ]
    memberOf(plate, 'ManufacturerProductDesignation')!.value = texts
    const sent = await send('wei', Buffer.from(JSON.stringify(environment)))
    assert.deepEqual(
      sent.body.changes.map(({ field, after }) => [field, after]),
      [['name.vi', 'Hộp số']],
    )
  })

  test('takes no file that is none of the kinds, and none that is missing', async () => {
    const { environment, files } = readAas((await fileOf('wei', item, 'aasx')).content)
    const papers = [...files].filter(([name]) => name.startsWith('aasx/files/'))
    assert.equal(papers.length, 3)
    const parts = papers.slice(1).map(([name], at) => ({
      name,
      content: at === 0 ? Buffer.from('<html>no paper</html>') : Buffer.from('%PDF-1.4 a new one'),
    }))
    const sent = await send('wei', aasxOf(environment, parts))
    assert.deepEqual([sent.body.faults, sent.body.papers.length], [[], 1])
  })

  test('leaves in the audit what it wrote', async () => {
    const { content } = await fileOf('wei', product, 'json')
    const changed = content.toString().replaceAll('"JS"', '"JS-2"')
    assert.equal((await send('wei', Buffer.from(changed), '?dryRun=false')).body.written, true)
    const actions = await house.house.act(systemCaller, async ({ sql }) => {
      const rows = await sql<{ action: string }[]>`select action from kit_audit order by seq desc limit 2`
      return rows.map(({ action }) => action)
    })
    assert.deepEqual(actions, ['trace.passport.imported', 'trace.master.changed'])
  })
})
