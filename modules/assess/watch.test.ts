import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addPaper, type CaseWorld, caseWorld, move } from './test/cases.ts'
import { noticesSince } from './test/notices.ts'
import { as, day, inDatabase, type Person } from './test/world.ts'
import { remindReviews } from './watch.ts'

let house: CaseWorld
const people: Record<string, Person> = {}
let caseId = ''
before(async () => {
  house = await caseWorld()
  for (const name of ['a', 'region', 'assessor']) people[name] = await as(house, name)
  caseId = (await who('a').startCase({ body: { procedureId: house.procedure.CERT } })).id
  await addPaper(house, who('a'), caseId)
  const body = { consultantId: null, bodyId: house.ids.agency, revision: 1 }
  await who('a').setParties({ params: { caseId }, body })
  await move(who('a'), caseId, 'apply')
  await move(who('assessor'), caseId, 'audit')
  await move(who('assessor'), caseId, 'conclude', '符合要求')
  await move(who('region'), caseId, 'certify')
  await told()
})
after(() => house.close())

const who = (name: string): Person => people[name] as Person
const certificate = async () => (await who('a').case({ params: { caseId } })).certificate
const told = () => noticesSince(house, 'assess.notice.')

test('a certificate says when its next review is due', async () => {
  assert.deepEqual(
    [(await certificate())?.reviewDueOn, (await certificate())?.isOverdue],
    ['2027-03-03', false],
  )
  await remindReviews(house.house)
  assert.deepEqual(await told(), [])
  assert.equal((await who('region').certificates({ query: { isDue: true } })).total, 0)
})

test('thirty days before, the firm and the body are told, once', async () => {
  house.time.move(340 * day)
  await remindReviews(house.house)
  await remindReviews(house.house)
  assert.deepEqual(await told(), ['assess.notice.reviewDue agency', 'assess.notice.reviewDue firm-a'])
  assert.equal((await who('region').certificates({ query: { isDue: true } })).total, 1)
})

test('when it has passed they are urged once; the certificate says that it is overdue', async () => {
  house.time.move(30 * day)
  await remindReviews(house.house)
  await remindReviews(house.house)
  assert.deepEqual(await told(), ['assess.notice.reviewLate agency', 'assess.notice.reviewLate firm-a'])
  assert.equal((await certificate())?.isOverdue, true)
})

test('a passed review is due again a year after it was, and is told anew', async () => {
  await move(who('assessor'), caseId, 'surveil')
  assert.deepEqual(await told(), ['assess.notice.moved firm-a'])
  assert.deepEqual(
    [(await certificate())?.reviewDueOn, (await certificate())?.isOverdue],
    ['2028-03-03', false],
  )
  await remindReviews(house.house)
  assert.deepEqual(await told(), [])
  house.time.move(360 * day)
  await remindReviews(house.house)
  assert.equal((await told()).length, 2)
})

test('before its validity ends the firm and the body are told once', async () => {
  house.time.move(330 * day)
  await inDatabase(house, (sql) => sql`update assess_certificates set review_due_on = null`)
  await remindReviews(house.house)
  await remindReviews(house.house)
  assert.deepEqual(await told(), ['assess.notice.ending agency', 'assess.notice.ending firm-a'])
})
