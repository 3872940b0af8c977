import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
import { signInAs } from '../whole.ts'
import { assessPages } from './assess-pages.ts'
import { type Guest, guest, leave, type Opened, rowsOf } from './paths.ts'

/** A number as a page shows it, and the page that proves it. */
type Shown = { text: string; label: string; proof: string }

/** Of one page, so many proofs of the same kind are opened; the others differ in their division only. */
const proofsMax = 2
const tries = 60
const tryMs = 250
const readAgain = 3

const everybody = [
  '/',
  '/governance/wall',
  '/governance/goals',
  '/governance/certified',
  '/governance/breakdown',
]
const roles = {
  'region-official': ['/governance/comparison', '/governance/movements', '/assess/windows'],
  'city-official': ['/governance/comparison'],
  'enterprise-administrator': ['/governance/movements'],
  assessor: [],
  /** Whoever has not signed in. */
  public: [],
} as const
/** Of these, whoever was drawn for an assessed application; three of five are drawn for each. */
const experts = ['expert-institute', 'expert-platform', 'expert-college']

/** Each role opens the figures of its pages: the proof shows rows, and the same number above them. */
export async function opensFigures(browser: Browser, whole: Opened): Promise<void> {
  const unproved: Record<string, string[]> = {}
  const judges = { [await drawnExpert(whole)]: ['/assess/reviews'] }
  for (const [role, own] of Object.entries({ ...roles, ...judges })) {
    const who = await guest(browser, whole, role === 'public' ? null : role)
    await who.open('/governance/departments')
    const faults: string[] = []
    const seen = new Set<string>()
    const assessed = await assessPages(who)
    const frameworks = await frameworkPages(who)
    for (const path of [...everybody, ...own, ...frameworks, ...(await applicationOf(who)), ...assessed]) {
      await go(who.page, path)
      const figures = await figuresOf(who.page)
      if (figures.length === 0) faults.push(`${path}: no figure that opens`)
      for (const [proof, shown] of chosen(figures, seen)) {
        const lost = await proven(who.page, path, proof, shown)
        faults.push(...lost.map((one) => `${path} → ${proof}: ${one}`))
      }
    }
    if (faults.length > 0) unproved[role] = faults
    await leave(who)
  }
  assert.deepEqual(unproved, {})
}

async function drawnExpert(whole: Opened): Promise<string> {
  for (const role of experts) {
    const api = await signInAs(whole, role)
    const rows = await rowsOf<{ total: string | null }>(api, '/assess/reviews?pageSize=100')
    if (rows.some(({ total }) => total !== null)) return role
  }
  throw new Error('no expert was drawn for an assessed application')
}

/** Figures of machines at work grow while one looks: what is not there is read again on both pages. */
async function proven(page: Page, path: string, proof: string, shown: readonly Shown[]): Promise<string[]> {
  await go(page, proof)
  let lost = await missing(page, shown)
  for (let again = 0; again < readAgain && lost.length > 0; again += 1) {
    await anew(page, path)
    const now = (await figuresOf(page)).filter((one) => one.proof === proof)
    if (now.length === 0) return lost
    await anew(page, proof)
    lost = await missing(page, now)
  }
  return lost
}

/** Opens a page with nothing kept from before. */
async function anew(page: Page, path: string): Promise<void> {
  await go(page, path)
  await page.reload()
  await page.locator('main h1, main .r-fault').first().waitFor()
  await quiet(page)
}

/** An application whose entries the platform filled in. */
async function applicationOf({ api, role }: Guest): Promise<string[]> {
  if (role === null || role === 'assessor' || role.startsWith('expert')) return []
  const rows = await rowsOf<{ id: string; state: string }>(api, '/governance/applications?pageSize=100')
  const one = rows.find(({ state }) => state !== 'drafted')
  return one ? [`/governance/applications/${one.id}`] : []
}

/** The list of frameworks, and one as an administrator and whoever is judged by it reads it. */
async function frameworkPages({ api }: Guest): Promise<string[]> {
  const [one] = await rowsOf<{ id: string }>(api, '/assess/frameworks?q=GBT23020&pageSize=1')
  return ['/assess/frameworks', ...(one ? [`/assess/frameworks/${one.id}`] : [])]
}

