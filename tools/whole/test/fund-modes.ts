import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
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

type Application = {
  id: string
  version: number
  state: string
  grantMaxFen: number
  sharePpm: number | null
  tranches: { number: string | null; amountFen: number }[]
}
type Mode = {
  code: string
  name: string
  project: string
  share: string
  terms: Readonly<Record<string, string>>
  basis?: string
  request: Readonly<Record<string, string>>
  investment: string
  asked: string
  /** What the programme supports it with at most, in fen, computed by hand. */
  mostFen: number
  /** From the contract to the money, each in his own dialogs. */
  paid(region: Guest, firm: Guest, place: string, whole: Timed): Promise<void>
  /** Planned, paid, cancelled and returned in fen, as the records of money tell at the end. */
  moved: readonly [number, number, number, number]
}

/** Half the interest of 500,000 yuan at 3.45 % for 360 days of a year of 360: 8,625 yuan. */
const interest: Mode = {
  ...{ code: 'WALK-INTEREST', name: '贴息', project: '走查：热处理线贷款贴息', share: '50' },
  ...{ terms: { '支持利率（费率）上限（年）': '3.45', 最长支持月数: '12' }, basis: '360' },
  request: {
    ...{ 贷款银行: '示例银行南宁分行', 合同编号: '走查贷-001', 贷款本金: '500000', 贷款年利率: '4.2' },
    ...{ 起始日: '2026-01-01', 截止日: '2026-12-27' },
  },
  ...{ investment: '800000', asked: '8625', mostFen: 862_500, paid: byTranche },
  moved: [862_500, 862_500, 0, 0],
}

/** Half of the fee of 3,000 yuan; half of 1 % of 400,000 for a year would be more. */
const guarantee: Mode = {
  ...{ code: 'WALK-GUARANTEE', name: '担保', project: '走查：流动资金担保费补助', share: '50' },
  ...{ terms: { '支持利率（费率）上限（年）': '1', 最长支持月数: '24' }, basis: '365' },
  request: {
    ...{ 担保机构: '示例融资担保公司', 合同编号: '走查保-001', 担保金额: '400000', 担保费: '3000' },
    ...{ 起始日: '2026-01-01', 截止日: '2027-01-01' },
  },
  ...{ investment: '400000', asked: '1500', mostFen: 150_000, paid: byTranche },
  moved: [150_000, 150_000, 0, 0],
}

/** Vouchers of 20,000 and 10,000 yuan: half of each invoice, and not more than the face. */
const voucher: Mode = {
  ...{ code: 'WALK-VOUCHER', name: '服务券', project: '走查：设计软件上云', share: '50' },
  ...{
    terms: { 面额: '20000', 有效月数: '6' },
    request: { 服务内容: '设计软件订阅', 服务机构: '示例软件公司' },
  },
  ...{ investment: '60000', asked: '30000', mostFen: 3_000_000, paid: byVoucher },
  moved: [3_000_000, 1_500_000, 1_500_000, 0],
}

/** A fund that may hold 10 % puts in at most a ninth of what the firm is worth before: 1,000,000 yuan. */
const equity: Mode = {
  ...{ code: 'WALK-EQUITY', name: '股权投资', project: '走查：扩产增资', share: '100' },
  ...{ terms: { 持股比例上限: '10', 最长持股月数: '36' } },
  request: { 投前估值: '9000000', 持股月数: '24' },
  ...{ investment: '2000000', asked: '1000000', mostFen: 100_000_000, paid: byStake },
  moved: [100_000_000, 100_000_000, 0, 112_000_000],
}

/** Each way in which a fund supports, from the programme's form to the last record of money. */
export async function everyMode(browser: Browser, whole: Timed): Promise<void> {
  for (const mode of [interest, guarantee, voucher, equity]) {
    const guide = await published(browser, whole, mode)
    const place = await asked(browser, whole, guide, mode)
    await granted(browser, whole, place, mode)
    const region = await guest(browser, whole, 'region-official')
    const firm = await guest(browser, whole, 'enterprise-administrator', 'phone')
    await mode.paid(region, firm, place, whole)
    await firm.open(place)
    await firm.look(`modes-${mode.code}`)
    await region.open(place)
    await region.look(`modes-${mode.code}`)
    assert.deepEqual(await movedOf(region, place), mode.moved, mode.code)
    for (const who of [region, firm]) await leave(who)
  }
}

