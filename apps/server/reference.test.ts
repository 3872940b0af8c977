import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TestHouse, testHouse } from '@ronghe/kit/test'
import { chromiumPath, openBrowser } from '@ronghe/kit/test/browser'
import { modules } from './modules.ts'

const executable = chromiumPath()
let house: TestHouse
before(async () => {
  house = await testHouse(modules, { start: false })
})
after(() => house.close())

test('the reference page shows the routes and asks nobody else for anything', async (t) => {
  if (executable === null) return t.skip('no Chromium on this machine')
  const browser = await openBrowser(executable)
  t.after(() => browser.close())
  const page = await browser.newPage()
  const faults: string[] = []
  // Without the pages there is no picture for the tab; that alone may be missing.
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico'))
      faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== house.url) faults.push(`asks ${request.url()}`)
  })
  await page.goto(`${house.url}/api/reference/`, { waitUntil: 'networkidle' })
  // It shows more than five hundred routes, which a busy machine draws in a minute.
  await page.getByText('Who I am').first().waitFor({ timeout: 180_000 })
  assert.equal(await page.getByText('/api/registry/me').first().isVisible(), true)
  assert.equal(await page.getByText(/Deploy|Ask AI|Generate SDK/).count(), 0)
  assert.deepEqual(faults, [])
})
