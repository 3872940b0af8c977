import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { as, firm, neighbour, traceHouse } from '../test/house.ts'
import { assertStatuses } from '../test/refusals.ts'
import { hideable } from './contract.ts'
import { defaults, hiddenFrom } from './rules.ts'
import { insertPartner, type PartnerRow, seeAs } from './store/partners.ts'

let house: TestHouse
before(async () => {
  house = await traceHouse()
})
after(() => house.close())

const asked: PartnerRow = {
  organisationId: firm,
  partnerId: neighbour,
  organisationName: '南宁传动',
  partnerName: '柳州零部件',
  state: 'asked',
  reason: null,
  askedAt: new Date('2026-01-01T00:00:00Z'),
  decidedAt: null,
  decidedBy: null,
}

describe('rules of access', () => {
  test('are there before anybody says a word, and name only what can be hidden', async () => {
    const { rows } = await as(house, 'reader').accessRules({})
    assert.deepEqual(
      rows.map(({ audienceOf, isDefault }) => [audienceOf, isDefault]),
      [
        ['public', true],
        ['partner', true],
        ['authority', true],
      ],
    )
    for (const { audienceOf, hidden } of rows) {
      assert.deepEqual(hidden, defaults[audienceOf])
      assert.ok(hidden.every((one) => hideable.includes(one)))
    }
    const [everybody, partner, authority] = rows.map(({ hidden }) => hidden.length)
    assert.ok(everybody! > partner! && partner! > authority!)
  })

  test('are each organisation’s own', async () => {
    const set = (who: string, hidden: (typeof hideable)[number][]) =>
      as(house, who).setAccess({ params: { audience: 'public' }, body: { hidden } })
    const changed = await set('wei', ['readPoint', 'bizLocation', 'readPoint'])
    assert.deepEqual([changed.hidden, changed.isDefault], [['bizLocation', 'readPoint'], false])
    await set('wei', ['bizLocation'])
    const hidden = (owner: string) =>
      house.house.db.transaction(systemCaller, (sql) => hiddenFrom(sql, owner, 'public'))
    assert.deepEqual(await hidden(firm), ['bizLocation'])
    assert.deepEqual(await hidden(neighbour), defaults.public)
    assert.equal((await as(house, 'other').accessRules({})).rows[0]?.isDefault, true)
  })

  test('are changed by who answers for the organisation', async () => {
    const attempt = {
      ...{ name: 'setAccess', method: 'PUT', path: '/trace/access/partner', body: { hidden: [] } },
    }
    await assertStatuses(house, attempt, { reader: 403, official: 403, alone: 403, nobody: 401 })
    const wrong = { ...attempt, body: { hidden: ['eventTime'] } }
    await assertStatuses(house, wrong, { wei: 400 })
    await assertStatuses(house, { ...attempt, path: '/trace/access/friends' }, { wei: 400 })
  })
})

describe('partners', () => {
  before(() => house.house.db.transaction(systemCaller, (sql) => insertPartner(sql, asked, 'b')))

  test('are asked once', async () => {
    const again = await house.house.db.transaction(systemCaller, (sql) => insertPartner(sql, asked, 'b'))
    assert.equal(again, false)
  })

  test('are seen by both, each from its side, with search and filter', async () => {
    const mine = await as(house, 'reader').partners({ query: { q: '柳州' } })
    const theirs = await as(house, 'other').partners({ query: { partnerState: 'asked' } })
    assert.deepEqual(
      [mine.rows[0]?.direction, theirs.rows[0]?.direction, mine.total, theirs.total],
      ['gives', 'gets', 1, 1],
    )
    assert.equal((await as(house, 'wei').partners({ query: { partnerState: 'granted' } })).total, 0)
    assert.equal((await as(house, 'wei').partners({ query: { q: 'nobody' } })).total, 0)
    const headers = { 'x-person': 'wei' }
    const answer = await fetch(`${house.url}/api/trace/partners?format=csv`, { headers })
    assert.match(await answer.text(), /柳州零部件/)
  })

  test('are answered by the owner, and the answer can change', async () => {
    const decide = (partnerState: 'granted' | 'refused' | 'ended') =>
      as(house, 'wei').decidePartner({ params: { partnerId: neighbour }, body: { partnerState } })
    for (const state of ['refused', 'granted', 'ended'] as const) {
      const decided = await decide(state)
      assert.deepEqual([decided.partnerState, decided.decidedBy], [state, 'a'])
    }
    const attempt = {
      ...{ name: 'decide', method: 'PUT', path: `/trace/partners/${neighbour}` },
      body: { partnerState: 'granted' },
    }
    await assertStatuses(house, attempt, { reader: 403, other: 404, official: 403, nobody: 401 })
  })

  test('are no organisation itself', async () => {
    const self = as(house, 'wei').askPartner({ body: { organisationId: firm } })
    await assert.rejects(
      self,
      (error: { answer?: { code: string } }) => error.answer?.code === 'trace.partner.self',
    )
  })

  test('each step stands in the audit', async () => {
    const rows = await house.house.db.transaction(
      systemCaller,
      (sql) =>
        sql<{ action: string }[]>`select action from kit_audit where subject = 'trace.access' order by seq`,
    )
    const actions = rows.map(({ action }) => action)
    assert.equal(actions.filter((one) => one === 'trace.partner.decided').length, 3)
    assert.ok(actions.includes('trace.access.changed'))
  })
})

describe('the repository as others see it', () => {
  test('is empty where nobody said what is hidden', async () => {
    const counted = await house.house.db.transaction(systemCaller, async (sql) => {
      const [row] = await sql<{ count: number }[]>`
        select count(*)::integer as count from trace_shared.trace_events`
      return row?.count
    })
    assert.equal(counted, 0)
  })

  test('hides from one question, not from the next', async () => {
    const path = await house.house.db.transaction(systemCaller, async (sql) => {
      await seeAs(sql, ['bizStep'])
      const [row] = await sql<{ path: string }[]>`select current_setting('search_path') as path`
      return row?.path
    })
    assert.equal(path, 'trace_shared, public')
    const later = await house.house.db.transaction(systemCaller, async (sql) => {
      const [row] = await sql<{ path: string }[]>`select current_setting('search_path') as path`
      return row?.path
    })
    assert.doesNotMatch(later ?? '', /trace_shared/)
  })

  test('cannot be written to', async () => {
    const written = house.house.db.transaction(systemCaller, async (sql) => {
      await seeAs(sql, [])
      await sql`delete from trace_events`
    })
    await assert.rejects(written, /permission denied|cannot delete|not automatically updatable/)
  })
})
