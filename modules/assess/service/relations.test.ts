import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assessedWorkshop, type CaseWorld, caseWorld } from '../test/cases.ts'
import { noticesSince } from '../test/notices.ts'
import { as, inDatabase, type Person, refused } from '../test/world.ts'

let house: CaseWorld
const people: Record<string, Person> = {}
before(async () => {
  house = await caseWorld()
  const names = ['a', 'a-viewer', 'b', 'c', 'assessor', 'assessor2', 'city', 'region']
  for (const name of names) people[name] = await as(house, name)
})
after(() => house.close())

const who = (name: string): Person => people[name] as Person
const namesOf = async (name: string) =>
  (await who(name).relations()).rows.map((row) => [row.organisationName, row.relatedName, row.kind])

test('both sides of a tie see it, the officials of their division too, and nobody else', async () => {
  await who('assessor').addRelation({ body: { relatedId: house.ids.firmA, kind: 'owner', note: '参股' } })
  const tie = [['示例评定机构', '示例甲', 'owner']]
  assert.deepEqual(await namesOf('assessor'), tie)
  assert.deepEqual(await namesOf('a'), tie)
  assert.deepEqual(await namesOf('region'), tie)
  assert.deepEqual(await namesOf('city'), tie)
  for (const name of ['b', 'c', 'assessor2']) assert.deepEqual(await namesOf(name), [], name)
})

test('a tie is declared once, by who speaks for the organisation', async () => {
  const body = { relatedId: house.ids.firmA, kind: 'client' as const }
  await assert.rejects(who('assessor').addRelation({ body }), refused('assess.relation.exists'))
  const other = { relatedId: house.ids.firmB, kind: 'client' as const }
  await assert.rejects(who('a-viewer').addRelation({ body: other }), refused('kit.forbidden'))
  assert.equal((await who('a').relations({ query: { q: '乙' } })).total, 0)
})

test('an agency that is tied to the firm is not given its run; another one is, and is told', async () => {
  const runId = await assessedWorkshop(house, who('a'))
  const assign = async (assessorId: string | null) => {
    const { run } = await who('city').run({ params: { runId } })
    return who('city').assignRun({ params: { runId }, body: { assessorId, revision: run.revision } })
  }
  assert.equal((await who('city').run({ params: { runId } })).mayAssign, true)
  assert.equal((await who('a').run({ params: { runId } })).mayAssign, false)
  await noticesSince(house, '')
  await assert.rejects(assign(house.ids.agency), refused('assess.run.conflict'))
  await assign(house.ids.agency2)
  assert.deepEqual(await noticesSince(house, 'assess.'), ['assess.notice.assigned agency2'])
  const seen = await who('assessor2').run({ params: { runId } })
  assert.deepEqual([seen.mayCheck, seen.mayAssign, seen.assessorName], [true, false, '示例咨询机构'])
  await assign(null)
  await assert.rejects(who('assessor2').run({ params: { runId } }), refused('kit.notFound'))
})

test('only an official of the region takes a tie back, with a reason that the audit keeps', async () => {
  const [tie] = (await who('region').relations()).rows
  const given = { params: { relationId: tie?.id ?? '' }, body: { reason: '误报' } }
  for (const name of ['a', 'assessor', 'city'])
    await assert.rejects(who(name).removeRelation(given), refused('kit.forbidden'), name)
  await who('region').removeRelation(given)
  await assert.rejects(who('region').removeRelation(given), refused('kit.notFound'))
  assert.deepEqual(await namesOf('a'), [])
  const rows = await inDatabase(house, (sql) => {
    return sql`select action from kit_audit where action like 'assess.relation.%' order by seq`
  })
  assert.deepEqual(
    rows.map(({ action }) => action),
    ['assess.relation.added', 'assess.relation.removed'],
  )
})