async function published(browser: Browser, whole: Timed, mode: Mode): Promise<string> {
  const region = await guest(browser, whole, 'region-official')
  const { page } = region
  await region.open('/governance/programmes')
  await page.getByRole('button', { name: '新建资金项目' }).click()
  const dialog = dialogOf(page)
  const texts = {
    ...{ 编号: mode.code, '标题（中文）': `${mode.name}（走查）`, '标题（英文）': `${mode.code} (walk)` },
    ...{ '申报指南（中文）': '按条款支持。', '申报指南（英文）': 'Supported as the terms say.' },
    ...{ 预算: '9000000', 支持比例上限: mode.share, 单项上限: '3000000', 评审专家人数: '1' },
  }
  for (const [label, text] of Object.entries(texts)) await dialog.getByLabel(label).first().fill(text)
  await picked(dialog, '申报开始', `${whole.dayIn(-1)} 00:00:00`)
  await picked(dialog, '申报截止', `${whole.dayIn(30)} 00:00:00`)
  await chosen(page, '支持方式', [mode.name])
  for (const [label, text] of Object.entries(mode.terms)) await dialog.getByLabel(label).fill(text)
  if (mode.basis) await chosen(page, '一年计息天数', [mode.basis])
  await region.look(`modes-${mode.code}-guide`)
  await pressedIn(page)
  await page.waitForURL(/\/governance\/programmes\/./)
  await confirmed(page, /^发\s*布$/)
  await page.getByText('申报中').first().waitFor()
  const place = new URL(page.url()).pathname
  await leave(region)
  return place
}

async function asked(browser: Browser, whole: Timed, guide: string, mode: Mode): Promise<string> {
  const firm = await guest(browser, whole, 'enterprise-administrator')
  const { page } = firm
  await firm.open(guide)
  await page.getByRole('button', { name: '填写申报' }).click()
  const dialog = dialogOf(page)
  await dialog.getByLabel('项目', { exact: true }).fill(mode.project)
  await dialog.getByLabel('项目内容').fill('按指南申请。')
  await dialog.getByLabel('项目投资').fill(mode.investment)
  await dialog.getByLabel('申请金额').fill(mode.asked)
  for (const [label, text] of Object.entries(mode.request)) await dialog.getByLabel(label).fill(text)
  if (mode.name === '股权投资') await chosen(page, '退出方式', ['企业回购'])
  await firm.look(`modes-${mode.code}-form`)
  await pressedIn(page)
  await page.waitForURL(/\/governance\/applications\/./)
  const place = new URL(page.url()).pathname
  assert.equal((await applicationOf(firm, place)).grantMaxFen, mode.mostFen, mode.code)
  await confirmed(page, /^提\s*交$/)
  await page.getByText('待形式审查').first().waitFor()
  await leave(firm)
  return place
}

/** Check, draw, score, notice and decision are walked with the grant; here they are only sent. */
async function granted(browser: Browser, whole: Timed, place: string, mode: Mode): Promise<void> {
  const region = await guest(browser, whole, 'region-official')
  const send = async (what: string, body: object) => {
    const { version } = await applicationOf(region, place)
    await readJson(await region.api.post(`${place}/${what}`, { ...body, version }))
  }
  await send('check', { act: 'pass' })
  await send('experts', {})
  for (const role of ['assessor', 'expert-platform']) {
    const expert = await guest(browser, whole, role)
    const mine = await rowsOf<{ applicationId: string; state: string }>(expert.api, '/governance/reviews')
    const isDrawn = mine.some((one) => place.endsWith(one.applicationId) && one.state === 'drawn')
    const score = { act: 'score', scoreTenths: 850, comment: '可行' }
    const id = place.split('/').at(-1)
    if (isDrawn) await readJson(await expert.api.post(`/governance/reviews/${id}`, score))
    await leave(expert)
  }
  await send('notice', {})
  await leave(region)
  await whole.later(10)
  const leader = await guest(browser, whole, 'region-leader')
  await leader.open(place)
  await leader.page.getByRole('button', { name: /^审\s*批$/ }).click()
  await chosen(leader.page, '决定', ['批准'])
  await pressedIn(leader.page)
  await leader.page.getByText('已批准').first().waitFor()
  if (mode.name === '股权投资') assert.equal((await applicationOf(leader, place)).sharePpm, 100_000)
  await leave(leader)
}

