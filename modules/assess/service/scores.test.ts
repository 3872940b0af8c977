import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  addMachines,
  answer,
  as,
  inDatabase,
  openWindow,
  type Person,
  refused,
  startRun,
  submitted,
  type World,
  world,
} from '../test/world.ts'

let house: World
const people: Record<string, Person> = {}
before(async () => {
  house = await world()
  for (const name of ['a', 'a2', 'b', 'c', 'city', 'region', 'assessor']) people[name] = await as(house, name)
  await addMachines(house, 'firm-a', { heard: 2, silent: 2 })
})
after(() => house.close())

const who = (name: string): Person => people[name] as Person

describe('evidence', () => {
  let runId = ''
  before(async () => {
    await openWindow(house, house.frameworkId, 2025)
    runId = await startRun(who('a'), { process: 'discrete' }, 2025)
  })

  test('A7: answers come filled in with what the rooms prove, each opening to its rows', async () => {
    const told = await who('a').takeEvidence({ params: { runId } })
    assert.deepEqual([told.answered, told.differing], [2, 0])
    assert.ok(told.taken >= 7)
    const { answers } = await who('a').run({ params: { runId } })
    const rate = answers.find(({ question }) => question === 'rate')
    assert.deepEqual([rate?.value, rate?.basis, rate?.evidenceValue], ['50.0000', 'evidenced', '50.0000'])
    assert.equal(answers.find(({ question }) => question === 'scale')?.value, 'yes')
    const one = await who('a').evidence({ params: { evidenceId: rate?.evidenceId ?? '' } })
    assert.deepEqual(
      [one.query, one.version, one.value, one.isEqual],
      ['factory.digitalEquipment', 1, '50.0000', true],
    )
    assert.deepEqual(
      one.rows.map(({ facts }) => facts.digital),
      [true, true, false, false],
    )
    assert.equal((await who('city').evidence({ params: { evidenceId: one.id } })).hash, one.hash)
    await assert.rejects(who('b').evidence({ params: { evidenceId: one.id } }), refused('kit.notFound'))
    await assert.rejects(
      who('assessor').evidence({ params: { evidenceId: one.id } }),
      refused('kit.notFound'),
    )
  })

  test('evidence says which questions it answers, in which assessment, and by which threshold', async () => {
    const { answers } = await who('a').run({ params: { runId } })
    const evidenceId = answers.find(({ question }) => question === 'rate')?.evidenceId ?? ''
    const told = await who('a').evidence({ params: { evidenceId } })
    assert.deepEqual(
      told.answers.map(({ runId: run, year, question, questionName, says, threshold, isOverridden }) => {
        return [run, year, question, questionName.zh, says?.zh, threshold, isOverridden]
      }),
      [[runId, 2025, 'rate', '数控化率', '50.0000', null, false]],
    )
    await answer(who('a'), runId, 'rate', '70', '一台新机床')
    const again = await who('city').evidence({ params: { evidenceId } })
    assert.deepEqual(
      again.answers.map(({ isOverridden, says }) => [isOverridden, says?.zh]),
      [[true, '50.0000']],
    )
    await answer(who('a'), runId, 'rate', '50.0000')
  })

  test('A7: the same rows are not kept twice, and every framework has the same evidence', async () => {
    const told = await who('a').takeEvidence({ params: { runId } })
    assert.deepEqual([told.taken, told.answered], [0, 0])
    const other = await startRun(who('a'))
    await who('a').takeEvidence({ params: { runId: other } })
    const idOf = async (id: string) => {
      const { answers } = await who('a').run({ params: { runId: id } })
      return answers.find(({ question }) => question === 'rate')?.evidenceId
    }
    assert.equal(await idOf(other), await idOf(runId))
  })

  test('A7: another answer than the evidence needs a reason, is declared, and is flagged', async () => {
    await assert.rejects(
      answer(who('a'), runId, 'rate', '80'),
      refused('assess.answer.reasonNeeded', 'reason'),
    )
    await assert.rejects(
      answer(who('a'), runId, 'rate', '80', ' '),
      refused('assess.answer.reasonNeeded', 'reason'),
    )
    const one = await answer(who('a'), runId, 'rate', '80', '两台新机床尚未联网')
    assert.deepEqual(
      [one.value, one.basis, one.evidenceValue, one.reason],
      ['80', 'declared', '50.0000', '两台新机床尚未联网'],
    )
    const back = await answer(who('a'), runId, 'rate', '50.0000')
    assert.deepEqual([back.basis, back.reason], ['evidenced', null])
  })

  test('A7: new evidence replaces what it answered, and leaves what a person said otherwise', async () => {
    const other = (await who('a').runs({ query: { year: 2026 } })).rows[0]?.id ?? ''
    await answer(who('a'), other, 'rate', '75', '新机床')
    await addMachines(house, 'firm-a', { heard: 4, silent: 0 })
    const first = await who('a').takeEvidence({ params: { runId } })
    assert.equal(first.answered, 1)
    const second = await who('a').takeEvidence({ params: { runId: other } })
    assert.deepEqual([second.answered, second.differing], [0, 1])
    const rateOf = async (id: string) => {
      const { answers } = await who('a').run({ params: { runId: id } })
      return answers.find(({ question }) => question === 'rate')
    }
    assert.deepEqual([(await rateOf(runId))?.value, (await rateOf(runId))?.basis], ['75.0000', 'evidenced'])
    assert.deepEqual([(await rateOf(other))?.value, (await rateOf(other))?.evidenceValue], ['75', '75.0000'])
  })

  test('evidence is taken for one’s own run while it is open, and its hash stands in the audit', async () => {
    await assert.rejects(who('b').takeEvidence({ params: { runId } }), refused('kit.notFound'))
    const rows = await inDatabase(house, (sql) => {
      return sql`select e.hash, a.after->>'hash' as chained from assess_evidence e
        left join kit_audit a on a.subject_id = e.id::text and a.action = 'assess.evidence.kept'`
    })
    assert.ok(rows.length > 7)
    for (const row of rows) assert.equal(row.hash, row.chained)
  })
})

