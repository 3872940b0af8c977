import type { Ctx } from '@ronghe/kit/module'
import type { RuleKind } from '../contract/findings.ts'
import type { AnswerValue } from '../contract/runs.ts'
import { evidenceAnswer, isSameAnswer } from '../form/evidence-answer.ts'
import type { Form } from '../form/form.ts'
import { branchOf, partsOf, type Worth } from '../form/worth.ts'
import { type Found, isCopied, isOutside, jumps, type Limit, spreadOf } from '../quality/findings.ts'
import { keepFindings, likestRun, numbersOfOthers } from '../store/findings.ts'
import { newestRules } from '../store/quality-rules.ts'
import { type AnswerRow, earlierRuns, type RunRow } from '../store/runs.ts'
import { within } from './one-run.ts'

/** Finds what an assessor should look at, and keeps it with the submission. */
export async function findAll(
  ctx: Ctx,
  run: RunRow,
  form: Form,
  rows: readonly AnswerRow[],
  worth: Worth,
): Promise<void> {
  const overrides = rows.flatMap(({ question, basis, value, evidenceText, reason }): Found[] => {
    const says = evidenceAnswer(form, question, evidenceText)
    if (basis !== 'declared' || says === null || value === null || isSameAnswer(says, value)) return []
    const blanks = { evidence: codesOf(says), value: codesOf(value), reason: reason ?? '' }
    return [{ kind: 'override', question, blanks }]
  })
  const rules = await rulesNow(ctx)
  const { copied, outliers, last } = await within(ctx, () => amongOthers(ctx, run, rows, rules))
  const high = Number(branchOf(form, run.facts).high)
  const share = rules.get('jump')?.threshold
  const moved =
    last && share !== undefined ? jumps(last, worth.parts, partsOf(form, run.facts), share * high) : []
  const found = [...overrides, ...outliers, ...copied, ...moved]
  await keepFindings(
    ctx.sql,
    run,
    found.map((one) => ({ ...one, id: ctx.newId(), ruleVersion: versionOf(rules, one.kind) })),
    ctx.now,
  )
}

/** An answer as a finding keeps it: the codes of several options with commas. */
function codesOf(value: AnswerValue): string {
  return typeof value === 'object' && !Array.isArray(value) ? 'notApplicable' : String(value)
}

type Rules = ReadonlyMap<RuleKind, Limit & { version: number }>

/** The newest version of each rule; a kind without one finds nothing. */
async function rulesNow(ctx: Ctx): Promise<Rules> {
  const rows = await newestRules(ctx.sql)
  return new Map(
    rows.map(({ kind, version, least, threshold }) => [
      kind,
      { version, least, threshold: Number(threshold) },
    ]),
  )
}

/** An answer against the evidence is found by no threshold. */
function versionOf(rules: Rules, kind: Found['kind']): number | null {
  return kind === 'override' ? null : (rules.get(kind)?.version ?? null)
}

/** What only a look at other firms and years tells; the words of what is kept name none of them. */
async function amongOthers(ctx: Ctx, run: RunRow, rows: readonly AnswerRow[], rules: Rules) {
  const [last] = await earlierRuns(ctx.sql, run)
  return {
    outliers: await outliersIn(ctx, run, rows, rules.get('outlier')),
    copied: await copiesOf(ctx, run, rules.get('copied')),
    last: last?.parts ?? null,
  }
}

async function outliersIn(ctx: Ctx, run: RunRow, rows: readonly AnswerRow[], limit: Limit | undefined) {
  if (!limit) return []
  const numbers = rows.flatMap(({ question, value, basis }) => {
    const isNumber = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)
    return isNumber && basis === 'declared' ? [{ question, value: Number(value) }] : []
  })
  const questions = numbers.map(({ question }) => question)
  const others = await numbersOfOthers(ctx.sql, run, questions)
  return numbers.flatMap(({ question, value }): Found[] => {
    const measured = spreadOf(others.get(question) ?? [], limit)
    if (!isOutside(value, measured)) return []
    return [{ kind: 'outlier', question, blanks: { value: String(value) }, measured }]
  })
}

async function copiesOf(ctx: Ctx, run: RunRow, limit: Limit | undefined): Promise<Found[]> {
  const like = limit ? await likestRun(ctx.sql, run) : null
  if (!limit || !like || !isCopied(like.both, like.same, limit)) return []
  const blanks = { same: String(like.same), both: String(like.both) }
  return [{ kind: 'copied', question: null, blanks, otherRunId: like.runId }]
}
