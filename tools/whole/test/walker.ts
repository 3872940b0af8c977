import { eventually } from '@ronghe/kit/test'
import { openContext, picture, seriousFaults } from '@ronghe/kit/test/browser'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { listenForNames } from './foreign.ts'
import type { Locale } from './said.ts'

export type Walker = { page: Page; faults: string[]; look(name: string): Promise<void> }

/**
 * A page that notes every fault it shows; `look` judges what is to be seen now. Read in English it shows no
 * Chinese but names that people gave, and every page says that its region is a sample.
 */
export async function newWalker(
  context: BrowserContext,
  prefix: string,
  locale: Locale = 'zh',
): Promise<Walker> {
  const page = await context.newPage()
  const foreignIn = listenForNames(page)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`page error: ${error.message}`))
  page.on('console', (message) => {
    // A refusal is told with the address that was refused.
    if (message.type() === 'error') faults.push(`console: ${message.text()} ${message.location().url}`)
  })
  return {
    ...{ page, faults },
    async look(name) {
      await page.waitForLoadState('networkidle')
      await page.locator('main h1').waitFor()
      await eventually('nothing loads any more', async () => {
        return (
          (await page
            .locator('main .r-waiting, main .ant-skeleton, main .ant-spin-spinning, main [aria-busy=true]')
            .count()) === 0
        )
      })
      await picture(page, `${prefix}-${name}`)
      const text = await page.locator('body').innerText()
      // A query's name stands with its version (`factory.oee@1`), and is no word.
      const unsaid = text.match(
        /\b(ui|kit|rule|factory|governance|registry|assess)\.[a-z][\w.]+(?![\w.]*@)|undefined|NaN|\[object/g,
      )
      if (unsaid) faults.push(`${name}: words are missing: ${unsaid.join(', ')}`)
      const marks = await page.locator('.w-banner.tone-violet, p.sample').count()
      if (marks === 0) faults.push(`${name}: does not say that its data are samples`)
      const foreign = locale === 'en' ? foreignIn(text) : []
      if (foreign.length > 0) faults.push(`${name}: Chinese on an English page: ${foreign.join(', ')}`)
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      if (overflow > 0) faults.push(`${name}: ${overflow} px too wide`)
      faults.push(...(await seriousFaults(page)).map((fault) => `${name}: ${fault.slice(0, 500)}`))
    },
  }
}

/** A visitor who reads the language, in a window of so many pixels. */
export async function openIn(browser: Browser, locale: Locale, width: number): Promise<BrowserContext> {
  const language = { zh: 'zh-CN', en: 'en-GB' }[locale]
  const viewport = { width, height: 860 }
  const context = await openContext(browser, { viewport, locale: language })
  const settings = JSON.stringify({ locale, theme: 'light' })
  await context.addInitScript((kept) => localStorage.setItem('ronghe.settings', kept), settings)
  return context
}
