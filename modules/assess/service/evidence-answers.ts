import type { EvidenceRow as Row } from '@ronghe/kit/contract'
import type { Ctx } from '@ronghe/kit/module'
import { valueFrom } from '../evidence.ts'
import { evidenceAnswer, optionsProved, partsProved } from '../form/evidence-answer.ts'
import type { Form } from '../form/form.ts'
import { type OutlineQuestion, outlineOf } from '../form/outline.ts'
import { branchOf } from '../form/worth.ts'
import { answersBy, type EvidenceRow } from '../store/evidence.ts'
import { runById } from '../store/runs.ts'
import { wordsProved } from './evidence-words.ts'
import { oneRun, within } from './one-run.ts'
import { nameOf } from './scores.ts'

type Kept = Pick<EvidenceRow, 'id' | 'query' | 'version' | 'value'>
const optionSplit = ' · '

/** The questions that evidence answers, in the runs that the caller may see. */
export async function answeredBy(ctx: Ctx, kept: Kept, given: readonly Row[]) {
  const rows = await within(ctx, () => answersBy(ctx.sql, kept.id))
  const shown = []
  for (const runId of new Set(rows.map((row) => row.runId))) {
    if (!(await runById(ctx.sql, ctx.caller.locale, runId))) continue
    const { run, form } = await oneRun(ctx, runId)
    const { questions } = outlineOf(form.file, branchOf(form, run.facts).asked)
    for (const { question, basis } of rows.filter((row) => row.runId === runId)) {
      const says = evidenceAnswer(form, question, kept.value)
      const { bands, options } = form.file.questions[question]?.evidence ?? {}
      const band = bands?.find(({ atLeast }) => Number(kept.value) >= Number(atLeast))
      const asked = questions.find(({ code }) => code === question)
      shown.push({
        ...{ runId, year: run.year, frameworkName: { zh: run.nameZh, en: run.nameEn }, question },
        questionName: nameOf(form, question),
        says: says === null ? null : saidOptions(asked, [says].flat()),
        threshold: says !== null && band ? band.atLeast : null,
        isOverridden: basis === 'declared',
        // Bands are examples, whatever the question's own source is.
        example: asked?.example ?? (bands || options ? ctx.t('assess.evidence.bandsSource') : null),
        options: optionsShown(ctx, { form, question, asked, kept, given }),
      })
    }
  }
  return shown
}

function saidOptions(asked: OutlineQuestion | undefined, codes: readonly string[]) {
  const names = codes.map((code) => {
    return asked?.options.find((option) => option.code === code)?.name ?? { zh: code, en: code }
  })
  const joined = (locale: 'zh' | 'en') => names.map((one) => one[locale]).join(optionSplit)
  return { zh: joined('zh'), en: joined('en') }
}

type Several = {
  form: Form
  question: string
  asked: OutlineQuestion | undefined
  kept: Kept
  given: readonly Row[]
}

/** Of a question with several options: what proves each, and the rows that prove it by themselves. */
function optionsShown(ctx: Ctx, { form, question, asked, kept, given }: Several) {
  if (kept.value === null) return []
  const alone = given.map((row) => ({
    row,
    value: valueFrom(kept.query, kept.version, [row])?.value ?? null,
  }))
  return optionsProved(form, question, kept.value).map(({ answer, words, atLeast }) => {
    const rows = alone.filter(({ value }) => {
      const proved = value === null ? new Map<string, number>() : partsProved(value)
      return words.some((word) => (proved.get(word) ?? -1) >= Number(atLeast ?? 0))
    })
    return {
      name: saidOptions(asked, [answer]),
      by: wordsProved(ctx, kept.query, words),
      threshold: atLeast,
      rows: rows.map(({ row: { id, kind, label } }) => ({ id, kind, label })),
    }
  })
}
