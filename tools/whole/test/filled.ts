import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { pdfText } from '@ronghe/assess/testing'
import { readSheet, sheetOf } from '@ronghe/kit/sheet'
import { eventually } from '@ronghe/kit/test'
import type { Browser, Page } from 'playwright-core'
import { readJson, type Session, signInAs } from '../whole.ts'
import { type Guest, guest, leave, type Opened, refusedWith, rowsOf, sent } from './paths.ts'

type Run = { id: string; frameworkCode: string; year: number; status: string }
type Window = {
  id: string
  frameworkId: string
  year: number
  opensAt: string
  closesAt: string
  revision: number
}
type Question = { code: string; options: { code: string; name: { zh: string } }[] }
type Detail = {
  run: Run & { frameworkId: string }
  outline: { questions: Question[] }
  answers: { question: string; value: unknown; evidenceValue: unknown; revision: number }[]
}

export async function draftOf(whole: Opened): Promise<string> {
  const api = await signInAs(whole, 'enterprise-administrator')
  const runs = await rowsOf<Run>(api, '/assess/runs?pageSize=100')
  const run = runs.find((one) => one.frameworkCode === 'GBT23020' && one.status === 'draft')
  assert.ok(run)
  return run.id
}

/** A question of the open section. */
function question(page: Page, code: string) {
  return page.locator(`main section[id="${code}"]`)
}

async function section(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('button', { name }).click()
}

/** Chooses an option, and waits until the page says that it is kept. */
async function chosen(page: Page, code: string, option: string): Promise<void> {
  const control = question(page, code).getByLabel(option, { exact: true })
  await control.waitFor()
  if (await control.isChecked()) return
  await control.check()
  await question(page, code).getByText('已保存').waitFor()
}

/** An answer is kept as it is given, and is there after the browser was closed at once. */
export async function closedMidway(browser: Browser, whole: Opened, runId: string): Promise<void> {
  const first = await guest(browser, whole, 'enterprise-administrator')
  await first.open(`/assess/runs/${runId}`)
  await section(first.page, /^单项应用 \d/)
  await chosen(first.page, 'single.finance', '全面应用')
  await first.page.context().close()
  const again = await guest(browser, whole, 'enterprise-administrator')
  await again.open(`/assess/runs/${runId}`)
  await section(again.page, /^单项应用 \d/)
  const kept = question(again.page, 'single.finance').getByLabel('全面应用', { exact: true })
  await kept.waitFor()
  assert.ok(await kept.isChecked())
  await leave(again)
}

/** Two of a firm answer one question: the later sees both values, and chooses. */
export async function conflicted(browser: Browser, whole: Opened, runId: string): Promise<void> {
  const [one, other] = [
    await guest(browser, whole, 'enterprise-administrator'),
    await guest(browser, whole, 'plant-engineer'),
  ]
  for (const { open, page } of [one, other]) {
    await open(`/assess/runs/${runId}`)
    await section(page, /^单项应用 \d/)
    await question(page, 'single.office').waitFor()
  }
  await chosen(other.page, 'single.office', '持续优化并有成效数据')
  await question(one.page, 'single.office').getByLabel('未开展', { exact: true }).check()
  const told = question(one.page, 'single.office').getByRole('alert')
  await told.getByText('示例设备工程师').waitFor()
  assert.match(await told.innerText(), /刚刚填写了“持续优化并有成效数据”，您填写的是“未开展”/)
  await one.look('1-conflict')
  await told.getByRole('button', { name: '用我的' }).click()
  await question(one.page, 'single.office').getByText('已保存').waitFor()
  await refusedWith(one, 409)
  await leave(other)
  await leave(one)
}

const why = '台账未含外协车间设备，按全部设备计'

