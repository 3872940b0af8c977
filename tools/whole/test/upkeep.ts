import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { connectNode, type ForeignNode } from '@ronghe/factory/testing'
import { eventually } from '@ronghe/kit/test'
import type { GivenMetric } from '@ronghe/sparkplug'
import type { Locator, Page } from 'playwright-core'
import * as engineer from './engineer.ts'
import { define } from './hand.ts'
import type { Say } from './said.ts'
import type { Walker } from './walker.ts'

type Opened = { url: string; root: string }
const waitMsMax = 60_000
const device = 'saw-1'
const machine = 'SAW-1'

const named = (name: string, value: number): GivenMetric => ({
  ...{ name, type: 'Double', value, timestamp: Date.now() },
})

/** The saw of another maker: it is born again whenever it is asked to be, with the signals it names by then. */
export type Saw = {
  send(signal: string, value: number): Promise<unknown>
  born(signals: Record<string, number>): Promise<unknown>
  close(): void
}

async function newSaw(node: ForeignNode): Promise<Saw> {
  let signals: Record<string, number> = {}
  const birth = async () => {
    await node.birth()
    await node.send(
      'DBIRTH',
      device,
      Object.entries(signals).map(([name, value]) => named(name, value)),
    )
  }
  node.client.on('message', (topic) => {
    if (topic.includes('/NCMD/')) void birth()
  })
  return {
    send: (signal, value) => node.send('DDATA', device, [named(signal, value)]),
    born(given) {
      signals = given
      return birth()
    },
    close: () => void node.close(),
  }
}

/** A device of another maker joins with what the page of edges shows once; its saw becomes a machine. */
export async function connectSaw(walker: Walker, { url, root }: Opened, say: Say): Promise<Saw> {
  const { page } = walker
  const add = say('factory.route.addEdge')
  await page.goto(`${url}/factory/edges`)
  await page.getByRole('button', { name: add }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel(say('factory.column.code')).fill('saws')
  await form.getByLabel(say('factory.column.name'), { exact: true }).fill('Gateway of the saws')
  await form.getByRole('button', { name: add }).click()
  const once = page.getByRole('dialog').filter({ hasText: say('factory.edge.once') })
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    once.getByRole('button', { name: /edge\.json/ }).click(),
  ])
  const place = path.join(root, 'saws.json')
  await file.saveAs(place)
  await once.getByRole('button', { name: 'OK', exact: true }).click()
  const { username, ...credential } = JSON.parse(await readFile(place, 'utf8'))
  const saw = await newSaw(await connectNode({ ...credential, id: username }))
  await saw.born({ speed: 38 })
  await page.getByRole('link', { name: 'saws', exact: true }).click()
  await engineer.registerFound(walker, say, device, machine, 'Band saw')
  await engineer.seeValue(walker, say, 'speed', ['38', '41.5'], (at) => {
    if (at === 1) void saw.send('speed', 41.5)
  })
  return saw
}

/** A signal that no birth named is refused; replayed too early it is refused again, and after a birth kept. */
export async function replayRefused(
  { page, look }: Walker,
  { url }: Opened,
  say: Say,
  saw: Saw,
): Promise<void> {
  await saw.send('temperature', 63.25)
  const row = page.locator('main tbody tr').filter({ hasText: device }).filter({ hasText: 'temperature' })
  await eventually(
    'the refusal is told',
    async () => {
      await page.goto(`${url}/factory/letters`)
      await page.waitForLoadState('networkidle')
      return (await row.count()) === 1
    },
    waitMsMax,
  )
  await row.getByRole('button').first().click()
  const drawer = page.locator('.ant-drawer')
  await drawer.getByText(say('factory.mend.unknownMetric')).waitFor()
  await look('letter')
  await drawer.locator('.ant-drawer-close').click()
  const replay = async (state: string) => {
    await action(page, row, say('factory.letters.replay'))
    await row.getByText(say(`factory.value.state.${state}`), { exact: true }).waitFor({ timeout: waitMsMax })
  }
  await replay('again')
  await saw.born({ speed: 42, temperature: 20 })
  await replay('replayed')
  await look('letter-replayed')
  await row.getByRole('button').first().click()
  const stored = drawer.locator('dl > div').filter({ hasText: say('factory.column.stored') })
  await eventually('it says what was stored', async () => (await stored.innerText()).trim().endsWith('1'))
}

