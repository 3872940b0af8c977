import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addPaper, assessedWorkshop, type CaseWorld, caseWorld, move } from '../test/cases.ts'
import { as, inDatabase, type Person, refused } from '../test/world.ts'

let house: CaseWorld
const people: Record<string, Person> = {}
let runId = ''
let certification = ''
let recognition = ''
before(async () => {
  house = await caseWorld()
  for (const name of ['a', 'a2', 'a-viewer', 'operator', 'b', 'city', 'region', 'assessor', 'assessor2'])
    people[name] = await as(house, name)
  runId = await assessedWorkshop(house, who('a'))
  certification = (await who('a').startCase({ body: { procedureId: house.procedure.CERT } })).id
  recognition = (await who('a').startCase({ body: { procedureId: house.procedure.RECOG } })).id
  await move(who('a'), recognition, 'apply')
})
after(() => house.close())

const who = (name: string): Person => people[name] as Person

/** What each reads of a firm's run and cases: 200, 403 or 404. */
type Sight = Record<'run' | 'score' | 'certification' | 'recognition', number>

async function sightOf(person: Person): Promise<Sight> {
  const status = (ask: Promise<unknown>) =>
    ask.then(
      () => 200,
      (error: { status: number }) => error.status,
    )
  return {
    run: await status(person.run({ params: { runId } })),
    score: await status(person.score({ params: { runId } })),
    certification: await status(person.case({ params: { caseId: certification } })),
    recognition: await status(person.case({ params: { caseId: recognition } })),
  }
}

const all: Sight = { run: 200, score: 200, certification: 200, recognition: 200 }
const none: Sight = { run: 404, score: 404, certification: 404, recognition: 404 }
const forbidden: Sight = { run: 403, score: 403, certification: 403, recognition: 403 }
const unknown: Sight = { run: 401, score: 401, certification: 401, recognition: 401 }

describe('A8: who sees what of a firm', () => {
  test('its own people, the officials above it, and nobody else', async () => {
    const wanted: [string, Sight][] = [
      ['a', all],
      ['a2', all],
      ['a-viewer', all],
      ['operator', forbidden],
      ['city', all],
      ['region', all],
      ['b', none],
      ['assessor', none],
      ['assessor2', none],
    ]
    for (const [name, sight] of wanted) assert.deepEqual(await sightOf(who(name)), sight, name)
    assert.deepEqual(await sightOf(await as(house, null)), unknown)
  })

  test('lists have what one may see, and counts of nothing else', async () => {
    const counts: [string, number, number][] = [
      ['a', 1, 2],
      ['a-viewer', 1, 2],
      ['city', 1, 2],
      ['region', 1, 2],
      ['b', 0, 0],
      ['assessor', 0, 0],
    ]
    for (const [name, runs, cases] of counts) {
      assert.equal((await who(name).runs()).total, runs, name)
      assert.equal((await who(name).cases()).total, cases, name)
    }
  })

  test('an agency that was chosen sees its case, and not the other one or the run', async () => {
    const body = { consultantId: null, bodyId: house.ids.agency, revision: 1 }
    await who('a').setParties({ params: { caseId: certification }, body })
    assert.deepEqual(await sightOf(who('assessor')), { ...none, certification: 200 })
    assert.equal((await who('assessor').cases()).total, 1)
    assert.equal((await who('assessor').cases({ query: { kind: 'recognition' } })).total, 0)
  })
})

