import type { Ctx } from '@ronghe/kit/module'
import type { Form } from '../form/form.ts'
import { branchOf, partsOf, type Worth } from '../form/worth.ts'
import { type Found, isCopied, isOutlier, jumps } from '../quality/findings.ts'
import { keepFindings, likestRun, numbersOfOthers } from '../store/findings.ts'
import { type AnswerRow, earlierRuns, type RunRow } from '../store/runs.ts'
import { evidenceAnswer, within } from './one-run.ts'

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
    if (basis !== 'declared' || says === null || value === null || says === value) return []
    const blanks = { evidence: says, value: String(value), reason: reason ?? '' }
    return [{ kind: 'override', question, blanks }]
  })
  const { copied, outliers, last } = await within(ctx, () => amongOthers(ctx, run, rows))
  const high = Number(branchOf(form, run.facts).high)
  const moved = last ? jumps(last, worth.parts, partsOf(form, run.facts), high) : []
  const found = [...overrides, ...outliers, ...copied, ...moved]
  await keepFindings(
    ctx.sql,
    run,
    found.map((one) => ({ ...one, id: ctx.newId() })),
    ctx.now,
  )
}

/** What only a look at other firms and years tells; none of them is named in what is kept. */
async function amongOthers(ctx: Ctx, run: RunRow, rows: readonly AnswerRow[]) {
  const numbers = rows.flatMap(({ question, value, basis }) => {
    const isNumber = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)
    return isNumber && basis === 'declared' ? [{ question, value: Number(value) }] : []
  })
  const others = await numbersOfOthers(
    ctx.sql,
    run,
    numbers.map(({ question }) => question),
  )
  const outliers = numbers
    .filter(({ question, value }) => isOutlier(value, others.get(question) ?? []))
    .map(({ question, value }): Found => ({ kind: 'outlier', question, blanks: { value: String(value) } }))
  const like = await likestRun(ctx.sql, run)
  const isCopy = like !== null && isCopied(like.both, like.same)
  const copied: Found[] = isCopy
    ? [{ kind: 'copied', question: null, blanks: { same: String(like.same), both: String(like.both) } }]
    : []
  const [last] = await earlierRuns(ctx.sql, run)
  return { outliers, copied, last: last?.parts ?? null }
}
