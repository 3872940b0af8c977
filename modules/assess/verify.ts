import type { Sql } from '@ronghe/kit/db'
import { canonicalJson, inputOf, recompute, type Score } from '@ronghe/scoring'
import { evidenceFaults } from './evidence.ts'
import { formOf, sha256 } from './form/form.ts'
import { branchOf } from './form/worth.ts'
import { drawFaults } from './procedure/draw-faults.ts'
import * as store from './store/verify.ts'

/** What does not compute again: which row, and which parts of it. */
export type Unequal = {
  kind: 'evidence' | 'score' | 'draw'
  id: string
  organisationId: string | null
  parts: string[]
}
export type Verification = {
  evidence: number
  scores: number
  draws: number
  equal: number
  unequal: Unequal[]
}

const first = '00000000-0000-0000-0000-000000000000'

/**
 * Computes every kept evidence and every submitted score again, byte for byte, draws experts again from every
 * kept pool and seed, and compares all with what the audit chain keeps (A7, A11). Whoever changed a row
 * together with all of its hashes is found by the chain, whoever changed the chain by `audit:verify`.
 */
export async function verifyAll(sql: Sql): Promise<Verification> {
  const unequal: Unequal[] = []
  let [evidence, scores] = [0, 0]
  for await (const one of batches((id) => store.evidenceAfter(sql, id))) {
    evidence += 1
    const parts = evidenceFaults(one)
    if (one.chainedHash !== one.hash) parts.push('chain')
    if (parts.length > 0)
      unequal.push({ kind: 'evidence', id: one.id, organisationId: one.organisationId, parts })
  }
  for (const id of await store.removedEvidence(sql)) {
    evidence += 1
    unequal.push({ kind: 'evidence', id, organisationId: null, parts: ['removed'] })
  }
  for await (const one of batches((id) => store.runsAfter(sql, id))) {
    scores += 1
    const answers = await store.answersOfRun(sql, one.id)
    const parts = scoreFaults(one, answers)
    if (parts.length > 0)
      unequal.push({ kind: 'score', id: one.id, organisationId: one.organisationId, parts })
  }
  const draws = await drawsAgain(sql)
  unequal.push(...draws.unequal)
  const all = evidence + scores + draws.count
  return { evidence, scores, draws: draws.count, equal: all - unequal.length, unequal }
}

async function drawsAgain(sql: Sql): Promise<{ count: number; unequal: Unequal[] }> {
  const unequal: Unequal[] = []
  let count = 0
  for await (const one of batches((id) => store.drawsAfter(sql, id))) {
    count += 1
    const { id, organisationId } = one
    const parts = drawFaults(one)
    if (parts.length > 0) unequal.push({ kind: 'draw', id, organisationId, parts })
  }
  for (const id of await store.removedDraws(sql)) {
    count += 1
    unequal.push({ kind: 'draw', id, organisationId: null, parts: ['removed'] })
  }
  return { count, unequal }
}

async function* batches<R extends { id: string }>(ask: (after: string) => Promise<R[]>): AsyncGenerator<R> {
  for (let after = first; ; ) {
    const rows = await ask(after)
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < store.verifyBatch) return
    after = last.id
  }
}

type Answered = Awaited<ReturnType<typeof store.answersOfRun>>

/** Parts of a kept score that the framework does not give, and answers that it was not made of. */
function scoreFaults(run: store.ChainedRun, answers: Answered): string[] {
  const parts: string[] = []
  if (sha256(run.score) !== run.scoreHash) parts.push('hash')
  if (run.chainedHash !== run.scoreHash) parts.push('chain')
  if (sha256(run.content) !== run.contentHash) return [...parts, 'framework']
  const form = formOf(run.content, run.contentHash)
  const kept = JSON.parse(run.score) as Score
  parts.push(...recompute(form.scorer, kept).map(({ part }) => part))
  if (canonicalJson(kept) !== run.score) parts.push('text')
  if (Number(kept.total) !== Number(run.total)) parts.push('total')
  const { asked } = branchOf(form, run.facts)
  const scored = inputOf(kept).answers
  for (const { question, value } of answers) {
    if (asked.has(question) && textOf(scored[question]) !== textOf(value)) parts.push(`answers/${question}`)
  }
  const known = new Set(answers.map(({ question }) => question))
  for (const question of Object.keys(scored)) if (!known.has(question)) parts.push(`answers/${question}`)
  return parts
}

/** Several choices have no order. */
function textOf(value: unknown): string {
  return value === undefined ? '' : canonicalJson(Array.isArray(value) ? value.toSorted() : value)
}
