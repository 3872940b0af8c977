import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { assess } from '../contract.ts'
import { askRooms, evidenceFaults, keptEvidence } from '../evidence.ts'
import { evidenceAnswer, isSameAnswer } from '../form/evidence-answer.ts'
import { questionsAsked } from '../form/worth.ts'
import { mayCheck } from '../policy.ts'
import * as store from '../store/evidence.ts'
import { type AnswerRow, answersOf, keepAnswer, listRuns } from '../store/runs.ts'
import { mustAnswer } from './answers.ts'
import { answeredBy } from './evidence-answers.ts'
import { saidRows, saidValue } from './evidence-words.ts'
import { nameOf, type OpenRun, openRun, within } from './one-run.ts'

type Routes = Pick<Service<typeof assess>, 'takeEvidence' | 'evidence'>

/** Evidence is kept once, and every framework that asks for it is answered with the same. */
export const evidence: Routes = {
  async takeEvidence(ctx, { params }) {
    const one = await openRun(ctx, params.runId)
    const kept = await takeAll(ctx, one.run.organisationId, one.run.isSample)
    const { answered, differing } = await answerWith(ctx, one, kept.rows)
    return { taken: kept.taken, answered, differing }
  },

  async evidence(ctx, { params }) {
    const own = await store.evidenceById(ctx.sql, ctx.caller.locale, params.evidenceId)
    const found = own ?? (await asAssessor(ctx, params.evidenceId))
    if (!found) throw new Fault('kit.notFound')
    const { inputs, at, rowsCount: _count, ...rest } = found
    const isEqual = evidenceFaults(found).length === 0
    const rows = await saidRows(ctx, JSON.parse(inputs))
    const answers = await answeredBy(ctx, found, rows)
    const valueText = saidValue(ctx, found)
    return { ...rest, at: at.toISOString(), valueText, rows, isEqual, answers }
  },
}

/** An agency sees the evidence of the firms whose runs it was given. */
async function asAssessor(ctx: Ctx, id: string) {
  const found = await within(ctx, () => store.evidenceById(ctx.sql, ctx.caller.locale, id))
  if (!found) return null
  const { rows } = await listRuns(ctx.sql, ctx.caller.locale, {
    organisation: found.organisationId,
    pageSize: 50,
  })
  return rows.some((run) => mayCheck(ctx.caller, run)) ? found : null
}

/** Asks the rooms, and keeps what is new; evidence whose rows are the same as before is not kept again. */
export async function takeAll(ctx: Ctx, organisationId: string, isSample: boolean) {
  const before = await store.newestEvidence(ctx.sql, organisationId)
  const rows: store.EvidenceRow[] = []
  let taken = 0
  for (const one of await askRooms(ctx, organisationId)) {
    const kept = keptEvidence(one, { id: ctx.newId(), organisationId, isSample })
    const same = before.find(
      (old) => old.query === kept.query && old.version === kept.version && old.inputsHash === kept.inputsHash,
    )
    rows.push(same ?? kept)
    if (same) continue
    taken += 1
    await store.insertEvidence(ctx.sql, kept)
    // The chain keeps the hash, so that a row whose hashes were all made anew is found too.
    await ctx.audit({
      action: 'assess.evidence.kept',
      subject: 'assess.evidence',
      subjectId: kept.id,
      organisationId,
      after: { hash: kept.hash, query: kept.query, value: kept.value },
    })
  }
  return { rows, taken }
}

/** What is proved no more stays as an answer, and is declared from now on. */
async function declare(ctx: Ctx, { id, organisationId }: OpenRun['run'], before: AnswerRow): Promise<void> {
  const { question, value, revision } = before
  const kept = { runId: id, organisationId, question, value, revision, evidenceId: null, reason: null }
  const by = { byId: ctx.caller.personId, byName: nameOf(ctx.caller) }
  await keepAnswer(ctx.sql, { ...kept, ...by, basis: 'declared' }, ctx.now)
}

/**
 * Answers what no person has answered otherwise; counts where a person says something else. What a person
 * emptied is answered again, unless it is to be left.
 */
export async function answerWith(
  ctx: Ctx,
  { run, form }: OpenRun,
  rows: readonly store.EvidenceRow[],
  { leavesEmptied = false } = {},
) {
  const known = new Map((await answersOf(ctx.sql, run.id)).map((row) => [row.question, row]))
  let [answered, differing] = [0, 0]
  for (const question of questionsAsked(form, run.facts)) {
    const about = form.file.questions[question]?.evidence
    const found = about && rows.find((one) => one.query === about.query && one.version === about.version)
    const value = found ? evidenceAnswer(form, question, found.value) : null
    const before = known.get(question)
    if (found && value === null && before?.basis === 'evidenced') await declare(ctx, run, before)
    if (!found || value === null) continue
    if (leavesEmptied && before?.value === null) continue
    const isSame = isSameAnswer(before?.value ?? null, value)
    const isOverridden = before?.basis === 'declared' && before.value !== null && !isSame
    if (isOverridden) differing += 1
    if (before?.evidenceId === found.id && (isOverridden || isSame)) continue
    mustAnswer(form, run.facts, question, value)
    const kept = await keepAnswer(
      ctx.sql,
      {
        ...{ runId: run.id, organisationId: run.organisationId, question, evidenceId: found.id },
        value: isOverridden ? (before.value ?? null) : value,
        basis: isOverridden ? 'declared' : 'evidenced',
        reason: isOverridden ? before.reason : null,
        ...{ revision: before?.revision ?? 0, byId: ctx.caller.personId },
        byName: isOverridden ? before.byName : nameOf(ctx.caller),
      },
      ctx.now,
    )
    if (kept !== null && !isOverridden) answered += 1
  }
  return { answered, differing }
}