describe('the score', () => {
  let runId = ''
  before(async () => {
    runId = await submitted(who('b'), { rate: '80', spent: '20', links: ['design', 'make'] })
  })

  test('A3: each node opens to weight, rule, answer and outcome, and recomputes byte for byte', async () => {
    const score = await who('b').score({ params: { runId } })
    assert.equal(score.isEqual, true)
    assert.match(score.scoreHash ?? '', /^[0-9a-f]{64}$/)
    assert.deepEqual(score.parts, ['base', 'use'])
    assert.equal(score.high, '100.00')
    const root = score.nodes.find(({ parent }) => parent === null)
    assert.equal(root?.value, score.verdict.total)
    const rate = score.nodes.find(({ code }) => code === 'rate')
    assert.deepEqual(
      [rate?.parent, rate?.answer, rate?.value, rate?.basis, rate?.isQuestion],
      ['base', '80', '80.0000', 'declared', true],
    )
    const plan = score.nodes.find(({ code }) => code === 'plan')
    assert.match(plan?.rule ?? '', /^按选项计分：.+ = 0，.+ = 50，.+ = 100$/)
    const children = score.nodes.filter(({ parent }) => parent === 'base').map(({ value }) => Number(value))
    const mean = children.reduce((sum, value) => sum + value, 0) / children.length
    assert.ok(Math.abs(mean - Number(score.nodes.find(({ code }) => code === 'base')?.value)) < 0.0001)
  })

  test('a level says what it requires and what holds', async () => {
    const { verdict } = await (await as(house, 'b', 'en')).score({ params: { runId } })
    const [stage] = verdict.ladders
    assert.equal(stage?.reached, 'wide')
    assert.deepEqual(
      stage?.steps[1]?.requires.map(({ text, holds }) => [text, holds]),
      [
        ['Base ≥ 60', true],
        ['Links: Making', true],
      ],
    )
  })

  test('what-if tells what other answers would give, and saves nothing', async () => {
    const made = await who('b').whatIf({
      params: { runId },
      body: { answers: { links: ['design'], tools: 'full' } },
    })
    assert.equal(made.before.ladders[0]?.reached, 'wide')
    assert.equal(made.after.ladders[0]?.reached, 'start')
    assert.notEqual(made.before.total, made.after.total)
    assert.equal((await who('b').score({ params: { runId } })).verdict.total, made.before.total)
    const wrong = who('b').whatIf({ params: { runId }, body: { answers: { tools: 'never' } } })
    await assert.rejects(wrong, refused('kit.input.invalid', 'answers/tools'))
  })

  test('gaps come with what they could give, greatest first, and with measures for weak nodes', async () => {
    const { rows } = await who('b').gaps({ params: { runId } })
    const gains = rows.map(({ gain }) => Number(gain ?? 0))
    assert.deepEqual(
      gains,
      gains.toSorted((one, other) => other - one),
    )
    assert.equal(rows[0]?.node, 'spent')
    assert.deepEqual(
      rows[0]?.measures.map(({ code }) => code),
      ['course'],
    )
    assert.equal(
      rows.some(({ node }) => node === 'links'),
      false,
    )
  })

  test('a gain is what the trial of the best answer gives', async () => {
    const { rows } = await who('b').gaps({ params: { runId } })
    for (const { node, best, gain } of rows) {
      const made = await who('b').whatIf({ params: { runId }, body: { answers: { [node]: best } } })
      assert.equal((Number(made.after.total) - Number(made.before.total)).toFixed(2), gain, node)
    }
  })

  test('an official reads it, another firm does not', async () => {
    assert.ok(await who('region').score({ params: { runId } }))
    for (const ask of ['score', 'gaps', 'benchmark'] as const)
      await assert.rejects(who('a')[ask]({ params: { runId } }), refused('kit.notFound'))
  })
})

