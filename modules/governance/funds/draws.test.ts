import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { openOwner } from '@ronghe/kit/db'
import { experts, type FundWorld, fundWorld } from '../test/funds.ts'
import { verifyDraws } from './draws.ts'
import { drawExperts } from './review.ts'

let w: FundWorld
let id = ''
before(async () => {
  w = await fundWorld()
  id = await w.application('reviewing')
  const scores = [300, 900, 900]
  for (const who of experts) if (await w.score(who, id, scores[0] ?? 0)) scores.shift()
  const draw = (api: Awaited<ReturnType<FundWorld['by']>>, version: number) =>
    api.drawExperts({ ...w.params(id), body: { version } })
  await w.now('region', id, draw)
})
after(() => w.house.close())

const verified = () => w.house.house.act(systemCaller, ({ sql }) => verifyDraws(sql))
type Kept = { pool: { personId: string; organisationId: string }[]; chosen: string[]; recused: string[] }
const kept = () =>
  w.house.house.act(
    systemCaller,
    ({ sql }) => sql<(Kept & { id: string; seed: string; wanted: number })[]>`select id, seed, wanted, pool,
      chosen, recused from governance_draws where application_id = ${id} order by place`,
  )

/** Changes the first draw as somebody with the database's own password would, and puts it back. */
async function tampered(change: (owner: ReturnType<typeof openOwner>, draw: string) => Promise<unknown>) {
  const owner = openOwner(w.house.databaseUrl)
  const [draw] = await owner`select id, seed, pool::text as pool, chosen::text as chosen
    from governance_draws where application_id = ${id} and place = 1`
  const reviews = await owner`select * from governance_reviews where application_id = ${id}`
  assert.ok(draw)
  try {
    await change(owner, draw.id)
    const { unequal } = await verified()
    return unequal.find((one) => one.id === draw.id)?.parts ?? []
  } finally {
    await owner`update governance_draws set id = ${draw.id}, seed = ${draw.seed},
      pool = ${draw.pool}::text::jsonb, chosen = ${draw.chosen}::text::jsonb
      where application_id = ${id} and place = 1`
    await owner`delete from governance_reviews where application_id = ${id}`
    for (const one of reviews) await owner`insert into governance_reviews ${owner(one)}`
    await owner.end()
  }
}

describe('G14: every kept draw of a fund', () => {
  test('is made again from its pool and seed, also the one for a missing or a further expert', async () => {
    const [first, second, ...others] = await kept()
    assert.ok(first && second && others.length === 0)
    assert.deepEqual([first.wanted, first.pool.length, first.recused.length], [3, 4, 0])
    assert.deepEqual([second.wanted, second.recused.toSorted()], [1, first.chosen.toSorted()])
    for (const { seed, pool, recused, wanted, chosen } of [first, second]) {
      const again = drawExperts(pool, { seed, applicationId: id, applicantId: '', recused }, wanted)
      assert.deepEqual(
        again.map(({ personId }) => personId),
        chosen,
      )
    }
    assert.deepEqual(await verified(), { draws: 2, equal: 2, unequal: [] })
  })

  test('that was changed is named: pool, seed, choice, and all of them together', async () => {
    const pool = await tampered(
      (owner, draw) => owner`update governance_draws set pool = pool - 0 where id = ${draw}`,
    )
    assert.ok(pool.includes('chain'), pool.join())
    const seed = await tampered(
      (owner, draw) => owner`update governance_draws set seed = 'mine' where id = ${draw}`,
    )
    assert.ok(seed.includes('seed') && seed.includes('chain'), seed.join())
    const chosen = await tampered(
      (owner, draw) => owner`update governance_draws set chosen = chosen - 0 where id = ${draw}`,
    )
    assert.ok(chosen.includes('chosen') && chosen.includes('chain'), chosen.join())
    assert.deepEqual((await verified()).unequal, [])
  })

  test('names who judges without having been drawn, and a draw that was removed', async () => {
    const [first] = await kept()
    const person = first?.chosen[0] ?? ''
    const unasked = await tampered(
      (owner) => owner`delete from governance_reviews where application_id = ${id} and person_id = ${person}`,
    )
    assert.deepEqual(unasked, [`experts/${person}`])
    const gone = await tampered(
      (owner, draw) => owner`update governance_draws
        set id = overlay(id::text placing '7fffffff' from 1)::uuid where id = ${draw}`,
    )
    assert.deepEqual(gone, ['removed'])
  })

  test('is seen by no firm, and nobody changes it', async () => {
    const own = { ...systemCaller, reach: 'own' as const, organisationId: null }
    const read = (sql: Parameters<typeof verifyDraws>[0]) => sql`select id from governance_draws`
    assert.equal((await w.house.house.act(own, ({ sql }) => read(sql))).length, 0)
    const changed = await w.house.house.act(
      systemCaller,
      ({ sql }) => sql`update governance_draws set seed = 'x' returning id`,
    )
    assert.equal(changed.length, 0)
  })
})
