import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { makePerson } from '@ronghe/registry/testing'
import { drawn, poolHash } from '../procedure/procedure.ts'
import { assessedWorkshop, type CaseWorld, caseWorld, move, scoreAll, stageOf } from '../test/cases.ts'
import { as, day, inDatabase, type Person, password, refused } from '../test/world.ts'

let house: CaseWorld
const people: Record<string, Person> = {}
let experts: Person[] = []
let caseId = ''
before(async () => {
  house = await caseWorld()
  for (const name of ['a', 'b', 'c', 'city', 'region']) people[name] = await as(house, name)
  experts = await Promise.all([0, 1, 2, 3].map((at) => as(house, `expert${at}`)))
})
after(() => house.close())

const who = (name: string): Person => people[name] as Person

describe('A11: a recognition from self-assessment to the certificate', () => {
  test('without an assessment that reaches the step nobody applies', async () => {
    caseId = (await who('a').startCase({ body: { procedureId: house.procedure.RECOG } })).id
    await assert.rejects(move(who('a'), caseId, 'apply'), refused('assess.case.lacks'))
    await assessedWorkshop(house, who('b'), { investment: '299' })
    const other = (await who('b').startCase({ body: { procedureId: house.procedure.RECOG } })).id
    await assert.rejects(move(who('b'), other, 'apply'), refused('assess.case.lacks'))
  })

  test('with it a firm applies; an official of another city recommends nothing', async () => {
    await inDatabase(house, async (sql) => {
      await sql`delete from assess_cases where id = ${caseId}`
    })
    await assessedWorkshop(house, who('a'))
    caseId = (await who('a').startCase({ body: { procedureId: house.procedure.RECOG } })).id
    await move(who('a'), caseId, 'apply')
    const seen = await who('city').case({ params: { caseId } })
    assert.deepEqual(seen.parties, ['city'])
    const other = (await who('b').cases()).rows[0]?.id ?? ''
    await assert.rejects(who('city').case({ params: { caseId: other } }), refused('kit.notFound'))
  })

  test('with too few experts in the pool no draw is made, and the case stays', async () => {
    await experts[0]?.joinPool({ body: { isActive: true } })
    await assert.rejects(move(who('city'), caseId, 'recommend'), refused('assess.case.pool'))
    assert.equal(await stageOf(who('a'), caseId), 'checking')
    for (const expert of experts) await expert.joinPool({ body: { isActive: true } })
    await assert.rejects(who('a').joinPool({ body: { isActive: true } }), refused('kit.forbidden'))
  })

  test('experts are drawn by a published seed; whoever is tied to the firm is not in the pool', async () => {
    await makePerson(house.house, {
      email: 'tied@x.example',
      password,
      creditCode: '91450200YY00010209',
      role: 'innovator',
    })
    const tied = await as(house, 'tied')
    await tied.joinPool({ body: { isActive: true } })
    await who('b').addRelation({ body: { relatedId: house.ids.firmA, kind: 'owner', note: '参股' } })
    await move(who('city'), caseId, 'recommend')
    const { case: one, reviews } = await who('region').case({ params: { caseId } })
    assert.equal(reviews.length, 2)
    const rows = await inDatabase(house, (sql) => {
      return sql`select e.id, e.name, r.place from assess_experts e
        left join assess_reviews r on r.expert_id = e.id where e.name <> 'tied' order by e.id`
    })
    const pool = rows.map(({ id }) => id as string)
    assert.equal(one.poolHash, poolHash(pool))
    const wanted = drawn(pool, one.seed ?? '', 2)
    const found = rows.filter(({ place }) => place !== null).sort((a, b) => a.place - b.place)
    assert.deepEqual(
      found.map(({ id }) => id),
      wanted,
    )
    assert.equal((await tied.myReviews()).total, 0)
  })

  test('the firm sees how many experts there are, and neither who they are nor what they say', async () => {
    const { reviews, objections } = await who('a').case({ params: { caseId } })
    assert.deepEqual(
      reviews.map(({ name, score, text }) => [name, score, text]),
      [
        [null, null, null],
        [null, null, null],
      ],
    )
    assert.deepEqual(objections, [])
    const official = await who('region').case({ params: { caseId } })
    assert.ok(official.reviews.every(({ name }) => name?.startsWith('expert')))
  })

  test('an expert sees the application without its firm, and nobody else’s scores', async () => {
    for (const expert of experts) {
      const { rows } = await expert.myReviews()
      for (const review of rows) {
        assert.equal(JSON.stringify(review).includes('示例甲'), false)
        assert.ok(review.total)
      }
      await assert.rejects(expert.case({ params: { caseId } }), refused('kit.notFound'))
      for (const { id } of rows) {
        const { review, assessment } = await expert.reviewDossier({ params: { reviewId: id } })
        assert.deepEqual(
          review,
          rows.find((row) => row.id === id),
        )
        assert.ok(assessment)
        assert.equal(/示例|Organisation|firm-/.test(JSON.stringify({ review, assessment })), false)
        assert.equal(assessment.verdict.ladders[0]?.reached, 'eligible')
        const investment = assessment.answers.find(({ question }) => question === 'investment')
        assert.deepEqual([investment?.value, investment?.basis], ['300', 'declared'])
        for (const other of experts.filter((one) => one !== expert))
          await assert.rejects(other.reviewDossier({ params: { reviewId: id } }), refused('kit.notFound'))
      }
    }
  })

  test('a score is given once, between 0 and 100; another’s review is nobody’s', async () => {
    const mine = []
    for (const expert of experts) {
      const { rows } = await expert.myReviews()
      if (rows[0]) mine.push({ expert, id: rows[0].id })
    }
    const [first, second] = mine
    assert.ok(first && second)
    const score = (expert: Person, reviewId: string, value?: number) =>
      expert.decideReview({
        params: { reviewId },
        body: { status: 'scored', text: '符合', ...(value === undefined ? {} : { score: value }) },
      })
    await assert.rejects(score(first.expert, first.id), refused('kit.input.invalid', 'score'))
    await assert.rejects(score(first.expert, first.id, 101), refused('kit.input.invalid', 'score'))
    await assert.rejects(score(first.expert, second.id, 80), refused('kit.notFound'))
    await score(first.expert, first.id, 90)
    await assert.rejects(score(first.expert, first.id, 95), refused('kit.notFound'))
    await assert.rejects(move(who('region'), caseId, 'publish'), refused('assess.case.lacks'))
    await score(second.expert, second.id, 60)
  })

  test('scores that lie far apart want one more expert, drawn anew', async () => {
    await assert.rejects(move(who('region'), caseId, 'publish'), refused('assess.case.lacks'))
    await move(who('region'), caseId, 'draw')
    const { reviews } = await who('region').case({ params: { caseId } })
    assert.equal(reviews.length, 3)
    assert.equal(new Set(reviews.map(({ name }) => name)).size, 3)
    await scoreAll(experts, [75])
    await move(who('region'), caseId, 'publish')
    assert.equal(await stageOf(who('a'), caseId), 'notice')
  })

  test('five working days of public notice by the calendar, with objections by anybody', async () => {
    const stranger = await as(house, null)
    const { rows } = await stranger.notices()
    assert.deepEqual(
      rows.map(({ holder, from, until }) => [holder, from, until]),
      [['示例甲', '2026-03-03', '2026-03-10']],
    )
    const body = { name: '群众甲', contact: '0771-0000000', text: '该车间尚未建成' }
    await stranger.object({ params: { caseId }, body })
    await assert.rejects(
      stranger.object({ params: { caseId }, body: { ...body, name: '甲' } }),
      refused('kit.input.invalid', 'name'),
    )
    await assert.rejects(move(who('region'), caseId, 'recognise'), refused('assess.case.lacks'))
  })

  test('an objection is answered before anything is recognised, its author told to no firm', async () => {
    house.time.move(8 * day)
    const stranger = await as(house, null)
    assert.deepEqual((await stranger.notices()).rows, [])
    const late = { name: '群众乙', contact: '0771-0000001', text: '公示期已过' }
    await assert.rejects(stranger.object({ params: { caseId }, body: late }), refused('kit.notFound'))
    await assert.rejects(move(who('region'), caseId, 'recognise'), refused('assess.case.lacks'))
    const { objections } = await who('city').case({ params: { caseId } })
    assert.deepEqual(
      objections.map(({ name, upheld }) => [name, upheld]),
      [['群众甲', null]],
    )
    const params = { objectionId: objections[0]?.id ?? '' }
    const answer = { answer: '已现场核实，车间已投产', upheld: false }
    await assert.rejects(who('a').answerObjection({ params, body: answer }), refused('kit.forbidden'))
    await who('city').answerObjection({ params, body: answer })
    await assert.rejects(
      who('region').answerObjection({ params, body: answer }),
      refused('assess.case.changedSince'),
    )
    assert.equal(JSON.stringify(await who('a').case({ params: { caseId } })).includes('群众甲'), false)
    await move(who('region'), caseId, 'recognise')
    assert.equal((await who('a').case({ params: { caseId } })).certificate?.number, 'RECOG-2026-0001')
  })
})

