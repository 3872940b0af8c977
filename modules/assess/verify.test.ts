import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openOwner } from '@ronghe/kit/db'
import {
  addMachines,
  answer,
  as,
  inDatabase,
  type Person,
  startRun,
  submitted,
  type World,
  world,
} from './test/world.ts'
import { type Verification, verifyAll } from './verify.ts'

let house: World
let firm: Person
let runId = ''
let evidenceId = ''

before(async () => {
  house = await world()
  firm = await as(house, 'a')
  await addMachines(house, 'firm-a', { heard: 3, silent: 1 })
  runId = await startRun(firm)
  await firm.takeEvidence({ params: { runId } })
  for (const [question, value] of [
    ['plan', 'full'],
    ['spent', '10'],
    ['links', ['make', 'design']],
  ] as const)
    await answer(firm, runId, question, typeof value === 'string' ? value : [...value])
  const { run, answers } = await firm.run({ params: { runId } })
  evidenceId = answers.find(({ question }) => question === 'rate')?.evidenceId ?? ''
  await firm.submitRun({ params: { runId }, body: { revision: run.revision } })
  await submitted(await as(house, 'b'))
})
after(() => house.close())

function verified(): Promise<Verification> {
  return inDatabase(house, verifyAll)
}

/** Changes rows as somebody with the database's own password would, and puts them back afterwards. */
async function tampered(
  change: (owner: ReturnType<typeof openOwner>) => Promise<unknown>,
  look: (found: Verification) => void,
): Promise<void> {
  const owner = openOwner(house.databaseUrl)
  const rows = {
    evidence: await owner`select * from assess_evidence where id = ${evidenceId}`,
    run: await owner`select * from assess_runs where id = ${runId}`,
    answers: await owner`select * from assess_answers where run_id = ${runId}`,
  }
  try {
    await change(owner)
    look(await verified())
  } finally {
    await owner`delete from assess_answers where run_id = ${runId}`
    await owner`delete from assess_evidence where id = ${evidenceId}`
    for (const row of rows.evidence) await owner`insert into assess_evidence ${owner(row)}`
    const [run] = rows.run
    await owner`update assess_runs set score = ${run?.score}, score_hash = ${run?.score_hash},
      total = ${run?.total} where id = ${runId}`
    for (const row of rows.answers) {
      const value = row.value === null ? null : JSON.stringify(row.value)
      await owner`insert into assess_answers ${owner({ ...row, value: null })}`
      await owner`update assess_answers set value = ${value}::text::jsonb
        where run_id = ${runId} and question = ${row.question}`
    }
    await owner.end()
  }
}

const partsOf = ({ unequal }: Verification) =>
  unequal.map(({ kind, id, parts }) => [kind, id, parts] as const)

describe('A7: everything kept is computed again', () => {
  test('as it was kept, all is equal', async () => {
    const found = await verified()
    assert.deepEqual(found.unequal, [])
    assert.ok(found.evidence >= 8)
    assert.equal(found.scores, 2)
    assert.equal(found.equal, found.evidence + found.scores)
  })

  test('a row of the evidence that was changed is named', async () => {
    await tampered(
      (owner) =>
        owner`update assess_evidence set inputs = replace(inputs, '"digital":false', '"digital":true')
          where id = ${evidenceId}`,
      (found) => {
        assert.deepEqual(partsOf(found), [['evidence', evidenceId, ['inputs', 'value']]])
        assert.equal(found.equal, found.evidence + found.scores - 1)
      },
    )
    assert.deepEqual((await verified()).unequal, [])
  })

  test('a value that was changed is named, and so is its hash', async () => {
    await tampered(
      (owner) => owner`update assess_evidence set value = '99.0000' where id = ${evidenceId}`,
      (found) => assert.deepEqual(partsOf(found), [['evidence', evidenceId, ['hash', 'value']]]),
    )
  })

  test('rows, value and all hashes changed together are found by the chain', async () => {
    await tampered(
      (owner) => owner`update assess_evidence set hash = repeat('0', 64) where id = ${evidenceId}`,
      (found) => assert.deepEqual(partsOf(found)[0]?.[2], ['hash', 'chain']),
    )
  })

  test('evidence that was removed is missed', async () => {
    await tampered(
      async (owner) => {
        await owner`update assess_answers set evidence_id = null where evidence_id = ${evidenceId}`
        await owner`delete from assess_evidence where id = ${evidenceId}`
      },
      (found) => assert.deepEqual(partsOf(found), [['evidence', evidenceId, ['removed']]]),
    )
  })

  test('a total, a node of the score, or an answer that was changed afterwards is named', async () => {
    await tampered(
      (owner) => owner`update assess_runs set total = total + 5 where id = ${runId}`,
      (found) => assert.deepEqual(partsOf(found), [['score', runId, ['total']]]),
    )
    await tampered(
      (owner) =>
        owner`update assess_runs set score = replace(score, '"answer":"full"', '"answer":"none"')
          where id = ${runId}`,
      (found) => {
        const [, id, parts] = partsOf(found)[0] ?? []
        assert.equal(id, runId)
        assert.ok(parts?.includes('hash') && parts.includes('answers/plan'), JSON.stringify(parts))
      },
    )
    await tampered(
      (owner) =>
        owner`update assess_answers set value = '"part"'::jsonb
          where run_id = ${runId} and question = 'plan'`,
      (found) => assert.deepEqual(partsOf(found), [['score', runId, ['answers/plan']]]),
    )
    await tampered(
      (owner) => owner`delete from assess_answers where run_id = ${runId} and question = 'links'`,
      (found) => assert.deepEqual(partsOf(found), [['score', runId, ['answers/links']]]),
    )
  })

  test('a score whose hashes were all made anew is found by the chain', async () => {
    await tampered(
      async (owner) => {
        await owner`update assess_runs set score = replace(score, '"value":"100', '"value":"090')
          where id = ${runId}`
        await owner`update assess_runs set score_hash = encode(sha256(convert_to(score, 'UTF8')), 'hex')
          where id = ${runId}`
      },
      (found) => {
        const parts = partsOf(found)[0]?.[2] ?? []
        assert.ok(parts.includes('chain') && !parts.includes('hash'), JSON.stringify(parts))
      },
    )
  })
})
