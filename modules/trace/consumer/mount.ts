import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Caller, systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House, WhoAsks } from '@ronghe/kit/module'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isPartner } from '../access/papers.ts'
import { hiddenFrom } from '../access/rules.ts'
import { seeAs } from '../access/store/partners.ts'
import { prefixedDigits } from '../master/key.ts'
import { findDocument } from '../master/store/documents.ts'
import { prefixOwner } from '../master/store/prefixes.ts'
import { type Code, codeOf, gather } from './gather.ts'
import { notePage, pageOf } from './page.ts'
import { insertReport, insertScan, type ReportRow, scansOf } from './store.ts'
import { warningsOf } from './verdict.ts'
import { type Key, languageOf } from './words.ts'

const formBytesMax = 16_384
const reportsPerDayMax = 5
const kinds: readonly ReportRow['kind'][] = ['fake', 'quality', 'safety', 'other']
const robots = /bot|crawl|spider|preview/i

type Consumer = { house: House; whoAsks: WhoAsks; secret: Uint8Array }
type Form = Readonly<Record<string, string>>

/** What whoever scans a code sees, without signing in: small, and whole without a script. */
export async function mountConsumer(app: FastifyInstance, house: House, whoAsks: WhoAsks): Promise<void> {
  const consumer = { house, whoAsks, secret: house.clock.randomBytes(32) }
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.schema = { ...route.schema, hide: true } as never
    })
    const type = 'application/x-www-form-urlencoded'
    scope.addContentTypeParser(type, { parseAs: 'string', bodyLimit: formBytesMax }, (_, text, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(text))))
    })
    scope.get('/story/*', (request, reply) => showStory(consumer, request, reply))
    scope.post('/story-report', (request, reply) => takeReport(consumer, request, reply))
    scope.post('/story-place', (request, reply) => takePlace(consumer, request, reply))
    scope.get('/story-paper/:id', (request, reply) => sendPaper(consumer, request, reply))
    for (const [name, kind] of [
      ['story-look.css', 'text/css'],
      ['story-acts.js', 'text/javascript'],
    ] as const) {
      const text = readFileSync(new URL(name, import.meta.url), 'utf8')
      scope.get(`/${name}`, (_, reply) =>
        reply.header('cache-control', 'public, max-age=3600').type(`${kind}; charset=utf-8`).send(text),
      )
    }
  })
}

async function showStory(consumer: Consumer, request: FastifyRequest, reply: FastifyReply) {
  const { lang } = request.query as { lang?: string }
  const language = languageOf(lang, request.headers['accept-language'])
  reply.header('vary', 'Accept-Language').header('cache-control', 'no-store')
  const code = codeOf(request.url.slice('/story'.length).split('?')[0]!)
  const maker = code && (await makerOf(consumer.house, code))
  if (!code || !maker) return sendPage(reply.status(404), notePage(language, 'trace.consumer.unknown', null))
  const { clock, db } = consumer.house
  const now = clock.now()
  const visitor = visitorOf(consumer, request, now)
  const counts = request.method === 'GET' && !robots.test(request.headers['user-agent'] ?? '')
  const partner = await isPartner(consumer.house, await consumer.whoAsks(request), maker)
  const told = await db.transaction(callerOf(maker), async (sql) => {
    await seeAs(sql, await hiddenFrom(sql, maker, 'public'))
    return gather(sql, code, maker, partner ? ['public', 'partner'] : ['public'])
  })
  const shown = await db.transaction(callerOf(maker), async (sql) => {
    if (!told.product && told.steps.length === 0) return null
    if (counts) await insertScan(sql, { organisationId: maker, key: code.key, at: now, visitor })
    const { scans, total } = await scansOf(sql, code.key)
    const { isIssued, disposition, persistent } = told
    const isSerial = code.serial !== null
    const warnings = warningsOf({ isSerial, isIssued, disposition, persistent, scans })
    return { code, told, warnings, scans: total, today: now.toISOString().slice(0, 10) }
  })
  if (!shown) return sendPage(reply.status(404), notePage(language, 'trace.consumer.unknown', null))
  return sendPage(reply, pageOf(language, shown))
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(html)
}

