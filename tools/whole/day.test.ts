import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { eventually } from '@ronghe/kit/test'
import { chromiumPath, openBrowser } from '@ronghe/kit/test/browser'
import type { Browser } from 'playwright-core'
import { connectMachines } from './test/connect.ts'
import { enter } from './test/day.ts'
import * as engineer from './test/engineer.ts'
import * as floor from './test/floor.ts'
import * as hand from './test/hand.ts'
import { startModbusDevice, startSecureFurnace } from './test/peers.ts'
import { type Locale, sayIn } from './test/said.ts'
import { newWalker, openIn, type Walker } from './test/walker.ts'
import { readJson, signInAs, startWhole, type Whole } from './whole.ts'

const executable = chromiumPath()
/** Time that a week of the sample machine's history takes to become shifts. */
const fillMsMax = 180_000
const pressureRegister = 10
const unitsAdded = 220

/** What is connected, by the language of the person who does it. */
const connected = {
  zh: { edge: 'hall-2', name: '热处理车间网关', at: '9', press: '九号压力机', furnace: '九号炉' },
  en: { edge: 'hall-3', name: 'Gateway of hall 3', at: '8', press: 'Press 8', furnace: 'Furnace 8' },
}

type Machines = {
  modbus: Awaited<ReturnType<typeof startModbusDevice>>
  furnace: Awaited<ReturnType<typeof startSecureFurnace>>
}

test('a plant engineer connects two machines and works a day', { timeout: 1_800_000 }, async (t) => {
  if (executable === null) return t.skip('no Chromium on this machine')
  const whole = await startWhole(t, { SAMPLE_HISTORY_DAYS: '8' })
  const machines = { modbus: await startModbusDevice(t), furnace: await startSecureFurnace(t, whole.root) }
  const browser = await openBrowser(executable)
  t.after(() => browser.close())
  const context = await openIn(browser, 'zh', 1280)
  const walker = await newWalker(context, 'engineer')
  await enter(walker.page, whole, 'plant-engineer')
  await connect(t, walker, whole, 'zh', machines)
  const machine = await filled(whole)
  await engineer.tryRule(walker, whole, sayIn('zh'), machine)
  await answerDay(walker, whole, 'zh')
  assert.deepEqual(faultsOf(walker), [])
  await context.close()

  await t.test('and so does one who reads English', async (t) => {
    const context = await openIn(browser, 'en', 1280)
    const walker = await newWalker(context, 'engineer-en', 'en')
    await enter(walker.page, whole, 'plant-engineer')
    const edgePage = await connect(t, walker, whole, 'en', machines)
    await engineer.tryRule(walker, whole, sayIn('en'), machine)
    await answerDay(walker, whole, 'en')
    await workByHand(walker, whole, { edgePage, machine, modbus: machines.modbus })
    assert.deepEqual(faultsOf(walker), [])
    await context.close()
    await lookOnPhone(browser, whole, edgePage, machine)
  })
})

/** The server that was not trusted yet is answered with a conflict, as it should be. */
const faultsOf = ({ faults }: Walker) => faults.filter((fault) => !fault.includes('409 (Conflict)'))

/** A Modbus device and an OPC UA server with a certificate are connected; answers the edge's page. */
async function connect(
  t: TestContext,
  walker: Walker,
  whole: Whole,
  locale: Locale,
  machines: Machines,
): Promise<string> {
  const { modbus, furnace } = machines
  const { edge, name, at, ...names } = connected[locale]
  const devices = { modbus: `press-${at}`, opcua: `furnace-${at}` }
  const say = sayIn(locale)
  const peers = { modbusPort: modbus.port, opcuaEndpoint: furnace.endpoint }
  await connectMachines(t, walker, { url: whole.url, root: whole.root, edge, name, say }, peers, devices)
  const edgePage = walker.page.url()
  await engineer.registerFound(walker, say, devices.modbus, `PRESS-${at}`, names.press)
  await engineer.seeValue(walker, say, 'pressure', ['123.4', '125'], (at) =>
    modbus.holding.writeUInt16BE([1234, 1250][at] ?? 0, pressureRegister * 2),
  )
  await walker.page.goto(edgePage)
  await engineer.registerFound(walker, say, devices.opcua, `FURNACE-${at}`, names.furnace)
  await engineer.seeValue(walker, say, 'Temperature', ['840', '851.5'], (at) =>
    furnace.set([840, 851.5][at] ?? 0),
  )
  return edgePage
}

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

