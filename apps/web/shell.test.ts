import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { type TestContext, test } from 'node:test'
import { eventually } from '@ronghe/kit/test'
import { chromiumPath, openBrowser, openContext, picture, seriousFaults } from '@ronghe/kit/test/browser'
import type { Browser, Page } from 'playwright-core'
import { buildGallery } from './test/build.ts'
import { type GalleryServer, startGallery } from './test/server.ts'

const executable = chromiumPath()
type World = { browser: Browser; server: GalleryServer }
type Look = { width?: number; theme?: 'light' | 'dark' }

async function openPage({ browser, server }: World, path: string, look: Look = {}): Promise<Page> {
  const context = await openContext(browser, {
    viewport: { width: look.width ?? 1280, height: 860 },
    colorScheme: look.theme ?? 'light',
  })
  const page = await context.newPage()
  await page.goto(server.address + path)
  await page.locator('main').first().waitFor()
  return page
}

test('the shell', { timeout: 1_800_000 }, async (t) => {
  if (executable === null) return t.skip('no Chromium on this machine')
  const folder = await buildGallery()
  t.after(() => rm(folder, { recursive: true, force: true }))
  const server = await startGallery(folder)
  t.after(() => server.close())
  const browser = await openBrowser(executable)
  t.after(() => browser.close())
  const world = { browser, server }
  await t.test('shows in the menu what one may open', () => menuByRole(world))
  await t.test('speaks Chinese first and English whole, and keeps the choice', () => languages(world))
  await t.test('is light, dark, or as the system is', () => looks(world))
  await t.test('keeps what a list shows in the address', () => lists(world))
  await t.test('tells each wrong field of a form', () => forms(world))
  await t.test("opens a field's choices where the field is", () => choices(world))
  await t.test('says when the live stream breaks, and comes back', () => live(world))
  await t.test('keeps standing when a page breaks', () => broken(world))
  await t.test('finds pages and machines from the keyboard', () => palette(world))
  await everywhere(t, world)
})

async function menuByRole(world: World): Promise<void> {
  const wanted = {
    stranger: ['区域总览'],
    member: ['区域总览', '设备台账', '运行趋势', '状态与记录'],
    administrator: ['区域总览', '设备台账', '新增设备', '运行趋势', '状态与记录', '审计记录'],
  } as const
  for (const [persona, titles] of Object.entries(wanted)) {
    world.server.persona = persona as keyof typeof wanted
    const page = await openPage(world, '/')
    await page.locator('main h1').waitFor()
    const shown = await page.locator('.w-side a').allTextContents()
    assert.deepEqual(shown.map((text) => text.trim()).sort(), [...titles].sort(), persona)
    await page.context().close()
  }
}

async function languages(world: World): Promise<void> {
  const page = await openPage(world, '/gallery/machines')
  assert.match((await page.locator('html').getAttribute('lang')) ?? '', /^zh/)
  await page.getByRole('heading', { level: 1, name: '设备台账' }).waitFor()
  await page.getByRole('button', { name: '语言 Language' }).click()
  await page.getByRole('menuitemradio', { name: 'English' }).click()
  await page.getByRole('heading', { level: 1, name: 'Machines' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'Machines' }).waitFor()
  assert.match((await page.locator('html').getAttribute('lang')) ?? '', /^en/)
  // What the server says in the reader's language is asked for in it.
  assert.ok(world.server.asked.some((one) => one.language.startsWith('en')))
  await page.context().close()
}

async function looks(world: World): Promise<void> {
  const page = await openPage(world, '/', { theme: 'dark' })
  const theme = () => page.locator('html').getAttribute('data-theme')
  await eventually('the system is dark', async () => (await theme()) === 'dark')
  await page.getByRole('button', { name: '外观' }).click()
  await page.getByRole('menuitemradio', { name: '浅色' }).click()
  await eventually('light was chosen', async () => (await theme()) === 'light')
  await page.reload()
  await eventually('light is kept', async () => (await theme()) === 'light')
  await page.context().close()
}

