import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import Fastify from 'fastify'
import { preloadsOf } from './preload.ts'
import { secureHeaders } from './secure.ts'
import { asksForPage, serveWeb } from './web.ts'

const shell = ['assets/ask-early-1.js', 'assets/first.js']
const run = { path: '/runs/$runId', files: ['assets/run.js', 'assets/run.css'] }
const page = (path: string) => ({ path, files: [`assets${path}.js`] })
const words = { zh: ['assets/zh.js'], en: ['assets/en.js'] }
const pages = [run, page('/runs/new'), page('/a.b')].map((one) => ({ ...one, words }))

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ronghe-preload-'))
  await mkdir(join(folder, '.vite'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, '.vite/preloads.json'), JSON.stringify({ shell, pages }))
  await writeFile(join(folder, 'index.html'), '<!doctype html>')
  await writeFile(join(folder, 'assets/first.js'), 'export {}')
})
after(() => rm(folder, { recursive: true, force: true }))

test('a page names what its address needs, shell first, words in the language of the cookie', () => {
  const link = preloadsOf(folder)
  assert.equal(
    link('/runs/12', undefined),
    [
      '</assets/ask-early-1.js>; rel=preload; as=script',
      '</assets/first.js>; rel=modulepreload',
      '</assets/run.js>; rel=modulepreload',
      '</assets/run.css>; rel=preload; as=style; crossorigin',
      '</assets/zh.js>; rel=modulepreload',
    ].join(', '),
  )
  assert.match(link('/runs/12', 'a=b; ronghe.locale=en'), /en\.js/)
  assert.match(link('/runs/12', 'ronghe.locale=zz'), /zh\.js/)
  assert.match(link('/runs/new', undefined), /runs\/new\.js/)
  assert.match(link('/a.b', undefined), /a\.b\.js/)
})

test('what is no page, or was not built so, names nothing', () => {
  for (const path of ['/', '/runs', '/runs/', '/runs/1/2', '/axb', '/runs/../x'])
    assert.equal(preloadsOf(folder)(path, undefined), '', path)
  assert.equal(preloadsOf(join(folder, 'gone'))('/runs/12', undefined), '')
})

test('the page has the headers that keep it safe, its parts those that concern them', async (t) => {
  const app = Fastify()
  t.after(() => app.close())
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(secureHeaders())
    done()
  })
  const send = await serveWeb(app, folder)
  app.setNotFoundHandler((request, reply) =>
    asksForPage(request) ? send(request, reply) : reply.code(404).send({}),
  )
  for (const url of ['/', '/runs/12?tab=score']) {
    const { headers, statusCode } = await app.inject({ url })
    assert.equal(statusCode, 200, url)
    assert.ok(headers['content-security-policy'] && headers['x-frame-options'], url)
    assert.equal(headers['cache-control'], 'no-cache')
    assert.equal(headers.link !== undefined, url !== '/')
  }
  const { headers } = await app.inject('/assets/first.js')
  assert.equal(headers['content-security-policy'], undefined)
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
  assert.match(String(headers['cache-control']), /immutable/)
  // A page that was open while the program was renewed learns that its part is gone.
  assert.equal((await app.inject('/assets/gone.js')).statusCode, 404)
  assert.equal((await app.inject({ url: '/runs/12', method: 'POST' })).statusCode, 404)
  // What the build says of itself is nobody's.
  assert.equal((await app.inject('/.vite/preloads.json')).body, '<!doctype html>')
})
