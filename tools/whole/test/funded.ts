import assert from 'node:assert/strict'
import type { Browser } from 'playwright-core'
import { readJson } from '../whole.ts'
import {
  chosen,
  confirmed,
  dialogOf,
  type Guest,
  guest,
  leave,
  picked,
  pressedIn,
  rowsOf,
  sent,
} from './paths.ts'
import type { Timed } from './timed.ts'

const programme = '设备更新与联网补助（走查）'
const project = '热处理线温控联网改造'
const experts = ['assessor', 'expert-platform'] as const

/** A fund from its guide to the money that came back, each by his own dialogs. */
export async function funded(browser: Browser, whole: Timed): Promise<void> {
  const guide = await published(browser, whole)
  const place = await asked(browser, whole, guide)
  await checked(browser, whole, place)
  await judged(browser, whole, place)
  await noticed(browser, whole, place)
  await paid(browser, whole, place)
  await evaluated(browser, whole, place)
}

/** The guide and its window, with a condition; published by who wrote it. */
async function published(browser: Browser, whole: Timed): Promise<string> {
  const region = await guest(browser, whole, 'region-official')
  const { page } = region
  await region.open('/governance/programmes')
  await page.getByRole('button', { name: '新建资金项目' }).click()
  const dialog = dialogOf(page)
  const texts = {
    编号: 'WALK-2026',
    '标题（中文）': programme,
    '标题（英文）': 'Renewal and networking (walk)',
    '申报指南（中文）': '支持设备更新与联网，按投资额比例补助。',
    '申报指南（英文）': 'For renewal and networking of machines.',
    预算: '5000000',
    支持比例上限: '20',
    单项上限: '500000',
    评审专家人数: '2',
  }
  for (const [label, text] of Object.entries(texts)) await dialog.getByLabel(label).first().fill(text)
  await picked(dialog, '申报开始', `${whole.dayIn(-1)} 00:00:00`)
  await picked(dialog, '申报截止', `${whole.dayIn(30)} 00:00:00`)
  await dialog.getByRole('button', { name: '添加条件' }).click()
  await region.look('7-guide')
  await pressedIn(page)
  await page.waitForURL(/\/governance\/programmes\/./)
  await confirmed(page, /^发\s*布$/)
  await page.getByText('申报中').first().waitFor()
  const place = new URL(page.url()).pathname
  await leave(region)
  return place
}

/** The firm sees that it fits, asks for a grant, says otherwise once with a reason, and submits. */
async function asked(browser: Browser, whole: Timed, guide: string): Promise<string> {
  const firm = await guest(browser, whole, 'enterprise-administrator')
  const { page } = firm
  await firm.open(guide)
  await page.getByRole('button', { name: '填写申报' }).click()
  const dialog = dialogOf(page)
  await dialog.getByLabel('项目', { exact: true }).fill(project)
  await dialog.getByLabel('项目内容').fill('两条热处理线更换温控并联网。')
  await dialog.getByLabel('项目投资').fill('1000000')
  await dialog.getByLabel('申请金额').fill('200000')
  await dialog.getByLabel('发票号码').fill('24450000000012345678')
  await dialog.getByLabel('发票号码').press('Enter')
  await pressedIn(page)
  await page.waitForURL(/\/governance\/applications\/./)
  const place = new URL(page.url()).pathname
  await page.getByText('平台已知').or(page.getByText('预填')).first().waitFor()
  await page
    .getByRole('button', { name: /^另\s*报|^填\s*报|^改\s*报/ })
    .first()
    .click()
  await sent(page, { 填报内容: '41', 理由: '上月新购两台，尚未入账' })
  await page.getByText('上月新购两台').first().waitFor()
  await firm.look('8-asked')
  await confirmed(page, /^提\s*交$/)
  await page.getByText('待形式审查').first().waitFor()
  await leave(firm)
  return place
}

/** The city's formal check; an official of another city sees no such application. */
async function checked(browser: Browser, whole: Timed, place: string): Promise<void> {
  const other = await guest(browser, whole, 'liuzhou-official')
  assert.equal((await other.api.get(place)).status, 404)
  await leave(other)
  const city = await guest(browser, whole, 'city-official')
  await city.open(place)
  await city.page.getByRole('button', { name: '形式审查' }).click()
  await chosen(city.page, '结论', ['通过'])
  await sent(city.page, { 说明: '材料齐全，现场核实' })
  await city.page.getByText('材料齐全，现场核实').first().waitFor()
  await leave(city)
}

/** Experts are drawn, and score without learning who asks. */
async function judged(browser: Browser, whole: Timed, place: string): Promise<void> {
  const region = await guest(browser, whole, 'region-official')
  await region.open(place)
  await confirmed(region.page, '抽取专家')
  await region.page.getByText('评审中').first().waitFor()
  await leave(region)
  for (const role of experts) {
    const expert = await guest(browser, whole, role)
    await expert.open('/governance/reviews')
    const panel = expert.page.locator('main section', { hasText: project })
    assert.equal(await panel.getByText('南宁示例传动').count(), 0, 'the firm has no name here')
    await panel.getByRole('button', { name: /^评\s*分$/ }).click()
    await sent(expert.page, { 评分: role === 'assessor' ? '88' : '84', 说明: '投资真实，设备可查' })
    await leave(expert)
  }
}

