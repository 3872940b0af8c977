import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
import { readJson } from '../whole.ts'
import { chosen, confirmed, dialogOf, type Guest, guest, leave, picked, refusedWith, sent } from './paths.ts'
import type { Timed } from './timed.ts'

const title = '核对关键工序设备台账与数控化率'
const goal = 'key-process-numerical-control-rate'
type Item = {
  light: string
  state: string
  version: number
  parts: { departmentCode: string; light: string }[]
}

/** An item about a target: one body in time, one late: red, explained, made up late, yellow, closed. */
export async function supervised(browser: Browser, whole: Timed): Promise<void> {
  const place = await issued(browser, whole)
  await signed(browser, whole, place)
  await extended(browser, whole, place)
  await whole.later(21)
  await red(browser, whole, place)
  await madeUpLate(browser, whole, place)
  await ended(browser, whole, place)
}

/** Drafted for two bodies, submitted, approved by a leader who did not draft it, issued. */
async function issued(browser: Browser, whole: Timed): Promise<string> {
  const region = await guest(browser, whole, 'region-official')
  const { page } = region
  await region.open('/governance/items/new')
  await page.getByLabel('事项', { exact: true }).fill(title)
  await page.getByLabel('内容与要求').fill('逐户核对名录内企业的关键工序设备，十四日内反馈。')
  await chosen(page, '责任单位', ['南宁市人民政府', '柳州市人民政府'])
  await picked(page, '期限', whole.dayIn(14))
  await chosen(page, '对应目标', [goal])
  await page.locator('main .ant-btn-primary').last().click()
  await page.waitForURL(/\/governance\/items\/[0-9a-f-]{36}/)
  const place = new URL(page.url()).pathname
  await confirmed(page, /^报\s*审$/)
  await stepIs(page, '领导审核')
  await approvedBy(browser, whole, place, /^批\s*准$/)
  await region.open(place)
  await confirmed(page, /^下\s*发$/)
  await stepIs(page, '签收')
  await region.look('4-issued')
  await leave(region)
  return place
}

async function approvedBy(browser: Browser, whole: Timed, place: string, button: RegExp): Promise<void> {
  const leader = await guest(browser, whole, 'region-leader')
  await leader.open(place)
  await confirmed(leader.page, button)
  await leave(leader)
}

function stepIs(page: Page, name: string): Promise<void> {
  return page.locator('.governance-steps [aria-current=step]', { hasText: name }).waitFor()
}

const cities = ['city-official', 'liuzhou-official'] as const

/** Each body signs its own part, finds it among what waits for it, and has no button for the other's. */
async function signed(browser: Browser, whole: Timed, place: string): Promise<void> {
  for (const role of cities) {
    const city = await guest(browser, whole, role, role === 'city-official' ? 'desktop' : 'phone')
    await city.open('/governance/desk')
    await city.page.getByRole('link', { name: title }).first().waitFor()
    await city.open(place)
    assert.equal(
      await city.page
        .locator('main')
        .getByRole('button', { name: /^签\s*收$/ })
        .count(),
      1,
    )
    await confirmed(city.page, /^签\s*收$/)
    await city.page.getByRole('button', { name: '反馈结果' }).waitFor()
    await leave(city)
  }
}

/** One body reports in time; the other asks for more time, and the leader grants a part of it. */
async function extended(browser: Browser, whole: Timed, place: string): Promise<void> {
  const nanning = await guest(browser, whole, 'city-official')
  await nanning.open(place)
  await nanning.page.getByRole('button', { name: '反馈结果' }).click()
  await sent(nanning.page, { 说明: '全市名录企业核对完毕。' })
  await nanning.page.getByText('全市名录企业核对完毕').first().waitFor()
  await leave(nanning)
  const liuzhou = await guest(browser, whole, 'liuzhou-official')
  await liuzhou.open(place)
  await liuzhou.page.getByRole('button', { name: '申请延期' }).click()
  await picked(dialogOf(liuzhou.page), '延期至', whole.dayIn(16))
  await sent(liuzhou.page, { 理由: '两户企业停产检修' })
  await liuzhou.page.getByText('两户企业停产检修').first().waitFor()
  await leave(liuzhou)
  await approvedBy(browser, whole, place, /^批\s*准$/)
}

/** The day has passed: red, urged by the supervisor, and after some days told to the leader. */
async function red(browser: Browser, whole: Timed, place: string): Promise<void> {
  const region = await guest(browser, whole, 'region-official')
  await region.open(place)
  await region.page.getByText('红灯 · 逾期').first().waitFor()
  assert.deepEqual(await lightsOf(region, place), ['green', 'red'])
  await region.look('5-red')
  await confirmed(region.page, /^催\s*办$/, '请说明逾期原因并于本周内报送')
  await region.page.getByText('请说明逾期原因').first().waitFor()
  await whole.later(14)
  await region.open(place)
  await region.page.getByText('逾期升级').first().waitFor()
  await region.open('/governance/wall')
  await region.page.getByText(title).first().waitFor()
  await leave(region)
  const leader = await guest(browser, whole, 'region-leader', 'desktop', 'en')
  await leader.open('/registry/notifications')
  await leader.page.getByText(title).first().waitFor()
  await leader.open(place)
  await leader.page.getByText('Red · Overdue').first().waitFor()
  await leader.look('5-red-en')
  await leave(leader)
}

async function lightsOf({ api }: Guest, place: string): Promise<string[]> {
  const { parts } = await readJson<Item>(await api.get(place))
  return parts.map(({ light }) => light)
}

/** What is late is reported only with an explanation, and turns yellow. */
async function madeUpLate(browser: Browser, whole: Timed, place: string): Promise<void> {
  const late = await guest(browser, whole, 'liuzhou-official', 'phone')
  await late.open(place)
  await late.page.getByRole('button', { name: '反馈结果' }).click()
  const dialog = dialogOf(late.page)
  await dialog.getByLabel('说明').fill('两户企业复产，台账已核对。')
  await dialog.locator('.ant-btn-primary').last().click()
  await refusedWith(late, 400)
  await sent(late.page, { 逾期原因: '企业停产检修至上周。' })
  await late.page.getByText('黄灯 · 逾期补办').first().waitFor()
  await late.look('5-late')
  await leave(late)
}

/** What both reported is accepted and the item closed; its lights stay, and nobody acts on it any more. */
async function ended(browser: Browser, whole: Timed, place: string): Promise<void> {
  const region = await guest(browser, whole, 'region-official')
  await region.open(place)
  const accept = region.page.locator('main').getByRole('button', { name: /^通\s*过$/ })
  for (const left of [1, 0]) {
    await confirmed(region.page, /^通\s*过$/)
    await accept.nth(left).waitFor({ state: 'detached' })
  }
  await confirmed(region.page, /^办\s*结$/)
  await region.page.locator('.governance-trail strong', { hasText: '办结' }).first().waitFor()
  const { state, parts } = await readJson<Item>(await region.api.get(place))
  assert.deepEqual([state, parts.map(({ light }) => light)], ['closed', ['green', 'yellow']])
  await region.look('5-closed')
  await leave(region)
  const city = await guest(browser, whole, 'city-official')
  await city.open(place)
  const buttons = city.page.locator('main').getByRole('button', { name: /签\s*收|反馈|延期|进展/ })
  assert.equal(await buttons.count(), 0)
  await leave(city)
}
