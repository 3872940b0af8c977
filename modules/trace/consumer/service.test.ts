import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { as, capture, documentOf, eventWith, firm, traceHouse } from '../test/house.ts'
import { upload } from '../test/upload.ts'
import { insertScan } from './store.ts'
import { phonesPerWeekMax } from './verdict.ts'
import { spoken } from './words.ts'

let house: TestHouse
const gtin = '06901234001013'
const serial = (one: string) => `urn:epc:id:sgtin:6901234.000101.${one}`
const box = 'urn:epc:id:sscc:6901234.0000000001'
const place = (reference: string) => ({ id: `urn:epc:id:sgln:6901234.${reference}.0` })

before(async () => {
  house = await traceHouse()
  const wei = as(house, 'wei')
  await wei.addPrefix({ body: { prefix: '6901234' } })
  const { id } = await wei.addMaster({
    body: {
      kind: 'product',
      identifier: gtin,
      name: '减速器',
      nameEn: 'Gearbox',
      origin: 'CN',
      model: '<b>JS</b>',
    },
  })
  await wei.translateMaster({ params: { masterId: id, language: 'th' }, body: { name: 'ชุดเกียร์' } })
  await wei.addMaster({
    body: { kind: 'place', identifier: '6901234000108', name: '南宁工厂', latitude: 22.8, longitude: 108.3 },
  })
  await wei.addMaster({
    body: { kind: 'place', identifier: '6901234000115', name: '柳州仓库', latitude: 24.3, longitude: 109.5 },
  })
  await wei.addMaster({ body: { kind: 'party', identifier: '6901234000108', name: '传动公司' } })
  await wei.allocate({
    body: { numberKind: 'serial', subject: gtin, count: 5, prefix: 'P', width: 3 },
  })
  await capture(house, 'wei', documentOf(eventsOf()))
  for (const [audience, title] of [
    ['public', '出厂检验报告'],
    ['partner', '内部报告'],
    ['own', '成本'],
  ] as const) {
    const path = `/trace/documents?about=(01)${gtin}(10)L7&kind=testReport&audience=${audience}`
    await upload(house, 'wei', `${path}&title=${encodeURIComponent(title)}`, {
      ...{ name: 'r.pdf', content: '%PDF-1.4' },
    })
  }
})
after(() => house.close())

/** Made, packed, shipped in its box, taken out; the box goes on without it. */
function eventsOf() {
  const at = (minute: number) => ({ eventTime: new Date(Date.UTC(2026, 4, 1, 8, minute)).toISOString() })
  const epcList = [serial('A1')]
  const secret = {
    'example:cost': '9.99',
    bizTransactionList: [{ type: 'po', bizTransaction: 'urn:uuid:1' }],
  }
  return [
    eventWith({
      ...{ ...at(0), action: 'ADD', epcList, bizStep: 'commissioning', bizLocation: place('00010') },
      ...{ ...secret, ilmd: { 'cbvmda:lotNumber': 'L7' } },
    }),
    eventWith({
      ...{ ...at(1), type: 'AggregationEvent', action: 'ADD', parentID: box, childEPCs: epcList },
      ...{ epcList: undefined, bizStep: 'packing', readPoint: place('00010') },
    }),
    eventWith({ ...at(2), epcList: [box], bizStep: 'shipping', readPoint: place('00010') }),
    eventWith({ ...at(3), epcList: [box], bizStep: 'arriving', readPoint: place('00011') }),
    eventWith({
      ...{ ...at(4), type: 'AggregationEvent', action: 'DELETE', parentID: box, childEPCs: epcList },
      ...{ epcList: undefined, bizStep: 'unpacking', readPoint: place('00011') },
    }),
    eventWith({ ...at(5), epcList: [box], bizStep: 'destroying', readPoint: place('00011') }),
    eventWith({ ...at(6), epcList: [serial('R1')], disposition: 'recalled', bizLocation: place('00010') }),
  ]
}

