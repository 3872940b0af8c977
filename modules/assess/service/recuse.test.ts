import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assessedWorkshop, type CaseWorld, caseWorld, move, scoreAll, stageOf } from '../test/cases.ts'
import { as, day, type Person, refused } from '../test/world.ts'

let house: CaseWorld
let firm: Person
let city: Person
let region: Person
let experts: Person[] = []
let caseId = ''

before(async () => {
  house = await caseWorld()
  firm = await as(house, 'a')
  city = await as(house, 'city')
  region = await as(house, 'region')
  experts = await Promise.all([0, 1, 2, 3].map((at) => as(house, `expert${at}`)))
  for (const expert of experts) await expert.joinPool({ body: { isActive: true } })
  await assessedWorkshop(house, firm)
  caseId = (await firm.startCase({ body: { procedureId: house.procedure.RECOG } })).id
  await move(firm, caseId, 'apply')
  await move(city, caseId, 'recommend')
})
after(() => house.close())

test('an expert who recuses himself says why, scores nothing, and another one is drawn', async () => {
  for (const expert of experts) {
    const mine = (await expert.myReviews()).rows[0]
    if (!mine) continue
    const body = { status: 'recused' as const, text: '曾为该企业提供咨询' }
    await expert.decideReview({ params: { reviewId: mine.id }, body })
    const after = (await expert.myReviews()).rows[0]
    assert.deepEqual([after?.status, after?.score], ['recused', null])
    break
  }
  await scoreAll(experts, [80])
  await assert.rejects(move(region, caseId, 'publish'), refused('assess.case.lacks'))
  await move(region, caseId, 'draw')
  await scoreAll(experts, [84])
  const { reviews } = await region.case({ params: { caseId } })
  assert.deepEqual(reviews.map(({ status }) => status).sort(), ['recused', 'scored', 'scored'])
  await move(region, caseId, 'publish')
})

test('who left the pool is drawn no more', async () => {
  for (const expert of experts) await expert.joinPool({ body: { isActive: false } })
  const again = (await firm.startCase({ body: { procedureId: house.procedure.FACTORY } })).id
  await move(firm, again, 'apply')
  await assert.rejects(move(city, again, 'recommend'), refused('assess.case.pool'))
  assert.equal(await stageOf(firm, again), 'checking')
})

test('an objection that is upheld keeps the case from being recognised for good', async () => {
  const body = { name: '群众甲', contact: '0771-0000000', text: '设备为租赁，投资不实' }
  await (await as(house, null)).object({ params: { caseId }, body })
  house.time.move(10 * day)
  const { objections } = await region.case({ params: { caseId } })
  const params = { objectionId: objections[0]?.id ?? '' }
  await region.answerObjection({ params, body: { answer: '经核实异议成立', upheld: true } })
  const { moves } = await region.case({ params: { caseId } })
  assert.deepEqual(moves.find(({ code }) => code === 'recognise')?.lacks, ['objections'])
  await assert.rejects(move(region, caseId, 'recognise'), refused('assess.case.lacks'))
  await move(region, caseId, 'refuse', '异议成立，不予认定')
  assert.equal(await stageOf(firm, caseId), 'refused')
})
