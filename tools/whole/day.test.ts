import assert from 'node:assert/strict'
import test from 'node:test'
import { eventually } from '@ronghe/kit/test'
import { chromiumPath, openBrowser } from '@ronghe/kit/test/browser'
import type { Browser } from 'playwright-core'
import { connectMachines } from './test/connect.ts'
import { enter } from './test/day.ts'
import * as engineer from './test/engineer.ts'
import { startModbusDevice, startSecureFurnace } from './test/peers.ts'
import { sayIn } from './test/said.ts'
import { newWalker, type Walker } from './test/walker.ts'
import { readJson, signInAs, startWhole, type Whole } from './whole.ts'

const executable = chromiumPath()
/** Time that a week of the sample machine's history takes to become shifts. */
const fillMsMax = 180_000
const signals = { pressure: 10 }

test('a plant engineer connects two machines and works a day', { timeout: 1_800_000 }, async (t) => {
  if (executable === null) return t.skip('no Chromium on this machine')
  const whole = await startWhole(t, { SAMPLE_HISTORY_DAYS: '8' })
  const { holding, port } = await startModbusDevice(t)
  const furnace = await startSecureFurnace(t, whole.root)
  const browser = await openBrowser(executable)
  t.after(() => browser.close())
  const viewport = { width: 1280, height: 860 }
  const context = await browser.newContext({ viewport, locale: 'zh-CN', reducedMotion: 'reduce' })
  const walker = await newWalker(context, 'engineer')
  await enter(walker.page, whole, 'plant-engineer')

  const peers = { modbusPort: port, opcuaEndpoint: furnace.endpoint }
  await connectMachines(t, walker, { url: whole.url, root: whole.root, edge: 'hall-2' }, peers)
  const edgePage = walker.page.url()
  await engineer.registerFound(walker, 'press-9', 'PRESS-9', '九号压力机')
  await engineer.seeValue(walker, 'pressure', ['123.4', '125'], (at) =>
    holding.writeUInt16BE([1234, 1250][at] ?? 0, signals.pressure * 2),
  )
  await walker.page.goto(edgePage)
  await engineer.registerFound(walker, 'furnace-9', 'FURNACE-9', '九号炉')
  await engineer.seeValue(walker, 'Temperature', ['840', '851.5'], (at) => furnace.set([840, 851.5][at] ?? 0))

  const machine = await filled(whole)
  await engineer.tryRule(walker, whole, machine)
  const say = sayIn('zh')
  await engineer.classifyStop(walker, whole, say)
  await engineer.answerAlarm(walker, whole, say)
  await engineer.findLoss(walker, whole)
  await engineer.printReport(walker, whole, say)
  // The server that was not trusted yet is answered with a conflict, as it should be.
  assert.deepEqual(
    walker.faults.filter((fault) => !fault.includes('409 (Conflict)')),
    [],
  )
  await context.close()
  await lookInEnglish(browser, whole, [edgePage, `${edgePage.split('?')[0]}?tab=configuration`, machine])
})

/** Waits until the sample machine's shifts are told; answers the machine. */
async function filled(whole: Whole): Promise<string> {
  const person = await signInAs(whole, 'plant-engineer')
  type Machine = { id: string; code: string }
  const { rows } = await readJson<{ rows: Machine[] }>(await person.get('/factory/equipment?pageSize=50'))
  const machine = rows.find(({ code }) => code === 'EQ01')
  assert.ok(machine)
  const days = async () =>
    (await readJson<{ total: number }>(await person.get('/factory/oee-days?pageSize=1'))).total
  await eventually('the history is there', async () => (await days()) >= 5, fillMsMax)
  return machine.id
}

/** The middle of the day, worked in English. */
async function workInEnglish(walker: Walker, whole: Whole): Promise<void> {
  const say = sayIn('en')
  await engineer.classifyStop(walker, whole, say)
  await engineer.shelveAlarm(walker, whole, say)
  await engineer.findLoss(walker, whole)
  await engineer.printReport(walker, whole, say)
}

/** The day in English, worked on a desk and looked at on a phone: no word is missing, nothing too wide. */
async function lookInEnglish(
  browser: Browser,
  whole: Whole,
  [edge, setup, machine]: string[],
): Promise<void> {
  for (const width of [1280, 390]) {
    const viewport = { width, height: 844 }
    const context = await browser.newContext({ viewport, locale: 'en-GB', reducedMotion: 'reduce' })
    await context.addInitScript(() =>
      localStorage.setItem('ronghe.settings', JSON.stringify({ locale: 'en', theme: 'light' })),
    )
    const walker = await newWalker(context, `engineer-en-${width}`)
    await enter(walker.page, whole, 'plant-engineer')
    const rules = `${whole.url}/factory/equipment/${machine}?tab=rules`
    const isDesk = width === 1280
    if (isDesk) await workInEnglish(walker, whole)
    const worked = isDesk ? ['alarms'] : ['stops', 'alarms', 'losses/why', 'shift-report']
    const rest = worked.map((page) => `${whole.url}/factory/${page}`)
    for (const [at, place] of [edge, setup, rules, ...rest].entries()) {
      await walker.page.goto(place ?? '')
      await walker.look(String(at))
    }
    assert.deepEqual(walker.faults, [])
    await context.close()
  }
}
