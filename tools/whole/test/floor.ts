import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { eventually } from '@ronghe/kit/test'
import type { Locator, Page } from 'playwright-core'
import type { Say } from './said.ts'
import type { Walker } from './walker.ts'

type Opened = { url: string }
const waitMsMax = 60_000

/** Somebody calls for material at a machine; it is taken on, ended with a word, and stands in the history. */
export async function callForHelp(
  { page, look }: Walker,
  { url }: Opened,
  say: Say,
  machine: string,
): Promise<void> {
  const word = 'Two pallets of blanks were brought'
  await page.goto(`${url}/factory/andon`)
  await choose(page, page.getByLabel(say('factory.column.equipmentName')), machine)
  await page.getByRole('button', { name: say('factory.value.andon.material'), exact: true }).click()
  const card = page.getByRole('article').filter({ hasText: machine })
  await card.getByRole('button', { name: say('factory.route.answerAndon') }).click()
  await card.getByText(say('factory.value.andonStatus.answered')).waitFor()
  await look('andon')
  await card.getByRole('button', { name: say('factory.route.resolveAndon') }).click()
  await fill(page, word)
  await card.waitFor({ state: 'detached' })
  await page.getByRole('tab', { name: say('factory.andon.history') }).click()
  await page.getByRole('row').filter({ hasText: word }).filter({ hasText: machine }).waitFor()
}

/** One shift leaves an open point, the next says that it has read it, and closes it. */
export async function handOver({ page, look }: Walker, { url }: Opened, say: Say): Promise<void> {
  const text = 'The guard of the press is open, the key is with the foreman'
  await page.goto(`${url}/factory/handover`)
  await page.getByRole('button', { name: say('factory.route.addHandover') }).click()
  await page.getByRole('dialog').getByRole('switch').click()
  await fill(page, text)
  const row = page.locator('main tbody tr').filter({ hasText: text })
  await row.getByText(say('factory.handover.open'), { exact: true }).waitFor()
  await page.getByRole('button', { name: say('factory.route.acknowledgeHandover') }).click()
  await page.getByRole('dialog').locator('.ant-btn-primary').click()
  await page.getByText(say('factory.handover.acknowledged')).first().waitFor()
  await look('handover')
  await row.getByRole('button', { name: say('factory.route.closeHandover') }).click()
  await fill(page, 'The key is back')
  await row.getByText(say('factory.handover.closed'), { exact: true }).waitFor()
}

/** A picture is drawn of one value of a machine, published, and shows the machine's value as it moves. */
export async function draw(
  { page, look }: Walker,
  { url }: Opened,
  say: Say,
  { machine, signal, set }: { machine: string; signal: string; set: (at: number) => readonly string[] },
): Promise<void> {
  await page.goto(`${url}/factory/pictures`)
  await page.getByRole('button', { name: say('factory.route.addPicture') }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel(say('factory.column.name'), { exact: true }).fill('The presses')
  await form.locator('button[type=submit]').click()
  await page
    .locator('.pic-palette')
    .getByRole('button', { name: say('factory.symbol.value') })
    .click()
  await choose(page, page.getByLabel(say('factory.picture.machine'), { exact: true }), machine)
  await choose(page, page.getByLabel(say('factory.column.tagName'), { exact: true }), signal)
  await look('drawn')
  await page
    .getByRole('button', { name: say('factory.route.publishPicture') })
    .first()
    .click()
  await page.getByText(say('factory.picture.isPublished')).first().waitFor()
  await page
    .getByRole('button', { name: say('factory.picture.view') })
    .first()
    .click()
  await page.getByRole('heading', { name: 'The presses', level: 1 }).waitFor()
  for (const at of [0, 1])
    for (const shown of set(at)) await page.locator('main svg').getByText(shown).first().waitFor()
  await look('picture')
}

/** What a kept chart asks goes out as a file, whole, and is fetched from the list of files. */
export async function exportChart({ page, look }: Walker, { url }: Opened, say: Say): Promise<void> {
  await page.getByRole('button', { name: say('factory.export.ask') }).click()
  const form = page.getByRole('dialog')
  await form.locator('button[type=submit]').click()
  await form.waitFor({ state: 'detached' })
  await page.goto(`${url}/factory/exports`)
  const row = page.locator('main tbody tr').first()
  await row.getByText(say('factory.value.state.done')).waitFor({ timeout: waitMsMax })
  await look('exported')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    row.getByRole('button', { name: say('factory.export.download') }).click(),
  ])
  assert.match(file.suggestedFilename(), /\.parquet$/)
}

/** A machine's nameplate goes out as a package, and comes back without a fault. */
export async function nameplate(
  { page, look }: Walker,
  { url }: Opened,
  say: Say,
  equipmentId: string,
): Promise<void> {
  await page.goto(`${url}/factory/equipment/${equipmentId}?tab=nameplate`)
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: say('factory.nameplate.aasx') })
      .first()
      .click(),
  ])
  const kept = { name: file.suggestedFilename(), mimeType: 'application/octet-stream' }
  const input = page.locator('main input[type=file][accept=".json,.aasx"]').first()
  await input.setInputFiles({ ...kept, buffer: readFileSync(await file.path()) })
  await page.getByRole('button', { name: say('factory.nameplate.try') }).click()
  await eventually(
    'the package says what the machine says',
    async () => (await page.getByText(say('factory.nameplate.same')).count()) > 0,
    waitMsMax,
  )
  await look('nameplate')
}

async function fill(page: Page, text: string): Promise<void> {
  const form = page.getByRole('dialog')
  await form.locator('textarea').first().fill(text)
  await form.locator('button[type=submit]').click()
  await form.waitFor({ state: 'detached' })
}

async function choose(page: Page, field: Locator, text: string): Promise<void> {
  await field.click()
  await page.keyboard.type(text)
  const option = page.locator('.ant-select-dropdown:visible .ant-select-item-option-content')
  await option.filter({ hasText: text }).first().dispatchEvent('click')
}
