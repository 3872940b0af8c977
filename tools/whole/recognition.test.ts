import test from 'node:test'
import { chromiumPath, openBrowser } from '@ronghe/kit/test/browser'
import { funded } from './test/funded.ts'
import { certified, recognised } from './test/recognised.ts'
import { supervised } from './test/supervised.ts'
import { startTimed } from './test/timed.ts'

const executable = chromiumPath()

test('what takes years, each in his own browser', { timeout: 1_800_000 }, async (t) => {
  if (executable === null) return t.skip('no Chromium on this machine')
  const whole = await startTimed()
  t.after(() => whole.close())
  const browser = await openBrowser(executable)
  t.after(() => browser.close())
  // The call is of this year, so what asks for it goes first.
  await t.test('a workshop is recognised, reviewed and withdrawn', () => recognised(browser, whole))
  await t.test('a firm is certified, surveyed and withdrawn', () => certified(browser, whole))
  await t.test('an item is late, urged, explained and made up', () => supervised(browser, whole))
  await t.test('a fund goes from its guide to what came back', () => funded(browser, whole))
})