/** Otherwise than the evidence: refused without a reason, kept with one, and it stands in the history. */
export async function overridden(browser: Browser, whole: Opened, runId: string): Promise<void> {
  const firm = await guest(browser, whole, 'enterprise-administrator')
  const { page } = firm
  await firm.open(`/assess/runs/${runId}`)
  await page.getByRole('button', { name: '提取证据' }).click()
  await page.getByText(/取得 \d+ 项新证据/).waitFor()
  await firm.open(`/assess/runs/${runId}`)
  await section(page, /^基础建设 \/ 设备设施/)
  const row = question(page, 'foundation.equipment.digital')
  await row.getByRole('textbox', { name: '生产设备数字化率' }).fill('99')
  await row.getByText('与证据不一致，请在下方填写理由后保存').waitFor()
  await row.getByLabel('与证据不一致的理由').fill(why)
  await row.getByRole('button', { name: '保存并说明' }).click()
  await row.getByText('已保存').waitFor()
  await row.getByText('填报与证据不一致').waitFor()
  await row.getByRole('button', { name: '上传附件' }).click()
  const paper = {
    name: '设备清单.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4 设备清单'),
  }
  await page.locator('[role=dialog]:visible input[type=file]').setInputFiles(paper)
  await page.locator('[role=dialog]:visible .ant-btn-primary').last().click()
  await row.getByText('设备清单.pdf').waitFor()
  await row.getByRole('button', { name: '修改记录' }).click()
  await page.locator('.ant-drawer:visible').getByText(why).waitFor()
  await page.keyboard.press('Escape')
  await firm.open(`/assess/runs/${runId}?tab=remarks`)
  await page
    .getByRole('textbox', { name: /意见|说明/ })
    .first()
    .fill('请核对设备数字化率的口径。')
  await page.getByRole('button', { name: /^发\s*送$/ }).click()
  await page.locator('article').getByText('请核对设备数字化率的口径。').waitFor()
  await refusedWith(firm, 400)
  await leave(firm)
}

/** Out as a workbook, changed there, and in again: what it says stands on the page. */
export async function sheeted(browser: Browser, whole: Opened, runId: string): Promise<void> {
  const firm = await guest(browser, whole, 'enterprise-administrator')
  const { page } = firm
  await firm.open(`/assess/runs/${runId}`)
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出问卷' }).click()
  const name = '问卷.xlsx'
  const lines = await readSheet({ name, content: await readFile(await (await saved).path()) }, 500)
  const titles = Object.keys(lines[0]?.cells ?? {})
  const [code, value] = ['题目', '答案']
  const rows = lines.map(({ cells }) => {
    const given = { 'single.process': '', 'benefit.social': '全面应用' }
    const change = given[cells[code] as keyof typeof given]
    return change === undefined ? cells : { ...cells, [value]: change }
  })
  const columns = titles.map((title) => ({ key: title, title }))
  const { content } = await sheetOf({ title: '问卷', columns, rows, format: 'xlsx' })
  await page.getByRole('button', { name: '导入问卷' }).click()
  const dialog = page.locator('[role=dialog]:visible')
  await dialog.getByRole('checkbox').uncheck()
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType, buffer: Buffer.from(content as Uint8Array) })
  await dialog.locator('.ant-btn-primary').last().click()
  await dialog.getByRole('status').getByText('已写入').waitFor()
  await firm.open(`/assess/runs/${runId}`)
  await section(page, /^经济和社会效益/)
  const kept = question(page, 'benefit.social').getByLabel('全面应用', { exact: true })
  await kept.waitFor()
  assert.ok(await kept.isChecked())
  await leave(firm)
}

/** Presses a button that asks, and reads why it is refused. */
async function refused({ page, faults }: Guest, name: RegExp, because: RegExp): Promise<void> {
  await page.locator('main').getByRole('button', { name }).first().click()
  const dialog = page.locator('[role=dialog]:visible').last()
  await dialog.locator('.ant-btn-primary').last().click()
  await dialog.getByRole('alert').getByText(because).waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  await refusedWith({ faults }, 409)
}