describe('from a gap to a step', () => {
  test('a firm plans a measure with owner, day and cost; the next assessment shows its effect', async () => {
    await openWindow(house, house.frameworkId, 2023)
    await openWindow(house, house.frameworkId, 2024)
    const first = await submitted(who('c'), { tools: 'none' }, 2023)
    const body = {
      node: 'tools',
      measure: 'course',
      title: '工具培训',
      owner: '王工',
      dueOn: '2026-02-01',
      costFen: 120_000_00,
    }
    const { id } = await who('c').addStep({ params: { runId: first }, body })
    const { rows } = await who('c').steps()
    assert.deepEqual(
      [rows[0]?.valueBefore, rows[0]?.valueNow, rows[0]?.status, rows[0]?.isLate, rows[0]?.nodeName.en],
      ['0.0000', null, 'planned', true, 'Tools'],
    )
    const gaps = await who('c').gaps({ params: { runId: first } })
    const tools = gaps.rows.find(({ node }) => node === 'tools')
    assert.equal(tools?.measures.find(({ code }) => code === 'course')?.isPlanned, true)
    const { node: _node, measure: _measure, ...values } = body
    const change = { ...values, status: 'done' as const, revision: 1, note: '已完成' }
    await who('c').changeStep({ params: { stepId: id }, body: change })
    await assert.rejects(
      who('c').changeStep({ params: { stepId: id }, body: change }),
      refused('assess.step.changedSince'),
    )
    await submitted(who('c'), { tools: 'full' }, 2024)
    const now = (await who('c').steps({ query: { status: 'done' } })).rows[0]
    assert.deepEqual([Number(now?.valueBefore), Number(now?.valueNow), now?.isLate], [0, 100, false])
  })

  test('a step is the firm’s own: another firm and an official change none', async () => {
    const step = (await who('c').steps()).rows[0]
    assert.ok(step)
    const params = { stepId: step.id }
    const { title, owner, dueOn, costFen, revision } = step
    const body = { title, owner, dueOn, costFen, revision, status: 'dropped' as const }
    await assert.rejects(who('a').changeStep({ params, body }), refused('kit.notFound'))
    await assert.rejects(who('city').changeStep({ params, body }), refused('kit.forbidden'))
    assert.equal((await who('a').steps()).total, 0)
    const plan = { node: 'nowhere', title: 'x', owner: 'x', dueOn: '2026-05-01', costFen: 0 }
    const adding = who('c').addStep({ params: { runId: step.runId }, body: plan })
    await assert.rejects(adding, refused('assess.node.unknown', 'node'))
    const negative = who('c').addStep({ params: { runId: step.runId }, body: { ...plan, costFen: -1 } })
    await assert.rejects(negative, refused('kit.input.invalid', 'costFen'))
  })

  test('earlier years stand beside this one, also as last year’s answers', async () => {
    const run = (await who('c').runs({ query: { year: 2024 } })).rows[0]
    const params = { runId: run?.id ?? '' }
    const { years } = await who('c').score({ params })
    assert.deepEqual(
      years.map(({ year }) => year),
      [2023, 2024],
    )
    const { before } = await who('c').run({ params })
    assert.equal(before.find(({ question }) => question === 'tools')?.value, 'none')
  })
})

