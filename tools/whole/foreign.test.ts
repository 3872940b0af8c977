import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import test from 'node:test'
import { eventually } from '@ronghe/kit/test'
import { chromiumPath, openBrowser } from '@ronghe/kit/test/browser'
import { listenForNames } from './test/foreign.ts'

const executable = chromiumPath()
const told = { rows: [{ name: '热处理车间', at: [{ note: '换装夹具，等待' }] }], message: '没有权限' }

test('Chinese that people typed is a name, and any other on an English page is a fault', async (t) => {
  if (executable === null) return t.skip('no Chromium on this machine')
  const server = createServer(({ url }, answer) => {
    answer.setHeader('content-type', url === '/told' ? 'application/json' : 'text/html')
    answer.end(url === '/told' ? JSON.stringify(told) : '<p>page</p>')
  }).listen(0, '127.0.0.1')
  t.after(() => server.close())
  const browser = await openBrowser(executable)
  t.after(() => browser.close())
  const page = await browser.newPage()
  const foreignIn = listenForNames(page)
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await page.evaluate(() => fetch('/told').then((answer) => answer.text()))
  const text = 'Furnace in 热处理车间 · 换装夹具，等待 · 报警 2 · 没有权限 · 中文'
  await eventually('the answer is read', () => foreignIn(text).length === 2)
  assert.deepEqual(foreignIn(text), ['报警', '没有权限'])
})