async function makerOf(house: House, { root }: Code): Promise<string | null> {
  const digits = prefixedDigits(`https://id.gs1.org${root}`) ?? ''
  return house.db.transaction(systemCaller, (sql) => prefixOwner(sql, digits))
}

/** The program itself, bounded to the rows of the maker. */
function callerOf(organisationId: string): Caller {
  return { ...systemCaller, reach: 'own', organisationId }
}

/** The same within a day for one phone; nobody can tell later whose it was. */
function visitorOf({ secret }: Consumer, { ip, headers }: FastifyRequest, now: Date): string {
  const day = now.toISOString().slice(0, 10)
  const hash = createHash('sha256')
    .update(secret)
    .update(`${day} ${ip} ${headers['user-agent'] ?? ''}`)
  return hash.digest('base64url').slice(0, 22)
}

async function takeReport(consumer: Consumer, request: FastifyRequest, reply: FastifyReply) {
  const { path = '', lang, kind, text = '', contact = '' } = (request.body ?? {}) as Form
  const language = languageOf(lang, request.headers['accept-language'])
  const answer = (status: number, key: Key, back: string | null) =>
    sendPage(reply.status(status), notePage(language, key, back))
  const code = codeOf(path)
  const maker = code && (await makerOf(consumer.house, code))
  const isWhole = text.trim().length >= 2 && text.length <= 1000 && contact.length <= 200
  const found = kinds.find((one) => one === kind)
  if (!code || !maker || !isWhole || !found) return answer(400, 'trace.consumer.unknown', null)
  const isNew = await consumer.house.act(callerOf(maker), async (ctx) => {
    const row = {
      ...{ id: ctx.newId(), organisationId: maker, key: code.key, kind: found, at: ctx.now },
      ...{
        text: text.trim(),
        contact: contact.trim() || null,
        visitor: visitorOf(consumer, request, ctx.now),
      },
    }
    if (!(await insertReport(ctx.sql, row, reportsPerDayMax))) return false
    await tell(ctx, maker, 'trace.notice.report', code.path)
    return true
  })
  const back = `/story${code.path}?lang=${language}`
  return isNew ? answer(200, 'trace.consumer.thanks', back) : answer(429, 'trace.consumer.tooMany', back)
}

async function tell(ctx: Ctx, organisationId: string, word: string, code: string): Promise<void> {
  const to = { organisationId, may: 'trace.capture' }
  await ctx.notify({ to, word, blanks: { code }, link: '/trace/reports' })
}

async function takePlace(consumer: Consumer, request: FastifyRequest, reply: FastifyReply) {
  const form = (request.body ?? {}) as Form
  const code = codeOf(form.path ?? '')
  const maker = code && (await makerOf(consumer.house, code))
  const [latitude, longitude] = [Number(form.latitude || Number.NaN), Number(form.longitude || Number.NaN)]
  const isPlace = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
  if (!code || !maker || !isPlace) return reply.status(400).send()
  const at = consumer.house.clock.now()
  const visitor = visitorOf(consumer, request, at)
  await consumer.house.db.transaction(callerOf(maker), (sql) =>
    insertScan(sql, { organisationId: maker, key: code.key, at, visitor, latitude, longitude }),
  )
  return reply.status(204).send()
}

/** A public paper for everybody; one for partners where a partner is signed in on the phone. */
async function sendPaper({ house, whoAsks }: Consumer, request: FastifyRequest, reply: FastifyReply) {
  const { id } = request.params as { id: string }
  const isId = /^[0-9a-f-]{36}$/.test(id)
  const row = isId ? await house.db.transaction(systemCaller, (sql) => findDocument(sql, id)) : null
  const isShown =
    row?.audience === 'public' ||
    (row?.audience === 'partner' && (await isPartner(house, await whoAsks(request), row.organisationId)))
  if (!row || !isShown) return sendPage(reply.status(404), notePage('en', 'trace.consumer.unknown', null))
  return reply
    .type(row.mediaType)
    .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(row.fileName)}`)
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', row.audience === 'public' ? 'public, max-age=300' : 'private, no-store')
    .send(await house.files.read(row.fileHash))
}
