import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import type { TestHouse } from '@ronghe/kit/test'
import { as, firm, traceHouse } from '../test/house.ts'
import { type Kept, keepLinks } from './kept.ts'
import { headsOf, type LinkRow, linksOf, upsertLink } from './store.ts'

let house: TestHouse
let kept: Kept
let asked = 0
let minute = 1
before(async () => {
  house = await traceHouse()
  await as(house, 'wei').addPrefix({ body: { prefix: '6901234' } })
  // The house as it is, but for a count of what reaches the database, and a clock that a test turns.
  const counting: House = {
    ...house.house,
    clock: { ...house.house.clock, now: () => new Date(minute * 60_000) },
    db: {
      ...house.house.db,
      transaction(caller, work) {
        asked += 1
        return house.house.db.transaction(caller, work)
      },
    },
  }
  kept = await keepLinks(counting)
})
after(async () => {
  await kept.stop()
  await house.close()
})

const root = '/01/06901234001013'
const row = (at: number, anchor = root): LinkRow => ({
  id: `018f0000-0000-7000-8000-${String(at).padStart(12, '0')}`,
  organisationId: firm,
  ...{ root, anchor, linkType: 'https://ref.gs1.org/voc/pip', href: `https://a.example/${at}`, title: 'a' },
  ...{ languages: [], mediaType: null, contexts: [], isDefault: false, forwardsQuery: true, isSample: false },
  ...{ changedAt: new Date(at), changedBy: null },
})
const insert = (rows: readonly LinkRow[]) =>
  house.house.db.transaction(systemCaller, async (sql) => {
    for (const one of rows) assert.ok(await upsertLink(sql, one))
  })

/** Questions of one batch: whose the keys are, and the links of the anchors. */
const batch = 2

describe('what is kept in memory', () => {
  test('is asked of the database once, however many ask at a time', async () => {
    const before = asked
    const answers = await Promise.all(Array.from({ length: 500 }, () => kept.ask([root])))
    assert.equal(asked, before + batch)
    assert.ok(answers.every(({ ownerId, links }) => ownerId === firm && links.length === 0))
    await kept.ask([root])
    assert.equal(asked, before + batch)
  })

  test('is asked for many codes at a time, each answered as alone', async () => {
    await insert(Array.from({ length: 50 }, (_, at) => row(at + 500, `${root}/10/L${at}`)))
    minute += 1
    const before = asked
    const codes = Array.from({ length: 60 }, (_, at) => [`${root}/10/L${at}`, root])
    const answers = await Promise.all(codes.map((anchors) => kept.ask(anchors)))
    assert.equal(asked, before + batch)
    assert.deepEqual(
      answers.map(({ links }) => links.map(({ anchor }) => anchor)),
      codes.map(([anchor], at) => (at < 50 ? [anchor] : [])),
    )
  })

  test('is of each key what the database says of that key', async () => {
    const codes = [[`${root}/10/L1`, root], ['/01/09780345418913'], [root], [`${root}/10/L2`, root]]
    const answers = await Promise.all(codes.map((anchors) => kept.ask(anchors)))
    for (const [at, anchors] of codes.entries()) {
      const key = anchors.at(-1)!
      const [head, lists] = await house.house.db.transaction(systemCaller, async (sql) => [
        (await headsOf(sql, [{ root: key, digits: key.slice(5) }]))[0],
        await linksOf(sql, anchors, 200),
      ])
      assert.deepEqual(answers[at], { ...head, links: lists.flat() })
    }
  })

  test('is forgotten after a while, since names and events change without a word', async () => {
    const before = asked
    minute += 1
    await kept.ask([root])
    assert.equal(asked, before + batch)
  })

  test('is given while it is asked anew, once, and no longer than half a minute', async () => {
    minute += 1
    await kept.ask([root])
    await house.house.db.transaction(systemCaller, (sql) => {
      // As a name does: it changes without a word.
      return sql`update trace_targets set title = 'b' where anchor = ${`${root}/10/L1`}`
    })
    const titleOf = async () => (await kept.ask([`${root}/10/L1`, root])).links[0]?.title
    minute += 1 / 6
    const before = asked
    assert.deepEqual([await titleOf(), await titleOf()], ['a', 'a'])
    for (let attempt = 0; attempt < 100 && (await titleOf()) === 'a'; attempt += 1)
      await new Promise((done) => setTimeout(done, 20))
    assert.deepEqual([await titleOf(), asked], ['b', before + batch])
    minute += 1 / 2
    await titleOf()
    assert.equal(asked, before + 2 * batch)
  })

  test('is of a key with very many links what the database says too', async () => {
    const many = '/01/06901234001020'
    const rows = Array.from({ length: 1_600 }, (_, at) => ({
      ...row(at + 5_000, `${many}/21/S${at}`),
      root: many,
    }))
    await insert(rows)
    minute += 1
    const { links } = await kept.ask([`${many}/21/S1599`, many])
    assert.deepEqual(
      links.map(({ anchor }) => anchor),
      [`${many}/21/S1599`],
    )
  })

  test('is forgotten at once when links change', async () => {
    await kept.ask([root])
    await insert([row(1)])
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const { links } = await kept.ask([root])
      if (links.length === 1) return
      await new Promise((done) => setTimeout(done, 20))
    }
    assert.fail('the old answer stayed')
  })

  test('keeps no failure, and a code that fails spoils no other: the next who asks is answered', async () => {
    const bad = '/01/\u0000'
    minute += 1
    const [good, failed] = await Promise.allSettled([kept.ask([root]), kept.ask([bad])])
    assert.deepEqual([good.status, failed.status], ['fulfilled', 'rejected'])
    const before = asked
    await assert.rejects(kept.ask([bad]))
    assert.equal(asked, before + batch)
  })
})

