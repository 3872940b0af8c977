import { chromiumPath, openBrowser } from '@ronghe/kit/test/browser'
import type { Seen, Watching } from './watch.ts'

export type Page = { close(): Promise<Seen> }

/** What a page is to be opened on: any address of the origin it watches, and who looks. */
export type Place = { address: string; cookie: string; isBrowser: boolean }

/** A page in Chromium that watches, or a client in this process where there is none or none is wanted. */
export async function openPage(
  { address, cookie, isBrowser }: Place,
  watch: (asked: Watching) => Promise<void>,
  asked: Watching,
): Promise<Page> {
  const path = isBrowser ? chromiumPath() : null
  if (path === null) {
    await watch({ ...asked, headers: { cookie } })
    return { close: async () => (globalThis as unknown as { seen: Seen }).seen }
  }
  const browser = await openBrowser(path)
  const context = await browser.newContext()
  await context.addCookies(cookiesOf(cookie, address))
  const page = await context.newPage()
  // A peer under all its tags takes minutes to answer; only its origin is needed.
  await page.goto(address, { waitUntil: 'commit', timeout: 300_000 })
  await page.evaluate(watch, asked)
  return {
    async close() {
      const seen = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen)
      await browser.close()
      return seen
    },
  }
}

function cookiesOf(cookie: string, url: string): { name: string; value: string; url: string }[] {
  return cookie
    .split('; ')
    .filter((one) => one !== '')
    .map((one) => {
      const at = one.indexOf('=')
      return { name: one.slice(0, at), value: one.slice(at + 1), url }
    })
}
