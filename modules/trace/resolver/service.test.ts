import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { allAis, compressLink, parseLink } from '@ronghe/epcis'
import { RequestFault } from '@ronghe/kit/client'
import type { Input } from '@ronghe/kit/contract'
import type { TestHouse } from '@ronghe/kit/test'
import { Ajv } from 'ajv'
import type { trace } from '../contract.ts'
import { as, traceHouse } from '../test/house.ts'

let house: TestHouse
before(async () => {
  house = await traceHouse()
  await as(house, 'wei').addPrefix({ body: { prefix: '6901234' } })
  await as(house, 'wei').addMaster({
    body: { kind: 'product', identifier: gtin, name: '减速器', nameEn: 'Gearbox' },
  })
})
after(() => house.close())

const gtin = '06901234001013'
const path = `/01/${gtin}`
type Body = Input<(typeof trace.routes)['addLink']>['body']
const link = (fields: Partial<Body> = {}): Body => ({
  ...{ about: path, linkType: 'gs1:instructions', href: 'https://maker.example/manual', title: 'Manual' },
  ...fields,
})
const add = async (who: string, fields: Partial<Body> = {}) => {
  const { about = path } = fields
  const whole = about.startsWith('/') ? `https://id.gs1.org${about}` : about
  const { anchor, href } = await as(house, who).addLink({ body: link({ ...fields, about: whole }) })
  await until(async () => (await ask(`${anchor}?linkType=linkset`)).text.includes(`"${href}"`))
}

async function ask(url: string, headers: Record<string, string> = {}, method = 'GET') {
  const response = await fetch(house.url + url, { method, headers, redirect: 'manual' })
  const text = await response.text()
  const location = response.headers.get('location')?.replace(house.url, '')
  return { status: response.status, location, headers: response.headers, text }
}
const refused = (code: string, field?: string) => (error: unknown) =>
  error instanceof RequestFault &&
  error.answer.code === code &&
  (field === undefined || error.answer.fields?.[0]?.field === field)

describe('a code that is registered and leads nowhere', () => {
  test('leads to its story, with lot and serial number', async () => {
    const whole = `${path}/10/L7/21/A1`
    const answer = await ask(whole)
    assert.deepEqual([answer.status, answer.location], [307, `/story${whole}`])
    assert.match(answer.headers.get('link') ?? '', /rel="linkset"; type="application\/linkset\+json"/)
    assert.equal(answer.headers.get('access-control-allow-origin'), '*')
    assert.equal(answer.headers.get('vary'), 'Accept, Accept-Language')
  })

  test('is found with a GTIN-13 too, and by HEAD', async () => {
    assert.equal((await ask(`/01/${gtin.slice(1)}`)).location, `/story${path}`)
    assert.deepEqual((await ask(path, {}, 'HEAD')).status, 307)
    assert.equal((await ask(path, {}, 'OPTIONS')).status, 204)
  })

  test('is found compressed, whole or behind its key, and what is no link is a page', async () => {
    const whole = `${path}/10/L7/21/A1`
    const read = parseLink(`https://r.example${whole}`)
    assert.ok('link' in read)
    for (const options of [{}, { keepsKey: true }, { usesSequences: false }]) {
      const packed = compressLink(read.link, options)!.slice('https://r.example'.length)
      assert.notEqual(packed, whole)
      const answer = await ask(packed)
      assert.deepEqual([answer.status, answer.location], [307, `/story${whole}`], packed)
      assert.equal(answer.headers.get('access-control-allow-origin'), '*')
      const { linkset } = JSON.parse((await ask(`${packed}?linkType=linkset`)).text)
      assert.equal(linkset.at(-1).anchor, house.url + path)
    }
    const page = await ask('/equipment')
    assert.deepEqual([page.status, page.headers.get('access-control-allow-origin')], [404, null])
    assert.equal((await ask(`${path}/zzzzzzz`)).status, 400)
  })

  test('of nobody is not found, and a broken one is refused', async () => {
    assert.equal((await ask('/01/09780345418913')).status, 404)
    assert.equal((await ask('/00/069099990000000000')).status, 400)
    const broken = await ask('/01/06901234001014')
    assert.equal(broken.status, 400)
    assert.match(broken.headers.get('content-type') ?? '', /problem\+json/)
    for (const wrong of [`${path}/21/A/10/L`, `${path}/21/`, `${path}/99/x`, `${path}?01=1`, '/01/%00'])
      assert.equal((await ask(wrong)).status, 400, wrong)
  })

  test('says why in the language of the reader', async () => {
    const zh = await ask('/01/09780345418913', { 'accept-language': 'zh-CN' })
    const en = await ask('/01/09780345418913', { 'accept-language': 'en' })
    assert.match(zh.text, /没有登记/)
    assert.match(en.text, /Nothing is registered/)
  })

  test('has no link of a kind that nobody gave', async () => {
    assert.equal((await ask(`${path}?linkType=gs1:recipeInfo`)).status, 404)
    assert.equal((await ask(`${path}?linkType=gs1:traceability`)).location, `/story${path}`)
  })
})

