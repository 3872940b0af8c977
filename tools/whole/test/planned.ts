import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { unzip, zipOf } from '@ronghe/kit/archive'
import type { Browser, Page } from 'playwright-core'
import { readJson } from '../whole.ts'
import { confirmed, type Guest, guest, leave, pressedIn, rowsOf, sent } from './paths.ts'
import type { Timed } from './timed.ts'

const run = promisify(execFile)
const verifier = fileURLToPath(new URL('../../pack-verify/run.ts', import.meta.url))
const goal = 'key-process-numerical-control-rate'

type PlanFile = { nodes: { key: string; titleZh: string; units: string[] }[] }

/** A revision of the plan by its file: out, changed, tried with faults, loaded, approved and in force. */
export async function planned(browser: Browser, whole: Timed): Promise<void> {
  const region = await guest(browser, whole, 'region-official')
  const { page } = region
  const [inForce] = await rowsOf<{ id: string }>(region.api, '/governance/plans?state=inForce')
  await region.open(`/governance/plans/${inForce?.id}`)
  const file = await savedBy(page, () => page.getByRole('button', { name: '导出 JSON' }).click())
  await page.getByRole('button', { name: '起草修订版' }).click()
  await sent(page, { 修订内容与理由: '改正一处标题' })
  await page.getByText('草案').or(page.getByText('起草中')).first().waitFor()
  const place = new URL(page.url()).pathname
  await triedWithFaults(region, file)
  const changed = JSON.parse(file.toString('utf8')) as PlanFile
  const [first] = changed.nodes
  assert.ok(first)
  first.titleZh = `${first.titleZh}（走查修订）`
  await region.look('plan-faults')
  await given(page, Buffer.from(JSON.stringify(changed)))
  await page.getByText('1 处差异').first().waitFor()
  // The button is paler as long as it works.
  await page.locator('main .ant-btn-loading').waitFor({ state: 'detached' })
  await page.mouse.move(0, 0)
  await region.look('plan-tried')
  await page.getByRole('checkbox').uncheck()
  await given(page, Buffer.from(JSON.stringify(changed)))
  await page.getByText('（走查修订）').first().waitFor()
  await page.getByText('已载入').first().waitFor()
  await confirmed(page, /^报\s*审$/)
  await leave(region)
  const leader = await guest(browser, whole, 'region-leader')
  await leader.open(place)
  await leader.page.getByRole('tab', { name: '修订对照' }).click()
  await leader.page.getByText('（走查修订）').first().waitFor()
  await leader.look('plan-difference')
  await leader.page.getByRole('button', { name: /^批\s*准$/ }).click()
  await pressedIn(leader.page)
  await leader.page.getByText('现行').or(leader.page.getByText('施行中')).first().waitFor()
  await leave(leader)
}

/** A file with two faults: both are told with their places, and nothing of it is loaded. */
async function triedWithFaults({ page }: Guest, file: Buffer): Promise<void> {
  const wrong = JSON.parse(file.toString('utf8')) as PlanFile
  const [one, other] = wrong.nodes
  assert.ok(one && other)
  one.units = ['nobody-of-this-name']
  other.key = one.key
  await page.getByRole('button', { name: '导入 JSON' }).click()
  await given(page, Buffer.from(JSON.stringify(wrong)))
  await page.locator('main td', { hasText: '/nodes/0/units' }).first().waitFor()
  await page.locator('main td', { hasText: '/nodes/1/key' }).first().waitFor()
}

async function given(page: Page, buffer: Buffer, name = 'plan.json'): Promise<void> {
  const mimeType = name.endsWith('.json') ? 'application/json' : 'text/csv'
  await page.locator('main input[type=file]').setInputFiles({ name, mimeType, buffer })
  await page.locator('main .r-upload .ant-btn-primary').click()
}

/** What a page saves. */
async function savedBy(page: Page, press: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return readFile(await download.path())
}

/** The inspector's pack, saved from the page: sound as it is; changed, it names the row. */
export async function packed(browser: Browser, whole: Timed): Promise<void> {
  const region = await guest(browser, whole, 'region-official')
  await region.open(`/governance/goals/${goal}`)
  const pack = await savedBy(region.page, () =>
    region.page.getByRole('button', { name: '导出检查包' }).click(),
  )
  const { publicKey } = await readJson<{ publicKey: string }>(await region.api.get('/governance/pack-key'))
  await leave(region)
  const folder = await mkdtemp(path.join(tmpdir(), 'ronghe-pack-'))
  try {
    await writeFile(path.join(folder, 'key.pem'), publicKey)
    assert.deepEqual(await verified(folder, pack), [{ ok: true, faults: 0 }])
    const [fault, last] = await verified(folder, tampered(pack))
    assert.deepEqual([fault?.path, fault?.fault, fault?.rows?.[0]?.row], ['rows.json', 'changed', 1])
    assert.deepEqual(last, { ok: false, faults: 1 })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Told = { ok?: boolean; faults?: number; path?: string; fault?: string; rows?: { row: number }[] }

async function verified(folder: string, pack: Buffer): Promise<Told[]> {
  const [file, key] = [path.join(folder, 'pack.zip'), path.join(folder, 'key.pem')]
  await writeFile(file, pack)
  const ended = await run(process.execPath, [verifier, file, key]).catch((error: { stdout: string }) => error)
  return ended.stdout
    .trim()
    .split('\n')
    .map((line) => {
      const { pack: _, ...told } = JSON.parse(line) as Told & { pack?: string }
      return told
    })
}

/** The first firm's machines become one more. */
function tampered(pack: Buffer): Buffer {
  return zipOf(
    unzip(pack).map(({ name, content }) => {
      if (name !== 'rows.json') return { name, content }
      const rows = JSON.parse(content.toString('utf8')) as { machines: number }[]
      const [first] = rows
      assert.ok(first)
      first.machines += 1
      return { name, content: Buffer.from(`${JSON.stringify(rows, null, 2)}\n`) }
    }),
  )
}

/** A park is changed in its dialog; others come from a table, tried with a fault first. */
export async function parked(browser: Browser, whole: Timed): Promise<void> {
  const region = await guest(browser, whole, 'platform-administrator')
  const { page } = region
  await region.open('/registry/parks')
  await page
    .locator('main tr', { hasText: '南宁示例高新产业园' })
    .getByRole('button', { name: '编辑' })
    .click()
  await sent(page, { 地址: '南宁市西乡塘区示例大道88号' })
  await page.getByText('示例大道88号').first().waitFor()
  await region.look('parks')
  await page.getByRole('button', { name: /^导\s*入$/ }).click()
  await page.waitForURL(/parks\/import/)
  const template = await savedBy(page, () => page.getByRole('button', { name: '下载模板' }).click())
  assert.equal(template.subarray(0, 2).toString('latin1'), 'PK')
  const head = '编码,名称,英文名称,行政区划代码,运营机构信用代码,地址'
  const sheet = (region: string) =>
    Buffer.from(
      `${head}\nNN-WALK-1,走查一园,Walk Park 1,450107,,走查路1号\nNN-WALK-2,走查二园,,${region},,\n`,
    )
  await given(page, sheet('999999'), 'parks.csv')
  await page.locator('main [role=status] tbody tr').first().waitFor()
  await region.look('parks-faults')
  await given(page, sheet('450102'), 'parks.csv')
  await page.getByText('未写入').first().waitFor()
  await page.getByRole('checkbox').uncheck()
  await given(page, sheet('450102'), 'parks.csv')
  await page.getByText('已写入').first().waitFor()
  await region.open('/registry/parks')
  await page.getByText('走查二园').first().waitFor()
  await leave(region)
}
