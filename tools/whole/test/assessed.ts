import assert from 'node:assert/strict'
import type { Browser } from 'playwright-core'
import { readJson, type Session } from '../whole.ts'
import { confirmed, type Guest, guest, leave, type Opened, rowsOf } from './paths.ts'

type Run = { id: string; frameworkCode: string; year: number; status: string; revision: number }
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

export async function answerRest(api: Session, id: string, answer: Answering): Promise<void> {
  const { outline, answers } = await readJson<Detail>(await api.get(`/assess/runs/${id}`))
  for (const question of outline.questions) {
    const known = answers.find((one) => one.question === question.code)
    if (known && known.value !== null) continue
    const body = { value: answer(question), revision: known?.revision ?? 0 }
    const place = `/assess/runs/${id}/answers/${encodeURIComponent(question.code)}`
    await readJson(await api.put(place, body))
  }
}
