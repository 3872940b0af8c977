import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Caller, stranger, systemCaller } from '@ronghe/kit/auth'
import type { Sql } from '@ronghe/kit/db'
import { experts, type FundWorld, fundWorld } from './test/funds.ts'
import { organisationOf } from './test/supervision.ts'

/**
 * What the database itself lets through, whatever the service asks: the routes are one wall, row-level
 * security is the other.
 */
let w: FundWorld
const organisations: Record<string, string> = {}
const ids: Record<string, string> = {}
before(async () => {
  w = await fundWorld()
  for (const who of ['a', 'b', 'city', 'other-city', 'region', 'e1'])
    organisations[who] = await organisationOf(w.house, who)
  ids.nanning = await w.item(['nanning'])
  ids.liuzhou = await w.item(['liuzhou'])
  ids.draft = await w.item(['nanning'], 'drafted')
  ids.application = await w.application('reviewing')
})
after(() => w.house.close())

const regionOf: Record<string, string> = {
  ...{ a: '450102', b: '450202', city: '450100', 'other-city': '450200', region: '450000' },
}

/** A caller as the session would be, with every permission: only the reach is judged here. */
function caller(who: string): Caller {
  return {
    ...stranger('zh'),
    personId: '01900000-0000-7000-8000-00000000000a',
    organisationId: organisations[who] ?? null,
    regionCode: regionOf[who] ?? null,
    reach: who === 'a' || who === 'b' ? 'own' : 'region',
    permissions: new Set(['*']),
  }
}

function as<T>(who: string, ask: (sql: Sql) => Promise<T>): Promise<T> {
  return w.house.house.act(caller(who), ({ sql }) => ask(sql))
}

const items = (who: string) =>
  as(who, async (sql) => {
    const rows = await sql<{ id: string }[]>`select id from governance_items`
    return Object.keys(ids).filter((name) => rows.some((row) => row.id === ids[name]))
  })

const itemTables = [
  'governance_item_parts',
  'governance_item_events',
  'governance_item_lights',
  'governance_extensions',
  'governance_item_files',
] as const
const firmTables = [
  'governance_applications',
  'governance_application_subjects',
  'governance_application_events',
  'governance_application_entries',
  'governance_tranches',
  'governance_movements',
] as const

describe('the database lets through', () => {
  test('of items, to a body those it has a part of, and no draft', async () => {
    assert.deepEqual(await items('region'), ['nanning', 'liuzhou', 'draft'])
    assert.deepEqual(await items('city'), ['nanning'])
    assert.deepEqual(await items('other-city'), ['liuzhou'])
    assert.deepEqual(await items('a'), [])
  })

  test('of what hangs on an item, no more than of the item', async () => {
    for (const table of itemTables) {
      const foreign = await as(
        'other-city',
        (sql) => sql`select count(*)::int as count from ${sql(table)} where item_id = ${ids.nanning ?? ''}`,
      )
      assert.equal(foreign[0]?.count, 0, table)
    }
    const own = await as(
      'city',
      (sql) =>
        sql`select count(*)::int as count from governance_item_events where item_id = ${ids.nanning ?? ''}`,
    )
    assert.ok(own[0]?.count > 0)
  })

  test('no write on what another supervises or handles', async () => {
    const other = (sql: Sql) =>
      sql`update governance_item_parts set state = 'accepted' where item_id = ${ids.nanning ?? ''}`
    assert.equal((await as('other-city', other)).count, 0)
    assert.equal((await as('a', other)).count, 0)
    const whole = (sql: Sql) =>
      sql`update governance_items set due_on = '2030-01-01' where id = ${ids.liuzhou ?? ''}`
    assert.equal((await as('city', whole)).count, 0)
    const forged = as(
      'city',
      (sql) =>
        sql`insert into governance_item_events (id, item_id, at, person_name, action)
        values (gen_random_uuid(), ${ids.liuzhou ?? ''}, now(), '冒名', 'accept')`,
    )
    await assert.rejects(forged, /row-level security/)
    const gone = (sql: Sql) => sql`delete from governance_item_events where item_id = ${ids.nanning ?? ''}`
    for (const who of ['city', 'region', 'a']) assert.equal((await as(who, gone)).count, 0, `${who} deletes`)
  })

  test('of a firm’s application, to it and to officials of its region', async () => {
    for (const table of firmTables) {
      const count = async (who: string) => {
        const [row] = await as(
          who,
          (sql) =>
            sql<{ count: number }[]>`select count(*)::int as count from ${sql(table)}
            where organisation_id = ${organisations.a ?? ''}`,
        )
        return row?.count ?? -1
      }
      const all = await count('region')
      assert.deepEqual([await count('a'), await count('city')], [all, all], table)
      assert.deepEqual([await count('b'), await count('other-city')], [0, 0], table)
    }
  })

  test('of reviews and objections nothing to a firm or to officials who go around the service', async () => {
    for (const who of ['a', 'b', 'city', 'region']) {
      for (const table of ['governance_reviews', 'governance_objections'] as const) {
        const rows = await as(who, (sql) => sql`select 1 from ${sql(table)}`)
        assert.equal(rows.length, 0, `${who} ${table}`)
      }
    }
    const all = await w.house.house.act(
      systemCaller,
      ({ sql }) => sql`select 1 from governance_reviews where application_id = ${ids.application ?? ''}`,
    )
    assert.equal(all.length, 3)
  })

  test('of a firm no write of its own grant', async () => {
    const grant = (sql: Sql) =>
      sql`update governance_applications set grant_fen = 1 where id = ${ids.application ?? ''}`
    assert.equal((await as('b', grant)).count, 0)
    assert.equal((await as('city', grant)).count, 0)
  })
})

