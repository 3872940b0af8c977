import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import type { TestHouse } from '@ronghe/kit/test'
import { as, firm, traceHouse } from '../test/house.ts'
import { type Kept, keepLinks } from './kept.ts'
import { type LinkRow, rootOf, upsertLink } from './store.ts'

let house: TestHouse
let kept: Kept
let asked = 0
let minute = 0
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

describe('what is kept in memory', () => {
  test('is asked of the database once, however many ask at a time', async () => {
    const before = asked
    const answers = await Promise.all(Array.from({ length: 500 }, () => kept.ask(root, [root])))
    assert.equal(asked, before + 1)
    assert.ok(answers.every(({ ownerId, links }) => ownerId === firm && links.length === 0))
    await kept.ask(root, [root])
    assert.equal(asked, before + 1)
  })

  test('is forgotten after a while, since names and events change without a word', async () => {
    const before = asked
    minute += 1
    await kept.ask(root, [root])
    assert.equal(asked, before + 1)
  })

  test('is forgotten at once when links change', async () => {
    await kept.ask(root, [root])
    await insert([row(1)])
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const { links } = await kept.ask(root, [root])
      if (links.length === 1) return
      await new Promise((done) => setTimeout(done, 20))
    }
    assert.fail('the old answer stayed')
  })

  test('keeps no failure: the next who asks is answered', async () => {
    const broken = kept.ask('/01/\u0000', ['/01/\u0000'])
    await assert.rejects(broken)
    const before = asked
    await assert.rejects(kept.ask('/01/\u0000', ['/01/\u0000']))
    assert.equal(asked, before + 1)
  })

  test('stays bounded: the oldest key goes for a new one', async () => {
    const other = '/01/06901234002010'
    const before = asked
    await Promise.all([kept.ask(root, [root]), kept.ask(other, [other])])
    await Promise.all([kept.ask(root, [root]), kept.ask(other, [other])])
    assert.ok(asked - before <= 2)
  })
})

describe('a key with very many links', () => {
  const serials = Array.from({ length: 230 }, (_, at) => row(at + 10, `${root}/21/S${at}`))

  test('is asked for the anchors of the code alone, and not kept', async () => {
    await insert(serials)
    const anchors = [`${root}/21/S7`, root]
    const found = await house.house.db.transaction(systemCaller, (sql) =>
      rootOf(sql, root, '6901234001013', anchors, 200),
    )
    assert.equal(found.isWhole, false)
    assert.deepEqual(
      found.links.map(({ anchor }) => anchor),
      [root, `${root}/21/S7`],
    )
    minute += 1
    await kept.ask(root, anchors)
    const before = asked
    const next = await kept.ask(root, [`${root}/21/S8`, root])
    assert.equal(asked, before + 1)
    assert.ok(next.links.some(({ anchor }) => anchor === `${root}/21/S8`))
  })

  test('of no owner has none of them', async () => {
    const found = await house.house.db.transaction(systemCaller, (sql) =>
      rootOf(sql, '/01/09780345418913', '9780345418913', [], 200),
    )
    assert.deepEqual([found.ownerId, found.isKnown, found.links.length], [null, false, 0])
  })
})