/** The platform holds the firm to one point a second: it is said who is held, until it has everybody's limits. */
export async function holdToLimit({ page, look }: Walker, { url }: Opened, say: Say, firm: RegExp) {
  await page.goto(`${url}/factory/limits`)
  const row = page.locator('main tbody tr').filter({ hasText: firm })
  await action(page, row, say('factory.route.setLimits'))
  const form = page.getByRole('dialog')
  const reason = form.getByLabel(say('factory.field.reason'), { exact: true })
  await form.getByLabel(say('factory.column.pointsPerSecondMax')).fill('0')
  await reason.fill('The gateways repeat themselves')
  await form.locator('button[type=submit]').click()
  await form.getByRole('alert').or(form.locator('.ant-form-item-explain-error')).first().waitFor()
  await form.getByLabel(say('factory.column.pointsPerSecondMax')).fill('1')
  await form.locator('button[type=submit]').click()
  await form.waitFor({ state: 'detached' })
  await row.getByText(say('factory.limits.held.points')).waitFor({ timeout: waitMsMax })
  await look('held')
  await action(page, row, say('factory.route.dropLimits'))
  await row.getByText(say('factory.limits.everybody')).waitFor()
  await eventually(
    'nobody is held any more',
    async () => (await row.getByText(say('factory.limits.held.points')).count()) === 0,
    waitMsMax,
  )
}

/** Two alarms of one group follow each other: the first is marked, and the group counts the burst. */
export async function markFirst(walker: Walker, { url }: Opened, say: Say, saw: Saw): Promise<void> {
  const { page, look } = walker
  await page.goto(`${url}/factory/alarms/groups`)
  await page.getByRole('button', { name: say('factory.route.addAlarmGroup') }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel(say('factory.column.name'), { exact: true }).fill('The saws')
  await form.getByLabel(say('factory.field.equipmentIds')).click()
  await page.keyboard.type('Band saw')
  const option = page.locator('.ant-select-dropdown:visible .ant-select-item-option-content')
  await option.filter({ hasText: 'Band saw' }).first().click()
  await page.keyboard.press('Escape')
  await form.locator('button[type=submit]').click()
  await form.waitFor({ state: 'detached' })
  for (const [signal, limit] of [
    ['speed', '80'],
    ['temperature', '90'],
  ] as const)
    await define(walker, { url }, say, {
      ...{
        code: `SAW-${signal.toUpperCase()}`,
        name: `The saw's ${signal} is too high`,
        machine,
        signal,
        limit,
      },
    })
  await saw.send('temperature', 120)
  const journal = page.locator('main tbody tr')
  const raised = (signal: string) =>
    eventually(
      `the ${signal} is in the journal`,
      async () => {
        await page.goto(`${url}/factory/alarms/journal`)
        await page.waitForLoadState('networkidle')
        return (await journal.filter({ hasText: `The saw's ${signal}` }).count()) === 1
      },
      waitMsMax,
    )
  await raised('temperature')
  await saw.send('speed', 99)
  await raised('speed')
  const said = say('factory.alarm.burstFirst', { group: 'The saws', count: 1, seconds: 60 })
  await journal.filter({ hasText: 'temperature' }).getByText(said).waitFor()
  await look('first-out')
  await page.goto(`${url}/factory/alarms/groups`)
  const group = journal.filter({ hasText: 'The saws' })
  await group.getByRole('link', { name: '1', exact: true }).click()
  await page.waitForURL(/isBurstFirst/)
  await journal.filter({ hasText: `The saw's temperature` }).waitFor()
  assert.equal(await journal.filter({ hasText: `The saw's` }).count(), 1, 'the followers are not first')
  await look('bursts')
}

/** The public holidays come into the saw's calendar; one on which there is work after all is taken out. */
export async function keepHolidays({ page, look }: Walker, { url }: Opened, say: Say): Promise<void> {
  await page.goto(`${url}/factory/equipment?q=${machine}`)
  await page.getByRole('link', { name: machine }).first().click()
  await page.getByRole('tab', { name: say('factory.tab.plan'), exact: true }).click()
  await page.locator('main a[href^="/factory/units/"]').last().click()
  const panel = page
    .locator('section')
    .filter({ hasText: say('factory.exception.title') })
    .last()
  await page.getByRole('button', { name: say('factory.exception.holidays') }).click()
  const form = page.getByRole('dialog')
  await form.locator('button[type=submit]').click()
  await form.waitFor({ state: 'detached' })
  const days = panel.locator('tbody tr')
  await days.first().waitFor()
  const count = await days.count()
  assert.ok(count >= 7, `${count} holidays of the year`)
  await look('holidays')
  await days
    .last()
    .getByRole('button', { name: say('factory.route.removeException') })
    .click()
  await page.locator('.ant-modal .ant-btn-primary, .ant-popconfirm .ant-btn-primary').last().click()
  await eventually('one is worked on', async () => (await days.count()) === count - 1)
}

/** A row's action, beside the row or in its menu. */
async function action(page: Page, row: Locator, name: string): Promise<void> {
  const beside = row.getByRole('button', { name, exact: true })
  if ((await beside.count()) > 0) return beside.click()
  await row.getByRole('button').last().click()
  await page.getByRole('menuitem', { name, exact: true }).click()
}
