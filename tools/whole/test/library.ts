import assert from 'node:assert/strict'
import type { Browser } from 'playwright-core'
import { chosen, confirmed, dialogOf, guest, leave, type Opened, picked, pressedIn, sent } from './paths.ts'

const title = '走查：技术改造申报通知'
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

/** The region gives a notice out; a firm sees whether it is meant for it and why, a stranger reads it. */
export async function announced(browser: Browser, whole: Opened): Promise<void> {
  const region = await guest(browser, whole, 'region-official')
  const { page } = region
  await region.open('/governance/policies')
  await page.getByRole('button', { name: '新建政策或通知' }).click()
  await chosen(page, '类别', ['通知公告'])
  await picked(dialogOf(page), '发布日期', today())
  await dialogOf(page).getByRole('button', { name: '添加条件' }).click()
  await sent(page, {
    ...{
      文号: `走查〔${today()}〕${Date.now() % 100_000}号`,
      '标题（中文）': title,
      '标题（英文）': 'Walk: call for applications',
    },
    ...{ '发布单位（中文）': '走查区厅', '发布单位（英文）': 'Department of the walk' },
    ...{ '内容（中文）': '请符合条件的企业申报。', '内容（英文）': 'Firms that meet the conditions apply.' },
  })
  await page.locator('main h1', { hasText: title }).waitFor()
  await region.look('library-draft')
  const place = new URL(page.url()).pathname
  const buffer = Buffer.from('%PDF-1.4 notice')
  await page.getByRole('button', { name: '上传材料' }).click()
  const file = { name: 'notice.pdf', mimeType: 'application/pdf', buffer }
  await dialogOf(page).locator('input[type=file]').setInputFiles(file)
  await pressedIn(page)
  await page.getByText('notice.pdf').waitFor()
  await confirmed(page, /^发\s?布$/)
  await page.getByText('现行有效').first().waitFor()
  await leave(region)

  const firm = await guest(browser, whole, 'enterprise-administrator', 'phone')
  await firm.open('/governance/policies?fits=true')
  await firm.page.getByRole('link', { name: title }).click()
  await firm.page.getByText('适用本企业').first().waitFor()
  await firm.page.locator('main tr', { hasText: '符合' }).first().waitFor()
  await firm.look('library-firm')
  await leave(firm)

  const stranger = await guest(browser, whole, null, 'desktop', 'en')
  await stranger.open(place)
  await stranger.page.getByText('In force').first().waitFor()
  assert.equal(await stranger.page.getByRole('button', { name: 'Withdraw' }).count(), 0)
  const coming = stranger.page.waitForEvent('download')
  await stranger.page.getByRole('button', { name: 'notice.pdf' }).click()
  assert.equal((await coming).suggestedFilename(), 'notice.pdf')
  await leave(stranger)
}