describe('the passport of a code', () => {
  test('is a link of its kind in the linkset, of products, lots and items', async () => {
    for (const whole of [path, `${path}/10/L7`, `${path}/21/A1`]) {
      const answer = await ask(`${whole}?linkType=gs1:dpp`)
      assert.deepEqual([answer.status, answer.location], [307, `/passport${whole}`])
      const { linkset } = JSON.parse((await ask(`${whole}?linkType=linkset`)).text)
      const [entry] = linkset.at(-1)['https://ref.gs1.org/voc/dpp']
      assert.deepEqual([entry.href, entry.type], [`${house.url}/passport${whole}`, 'application/aas+json'])
    }
  })

  test('is where a code leads whoever asks for such a file, and nobody else', async () => {
    assert.equal((await ask(path, { accept: 'text/html' })).location, `/story${path}`)
    assert.equal((await ask(path, { accept: 'application/aas+json' })).location, `/passport${path}`)
  })
})

describe('the links of the owner', () => {
  test('are the default before the story, kind by kind', async () => {
    await add('wei')
    assert.equal((await ask(path)).location, 'https://maker.example/manual')
    await add('wei', { linkType: 'gs1:pip', href: 'https://maker.example/', title: 'Home', isDefault: true })
    assert.equal((await ask(path)).location, 'https://maker.example/')
    assert.equal((await ask(`${path}?linkType=gs1:instructions`)).location, 'https://maker.example/manual')
    assert.equal((await ask(`${path}?LINKTYPE=GS1:Instructions`)).status, 404, 'the prefix is written small')
    const uri = encodeURIComponent('https://gs1.org/voc/instructions')
    assert.equal((await ask(`${path}?linkType=${uri}`)).location, 'https://maker.example/manual')
  })

  test('are chosen by the language of the reader', async () => {
    const home = (language: 'vi' | 'th') =>
      add('wei', {
        ...{ linkType: 'gs1:pip', href: `https://maker.example/${language}`, title: language },
        ...{ languages: [language], isDefault: true },
      })
    await home('vi')
    await home('th')
    const led = async (language: string) => (await ask(path, { 'accept-language': language })).location
    assert.equal(await led('vi-VN,vi;q=0.9'), 'https://maker.example/vi')
    assert.equal(await led('fr, th;q=0.5'), 'https://maker.example/th')
    assert.equal(await led('fr'), 'https://maker.example/')
    assert.equal(
      (await ask(`${path}?lang=th`, { 'accept-language': 'vi' })).location,
      'https://maker.example/th',
    )
  })

  test('hang on lots and serials, and what is finer comes first', async () => {
    const recall = { linkType: 'gs1:recallStatus', title: 'Recall' }
    await add('wei', { ...recall, about: `${path}/10/L7`, href: 'https://maker.example/recall/L7' })
    await add('wei', { ...recall, about: `${path}/21/A1`, href: 'https://maker.example/recall/A1' })
    const asked = '?linkType=gs1:recallStatus'
    assert.equal((await ask(`${path}/10/L7${asked}`)).location, 'https://maker.example/recall/L7')
    assert.equal((await ask(`${path}/10/L7/21/B${asked}`)).location, 'https://maker.example/recall/L7')
    assert.equal((await ask(`${path}/10/L7/21/A1${asked}`)).location, 'https://maker.example/recall/A1')
    assert.equal((await ask(`${path}/10/L8${asked}`)).status, 404)
    const up = await ask(`${path}/10/L7/21/A1?linkType=gs1:instructions`)
    assert.equal(up.location, 'https://maker.example/manual')
  })

  test('take the query of the reader along, but for what was meant for us', async () => {
    const led = await ask(`${path}?17=290331&linkType=gs1:instructions&campaign=x%26y`)
    assert.equal(led.location, 'https://maker.example/manual?17=290331&campaign=x%26y')
    await add('wei', {
      ...{ linkType: 'gs1:support', href: 'https://maker.example/help?a=1#top', title: 'Help' },
    })
    const more = await ask(`${path}?linkType=gs1:support&b=2`)
    assert.equal(more.location, 'https://maker.example/help?a=1&b=2#top')
    await add('wei', {
      ...{ linkType: 'gs1:safetyInfo', href: 'https://maker.example/safe', title: 'Safe' },
      forwardsQuery: false,
    })
    assert.equal((await ask(`${path}?linkType=gs1:safetyInfo&b=2`)).location, 'https://maker.example/safe')
  })

  test('are all shown where several of a kind are equal', async () => {
    for (const at of [1, 2])
      await add('wei', {
        linkType: 'gs1:hasRetailers',
        href: `https://shop${at}.example/`,
        title: `Shop ${at}`,
      })
    const answer = await ask(`${path}?linkType=gs1:hasRetailers`)
    assert.equal(answer.status, 300)
    assert.equal((JSON.parse(answer.text) as { choices: unknown[] }).choices.length, 2)
  })

  test('change and go at once, in every process that keeps them', async () => {
    const { rows } = await as(house, 'wei').links({ query: { q: 'maker.example/safe' } })
    const params = { linkId: rows[0]!.id }
    const { about: _, ...body } = link({ linkType: 'gs1:safetyInfo', href: 'https://maker.example/safer' })
    await as(house, 'wei').changeLink({ params, body })
    const led = () => ask(`${path}?linkType=gs1:safetyInfo`)
    await until(async () => (await led()).location === 'https://maker.example/safer')
    await as(house, 'wei').removeLink({ params })
    await until(async () => (await led()).status === 404)
  })
})

