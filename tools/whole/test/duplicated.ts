import assert from 'node:assert/strict'
import type { Browser } from 'playwright-core'
import { readJson } from '../whole.ts'
import { chosen, dialogOf, type Guest, guest, leave, pressedIn, sent } from './paths.ts'
import type { Timed } from './timed.ts'

const invoice = '24450000000011112222'

/** The same invoice in two programmes: both sides are shown, decided with a reason, and then it passes. */
export async function duplicated(browser: Browser, whole: Timed): Promise<void> {
  const region = await guest(browser, whole, 'region-official')
  const firm = await guest(browser, whole, 'enterprise-administrator')
  const places = []
  for (const title of ['重复走查：热处理线', '重复走查：机加工线']) {
    const programme = await open(region, whole, `DUP-${places.length}`)
    places.push(await submitted(firm, programme, title))
  }
  const [first = '', second = ''] = places
  await firm.open(second)
  assert.equal(await firm.page.getByText('疑似重复').count(), 0, 'a firm is told of no other')
  await leave(firm)
  await leave(region)
  const city = await guest(browser, whole, 'city-official')
  await decided(city, first, second)
  await leave(city)
}

async function open({ api }: Guest, whole: Timed, code: string): Promise<string> {
  const body = {
    ...{
      code,
      titleZh: `补助 ${code}`,
      titleEn: `Grant ${code}`,
      guideZh: '支持改造。',
      guideEn: 'For upgrading.',
    },
    ...{ mode: 'grant', budgetFen: 100_000_000, shareBasisPoints: 2000, capFen: 50_000_000, conditions: [] },
    ...{ experts: 1, spreadMaxTenths: 200 },
    ...{ opensAt: `${whole.dayIn(-1)}T00:00:00.000Z`, closesAt: `${whole.dayIn(30)}T00:00:00.000Z` },
  }
  const { id } = await readJson<{ id: string }>(await api.post('/governance/programmes', body))
  await readJson(await api.post(`/governance/programmes/${id}/state`, { state: 'open' }))
  return id
}

async function submitted({ api }: Guest, programme: string, title: string): Promise<string> {
  const body = {
    ...{ title, summary: '更换控制系统。', investmentFen: 10_000_000, askedFen: 2_000_000 },
    ...{ equipmentCodes: [], invoiceNumbers: [invoice] },
  }
  const drafted = await api.post(`/governance/programmes/${programme}/applications`, body)
  const place = `/governance/applications/${(await readJson<{ id: string }>(drafted)).id}`
  await readJson(await api.post(`${place}/state`, { act: 'submit', version: 1 }))
  return place
}

/** Undecided it is kept back; the other side opens from here, and what was decided stands with its reason. */
async function decided(city: Guest, first: string, second: string): Promise<void> {
  const { page } = city
  await city.open(second)
  await page.getByText('疑似重复').first().waitFor()
  await page.getByRole('button', { name: '形式审查' }).click()
  await chosen(page, '结论', ['通过'])
  await dialogOf(page).locator('.ant-btn-primary').last().click()
  await dialogOf(page).getByText('请先逐项认定疑似重复').first().waitFor()
  // The browser's console tells of the refusal too.
  city.faults.length = 0
  await dialogOf(page)
    .getByRole('button', { name: /^取\s*消$/ })
    .click()
  const row = page.locator('main tr', { hasText: invoice })
  assert.equal(await row.locator(`a[href="${first}"]`).count(), 1, 'the other side opens')
  await city.look('duplicate-both-sides')
  await row.getByRole('button', { name: /^认\s*定$/ }).click()
  await chosen(page, '决定', ['不是同一对象'])
  await sent(page, { 理由: '一张发票两条产线，各有分摊' })
  await row.getByText('一张发票两条产线').waitFor()
  await page.getByRole('button', { name: '形式审查' }).click()
  await chosen(page, '结论', ['通过'])
  await pressedIn(page)
  await page.getByText('已通过形式审查').first().waitFor()
  await city.open(first)
  await page.locator('main tr', { hasText: invoice }).getByText('不是同一对象').waitFor()
}