describe('at the same moment', () => {
  test('two bodies handle their own parts, and neither is lost', async () => {
    const id = await w.item(['nanning', 'liuzhou'])
    const sign = async (who: string, departmentCode: string) => {
      for (let tries = 0; tries < 20; tries++) {
        const done = await w.handle(who, id, departmentCode, 'sign').then(
          () => true,
          (error: { answer?: { code: string } }) => {
            assert.equal(error.answer?.code, 'governance.item.changedSince')
            return false
          },
        )
        if (done) return
      }
      assert.fail('never came through')
    }
    await Promise.all([sign('city', 'nanning'), sign('other-city', 'liuzhou')])
    const { parts, events, version } = await w.seen(id)
    assert.deepEqual(
      parts.map((one) => one.state),
      ['signed', 'signed'],
    )
    assert.equal(events.filter((one) => one.action === 'sign').length, 2)
    assert.ok(version >= 3)
  })

  test('the window closes and firms submit: each is in or out, and none in between', async () => {
    const programmeId = await w.programme()
    const drafts = []
    for (let count = 0; count < 6; count++) drafts.push(await w.draft(programmeId))
    const api = await w.by('a')
    const answers = drafts.map((applicationId, place) => {
      if (place === 3) w.clock.move(40 * 86_400_000)
      const params = { applicationId }
      return api.moveApplication({ params, body: { act: 'submit', version: 1 } }).then(
        () => 'submitted',
        () => 'drafted',
      )
    })
    const told = await Promise.all(answers)
    await w.move(0)
    for (const [place, id] of drafts.entries()) {
      const { state, events } = await w.seenApplication(id, 'a')
      assert.equal(state, told[place], 'what was answered is what stands')
      assert.equal(events.length, state === 'submitted' ? 1 : 0)
    }
    assert.ok(told.includes('drafted'), 'after the end nothing comes in')
  })

  test('several experts score at once, each once', async () => {
    const id = await w.application('reviewing')
    const answers = await Promise.all(
      experts.flatMap((who) =>
        [w.score(who, id, 800), w.score(who, id, 700)].map((one) => one.catch(() => false)),
      ),
    )
    assert.equal(answers.filter(Boolean).length, 3)
    const { review } = await w.seenApplication(id)
    assert.deepEqual([review?.drawn, review?.scored], [3, 3])
  })
})
