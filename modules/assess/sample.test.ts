import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { loadProcedures } from './region.ts'
import { loadSample, type SampleAssess } from './sample.ts'
import { certification } from './test/procedures.ts'
import { as, inDatabase, openWindow, type Person, type World, world } from './test/world.ts'
import { verifyAll } from './verify.ts'

let house: World
let firm: Person
const discrete = { process: 'discrete' }
const run = (organisation: string, year: number, around: number, isSubmitted = true) => {
  return { organisation, framework: 'TEST', year, facts: discrete, around, isSubmitted }
}
const sample: SampleAssess = {
  windows: [{ framework: 'TEST', year: 2025, opensOn: '2025-01-01', closesOn: '2025-12-31' }],
  runs: [
    run('firm-a', 2025, 40),
    run('firm-a', 2026, 70),
    {
      ...run('firm-b', 2026, 10, false),
      steps: [{ node: 'plan', title: '示例措施', owner: '示例', dueOn: '2026-12-31', costFen: 100 }],
    },
  ],
  cases: [{ organisation: 'firm-a', procedure: 'CERT', body: 'agency', moves: ['apply'] }],
}

before(async () => {
  house = await world()
  await loadProcedures(house.house, [certification()])
  await loadSample(house.house, sample)
  firm = await as(house, 'a')
})
after(() => house.close())

test('sample firms have answers of two years, marked as sample, whose scores compute again', async () => {
  const { rows } = await firm.runs({ query: { sort: 'year' } })
  assert.deepEqual(
    rows.map(({ year, status, isSample }) => [year, status, isSample]),
    [
      [2025, 'submitted', true],
      [2026, 'submitted', true],
    ],
  )
  assert.ok(Number(rows[1]?.total) > Number(rows[0]?.total))
  assert.deepEqual((await inDatabase(house, verifyAll)).unequal, [])
})

test('one that is under way is half answered, with a step', async () => {
  const other = await as(house, 'b')
  const { rows } = await other.runs()
  assert.deepEqual([rows[0]?.status, rows[0]?.answered, rows[0]?.questions], ['draft', 3, 6])
  assert.equal((await other.steps()).rows[0]?.title, '示例措施')
})

test('a case is under way with the moves that were made of it', async () => {
  const { rows } = await firm.cases()
  assert.deepEqual(
    rows.map(({ stage, isSample, bodyId }) => [stage, isSample, bodyId !== null]),
    [['applied', true, true]],
  )
  const { events } = await firm.case({ params: { caseId: rows[0]?.id ?? '' } })
  assert.deepEqual(
    events.map(({ name, byParty }) => [name.en, byParty]),
    [['Apply', 'firm']],
  )
  const nowhere = [{ organisation: 'firm-a', procedure: 'NONE', body: null, moves: [] }]
  await assert.rejects(loadSample(house.house, { windows: [], runs: [], cases: nowhere }), /unknown NONE/)
})

test('another start invents the same and adds nothing', async () => {
  const before = await inDatabase(
    house,
    (sql) => sql`select question, value from assess_answers order by 1, 2`,
  )
  await loadSample(house.house, sample)
  const after = await inDatabase(
    house,
    (sql) => sql`select question, value from assess_answers order by 1, 2`,
  )
  assert.deepEqual([...after], [...before])
})

test('a sample that names what is not there is refused whole', async () => {
  await openWindow(house, house.frameworkId, 2027)
  const wrong = { windows: [], runs: [run('firm-a', 2027, 50), run('nobody', 2027, 50)] }
  await assert.rejects(loadSample(house.house, wrong), /unknown organisation nobody/)
  assert.equal((await firm.runs({ query: { year: 2027 } })).total, 0)
  const unknown = {
    windows: [{ framework: 'NONE', year: 2027, opensOn: '2027-01-01', closesOn: '2027-02-01' }],
    runs: [],
  }
  await assert.rejects(loadSample(house.house, unknown), /unknown framework NONE/)
  await assert.rejects(loadSample(house.house, { windows: [], runs: [run('firm-a', 2019, 1)] }), /no window/)
})
