import assert from 'node:assert/strict'
import { eventually } from '@ronghe/kit/test'
import { openContext } from '@ronghe/kit/test/browser'
import type { Browser, Locator, Page } from 'playwright-core'
import { readJson, type Session, signInAs, type Whole } from '../whole.ts'
import { newWalker, type Walker } from './walker.ts'

export type Opened = Pick<Whole, 'url'>
export type Screen = 'desktop' | 'phone'

const screens = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } } as const

/** A person on the way; `api` is his session too, and reads and fills what would be dull to type. */
export type Guest = Walker & { role: string | null; api: Session; open(place: string): Promise<void> }

/** A person in a browser of his own, signed in already (the walk does that by the page); or a stranger. */
export async function guest(
  browser: Browser,
  whole: Opened,
  role: string | null,
  screen: Screen = 'desktop',
  locale: 'zh' | 'en' = 'zh',
): Promise<Guest> {
  const context = await openContext(browser, { viewport: screens[screen], locale: 'zh-CN' })
  if (locale === 'en')
    await context.addInitScript(() => localStorage.setItem('ronghe.settings', '{"locale":"en"}'))
  const walker = await newWalker(context, `path-${role ?? 'public'}-${screen}`)
  const api = role ? await signInAs(whole, role) : strangerOf(whole)
  await context.addCookies(api.cookies.map((one) => ({ ...one, url: whole.url })))
  return {
    ...walker,
    role,
    api,
    async open(place) {
      await walker.page.goto(`${whole.url}${place}`)
      await walker.page.locator('main h1').waitFor()
    },
  }
}

/** The browser notes a refusal that was asked for as a fault, at a moment of its own: it is waited for. */
export async function refusedWith({ faults }: Pick<Guest, 'faults'>, status: number): Promise<void> {
  const isIt = (fault: string) => fault.includes(`status of ${status}`)
  await eventually(`${status} is noted`, async () => faults.some(isIt))
  faults.splice(0, faults.length, ...faults.filter((fault) => !isIt(fault)))
}

/** Ends a visit: what it showed had no fault. */
export async function leave({ page, faults, role }: Guest): Promise<void> {
  assert.deepEqual(faults, [], role ?? 'public')
  await page.context().close()
}

function strangerOf({ url }: Opened): Session {
  const refused = () => Promise.reject(new Error('a stranger only reads'))
  return { cookies: [], get: (place) => fetch(`${url}/api${place}`), post: refused, put: refused }
}

/** Presses a button and what asks whether it is meant, with a reason where one is wanted. */
export async function confirmed(page: Page, name: string | RegExp, reason?: string): Promise<void> {
  await page.locator('main').getByRole('button', { name }).first().click()
  const dialog = dialogOf(page)
  await dialog.waitFor()
  if (reason !== undefined) await dialog.locator('textarea').first().fill(reason)
  await pressedIn(page)
}

/** Fills a form's fields by their labels and sends it. */
export async function sent(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, text] of Object.entries(fields))
    await dialogOf(page).getByLabel(label, { exact: false }).first().fill(text)
  await pressedIn(page)
}

/** Attaches a paper by the button of a row. */
export async function attached(page: Page, row: string, text: string): Promise<void> {
  const line = page.locator('main tr', { hasText: row }).or(page.locator('main li', { hasText: row }))
  await line.first().getByRole('button', { name: '上传附件' }).click()
  const file = { name: `${row}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4 ${text}`) }
  await dialogOf(page).locator('input[type=file]').setInputFiles(file)
  await pressedIn(page)
  await line.first().getByText('.pdf').first().waitFor()
}

export function dialogOf(page: Page) {
  return page.locator('[role=dialog]:visible').last()
}

export async function pressedIn(page: Page): Promise<void> {
  await dialogOf(page).locator('.ant-btn-primary').last().click()
  try {
    await page.locator('.ant-modal-wrap:visible').waitFor({ state: 'detached' })
  } catch (error) {
    throw new Error(`the dialog stays: ${await dialogOf(page).innerText()}`, { cause: error })
  }
}

export async function rowsOf<T>(api: Session, place: string): Promise<T[]> {
  return (await readJson<{ rows: T[] }>(await api.get(place))).rows
}

/** Makes a move of a case, and waits for the next one that it opens to who made it, and for its trace. */
export async function moved(
  who: Guest,
  name: string,
  next: string | null = null,
  note?: string,
): Promise<void> {
  const trace = who.page.locator('main tr', { hasText: name })
  const before = await trace.count()
  await confirmed(who.page, name, note)
  if (next) await who.page.getByRole('button', { name: next }).first().waitFor()
  await trace.nth(before).waitFor()
}

/** A move that is shown, and lacks something. */
export async function refusedNow({ page }: Guest, name: string): Promise<void> {
  await page.getByRole('button', { name, disabled: true }).waitFor()
}

/** Chooses from a list by what its entries contain, with the keys alone. */
export async function chosen(page: Page, label: string, texts: readonly string[]): Promise<void> {
  const where = (await page.locator('[role=dialog]:visible').count()) > 0 ? dialogOf(page) : page
  const box = where.getByLabel(label, { exact: false }).first()
  const active = page.locator('.ant-select-dropdown:visible .ant-select-item-option-active')
  for (const text of texts) {
    await box.click()
    if (await box.isEditable()) await box.fill(text)
    await page.locator('.ant-select-item-option:visible', { hasText: text }).first().waitFor()
    for (let at = 0; at < 40 && !(await active.textContent())?.includes(text); at += 1)
      await box.press('ArrowDown')
    await box.press('Enter')
  }
  // Tab would take one entry more from a list that stays open.
  if (await box.evaluate((one) => one.closest('.ant-select-multiple') !== null)) await box.press('Escape')
}

/** Types a day where a calendar would be opened. */
export async function picked(where: Page | Locator, label: string, day: string): Promise<void> {
  const box = where.getByLabel(label, { exact: false }).first()
  await box.click()
  await box.fill(day)
  await box.press('Enter')
  await box.press('Tab')
}
