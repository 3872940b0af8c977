import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { loadProcedures } from '../module.ts'
import { assessedWorkshop, type CaseWorld, caseWorld, move, scoreAll, stageOf } from '../test/cases.ts'
import { recognition } from '../test/procedures.ts'
import { as, day, type Person, refused } from '../test/world.ts'

let house: CaseWorld
const people: Record<string, Person> = {}
before(async () => {
  house = await caseWorld()
  for (const name of ['a', 'b', 'city', 'region']) people[name] = await as(house, name)
})
after(() => house.close())

const who = (name: string): Person => people[name] as Person
const begin = (name: string) => who(name).startCase({ body: { procedureId: house.procedure.RECOG } })
const lacksOf = async (name: string, caseId: string) => {
  const { moves } = await who(name).case({ params: { caseId } })
  return moves.find(({ code }) => code === 'apply')?.lacks
}

let caseId = ''

test('a case that was begun before the self-assessment takes it when it is submitted', async () => {
  caseId = (await begin('a')).id
  assert.deepEqual(await lacksOf('a', caseId), ['run', 'window'])
  const runId = await assessedWorkshop(house, who('a'))
  const seen = await who('a').case({ params: { caseId } })
  assert.deepEqual([seen.case.runId, await lacksOf('a', caseId)], [runId, []])
  assert.equal(seen.closesAt?.slice(0, 10), '2026-05-02')
  await move(who('a'), caseId, 'apply')
  assert.equal((await who('a').case({ params: { caseId } })).case.runId, runId)
})

test('after the end of the call nobody applies any more; the clock of the server decides', async () => {
  await assessedWorkshop(house, who('b'))
  const late = (await begin('b')).id
  assert.deepEqual(await lacksOf('b', late), [])
  house.time.move(60 * day)
  assert.deepEqual(await lacksOf('b', late), ['window'])
  await assert.rejects(move(who('b'), late, 'apply'), refused('assess.case.lacks'))
  assert.equal(await stageOf(who('b'), late), 'assessing')
})

test('who was sent back may hand in again for ten days, also after the call', async () => {
  await move(who('city'), caseId, 'return', '请补充投资凭证')
  assert.deepEqual(await lacksOf('a', caseId), [])
  house.time.move(10 * day)
  assert.deepEqual(await lacksOf('a', caseId), ['window'])
  house.time.move(-9 * day)
  await move(who('a'), caseId, 'apply')
  assert.equal(await stageOf(who('a'), caseId), 'checking')
})

test('how a case may end badly is told apart from the stages on its way', async () => {
  const { stages } = await who('a').case({ params: { caseId } })
  assert.deepEqual(
    stages.filter(({ isEnd }) => isEnd).map(({ code }) => code),
    ['refused'],
  )
})

test('certificates are counted by scheme, city and year; each count opens to them', async () => {
  const experts = await Promise.all([0, 1, 2, 3].map((at) => as(house, `expert${at}`)))
  for (const expert of experts) await expert.joinPool({ body: { isActive: true } })
  await move(who('city'), caseId, 'recommend')
  await scoreAll(experts, [80])
  await move(who('region'), caseId, 'publish')
  house.time.move(10 * day)
  await move(who('region'), caseId, 'recognise')
  const stranger = await as(house, null)
  const { rows, schemes } = await stranger.certificateCounts()
  assert.deepEqual(rows, [{ scheme: 'RECOG', city: '450100', year: 2026, valid: 1, isSample: true }])
  assert.equal(schemes.find(({ code }) => code === 'RECOG')?.underWay, 1)
  const open = { kind: 'recognition', isUnderWay: true, pageSize: 100 } as const
  assert.equal((await who('region').cases({ query: open })).total, 1, 'the cases that are counted')
  const query = { scheme: 'RECOG', region: '450100', year: 2026, status: 'valid' as const }
  assert.equal((await stranger.certificates({ query })).total, 1)
  assert.equal((await stranger.certificates({ query: { ...query, year: 2025 } })).total, 0)
  assert.equal((await stranger.certificates({ query: { ...query, region: '450200' } })).total, 0)
  assert.deepEqual((await stranger.certificateCounts({ query: { region: '450200' } })).rows, [])
})

test('of a procedure only the newest version is begun; cases of the older one go on by it', async () => {
  const before = (await who('a').procedures()).rows.length
  await loadProcedures(house.house, [{ ...recognition(), version: '2' }])
  const { rows } = await who('a').procedures()
  assert.equal(rows.length, before)
  const found = rows.find(({ code }) => code === 'RECOG')
  assert.deepEqual([found?.version, found?.valid, found?.underWay], ['2', 1, 1])
  const old = { procedureId: house.procedure.RECOG }
  await assert.rejects(who('b').startCase({ body: old }), refused('kit.notFound'))
})