async function look(path: string, headers: Record<string, string> = {}, agent = 'phone') {
  const response = await fetch(house.url + path, { headers: { 'user-agent': agent, ...headers } })
  return { status: response.status, text: await response.text(), headers: response.headers }
}
async function post(path: string, form: Record<string, string>, agent = 'phone') {
  const response = await fetch(house.url + path, {
    method: 'POST',
    headers: { 'user-agent': agent },
    body: new URLSearchParams(form),
  })
  return { status: response.status, text: await response.text() }
}
const story = (rest = '/21/A1') => `/story/01/${gtin}${rest}`

describe('the passport of a code', () => {
  test('is a link of the page in every language, and a small one still', async () => {
    for (const language of spoken) {
      const { text } = await look(`${story()}?lang=${language}`)
      const link = /<a href="([^"]*)">([^<]*)<\/a> \(AASX\)/.exec(text)
      assert.equal(link?.[1], `/passport/01/${gtin}/21/A1?package=aasx`, language)
      assert.ok((link?.[2] ?? '').length > 5, language)
      assert.ok(Buffer.byteLength(text) < 60_000, language)
    }
  })

  test('is what the link leads to, and tells no more than the page', async () => {
    const answer = await fetch(`${house.url}/passport/01/${gtin}/21/A1?package=aasx`)
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-disposition') ?? '', /attachment; filename=".*\.aasx"/)
    const text = Buffer.from(await answer.arrayBuffer()).toString('latin1')
    assert.equal(text.slice(0, 2), 'PK')
    for (const hidden of ['9.99', 'urn:uuid:1']) assert.ok(!text.includes(hidden), hidden)
  })
})

