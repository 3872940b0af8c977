import test from 'node:test'
import { chromiumPath, openBrowser } from '@ronghe/kit/test/browser'
import { appraised } from './test/appraised.ts'
import { packed, parked, planned } from './test/planned.ts'
import { summed } from './test/summed.ts'
import { startTimed } from './test/timed.ts'

const executable = chromiumPath()

test('plan, parks and appraisals, each in his own browser', { timeout: 1_800_000 }, async (t) => {
  if (executable === null) return t.skip('no Chromium on this machine')
  const whole = await startTimed()
  t.after(() => whole.close())
  const browser = await openBrowser(executable)
  t.after(() => browser.close())
  await t.test('sums, scores and reported figures open to what makes them', () => summed(browser, whole))
  await t.test('parks are changed and come from a table', () => parked(browser, whole))
  await t.test('a revision of the plan comes from its file', () => planned(browser, whole))
  await t.test('an inspector’s pack names what was changed', () => packed(browser, whole))
  await t.test('cities are appraised, appeal and are ranked', () => appraised(browser, whole))
})