describe('A12: what was upgraded is counted once', () => {
  test('a workshop that becomes a factory stands as the factory', async () => {
    const factoryCase = (await who('a').startCase({ body: { procedureId: house.procedure.FACTORY } })).id
    await move(who('a'), factoryCase, 'apply')
    await move(who('city'), factoryCase, 'recommend')
    // The region recognises factories by their papers: there is no assessment, and the page says so.
    const [expert, mine] = await reviewOf(experts)
    const { review, assessment } = await expert.reviewDossier({ params: { reviewId: mine } })
    assert.deepEqual([review.status, review.total, assessment], ['drawn', null, null])
    await scoreAll(experts, [80])
    await move(who('region'), factoryCase, 'publish')
    house.time.move(10 * day)
    await move(who('region'), factoryCase, 'recognise')
    const stranger = await as(house, null)
    assert.deepEqual((await stranger.summary({ query: {} })).certificates, [{ scheme: 'FACTORY', valid: 1 }])
    const workshop = await stranger.certificate({ params: { number: 'RECOG-2026-0001' } })
    assert.deepEqual([workshop.status, workshop.replacedBy], ['replaced', 'FACTORY-2026-0001'])
  })

  test('a case that is refused ends with its reason, and issues nothing', async () => {
    const other = (await who('b').cases()).rows[0]?.id ?? ''
    await inDatabase(house, (sql) => sql`update assess_cases set stage = 'checking' where id = ${other}`)
    await assert.rejects(move(who('region'), other, 'refuse'), refused('kit.input.invalid', 'note'))
    await move(who('region'), other, 'refuse', '投资额不足')
    const ended = await who('b').case({ params: { caseId: other } })
    assert.deepEqual(
      [ended.case.isOpen, ended.case.stage, ended.moves, ended.certificate],
      [false, 'refused', [], null],
    )
  })
})

/** The first of them who has something to judge, and what. */
async function reviewOf(among: readonly Person[]): Promise<[Person, string]> {
  for (const person of among) {
    const mine = (await person.myReviews()).rows.find(({ status }) => status === 'drawn')
    if (mine) return [person, mine.id]
  }
  throw new Error('nobody was drawn')
}
