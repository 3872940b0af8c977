import assert from 'node:assert/strict'
import { eventually } from '@ronghe/kit/test'
import type { Locator, Page } from 'playwright-core'
import type { Say } from './said.ts'
import type { Walker } from './walker.ts'

type Opened = { url: string }
const waitMsMax = 60_000

/** What an edge found is registered as a machine, from the edge's page; answers the machine's page. */
export async function registerFound(walker: Walker, say: Say, device: string, code: string, name: string) {
  const { page } = walker
  await page.getByRole('tab', { name: say('factory.edgeTab.discovered'), exact: true }).click()
  const row = page.getByRole('row').filter({ hasText: device })
  await row.getByRole('link', { name: say('factory.discovered.register') }).click()
  await choose(page, page.getByLabel(say('factory.column.unitId')), /热处理车间|Heat-treatment shop/)
  await page.getByLabel(say('factory.column.code'), { exact: true }).fill(code)
  await page.getByLabel(say('factory.column.name'), { exact: true }).fill(name)
  await walker.look(`register-${code}`)
  await page.getByRole('button', { name: say('factory.route.addEquipment') }).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
}

/** A machine's live value is on its page, and moves with the machine. */
export async function seeValue(
  walker: Walker,
  say: Say,
  signal: string,
  values: readonly string[],
  set: (at: number) => void,
) {
  const { page } = walker
  await page.getByRole('tab', { name: say('factory.tab.signals'), exact: true }).click()
  const row = page.getByRole('row').filter({ hasText: signal })
  for (const [at, value] of values.entries()) {
    set(at)
    const isShown = async () => ((await row.allInnerTexts())[0] ?? '').includes(value)
    await eventually(`${signal} shows ${value}`, isShown, waitMsMax)
  }
}

/** A rule is written and tried on last week: the page shows what would change, and nothing is changed. */
export async function tryRule(
  { page, look }: Walker,
  { url }: Opened,
  say: Say,
  equipmentId: string,
): Promise<void> {
  await page.goto(`${url}/factory/equipment/${equipmentId}?tab=rules`)
  await page.getByRole('button', { name: say('factory.action.edit') }).click()
  await page.getByRole('button', { name: say('factory.rules.add') }).click()
  const rules = page.getByLabel(say('factory.rules.when'))
  await rules.last().fill('Xload > 5')
  await page
    .getByRole('button', { name: say('factory.rules.top') })
    .last()
    .click()
  await page.getByRole('tab', { name: say('factory.span.week') }).click()
  await page.getByRole('button', { name: say('factory.rules.try'), exact: true }).click()
  await page.locator('main canvas').first().waitFor()
  await look('rule-tried')
  const idle = page
    .getByRole('row')
    .filter({ hasText: say('factory.value.state.idle') })
    .last()
  const [, now, tried] = await idle.locator('td').allInnerTexts()
  assert.notEqual(tried, now, 'the rule makes a difference on last week')
  await page.getByRole('button', { name: say('factory.action.cancel') }).click()
}

/** One tap gives a stop of last week its reason; who said it stands in the list of changes. */
export async function classifyStop({ page, look }: Walker, { url }: Opened, say: Say): Promise<void> {
  await page.goto(`${url}/factory/stops`)
  await page.getByRole('tab', { name: say('factory.span.week') }).click()
  const card = page.locator('.stop-card').first()
  await card.waitFor()
  const reason = card.locator('button').first()
  const name = await reason.innerText()
  await reason.click()
  await page.locator('.stop-undo').filter({ hasText: name }).waitFor()
  await page.getByRole('tab', { name: say('factory.stops.changes') }).click()
  await page.getByRole('row').filter({ hasText: name }).first().waitFor()
  await look('stop-said')
}

/** The alarm that waits is opened, looked at and acknowledged with a word. */
export async function answerAlarm({ page, look }: Walker, { url }: Opened, say: Say): Promise<void> {
  await page.goto(`${url}/factory/alarms`)
  const waits = say('factory.value.state.unacknowledged')
  const row = page.locator('tbody tr').filter({ hasText: waits }).first()
  await row.waitFor()
  await look('alarms')
  const name = await row.locator('a').first().innerText()
  await row.locator('a').first().click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
  await look('alarm')
  await page.getByRole('button', { name: say('factory.alarm.action.acknowledge'), exact: true }).click()
  const form = page.getByRole('dialog')
  const seen = 'Looked at it; the maker is called'
  await form.getByLabel(say('factory.column.comment')).fill(seen)
  await form.getByRole('button', { name: say('factory.route.acknowledgeAlarms') }).click()
  await page.getByText(seen).first().waitFor()
}

/** An alarm point is shelved with a reason, stands as shelved, and is taken back. */
export async function shelveAlarm({ page, look }: Walker, { url }: Opened, say: Say): Promise<void> {
  await page.goto(`${url}/factory/alarms/points`)
  const row = page.locator('tbody tr').first()
  await row.waitFor()
  const action = (key: string) => row.getByRole('button', { name: say(`factory.alarm.action.${key}`) })
  await action('shelve').click()
  const form = page.getByRole('dialog')
  await form.getByLabel(say('factory.column.reason')).fill('Sensor is being changed')
  await form.getByRole('button', { name: say('factory.route.shelveAlarms') }).click()
  await row.getByText('Sensor is being changed').waitFor()
  await row.getByText(say('factory.value.state.shelved')).waitFor()
  await look('shelved')
  await action('unshelve').click()
  await row.getByText('Sensor is being changed').waitFor({ state: 'detached' })
}

/** Why last night's shift lost what it lost: the causes add up to the difference, and open the stops. */
export async function findLoss({ page, look }: Walker, { url }: Opened): Promise<void> {
  await page.goto(`${url}/factory/losses/why`)
  await page.locator('main canvas').first().waitFor()
  await look('why')
  const change = Number(
    (await page.locator('.why-change strong').innerText()).replace('−', '-').split(' ')[0],
  )
  const lost = (await page.locator('main tbody tr td:last-child').allInnerTexts()).map((text) =>
    Number(text.replace('−', '-')),
  )
  const sum = lost.reduce((total, one) => total + one, 0)
  assert.ok(lost.length > 0 && Math.abs(sum + change) < 0.01 * (lost.length + 1), `${sum} explains ${change}`)
  await page.locator('main tbody a').first().click()
  await page.getByRole('heading', { level: 1 }).waitFor()
}

/** The report of the shift, as it comes from the printer. */
export async function printReport({ page, look }: Walker, { url }: Opened, say: Say): Promise<Buffer> {
  await page.goto(`${url}/factory/shift-report`)
  await page.getByRole('heading', { name: say('factory.report.alarms') }).waitFor()
  await look('report')
  const printed = await page.pdf({ format: 'A4' })
  assert.ok(printed.subarray(0, 5).toString() === '%PDF-' && printed.length > 20_000)
  return printed
}

async function choose(page: Page, field: Locator, option: RegExp): Promise<void> {
  await field.click()
  const options = page.locator('.ant-select-dropdown:visible .ant-select-item-option-content')
  await options.filter({ hasText: option }).first().dispatchEvent('click')
}
