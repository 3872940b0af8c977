import assert from 'node:assert/strict'
import { eventually } from '@ronghe/kit/test'
import { openContext } from '@ronghe/kit/test/browser'
import type { Browser } from 'playwright-core'
import { readJson } from '../whole.ts'
import { type Captured, naiveRecall } from './naive-recall.ts'
import { confirmed, type Guest, guest, leave, type Opened, rowsOf } from './paths.ts'
import { newWalker } from './walker.ts'

const gs1 = 'https://id.gs1.org'
const shaftProduct = `${gs1}/01/06901234002034/21/`
const steel = `${gs1}/01/06901234002010/10/GC2611`
const works = `${gs1}/414/6901234000153`
const partnerPlace = `${gs1}/414/6909876000012`
const partnerParty = `${gs1}/417/6909876000012`
/** The machine's history comes in behind its newest values. */
const historyMsMax = 600_000

export type Sent = { shaft: string; carton: string; maker: string }
type Line = { seq: number; some: string[]; organisationId: string; bizStep: string | null }

const storyOf = (id: string) => `/trace/story?id=${encodeURIComponent(id)}`

/** From the machine: its rule, a part that it made, the curve of it, and what it was made of. */
export async function made(browser: Browser, whole: Opened): Promise<Sent> {
  const engineer = await guest(browser, whole, 'plant-engineer')
  const { page, api } = engineer
  await engineer.open('/trace/rules')
  await page.getByRole('link', { name: /齿轮轴下线/ }).waitFor()
  await engineer.look('1-rules')
  await page.getByRole('link', { name: /齿轮轴下线/ }).click()
  await page.getByRole('heading', { level: 1, name: /齿轮轴下线/ }).waitFor()
  await engineer.look('2-rule')
  const packings = '/trace/events?type=AggregationEvent&bizStep=packing&q=:pack:'
  const wait = 'the machine has filled a carton'
  const packed = await eventually(wait, async () => (await rowsOf<Line>(api, packings)).at(-1), historyMsMax)
  const event = await readJson<{ named: { id: string; roles: string[] }[] }>(
    await api.get(`/trace/events/${packed.seq}`),
  )
  const carton = event.named.find(({ roles }) => roles.includes('parent'))!.id
  const shaft = event.named.find(({ id }) => id.startsWith(shaftProduct))!.id
  await engineer.open(storyOf(shaft))
  await page.getByRole('button', { name: '工艺曲线' }).first().click()
  await page.locator('main canvas').first().waitFor()
  await page.mouse.move(0, 0)
  await engineer.look('3-curve')
  await page.getByRole('link', { name: /向上追溯/ }).click()
  await page.waitForURL(/genealogy/)
  await page
    .locator('main')
    .getByText(/GC2611/)
    .first()
    .waitFor()
  await engineer.look('4-genealogy')
  await leave(engineer)
  return { shaft, carton, maker: packed.organisationId }
}

const document = (eventList: readonly object[]) => ({
  '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
  ...{ type: 'EPCISDocument', schemaVersion: '2.0', creationDate: new Date().toISOString() },
  epcisBody: { eventList },
})

function seen(bizStep: string, epc: string, place: string, more: object = {}) {
  return {
    ...{ type: 'ObjectEvent', action: 'OBSERVE', eventTime: new Date().toISOString() },
    ...{ eventTimeZoneOffset: '+08:00', epcList: [epc], bizStep, readPoint: { id: place }, ...more },
  }
}

/** A machine with a key ships the carton by the standard's interface; the story of what is in it tells so. */
export async function shipped(browser: Browser, whole: Opened, { shaft, carton }: Sent): Promise<void> {
  const chief = await guest(browser, whole, 'enterprise-administrator')
  const made = await chief.api.post('/registry/api-keys', {
    ...{ name: '发货口', scopes: ['trace.read', 'trace.capture'] },
  })
  const { key } = await readJson<{ key: string }>(made)
  const to = { destinationList: [{ type: 'owning_party', destination: partnerParty }] }
  const answer = await fetch(`${whole.url}/epcis/capture`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(document([seen('shipping', carton, works, { disposition: 'in_transit', ...to })])),
  })
  assert.equal(answer.status, 202, await answer.text())
  await eventually('the shipment is in the story', async () => {
    const { events } = await readJson<{ events: { bizStep: string | null; carriers: string[] }[] }>(
      await chief.api.get(storyOf(shaft)),
    )
    return events.some(({ bizStep, carriers }) => /shipping$/.test(bizStep ?? '') && carriers[0] === carton)
  })
  await chief.open(storyOf(shaft))
  await chief.page.locator('main li.is-carried', { hasText: '发货' }).first().waitFor()
  await chief.look('1-shipped')
  await leave(chief)
}

