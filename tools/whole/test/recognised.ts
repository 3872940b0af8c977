import assert from 'node:assert/strict'
import { eventually } from '@ronghe/kit/test'
import type { Browser } from 'playwright-core'
import { readJson, type Session, signInAs } from '../whole.ts'
import { answerRest } from './assessed.ts'
import {
  attached,
  chosen,
  confirmed,
  type Guest,
  guest,
  leave,
  moved,
  pressedIn,
  refusedNow,
  rowsOf,
  sent,
} from './paths.ts'
import type { Timed } from './timed.ts'

/** Nobody is asked whom the lot has not met; each is asked as he is drawn. */
const experts = ['assessor', 'expert-platform', 'expert-institute', 'expert-college', 'innovator'] as const
type Review = { id: string; status: string }
type Certificate = { number: string; status: string; reviewDueOn: string | null; reason: string | null }

/** A workshop's recognition from the call to its withdrawal, each in his own browser. */
export async function recognised(browser: Browser, whole: Timed): Promise<void> {
  const asked = new Set((await drawnNow(whole)).map(({ id }) => id))
  const place = await applied(browser, whole)
  const city = await guest(browser, whole, 'city-official')
  await city.open(place)
  await moved(city, '核查通过并推荐、抽取专家')
  await city.page.getByText('复算一致').first().waitFor()
  await city.look('2-recommended')
  await leave(city)
  await otherCity(browser, whole, place)
  await judged(browser, whole, place, asked)
  const region = await guest(browser, whole, 'region-official')
  await region.open(place)
  await moved(region, '评审通过并公示')
  await refusedNow(region, '认定并发证')
  await region.look('2-notice')
  const receipt = await objected(browser, whole, region, place)
  await answeredTo(browser, whole, receipt)
  await whole.later(8)
  await region.open(place)
  await moved(region, '认定并发证')
  await leave(region)
  const number = await numberOf(browser, whole, place)
  await shownToAnyone(browser, whole, number, '有效')
  await reviewedAndWithdrawn(browser, whole, { place, number })
}

/** The firm assesses its workshop, opens a case by its page, and applies. */
async function applied(browser: Browser, whole: Timed): Promise<string> {
  const firm = await guest(browser, whole, 'enterprise-administrator')
  const runId = await runOf(firm.api, '数字化车间')
  await firm.open(`/assess/runs/${runId}`)
  await confirmed(firm.page, /^提\s*交$/)
  await firm.open('/assess/cases')
  await firm.page.getByRole('button', { name: '发起办理' }).click()
  await chosen(firm.page, '事项', ['广西数字化车间认定'])
  await pressedIn(firm.page)
  await firm.page.waitForURL(/\/assess\/cases\/./)
  const place = new URL(firm.page.url()).pathname
  await refusedNow(firm, '提交申报')
  await attached(firm.page, '申报书', '示例车间申报书')
  await moved(firm, '提交申报')
  await firm.look('6-workshop')
  await leave(firm)
  return place
}

async function runOf(api: Session, name: string): Promise<string> {
  type Window = { id: string; nameZh: string; isOpen: boolean }
  const windows = await rowsOf<Window>(api, '/assess/windows?pageSize=100')
  const window = windows.find((one) => one.nameZh.includes(name) && one.isOpen)
  assert.ok(window, name)
  const begun = await api.post('/assess/runs', { windowId: window.id, facts: {} })
  const { id } = await readJson<{ id: string }>(begun)
  await readJson(await api.post(`/assess/runs/${id}/evidence`, {}))
  await answerRest(api, id, (one) => (one.options?.length ? 'yes' : '1500'))
  return id
}

/** An official of another city finds no such case, neither by the page nor in his list. */
async function otherCity(browser: Browser, whole: Timed, place: string): Promise<void> {
  const other = await guest(browser, whole, 'liuzhou-official')
  assert.equal((await other.api.get(place)).status, 404)
  const cases = await rowsOf<{ id: string; organisationName: string }>(
    other.api,
    '/assess/cases?pageSize=100',
  )
  assert.ok(cases.every(({ organisationName }) => organisationName.includes('柳州')))
  await leave(other)
}

/** Whoever was drawn: one stands too near, two lie too far apart, and one more is asked each time. */
async function judged(
  browser: Browser,
  whole: Timed,
  place: string,
  asked: ReadonlySet<string>,
): Promise<void> {
  const ours = async () => (await drawnNow(whole)).filter(({ id }) => !asked.has(id))
  const [first, ...others] = await ours()
  assert.ok(first && others.length === 2)
  await decided(browser, whole, first, null)
  const region = await guest(browser, whole, 'region-official')
  await region.open(place)
  await moved(region, '增补一名专家')
  const scores = ['58', '90', '86']
  for (const one of await ours()) await decided(browser, whole, one, scores.shift() ?? '')
  await region.open(place)
  await refusedNow(region, '评审通过并公示')
  await moved(region, '增补一名专家')
  const [last, ...none] = await ours()
  assert.ok(last && none.length === 0)
  await decided(browser, whole, last, '84')
  await leave(region)
}

