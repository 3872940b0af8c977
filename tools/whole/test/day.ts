import assert from 'node:assert/strict'
import { eventually } from '@ronghe/kit/test'
import { openContext } from '@ronghe/kit/test/browser'
import type { Browser, Page } from 'playwright-core'
import { emailOf, password, readJson, type Session, signInAs, type Whole } from '../whole.ts'
import { newWalker, type Walker } from './walker.ts'

type Node = { id: string; kind: string; name: string }
type Opened = Pick<Whole, 'url'>

const desktop = { width: 1280, height: 860 }
/** The sample's watch waits for the plant's history, and then learns. */
const learnMsMax = 180_000
const phone = { width: 390, height: 844 }

/** A plant engineer's day in a browser: calendar, stops, a lost shift, its report, alarms, an anomaly. */
export async function walkDay(browser: Browser, whole: Whole): Promise<void> {
  const engineer = await signInAs(whole, 'plant-engineer')
  const context = await openContext(browser, { viewport: desktop, locale: 'zh-CN' })
  const walker = await newWalker(context, 'day')
  await enter(walker.page, whole, 'plant-engineer')
  await planCrews(walker, whole, engineer)
  await explainStop(walker, whole)
  await reportShift(walker, whole)
  await answerAlarm(walker, whole)
  await judgeAnomaly(walker, whole, engineer)
  assert.deepEqual(walker.faults, [])
  await context.close()
}

/** The pages of the day on a phone, in English: words, width, and what axe finds. */
export async function lookAtDay(browser: Browser, whole: Whole): Promise<void> {
  const context = await openContext(browser, { viewport: phone, locale: 'en-GB' })
  await context.addInitScript(() =>
    localStorage.setItem('ronghe.settings', JSON.stringify({ locale: 'en', theme: 'light' })),
  )
  const walker = await newWalker(context, 'day-phone')
  await enter(walker.page, whole, 'operator')
  for (const place of ['anomalies', 'shift-report', 'handover', 'andon', 'stops', 'losses/why', 'alarms']) {
    await walker.page.goto(`${whole.url}/factory/${place}`)
    await walker.look(place.replace('/', '-'))
  }
  assert.deepEqual(walker.faults, [])
  await context.close()
}

export async function enter(page: Page, { url }: Opened, role: string): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.locator('input[autocomplete=username], input[type=email]').first().fill(emailOf(role))
  await page.locator('input[type=password]').first().fill(password)
  await page.locator('button[type=submit]').click()
  await page.waitForURL((now) => !now.pathname.includes('sign-in'))
}

/** Four crews rotate in one area from today on; the month shows who works, before and after it is kept. */
async function planCrews({ page, look }: Walker, { url }: Opened, engineer: Session): Promise<void> {
  const { rows } = await readJson<{ rows: Node[] }>(await engineer.get('/factory/tree'))
  const area = rows.find((one) => one.name === '热处理车间')
  assert.ok(area)
  await page.goto(`${url}/factory/units/${area.id}`)
  await page.getByRole('button', { name: /改为倒班|更改倒班/ }).click()
  // What is left of the month may be two days, on which one of the four rests.
  const preview = page.getByRole('region', { name: '预览（尚未保存）' })
  await preview
    .getByText(/[甲乙丙丁]班/)
    .first()
    .waitFor()
  await look('1-rotation')
  await page.getByRole('button', { name: /^保\s*存$/ }).click()
  await page.getByRole('heading', { name: /^倒班/ }).waitFor()
  // Asia/Shanghai has had no summer time since 1991.
  const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7)
  const kept = await engineer.get(`/factory/units/${area.id}/month?month=${month}`)
  const { days } = await readJson<{ days: { shifts: { crew: string | null }[] }[] }>(kept)
  assert.equal(new Set(days.at(-1)?.shifts.map((one) => one.crew)).size, 3, 'three crews on the last day')
}

/** A tap on a reason explains the first open stop, and takes it back. */
async function explainStop({ page, look }: Walker, { url }: Opened): Promise<void> {
  await page.goto(`${url}/factory/stops`)
  const card = page.locator('.stop-card').first()
  await card.waitFor()
  await look('2-stops')
  await card.locator('button').first().click()
  const undo = page.locator('.stop-undo')
  await undo.waitFor()
  await undo.getByRole('button').click()
  await undo.waitFor({ state: 'detached' })
}

/** What made the difference of the newest shift, and its report with its alarms. */
async function reportShift({ page, look }: Walker, { url }: Opened): Promise<void> {
  await page.goto(`${url}/factory/losses/why`)
  await page.locator('main canvas').first().waitFor()
  await look('3-why')
  await page.goto(`${url}/factory/shift-report`)
  await page.getByRole('heading', { name: '报警' }).waitFor()
  await look('4-report')
}

/** Who is told of an alarm is there, and the journal has rows that open. */
async function answerAlarm({ page, look }: Walker, { url }: Opened): Promise<void> {
  await page.goto(`${url}/factory/alarms/routing`)
  await page.getByText('早班设备报警').first().waitFor()
  await look('5-routing')
  await page.goto(`${url}/factory/alarms/definitions`)
  await page.getByRole('button', { name: '导出定义' }).waitFor()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '导出定义' }).click(),
  ])
  assert.match(file.suggestedFilename(), /\.xlsx$/)
}

/** The sample's watch has learned; what it told is judged, and the judgement is kept. */
async function judgeAnomaly({ page, look }: Walker, { url }: Opened, engineer: Session): Promise<void> {
  type Watch = { id: string; state: string; name: string }
  const watches = async () =>
    (await readJson<{ rows: Watch[] }>(await engineer.get('/factory/anomaly-watches'))).rows
  await eventually(
    'the watch has learned',
    async () => (await watches())[0]?.state === 'watching',
    learnMsMax,
  )
  const rows = await watches()
  assert.deepEqual(
    rows.map((one) => one.state),
    ['watching'],
  )
  await page.goto(`${url}/factory/anomalies`)
  await page.getByRole('link', { name: rows[0]?.name ?? '' }).click()
  await page.locator('main canvas').first().waitFor()
  await look('6-anomaly')
}
