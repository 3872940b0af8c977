import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { openOwner } from '@ronghe/kit/db'
import { isEqual } from '../procedure/draw-faults.ts'
import { assessedWorkshop, type CaseWorld, caseWorld, move, scoreAll } from '../test/cases.ts'
import { as, inDatabase, type Person, refused } from '../test/world.ts'
import { verifyAll } from '../verify.ts'

let house: CaseWorld
const people: Record<string, Person> = {}
let experts: Person[] = []
let caseId = ''
before(async () => {
  house = await caseWorld()
  for (const name of ['a', 'b', 'city', 'region', 'assessor2']) people[name] = await as(house, name)
  experts = await Promise.all([0, 1, 2, 3].map((at) => as(house, `expert${at}`)))
  for (const expert of experts) await expert.joinPool({ body: { isActive: true } })
  await assessedWorkshop(house, who('a'))
  caseId = (await who('a').startCase({ body: { procedureId: house.procedure.RECOG } })).id
  await move(who('a'), caseId, 'apply')
  await move(who('city'), caseId, 'recommend')
})
after(() => house.close())

const who = (name: string): Person => people[name] as Person
const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const drawsFor = async (person: Person) => (await person.draws({ params: { caseId } })).rows

/** The draw made again by what the page says, and by nothing of the program. */
function madeAgain(one: Awaited<ReturnType<typeof drawsFor>>[number]): string[] {
  const tickets = one.pool.map(({ id }) => ({ id, ticket: hash(`${one.seed} ${id}`) }))
  return tickets
    .sort((a, b) => (a.ticket < b.ticket ? -1 : 1))
    .slice(0, one.wanted)
    .map(({ id }) => id)
}

describe('A11: a draw of experts', () => {
  test('is made again by seed and pool, by the firm as well as by the officials', async () => {
    for (const name of ['a', 'city', 'region']) {
      const [one] = await drawsFor(who(name))
      assert.ok(one)
      assert.deepEqual([one.place, one.wanted, one.pool.length, one.isEqual], [1, 2, 4, true])
      const ids = one.pool.map(({ id }) => id)
      assert.equal(one.poolHash, hash(ids.toSorted().join('\n')))
      const chosen = one.pool.filter(({ isChosen }) => isChosen).map(({ id }) => id)
      assert.deepEqual(madeAgain(one), chosen)
      assert.ok(one.pool.every(({ id, ticket }) => ticket === hash(`${one.seed} ${id}`)))
    }
  })

  test('names experts to the officials alone', async () => {
    const [shown] = await drawsFor(who('region'))
    assert.ok(shown?.pool.every(({ name }) => name?.startsWith('expert')))
    const [hidden] = await drawsFor(who('a'))
    assert.ok(hidden?.pool.every(({ name }) => name === null))
    assert.equal(JSON.stringify(hidden).includes('"expert'), false)
    for (const name of ['b', 'assessor2']) await assert.rejects(drawsFor(who(name)), refused('kit.notFound'))
    await assert.rejects(drawsFor(await as(house, null)), refused('kit.signIn.required'))
  })

  test('made once more says who was left out and why, and the first one stays', async () => {
    const first = await drawsFor(who('city'))
    await inDatabase(house, (sql) => {
      return sql`insert into assess_experts (id, organisation_id, person_id, name, fields, is_active, at)
        values (gen_random_uuid(), ${house.ids.firmA}, gen_random_uuid(), 'own', '{}', true, now())`
    })
    await who('b').addRelation({ body: { relatedId: house.ids.firmA, kind: 'owner', note: '参股' } })
    await inDatabase(house, (sql) => {
      return sql`insert into assess_experts (id, organisation_id, person_id, name, fields, is_active, at)
        values (gen_random_uuid(), ${house.ids.firmB}, gen_random_uuid(), 'tied', '{}', true, now())`
    })
    await scoreAll(experts, [90, 60])
    await move(who('region'), caseId, 'draw')
    const [again, second] = await drawsFor(who('city'))
    assert.deepEqual(again, first[0])
    assert.ok(second)
    assert.deepEqual([second.place, second.wanted, second.pool.length, second.isEqual], [2, 1, 2, true])
    assert.deepEqual(second.leftOut.map(({ why }) => why).toSorted(), ['before', 'before', 'side', 'tie'])
    const named = second.leftOut.filter(({ why }) => why !== 'before').map(({ name }) => name)
    assert.deepEqual(named.toSorted(), ['own', 'tied'])
    assert.notEqual(second.seed, first[0]?.seed)
    assert.deepEqual(madeAgain(second).length, 1)
    const hidden = await drawsFor(who('a'))
    assert.ok(hidden[1]?.leftOut.every(({ name }) => name === null))
  })

  test('that was changed afterwards is told: pool, seed or choice', async () => {
    const pool = ['c', 'a', 'b', 'd']
    const poolHash = hash(pool.toSorted().join('\n'))
    const seed = 'seed'
    const chosen = pool.toSorted((x, y) => (hash(`seed ${x}`) < hash(`seed ${y}`) ? -1 : 1)).slice(0, 2)
    const one = { pool, poolHash, seed, wanted: 2, chosen }
    assert.equal(isEqual(one), true)
    assert.equal(isEqual({ ...one, pool: [...pool, 'e'] }), false)
    assert.equal(isEqual({ ...one, seed: 'sad' }), false)
    assert.equal(isEqual({ ...one, chosen: chosen.toReversed() }), false)
    assert.equal(isEqual({ ...one, wanted: 1 }), false)
  })

  test('is written by the program alone, and never changed', async () => {
    const own = {
      ...{ personId: null, personName: null, sessionId: null, apiKeyId: null, organisationKind: null },
      ...{ organisationId: house.ids.firmA, regionCode: '450102', reach: 'own' as const },
      ...{ permissions: new Set<string>(), locale: 'zh' as const },
    }
    const seen = await house.house.db.transaction(
      own,
      (sql) => sql`select count(*)::int as n from assess_draws`,
    )
    assert.equal(seen[0]?.n, 0)
    const changed = await inDatabase(house, (sql) => sql`update assess_draws set seed = 'x'`)
    assert.equal(changed.count, 0)
  })
})

