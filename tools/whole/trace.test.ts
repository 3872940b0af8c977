import test from 'node:test'
import { chromiumPath, openBrowser } from '@ronghe/kit/test/browser'
import { made, recalled, received, scanned, shipped } from './test/traced.ts'
import { startWhole } from './whole.ts'

const executable = chromiumPath()

test('a product from the machine to a phone, and back in a drill', { timeout: 1_800_000 }, async (t) => {
  if (executable === null) return t.skip('no Chromium on this machine')
  // The machine stands still on weekends.
  const whole = await startWhole(t, { SAMPLE_HISTORY_DAYS: '4' })
  const browser = await openBrowser(executable)
  t.after(() => browser.close())
  const sent = await made(browser, whole)
  await t.test('its carton is shipped by a machine with a key', () => shipped(browser, whole, sent))
  await t.test('a partner sees it come, and says so', () => received(browser, whole, sent))
  await t.test('everybody reads its story on a phone', () => scanned(browser, whole, sent))
  await t.test('a drill finds exactly what it must', () => recalled(browser, whole))
})