describe('memory', () => {
  test('stays bounded: the key that was asked longest ago goes for a new one', async () => {
    minute += 1
    const [last = '', first = '', ...others] = Array.from(
      { length: 20_000 },
      (_, at) => `/01/${String(at).padStart(14, '0')}`,
    )
    const asking = async (key: string) => {
      const before = asked
      await kept.ask([key])
      return asked - before
    }
    await kept.ask([root])
    await kept.ask([first])
    await Promise.all(others.map((other) => kept.ask([other])))
    assert.equal(await asking(root), 0)
    assert.equal(await asking(last), batch)
    assert.equal(await asking(root), 0)
    assert.equal(await asking(first), batch)
  })
})

describe('a key with very many links', () => {
  const serials = Array.from({ length: 230 }, (_, at) => row(at + 10, `${root}/21/S${at}`))
  const direct = (anchors: readonly string[], most: number) =>
    house.house.db.transaction(systemCaller, (sql) => linksOf(sql, anchors, most))

  test('is asked for the anchors of the code alone', async () => {
    await insert(serials)
    minute += 1
    const { links } = await kept.ask([`${root}/21/S7`, root])
    assert.deepEqual(
      links.map(({ anchor }) => anchor),
      [`${root}/21/S7`, root],
    )
  })

  test('has of one anchor no more than asked for, the oldest', async () => {
    const many = `${root}/21/S8`
    await insert([row(300, many), row(301, many)])
    const [some, none] = await direct([many, `${root}/21/none`], 2)
    assert.deepEqual(
      [some?.map(({ href }) => href), none],
      [['https://a.example/18', 'https://a.example/300'], []],
    )
  })

  test('of no owner has none of them', async () => {
    const [head] = await house.house.db.transaction(systemCaller, (sql) =>
      headsOf(sql, [{ root: '/01/09780345418913', digits: '9780345418913' }]),
    )
    assert.deepEqual([head?.ownerId, head?.isKnown], [null, false])
  })
})
