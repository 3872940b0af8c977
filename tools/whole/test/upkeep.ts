import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { connectNode, type ForeignNode } from '@ronghe/factory/testing'
import { eventually } from '@ronghe/kit/test'
import type { GivenMetric } from '@ronghe/sparkplug'
import type { Locator, Page } from 'playwright-core'
import { registerEdge } from './connect.ts'
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

/** A saw of another maker: born again whenever it is asked to be, with the signals it names by then. */
export type Saw = {
  send(signal: string, value: number): Promise<unknown>
  born(signals: Record<string, number>): Promise<unknown>
  close(): Promise<void>
}

async function newSaw(credential: Parameters<typeof connectNode>[0]): Promise<Saw> {
  let signals: Record<string, number> = {}
  let bdSeq = 0
  let isOver = false
  let node = await connect()

  async function birth(): Promise<void> {
    await node.birth()
    await node.send(
      'DBIRTH',
      device,
      Object.entries(signals).map(([name, value]) => named(name, value)),
    )
  }
  async function connect(): Promise<ForeignNode> {
    const one = await connectNode(credential, { bdSeq: bdSeq++ })
    one.client.on('message', (topic) => {
      if (topic.includes('/NCMD/')) void birth()
    })
    one.client.on('close', () => {
      if (!isOver) void again()
    })
    return one
  }
  /** Whose edge gets another machine is sent away, comes again, and says anew what it has. */
  async function again(): Promise<void> {
    await eventually('the saw is there again', async () => {
      if (!isOver) node = await connect()
      return true
    })
    if (!isOver) await birth()
  }

  return {
    send: (signal, value) => node.send('DDATA', device, [named(signal, value)]),
    born(given) {
      signals = given
      return birth()
    },
    async close() {
      isOver = true
      await node.close()
    },
  }
}

/** A device of another maker joins with what the page of edges shows once; its saw becomes a machine. */
export async function connectSaw(walker: Walker, { url, root }: Opened, say: Say): Promise<Saw> {
  const { page } = walker
  const place = await registerEdge(page, { url, root, edge: 'saws', name: 'Gateway of the saws', say })
  const { username, ...credential } = JSON.parse(await readFile(place, 'utf8'))
  const saw = await newSaw({ ...credential, id: username })
  await saw.born({ speed: 38 })
  await page.getByRole('link', { name: 'saws', exact: true }).click()
  await engineer.registerFound(walker, say, device, machine, 'Band saw')
  await engineer.seeValue(walker, say, 'speed', ['38', '41.5'], (at) => {
    if (at === 1) void saw.send('speed', 41.5)
  })
  return saw
}

/** A signal that no birth named is refused, when replayed too early again, and after a birth it is kept. */
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
  // A birth is on its way for a moment after it was sent.
  const replay = (state: string) =>
    eventually(`replayed it is ${state}`, async () => {
      const shown = row.getByText(say(`factory.value.state.${state}`), { exact: true })
      if ((await shown.count()) === 1) return true
      await action(page, row, say('factory.letters.replay'))
      await page.waitForLoadState('networkidle')
      return false
    })
  await replay('again')
  await saw.born({ speed: 42, temperature: 20 })
  await replay('replayed')
  await look('letter-replayed')
  await row.getByRole('button').first().click()
  // Replayed twice it is stored once.
  const counted = drawer.locator('dl > div').filter({
    hasText: new RegExp(`^(${say('factory.column.stored')}|${say('factory.column.duplicates')})1$`),
  })
  await counted.waitFor()
  await drawer.locator('.ant-drawer-close').click()
}

/** The platform holds a firm to one point a second: it is told as held, until it has everybody's limits. */
export async function holdToLimit({ page, look }: Walker, { url }: Opened, say: Say, firm: RegExp) {
  await page.goto(`${url}/factory/limits`)
  const row = page.locator('main tbody tr').filter({ hasText: firm })
  await action(page, row, say('factory.route.setLimits'))
  const form = page.getByRole('dialog')
  const reason = form.getByLabel(say('factory.field.reason'), { exact: true })
  await form.getByLabel(say('factory.field.pointsPerSecondMax')).fill('0')
  await reason.fill('The gateways repeat themselves')
  await form.locator('button[type=submit]').click()
  await form.getByRole('alert').or(form.locator('.ant-form-item-explain-error')).first().waitFor()
  await form.getByLabel(say('factory.field.pointsPerSecondMax')).fill('1')
  await form.locator('button[type=submit]').click()
  await form.waitFor({ state: 'detached' })
  await row.getByText(say('factory.limits.held.points')).waitFor({ timeout: waitMsMax })
  await look('held')
  await action(page, row, say('factory.limits.back'))
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
  const journal = page.locator('main tbody tr')
  // A machine goes on saying what it has; an alarm just written counts from when the server took it up.
  const raised = (signal: string, value: number) =>
    eventually(
      `the ${signal} is in the journal`,
      async () => {
        await saw.send(signal, value)
        await page.goto(`${url}/factory/alarms/journal`)
        await page.waitForLoadState('networkidle')
        return (await journal.filter({ hasText: `The saw's ${signal}` }).count()) === 1
      },
      waitMsMax,
    )
  await raised('temperature', 120)
  await raised('speed', 99)
  // The whole plant of the sample is a group too, of ten seconds; where both count as many, one is told.
  const said = [
    { group: 'The saws', count: 1, seconds: 60 },
    { group: 'Whole plant', count: 1, seconds: 10 },
  ].map((values) => say('factory.alarm.burstFirst', values))
  await journal
    .filter({ hasText: 'temperature' })
    .getByText(new RegExp(said.join('|')))
    .first()
    .waitFor()
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
  await page.locator('main').getByRole('link', { name: 'Band saw' }).first().click()
  await page.getByRole('tab', { name: say('factory.tab.plan'), exact: true }).click()
  await page.locator('main a[href^="/factory/units/"]').last().click()
  const panel = page
    .locator('section')
    .filter({ hasText: say('factory.exception.title') })
    .last()
  await page.getByRole('button', { name: say('factory.exception.holidays') }).click()
  const form = page.getByRole('dialog')
  // The newest year whose holidays the region's calendar holds.
  await form.getByLabel(say('factory.field.year')).fill('2026')
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
  await row.waitFor()
  const beside = row.getByRole('button', { name })
  if ((await beside.count()) > 0) return beside.click()
  await row.getByRole('button').last().click()
  await page.getByRole('menuitem', { name, exact: true }).click()
}
