import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { type Caller, stranger } from '../auth/index.ts'
import { type TestHouse, testHouse } from '../test/index.ts'
import { elevated, openDatabase, regionPrefix, type Sql } from './index.ts'

let house: TestHouse
before(async () => {
  house = await testHouse([])
})
after(() => house.close())

const official: Caller = {
  ...stranger('zh'),
  personId: '01900000-0000-7000-8000-000000000001',
  organisationId: '01900000-0000-7000-8000-000000000002',
  regionCode: '450100',
  reach: 'region',
}

/** What row-level security knows of the caller. */
async function boundTo(sql: Sql) {
  const [row] = await sql`select current_setting('ronghe.reach') as reach,
    current_setting('ronghe.region') as region, current_setting('ronghe.organisation') as organisation,
    current_user as role`
  return { ...row }
}

describe('a transaction', () => {
  test('is bound to its caller, in a role that owns nothing', async () => {
    assert.deepEqual(await house.house.db.transaction(official, boundTo), {
      reach: 'region',
      region: '4501',
      organisation: official.organisationId,
      role: 'ronghe_app',
    })
  })

  test('leaves nothing of its caller to the next on the same connection', async () => {
    await Promise.all(Array.from({ length: 20 }, () => house.house.db.transaction(official, boundTo)))
    const next = await Promise.all(
      Array.from({ length: 20 }, () => house.house.db.transaction(stranger('zh'), boundTo)),
    )
    for (const one of next) assert.deepEqual([one.reach, one.region, one.organisation], ['own', '', ''])
  })

  test('is bound before its first question, also on connections that know neither yet', async () => {
    const fresh = openDatabase({ url: house.databaseUrl, poolMax: 3 })
    try {
      const callers = Array.from({ length: 24 }, (_, at) => (at % 2 === 0 ? official : stranger('zh')))
      const bounds = await Promise.all(
        callers.map((caller, at) =>
          fresh.transaction(caller, async (sql) => {
            // Three at once, of texts that no connection has prepared: all stand behind the bounds.
            const asked = [1, 2, 3].map(
              (part) =>
                sql`select current_setting('ronghe.reach') || ${sql.unsafe(`' ${at} ${part}'`)} as said`,
            )
            return (await Promise.all(asked)).map(([row]) => row?.said)
          }),
        ),
      )
      assert.deepEqual(
        bounds,
        callers.map(({ reach }, at) => [1, 2, 3].map((part) => `${reach} ${at} ${part}`)),
      )
    } finally {
      await fresh.close()
    }
  })

  test('tells the fault of its first question as it is, and leaves a connection that works', async () => {
    const failing = (sql: Sql) => sql`select 1 / ${0}::integer`
    await assert.rejects(house.house.db.transaction(official, failing), { code: '22012' })
    const early = () => Promise.reject(new Error('of the work'))
    await assert.rejects(house.house.db.transaction(official, early), /of the work/)
    assert.equal((await house.house.db.transaction(official, boundTo)).reach, 'region')
  })

  test('that is elevated sees all for that long, and no longer', async () => {
    const reaches = await house.house.db.transaction(official, async (sql) => {
      const before = (await boundTo(sql)).reach
      const within = await elevated(sql, official, async () => (await boundTo(sql)).reach)
      return [before, within, (await boundTo(sql)).reach]
    })
    assert.deepEqual(reaches, ['region', 'all', 'region'])
  })

  test('that is elevated twice keeps its reach until the outer end', async () => {
    const reaches = await house.house.db.transaction(official, async (sql) => {
      const reach = async () => (await boundTo(sql)).reach
      const within = await elevated(sql, official, async () => {
        const inner = await elevated(sql, official, reach)
        return [inner, await reach()]
      })
      return [...within, await reach()]
    })
    assert.deepEqual(reaches, ['all', 'all', 'region'])
  })

  test('that is elevated twice at once keeps its reach until the last ends, and no longer', async () => {
    const reaches = await house.house.db.transaction(official, async (sql) => {
      const reach = async () => (await boundTo(sql)).reach
      const work = (turns: number) => async () => {
        for (let turn = 0; turn < turns; turn++) assert.equal(await reach(), 'all')
        return reach()
      }
      const both = await Promise.all([5, 1, 3].map((turns) => elevated(sql, official, work(turns))))
      return [...both, await reach(), await elevated(sql, official, reach), await reach()]
    })
    assert.deepEqual(reaches, ['all', 'all', 'all', 'region', 'all', 'region'])
  })

  test('gives its reach back also when the elevated work fails', async () => {
    const reach = await house.house.db.transaction(official, async (sql) => {
      const work = () => Promise.reject(new Error('ours'))
      await assert.rejects(elevated(sql, official, work), /ours/)
      return (await boundTo(sql)).reach
    })
    assert.equal(reach, 'region')
  })

  test('cannot change what is only ever appended', async () => {
    const tries = [
      (sql: Sql) => sql`delete from kit_audit`,
      (sql: Sql) => sql`update kit_audit set reason = 'x'`,
      (sql: Sql) => sql`insert into kit_migrations (name, sha256) values ('a', 'b')`,
      (sql: Sql) => sql`delete from kit_events`,
      (sql: Sql) => sql`drop table kit_events`,
    ]
    for (const work of tries)
      await assert.rejects(house.house.db.transaction(official, work), /permission denied|must be owner/)
  })
})

describe('the prefix of a division', () => {
  const pair = fc.integer({ min: 1, max: 99 }).map((value) => String(value).padStart(2, '0'))

  test('is what all divisions within it begin with, and no others', () => {
    fc.assert(
      fc.property(pair, pair, pair, pair, (province, city, county, other) => {
        assert.equal(regionPrefix(`${province}0000`), province)
        assert.equal(regionPrefix(`${province}${city}00`), province + city)
        assert.equal(regionPrefix(province + city + county), province + city + county)
        assert.ok((province + city + county).startsWith(regionPrefix(`${province}${city}00`)))
        if (other !== city)
          assert.ok(!(province + other + county).startsWith(regionPrefix(`${province}${city}00`)))
      }),
    )
  })

  test('of nothing is everything’s', () => assert.equal(regionPrefix(null), ''))
})

test('what a session may see stands in the plan of a query, and is no call for each row', async () => {
  const plan = await house.house.db.transaction(official, (sql) => {
    return sql`explain (verbose) select 1 from kit_tenants
      where coalesce(kit_may_see(organisation_id), false)`
  })
  const text = plan.map((row) => String(row['QUERY PLAN'])).join('\n')
  assert.match(text, /ronghe\.reach/)
  assert.doesNotMatch(text, /kit_may_see/)
})