type Drawn = { role: string; id: string }

async function drawnNow(whole: Timed): Promise<Drawn[]> {
  const drawn = []
  for (const role of experts)
    for (const { id, status } of await reviewsOf(await signInAs(whole, role)))
      if (status === 'drawn') drawn.push({ role, id })
  return drawn
}

const reviewsOf = (api: Session) => rowsOf<Review>(api, '/assess/reviews?pageSize=200')

/** An expert reads the dossier, which names no firm, and scores it, or recuses himself without a score. */
async function decided(browser: Browser, whole: Timed, { role, id }: Drawn, score: string | null) {
  const expert = await guest(browser, whole, role)
  await expert.open(`/assess/reviews/${id}`)
  await expert.page.getByRole('button', { name: '回避' }).waitFor()
  assert.equal(await expert.page.getByText('南宁示例传动').count(), 0, 'the firm has no name here')
  if (score === null) await expert.look('1-dossier')
  await expert.page.getByRole('button', { name: score === null ? '回避' : /^评\s*分$/ }).click()
  await sent(
    expert.page,
    score === null ? { 内容: '曾任其顾问' } : { 评分: score, 内容: '材料齐全，数据可核' },
  )
  await eventually('what the expert said is kept', async () => {
    return (await reviewsOf(expert.api)).find((one) => one.id === id)?.status !== 'drawn'
  })
  await leave(expert)
}

/** The public objects on a phone and keeps the receipt; who answers for the case answers it. */
export async function objected(
  browser: Browser,
  whole: Timed,
  official: Guest,
  place: string,
  procedure = '数字化车间',
): Promise<string> {
  const anyone = await guest(browser, whole, null, 'phone')
  await anyone.open('/assess/notices')
  await anyone.look('1-notices')
  const line = anyone.page.locator('main tr', { hasText: '南宁示例传动' }).filter({ hasText: procedure })
  await line.getByRole('button', { name: '提出异议' }).click()
  await sent(anyone.page, {
    姓名: '示例市民',
    联系方式: '示例信箱 public@sample.ronghe.example',
    内容: '请核实运行记录是否完整。',
  })
  await anyone.page.waitForURL(/\/assess\/objections\/.*receipt=/)
  await anyone.page.getByText('待答复').waitFor()
  const { pathname, search } = new URL(anyone.page.url())
  await leave(anyone)
  await official.open(place)
  await official.page.getByText('请核实运行记录').waitFor()
  await official.page.getByRole('button', { name: /^答\s*复$/ }).click()
  await sent(official.page, { 答复: '已调阅运行记录，六个月完整。' })
  await official.page.getByText('已调阅运行记录').waitFor()
  return `${pathname}${search}`
}

async function answeredTo(browser: Browser, whole: Timed, receipt: string): Promise<void> {
  const anyone = await guest(browser, whole, null, 'phone')
  await anyone.open(receipt)
  await anyone.page.getByText('已调阅运行记录').waitFor()
  await anyone.page.getByText('异议不成立').waitFor()
  await leave(anyone)
}

/** The number of a case's certificate, as the case's page shows it to the firm. */
async function numberOf(browser: Browser, whole: Timed, place: string): Promise<string> {
  const firm = await guest(browser, whole, 'enterprise-administrator')
  await firm.open(place)
  const link = firm.page.locator('main a[href^="/assess/certificates/"]').first()
  const number = (await link.textContent()) ?? ''
  await link.click()
  await firm.page.getByRole('heading', { level: 1, name: number }).waitFor()
  await leave(firm)
  return number
}

/** What anybody finds under the number on a phone; in English the words are English. */
async function shownToAnyone(browser: Browser, whole: Timed, number: string, status: string, reason = '') {
  const anyone = await guest(browser, whole, null, 'phone')
  await anyone.open(`/assess/certificates/${number}`)
  await anyone.page.getByText('此证书由本平台签发').waitFor()
  await anyone.page.locator('main dd', { hasText: status }).first().waitFor()
  if (reason) await anyone.page.getByText(reason).waitFor()
  await anyone.look(`2-certificate-${status}`)
  await leave(anyone)
}

async function certificateOf({ api }: Guest, number: string): Promise<Certificate> {
  return readJson<Certificate>(await api.get(`/assess/certificates/${number}`))
}

