import type { Ctx } from '@ronghe/kit/module'
import type { AnswerValue } from '../contract/runs.ts'
import { exampleOf, nodesIn, outlineOf, wordsOf } from '../form/outline.ts'
import { branchOf, partsOf } from '../form/worth.ts'
import { type OneRun, within } from '../service/one-run.ts'
import { scoreOf } from '../service/scores.ts'
import { verdictOf } from '../service/verdict.ts'
import { frameworkById } from '../store/frameworks.ts'
import { type AnswerRow, answersOf } from '../store/runs.ts'
import { newPaper, type Paper } from './paper.ts'

type Outline = ReturnType<typeof outlineOf>
type Question = Outline['questions'][number]

/** A run on paper: what it is worth, how far it is proved, and every answer with its basis. */
export async function reportOf(ctx: Ctx, one: OneRun): Promise<Buffer> {
  const { run, form } = one
  const { locale } = ctx.caller
  const rows = await within(ctx, () => answersOf(ctx.sql, run.id))
  const framework = await frameworkById(ctx.sql, run.frameworkId)
  const name = locale === 'zh' ? run.nameZh : run.nameEn
  const title = `${name} · ${run.year}`
  const paper = await newPaper({ title, author: run.organisationName, at: ctx.now })
  paper.title(title)
  paper.text(run.organisationName + (run.isSample ? ` · ${ctx.t('assess.report.sample')}` : ''))
  const { version = '', contentHash = '' } = { ...framework, contentHash: run.contentHash }
  paper.text(ctx.t('assess.report.version', { version, hash: contentHash.slice(0, 16) }), { isMuted: true })
  const at = run.submittedAt ? timeOf(run.submittedAt) : '–'
  paper.text(`${ctx.t('assess.report.submitted')} ${at} · ${ctx.t(`assess.value.status.${run.status}`)}`)
  const { answered, evidenced, questions } = run
  paper.text(ctx.t('assess.run.answered', { answered, questions }))
  paper.text(ctx.t('assess.run.evidenced', { evidenced }))
  if (framework && framework.unverified > 0)
    paper.text(ctx.t('assess.example.count', { count: framework.unverified }), { isMuted: true })
  const sources = new Map<string, number>()
  resultOf(ctx, paper, one, rows, sources)
  const outline = outlineOf(form.file, branchOf(form, run.facts).asked)
  for (const section of outline.sections) sectionOf(ctx, paper, { outline, section, rows, sources })
  sourcesOf(ctx, paper, sources)
  const foot = run.scoreHash ?? run.contentHash
  return paper.end((page, pages) => `${run.organisationName} · ${page} / ${pages} · ${foot}`)
}

function resultOf(
  ctx: Ctx,
  paper: Paper,
  { run, form }: OneRun,
  rows: readonly AnswerRow[],
  sources: Sources,
): void {
  const { locale } = ctx.caller
  const made = scoreOf(run, form, rows)
  const verdict = verdictOf(form, made, ctx.t, locale)
  const { high } = branchOf(form, run.facts)
  paper.heading(ctx.t('assess.score.title'))
  const most = ctx.t('assess.score.of', { high })
  paper.text(`${ctx.t('assess.score.total')} ${verdict.total ?? '–'} · ${most}`)
  for (const ladder of verdict.ladders) {
    const step = ladder.steps.find(({ code }) => code === ladder.reached)
    const mark = markOf(ctx, sources, step?.example ?? ladder.steps[0]?.example ?? null)
    paper.text(`${ladder.name[locale]} · ${step ? step.name[locale] : '–'}${mark}`)
  }
  if (run.scoreHash) paper.text(`${ctx.t('assess.report.scoreHash')} ${run.scoreHash}`, { isMuted: true })
  const values = new Map(made.nodes.map(({ code, value }) => [code, value]))
  const nodes = new Map(nodesIn(form.file.framework).map((node) => [node.code, node]))
  paper.heading(ctx.t('assess.score.parts'))
  paper.table(
    [
      { title: ctx.t('assess.column.node'), share: 3 },
      { title: ctx.t('assess.gaps.value'), share: 1, align: 'right' },
    ],
    partsOf(form, run.facts).map((code) => [
      {
        text:
          wordsOf(nodes.get(code)?.name, code)[locale] +
          markOf(ctx, sources, exampleOf(form.file.framework, nodes.get(code))),
      },
      { text: values.get(code) ?? '–' },
    ]),
  )
}

/** Sources that were not read in an original, each with the number of its mark. */
type Sources = Map<string, number>
type Sectioned = {
  outline: Outline
  section: Outline['sections'][number]
  rows: readonly AnswerRow[]
  sources: Sources
}

/** 示例阈值 with the number of its source, behind what rests on it; nothing where the original was read. */
function markOf(ctx: Ctx, sources: Sources, example: string | null): string {
  if (example === null) return ''
  const number = sources.get(example) ?? sources.size + 1
  sources.set(example, number)
  return ` [${ctx.t('assess.example')} ${number}]`
}

/** What the marks stand for. */
function sourcesOf(ctx: Ctx, paper: Paper, sources: Sources): void {
  if (sources.size === 0) return
  paper.heading(ctx.t('assess.report.sources'))
  paper.text(ctx.t('assess.example.hint'), { isMuted: true })
  for (const [text, number] of sources) paper.text(`[${number}] ${text}`)
}

function sectionOf(ctx: Ctx, paper: Paper, one: Sectioned): void {
  const { locale } = ctx.caller
  const { outline, section, rows, sources } = one
  const asked = outline.questions.filter((question) => question.section === section.code)
  if (asked.length === 0) return
  paper.heading([...section.path.slice(1), section.name].map((name) => name[locale]).join(' / '))
  paper.table(
    [
      { title: ctx.t('assess.column.question'), share: 4 },
      { title: ctx.t('assess.column.value'), share: 3 },
      { title: ctx.t('assess.column.basis'), share: 1.2 },
      { title: ctx.t('assess.column.reason'), share: 2.8 },
    ],
    asked.map((question) => {
      const answer = rows.find((row) => row.question === question.code)
      const isAnswered = answer !== undefined && answer.value !== null
      return [
        { text: question.name[locale] + markOf(ctx, sources, question.example) },
        { text: answerText(ctx, question, answer?.value ?? null), isStrong: true },
        { text: isAnswered ? ctx.t(`assess.basis.${answer.basis}`) : '–' },
        { text: answer?.reason ?? '' },
      ]
    }),
  )
}

/** An answer as a person reads it. */
function answerText(ctx: Ctx, question: Question, value: AnswerValue | null): string {
  if (value === null) return '–'
  if (typeof value === 'object' && !Array.isArray(value)) return ctx.t('assess.answer.notApplicable')
  const nameOf = (code: string) =>
    question.options.find((option) => option.code === code)?.name[ctx.caller.locale] ?? code
  if (Array.isArray(value)) return value.map(nameOf).join(ctx.t('kit.listSeparator'))
  return question.kind === 'number' ? `${value} ${question.unit ?? ''}`.trim() : nameOf(value)
}

function timeOf(at: Date): string {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(at)
}