type Owner = ReturnType<typeof openOwner>

/** Changes the first draw as somebody with the database's own password would, and puts it back. */
async function tampered(change: (owner: Owner, id: string) => Promise<unknown>): Promise<string[]> {
  const owner = openOwner(house.databaseUrl)
  const [draw] = await owner`select id, seed, pool::text as pool, pool_hash, chosen::text as chosen
    from assess_draws where place = 1`
  const reviews = await owner`select * from assess_reviews`
  assert.ok(draw)
  try {
    await change(owner, draw.id)
    const { unequal } = await inDatabase(house, verifyAll)
    assert.ok(unequal.every(({ kind }) => kind === 'draw'))
    return unequal.find(({ id }) => id === draw.id)?.parts ?? []
  } finally {
    await owner`update assess_draws set id = ${draw.id}, seed = ${draw.seed}, pool_hash = ${draw.pool_hash},
      pool = ${draw.pool}::text::jsonb, chosen = ${draw.chosen}::text::jsonb where place = 1`
    await owner`delete from assess_reviews`
    for (const one of reviews) await owner`insert into assess_reviews ${owner(one)}`
    await owner.end()
  }
}

describe('A7: every kept draw is made again', () => {
  test('as it was kept, it gives the same experts', async () => {
    const { draws, equal, unequal, evidence, scores } = await inDatabase(house, verifyAll)
    assert.deepEqual([unequal, draws, equal], [[], 2, evidence + scores + 2])
  })

  test('one whose choice, pool or seed was changed is named, with what does not follow', async () => {
    const turned = await tampered(
      (owner, id) => owner`update assess_draws set chosen = (select jsonb_agg(e order by at desc)
        from jsonb_array_elements(chosen) with ordinality as e(e, at)) where id = ${id}`,
    )
    assert.deepEqual(turned, ['chosen'])
    const smaller = await tampered(
      (owner, id) => owner`update assess_draws set pool = pool - 0 where id = ${id}`,
    )
    assert.ok(smaller.includes('pool'), smaller.join())
    const reseeded = await tampered(
      (owner, id) => owner`update assess_draws set seed = repeat('0', 32) where id = ${id}`,
    )
    assert.ok(reseeded.includes('chain'), reseeded.join())
  })

  test('pool, hash and choice changed together are found by the chain', async () => {
    const parts = await tampered(async (owner, id) => {
      const [one] = await owner`select pool, seed, chosen from assess_draws where id = ${id}`
      const pool = [...(one?.pool ?? []), 'friend'].toSorted()
      const chosen = pool.toSorted((x, y) => (hash(`${one?.seed} ${x}`) < hash(`${one?.seed} ${y}`) ? -1 : 1))
      await owner`update assess_draws set pool = ${owner.json(pool)}, pool_hash = ${hash(pool.join('\n'))},
        chosen = ${owner.json(chosen.slice(0, 2))} where id = ${id}`
    })
    assert.ok(parts.includes('chain') && !parts.includes('pool') && !parts.includes('chosen'), parts.join())
  })

  test('whoever judged without having been drawn is named, and so is a draw that was removed', async () => {
    const [drawnFirst] = (await drawsFor(who('region')))[0]?.pool.filter(({ isChosen }) => isChosen) ?? []
    const unasked = await tampered(
      (owner) => owner`delete from assess_reviews where expert_id = ${drawnFirst?.id ?? ''}`,
    )
    assert.deepEqual(unasked, [`experts/${drawnFirst?.id}`])
    const gone = await tampered(
      (owner, id) => owner`update assess_draws
      set id = overlay(id::text placing '7fffffff' from 1)::uuid where id = ${id}`,
    )
    assert.deepEqual(gone, ['removed'])
  })
})

describe('A8: an agency that was given a run', () => {
  test('sees how much of it is answered and proved, as the firm does', async () => {
    const { rows } = await who('a').runs()
    const run = rows[0]
    assert.ok(run && run.answered > 0)
    await who('region').assignRun({
      params: { runId: run.id },
      body: { assessorId: house.ids.agency2, revision: run.revision },
    })
    const given = (await who('assessor2').runs()).rows[0]
    assert.deepEqual([given?.id, given?.answered, given?.evidenced], [run.id, run.answered, run.evidenced])
  })
})