describe('a linkset', () => {
  const schema = new URL('../test/data/gs1-linkset/gs1-linkset-schema.json', import.meta.url)
  // `@id` and `name` of the published schema mean nothing to a validator.
  const valid = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(schema, 'utf8')) as object)

  test('comes by kind and by Accept, and is as GS1 wants it', async () => {
    const ways: readonly [string, Record<string, string>][] = [
      [`${path}/10/L7?linkType=linkset`, {}],
      [`${path}/10/L7?linkType=all`, {}],
      [`${path}/10/L7`, { accept: 'application/linkset+json' }],
      [`${path}/10/L7`, { accept: 'application/json' }],
    ]
    for (const [url, headers] of ways) {
      const answer = await ask(url, headers)
      assert.equal(answer.status, 200, url)
      assert.match(answer.headers.get('content-type') ?? '', /^application\/linkset\+json/)
      const body = JSON.parse(answer.text) as { linkset: Record<string, unknown>[] }
      assert.ok(valid(body), JSON.stringify(valid.errors))
      assert.deepEqual(
        body.linkset.map(({ anchor }) => String(anchor).replace(house.url, '')),
        [`${path}/10/L7`, path],
      )
      assert.equal(body.linkset[1]?.itemDescription, 'Gearbox')
      assert.ok(body.linkset[1]?.['https://ref.gs1.org/voc/defaultLink'])
    }
  })

  test('of nobody is not found', async () => {
    assert.equal((await ask('/01/09780345418913?linkType=linkset')).status, 404)
  })
})

describe('every key', () => {
  const values: Readonly<Record<string, string>> = {
    '00': '069012340000000030',
    '253': '6901234000108X',
    '255': '69012340001081',
    '401': '6901234A',
    '402': '69012340000000009',
    '414': '6901234000108',
    '415': '6901234000108',
    '417': '6901234000108',
    '8003': '06901234000108A',
    '8004': '6901234A',
    '8006': '069012340010130102',
    '8010': '6901234A',
    '8013': '6901234A',
    '8017': '690123400000000001',
    '8018': '690123400000000001',
  }
  test('is asked for without a fault', async () => {
    for (const { ai, qualifiers } of allAis()) {
      if (!qualifiers) continue
      const { status } = await ask(`/${ai}/${values[ai] ?? gtin}`)
      assert.ok([307, 400, 404].includes(status), `${ai}: ${status}`)
    }
    for (const ai of ['414', '417', '8004', '00']) {
      const about = `/${ai}/${values[ai]}`
      await add('wei', { about, href: `https://maker.example/${ai}` })
      assert.equal((await ask(`/${ai}/${values[ai]}`)).location, `https://maker.example/${ai}`)
    }
  })

  test('is said where the standard says to look', async () => {
    const answer = await ask('/.well-known/gs1resolver')
    const described = JSON.parse(answer.text) as Record<string, unknown>
    assert.deepEqual([described.resolverRoot, described.supportedPrimaryKeys], [house.url, ['all']])
  })
})

describe('links are refused', () => {
  const wrong: readonly [string, Partial<Body>, string][] = [
    ['of a number of nobody', { about: '/01/09780345418913' }, 'about'],
    ['of no number', { about: 'abc' }, 'about'],
    ['that run scripts', { href: 'javascript:alert(1)' }, 'href'],
    ['to no address', { href: 'maker.example' }, 'href'],
    ['without a title', { title: ' ' }, 'title'],
    ['of a kind that is none', { linkType: 'Best Page' }, 'linkType'],
    ['of a media type that is none', { mediaType: 'html' }, 'mediaType'],
  ]
  for (const [name, fields, field] of wrong) {
    test(name, () => assert.rejects(add('wei', fields), refused('kit.input.invalid', field)))
  }

  test('when another is the default for the same readers', async () => {
    const again = add('wei', { linkType: 'gs1:support', href: 'https://x.example/', isDefault: true })
    await assert.rejects(again, refused('trace.link.defaultTaken'))
  })

  test('to whom the number does not belong, and who may not', async () => {
    await assert.rejects(add('other'), refused('kit.input.invalid', 'about'))
    await assert.rejects(add('reader'), refused('kit.forbidden'))
    await assert.rejects(add('nobody'), refused('kit.signIn.required'))
    const { rows } = await as(house, 'wei').links({ query: { about: path.replace('/01/', '(01)') } })
    assert.ok(rows.length > 5)
    assert.equal((await as(house, 'other').links()).total, 0)
    const removal = as(house, 'other').removeLink({ params: { linkId: rows[0]!.id } })
    await assert.rejects(removal, refused('trace.link.unknown'))
  })
})

/** Other processes hear of a change a moment later. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await holds()) return
    await new Promise((done) => setTimeout(done, 50))
  }
  assert.fail('it never came true')
}