/** The partner sees what the maker shows it, and captures by hand that the carton came. */
export async function received(browser: Browser, whole: Opened, { carton, maker }: Sent): Promise<void> {
  const partner = await guest(browser, whole, 'partner-engineer')
  const { page } = partner
  await partner.open('/trace/captures')
  const place = `/epcis/partners/${maker}/events?EQ_bizStep=shipping&MATCH_epc=${encodeURIComponent(carton)}`
  const told = await page.evaluate(async (path) => {
    const answer = await fetch(path)
    return { status: answer.status, text: await answer.text() }
  }, place)
  assert.equal(told.status, 200, told.text)
  assert.ok(told.text.includes(carton) && !told.text.includes('destinationList'), told.text)
  await page.getByRole('button', { name: '上传 EPCIS 文件' }).click()
  const body = document([seen('receiving', carton, partnerPlace, { disposition: 'in_progress' })])
  const buffer = Buffer.from(JSON.stringify(body))
  const file = { name: 'receiving.json', mimeType: 'application/json', buffer }
  await page.locator('[role=dialog] input[type=file]').setInputFiles(file)
  await page.locator('[role=dialog] .ant-btn-primary').click()
  await page.locator('[role=dialog]').waitFor({ state: 'hidden' })
  await page.getByText('已写入').first().waitFor()
  await partner.look('1-captured')
  await partner.open(storyOf(carton))
  await page.locator('main li', { hasText: '收货' }).waitFor()
  await partner.look('2-received')
  await leave(partner)
}

const spoken = { zh: '发货', en: 'Shipped', vi: 'Xuất hàng', th: 'จัดส่ง', id: 'Dikirim' } as const

/** What a person with a poor phone sees, counted over the wire. */
export async function scanned(browser: Browser, { url }: Opened, { shaft, carton }: Sent): Promise<void> {
  for (const [language, word] of Object.entries(spoken)) {
    const context = await openContext(browser, { viewport: { width: 390, height: 844 } })
    const { page, faults, look } = await newWalker(context, `path-public-phone-${language}`)
    const network = await context.newCDPSession(page)
    let bytes = 0
    network.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength
    })
    await network.send('Network.enable')
    await page.goto(`${url}/story${shaft.slice(gs1.length)}?lang=${language}`)
    await page.locator('.story li', { hasText: word }).first().waitFor()
    await page
      .locator('.story li', { hasText: carton.split('/').at(-1)! })
      .first()
      .waitFor()
    await look('story')
    assert.ok(bytes > 2_000 && bytes < 60_000, `${language}: ${bytes} bytes`)
    assert.deepEqual(faults, [], language)
    await context.close()
  }
}

/** A drill from a finding to its report: the set of the page is what a walk over the events finds. */
export async function recalled(browser: Browser, whole: Opened): Promise<void> {
  const engineer = await guest(browser, whole, 'plant-engineer')
  const { page, api } = engineer
  await engineer.open(`/trace/recalls/new?thing=${encodeURIComponent(steel)}`)
  await page.getByLabel('标题').first().fill('端到端演练：圆钢 GC2611')
  await page.getByLabel('原因').first().fill('假定硬度偏低')
  await page.getByLabel('处理要求').first().fill('演练：核对数量')
  await page.getByRole('switch').click()
  await page
    .locator('main')
    .getByRole('button', { name: /^发\s*起$/ })
    .click()
  await page.waitForURL(/recalls\/[0-9a-f-]{36}/)
  await page.locator('main .trace-steps').waitFor()
  await confirmed(page, '固定范围')
  await page.getByRole('button', { name: '通知涉及单位' }).waitFor()
  await confirmed(page, '通知涉及单位')
  const recallId = /recalls\/([0-9a-f-]{36})/.exec(page.url())![1]!
  const place = `/trace/recalls/${recallId}`
  const { frozenAt } = await readJson<{ frozenAt: string }>(await api.get(place))
  const events = (await eventsOf(engineer)).filter(({ recordTime }) => recordTime < frozenAt)
  const items = await rowsOf<{ thing: string; how: string }>(api, `${place}/items?pageSize=200`)
  assert.ok(items.length < 200, 'all of the set are on one page')
  const found = items.filter(({ how }) => how !== 'held').map(({ thing }) => thing)
  assert.deepEqual(found.toSorted(), naiveRecall(events, steel))
  await page.mouse.move(0, 0)
  await engineer.look('5-notified')
  await page.locator('main thead .ant-checkbox-input').check()
  await page.getByRole('button', { name: '已隔离' }).click()
  await page.getByText(/已标记 \d+ 个对象/).waitFor()
  await engineer.open(place)
  await page.getByText('已隔离').first().waitFor()
  await page.mouse.move(0, 0)
  await engineer.look('6-quarantined')
  await confirmed(page, '结束召回', '演练有效')
  await engineer.open(`${place}/report`)
  await page.emulateMedia({ media: 'print' })
  await page.mouse.move(0, 0)
  await engineer.look('7-report')
  await page.pdf()
  await leave(engineer)
}

/** Everything that the firm captured, by the standard's interface, page by page. */
async function eventsOf({ page }: Guest): Promise<Captured[]> {
  return page.evaluate(async () => {
    const all: unknown[] = []
    for (let place: string | undefined = '/epcis/events?perPage=1000'; place; ) {
      const answer: Response = await fetch(place)
      const { epcisBody } = await answer.json()
      all.push(...epcisBody.queryResults.resultsBody.eventList)
      place = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1]
    }
    return all as Captured[]
  })
}
