import assert from 'node:assert/strict'
import { eventually } from '@ronghe/kit/test'
import type { Locator, Page } from 'playwright-core'
import type { Say } from './said.ts'
import type { Walker } from './walker.ts'

type Opened = { url: string }
type Looking = Pick<Walker, 'page' | 'look'>
const waitMsMax = 60_000
/** The next person is told after a minute, and those who tell look every few seconds. */
const escalateMsMax = 180_000

/** One stop is cut in two, two are made one; both stand in the list of changes, and both are taken back. */
export async function splitAndMerge({ page, look }: Walker, { url }: Opened, say: Say): Promise<void> {
  const all = async () => {
    await page.goto(`${url}/factory/stops`)
    await page.getByRole('tab', { name: say('factory.stops.all') }).click()
    await page.getByRole('tab', { name: say('factory.span.week') }).click()
    await page.locator('main tbody tr[data-row-key]').nth(1).waitFor({ timeout: waitMsMax })
  }
  await all()
  const split = say('factory.stops.split')
  await page.getByRole('button', { name: split }).first().click()
  const form = page.getByRole('dialog').filter({ hasText: say('factory.route.splitStop') })
  for (const at of [0, 1]) await reason(page, form, at)
  await look('split')
  await form.getByRole('button', { name: say('factory.action.save') }).click()
  await form.waitFor({ state: 'detached' })

  await all()
  for (const at of [0, 1])
    await page.locator('main tbody tr[data-row-key]').nth(at).getByRole('checkbox').check()
  await page.getByRole('button', { name: say('factory.route.mergeStops') }).click()
  const merge = page.getByRole('dialog').filter({ hasText: say('factory.route.mergeStops') })
  await reason(page, merge, 0)
  await look('merge')
  await merge.locator('button[type=submit]').click()
  await merge.waitFor({ state: 'detached' })

  await page.getByRole('tab', { name: say('factory.stops.changes') }).click()
  for (const act of ['merge', 'split']) await undo(page, say, say(`factory.value.act.${act}`))
  await look('undone')
}

async function reason(page: Page, form: Locator, at: number): Promise<void> {
  await form.locator('.ant-select').nth(at).click()
  const options = page.locator('.ant-select-dropdown:visible .ant-select-item-option-content')
  await options.nth(at).dispatchEvent('click')
  await page
    .locator('.ant-select-dropdown:visible')
    .waitFor({ state: 'detached' })
    .catch(() => {})
}

async function undo(page: Page, say: Say, act: string): Promise<void> {
  const row = page.locator('main tbody tr[data-row-key]').filter({ hasText: act }).first()
  await row.getByRole('button', { name: say('factory.route.undoStopChange') }).click()
  const ask = page.getByRole('dialog')
  await ask.locator('.ant-btn-dangerous').click()
  await row.getByText(say('factory.correction.withdrawn')).waitFor()
}

/** The newest version of an edge is given to another, which takes it, and is taken back with a reason. */
export async function rollOut(
  { page, look }: Walker,
  { url }: Opened,
  say: Say,
  { edgePage, target }: { edgePage: string; target: string },
): Promise<void> {
  await page.goto(`${edgePage.split('?')[0]}?tab=configuration`)
  await compareVersions({ page, look }, say)
  await page
    .getByRole('button', { name: say('factory.route.rollOutConfiguration') })
    .first()
    .click()
  const form = page.getByRole('dialog')
  await form.locator('.ant-select').first().click()
  await page.keyboard.type(target)
  const option = page.locator('.ant-select-dropdown:visible .ant-select-item-option-content')
  await option.filter({ hasText: target }).first().dispatchEvent('click')
  // What it would change there, before anything does: the machines of the other hall.
  await form.locator('details td').filter({ hasText: 'endpoint' }).first().waitFor()
  // A list that stays open would take one more by the keys.
  await form.locator('.ant-modal-title').click()
  await form.locator('button[type=submit]').click()
  await form.waitFor({ state: 'detached' })

  await page.goto(`${url}/factory/roll-outs`)
  const row = page.locator('main tbody tr[data-row-key]').first()
  await row.getByText(say('factory.rollOut.share', { inForce: 1, edges: 1 })).waitFor({ timeout: waitMsMax })
  await row.getByRole('button', { name: say('factory.rollOut.show') }).click()
  await look('roll-out')
  await page.getByRole('button', { name: say('factory.rollOut.back'), exact: true }).click()
  const ask = page.getByRole('dialog')
  await ask.getByRole('textbox').fill('Two machines of the other hall were missing')
  await ask.getByRole('button', { name: say('factory.rollOut.back'), exact: true }).click()
  await ask.waitFor({ state: 'detached' })
  await page.getByText('Two machines of the other hall were missing').first().waitFor()
  const back = page.getByRole('button', { name: say('factory.rollOut.back'), exact: true })
  await back.waitFor({ state: 'detached' })
  await look('rolled-back')
}