/** A check across answers and a passed deadline keep it back; then it is handed in, and printed. */
export async function submitted(browser: Browser, whole: Opened, runId: string): Promise<void> {
  const firm = await guest(browser, whole, 'enterprise-administrator')
  const { page } = firm
  await answerRest(firm.api, runId, ['single.process'])
  await firm.open(`/assess/runs/${runId}`)
  await page.getByText('填报了设计与制造集成，请同时填写工艺设计').first().waitFor()
  await firm.look('2-blocked')
  await refused(firm, /^提\s*交$/, /有 1 项需要先处理/)
  await section(page, /^单项应用 \d/)
  await chosen(page, 'single.process', await evidenced(firm.api, runId, 'single.process'))
  const undo = await passed(whole, runId)
  await refused(firm, /^提\s*交$/, /不在填报时间内/)
  await undo()
  await page
    .locator('main')
    .getByRole('button', { name: /^提\s*交$/ })
    .click()
  await page.locator('[role=dialog]:visible .ant-btn-primary').last().click()
  await page.getByText('待核查').or(page.getByText('已提交')).first().waitFor()
  await printed(firm, runId)
  await leave(firm)
}

/** The option that the evidence speaks for, in words. */
async function evidenced(api: Session, runId: string, code: string): Promise<string> {
  const { outline, answers } = await readJson<Detail>(await api.get(`/assess/runs/${runId}`))
  const value = answers.find((one) => one.question === code)?.evidenceValue
  const option = outline.questions.find((one) => one.code === code)?.options.find((one) => one.code === value)
  assert.ok(option, `${code} has evidence`)
  return option.name.zh
}

/** Whoever keeps the windows lets the deadline pass; answers how to take it back. */
async function passed(whole: Opened, runId: string): Promise<() => Promise<void>> {
  const platform = await signInAs(whole, 'platform-administrator')
  const { run } = await readJson<Detail>(await platform.get(`/assess/runs/${runId}`))
  const windows = await rowsOf<Window>(platform, '/assess/windows?pageSize=100')
  const window = windows.find((one) => one.frameworkId === run.frameworkId && one.year === run.year)
  assert.ok(window)
  const change = async (closesAt: string, revision: number) => {
    const body = { opensAt: window.opensAt, closesAt, revision }
    await readJson(await platform.put(`/assess/windows/${window.id}`, body))
  }
  await change(new Date(Date.now() - 1000).toISOString(), window.revision)
  return () => change(window.closesAt, window.revision + 1)
}

/** The report on paper says the score, the answers, and where its thresholds come from. */
async function printed({ page, open, look }: Guest, runId: string): Promise<void> {
  await open(`/assess/runs/${runId}/report`)
  await page.getByRole('heading', { name: '示例阈值的来源' }).waitFor()
  await look('3-report')
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载 PDF' }).click()
  const { text, pages } = pdfText(await readFile(await (await saved).path()))
  assert.ok(pages >= 2)
  for (const said of ['南宁示例传动', '总得分', why, '示例阈值的来源', '[示例阈值 1]', '五档分值为示例'])
    assert.ok(text.replaceAll(/\s/g, '').includes(said.replaceAll(/\s/g, '')), said)
}

async function answerRest(
  api: Session,
  id: string,
  except: readonly string[] = [],
  best = false,
): Promise<void> {
  const { outline, answers } = await readJson<Detail>(await api.get(`/assess/runs/${id}`))
  for (const { code, options } of outline.questions) {
    const known = answers.find(({ question: of }) => of === code)
    if (except.includes(code) || (known && known.value !== null)) continue
    const value = options.at(best ? -1 : 2)?.code ?? '60'
    const place = `/assess/runs/${id}/answers/${encodeURIComponent(code)}`
    await readJson(await api.put(place, { value, revision: known?.revision ?? 0 }))
  }
}

