import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { AnswerValue } from '../contract/runs.ts'
import { smallForm } from '../test/framework.ts'
import {
  as,
  inDatabase,
  openWindow,
  organisationId,
  type Person,
  refused,
  startRun,
  type World,
  world,
} from '../test/world.ts'

let house: World
let official: Person
let frameworkId = ''
const counted = Array.from({ length: 12 }, (_, at) => `q${at}`)

/** A framework of twelve numbers, long enough to tell a copy from chance. */
function longForm() {
  const form = smallForm({ code: 'LONG' })
  const numbers = counted.map((code) => ({ code, name: { zh: code, en: code }, rule: 'hundred' }))
  const root = { code: 'total', name: { zh: '总分', en: 'Total' }, combine: 'mean', children: numbers }
  const framework = { ...form.framework, root, ladders: [] }
  return { ...form, framework, questions: {}, checks: [], measures: [] }
}

before(async () => {
  house = await world({ files: [longForm()] })
  official = await as(house, 'region')
  const { rows } = await official.frameworks({ query: { q: 'LONG' } })
  frameworkId = rows[0]?.id ?? ''
  await openWindow(house, frameworkId, 2026)
})
after(() => house.close())

/** A firm answers all twelve and submits. */
async function submit(name: string, valueAt: (at: number) => AnswerValue): Promise<string> {
  const person = await as(house, name)
  const runId = await startRun(person)
  for (const [at, question] of counted.entries())
    await person.saveAnswer({ params: { runId, question }, body: { value: valueAt(at), revision: 0 } })
  const { run } = await person.run({ params: { runId } })
  await person.submitRun({ params: { runId }, body: { revision: run.revision } })
  return runId
}

async function found(runId: string) {
  const { rows } = await official.findings({ query: { run: runId, sort: 'kind' } })
  return rows.map(({ kind, question, text }) => ({ kind, question, text }))
}

/** Eight invented firms that answer the first question between 40 and 54. */
async function neighbours(): Promise<void> {
  await inDatabase(house, async (sql) => {
    const [window] = await sql`select id from assess_windows where framework_id = ${frameworkId}`
    for (let at = 0; at < 8; at += 1) {
      const [run] = await sql`insert into assess_runs (id, organisation_id, framework_id, framework_code,
          window_id, year, facts, questions, status, created_at, created_by)
        values (gen_random_uuid(), gen_random_uuid(), ${frameworkId}, 'LONG', ${window?.id}, 2026, '{}', 12,
          'accepted', now(), 'test') returning id, organisation_id`
      await sql`insert into assess_answers (run_id, question, organisation_id, value, basis, revision,
          by_name, at)
        values (${run?.id}, 'q0', ${run?.organisation_id}, to_jsonb(${String(40 + 2 * at)}::text), 'declared',
          1, 'test', now())`
    }
  })
}

