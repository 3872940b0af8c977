import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import { chromiumPath, openBrowser, seriousFaults } from '@ronghe/kit/test/browser'
import { as, capture, documentOf, eventWith, traceHouse } from '../test/house.ts'

type Browser = Awaited<ReturnType<typeof openBrowser>>
type Page = Awaited<ReturnType<Browser['newPage']>>

const binary = chromiumPath()
const path = '/story/01/06901234001013/21/A1'
let house: TestHouse
let browser: Browser

describe('on a phone', { skip: binary === null && 'no Chromium here' }, () => {
  before(async () => {
    house = await traceHouse()
    const wei = as(house, 'wei')
    await wei.addPrefix({ body: { prefix: '6901234' } })
    await wei.addMaster({ body: { kind: 'product', identifier: '06901234001013', name: '减速器' } })
    const place = { kind: 'place', identifier: '6901234000108', name: '南宁工厂' } as const
    await wei.addMaster({ body: { ...place, latitude: 22.8, longitude: 108.3 } })
    const event = eventWith({
      ...{ epcList: ['urn:epc:id:sgtin:6901234.000101.A1'], disposition: 'recalled' },
      bizLocation: { id: 'urn:epc:id:sgln:6901234.00010.0' },
    })
    await capture(house, 'wei', documentOf([event]))
    browser = await openBrowser(binary!)
  })
  after(async () => {
    await browser.close()
    await house.close()
  })

  async function open(language: string, withScript: boolean): Promise<Page> {
    const page = await browser.newPage({
      viewport: { width: 360, height: 640 },
      locale: language,
      javaScriptEnabled: withScript,
    })
    await page.goto(house.url + path)
    return page
  }

  test('the page has no serious fault for who reads it by other means, and fits', async () => {
    for (const language of ['zh', 'th']) {
      const page = await open(language, true)
      assert.deepEqual(await seriousFaults(page), [])
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      assert.ok(wide <= 360, `${wide}`)
      await page.close()
    }
  })

  test('it is whole without a script: warning, story, map, and a report that is sent', async () => {
    const page = await open('en', false)
    assert.match((await page.textContent('.warning')) ?? '', /recalled/)
    assert.equal(await page.locator('.story li').count(), 1)
    assert.equal(await page.locator('svg.map circle').count(), 1)
    assert.equal(await page.locator('#share').isVisible(), false)
    await page.locator('summary').click()
    await page.selectOption('select[name=kind]', 'quality')
    await page.fill('textarea', 'It rattles')
    await page.locator('form button').click()
    assert.match((await page.textContent('h1')) ?? '', /Thank you/)
    await page.locator('p a').click()
    assert.match(page.url(), /\/story\/01\/06901234001013\/21\/A1\?lang=en$/)
    assert.equal((await as(house, 'wei').reports()).rows[0]?.text, 'It rattles')
    await page.close()
  })

  test('a language is chosen by a touch', async () => {
    const page = await open('en', false)
    await page.locator('nav a[lang=vi]').click()
    assert.equal(await page.getAttribute('html', 'lang'), 'vi')
    await page.close()
  })
})