/** Goes on within the page, as a click does. */
async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => history.pushState({}, '', to), path)
  // A page that cannot be read has no title, and says why.
  await page.locator('main h1, main .r-fault').first().waitFor()
  await quiet(page)
}

const busy = 'main .ant-skeleton, main .ant-spin-spinning, main [aria-busy=true], main .r-waiting'

async function quiet(page: Page): Promise<void> {
  await page.waitForTimeout(tryMs)
  for (let at = 0; at < tries && (await page.locator(busy).count()) > 0; at += 1)
    await page.waitForTimeout(tryMs)
}

async function figuresOf(page: Page): Promise<Shown[]> {
  const links = page.locator('main a.r-figure-value, main a.wall-value, main a.assess-count')
  for (let at = 0; at < tries && (await links.count()) === 0; at += 1) await page.waitForTimeout(tryMs)
  return links.evaluateAll((all) => {
    // The wall writes the units of counts behind them; a share keeps its sign.
    const bare = (text: string) => text.trim().replace(/(?<=\d)[^\d,.%]+$/, '')
    // A count within a sentence is its first number.
    const first = (text: string) => text.match(/\d[\d,]*/)?.[0] ?? text
    const textOf = (one: Element) => {
      const text = (one.textContent ?? '').trim()
      if (one.matches('.assess-count')) return first(one.getAttribute('title') ?? text)
      return one.matches('.wall-value') ? bare(text) : text
    }
    return all.map((one) => ({
      text: textOf(one),
      label: one.getAttribute('aria-label') ?? one.closest('article')?.querySelector('h3')?.textContent ?? '',
      proof: one.getAttribute('href') ?? '',
    }))
  })
}

/** The figures by the page that they open to. */
function chosen(figures: readonly Shown[], seen: Set<string>): [string, Shown[]][] {
  const counts = new Map<string, number>()
  return [...Map.groupBy(figures, ({ proof }) => proof)].filter(([proof]) => {
    const [path = '', query] = proof.split('?')
    // What is counted another way is proved another way.
    const how = ['counted', 'only', 'tab'].map((key) => new URLSearchParams(query).get(key))
    const kind = [path.replace(/[0-9a-f-]{36}/, ''), ...how].join(' ')
    const count = counts.get(kind) ?? 0
    if (seen.has(proof) || count >= proofsMax) return false
    counts.set(kind, count + 1)
    seen.add(proof)
    return true
  })
}

/** What of the figures does not stand on the page that proves them. */
async function missing(page: Page, figures: readonly Shown[]): Promise<string[]> {
  for (let at = 0; ; at += 1) {
    const { numbers, rows, fault } = await page.evaluate(numbersShown)
    const lost = figures
      .filter(({ text }) => !(text === '–' || numbers.includes(text) || (text === '0' && rows === 0)))
      .map(({ label }) => `${label} is not there`)
    const isEmpty = rows === 0 && figures.some(({ text }) => !/^[0–]/.test(text)) && numbers.length === 0
    const all = [...lost, ...(fault ? [fault] : []), ...(isEmpty ? ['nothing is shown'] : [])]
    if (all.length === 0 || at === tries) return all
    await page.waitForTimeout(tryMs)
  }
}

/** In the page: what stands as a figure, a fact or a total, how many rows, and a fault if one is shown. */
function numbersShown(): { numbers: string[]; rows: number; fault: string | null } {
  const texts = (selector: string) =>
    [...document.querySelectorAll(`main ${selector}`)].map((one) => (one.textContent ?? '').trim())
  const total = texts('.ant-pagination-total-text').map((text) => text.replace(/[^0-9,]/g, ''))
  const rows = document.querySelectorAll('main tbody tr:not(.ant-table-placeholder), main li').length
  const numbers = [
    ...texts('.r-figure-value'),
    ...texts('.r-sum'),
    ...texts('dd').flatMap((text) => [text, `${text} 元`]),
    ...texts('.assess-node-value'),
    ...texts('tbody tr:last-child td strong'),
    ...total,
  ]
  return { numbers, rows, fault: texts('.r-fault')[0] ?? null }
}