async function lists(world: World): Promise<void> {
  const page = await openPage(world, '/gallery/machines')
  const rows = page.locator('.r-list-table tbody tr.ant-table-row')
  await eventually('twenty of the 57 machines', async () => (await rows.count()) === 20)
  await page.getByPlaceholder('搜索').first().fill('CNC-01')
  await page.keyboard.press('Enter')
  await eventually('ten match', async () => (await rows.count()) === 10)
  assert.match(page.url(), /q=CNC-01/)
  await page.reload()
  await eventually('a reload shows the same', async () => (await rows.count()) === 10)
  await rows.getByRole('link').first().click()
  await page.getByRole('heading', { level: 1, name: '运行趋势' }).waitFor()
  await page.goBack()
  await eventually('the way back shows the same', async () => (await rows.count()) === 10)
  await page.getByPlaceholder('搜索').first().fill('nothing')
  await page.keyboard.press('Enter')
  await page.getByText('没有符合条件的数据').waitFor()
  await page.goto(`${world.server.address}/gallery/machines?page=9`)
  await eventually('a page beyond the end is the first', async () => (await rows.count()) === 20)
  await page.context().close()
}

async function forms(world: World): Promise<void> {
  const page = await openPage(world, '/gallery/add')
  const save = page.getByRole('button', { name: /^保\s*存$/ })
  await save.click()
  await eventually('the empty fields are marked', async () => {
    return (await page.locator('[aria-invalid=true]').count()) === 3
  })
  assert.ok(!world.server.asked.some((one) => one.method === 'POST' && one.url === '/gallery/machines'))
  await page.context().close()
}

/** Without motion too: what is placed by measuring must not be measured on its way. */
async function choices(world: World): Promise<void> {
  const page = await openPage(world, '/gallery/add')
  const field = page.locator('main .ant-select').first()
  const open = page.locator('.ant-select-dropdown:visible')
  for (let turn = 0; turn < 4; turn += 1) {
    await page.reload()
    await field.click()
    await open.waitFor()
    await eventually('the choices stand at the field', async () => {
      const [at, from] = [await open.boundingBox(), await field.boundingBox()]
      return at !== null && from !== null && Math.abs(at.x - from.x) < 20
    })
  }
  await page.context().close()
}

async function live(world: World): Promise<void> {
  const page = await openPage(world, '/gallery/parts')
  const heard = page.getByTestId('heard')
  await eventually('a message arrives', async () => {
    world.server.tell('gallery.topic', { n: 1 })
    return (await heard.textContent())?.includes('"n":1')
  })
  world.server.cutStreams()
  await eventually('the stream is back', async () => {
    world.server.tell('gallery.topic', { n: 2 })
    return (await heard.textContent())?.includes('"n":2')
  })
  await page.context().close()
}

async function broken(world: World): Promise<void> {
  const page = await openPage(world, '/gallery/broken')
  await page.getByText('出错了').first().waitFor()
  await page.locator('.w-side').getByRole('link', { name: '设备台账' }).click()
  await page.getByRole('heading', { level: 1, name: '设备台账' }).waitFor()
  await page.context().close()
}

async function palette(world: World): Promise<void> {
  const page = await openPage(world, '/')
  await page.locator('main h1').waitFor()
  await page.evaluate(noteMotion)
  await page.keyboard.press('Control+k')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox').fill('CNC-007')
  // Who wants no motion gets none: what still grows is missed by a click.
  assert.deepEqual(await page.evaluate(() => (globalThis as unknown as { moved: string[] }).moved), [])
  await dialog.getByText('CNC-007').first().waitFor()
  await page.keyboard.press('Enter')
  await eventually('the machine opens', () => page.url().includes('/gallery/charts?m='))
  await page.context().close()
}

/** Runs within the page: keeps the names of the motions that dialogs go through. */
function noteMotion(): void {
  const moved: string[] = []
  Object.assign(globalThis, { moved })
  const look = () => {
    for (const one of document.querySelectorAll('[class*="-appear-active"], [class*="-enter-active"]'))
      moved.push(one.className)
  }
  const changes = { subtree: true, childList: true, attributes: true, attributeFilter: ['class'] }
  new MutationObserver(look).observe(document, changes)
}

/** No serious fault of accessibility and nothing wider than the screen, anywhere. */
async function everywhere(t: TestContext, world: World): Promise<void> {
  const paths = ['/', '/gallery/machines', '/gallery/add', '/gallery/charts', '/gallery/parts', '/sign-in']
  for (const look of [
    { width: 1280, theme: 'light' },
    { width: 390, theme: 'dark' },
  ] as const) {
    await t.test(`can be used by everybody at ${look.width} px, ${look.theme}`, async () => {
      for (const path of paths) {
        const page = await openPage(world, path, look)
        await page.waitForLoadState('networkidle')
        await picture(page, `gallery-${look.width}-${look.theme}-${path.replaceAll('/', '-')}`)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        assert.ok(wide <= 0, `${path} is ${wide} px too wide`)
        assert.deepEqual(await seriousFaults(page), [], path)
        await page.context().close()
      }
    })
  }
}
