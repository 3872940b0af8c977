import assert from 'node:assert/strict'
import { eventually } from '@ronghe/kit/test'
import type { Browser } from 'playwright-core'
import { readJson, type Session } from '../whole.ts'
import { attached, confirmed, type Guest, guest, leave, type Opened, rowsOf, sent } from './paths.ts'

type Run = { id: string; frameworkCode: string; year: number; status: string; revision: number }
type Case = { id: string; stage: string; nameZh: string }
type Question = { code: string; range: unknown; options: { code: string }[] | null }
type Detail = {
  run: Run
  outline: { questions: Question[] }
  answers: { question: string; value: unknown; revision: number; evidenceId: string | null }[]
}

/** A firm assesses itself; what it says opens to the machine, and the city's official passes it. */
export async function assessed(browser: Browser, whole: Opened): Promise<void> {
  const firm = await guest(browser, whole, 'enterprise-administrator')
  const { page } = firm
  const runs = await rowsOf<Run>(firm.api, '/assess/runs')
  const run = runs.find((one) => one.frameworkCode === 'GBT23020' && one.status === 'draft')
  assert.ok(run)
  await firm.open('/assess/runs')
  await firm.look('1-runs')
  await firm.open(`/assess/runs/${run.id}`)
  await page.getByRole('button', { name: '提取证据' }).click()
  await page.getByText(/取得 \d+ 项新证据/).waitFor()
  await page.getByRole('button', { name: /^基础建设 \/ 设备设施/ }).click()
  await firm.look('2-questions')
  await page
    .getByRole('link', { name: /^证据值/ })
    .first()
    .click()
  await openEvidence(firm)
  await answerRest(firm.api, run.id, (question) => question.options?.at(-2)?.code ?? '50')
  await firm.open(`/assess/runs/${run.id}`)
  await confirmed(page, /^提\s*交$/)
  await page.getByText('待核查').or(page.getByText('已提交')).first().waitFor()
  for (const tab of ['score', 'gaps', 'benchmark']) {
    await firm.open(`/assess/runs/${run.id}?tab=${tab}`)
    await firm.look(`4-${tab}`)
  }
  await leave(firm)
  const city = await guest(browser, whole, 'city-official')
  await city.open(`/assess/runs/${run.id}`)
  await confirmed(city.page, /^通\s*过$/)
  await city.page.getByText('已通过').first().waitFor()
  await city.open(`/assess/runs/${run.id}?tab=score`)
  await city.look('1-passed')
  await leave(city)
}

/** The evidence is the same byte for byte, its rows are there, and a row opens to its machine. */
async function openEvidence({ page, look }: Guest): Promise<void> {
  await page.getByText('逐字节一致').waitFor()
  await look('3-evidence')
  await page.locator('main table a[href^="/factory/equipment/"]').first().click()
  await page.waitForURL(/\/factory\/equipment\/./)
  await page.locator('main h1').waitFor()
}

type Answering = (one: Question) => string

async function answerRest(api: Session, id: string, answer: Answering): Promise<void> {
  const { outline, answers } = await readJson<Detail>(await api.get(`/assess/runs/${id}`))
  for (const question of outline.questions) {
    const known = answers.find((one) => one.question === question.code)
    if (known && known.value !== null) continue
    const body = { value: answer(question), revision: known?.revision ?? 0 }
    const place = `/assess/runs/${id}/answers/${encodeURIComponent(question.code)}`
    await readJson(await api.put(place, body))
  }
}

/** From the trial run to the notice: firm, agency, region and the public, each in his own browser. */
export async function certified(browser: Browser, whole: Opened): Promise<void> {
  const firm = await guest(browser, whole, 'enterprise-administrator')
  const cases = await rowsOf<Case>(firm.api, '/assess/cases')
  const one = cases.find(({ nameZh, stage }) => nameZh.includes('贯标') && stage === 'trial')
  assert.ok(one)
  const place = `/assess/cases/${one.id}`
  await firm.open(place)
  for (const paper of ['贯标工作方案', '管理手册与程序文件', '内审与管理评审报告'])
    await attached(firm.page, paper, paper)
  await moved(firm, '完成内审与管理评审', '提交评定申请')
  await moved(firm, '提交评定申请')
  await firm.look('5-applied')
  const body = await guest(browser, whole, 'assessor')
  await body.open(place)
  await moved(body, '受理', '一阶段审核完成')
  await moved(body, '一阶段审核完成', '二阶段审核完成')
  await moved(body, '二阶段审核完成', '提交评定结论')
  await body.page.getByRole('button', { name: '开具不符合项' }).click()
  await sent(body.page, { 条款: '8.2', 内容: '设备台账缺两台设备的铭牌信息' })
  await body.page.getByText('设备台账缺两台').waitFor()
  await refusedNow(body, '提交评定结论')
  await firm.open(place)
  await confirmed(firm.page, '提交纠正', '已补录两台设备铭牌并核对全部台账')
  await body.open(place)
  await confirmed(body.page, /^关\s*闭$/, '已现场核对')
  await moved(body, '提交评定结论', null, '体系运行有效，建议通过')
  await body.look('1-concluded')
  await leave(body)
  await firm.open(place)
  await moved(firm, '企业确认结论并上报')
  await leave(firm)
  const region = await guest(browser, whole, 'region-official')
  await region.open(place)
  await moved(region, '合规审查通过并公示')
  await region.look('1-notice')
  await objected(browser, whole, region, place)
  await refusedNow(region, '签发证书')
  await leave(region)
}

