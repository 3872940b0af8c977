import { everyFault } from '@ronghe/kit/config'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { canonicalJson, inputFaults } from '@ronghe/scoring'
import { type Answer, AnswerValue } from '../contract/runs.ts'
import type { assess } from '../contract.ts'
import { outOfRange } from '../form/checks.ts'
import { evidenceAnswer, isSameAnswer } from '../form/evidence-answer.ts'
import type { Form } from '../form/form.ts'
import { branchOf } from '../form/worth.ts'
import { newestOf } from '../store/evidence.ts'
import { type AnswerRow, answersOf, historyOf, keepAnswer } from '../store/runs.ts'
import { nameOf, type OpenRun, oneRun, openRun, shownAnswer, within } from './one-run.ts'
import { optionName } from './verdict.ts'

type Routes = Pick<Service<typeof assess>, 'saveAnswer' | 'answerHistory'>

/** Answers, each saved by itself as it is typed. */
export const answers: Routes = {
  async saveAnswer(ctx, { params, body }) {
    // The second is sent behind the first, which may wait for a submission: it sees what stands then.
    const [one, [before]] = await Promise.all([
      openRun(ctx, params.runId),
      answersOf(ctx.sql, params.runId, params.question),
    ])
    const reason = body.reason?.trim() || null
    return writeAnswer(ctx, one, params.question, { ...body, reason, before })
  },

  async answerHistory(ctx, { params }) {
    const { run, form } = await oneRun(ctx, params.runId)
    const rows = await within(ctx, () => historyOf(ctx.sql, run.id, params.question))
    return { rows: rows.map((row) => shownAnswer(form, row)) }
  },
}

/** `before` is the answer that stands now, if there is one. */
type Given = {
  value: AnswerValue | null
  revision: number
  reason: string | null
  before: AnswerRow | undefined
}

/** Writes one answer, or says why not; the run is open and is the caller's. */
export async function writeAnswer(
  ctx: Ctx,
  { run, form }: OpenRun,
  question: string,
  given: Given,
): Promise<Answer> {
  const { before } = given
  mustAnswer(form, run.facts, question, given.value)
  const evidence = await evidenceFor(ctx, form, run.organisationId, question, before)
  const isEvidenced = evidence !== null && isSameAnswer(given.value, evidence.answer)
  const reason = isEvidenced || given.value === null ? null : given.reason
  if (evidence && !isEvidenced && given.value !== null && !reason)
    throw reasonNeeded(saidAnswer(form, question, evidence.answer, ctx.caller.locale))
  const row = {
    runId: run.id,
    organisationId: run.organisationId,
    question,
    value: given.value,
    basis: isEvidenced ? ('evidenced' as const) : ('declared' as const),
    evidenceId: evidence?.id ?? null,
    reason,
    revision: given.revision,
    byId: ctx.caller.personId,
    byName: nameOf(ctx.caller),
  }
  // A save whose answer was lost on its way is sent again: it is there already, or just being written.
  const isThere = (one: AnswerRow | undefined): one is AnswerRow =>
    one !== undefined && one.revision === given.revision + 1 && isSame(one, row)
  if (isThere(before)) return shownAnswer(form, before)
  const revision = await keepAnswer(ctx.sql, row, ctx.now)
  if (revision === null) {
    const [now] = await answersOf(ctx.sql, run.id, question)
    if (isThere(now)) return shownAnswer(form, now)
    throw changedSince(now)
  }
  return shownAnswer(form, { ...row, revision, evidenceText: evidence?.text ?? null, at: ctx.now })
}

function isSame(
  before: AnswerRow,
  row: { value: AnswerValue | null; byName: string; reason: string | null },
) {
  const [one, other] = [before.value, row.value].map((value) => canonicalJson(value))
  return one === other && before.byName === row.byName && before.reason === row.reason
}

/** The question is asked of this firm, and the answer is one that it can have. */
export function mustAnswer(
  form: Form,
  facts: Record<string, string>,
  question: string,
  value: AnswerValue | null,
) {
  if (!form.scorer.leaves.has(question) || !branchOf(form, facts).asked.has(question))
    throw new Fault('assess.question.unknown')
  if (value === null) return
  if (everyFault(AnswerValue, value).length > 0) throw invalid('assess.rule.answer')
  const [fault] = inputFaults(form.scorer, { facts, answers: { [question]: value } })
  if (fault) throw invalid(`assess.rule.${fault.code === 'answer.applies' ? 'applies' : 'answer'}`)
  const range = form.file.questions[question]?.range
  if (range && outOfRange(form.file, question, value)) throw invalid('assess.rule.range', range)
}

function invalid(rule: string, values: Record<string, string> = {}): Fault {
  return new Fault('kit.input.invalid', {}, [{ field: 'value', rule, values }])
}

/** Options by their names; a number as it is. */
function saidAnswer(form: Form, question: string, answer: string | string[], locale: 'zh' | 'en'): string {
  return [answer]
    .flat()
    .map((one) => optionName(form, question, one, locale))
    .join(' · ')
}

function reasonNeeded(value: string): Fault {
  const rule = 'fault.assess.answer.reasonNeeded'
  return new Fault('assess.answer.reasonNeeded', { value }, [{ field: 'reason', rule, values: { value } }])
}

/** Tells who was faster and what he answered, so that both answers are seen (A5). */
function changedSince(now: AnswerRow | undefined): Fault {
  const value = now?.value ?? null
  return new Fault('assess.answer.changedSince', {
    by: now?.byName ?? '',
    value: value === null ? '–' : typeof value === 'string' ? value : canonicalJson(value),
  })
}

/** The evidence that speaks to a question: what it was answered with, otherwise the newest that was kept. */
async function evidenceFor(
  ctx: Ctx,
  form: Form,
  organisationId: string,
  question: string,
  before: AnswerRow | undefined,
): Promise<{ id: string; text: string | null; answer: string | string[] } | null> {
  const about = form.file.questions[question]?.evidence
  if (!about) return null
  const known =
    before?.evidenceId != null
      ? { id: before.evidenceId, value: before.evidenceText }
      : await newestOf(ctx.sql, organisationId, about)
  const answer = known ? evidenceAnswer(form, question, known.value) : null
  return known && answer !== null ? { id: known.id, text: known.value, answer } : null
}