/** One tranche by contract, claimed with its paper and paid. */
async function byTranche(region: Guest, firm: Guest, place: string, whole: Timed): Promise<void> {
  await region.open(place)
  await region.page.getByRole('button', { name: '登记合同' }).click()
  const dialog = dialogOf(region.page)
  await dialog.getByLabel('节点').first().fill('按合同付清')
  await dialog.getByLabel('期限').first().fill(whole.dayIn(60))
  await pressedIn(region.page)
  await firm.open(place)
  await firm.page.getByRole('button', { name: '申请拨付' }).click()
  await sent(firm.page, { 节点完成情况: '已付清并附凭证' })
  await paidNow(region, place, '已付清并附凭证')
}

async function paidNow(region: Guest, place: string, claim: string): Promise<void> {
  await region.open(place)
  await confirmed(region.page, /^拨\s*付$/)
  await rowPaid(region.page, claim)
}

function rowPaid(page: Page, text: string): Promise<void> {
  return page
    .locator('main tr', { hasText: text })
    .getByText(/· \d{4}/)
    .first()
    .waitFor()
}

/** Vouchers are issued by face; one is redeemed by an invoice, one runs out. */
async function byVoucher(region: Guest, firm: Guest, place: string, whole: Timed): Promise<void> {
  await region.open(place)
  await confirmed(region.page, '签发服务券')
  await region.page.getByText('-002').first().waitFor()
  const { tranches } = await applicationOf(region, place)
  assert.deepEqual(
    tranches.map((one) => one.amountFen),
    [2_000_000, 1_000_000],
  )
  await firm.open(place)
  await firm.page.getByRole('button', { name: '申请拨付' }).click()
  await sent(firm.page, { 发票号码: '24450000000087654321', 发票金额: '30000', 节点完成情况: '订阅一年' })
  await paidNow(region, place, '订阅一年')
  await whole.later(200)
  await region.open(place)
  await confirmed(region.page, '注销过期券')
  await region.page.locator('main tr', { hasText: '-002' }).getByText('取消').first().waitFor()
}

/** The stake is paid in, and the fund leaves with more than it put in. */
async function byStake(region: Guest, firm: Guest, place: string, whole: Timed): Promise<void> {
  await byTranche(region, firm, place, whole)
  await region.page.getByRole('button', { name: '登记退出' }).click()
  await chosen(region.page, '退出方式', ['企业回购'])
  await sent(region.page, { 收回金额: '1120000', 依据文件: '回购协议 2026-001', 说明: '按约定回购' })
  await region.page.getByText('按约定回购').first().waitFor()
}

async function applicationOf({ api }: Guest, place: string): Promise<Application> {
  return readJson<Application>(await api.get(place))
}

/** Planned, paid, cancelled and returned, as the records of money tell. */
async function movedOf(region: Guest, place: string): Promise<number[]> {
  const rows = await rowsOf<{ status: string; amountFen: number }>(
    region.api,
    `/governance/movements?application=${place.split('/').at(-1)}&pageSize=100`,
  )
  return ['planned', 'paid', 'cancelled', 'returned'].map((status) =>
    rows.filter((one) => one.status === status).reduce((all, { amountFen }) => all + amountFen, 0),
  )
}
