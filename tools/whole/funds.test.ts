import test from 'node:test'
import { chromiumPath, openBrowser } from '@ronghe/kit/test/browser'
import { duplicated } from './test/duplicated.ts'
import { everyMode } from './test/fund-modes.ts'
import { announced } from './test/library.ts'
import { startTimed } from './test/timed.ts'

const executable = chromiumPath()

test('every way of support, each in his own browser', { timeout: 1_800_000 }, async (t) => {
  if (executable === null) return t.skip('no Chromium on this machine')
  const whole = await startTimed()
  t.after(() => whole.close())
  const browser = await openBrowser(executable)
  t.after(() => browser.close())
  await t.test('a notice is given out, and firms see whether it is meant for them', () => {
    return announced(browser, whole)
  })
  await t.test('the same invoice twice is told and decided', () => duplicated(browser, whole))
  await t.test('a fund supports in every mode', () => everyMode(browser, whole))
})
