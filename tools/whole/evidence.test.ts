import test from 'node:test'
import { chromiumPath, openBrowser } from '@ronghe/kit/test/browser'
import { assessed } from './test/assessed.ts'
import { opensFigures } from './test/figures.ts'
import { opensTarget } from './test/governed.ts'
import { startWhole } from './whole.ts'

const executable = chromiumPath()

test('from the plan to the machine, each in his own browser', { timeout: 1_800_000 }, async (t) => {
  if (executable === null) return t.skip('no Chromium on this machine')
  const whole = await startWhole(t, { SAMPLE_HISTORY_DAYS: '2' })
  const browser = await openBrowser(executable)
  t.after(() => browser.close())
  await t.test('every figure opens to its rows', () => opensFigures(browser, whole))
  await t.test('a firm assesses itself, and the city passes it', () => assessed(browser, whole))
  await t.test('a target of the plan opens to the machine', () => opensTarget(browser, whole))
})