describe('A8: who is tied to a firm judges nothing of it', () => {
  test('a tie that is declared afterwards stops the body that was chosen', async () => {
    await addPaper(house, who('a'), certification)
    await move(who('a'), certification, 'apply')
    await who('assessor').addRelation({
      body: { relatedId: house.ids.firmA, kind: 'client', note: '年度服务合同' },
    })
    await assert.rejects(move(who('assessor'), certification, 'audit'), refused('assess.run.conflict'))
    const finding = { clause: '5.1', grade: 'minor' as const, text: '目标未分解' }
    await assert.rejects(
      who('assessor').openNonconformity({ params: { caseId: certification }, body: finding }),
      refused('assess.run.conflict'),
    )
  })

  test('nobody declares a tie to himself, nor for another organisation', async () => {
    const own = who('a').addRelation({ body: { relatedId: house.ids.firmA, kind: 'owner' } })
    await assert.rejects(own, refused('kit.forbidden'))
    const nobody = { relatedId: '01900000-0000-7000-8000-000000000000', kind: 'owner' as const }
    await assert.rejects(who('a').addRelation({ body: nobody }), refused('kit.notFound'))
    const rows = await inDatabase(house, (sql) => {
      return sql`select organisation_id, related_id from assess_relations`
    })
    assert.deepEqual(
      rows.map((row) => [row.organisation_id, row.related_id]),
      [[house.ids.agency, house.ids.firmA]],
    )
  })
})

describe('rows are bounded by the database itself', () => {
  /** What a caller reads from a table without any of the room's own rules. */
  function seen(table: string, caller: { organisation: string; reach: 'own' | 'region'; region: string }) {
    const { organisation, reach, region } = caller
    return house.house.db
      .transaction(
        {
          ...{ personId: null, personName: null, sessionId: null, apiKeyId: null, organisationKind: null },
          ...{ organisationId: organisation, regionCode: region, reach },
          ...{ permissions: new Set<string>(), locale: 'zh' as const },
        },
        (sql) => sql`select count(*)::int as rows from ${sql(table)}`,
      )
      .then((rows) => rows[0]?.rows as number)
  }

  test('of every table a neighbour reads no row, an official of another city none', async () => {
    const tables = [
      'assess_runs',
      'assess_answers',
      'assess_answer_history',
      'assess_evidence',
      'assess_comments',
      'assess_attachments',
      'assess_findings',
      'assess_steps',
      'assess_cases',
      'assess_case_events',
      'assess_documents',
      'assess_nonconformities',
      'assess_reviews',
      'assess_objections',
    ]
    const neighbour = { organisation: house.ids.firmB, reach: 'own' as const, region: '450202' }
    const elsewhere = { organisation: house.ids.agency2, reach: 'region' as const, region: '450200' }
    for (const table of tables) {
      assert.equal(await seen(table, neighbour), 0, table)
      assert.equal(await seen(table, elsewhere), 0, table)
    }
    const own = { organisation: house.ids.firmA, reach: 'own' as const, region: '450102' }
    assert.ok((await seen('assess_answers', own)) >= 6)
    const official = { organisation: house.ids.agency2, reach: 'region' as const, region: '450100' }
    assert.ok((await seen('assess_cases', official)) >= 2)
  })

  test('a firm writes no review, objection or certificate of its own', async () => {
    const tables = ['assess_reviews', 'assess_objections', 'assess_certificates']
    for (const table of tables) {
      const writing = house.house.db.transaction(
        {
          ...{ personId: null, personName: null, sessionId: null, apiKeyId: null, organisationKind: null },
          ...{ organisationId: house.ids.firmA, regionCode: '450102', reach: 'own' as const },
          ...{ permissions: new Set<string>(), locale: 'zh' as const },
        },
        (sql) => {
          if (table === 'assess_certificates') {
            return sql`insert into assess_certificates (id, organisation_id, case_id, scheme, number, holder,
                region_code, issued_on, status)
              values (gen_random_uuid(), ${house.ids.firmA}, ${certification}, 'CERT', 'CERT-9', 'x',
                '450102', now(), 'valid')`
          }
          if (table === 'assess_objections') {
            return sql`insert into assess_objections (id, case_id, organisation_id, name, contact, text, at)
              values (gen_random_uuid(), ${recognition}, ${house.ids.firmA}, 'x', 'x', 'x', now())`
          }
          return sql`insert into assess_reviews (id, case_id, organisation_id, expert_id, person_id, place,
              status, drawn_at)
            values (gen_random_uuid(), ${recognition}, ${house.ids.firmA}, gen_random_uuid(),
              gen_random_uuid(), 0, 'scored', now())`
        },
      )
      await assert.rejects(writing, /row-level security/, table)
    }
  })
})