describe('what the rules find at a submission', () => {
  test('the first firm of a year is compared with nobody', async () => {
    const runId = await submit('a', (at) => String(30 + at))
    assert.deepEqual(await found(runId), [])
  })

  test('a firm that answers as another one does is found, and the other is not named', async () => {
    const runId = await submit('b', (at) => String(30 + at))
    const [copy, ...rest] = await found(runId)
    assert.deepEqual([copy?.kind, copy?.question, rest.length], ['copied', null, 0])
    assert.match(copy?.text ?? '', /12\/12/)
    assert.equal(copy?.text.includes('示例甲'), false)
  })

  test('a number far from what the others say is found, one among them is not', async () => {
    await neighbours()
    const runId = await submit('c', (at) => String(at === 0 ? 99 : 60 + at))
    assert.deepEqual(
      (await found(runId)).map(({ kind, question }) => [kind, question]),
      [['outlier', 'q0']],
    )
  })

  test('an official of another city sees none of it, his own city’s only', async () => {
    const city = await as(house, 'city')
    const { rows } = await city.findings({ query: { sort: '-year' } })
    assert.deepEqual(
      rows.map(({ organisationName, kind }) => [organisationName, kind]),
      [['示例丙', 'outlier']],
    )
    assert.equal((await official.findings({ query: { q: '示例乙' } })).total, 1)
    assert.equal((await official.findings({ query: { kind: 'jump' } })).total, 0)
  })

  test('what an assessor said of a finding stays when the firm submits again', async () => {
    const { rows } = await official.findings({ query: { kind: 'outlier' } })
    const finding = rows[0]
    assert.ok(finding)
    const body = { status: 'dismissed' as const, note: '该行业数值偏高' }
    await official.decideFinding({ params: { findingId: finding.id }, body })
    const params = { runId: finding.runId }
    const { run } = await official.run({ params })
    await official.decideRun({
      params,
      body: { decision: 'returned', revision: run.revision, reason: '请再核对' },
    })
    const firm = await as(house, 'c')
    const back = await firm.run({ params })
    await firm.submitRun({ params, body: { revision: back.run.revision } })
    const again = await official.findings({ query: { run: finding.runId } })
    assert.deepEqual(
      again.rows.map(({ kind, status, note }) => [kind, status, note]),
      [['outlier', 'dismissed', '该行业数值偏高']],
    )
  })

  test('a finding opens to its numbers, its rule as it was, and all that was said of it', async () => {
    const { rows } = await official.findings({ query: { kind: 'outlier', framework: 'LONG', year: 2026 } })
    const params = { findingId: rows[0]?.id ?? '' }
    const told = await official.finding({ params })
    assert.deepEqual(
      told.numbers.map(({ word, value }) => [word, value]),
      [
        ['value', '99'],
        ['firms', '10'],
        ['lower', '40.5'],
        ['upper', '49.5'],
        ['low', '13.5'],
        ['high', '76.5'],
      ],
    )
    assert.deepEqual([told.rule?.kind, told.rule?.version, told.rule?.threshold], ['outlier', 1, '3'])
    assert.deepEqual([told.node, told.newestVersion, told.mayDecide], ['q0', null, true])
    await official.decideFinding({ params, body: { status: 'open', note: '企业补充了材料，重新核查' } })
    const again = await official.finding({ params })
    assert.deepEqual(
      again.decisions.map(({ status, note }) => [status, note]),
      [
        ['open', '企业补充了材料，重新核查'],
        ['dismissed', '该行业数值偏高'],
      ],
    )
    assert.equal(again.finding.status, 'open')
  })

  test('whose answers are the same is told to whoever may see that firm too', async () => {
    const { rows } = await official.findings({ query: { kind: 'copied' } })
    const params = { findingId: rows[0]?.id ?? '' }
    assert.equal((await official.finding({ params })).other?.organisationName, '示例甲')
    const city = await as(house, 'city')
    await assert.rejects(city.finding({ params }), refused('kit.notFound'))
    const firm = await as(house, 'b')
    await assert.rejects(firm.finding({ params }), refused('kit.forbidden'))
  })

  test('an agency has the findings of the runs that it was given in its queue, and no others', async () => {
    const agency = await as(house, 'assessor')
    assert.equal((await agency.findings({ query: {} })).total, 0)
    const [copy] = (await official.findings({ query: { kind: 'copied' } })).rows
    assert.ok(copy)
    const assessorId = await organisationId(house, 'agency')
    const { run } = await official.run({ params: { runId: copy.runId } })
    await official.assignRun({ params: { runId: copy.runId }, body: { assessorId, revision: run.revision } })
    const { rows } = await agency.findings({ query: {} })
    assert.deepEqual(
      rows.map(({ id }) => id),
      [copy.id],
    )
    const told = await agency.finding({ params: { findingId: copy.id } })
    assert.equal(told.other, null, 'the other firm is not the agency’s')
    const body = { status: 'confirmed' as const, note: '两家由同一人填报' }
    await agency.decideFinding({ params: { findingId: copy.id }, body })
    assert.equal((await official.finding({ params: { findingId: copy.id } })).decisions.length, 1)
    const other = await as(house, 'assessor2')
    await assert.rejects(
      other.decideFinding({ params: { findingId: copy.id }, body }),
      refused('kit.notFound'),
    )
  })
})

type Query = {
  q?: string
  sort?: string
  year?: number
  framework?: string
  region?: string
  kind?: 'copied' | 'outlier'
  status?: 'open' | 'confirmed'
}

