import assert from 'node:assert/strict'
import test from 'node:test'
import { chromiumPath, openBrowser } from '@ronghe/kit/test/browser'
import type { Browser } from 'playwright-core'
import { enter } from './test/day.ts'
import { sayIn } from './test/said.ts'
import { connectSaw, holdToLimit, keepHolidays, markFirst, replayRefused } from './test/upkeep.ts'
import { newWalker, openIn, type Walker } from './test/walker.ts'
import { startWhole, type Whole } from './whole.ts'

const executable = chromiumPath()
const say = sayIn('en')

test('what a plant looks after seldom is done in a browser', { timeout: 900_000 }, async (t) => {
  if (executable === null) return t.skip('no Chromium on this machine')
  const whole = await startWhole(t, { SAMPLE_HISTORY_DAYS: '1' })
  const browser = await openBrowser(executable)
  t.after(() => browser.close())
  const engineer = await walkerOf(browser, whole, 'plant-engineer')
  const saw = await connectSaw(engineer, whole, say)
  try {
    await replayRefused(engineer, whole, say, saw)
    await markFirst(engineer, whole, say, saw)
  } finally {
    await saw.close()
  }
  await keepHolidays(engineer, whole, say)
  assert.deepEqual(engineer.faults, [])
  const platform = await walkerOf(browser, whole, 'platform-administrator')
  await holdToLimit(platform, whole, say, /Nanning Sample Drive/)
  assert.deepEqual(platform.faults, [])
})

async function walkerOf(browser: Browser, whole: Whole, role: string): Promise<Walker> {
  const context = await openIn(browser, 'en', 1280)
  const walker = await newWalker(context, `upkeep-${role}`, 'en')
  await enter(walker.page, whole, role)
  return walker
}
