import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { loadProcedures } from './region.ts'
import { loadSample, type SampleAssess } from './sample.ts'
import { smallForm } from './test/framework.ts'
import { certification, recognition } from './test/procedures.ts'
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
  cases: [
    { organisation: 'firm-a', procedure: 'CERT', body: 'agency', moves: [{ code: 'apply', daysAgo: 3 }] },
  ],
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
  assert.deepEqual(
    rows.map(({ submittedAt }) => submittedAt?.slice(0, 10)),
    ['2025-12-10', '2026-03-03'],
    'the year that is over was handed in then',
  )
  assert.equal(rows[0]?.evidenced, 0, 'today’s evidence proves nothing of last year')
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

test('experts, ties and a recognition with its draw, notice and certificate are there', async () => {
  const experts = { experts: [{ organisation: 'agency', email: 'assessor@x.example' }] }
  const scores = [{ score: 81, text: '示例评审' }]
  const moves = ['apply', 'recommend', 'publish', 'recognise'].map((code, at) => {
    return { code, daysAgo: 60 - at * 10 }
  })
  await loadProcedures(house.house, [{ ...recognition(), reviewers: 1 }])
  const tie = { organisation: 'agency2', related: 'firm-b', kind: 'owner' as const, note: '示例', by: '示例' }
  await loadSample(house.house, {
    ...{ windows: [], runs: [], ...experts, relations: [tie], parties: { city: '示例市局干部' } },
    cases: [{ organisation: 'firm-a', procedure: 'RECOG', body: null, moves, scores }],
  })
  const official = await as(house, 'region')
  const { rows } = await official.cases({ query: { kind: 'recognition' } })
  const seen = await official.case({ params: { caseId: rows[0]?.id ?? '' } })
  assert.deepEqual(
    seen.reviews.map(({ name, score }) => [name, score]),
    [['assessor', 81]],
  )
  assert.deepEqual(
    seen.events.map(({ name, byName, at }) => [name.en, byName, at.slice(0, 10)]),
    [
      ['Apply', '', '2026-01-02'],
      ['Recommend', '示例市局干部', '2026-01-12'],
      ['Publish', '', '2026-01-22'],
      ['Recognise', '', '2026-02-01'],
    ],
  )
  assert.deepEqual([seen.certificate?.number, seen.certificate?.isSample], ['RECOG-2026-0001', true])
  assert.equal((await official.relations()).total, 1)
  const nobody = { experts: [{ organisation: 'agency', email: 'nobody@x.example' }] }
  await assert.rejects(loadSample(house.house, { windows: [], runs: [], ...nobody }), /unknown person nobody/)
})

test('decisions and agencies of sample runs stand as the file says', async () => {
  const decision = { status: 'returned' as const, by: '示例市局干部', reason: '请补充材料' }
  const decided = { ...run('firm-c', 2026, 50), decision, assessor: 'agency2' }
  await loadSample(house.house, { windows: [], runs: [decided], filledBy: '示例填报人' })
  const { rows } = await (await as(house, 'c')).runs()
  assert.deepEqual([rows[0]?.status, rows[0]?.reason], ['returned', '请补充材料'])
  const { answers } = await (await as(house, 'c')).run({ params: { runId: rows[0]?.id ?? '' } })
  assert.ok(answers.every(({ byName, basis }) => (basis === 'declared' ? byName === '示例填报人' : true)))
  assert.equal((await (await as(house, 'assessor2')).runs()).total, 1)
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

test('an invented answer stays where evidence is there and has no option for it', async () => {
  const form = smallForm({ code: 'GAP' })
  const evidence = { query: 'registry.aboveScale', version: 1, values: { nothing: 'full' } }
  Object.assign(form.questions, { plan: { evidence } })
  const small = await world({ files: [form] })
  try {
    const [window] = sample.windows.map((one) => ({ ...one, framework: 'GAP' }))
    const years = { year: 2026, opensOn: '2026-01-01', closesOn: '2026-12-31' }
    const runs = [{ ...run('firm-a', 2026, 70), framework: 'GAP' }]
    await loadSample(small.house, { windows: [{ ...window!, ...years }], runs, cases: [] })
    const { rows } = await (await as(small, 'a')).runs()
    assert.equal(rows[0]?.answered, rows[0]?.questions)
    assert.deepEqual((await inDatabase(small, verifyAll)).unequal, [])
  } finally {
    await small.close()
  }
})

test('the rules find of samples what they find of others, so that the queue is not empty', async () => {
  const official = await as(house, 'region')
  const { rows } = await official.findings({ query: { kind: 'jump' } })
  assert.ok(rows.length > 0)
  for (const { year, status, organisationName } of rows)
    assert.deepEqual([year, status, organisationName], [2026, 'open', '示例甲'])
  const told = await official.finding({ params: { findingId: rows[0]?.id ?? '' } })
  assert.deepEqual([told.rule?.kind, told.rule?.version, told.decisions], ['jump', 1, []])
  assert.equal(told.beforeRunId, (await firm.runs({ query: { year: 2025 } })).rows[0]?.id)
})