/** Stops, alarms, last night's loss and the report. */
async function answerDay(walker: Walker, whole: Whole, locale: Locale): Promise<void> {
  const say = sayIn(locale)
  await engineer.classifyStop(walker, whole, say)
  // One alarm of the sample waits; who comes second shelves.
  await (locale === 'zh' ? engineer.answerAlarm : engineer.shelveAlarm)(walker, whole, say)
  await engineer.findLoss(walker, whole)
  await engineer.printReport(walker, whole, say)
}

/** What is not done every day: stops cut and joined, a chart kept, a call to the next person, a roll-out. */
async function workByHand(
  walker: Walker,
  whole: Whole,
  { edgePage, machine, modbus }: { edgePage: string; machine: string; modbus: Machines['modbus'] },
) {
  const say = sayIn('en')
  await hand.splitAndMerge(walker, whole, say)
  await hand.keepChart(walker, whole, say)
  await floor.exportChart(walker, whole, say)
  const pressure = (value: number) => modbus.holding.writeUInt16BE(value, pressureRegister * 2)
  const strokes = (value: number) => modbus.holding.writeUInt16BE(value, (pressureRegister + 1) * 2)
  const raise = () => pressure(1800)
  const press = { machine: `PRESS-${connected.en.at}`, signal: 'pressure', limit: '150', raise }
  await hand.suppress(walker, whole, say, { ...press, warmUp: () => strokes(10), warm: () => strokes(0) })
  pressure(1250)
  await floor.callForHelp(walker, whole, say, connected.en.press)
  await floor.handOver(walker, whole, say)
  const set = (at: number) => {
    pressure([1250, 1310][at] ?? 0)
    return [['125'], ['131']][at] ?? []
  }
  await floor.draw(walker, whole, say, { machine: connected.en.press, signal: 'pressure', set })
  await floor.nameplate(walker, whole, say, machine)
  await hand.escalate(walker, whole, say, press)
  await hand.rollOut(walker, whole, say, { edgePage, target: connected.zh.edge })
  await hand.findUnit(walker, whole, say, await addUnits(whole))
}

/** More units than a page of a list may have; answers the name of the last. */
async function addUnits(whole: Whole): Promise<string> {
  const person = await signInAs(whole, 'enterprise-administrator')
  const name = (at: number) => `仓库 ${at}`
  for (let at = 1; at <= unitsAdded; at++) {
    const body = { code: `W-${1000 + at}`, level: 'site', name: name(at) }
    await readJson(await person.post('/registry/units', body))
  }
  return name(unitsAdded)
}

/** The pages of the day on a phone in English: no word is missing, none is Chinese, nothing too wide. */
async function lookOnPhone(browser: Browser, whole: Whole, edge: string, machine: string): Promise<void> {
  const context = await openIn(browser, 'en', 390)
  const walker = await newWalker(context, 'engineer-phone', 'en')
  await enter(walker.page, whole, 'plant-engineer')
  const setup = `${edge.split('?')[0]}?tab=configuration`
  const rules = `${whole.url}/factory/equipment/${machine}?tab=rules`
  const rest = ['stops', 'alarms', 'losses/why', 'shift-report'].map((page) => `${whole.url}/factory/${page}`)
  for (const [at, place] of [edge, setup, rules, ...rest].entries()) {
    await walker.page.goto(place)
    await walker.look(String(at))
  }
  assert.deepEqual(walker.faults, [])
  await context.close()
}