/** The notice with an objection that is dismissed; five working days later the leader grants. */
async function noticed(browser: Browser, whole: Timed, place: string): Promise<void> {
  const region = await guest(browser, whole, 'region-official')
  await region.open(place)
  await confirmed(region.page, '开始公示')
  await region.page.getByText('公示中').first().waitFor()
  const anyone = await guest(browser, whole, null, 'phone')
  await anyone.open('/governance/fund-notices')
  await anyone.look('7-notice')
  await anyone.page
    .locator('main tr, main li, main article')
    .filter({ hasText: project })
    .getByRole('button', { name: '提出异议' })
    .first()
    .click()
  await dialogOf(anyone.page).getByLabel('姓名').fill('示例市民')
  await dialogOf(anyone.page).getByLabel('联系方式').fill('0771-0000000')
  await dialogOf(anyone.page).getByLabel('内容').fill('请核实设备是否新购。')
  await dialogOf(anyone.page).locator('.ant-btn-primary').last().click()
  await anyone.page.getByText('异议已收到').first().waitFor()
  await leave(anyone)
  await region.open(place)
  await confirmed(region.page, /^不\s*成\s*立$/, '发票与铭牌一致')
  await region.page.getByText('发票与铭牌一致').first().waitFor()
  await leave(region)
  await whole.later(8)
  const leader = await guest(browser, whole, 'region-leader')
  await leader.open(place)
  await leader.page.getByRole('button', { name: /^审\s*批$/ }).click()
  await chosen(leader.page, '决定', ['批准'])
  await pressedIn(leader.page)
  await leader.page.getByText('已批准').first().waitFor()
  await leave(leader)
}

/** A contract of two tranches, each claimed by the firm at its milestone and paid. */
async function paid(browser: Browser, whole: Timed, place: string): Promise<void> {
  const region = await guest(browser, whole, 'region-official')
  const firm = await guest(browser, whole, 'enterprise-administrator', 'phone')
  await region.open(place)
  await region.page.getByRole('button', { name: '登记合同' }).click()
  const dialog = dialogOf(region.page)
  await dialog.getByLabel('金额').first().fill('120000')
  await dialog.getByLabel('节点').first().fill('设备到场')
  await dialog.getByLabel('期限').first().fill(whole.dayIn(40))
  await dialog.getByRole('button', { name: '添加一期' }).click()
  await dialog.getByLabel('节点').nth(1).fill('验收')
  await dialog.getByLabel('期限').nth(1).fill(whole.dayIn(90))
  await region.look('7-contract')
  await pressedIn(region.page)
  for (const milestone of ['两台设备到场并联网', '验收合格']) {
    await firm.open(place)
    await firm.page.getByRole('button', { name: '申请拨付' }).click()
    await sent(firm.page, { 节点完成情况: milestone })
    await region.open(place)
    await confirmed(region.page, /^拨\s*付$/)
    await region.page.locator('main tr', { hasText: milestone }).getByText(/\d{4}/).first().waitFor()
  }
  await firm.open(place)
  await firm.look('8-paid')
  await leave(firm)
  await leave(region)
}

/** The performance review, and money that comes back; what was paid opens to the records of money. */
async function evaluated(browser: Browser, whole: Timed, place: string): Promise<void> {
  const region = await guest(browser, whole, 'region-official')
  const { page } = region
  await region.open(place)
  await page.getByRole('button', { name: '绩效评价' }).click()
  await chosen(page, '等级', ['合格'])
  await sent(page, { 说明: '达到绩效目标的八成' })
  await page.getByText('达到绩效目标的八成').first().waitFor()
  await page.getByRole('button', { name: '收回资金' }).click()
  await sent(page, { 金额: '40000', 理由: '未达成部分按比例收回' })
  await page.getByText('未达成部分按比例收回').first().waitFor()
  await region.look('7-back')
  await page.locator('main').getByRole('link', { name: '资金流水' }).click()
  await page.locator('main tbody tr', { hasText: '追回' }).first().waitFor()
  await region.look('7-movements')
  const id = place.split('/').at(-1)
  const rows = await rowsOf<{ status: string; amountFen: number }>(
    region.api,
    `/governance/movements?application=${id}&pageSize=100`,
  )
  const sum = (status: string) =>
    rows.filter((one) => one.status === status).reduce((all, { amountFen }) => all + amountFen, 0)
  assert.deepEqual([sum('planned'), sum('paid'), sum('returned')], [20_000_000, 20_000_000, 4_000_000])
  await releasesOf(region, id ?? '')
  await leave(region)
}

/** Everybody may take the open data; the application is in it, and no name of an expert or objector. */
async function releasesOf({ api }: Guest, id: string): Promise<void> {
  const text = JSON.stringify(await readJson<unknown>(await api.get('/governance/fund-releases')))
  assert.ok(text.includes(project) || text.includes(id), 'the grant is in the open data')
  assert.ok(!text.includes('示例市民'))
}
