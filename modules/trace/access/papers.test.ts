import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { addFirm, as, capture, documentOf, eventWith, firm, neighbour, traceHouse } from '../test/house.ts'
import { upload } from '../test/upload.ts'
import { decide, insertPartner } from './store/partners.ts'

let house: TestHouse
const gtin = '06901234001013'
const serial = 'urn:epc:id:sgtin:6901234.000101.A1'
const ids: Record<string, string> = {}

before(async () => {
  house = await traceHouse()
  await addFirm(house, 3)
  const wei = as(house, 'wei')
  await wei.addPrefix({ body: { prefix: '6901234' } })
  await wei.addMaster({ body: { kind: 'product', identifier: gtin, name: '减速器' } })
  await capture(house, 'wei', documentOf([eventWith({ action: 'ADD', epcList: [serial] })]))
  for (const [who, audience] of [
    ['wei', 'public'],
    ['wei', 'partner'],
    ['wei', 'own'],
    ['other', 'own'],
  ] as const) {
    const path = `/trace/documents?about=(01)${gtin}&kind=certificate&audience=${audience}`
    const title = `${who} ${audience}`
    const file = { name: `${audience}.pdf`, content: `%PDF-1.4 ${title}` }
    const { body } = await upload(house, who, `${path}&title=${encodeURIComponent(title)}`, file)
    ids[title] = (body as unknown as { id: string }).id
  }
})
after(() => house.close())

const titles = async (who: string, query: object = {}) =>
  (await as(house, who).partnerPapers({ query })).rows.map(({ title }) => title).sort()

/** What somebody gets of a paper: by the API, and on the phone. */
async function reach(who: string, title: string): Promise<[number, number]> {
  const headers = { 'x-person': who }
  const api = await fetch(`${house.url}/api/trace/partner-papers/${ids[title]}/file`, { headers })
  const phone = await fetch(`${house.url}/story-paper/${ids[title]}`, { headers })
  return [api.status, phone.status]
}

const story = async (who: string) =>
  (await fetch(`${house.url}/story/01/${gtin}/21/A1`, { headers: { 'x-person': who } })).text()

const everybody = ['other', 'reader', 'alone', 'official', 'faraway', 'nobody', 'wei of 3']

describe('T47 papers for partners', () => {
  test('are given to nobody before the owner granted it', async () => {
    for (const who of everybody) {
      if (who === 'nobody') continue
      assert.deepEqual(await titles(who), [], who)
    }
    for (const who of everybody) {
      const [api, phone] = await reach(who, 'wei partner')
      assert.equal(api, who === 'nobody' ? 401 : 404, who)
      // The owner's own people read their papers on a phone too.
      assert.equal(phone, who === 'reader' ? 200 : 404, who)
      assert.equal((await story(who)).includes('wei partner'), who === 'reader', who)
    }
    const { rows } = await as(house, 'other').partners()
    assert.equal(rows.length, 0)
    await as(house, 'other')
      .askPartner({ body: { organisationId: firm } })
      .catch(() => null)
    assert.deepEqual(await titles('other'), [], 'asking gives nothing yet')
  })

  test('are listed, opened and shown on the phone to a granted partner, and to nobody else', async () => {
    await grant('granted')
    assert.deepEqual(await titles('other'), ['wei partner', 'wei public'])
    assert.deepEqual(await reach('other', 'wei partner'), [200, 200])
    assert.deepEqual(await reach('other', 'wei own'), [404, 404])
    const page = await story('other')
    assert.ok(page.includes('wei partner') && !page.includes('wei own'))
    for (const who of everybody.filter((one) => one !== 'other' && one !== 'reader')) {
      const [api, phone] = await reach(who, 'wei partner')
      assert.deepEqual([api, phone], [who === 'nobody' ? 401 : 404, 404], who)
      assert.ok(!(await story(who)).includes('wei partner'), who)
    }
  })

  test('whatever is asked for, no more is told', async () => {
    const queries: object[] = [
      { owner: firm },
      { q: 'wei' },
      { q: 'own' },
      { about: `(01)${gtin}` },
      { about: `(01)${gtin}(21)A1` },
      { kind: 'certificate' },
      { isExpired: false },
      { sort: '-validUntil', pageSize: 100 },
      { q: "' or '1'='1" },
      { q: '%' },
    ]
    for (const query of queries) {
      const found = await titles('other', query)
      assert.ok(
        found.every((one) => one === 'wei partner' || one === 'wei public'),
        JSON.stringify(query),
      )
      for (const who of ['alone', 'official', 'wei of 3']) assert.deepEqual(await titles(who, query), [], who)
    }
    const wrong = as(house, 'other').partnerPapers({ query: { audience: 'own' } as never })
    await assert.rejects(wrong, (error) => error instanceof RequestFault && error.status === 400)
    const { rows } = await as(house, 'other').partnerPapers({ query: { owner: firm } })
    assert.ok(rows.every((row) => !('fileHash' in row)))
  })

  test('are kept by no cache, and end with the partnership', async () => {
    const headers = { 'x-person': 'other' }
    const paper = await fetch(`${house.url}/story-paper/${ids['wei partner']}`, { headers })
    assert.equal(paper.headers.get('cache-control'), 'private, no-store')
    await grant('ended')
    assert.deepEqual(await titles('other'), [])
    assert.deepEqual(await reach('other', 'wei partner'), [404, 404])
    assert.ok(!(await story('other')).includes('wei partner'))
  })
})

/** As the owner decides; who asks goes by the register, which is not here. */
async function grant(state: 'asked' | 'granted' | 'ended'): Promise<void> {
  const now = new Date()
  await house.house.db.transaction(systemCaller, async (sql) => {
    const row = {
      ...{ organisationId: firm, partnerId: neighbour, organisationName: '甲', partnerName: '乙' },
      ...{ state, reason: null, askedAt: now, decidedAt: now, decidedBy: 'wei' },
    }
    await insertPartner(sql, row, null)
    await decide(sql, row)
  })
}