describe('what an assessor should look at', () => {
  test('overridden evidence is found at the submission, and decided with a note', async () => {
    const run = (await who('a').runs({ query: { year: 2025 } })).rows[0]
    const runId = run?.id ?? ''
    await answer(who('a'), runId, 'rate', '99', '在途设备')
    for (const [question, value] of [
      ['plan', 'full'],
      ['spent', '10'],
    ] as const)
      await answer(who('a'), runId, question, value)
    await who('a').submitRun({ params: { runId }, body: { revision: run?.revision ?? 0 } })
    const { rows } = await who('city').findings({ query: { run: runId } })
    assert.deepEqual(
      rows.map(({ kind, question, status }) => [kind, question, status]),
      [['override', 'rate', 'open']],
    )
    assert.match(rows[0]?.text ?? '', /75\.0000.*99.*在途设备/)
    const params = { findingId: rows[0]?.id ?? '' }
    await assert.rejects(who('a').findings(), refused('kit.forbidden'))
    const body = { status: 'confirmed' as const, note: '请提供合同' }
    await who('city').decideFinding({ params, body })
    const decided = (await who('city').findings({ query: { status: 'confirmed' } })).rows[0]
    assert.deepEqual([decided?.note, decided?.byName], ['请提供合同', 'city'])
    const nobody = { findingId: '01900000-0000-7000-8000-000000000000' }
    await assert.rejects(who('city').decideFinding({ params: nobody, body }), refused('kit.notFound'))
  })

  test('a jump from one year to the next', async () => {
    const run = (await who('c').runs({ query: { year: 2024 } })).rows[0]
    const { rows } = await who('city').findings({ query: { run: run?.id ?? '' } })
    assert.deepEqual(
      rows.map(({ kind }) => kind),
      [],
    )
    await openWindow(house, house.frameworkId, 2022)
    await openWindow(house, house.frameworkId, 2021)
    await submitted(who('c'), { plan: 'none', tools: 'none', rate: '1', spent: '1' }, 2021)
    const jumped = await submitted(who('c'), { plan: 'full', tools: 'full', rate: '90', spent: '60' }, 2022)
    const found = await who('city').findings({ query: { run: jumped } })
    assert.deepEqual(
      found.rows.map(({ kind, question }) => [kind, question]),
      [['jump', 'base']],
    )
    assert.doesNotMatch(found.rows[0]?.text ?? '0.0', /\.\d*0\b/, 'without zeros that say nothing')
  })
})

describe('the benchmark', () => {
  test('with three firms nobody is shown; what is shown of others is never one firm', async () => {
    const run = (await who('b').runs({ query: { year: 2026 } })).rows[0]
    const { cells, total } = await who('b').benchmark({ params: { runId: run?.id ?? '' } })
    assert.ok(total)
    assert.deepEqual(
      cells.map(({ scope, key, firms }) => [scope, key, firms]),
      [
        ['all', '', null],
        ['region', '450200', null],
        ['trade', '34', null],
        ['size', 'medium', null],
      ],
    )
  })

  test('sums are public: counts of firms, no mean of fewer than five', async () => {
    const stranger = await as(house, null)
    const summary = await stranger.summary({ query: {} })
    assert.equal(summary.firms, 3)
    assert.equal(summary.meanTotal, null)
    assert.deepEqual(
      summary.rows.map(({ key, firms, meanTotal }) => [key, firms, meanTotal]),
      [
        ['450100', 2, null],
        ['450200', 1, null],
      ],
    )
    const city = await stranger.summary({ query: { region: '450100', framework: 'TEST', year: 2024 } })
    assert.equal(city.firms, 1)
    assert.ok((summary.evidencedShare ?? 0) > 0 && (summary.evidencedShare ?? 0) < 100)
  })
})
