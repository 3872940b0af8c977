import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { AnswerValue } from '../contract/runs.ts'
import { smallForm } from '../test/framework.ts'
import { as, inDatabase, openWindow, type Person, startRun, type World, world } from '../test/world.ts'

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
})
