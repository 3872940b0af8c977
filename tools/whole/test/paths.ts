import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
import { emailOf, password, readJson, type Session, signInAs, type Whole } from '../whole.ts'
import { newWalker, type Walker } from './walker.ts'

export type Opened = Pick<Whole, 'url'>
export type Screen = 'desktop' | 'phone'

const screens = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } } as const
/** Long enough for a crowded machine; a person would have gone by then. */
const clickMsMax = 60_000

/** A person on the way; `api` is his session too, and reads and fills what would be dull to type. */
export type Guest = Walker & { role: string | null; api: Session; open(place: string): Promise<void> }

/** A person in a browser of his own, signed in by the page; a stranger without a role. */
export async function guest(
  browser: Browser,
  whole: Opened,
  role: string | null,
  screen: Screen = 'desktop',
): Promise<Guest> {
  const context = await browser.newContext({
    ...{ viewport: screens[screen], locale: 'zh-CN', reducedMotion: 'reduce' as const },
  })
  context.setDefaultTimeout(clickMsMax)
  const walker = await newWalker(context, `path-${role ?? 'public'}-${screen}`)
  if (role) await enter(walker.page, whole, role)
  return {
    ...walker,
    role,
    api: role ? await signInAs(whole, role) : strangerOf(whole),
    async open(place) {
      await walker.page.goto(`${whole.url}${place}`)
      await walker.page.locator('main h1').waitFor()
    },
  }
}

/** Ends a visit: what it showed had no fault. */
export async function leave({ page, faults, role }: Guest): Promise<void> {
  assert.deepEqual(faults, [], role ?? 'public')
  await page.context().close()
}

function strangerOf({ url }: Opened): Session {
  const refused = () => Promise.reject(new Error('a stranger only reads'))
  return { get: (place) => fetch(`${url}/api${place}`), post: refused, put: refused }
}

async function enter(page: Page, { url }: Opened, role: string): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.locator('input[autocomplete=username], input[type=email]').first().fill(emailOf(role))
  await page.locator('input[type=password]').first().fill(password)
  await page.locator('button[type=submit]').click()
  await page.waitForURL((now) => !now.pathname.includes('sign-in'))
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

function dialogOf(page: Page) {
  return page.locator('[role=dialog]:visible').last()
}

async function pressedIn(page: Page): Promise<void> {
  await dialogOf(page).locator('.ant-btn-primary').last().click()
  await page.locator('.ant-modal-wrap:visible').waitFor({ state: 'detached' })
}

export async function rowsOf<T>(api: Session, place: string): Promise<T[]> {
  return (await readJson<{ rows: T[] }>(await api.get(place))).rows
}
