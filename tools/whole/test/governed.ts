import assert from 'node:assert/strict'
import type { Browser } from 'playwright-core'
import { readJson, type Session, signInAs } from '../whole.ts'
import { confirmed, type Guest, guest, leave, type Opened, rowsOf, sent } from './paths.ts'

/** A target of the plan as an official and as anybody sees it, and from its figure down to the machine. */
export async function opensTarget(browser: Browser, whole: Opened): Promise<void> {
  const region = await guest(browser, whole, 'region-official')
  await downToMachine(region)
  await leave(region)
  const anyone = await guest(browser, whole, null, 'phone')
  await anyone.open('/governance/goals/key-process-numerical-control-rate')
  await anyone.look('3-goal')
  await leave(anyone)
}

async function downToMachine({ page, open, look }: Guest): Promise<void> {
  await open('/governance/goals/key-process-numerical-control-rate')
  await look('4-goal')
  await page.getByRole('link', { name: '查看构成该数值的明细' }).click()
  await page
    .getByRole('link', { name: /南宁示例传动/ })
    .first()
    .click()
  await page
    .getByRole('link', { name: /数控车削中心/ })
    .first()
    .click()
  await page.waitForURL(/\/factory\/equipment\/./)
  await page.locator('main h1').waitFor()
  await look('5-machine')
}

type Application = { id: string; state: string; organisationName: string }

const experts = ['assessor', 'expert-platform'] as const

/** Two experts offer themselves for the pool, and who runs the funds admits them. */
async function admitExperts(whole: Opened, region: Session): Promise<void> {
  for (const role of experts) {
    const expert = await signInAs(whole, role)
    await readJson(await expert.post('/governance/experts', { fields: '数控改造、设备联网' }))
  }
  for (const { personId } of await rowsOf<{ personId: string }>(region, '/governance/experts'))
    await readJson(await region.put(`/governance/experts/${personId}`, { isActive: true }))
}

/** A firm's application for funds, from what it asks for to the experts and the notice. */
export async function funded(browser: Browser, whole: Opened): Promise<void> {
  const firm = await guest(browser, whole, 'enterprise-administrator', 'phone')
  const own = await rowsOf<Application>(firm.api, '/governance/applications')
  const one = own.find(({ state }) => state === 'checked')
  assert.ok(one)
  const place = `/governance/applications/${one.id}`
  await firm.open('/governance/programmes-fitting')
  await firm.look('7-fitting')
  await firm.open(place)
  await firm.look('8-application')
  await leave(firm)
  const region = await guest(browser, whole, 'region-official')
  await region.open(place)
  await region.page.getByText('疑似重复申报').first().waitFor()
  await admitExperts(whole, region.api)
  await confirmed(region.page, '抽取专家')
  await region.page.getByText('评审中').first().waitFor()
  for (const role of experts) await judgedFund(browser, whole, role, one.id)
  await region.open(place)
  await confirmed(region.page, '开始公示')
  await region.page.getByText('公示').first().waitFor()
  await region.look('6-fund')
  await leave(region)
  const anyone = await guest(browser, whole, null, 'phone')
  await anyone.open('/governance/fund-notices')
  await anyone.page.getByText('南宁示例传动').first().waitFor()
  await anyone.look('4-fund-notice')
  await leave(anyone)
}

async function judgedFund(browser: Browser, whole: Opened, role: string, id: string): Promise<void> {
  const expert = await guest(browser, whole, role)
  const answer = await expert.api.get('/governance/reviews')
  const mine = answer.ok ? (await readJson<{ rows: { applicationId: string }[] }>(answer)).rows : []
  if (mine.some(({ applicationId }) => applicationId === id)) {
    await expert.open('/governance/reviews')
    await expert.look('2-funds')
    await expert.page
      .locator('main')
      .getByRole('button', { name: /评\s*分/ })
      .first()
      .click()
    await sent(expert.page, { 评分: '88', 说明: '投资真实，设备可查' })
  }
  await leave(expert)
}
