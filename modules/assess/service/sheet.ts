import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { sheetOf } from '@ronghe/kit/sheet'
import { type ImportOutcome, type ImportRow, importSheet } from '@ronghe/kit/sheet/import'
import type { AnswerValue } from '../contract/runs.ts'
import type { assess } from '../contract.ts'
import { type OutlineQuestion, outlineOf } from '../form/outline.ts'
import { branchOf } from '../form/worth.ts'
import { reportOf } from '../report/report.ts'
import { answersOf } from '../store/runs.ts'
import { writeAnswer } from './answers.ts'
import { type OpenRun, oneRun, openRun, within } from './one-run.ts'

type Routes = Pick<Service<typeof assess>, 'runReport' | 'runSheet' | 'importRunSheet'>

const columns = ['question', 'section', 'name', 'options', 'unit', 'value', 'reason', 'basis'] as const

/** The questionnaire as a sheet, filled in elsewhere and brought back. */
export const sheet: Routes = {
  async runReport(ctx, { params }) {
    const one = await oneRun(ctx, params.runId)
    const content = await reportOf(ctx, one)
    const name = `${ctx.caller.locale === 'zh' ? one.run.nameZh : one.run.nameEn} ${one.run.year}.pdf`
    return { name, mediaType: 'application/pdf', content }
  },

  async runSheet(ctx, { params }) {
    const one = await oneRun(ctx, params.runId)
    const { questions, sections } = outline(one)
    const rows = await within(ctx, () => answersOf(ctx.sql, one.run.id))
    const locale = ctx.caller.locale
    return sheetOf({
      title: `${locale === 'zh' ? one.run.nameZh : one.run.nameEn} ${one.run.year}`,
      columns: columns.map((key) => ({ key, title: ctx.t(`assess.column.${key}`) })),
      rows: questions.map((question) => {
        const row = rows.find((answer) => answer.question === question.code)
        return {
          question: question.code,
          section: sections.find(({ code }) => code === question.section)?.name[locale] ?? '',
          name: question.name[locale],
          options: question.options.map((option) => option.name[locale]).join(' / '),
          unit: question.unit ?? '',
          value: cellOf(ctx, question, row?.value ?? null),
          reason: row?.reason ?? '',
          basis: row ? ctx.t(`assess.basis.${row.basis}`) : '',
        }
      }),
      format: 'xlsx',
    })
  },

  async importRunSheet(ctx, { params, query }) {
    const one = await openRun(ctx, params.runId)
    const { questions } = outline(one)
    const { report } = await importSheet(ctx, {
      columns,
      titles: 'assess.column',
      dryRun: query.dryRun !== false,
      importRow: (row) => importRow(ctx, one, questions, row),
    })
    return report
  },
}

function outline({ run, form }: OpenRun) {
  return outlineOf(form.file, branchOf(form, run.facts).asked)
}

const notApplicable = 'assess.answer.notApplicable'

function cellOf(ctx: Ctx, question: OutlineQuestion, value: AnswerValue | null): string {
  if (value === null) return ''
  if (typeof value === 'object' && !Array.isArray(value)) return ctx.t(notApplicable)
  const nameOf = (code: string) =>
    question.options.find((option) => option.code === code)?.name[ctx.caller.locale] ?? code
  return Array.isArray(value) ? value.map(nameOf).join(' / ') : nameOf(value)
}

/** A cell as an answer: options by their name in either language, or by their code. */
function answerIn(ctx: Ctx, question: OutlineQuestion, cell: string): AnswerValue | null {
  if (cell === '') return null
  const isNone = (['zh', 'en'] as const).some((locale) => ctx.house.translate(locale, notApplicable) === cell)
  if (isNone) return { notApplicable: true }
  const codeOf = (text: string) =>
    question.options.find(({ code, name }) => [code, name.zh, name.en].includes(text.trim()))?.code ??
    text.trim()
  return question.kind === 'choices' ? cell.split(/[/;；、]/).map(codeOf) : codeOf(cell)
}

async function importRow(
  ctx: Ctx,
  one: OpenRun,
  questions: readonly OutlineQuestion[],
  row: ImportRow,
): Promise<ImportOutcome> {
  const question = questions.find(({ code }) => code === row.cells.question)
  if (!question) {
    row.bad('question', 'fault.assess.question.unknown')
    return 'same'
  }
  const value = answerIn(ctx, question, row.cells.value ?? '')
  const [before] = await answersOf(ctx.sql, one.run.id, question.code)
  const isSame = JSON.stringify(value) === JSON.stringify(before?.value ?? null)
  if (isSame) return 'same'
  try {
    const revision = before?.revision ?? 0
    await writeAnswer(ctx, one, question.code, { value, revision, reason: row.cells.reason || null, before })
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const [field] = error.fields
    if (field) row.bad(field.field === 'reason' ? 'reason' : 'value', field.rule, field.values)
    else row.bad('value', `fault.${error.code}`, error.values)
  }
  return before ? 'changed' : 'new'
}
