import assert from 'node:assert/strict'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { eventually } from '@ronghe/kit/test'
import type { Locator, Page } from 'playwright-core'
import { runProgram } from '../../start/test/harness.ts'
import type { Say } from './said.ts'
import type { Walker } from './walker.ts'

const edgeFile = fileURLToPath(new URL('../../../apps/edge/main.ts', import.meta.url))
const waitMsMax = 60_000

type Opened = { url: string; root: string; edge: string; name: string; say: Say }
type Peers = { modbusPort: number; opcuaEndpoint: string }
/** What the machines are called at the edge. */
export type Devices = { modbus: string; opcua: string }

/**
 * A new edge is registered on its page, and its program started beside the machines with what the page shows
 * once; then a Modbus device and an encrypted OPC UA server are given to it, all by hand.
 */
export async function connectMachines(
  t: TestContext,
  walker: Walker,
  opened: Opened,
  peers: Peers,
  devices: Devices,
) {
  const { page, look } = walker
  const { edge, say } = opened
  await startEdge(t, page, opened)
  await page.getByRole('link', { name: edge }).click()
  const tab = (key: string) => page.getByRole('tab', { name: say(key), exact: true }).click()
  await page.getByText(say('factory.edge.online'), { exact: true }).first().waitFor()
  await tab('factory.edgeTab.configuration')
  await addModbus(page, say, devices.modbus, peers.modbusPort)
  await look('connect-1-modbus')
  await page.getByRole('button', { name: say('factory.route.checkEdge') }).click()
  await page.getByText(say('factory.edge.checked')).waitFor()
  await save(page, say, 1)
  await addOpcua(walker, say, devices.opcua, peers.opcuaEndpoint)
  await look('connect-4-both')
  await save(page, say, 2)
  await page.getByText(say('factory.edge.inForce', { version: 2 })).waitFor()
  await tab('factory.edgeTab.health')
  await eventually(
    'both machines are read',
    async () => (await page.getByText(say('factory.connection.live'), { exact: true }).count()) >= 2,
    waitMsMax,
  )
  await page.getByText(say('factory.program.current')).first().waitFor()
  await look('connect-5-health')
}

/** Registers an edge on its page; answers the place of the file that the page offers once. */
export async function registerEdge(page: Page, { url, root, edge, name, say }: Opened): Promise<string> {
  const add = say('factory.route.addEdge')
  await page.goto(`${url}/factory/edges`)
  await page.getByRole('button', { name: add }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel(say('factory.column.code')).fill(edge)
  await form.getByLabel(say('factory.column.name'), { exact: true }).fill(name)
  await form.getByRole('button', { name: add }).click()
  const once = page.getByRole('dialog').filter({ hasText: say('factory.edge.once') })
  await once.waitFor()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    once.getByRole('button', { name: /edge\.json/ }).click(),
  ])
  const config = path.join(root, edge, 'edge.json')
  await file.saveAs(config)
  await once.getByRole('button', { name: /^(确\s*定|OK)$/ }).click()
  return config
}

/** The file that the page offers once is all that the edge's program needs. */
async function startEdge(t: TestContext, page: Page, opened: Opened): Promise<void> {
  const config = await registerEdge(page, opened)
  const run = runProgram(edgeFile, ['--config', config], {}, path.dirname(config))
  t.after(() => run.end('SIGTERM'))
}

async function addModbus(page: Page, say: Say, device: string, port: number): Promise<void> {
  const form = await openDevice(page, say, 'modbus')
  await form.getByLabel(say('factory.column.device')).fill(device)
  await form.getByLabel(say('factory.setting.host')).fill('127.0.0.1')
  await form.getByLabel(say('factory.setting.port')).fill(String(port))
  await form.getByLabel(say('factory.setting.intervalMs')).fill('200')
  const tags = 'pressure,holding,10,uint16,BAR,0.1\nstrokes,holding,11,uint16'
  await form.getByLabel(say('factory.edge.tagsText')).fill(tags)
  await take(form, say)
}

/** The server is refused until its certificate is trusted; then variables are chosen from its own list. */
async function addOpcua({ page, look }: Walker, say: Say, device: string, endpoint: string): Promise<void> {
  const form = await openDevice(page, say, 'opcua')
  await form.getByLabel(say('factory.column.device')).fill(device)
  await form.getByLabel(say('factory.setting.endpoint')).fill(endpoint)
  await choose(page, form.getByLabel(say('factory.setting.securityMode')), 'SignAndEncrypt')
  await choose(page, form.getByLabel(say('factory.setting.securityPolicy')), 'Basic256Sha256')
  await form.getByRole('button', { name: say('factory.route.browseEdge') }).click()
  const word = say('factory.certificate.trust')
  const trust = form.getByRole('button', { name: word, exact: true })
  await trust.waitFor()
  assert.equal(await form.getByText(say('ui.fault.broken.title')).count(), 0, 'nothing is wrong yet')
  await look('connect-2-unknown')
  await trust.click()
  const ask = page.getByRole('dialog').filter({ hasText: say('factory.certificate.trustAsk') })
  await ask.getByRole('textbox').fill('SHA-1 = nameplate')
  await ask.getByRole('button', { name: word, exact: true }).click()
  await form.getByRole('button', { name: 'Furnace' }).click()
  await form.getByRole('checkbox', { name: /Temperature/ }).check()
  await form.getByRole('checkbox', { name: /Mode/ }).check()
  await look('connect-3-browse')
  await form.getByRole('button', { name: say('factory.browse.take', { count: 2 }) }).click()
  await take(form, say)
}

async function take(form: Locator, say: Say): Promise<void> {
  await form.getByRole('button', { name: say('factory.edge.take'), exact: true }).click()
  await form.waitFor({ state: 'detached' })
}

async function openDevice(page: Page, say: Say, adapter: string): Promise<Locator> {
  await page.getByRole('button', { name: say('factory.edge.addDevice') }).click()
  const form = page.getByRole('dialog')
  await choose(page, form.getByLabel(say('factory.edge.adapter')), say(`factory.adapter.${adapter}`))
  return form
}

async function choose(page: Page, field: Locator, option: string): Promise<void> {
  await field.click()
  await page
    .locator('.ant-select-dropdown:visible .ant-select-item-option-content')
    .getByText(option, { exact: true })
    .dispatchEvent('click')
}

async function save(page: Page, say: Say, version: number): Promise<void> {
  await page.getByRole('button', { name: say('factory.route.configureEdge') }).click()
  await page.getByText(say('factory.alarm.version', { version })).first().waitFor()
}
