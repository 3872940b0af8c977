import assert from 'node:assert/strict'
import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { compressLink, parseLink } from '@ronghe/epcis'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import fc from 'fast-check'
import { prefixedDigits } from '../master/key.ts'
import { as, traceHouse } from '../test/house.ts'
import { answerOf } from './answer.ts'
import type { Found } from './kept.ts'
import { headsOf, linksOf } from './store.ts'

let house: TestHouse
const agent = new Agent({ keepAlive: true })
before(async () => {
  house = await traceHouse()
  await as(house, 'wei').addPrefix({ body: { prefix: '6901234' } })
  await as(house, 'wei').addMaster({ body: { kind: 'product', identifier: gtin, name: '减速器' } })
})
after(async () => {
  agent.destroy()
  await house.close()
})

const gtin = '06901234001013'
const path = `/01/${gtin}`
const domain = 'id.example.cn'
const packed = (whole: string) => {
  const read = parseLink(`https://${domain}${whole}`)
  assert.ok('link' in read)
  return compressLink(read.link, {})!.slice(`https://${domain}`.length)
}

const paths = [
  ...[path, `${path}/10/L7`, `${path}/10/L7/21/A1`, `${path}/21/B2`, `/01/${gtin.slice(1)}`],
  ...[
    packed(path),
    packed(`${path}/10/L7/21/A1`),
    '/01/09780345418913',
    '/01/06901234001014',
    `${path}/99/x`,
  ],
]
const queries = [
  ...['', '?', '?linkType=gs1:pip', '?linkType=gs1:instructions', '?linkType=linkset', '?linkType=all'],
  ...['?linktype=default', '?lang=th', '?linkType=gs1:instructions&hreflang=vi', '?context=CN&x=1'],
  ...['?17=290331&campaign=x%26y', '?linkType=gs1:recipeInfo', '?01=1', '?x=%E4%B8%AD'],
]
const languages = [undefined, '', 'zh-CN,zh;q=0.9', 'en', 'vi, th;q=0.5']
const accepts = [undefined, '*/*', 'text/html', 'application/linkset+json', 'application/aas+json']
const methods = ['GET', 'HEAD'] as const

type Question = { url: string; language: string | undefined; accept: string | undefined; method: string }
type Heard = { status: number; headers: IncomingHttpHeaders; text: string }

