import assert from 'node:assert/strict'
import { eventually } from '@ronghe/kit/test'
import type { Locator, Page } from 'playwright-core'
import type { Say } from './said.ts'
import type { Walker } from './walker.ts'

type Opened = { url: string }
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
  await page
    .getByRole('button', { name: say('factory.route.rollOutConfiguration') })
    .first()
    .click()
  const form = page.getByRole('dialog')
  await form.locator('.ant-select').first().click()
  await page.keyboard.type(target)
  const option = page.locator('.ant-select-dropdown:visible .ant-select-item-option-content')
  await option.filter({ hasText: target }).first().dispatchEvent('click')
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
  await look('rolled-back')
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
  const save = () => page.getByRole('button', { name: say('factory.action.save'), exact: true }).click()
  await page.goto(`${url}/factory/alarms/routing`)
  await page.getByRole('button', { name: say('factory.route.addAlarmRoute') }).click()
  await page
    .getByLabel(say('factory.column.name'), { exact: true })
    .fill('Presses, to the next after a minute')
  await page.getByLabel(say('factory.alarmRouting.after')).nth(1).fill('1')
  await look('route')
  await save()
  await page.getByRole('cell', { name: 'Presses, to the next after a minute' }).first().waitFor()

  await page.goto(`${url}/factory/alarms/definitions/new`)
  await page.getByLabel(say('factory.column.alarmCode'), { exact: true }).fill('PRESS-HIGH')
  await page.getByLabel(say('factory.alarmField.name'), { exact: true }).fill('Pressure too high')
  const machines = page.getByLabel(say('factory.alarmField.equipmentIds'), { exact: true })
  await machines.click()
  await page.keyboard.type(machine)
  const option = page.locator('.ant-select-dropdown:visible .ant-select-item-option-content')
  await option.filter({ hasText: machine }).first().dispatchEvent('click')
  await page.keyboard.press('Escape')
  await page.getByLabel(say('factory.alarmField.signal'), { exact: true }).fill(signal)
  await page.getByLabel(say('factory.alarmField.limit'), { exact: true }).fill(limit)
  await page.getByLabel(say('factory.column.priority'), { exact: true }).click()
  await option.getByText(say('factory.value.priority.high'), { exact: true }).dispatchEvent('click')
  await look('definition')
  await save()
  await page.getByRole('heading', { name: /Pressure too high/, level: 1 }).waitFor({ timeout: waitMsMax })
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