describe('the queue', () => {
  const idsOf = async (query: Query) =>
    (await official.findings({ query })).rows.map(
      ({ kind, organisationName }) => `${kind} ${organisationName}`,
    )

  test('is filtered by year, framework, division, kind and status, and searched by reason', async () => {
    const all = ['copied 示例乙', 'outlier 示例丙']
    assert.deepEqual(await idsOf({ sort: 'kind' }), all)
    assert.deepEqual(await idsOf({ sort: 'kind', year: 2026, framework: 'LONG' }), all)
    assert.deepEqual(await idsOf({ year: 2025 }), [])
    assert.deepEqual(await idsOf({ framework: 'TEST' }), [])
    assert.deepEqual(await idsOf({ region: '450200' }), ['copied 示例乙'])
    assert.deepEqual(await idsOf({ region: '450100', kind: 'outlier' }), ['outlier 示例丙'])
    assert.deepEqual(await idsOf({ status: 'confirmed' }), ['copied 示例乙'])
    assert.deepEqual(await idsOf({ status: 'open' }), ['outlier 示例丙'])
    assert.deepEqual(await idsOf({ q: '重新核查' }), ['outlier 示例丙'])
  })

  test('goes out as a table with what was said, by whom and when', async () => {
    const response = await fetch(`${house.url}/api/assess/findings?format=csv&kind=copied`, {
      headers: official.headers,
    })
    assert.equal(response.status, 200)
    const text = await response.text()
    for (const part of ['示例乙', '12/12', '两家由同一人填报', 'assessor'])
      assert.ok(text.includes(part), `${part} in ${text}`)
    assert.equal(text.trim().split('\n').length, 2)
  })

  test('says in English what was found, and with what numbers', async () => {
    const english = await as(house, 'region', 'en')
    const [copy] = (await english.findings({ query: { kind: 'copied' } })).rows
    assert.match(copy?.text ?? '', /12 of 12 declared answers equal those of another firm/)
    const told = await english.finding({ params: { findingId: copy?.id ?? '' } })
    assert.deepEqual(
      told.numbers.map(({ word, value }) => [word, value]),
      [
        ['same', '12'],
        ['both', '12'],
        ['share', '100%'],
      ],
    )
  })

  test('nothing is said of a finding without a reason, and nothing of one that is not there', async () => {
    const [copy] = (await official.findings({ query: { kind: 'copied' } })).rows
    const params = { findingId: copy?.id ?? '' }
    const wordless = { status: 'dismissed' as const, note: '  ' }
    await assert.rejects(
      official.decideFinding({ params, body: wordless }),
      refused('kit.input.invalid', 'note'),
    )
    const nowhere = { findingId: '018f0000-0000-7000-8000-000000000009' }
    await assert.rejects(official.finding({ params: nowhere }), refused('kit.notFound'))
    const body = { ...wordless, note: '无此问题' }
    await assert.rejects(official.decideFinding({ params: nowhere, body }), refused('kit.notFound'))
  })
})

describe('the rules of data quality', () => {
  const about = { sourceZh: '自治区规定第 3 条', sourceEn: 'Clause 3', isExample: false }

  test('whoever keeps frameworks changes one, as a version with its source; others read them', async () => {
    const platform = await as(house, 'platform')
    const body = { ...about, least: 8, threshold: 6, reason: '误报偏多', revision: 1 }
    const params = { kind: 'outlier' as const }
    assert.deepEqual(await platform.changeQualityRule({ params, body }), { version: 2 })
    await assert.rejects(platform.changeQualityRule({ params, body }), refused('assess.quality.changedSince'))
    const firm = await as(house, 'a')
    await assert.rejects(
      firm.changeQualityRule({ params, body: { ...body, revision: 2 } }),
      refused('kit.forbidden'),
    )
    const { rows } = await firm.qualityRules({ query: { kind: 'outlier' } })
    assert.deepEqual(
      rows.map(({ version, threshold, isExample, reason }) => [version, threshold, isExample, reason]),
      [
        [2, '6', false, '误报偏多'],
        [1, '3', true, null],
      ],
    )
    assert.equal((await firm.qualityRules({ query: { isNewest: true } })).total, 3)
  })

  test('numbers out of their bounds are refused by field', async () => {
    const platform = await as(house, 'platform')
    const body = { ...about, reason: '试一试', revision: 2 }
    const outlier = { params: { kind: 'outlier' as const }, body: { ...body, least: 3, threshold: 6 } }
    await assert.rejects(platform.changeQualityRule(outlier), refused('kit.input.invalid', 'least'))
    const copied = { params: { kind: 'copied' as const }, body: { ...body, least: 10, threshold: 2 } }
    await assert.rejects(platform.changeQualityRule(copied), refused('kit.input.invalid', 'threshold'))
  })

  test('the next submission is judged by the newest version, and what was found says by which', async () => {
    const { rows } = await official.findings({ query: { kind: 'outlier' } })
    const [finding] = rows
    assert.ok(finding)
    const before = await official.finding({ params: { findingId: finding.id } })
    assert.deepEqual([before.rule?.version, before.newestVersion], [1, 2])
    const params = { runId: finding.runId }
    const { run } = await official.run({ params })
    const decision = { decision: 'returned' as const, revision: run.revision, reason: '请再核对' }
    await official.decideRun({ params, body: decision })
    const firm = await as(house, 'c')
    const back = await firm.run({ params })
    await firm.submitRun({ params, body: { revision: back.run.revision } })
    const after = await official.finding({ params: { findingId: finding.id } })
    assert.equal(after.finding.status, 'open', 'what was decided on once stays in the queue')
    assert.equal((await official.findings({ query: { kind: 'outlier' } })).total, 1)
  })

  test('no version is ever changed, not even by the database’s own role', async () => {
    const change = inDatabase(house, (sql) => sql`update assess_quality_rules set threshold = 1`)
    await assert.rejects(change, /never changed/)
  })
})
