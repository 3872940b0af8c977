import assert from 'node:assert/strict'
import test from 'node:test'
import { eventually } from '@ronghe/kit/test'
import { chromiumPath, openBrowser, openContext } from '@ronghe/kit/test/browser'
import type { Browser } from 'playwright-core'
import { lookAtDay, walkDay } from './test/day.ts'
import { scanWithCamera } from './test/scan.ts'
import { newWalker, type Walker } from './test/walker.ts'
import { emailOf, password, readJson, signInAs, startWhole, type Whole } from './whole.ts'

const executable = chromiumPath()
const scriptBytesMax = 300_000
/** Time that the sample plant's history takes to arrive. */
const fillMsMax = 180_000

/** What the walk looks for, in the words of each language. */
const languages = {
  zh: {
    ...{ language: '语言 Language', choice: '中文', region: '广西', sample: '示例' },
    ...{ signIn: '登录', email: '邮箱', password: '密码', firm: /南宁示例传动/, machine: /数控车削中心/ },
    ...{ signals: '实时信号', signal: '执行状态', states: '状态', losses: '效率与损失', plate: '铭牌' },
  },
  en: {
    ...{ language: '语言 Language', choice: 'English', region: 'Guangxi', sample: 'Sample' },
    ...{
      signIn: 'Sign in',
      email: 'E-mail',
      password: 'Password',
      firm: /Nanning/,
      machine: /Turning centre/,
    },
    ...{
      signals: 'Live signals',
      signal: 'Execution',
      states: 'States',
      losses: 'OEE and losses',
      plate: 'Nameplate',
    },
  },
} as const
type Words = (typeof languages)[keyof typeof languages]
const screens = { desktop: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } } as const

test('the walk from the region to a signal of a machine', { timeout: 1_800_000 }, async (t) => {
  if (executable === null) return t.skip('no Chromium on this machine')
  const whole = await startWhole(t)
  await filled(whole)
  const browser = await openBrowser(executable)
  t.after(() => browser.close())
  await t.test('the first page has at most 300 kB of script', () => measureScript(browser, whole))
  await t.test('a plant engineer’s day', () => walkDay(browser, whole))
  await t.test('the pages of the day on a phone', () => lookAtDay(browser, whole))
  await t.test('a code before the camera of a phone', () => scanWithCamera(executable, whole))
  for (const [language, words] of Object.entries(languages)) {
    for (const [screen, viewport] of Object.entries(screens)) {
      await t.test(`${language}, ${screen}`, async () => {
        const context = await openContext(browser, { viewport, locale: 'zh-CN' })
        const walker = await newWalker(context, `${language}-${screen}`)
        await walk(walker, whole, words, language)
        await context.close()
      })
    }
  }
})

/** Waits until the history of the sample plant has become states and figures. */
async function filled(whole: Whole): Promise<void> {
  const official = await signInAs(whole, 'region-official')
  const isNow = async () => {
    const { rows } = await readJson<{ rows: { isOnline: boolean | null; state: string | null }[] }>(
      await official.get('/factory/board'),
    )
    const days = await readJson<{ total: number }>(await official.get('/factory/oee-days?pageSize=1'))
    return rows.some(({ state }) => state !== null) && days.total >= 3 * 7
  }
  await eventually('the history is there', isNow, fillMsMax)
}

async function measureScript(browser: Browser, whole: Whole): Promise<void> {
  const page = await browser.newPage()
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    if (request.resourceType() !== 'script') return
    sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  await page.goto(whole.url, { waitUntil: 'networkidle' })
  await page.locator('main h1').waitFor()
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  await page.close()
  assert.ok(bytes > 50_000 && bytes <= scriptBytesMax, `${bytes} bytes of script, compressed`)
}

async function walk(walker: Walker, whole: Whole, words: Words, language: string): Promise<void> {
  const { page, faults, look } = walker
  await page.goto(whole.url)
  if (language !== 'zh') {
    await page.getByRole('button', { name: words.language }).click()
    await page.getByRole('menuitemradio', { name: words.choice }).click()
  }
  await page.getByRole('heading', { level: 1 }).filter({ hasText: words.region }).waitFor()
  assert.match((await page.locator('html').getAttribute('lang')) ?? '', new RegExp(`^${language}`))
  assert.ok((await page.getByText(words.sample).count()) > 0, 'the sample is marked')
  await look('1-region')
  await page.getByRole('link', { name: words.signIn }).click()
  await look('2-sign-in')
  await page.getByLabel(words.email).fill(emailOf('region-official'))
  await page.getByLabel(words.password, { exact: true }).fill(password)
  await page.locator('button[type=submit]').click()
  const rate = page.locator('main a[href^="/governance/firms"]').filter({ hasText: '%' }).first()
  await rate.waitFor()
  await look('3-region-signed-in')
  const shown = Number.parseFloat((await rate.innerText()).replace('%', ''))
  assert.ok(Math.abs(shown - (await meanOfFirms(whole))) <= 0.051, `${shown} % is the mean of the firms`)
  await rate.click()
  await page.getByRole('link', { name: words.firm }).first().click({ trial: true })
  await look('4-firms')
  await page.getByRole('link', { name: words.firm }).first().click()
  await page.getByRole('link', { name: words.machine }).first().click({ trial: true })
  await look('5-register')
  await page.getByRole('link', { name: words.machine }).first().click()
  await page.locator('main canvas').first().waitFor()
  await look('6-machine')
  for (const tab of [words.states, words.losses, words.plate, words.signals]) {
    await page.getByRole('tab', { name: tab, exact: true }).click()
    await look(`7-${tab}`)
  }
  await page.getByRole('link', { name: words.signal, exact: true }).click()
  await page.getByText('ACTIVE').first().waitFor()
  await look('8-signal')
  assert.deepEqual(faults, [])
}

/** The region's rate in percent, computed here from the rows that the figure opens to. */
async function meanOfFirms(whole: Whole): Promise<number> {
  const official = await signInAs(whole, 'region-official')
  type Firm = { keyProcess: number; keyProcessControlledEvidenced: number }
  const { rows } = await readJson<{ rows: Firm[] }>(
    await official.get('/factory/evidence/firms?pageSize=100'),
  )
  const rates = rows
    .filter((one) => one.keyProcess > 0)
    .map((one) => one.keyProcessControlledEvidenced / one.keyProcess)
  return (100 * rates.reduce((sum, one) => sum + one, 0)) / rates.length
}
