import assert from 'node:assert/strict'
import type { Browser } from 'playwright-core'
import { readJson } from '../whole.ts'
import { chosen, confirmed, dialogOf, type Guest, guest, leave, picked, pressedIn, sent } from './paths.ts'
import type { Timed } from './timed.ts'

const title = '走查：市级责任单位考核'
const reason = '设备检修已报备，应计入按期'
type Unit = { total: number | null; appeals: { decision: string | null; files: { name: string }[] }[] }

/** Bodies are appraised: the scheme in two versions, results, an appeal with a file, closed and published. */
export async function appraised(browser: Browser, whole: Timed): Promise<void> {
  const place = await drafted(browser, whole)
  await approved(browser, whole, place)
  const before = await computed(browser, whole, place)
  await appealed(browser, whole, place)
  await decided(browser, whole, place, before)
  await closed(browser, whole, place)
}

/** The leader gives the first version back; the second one stands beside it, with what differs. */
async function drafted(browser: Browser, whole: Timed): Promise<string> {
  const region = await guest(browser, whole, 'region-official')
  const { page } = region
  await region.open('/governance/appraisals/new')
  await page.getByLabel('标题（中文）').fill(title)
  await page.getByLabel('标题（英文）').fill('Walk: appraisal of cities')
  await picked(page, '考核期起', whole.dayIn(-200))
  await picked(page, '考核期止', whole.dayIn(-1))
  await chosen(page, '责任单位', ['南宁市人民政府', '柳州市人民政府'])
  await page.locator('main .ant-btn-primary').last().click()
  await page.waitForURL(/\/governance\/appraisals\/[0-9a-f-]{36}/)
  const place = new URL(page.url()).pathname
  await confirmed(page, /^报\s*审$/)
  await page.getByText('待审批').first().waitFor()
  const leader = await guest(browser, whole, 'region-leader')
  await leader.open(place)
  await confirmed(leader.page, /^退\s*回$/, '目标完成权重应更高')
  await leader.page.getByText('目标完成权重应更高').first().waitFor()
  await leave(leader)
  await region.open(place)
  await page.getByRole('button', { name: '修改方案' }).click()
  const weights = page.getByRole('spinbutton', { name: '指标与权重' })
  await weights.nth(0).fill('50')
  await weights.nth(1).fill('20')
  await page.locator('main .ant-btn-primary').last().click()
  await page.waitForURL(/\/governance\/appraisals\/[0-9a-f-]{36}$/)
  const versions = page.getByRole('region', { name: '方案的各版' })
  await versions.getByRole('cell', { name: '50', exact: true }).waitFor()
  await region.look('appraisal-versions')
  await confirmed(page, /^报\s*审$/)
  await leave(region)
  return place
}

async function approved(browser: Browser, whole: Timed, place: string): Promise<void> {
  const leader = await guest(browser, whole, 'region-leader')
  await leader.open(place)
  await confirmed(leader.page, /^批\s*准$/)
  await leader.page.getByText('已下发').first().waitFor()
  await leave(leader)
}

/** Computed from what is kept, and shown to the bodies. */
async function computed(browser: Browser, whole: Timed, place: string): Promise<number> {
  const region = await guest(browser, whole, 'region-official')
  await region.open(place)
  await confirmed(region.page, '计算得分')
  await region.page.getByText('已计算').first().waitFor()
  await confirmed(region.page, '反馈结果')
  await region.page.getByText('申诉期').first().waitFor()
  await region.look('appraisal-shown')
  const { total } = await unitOf(region, place)
  await region.open(`${place}/units/city-450100`)
  await region.page.getByText('重新计算一致').first().waitFor()
  await leave(region)
  return total ?? 0
}

async function unitOf({ api }: Guest, place: string): Promise<Unit> {
  return readJson<Unit>(await api.get(`${place}/units/city-450100`))
}

/** The body appeals on its phone, with a file; another body has neither button nor result. */
async function appealed(browser: Browser, whole: Timed, place: string): Promise<void> {
  const other = await guest(browser, whole, 'liuzhou-official')
  assert.ok((await other.api.get(`${place}/units/city-450100`)).status >= 400)
  await leave(other)
  const city = await guest(browser, whole, 'city-official', 'phone')
  const { page } = city
  await city.open(`${place}/units/city-450100`)
  await page.getByRole('button', { name: /^申\s*诉$/ }).click()
  await sent(page, { 申诉内容与理由: reason })
  await page.getByText(reason).first().waitFor()
  await page.getByRole('button', { name: '上传材料' }).first().click()
  const file = { name: '检修报备.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 报备') }
  await dialogOf(page).locator('input[type=file]').setInputFiles(file)
  await pressedIn(page)
  await page.getByRole('button', { name: '检修报备.pdf' }).waitFor()
  await city.look('appraisal-appeal')
  await leave(city)
}

/** The leader reads the file, and upholds with points that the total has at once. */
async function decided(browser: Browser, whole: Timed, place: string, before: number): Promise<void> {
  const leader = await guest(browser, whole, 'region-leader')
  const { page } = leader
  await leader.open(`${place}/units/city-450100`)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '检修报备.pdf' }).click(),
  ])
  assert.equal(download.suggestedFilename(), '检修报备.pdf')
  await page.getByRole('button', { name: '处理申诉' }).click()
  await sent(page, { 理由: '报备属实', 分数: '2' })
  await page.getByText('报备属实').first().waitFor()
  assert.equal((await unitOf(leader, place)).total, before + 2)
  await leader.look('appraisal-decided')
  await leave(leader)
}

/** After the days of appeal it is closed and published; anybody sees totals and no rows. */
async function closed(browser: Browser, whole: Timed, place: string): Promise<void> {
  await whole.later(12)
  const region = await guest(browser, whole, 'region-official')
  await region.open(place)
  await confirmed(region.page, '提交终审')
  await region.page.getByText('待终审').first().waitFor()
  await leave(region)
  const leader = await guest(browser, whole, 'region-leader')
  await leader.open(place)
  await confirmed(leader.page, /^批\s*准$/)
  await leader.page.getByText('已确定').first().waitFor()
  await confirmed(leader.page, /^公\s*布$/)
  await leader.page.getByText('已公布').first().waitFor()
  await leave(leader)
  const anyone = await guest(browser, whole, null, 'phone')
  await anyone.open(`${place}/units/city-450100`)
  await anyone.page.getByText('明细仅供考核单位与被考核单位查看').first().waitFor()
  assert.equal(await anyone.page.getByText(reason).count(), 0)
  await anyone.look('appraisal-public')
  await leave(anyone)
}
