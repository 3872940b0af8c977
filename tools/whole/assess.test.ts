import test from 'node:test'
import { chromiumPath, openBrowser } from '@ronghe/kit/test/browser'
import * as path from './test/filled.ts'
import { startWhole } from './whole.ts'

const executable = chromiumPath()

test('a firm assesses itself, each step in a browser', { timeout: 1_800_000 }, async (t) => {
  if (executable === null) return t.skip('no Chromium on this machine')
  const whole = await startWhole(t, { SAMPLE_HISTORY_DAYS: '1' })
  const browser = await openBrowser(executable)
  t.after(() => browser.close())
  const runId = await path.draftOf(whole)
  const step = (name: string, walk: typeof path.submitted) => t.test(name, () => walk(browser, whole, runId))
  await step('an answer is kept when the browser closes at once', path.closedMidway)
  await step('two of a firm on one answer: the later chooses', path.conflicted)
  await step('otherwise than the evidence, with a reason, a paper and a remark', path.overridden)
  await step('out as a workbook, changed, and in again', path.sheeted)
  await step('kept back by a check and by a deadline, then handed in and printed', path.submitted)
  await step('who checks opens the flag, clears it, and passes the run', path.reviewed)
  await step('a gap becomes a plan, and the next year shows its effect', path.improved)
})