/** The second version brought the OPC UA server, and nothing else. */
async function compareVersions({ page, look }: Looking, say: Say): Promise<void> {
  await page
    .getByRole('button', { name: say('factory.edge.compare') })
    .first()
    .click()
  const form = page.getByRole('dialog')
  await form.locator('details td').first().waitFor()
  const settings = await form.locator('details tbody td:first-child').allInnerTexts()
  assert.ok(settings.length > 0 && settings.every((one) => one.includes('furnace-')), settings.join(' '))
  await look('versions-compared')
  await form.locator('.ant-modal-close').click()
  await form.waitFor({ state: 'detached' })
}

/** A signal is looked at, its chart is kept under a name, and opened from the kept ones. */
export async function keepChart({ page, look }: Walker, { url }: Opened, say: Say): Promise<void> {
  await page.goto(`${url}/factory/history`)
  await page.getByLabel(say('factory.page.signals')).first().click()
  await page.keyboard.type('pressure')
  const option = page.locator('.ant-select-dropdown:visible .ant-select-item-option-content')
  await option.filter({ hasText: 'pressure' }).first().dispatchEvent('click')
  await page.keyboard.press('Escape')
  await page.locator('main canvas').first().waitFor({ timeout: waitMsMax })
  await page.getByRole('button', { name: say('factory.history.keepAs') }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel(say('factory.column.name'), { exact: true }).fill('Pressure of the presses')
  await form.locator('button[type=submit]').click()
  await form.waitFor({ state: 'detached' })
  await look('chart-kept')
  await page.goto(`${url}/factory/history`)
  await page.getByRole('button', { name: new RegExp(say('factory.history.chartsTitle')) }).click()
  await page.getByRole('button', { name: 'Pressure of the presses' }).click()
  await page.locator('main canvas').first().waitFor({ timeout: waitMsMax })
  assert.match(page.url(), /chart/)
}

/** Nobody answers an alarm: the first person is told at once, and the next one a minute later. */
export async function escalate(
  { page, look }: Walker,
  { url }: Opened,
  say: Say,
  { machine, signal, limit, raise }: { machine: string; signal: string; limit: string; raise: () => void },
): Promise<void> {
  await page.goto(`${url}/factory/alarms/routing`)
  await page.getByRole('button', { name: say('factory.route.addAlarmRoute') }).click()
  await page
    .getByLabel(say('factory.column.name'), { exact: true })
    .fill('Presses, to the next after a minute')
  await page.getByLabel(say('factory.alarmRouting.after')).nth(1).fill('1')
  await look('route')
  await save(page, say)
  await page.getByRole('cell', { name: 'Presses, to the next after a minute' }).first().waitFor()

  await define({ page, look }, { url }, say, {
    ...{ code: 'PRESS-HIGH', name: 'Pressure too high', machine, signal, limit },
  })
  raise()
  const calls = page.getByRole('row').filter({ hasText: 'Pressure too high' })
  await eventually(
    'the next person is told too',
    async () => {
      await page.goto(`${url}/factory/alarms/routing`)
      await page.getByRole('heading', { name: say('factory.route.alarmCalls') }).waitFor()
      await page.waitForLoadState('networkidle')
      const levels = await calls.locator('td:nth-child(4)').allInnerTexts()
      return levels.includes('1') && levels.includes('2')
    },
    escalateMsMax,
  )
  await look('escalated')
}

type Alarm = { code: string; name: string; machine: string; signal: string; limit: string; quiet?: string }

/** An alarm of one machine is written and saved, with the condition that keeps it quiet by design. */
export async function define(
  { page, look }: Looking,
  { url }: Opened,
  say: Say,
  alarm: Alarm,
): Promise<void> {
  const { code, name, machine, signal, limit, quiet } = alarm
  await page.goto(`${url}/factory/alarms/definitions/new`)
  await page.getByLabel(say('factory.column.alarmCode'), { exact: true }).fill(code)
  await page.getByLabel(say('factory.alarmField.name'), { exact: true }).fill(name)
  const machines = page.getByLabel(say('factory.alarmField.equipmentIds'), { exact: true })
  await machines.click()
  await page.keyboard.type(machine)
  const option = page.locator('.ant-select-dropdown:visible .ant-select-item-option-content')
  await option.filter({ hasText: machine }).first().dispatchEvent('click')
  await page.keyboard.press('Escape')
  await page.getByLabel(say('factory.alarmField.signal'), { exact: true }).fill(signal)
  await page.getByLabel(say('factory.alarmField.limit'), { exact: true }).fill(limit)
  if (quiet) await page.getByLabel(say('factory.alarmField.suppressWhen'), { exact: true }).fill(quiet)
  await page.getByLabel(say('factory.column.priority'), { exact: true }).click()
  await option.getByText(say('factory.value.priority.high'), { exact: true }).dispatchEvent('click')
  await look(`definition-${code}`)
  await save(page, say)
  await page.getByRole('heading', { name: new RegExp(name), level: 1 }).waitFor({ timeout: waitMsMax })
}

const save = (page: Page, say: Say) =>
  page.getByRole('button', { name: say('factory.action.save'), exact: true }).click()

/**
 * An alarm keeps quiet by design while the press warms up: the journal says so, nobody is called, and it is
 * announced when that ends and the pressure is still too high.
 */
export async function suppress(
  walker: Walker,
  opened: Opened,
  say: Say,
  { machine, signal, limit, warmUp, raise, warm }: Omit<Alarm, 'code' | 'name'> & Warming,
): Promise<void> {
  const { page, look } = walker
  const name = 'Peak of pressure'
  await define(walker, opened, say, {
    ...{ code: 'PRESS-PEAK', name, machine, signal, limit, quiet: 'strokes > 5' },
  })
  const row = page.locator('main tbody tr').filter({ hasText: name })
  const says = (place: string, state: string) =>
    eventually(
      `${place} says ${state}`,
      async () => {
        await page.goto(`${opened.url}/factory/alarms${place}`)
        await page.locator('main h1').waitFor()
        await page.waitForLoadState('networkidle')
        return (await row.allInnerTexts()).some((text) => text.includes(say(state)))
      },
      waitMsMax,
    )
  const suppressed = 'factory.value.state.suppressedByDesign'
  warmUp()
  await says('/points', suppressed)
  raise()
  await says('/journal', suppressed)
  await look('suppressed')
  await page.goto(`${opened.url}/factory/alarms`)
  await look('quiet')
  assert.equal(await row.count(), 0, 'what is suppressed does not wait for anybody')
  warm()
  await says('', 'factory.value.state.unacknowledged')
  await row.getByRole('link', { name }).click()
  await page.getByText('strokes > 5').waitFor()
  await page.getByRole('cell', { name: say('factory.alarmAction.unsuppressed'), exact: true }).waitFor()
  await look('suppression-ended')
}

type Warming = { warmUp: () => void; raise: () => void; warm: () => void }

/** Of more units than a form loads, the last is found by its name. */
export async function findUnit(
  { page, look }: Walker,
  { url }: Opened,
  say: Say,
  name: string,
): Promise<void> {
  await page.goto(`${url}/factory/equipment/new`)
  await page.getByLabel(say('factory.column.unitId')).click()
  await page.keyboard.type(name)
  const option = page.locator('.ant-select-dropdown:visible .ant-select-item-option-content')
  await option.filter({ hasText: name }).first().dispatchEvent('click')
  await look('unit-found')
}