/** A year goes by: the firm is told, the city reviews, the region withdraws. */
async function reviewedAndWithdrawn(
  browser: Browser,
  whole: Timed,
  { place, number }: { place: string; number: string },
): Promise<void> {
  await whole.later(370)
  await toldOfReview(browser, whole, number)
  const city = await guest(browser, whole, 'city-official')
  await city.open(place)
  await city.page.getByText('已逾期').first().waitFor()
  await moved(city, '年度评价合格', null, '现场复核合格')
  const { reviewDueOn } = await certificateOf(city, number)
  assert.ok(reviewDueOn !== null && reviewDueOn > whole.dayIn(0), `due again on ${reviewDueOn}`)
  await city.look('3-reviewed')
  await leave(city)
  const region = await guest(browser, whole, 'region-official')
  await region.open(place)
  await moved(region, '撤销认定', null, '抽查发现关键设备已拆除')
  assert.equal((await certificateOf(region, number)).status, 'withdrawn')
  await region.look('3-withdrawn')
  await leave(region)
  await shownToAnyone(browser, whole, number, '已撤销', '抽查发现关键设备已拆除')
  const english = await guest(browser, whole, null, 'phone', 'en')
  await english.open(`/assess/certificates/${number}`)
  await english.page.locator('main dd', { hasText: 'Withdrawn' }).waitFor()
  await english.look('2-certificate-en')
  await leave(english)
}

async function toldOfReview(browser: Browser, whole: Timed, number: string): Promise<void> {
  const firm = await guest(browser, whole, 'enterprise-administrator')
  await firm.open('/registry/notifications')
  await firm.page.getByText(number).first().waitFor()
  await leave(firm)
}

type Case = { id: string; stage: string; nameZh: string }

/** Certification from the trial run to its withdrawal: firm, agency, region and the public. */
export async function certified(browser: Browser, whole: Timed): Promise<void> {
  const firm = await guest(browser, whole, 'enterprise-administrator')
  const cases = await rowsOf<Case>(firm.api, '/assess/cases')
  const one = cases.find(({ nameZh, stage }) => nameZh.includes('贯标') && stage === 'trial')
  assert.ok(one)
  const place = `/assess/cases/${one.id}`
  await firm.open(place)
  for (const paper of ['贯标工作方案', '管理手册与程序文件', '内审与管理评审报告'])
    await attached(firm.page, paper, paper)
  await attached(firm.page, '管理手册与程序文件', '第二版')
  await firm.page.getByRole('button', { name: '2. 管理手册与程序文件.pdf' }).waitFor()
  await moved(firm, '完成内审与管理评审', '提交评定申请')
  await moved(firm, '提交评定申请')
  await firm.look('5-applied')
  const body = await guest(browser, whole, 'assessor')
  await body.open(place)
  await moved(body, '受理', '一阶段审核完成')
  await moved(body, '一阶段审核完成', '二阶段审核完成')
  await moved(body, '二阶段审核完成', '提交评定结论')
  await foundAndClosed(firm, body, place, '设备台账缺两台设备的铭牌信息')
  await moved(body, '提交评定结论', null, '体系运行有效，建议通过')
  await body.look('1-concluded')
  await firm.open(place)
  await moved(firm, '企业确认结论并上报')
  const region = await guest(browser, whole, 'region-official')
  await region.open(place)
  await moved(region, '合规审查通过并公示')
  await region.look('1-notice')
  await objected(browser, whole, region, place, '贯标')
  await refusedNow(region, '签发证书')
  await whole.later(8)
  await region.open(place)
  await moved(region, '签发证书')
  const number = await numberOf(browser, whole, place)
  await shownToAnyone(browser, whole, number, '有效')
  for (const who of [firm, body, region]) await leave(who)
  await surveyed(browser, whole, { place, number })
}

/** The agency finds something, which holds the case; the firm corrects it, and the agency closes it. */
async function foundAndClosed(firm: Guest, body: Guest, place: string, text: string): Promise<void> {
  await body.page.getByRole('button', { name: '开具不符合项' }).click()
  await sent(body.page, { 条款: '8.2', 内容: text })
  await body.page.getByText(text).first().waitFor()
  await body.page.getByText('尚缺').first().waitFor()
  await firm.open(place)
  await confirmed(firm.page, '提交纠正', '已补录并核对全部台账')
  await body.open(place)
  await confirmed(body.page, /^关\s*闭$/, '已现场核对')
}

/** Surveillance after a year, with a finding; then the certificate is withdrawn. */
async function surveyed(
  browser: Browser,
  whole: Timed,
  { place, number }: { place: string; number: string },
) {
  await whole.later(350)
  await toldOfReview(browser, whole, number)
  const firm = await guest(browser, whole, 'enterprise-administrator')
  const body = await guest(browser, whole, 'assessor')
  await body.open(place)
  const before = (await certificateOf(body, number)).reviewDueOn ?? ''
  await foundAndClosed(firm, body, place, '监督审核：内审计划未更新')
  await moved(body, '年度监督审核通过')
  const after = (await certificateOf(body, number)).reviewDueOn ?? ''
  assert.ok(after > before, `${before} → ${after}`)
  for (const who of [firm, body]) await leave(who)
  const region = await guest(browser, whole, 'region-official')
  await region.open(place)
  await moved(region, '撤销证书', null, '体系停止运行')
  await leave(region)
  await shownToAnyone(browser, whole, number, '已撤销', '体系停止运行')
}
