import type { Browser } from 'playwright-core'
import { type Guest, guest, leave, type Opened } from './paths.ts'

/** A target of the plan as an official and as anybody sees it, and from its figure down to the machine. */
export async function opensTarget(browser: Browser, whole: Opened): Promise<void> {
  const region = await guest(browser, whole, 'region-official')
  await downToMachine(region)
  await leave(region)
  const anyone = await guest(browser, whole, null, 'phone')
  await anyone.open('/governance/goals/key-process-numerical-control-rate')
  await anyone.look('3-goal')
  await leave(anyone)
}

async function downToMachine({ page, open, look }: Guest): Promise<void> {
  await open('/governance/goals/key-process-numerical-control-rate')
  await look('4-goal')
  await page.getByRole('link', { name: '查看构成该数值的明细' }).click()
  await page
    .getByRole('link', { name: /南宁示例传动/ })
    .first()
    .click()
  await page
    .getByRole('link', { name: /数控车削中心/ })
    .first()
    .click()
  await page.waitForURL(/\/factory\/equipment\/./)
  await page.locator('main h1').waitFor()
  await look('5-machine')
}