/** Makes a move, and waits for the next one that it opens to who made it, or for its trace. */
async function moved(who: Guest, name: string, next: string | null = null, note?: string): Promise<void> {
  await confirmed(who.page, name, note)
  if (next) await who.page.getByRole('button', { name: next }).first().waitFor()
  await who.page.locator('main tr', { hasText: name }).first().waitFor()
}

/** A move that is shown, and lacks something. */
async function refusedNow({ page }: Guest, name: string): Promise<void> {
  await page.getByRole('button', { name, disabled: true }).waitFor()
}

/** The public objects on a phone; who answers for the case reads and answers it. */
async function objected(browser: Browser, whole: Opened, official: Guest, place: string): Promise<void> {
  const anyone = await guest(browser, whole, null, 'phone')
  await anyone.open('/assess/notices')
  await anyone.look('1-notices')
  const line = anyone.page.locator('main tr', { hasText: '南宁示例传动' }).filter({ hasText: '贯标' })
  await line.getByRole('button', { name: '提出异议' }).click()
  await sent(anyone.page, {
    姓名: '示例市民',
    联系方式: '示例信箱 public@sample.ronghe.example',
    内容: '请核实试运行记录是否完整。',
  })
  await leave(anyone)
  await official.open(place)
  await official.page.getByText('请核实试运行记录').waitFor()
  await official.page.getByRole('button', { name: /^答\s*复$/ }).click()
  await sent(official.page, { 答复: '已调阅试运行记录，六个月完整。' })
  await official.page.getByText('已调阅试运行记录').waitFor()
}

/** A workshop applies: its run, its paper, the city's check, drawn experts, the notice. */
export async function recognised(browser: Browser, whole: Opened): Promise<void> {
  const firm = await guest(browser, whole, 'enterprise-administrator')
  const runId = await runOf(firm.api, '数字化车间')
  await firm.open(`/assess/runs/${runId}`)
  await confirmed(firm.page, /^提\s*交$/)
  const procedures = await rowsOf<{ id: string; code: string }>(firm.api, '/assess/procedures')
  const procedureId = procedures.find(({ code }) => code === 'GX-WORKSHOP')?.id
  const { id } = await readJson<{ id: string }>(await firm.api.post('/assess/cases', { procedureId }))
  const place = `/assess/cases/${id}`
  await firm.open(place)
  await attached(firm.page, '申报书', '示例车间申报书')
  await moved(firm, '提交申报')
  await firm.look('6-workshop')
  await leave(firm)
  const city = await guest(browser, whole, 'city-official')
  await city.open(place)
  await moved(city, '核查通过并推荐、抽取专家')
  await city.look('2-recommended')
  await leave(city)
  await judged(browser, whole)
  const region = await guest(browser, whole, 'region-official')
  await region.open(place)
  await moved(region, '评审通过并公示')
  await region.look('2-workshop')
  await leave(region)
  await checkedByAnyone(browser, whole)
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

/** Whoever was drawn judges without names, each by his page. */
async function judged(browser: Browser, whole: Opened): Promise<void> {
  for (const role of ['assessor', 'expert-platform', 'expert-institute', 'innovator']) {
    const expert = await guest(browser, whole, role)
    const reviews = await rowsOf<{ id: string; status: string }>(expert.api, '/assess/reviews?pageSize=200')
    for (const { id } of reviews.filter(({ status }) => status === 'drawn')) {
      await expert.open(`/assess/reviews/${id}`)
      assert.equal(await expert.page.getByText('南宁示例传动').count(), 0, 'the firm has no name here')
      await expert.look('1-dossier')
      await expert.page.getByRole('button', { name: /^评\s*分$/ }).click()
      await sent(expert.page, { 评分: '86', 内容: '材料齐全，数据可核' })
      await eventually('the score is kept', async () => {
        const now = await rowsOf<{ id: string; status: string }>(expert.api, '/assess/reviews?pageSize=200')
        return now.find((one) => one.id === id)?.status === 'scored'
      })
    }
    await leave(expert)
  }
}

/** Anybody checks a certificate by its number, and finds the one under notice. */
async function checkedByAnyone(browser: Browser, whole: Opened): Promise<void> {
  const anyone = await guest(browser, whole, null, 'phone')
  await anyone.open('/assess/notices')
  await anyone.page.getByText('广西数字化车间').first().waitFor()
  await anyone.open('/assess/certificates')
  await anyone.page
    .getByRole('link', { name: /^GBT23001-/ })
    .first()
    .click()
  await anyone.page.getByText('此证书由本平台签发').waitFor()
  await anyone.look('2-certificate')
  await leave(anyone)
}
