import path from 'node:path'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { eventually } from '@ronghe/kit/test'
import type { Locator, Page } from 'playwright-core'
import { runProgram } from '../../start/test/harness.ts'
import type { Walker } from './walker.ts'

const edgeFile = fileURLToPath(new URL('../../../apps/edge/main.ts', import.meta.url))
const waitMsMax = 60_000

type Opened = { url: string; root: string; edge: string }
type Peers = { modbusPort: number; opcuaEndpoint: string }

/**
 * A new edge is registered on its page, and its program started beside the machines with what the page shows
 * once; then a Modbus device and an encrypted OPC UA server are given to it, all by hand.
 */
export async function connectMachines(t: TestContext, walker: Walker, opened: Opened, peers: Peers) {
  const { page, look } = walker
  await startEdge(t, page, opened)
  await page.getByRole('link', { name: opened.edge }).click()
  const tab = (name: string) => page.getByRole('tab', { name, exact: true }).click()
  await reloadUntil(page, '在线')
  await tab('设备配置')
  await addModbus(page, peers.modbusPort)
  await look('connect-1-modbus')
  await page.getByRole('button', { name: '请网关检查' }).click()
  await page.getByText('网关检查通过').waitFor()
  await save(page, 1)
  await addOpcua(walker, peers.opcuaEndpoint)
  await look('connect-4-both')
  await save(page, 2)
  await page.getByText('第 2 版已生效').waitFor({ timeout: waitMsMax })
  await tab('运行状况')
  await eventually(
    'both machines are read',
    async () => (await page.getByText('正常').count()) >= 2,
    waitMsMax,
  )
  await look('connect-5-health')
}

/** The file that the page offers once is all that the edge's program needs. */
async function startEdge(t: TestContext, page: Page, { url, root, edge }: Opened): Promise<void> {
  await page.goto(`${url}/factory/edges`)
  await page.getByRole('button', { name: '新增网关' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('编码').fill(edge)
  await form.getByLabel('名称', { exact: true }).fill('热处理车间网关')
  await form.getByRole('button', { name: '新增网关' }).click()
  const once = page.getByRole('dialog').filter({ hasText: '密码只显示这一次' })
  await once.waitFor()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    once.getByRole('button', { name: /edge\.json/ }).click(),
  ])
  const config = path.join(root, 'edge.json')
  await file.saveAs(config)
  await once.getByRole('button', { name: '确定' }).click()
  const run = runProgram(edgeFile, ['--config', config], {}, root)
  t.after(() => run.end('SIGTERM'))
}

async function addModbus(page: Page, port: number): Promise<void> {
  const form = await openDevice(page, 'Modbus TCP')
  await form.getByLabel('网关内设备名').fill('press-9')
  await form.getByLabel('主机').fill('127.0.0.1')
  await form.getByLabel('端口').fill(String(port))
  await form.getByLabel('读取周期（毫秒）').fill('200')
  await form.getByLabel(/^变量/).fill('pressure,holding,10,uint16,BAR,0.1\nstrokes,holding,11,uint16')
  await form.getByRole('button', { name: '采用' }).click()
  await form.waitFor({ state: 'detached' })
}

/** The server is refused until its certificate is trusted; then variables are chosen from its own list. */
async function addOpcua({ page, look }: Walker, endpoint: string): Promise<void> {
  const form = await openDevice(page, 'OPC UA')
  await form.getByLabel('网关内设备名').fill('furnace-9')
  await form.getByLabel('服务器地址').fill(endpoint)
  await choose(page, form.getByLabel('安全模式'), 'SignAndEncrypt')
  await choose(page, form.getByLabel('安全策略'), 'Basic256Sha256')
  await form.getByRole('button', { name: '浏览 OPC UA 服务器' }).click()
  const trust = form.getByRole('button', { name: '信任', exact: true })
  await trust.waitFor({ timeout: waitMsMax })
  await look('connect-2-unknown')
  await trust.click()
  const ask = page.getByRole('dialog').filter({ hasText: '信任这张证书' })
  await ask.getByRole('textbox').fill('指纹已与柜内铭牌核对')
  await ask.getByRole('button', { name: '信任' }).click()
  await form.getByRole('button', { name: 'Furnace' }).click({ timeout: waitMsMax })
  await form.getByRole('checkbox', { name: /Temperature/ }).check()
  await form.getByRole('checkbox', { name: /Mode/ }).check()
  await look('connect-3-browse')
  await form.getByRole('button', { name: '加入 2 个变量' }).click()
  await form.getByRole('button', { name: '采用' }).click()
  await form.waitFor({ state: 'detached' })
}

async function openDevice(page: Page, adapter: string): Promise<Locator> {
  await page.getByRole('button', { name: '添加设备' }).click()
  const form = page.getByRole('dialog')
  await choose(page, form.getByLabel('接口'), adapter)
  return form
}

async function choose(page: Page, field: Locator, option: string): Promise<void> {
  await field.click()
  await page
    .locator('.ant-select-dropdown:visible .ant-select-item-option-content')
    .getByText(option, { exact: true })
    .dispatchEvent('click')
}

async function save(page: Page, version: number): Promise<void> {
  await page.getByRole('button', { name: '保存并下发' }).click()
  await page
    .getByText(new RegExp(`第 ${version} 版`))
    .first()
    .waitFor()
}

async function reloadUntil(page: Page, text: string): Promise<void> {
  await page.getByText(text, { exact: true }).first().waitFor({ timeout: waitMsMax })
}