/** Who checks finds the flag, opens it to its numbers, clears it with a reason, and passes the run. */
export async function reviewed(browser: Browser, whole: Opened, runId: string): Promise<void> {
  const city = await guest(browser, whole, 'city-official')
  const { page } = city
  await city.open(`/assess/findings?status=open&kind=override`)
  const line = page.locator('main tr', { hasText: '生产设备数字化率' }).first()
  await line.waitFor()
  await city.look('1-queue')
  await line.getByRole('link', { name: /南宁示例传动/ }).click()
  await page.getByText(why).first().waitFor()
  await city.look('2-finding')
  await page.getByRole('button', { name: /^排\s*除$/ }).click()
  await sent(page, { 说明: '已到厂核对设备清单，口径一致' })
  await page.locator('main td', { hasText: '已到厂核对设备清单，口径一致' }).first().waitFor()
  await page.getByRole('link', { name: '证据', exact: true }).click()
  await page.getByRole('heading', { name: '用于哪些题目' }).waitFor()
  await page.getByText('企业另填了答案').first().waitFor()
  await city.look('3-evidence')
  await city.open(`/assess/runs/${runId}`)
  await page
    .locator('main')
    .getByRole('button', { name: /^通\s*过$/ })
    .click()
  await page.locator('[role=dialog]:visible .ant-btn-primary').last().click()
  await page.getByText('已通过').first().waitFor()
  await leave(city)
}

/** From a gap to a plan; the next year's assessment shows what came of it. */
export async function improved(browser: Browser, whole: Opened, runId: string): Promise<void> {
  const firm = await guest(browser, whole, 'enterprise-administrator')
  const { page } = firm
  await firm.open(`/assess/runs/${runId}?tab=gaps`)
  await page
    .getByRole('button', { name: /^显示全部|^全部/ })
    .first()
    .click()
  const line = page.locator('main tr', { hasText: '人力与办公' }).first()
  await line.getByRole('button', { name: '列入计划' }).first().click()
  const title = '办公与人事系统上线'
  await sent(page, { 措施: title, 责任人: '示例企业管理员', 完成日期: '2027-06-30', 预计费用: '120000' })
  await firm.open('/assess/steps')
  const step = page.locator('main tr', { hasText: title }).first()
  await step.waitFor()
  await firm.look('4-planned')
  await nextYear(whole, firm.api, runId)
  await page.reload()
  const effect = page.locator('main tr', { hasText: title }).first()
  await effect.getByText(/^\+100 分$/).waitFor()
  await firm.look('5-effect')
  await effect.locator('a.r-figure-value').last().click()
  await page.locator('main [aria-current=true]', { hasText: '人力与办公' }).waitFor()
  assert.match(await page.locator('main [aria-current=true]').innerText(), /^100$/m)
  await leave(firm)
}

/** A window for the next year, in which the firm says more and hands it in. */
async function nextYear(whole: Opened, firm: Session, runId: string): Promise<void> {
  const platform = await signInAs(whole, 'platform-administrator')
  const { run } = await readJson<Detail>(await platform.get(`/assess/runs/${runId}`))
  const [opensAt, closesAt] = [-1, 30].map((days) => new Date(Date.now() + days * 86_400_000).toISOString())
  const about = { frameworkId: run.frameworkId, year: run.year + 1, opensAt, closesAt }
  const { id: windowId } = await readJson<{ id: string }>(await platform.post('/assess/windows', about))
  const begun = await firm.post('/assess/runs', { windowId, facts: {} })
  const { id } = await readJson<{ id: string }>(begun)
  await readJson(await firm.post(`/assess/runs/${id}/evidence`, {}))
  await answerRest(firm, id, [], true)
  const detail = await readJson<{ run: { revision: number } }>(await firm.get(`/assess/runs/${id}`))
  await readJson(await firm.post(`/assess/runs/${id}/submit`, { revision: detail.run.revision }))
  await eventually('it is handed in', async () => {
    const now = await readJson<Detail>(await firm.get(`/assess/runs/${id}`))
    return now.run.status === 'submitted'
  })
}
