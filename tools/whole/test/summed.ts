import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
import { type Guest, guest, leave, rowsOf } from './paths.ts'
import type { Timed } from './timed.ts'

type Programme = { id: string; grantedFen: number }
type Application = { id: string; grantFen: number | null; state: string }
type Result = { departmentCode: string; total: number | null }
type Report = { goalKey: string; value: number; state: string }

/** Sums of funds, scores and reported figures open to what makes them, which says the same. */
export async function summed(browser: Browser, whole: Timed): Promise<void> {
  const region = await guest(browser, whole, 'region-official')
  await grants(region)
  await scores(region)
  await reported(region)
  await leave(region)
}

/** What was granted is the sum of the applications that it opens to; of one, what is planned to be paid. */
async function grants(who: Guest): Promise<void> {
  const programmes = await rowsOf<Programme>(who.api, '/governance/programmes?pageSize=100')
  const granted = programmes.filter(({ grantedFen }) => grantedFen > 0)
  assert.ok(granted.length > 2)
  for (const { id, grantedFen } of granted) {
    await who.open(`/governance/programmes/${id}`)
    await factOf(who.page, '已批准').getByRole('link').click()
    await who.page.waitForURL(/applications\?programme=/)
    const place = `/governance/applications?programme=${id}&pageSize=200`
    const rows = await rowsOf<Application>(who.api, place)
    await who.page.getByText(`共 ${rows.length} 条`).waitFor()
    const sum = rows
      .filter(({ state }) => state !== 'refused')
      .reduce((all, { grantFen }) => all + (grantFen ?? 0), 0)
    assert.equal(sum, grantedFen)
    const signed = rows.find(({ state }) => ['contracted', 'completed', 'evaluated'].includes(state))
    if (signed) await plannedOf(who, signed)
  }
}

async function plannedOf(who: Guest, { id, grantFen }: Application): Promise<void> {
  await who.open(`/governance/applications/${id}`)
  await factOf(who.page, '批准金额').getByRole('link').click()
  await who.page.waitForURL(/movements\?application=/)
  const figure = who.page.locator('main .r-figure', { hasText: '计划拨付' }).locator('.r-number').first()
  await figure.waitFor()
  assert.equal(Number((await figure.innerText()).replaceAll(',', '')) * 100, grantFen)
}

function factOf(page: Page, label: string) {
  return page.locator('main .r-facts > div').filter({ has: page.getByText(label, { exact: true }) })
}

/** A total opens to its body's page, which says it again and computes it anew. */
async function scores(who: Guest): Promise<void> {
  const [appraisal] = await rowsOf<{ id: string }>(who.api, '/governance/appraisals?state=final')
  const place = `/governance/appraisals/${appraisal?.id}`
  const rows = await rowsOf<Result>(who.api, `${place}/results?pageSize=100`)
  const scored = rows.filter(({ total }) => total !== null)
  assert.ok(scored.length > 2)
  for (const { departmentCode, total } of scored.slice(0, 3)) {
    await who.open(place)
    const links = who.page.locator(`main a[href$="/units/${departmentCode}"]`)
    await links.filter({ has: who.page.locator('strong') }).click()
    await factOf(who.page, '总分').getByText(String(total), { exact: true }).waitFor()
    await who.page.getByText('重新计算一致').first().waitFor()
  }
}

/** A reported figure opens to the reports, where the accepted one says it. */
async function reported(who: Guest): Promise<void> {
  const rows = await rowsOf<Report>(who.api, '/governance/reports?state=accepted&pageSize=100')
  const keys = [...new Set(rows.map(({ goalKey }) => goalKey))]
  assert.ok(keys.length > 0)
  for (const key of keys) {
    await who.open(`/governance/goals/${key}`)
    const value = who.page.locator('main a.r-figure-value').last()
    const text = (await value.locator('.r-number').innerText()).replaceAll(',', '')
    await value.click()
    await who.page.waitForURL(/tab=reports/)
    await who.page.locator('main tbody tr', { hasText: text }).first().waitFor()
  }
}
