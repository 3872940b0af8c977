import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'

const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']

/** Debian's Chromium, the one without windows first; null when there is none. */
export function chromiumPath(): string | null {
  return names.map((name) => `/usr/bin/${name}`).find((path) => existsSync(path)) ?? null
}

export async function openBrowser(executablePath: string, further: readonly string[] = []): Promise<Browser> {
  const off = ['gpu', 'quic', 'background-networking', 'component-update', 'sync'].map(
    (name) => `--disable-${name}`,
  )
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--no-first-run', ...off, ...further] })
}

/** How long is waited for what a page shows: a second on a machine at rest, a minute on a crowded one. */
const patienceMs = 120_000

/** A visitor with a browser of his own, in which nothing moves by itself; he waits for what he looks for. */
export async function openContext(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(patienceMs)
  return context
}

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** Serious and critical faults that axe finds on the page, each as one line. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // The content policy forbids scripts from elsewhere; `evaluate` is the test's own door.
  const isThere = await page.evaluate(() => 'axe' in globalThis)
  if (!isThere) await page.evaluate(await readFile(axeFile, 'utf8'))
  const found = await page.evaluate(() =>
    (globalThis as unknown as { axe: Axe }).axe.run({ resultTypes: ['violations'] }),
  )
  return found.violations
    .filter((rule) => rule.impact === 'serious' || rule.impact === 'critical')
    .map(({ id, help, nodes }) => {
      const places = nodes.map((node) => `${node.html} (${node.failureSummary ?? ''})`)
      return `${id}: ${help}: ${places.join(' | ')}`
    })
}

/** What is right is not described in full: that takes as long as to find what is wrong. */
type Axe = { run(options: { resultTypes: readonly string[] }): Promise<{ violations: AxeRule[] }> }

type AxeRule = {
  id: string
  impact: string
  help: string
  nodes: { html: string; failureSummary?: string }[]
}

/** Keeps a picture when `RONGHE_SCREENSHOTS` names a folder, to look at by eye. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.RONGHE_SCREENSHOTS
  if (!folder) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