describe('the page of a code', () => {
  test('tells the story, with what happened to the box while it was inside, and no longer', async () => {
    const { status, text } = await look(`${story()}?lang=en`)
    assert.equal(status, 200)
    const steps = [...text.matchAll(/<b>([^<]+)<\/b>/g)].map(([, step]) => step)
    assert.deepEqual(steps, ['Given its identity', 'Packed', 'Shipped', 'Arrived', 'Unpacked'])
    assert.match(text, /<svg class="map"/)
    assert.match(text, /传动公司/)
    assert.match(text, /China/)
  })

  test('tells the beginning and the end of a long story, and stays small', async () => {
    const truck = 'urn:epc:id:grai:6901234.00099.T1'
    const at = (minute: number) => ({ eventTime: new Date(Date.UTC(2026, 3, 1, 0, minute)).toISOString() })
    const seen = Array.from({ length: 400 }, (_, minute) =>
      eventWith({ ...at(minute + 2), epcList: [truck], bizStep: 'departing', readPoint: place('00011') }),
    )
    await capture(
      house,
      'wei',
      documentOf([
        eventWith({ ...at(0), action: 'ADD', epcList: [serial('LONG')], bizStep: 'commissioning' }),
        eventWith({
          ...{ ...at(1), type: 'AggregationEvent', action: 'ADD', parentID: truck },
          ...{ childEPCs: [serial('LONG')], epcList: undefined, bizStep: 'loading' },
        }),
        ...seen,
        eventWith({ ...at(500), epcList: [serial('LONG')], bizStep: 'retail_selling' }),
      ]),
    )
    const { text } = await look(`${story('/21/LONG')}?lang=en`)
    const steps = [...text.matchAll(/<b>([^<]+)<\/b>/g)].map(([, step]) => step)
    assert.deepEqual([steps.length, steps[0], steps[1]], [120, 'Given its identity', 'Loaded'])
    assert.equal(steps.at(-1), 'Sold')
    assert.match(text, /283 more records in between/)
    assert.ok(Buffer.byteLength(text) < 60_000, String(Buffer.byteLength(text)))
    for (const language of spoken) {
      const inside = (await look(`${story('/21/LONG')}?lang=${language}`)).text
      assert.match(inside, /T1/, language)
      assert.doesNotMatch(inside, /\{\{/, language)
    }
  })

  test('tells nothing that is not public', async () => {
    const { text } = await look(story())
    for (const secret of ['9.99', 'urn:uuid:1', '内部报告', '成本', 'captureId', firm])
      assert.equal(text.includes(secret), false, secret)
    assert.match(text, /出厂检验报告/)
    assert.doesNotMatch(text, /<b>JS<\/b>/)
  })

  test('speaks seven languages, by choice or by the phone', async () => {
    for (const language of spoken) {
      const { text, headers } = await look(`${story()}?lang=${language}`)
      assert.match(text, new RegExp(`<html lang="${language}">`))
      assert.equal(headers.get('vary')?.includes('Accept-Language'), true)
    }
    const thai = await look(story(), { 'accept-language': 'th-TH,en;q=0.5' })
    assert.match(thai.text, /<h1>ชุดเกียร์<\/h1>/)
    assert.match(thai.text, /<html lang="th">/)
  })

  test('has under 60 kB with all it needs, and is whole without a script', async () => {
    let bytes = 0
    const { text } = await look(`${story()}?lang=my`)
    bytes += Buffer.byteLength(text)
    const needed = [...text.matchAll(/(?:href|src)="(\/story-[a-z]+\.(?:css|js))"/g)].map(([, path]) => path!)
    assert.deepEqual(needed, ['/story-look.css', '/story-acts.js'])
    for (const path of needed) {
      const part = await look(path)
      assert.equal(part.status, 200)
      bytes += Buffer.byteLength(part.text)
    }
    assert.ok(bytes < 60_000, `${bytes} bytes`)
    assert.doesNotMatch(text, /https?:\/\/(?!www\.w3\.org)[a-z]/, 'nothing of anybody else')
    assert.doesNotMatch(text, /<script(?! src="\/story-acts)/)
  })

  test('of a product or a lot is told without a serial number', async () => {
    assert.equal((await look(story(''))).status, 200)
    assert.match((await look(story('/10/L7'))).text, /出厂检验报告/)
    assert.doesNotMatch((await look(story('/10/L8'))).text, /出厂检验报告/)
  })

  test('of nobody is not found, in the language of the reader', async () => {
    for (const path of [
      '/story/01/09780345418913',
      '/story/00/069012340000000030',
      '/story/x',
      '/story/01/1',
    ])
      assert.equal((await look(path)).status, 404, path)
    assert.match((await look('/story/x?lang=vi')).text, /chưa được đăng ký/)
  })
})

describe('warnings', () => {
  test('say why: never issued, recalled; what was given out and not yet used is none', async () => {
    assert.match((await look(`${story('/21/FAKE')}?lang=en`)).text, /never issued/)
    assert.match((await look(`${story('/21/R1')}?lang=en`)).text, /has been recalled/)
    assert.match((await look(`${story('/21/P004')}?lang=en`)).text, /No irregular records/)
    assert.match((await look(`${story('/21/P005')}?lang=en`)).text, /never issued/)
    assert.match((await look(`${story()}?lang=en`)).text, /No irregular records/)
  })

  test('come of too many phones', async () => {
    for (let at = 0; at <= phonesPerWeekMax; at += 1) await look(story('/21/P001'), {}, `phone ${at}`)
    assert.match((await look(`${story('/21/P001')}?lang=en`)).text, /very many phones/)
  })

  test('come of places too far apart, which phones tell when they are allowed to', async () => {
    const path = `/01/${gtin}/21/P002`
    await house.house.db.transaction(systemCaller, (sql) =>
      insertScan(sql, {
        ...{ organisationId: firm, key: `https://id.gs1.org${path}`, at: new Date() },
        ...{ visitor: 'bangkok', latitude: 13.8, longitude: 100.5 },
      }),
    )
    assert.equal((await post('/story-place', { path, latitude: '22.8', longitude: '108.3' })).status, 204)
    assert.match((await look(`${story('/21/P002')}?lang=en`)).text, /too far apart/)
    for (const wrong of [
      { latitude: '91', longitude: '0' },
      { latitude: '', longitude: '' },
      { latitude: 'x', longitude: '1' },
    ])
      assert.equal((await post('/story-place', { path, ...wrong })).status, 400)
    assert.equal((await post('/story-place', { path: '/01/1', latitude: '1', longitude: '1' })).status, 400)
  })
})

describe('looks', () => {
  test('are counted once a phone and day, robots not at all', async () => {
    for (const agent of ['one', 'one', 'two', 'three', 'Googlebot']) await look(story('/21/P003'), {}, agent)
    assert.match((await look(`${story('/21/P003')}?lang=en`, {}, 'one')).text, /Seen by 3 phones/)
    const { rows } = await as(house, 'wei').scanned({ query: { q: 'P003' } })
    assert.deepEqual(
      rows.map(({ identifier, scans, phones }) => [identifier, scans, phones]),
      [[`/01/${gtin}/21/P003`, 3, 3]],
    )
    assert.equal((await as(house, 'other').scanned()).total, 0)
  })

  test('leave nothing that tells who it was', async () => {
    const rows = await house.house.db.transaction(systemCaller, (sql) => sql`select * from trace_scans`)
    assert.ok(rows.length > 5)
    assert.doesNotMatch(JSON.stringify(rows), /127\.0\.0\.1|Googlebot|"phone/)
  })
})

describe('a paper', () => {
  test('is opened by everybody when it is public, and by nobody else’s guess', async () => {
    const { rows } = await as(house, 'wei').documents({ query: { pageSize: 50 } })
    for (const { id, audience } of rows) {
      const { status, headers } = await look(`/story-paper/${id}`)
      assert.equal(status, audience === 'public' ? 200 : 404)
      if (status === 200) assert.equal(headers.get('x-content-type-options'), 'nosniff')
    }
    for (const id of ['x', '018f0000-0000-7000-8000-0000000000ff'])
      assert.equal((await look(`/story-paper/${id}`)).status, 404)
  })
})

describe('a report', () => {
  const path = `/01/${gtin}/21/A1`
  const good = { path, lang: 'en', kind: 'fake', text: 'The seal is <b>broken</b>', contact: 'me@x.example' }

  test('reaches the maker, who answers it', async () => {
    const sent = await post('/story-report', good)
    assert.equal(sent.status, 200)
    assert.match(sent.text, /Thank you/)
    const { rows } = await as(house, 'wei').reports({ query: { problem: 'fake', q: 'seal' } })
    assert.deepEqual(
      rows.map(({ identifier, text, reportState }) => [identifier, text, reportState]),
      [[path, good.text, 'open']],
    )
    const params = { reportId: rows[0]!.id }
    const other = as(house, 'other').answerReport({ params, body: { answer: 'no' } })
    await assert.rejects(other, (error) => error instanceof RequestFault && error.status === 404)
    const answered = await as(house, 'wei').answerReport({ params, body: { answer: '已联系' } })
    assert.deepEqual([answered.reportState, answered.answer, answered.answeredBy], ['closed', '已联系', 'a'])
    assert.equal((await as(house, 'wei').reports({ query: { reportState: 'open' } })).total, 0)
    assert.equal((await as(house, 'other').reports()).total, 0)
  })

  test('is refused when it says nothing, of nothing, or too much', async () => {
    const wrong = [
      { ...good, text: ' ' },
      { ...good, kind: 'poem' },
      { ...good, path: '/01/09780345418913' },
      { ...good, text: 'x'.repeat(1001) },
      { ...good, contact: 'x'.repeat(201) },
      {},
    ]
    for (const form of wrong)
      assert.equal((await post('/story-report', form)).status, 400, JSON.stringify(form))
    const long = await post('/story-report', { ...good, text: 'x'.repeat(20_000) })
    assert.equal(long.status, 413)
  })

  test('of one phone comes five times a day at most', async () => {
    const statuses: number[] = []
    for (let at = 0; at < 6; at += 1) statuses.push((await post('/story-report', good, 'spammer')).status)
    assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429])
  })
})

test('the words of every language are the same, and none is empty', () => {
  const folder = new URL('./i18n/', import.meta.url)
  const files = readdirSync(folder)
  assert.equal(files.length, spoken.length)
  const read = (name: string) =>
    JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Record<string, string>
  const keys = Object.keys(read('zh.json')).sort()
  const blanks = (text = '') => (text.match(/\{\{\w+\}\}/g) ?? []).sort()
  for (const name of files) {
    const words = read(name)
    assert.deepEqual(Object.keys(words).sort(), keys, name)
    for (const key of keys) {
      assert.ok(words[key]?.trim(), `${name} ${key}`)
      assert.deepEqual(blanks(words[key]), blanks(read('zh.json')[key]), `${name} ${key}`)
    }
  }
})