/** Exactly the headers that are said: what fetches for a page adds some of its own. */
function asked(
  { url, language, accept, method }: Question,
  more: Record<string, string> = {},
): Promise<Heard> {
  const headers = {
    ...{ host: domain, ...more },
    ...(language === undefined ? {} : { 'accept-language': language }),
    ...(accept === undefined ? {} : { accept }),
  }
  return new Promise((done, failed) => {
    const sent = request(house.url + url, { agent, method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece) => {
        text += piece
      })
      response.on('end', () => done({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    sent.on('error', failed).end()
  })
}

/** The naive twin keeps nothing: it asks the database for every anchor, every time. */
function naive({ url, language, accept }: Question) {
  const found = (anchors: readonly string[]): Promise<Found> =>
    house.house.db.transaction(systemCaller, async (sql) => {
      const root = anchors.at(-1)!
      const digits = prefixedDigits(`https://id.gs1.org${root}`) ?? ''
      const [head] = await headsOf(sql, [{ root, digits }])
      return { ...head!, links: (await linksOf(sql, anchors, 200)).flat() }
    })
  const asking = { base: `http://${domain}`, url, accept, language }
  return answerOf({ house: house.house, kept: { ask: found } }, asking)
}

const ofThisAnswer = new Set(['date', 'x-request-id', 'connection', 'keep-alive'])
const lasting = ({ headers }: Heard) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !ofThisAnswer.has(name)))

/** Asked twice, the second time of what is ready if anything is: both say what the twin says. */
async function agrees(question: Question): Promise<void> {
  const said = JSON.stringify(question)
  const first = await asked(question)
  const second = await asked(question)
  const twin = await naive(question)
  assert.deepEqual([second.status, lasting(second), second.text], [first.status, lasting(first), first.text])
  assert.notEqual(second.headers['x-request-id'], first.headers['x-request-id'])
  assert.equal(first.status, twin.status, said)
  for (const [name, value] of Object.entries(twin.headers))
    assert.equal(first.headers[name]?.toString().replace('; charset=utf-8', ''), value, `${said} ${name}`)
  const body = question.method === 'HEAD' || !twin.body ? '' : JSON.stringify(twin.body)
  assert.equal(first.text, body, said)
  assert.equal(first.headers['access-control-allow-origin'], '*')
  assert.equal(first.headers['cross-origin-resource-policy'], 'cross-origin')
  assert.equal(first.headers['x-content-type-options'], 'nosniff')
}

/**
 * Waits until the word of the database is here: whoever listened before us has heard it by then. That we
 * listen is told by the same call, which is not the word.
 */
async function heard(change: () => Promise<unknown>): Promise<void> {
  let tell = () => {}
  const stop = await house.house.db.listen('trace_targets', () => tell())
  const told = new Promise<void>((done) => {
    tell = done
  })
  await change()
  await told
  await stop()
}

const links = fc.record({
  about: fc.constantFrom(path, `${path}/10/L7`, `${path}/21/A1`, `${path}/21/B2`),
  linkType: fc.constantFrom('gs1:pip', 'gs1:instructions', 'gs1:hasRetailers'),
  href: fc.constantFrom(
    'https://a.example/',
    'https://b.example/x?y=1#z',
    'https://例子.example/说明书?甲=é',
  ),
  title: fc.constantFrom('甲', 'B'),
  languages: fc.subarray(['zh', 'vi', 'th'] as const, { maxLength: 2 }).map((some) => [...some]),
  mediaType: fc.constantFrom('', 'text/html'),
  contexts: fc.constantFrom<string[]>([], ['CN']),
  forwardsQuery: fc.boolean(),
})
const questions: fc.Arbitrary<Question> = fc.record({
  url: fc.tuple(fc.constantFrom(...paths), fc.constantFrom(...queries)).map((parts) => parts.join('')),
  language: fc.constantFrom(...languages),
  accept: fc.constantFrom(...accepts),
  method: fc.constantFrom(...methods),
})

describe('an answer of the resolver', () => {
  test('is what its naive twin says, whatever changed before', async () => {
    const step = fc.record({
      link: fc.option(links),
      removes: fc.nat(3),
      asks: fc.array(questions, { minLength: 4, maxLength: 6 }),
    })
    const there: string[] = []
    await fc.assert(
      fc.asyncProperty(step, async ({ link, removes, asks }) => {
        const [gone] = removes === 0 ? there.splice(0, 1) : []
        if (gone) await heard(() => as(house, 'wei').removeLink({ params: { linkId: gone } }))
        if (link) {
          await heard(async () => {
            const about = `https://id.gs1.org${link.about}`
            there.push((await as(house, 'wei').addLink({ body: { ...link, about } })).id)
          })
        }
        for (const question of asks) await agrees(question)
      }),
      { seed: 82, numRuns: 25 },
    )
    assert.ok(there.length > 3)
  })

  test('is the same for every path and query', async () => {
    for (const way of paths)
      for (const query of queries)
        await agrees({ url: way + query, language: 'zh', accept: undefined, method: 'GET' })
  })

  test('does not depend on what a reader claims to have, and no other method is answered', async () => {
    const question = { url: path, language: 'en', accept: undefined, method: 'GET' }
    const plain = await asked(question)
    for (const more of [{ 'if-none-match': '*' }, { 'if-modified-since': new Date(0).toUTCString() }]) {
      const answer = await asked(question, more)
      assert.deepEqual([answer.status, lasting(answer)], [plain.status, lasting(plain)])
    }
    const options = await asked({ ...question, method: 'OPTIONS' })
    assert.deepEqual([options.status, options.text], [204, ''])
    assert.equal((await asked({ ...question, method: 'POST' })).status, 404)
    const elsewhere = await asked(question, { host: 'other.example.cn' })
    assert.match(String(elsewhere.headers.link), /^<http:\/\/other\.example\.cn\//)
  })
})
