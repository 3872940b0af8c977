import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import type { Answer } from '@ronghe/scoring'
import { evidenceAnswer } from './form/evidence-answer.ts'
import { type Form, formOf, sha256 } from './form/form.ts'
import { nodesIn, ruleOf } from './form/outline.ts'
import { questionsAsked, worthOf } from './form/worth.ts'
import { keepProcedures, type SampleProcedures } from './sample-cases.ts'
import { answerWith, takeAll } from './service/evidence.ts'
import { findAll } from './service/find.ts'
import { oneRun } from './service/one-run.ts'
import { valuesOf } from './service/runs.ts'
import { frameworkById, insertWindow, listFrameworks, listWindows } from './store/frameworks.ts'
import * as store from './store/runs.ts'
import { insertStep } from './store/steps.ts'

/** Which firms of the sample region assessed themselves, by which framework and in which year. */
export type SampleAssess = {
  windows: readonly { framework: string; year: number; opensOn: string; closesOn: string }[]
  runs: readonly SampleRun[]
  /** Who is shown as having answered. */
  filledBy?: string
} & SampleProcedures
type SampleRun = {
  organisation: string
  framework: string
  year: number
  facts: Record<string, string>
  /** How far the firm is, 0 to 100; its invented answers lie around it. */
  around: number
  isSubmitted: boolean
  /** What the officials, or the agency that it was given to, decided. */
  decision?: { status: 'accepted' | 'returned'; by: string; reason: string | null }
  assessor?: string
  steps?: readonly { node: string; title: string; owner: string; dueOn: string; costFen: number }[]
}

/** Loads invented windows and answers, all marked as sample; what is there already stays. */
export function loadSample(house: House, sample: SampleAssess): Promise<void> {
  return house.act(systemCaller, async (ctx) => {
    const { rows } = await ctx.read(registry).organisations({ query: { pageSize: 100_000 } })
    const owners = new Map(rows.map((row) => [row.code, row.id]))
    for (const one of sample.windows) await keepWindow(ctx, one)
    for (const one of sample.runs) {
      const organisationId = owners.get(one.organisation)
      if (!organisationId) throw new Error(`the sample names an unknown organisation ${one.organisation}`)
      await keepRun(ctx, owners, organisationId, { ...one, by: sample.filledBy ?? '' })
    }
    await keepProcedures(house, ctx, owners, sample)
  })
}

/** The newest published version of a framework. */
async function frameworkOf(ctx: Ctx, code: string) {
  const filter = { q: code, status: 'published', sort: '-version', pageSize: 200 }
  const { rows } = await listFrameworks(ctx.sql, filter, false)
  const found = rows.find((row) => row.code === code)
  if (!found) throw new Error(`the sample names an unknown framework ${code}`)
  return found
}

async function keepWindow(ctx: Ctx, one: SampleAssess['windows'][number]): Promise<void> {
  const { id: frameworkId } = await frameworkOf(ctx, one.framework)
  const times = {
    opensAt: new Date(`${one.opensOn}T00:00:00+08:00`),
    closesAt: new Date(`${one.closesOn}T23:59:59+08:00`),
  }
  await insertWindow(ctx.sql, { id: ctx.newId(), frameworkId, year: one.year, ...times }, ctx.now)
}

type Owners = ReadonlyMap<string, string>
type Filling = SampleRun & { by: string }

async function keepRun(ctx: Ctx, owners: Owners, organisationId: string, one: Filling): Promise<void> {
  const { id: frameworkId, code: frameworkCode } = await frameworkOf(ctx, one.framework)
  const windows = await listWindows(ctx.sql, { year: one.year, pageSize: 200 }, ctx.now)
  const window = windows.rows.find((row) => row.frameworkId === frameworkId)
  const framework = await frameworkById(ctx.sql, frameworkId)
  if (!window || !framework) throw new Error(`the sample has no window of ${one.framework} in ${one.year}`)
  const form = formOf(framework.content, framework.contentHash)
  const asked = questionsAsked(form, one.facts)
  const id = ctx.newId()
  const { by } = one
  const about = { frameworkId, frameworkCode, windowId: window.id, year: one.year, facts: one.facts }
  const at = timeOf(one.year, ctx.now)
  const isNew = await store.insertRun(
    ctx.sql,
    { id, organisationId, ...about, questions: asked.length, isSample: true, by },
    at,
  )
  if (!isNew) return
  const answers: Record<string, Answer> = {}
  for (const question of one.isSubmitted ? asked : asked.slice(0, Math.ceil(asked.length / 2))) {
    const value = inventedAnswer(form, question, one)
    answers[question] = value
    const row = { runId: id, organisationId, question, value: value as string, basis: 'declared' as const }
    const said = { evidenceId: null, reason: null, revision: 0, byId: null, byName: by }
    await store.keepAnswer(ctx.sql, { ...row, ...said }, at)
  }
  if (one.isSubmitted) {
    // What is proved today was not proved in a year that is over.
    if (at === ctx.now) await proveAnswers(ctx, id, answers)
    await submit(ctx, { id, organisationId, form, one, answers })
    await find(ctx, id)
    await decide(ctx, owners, id, one)
  }
  for (const step of one.steps ?? []) {
    const value = worthOf(form, { facts: one.facts, answers }).score.nodes.find(
      ({ code }) => code === step.node,
    )
    const plan = { ...step, note: null, measure: null, valueBefore: value?.value ?? null }
    await insertStep(ctx.sql, { ...plan, id: ctx.newId(), organisationId, runId: id }, ctx.now)
  }
}

/** Now, or in December of a year that is over. */
function timeOf(year: number, now: Date): Date {
  const then = new Date(`${year}-12-10T10:00:00+08:00`)
  return then < now && year < now.getUTCFullYear() ? then : now
}

/** Evidence stands where the rooms have it, as it would when a person took it; the rest stays declared. */
async function proveAnswers(ctx: Ctx, id: string, answers: Record<string, Answer>): Promise<void> {
  const one = await oneRun(ctx, id)
  const { rows } = await takeAll(ctx, one.run.organisationId, true)
  await store.forgetDeclared(ctx.sql, id, evidencedBy(one.form, rows))
  await answerWith(ctx, one, rows)
  for (const { question, value } of await store.answersOf(ctx.sql, id))
    if (value !== null) answers[question] = value as Answer
}

type Found = { query: string; version: number; value: string | null }

/** Questions that the rows answer: there the invented answer gives way. Not every value is an option. */
function evidencedBy(form: Form, rows: readonly Found[]): string[] {
  return Object.entries(form.file.questions).flatMap(([question, { evidence }]) => {
    const found = rows.find(({ query, version }) => query === evidence?.query && version === evidence.version)
    return found && evidenceAnswer(form, question, found.value) !== null ? [question] : []
  })
}

async function decide(ctx: Ctx, owners: Owners, id: string, one: Filling): Promise<void> {
  let revision = 2
  const assessorId = one.assessor ? owners.get(one.assessor) : undefined
  if (assessorId && (await store.assignRun(ctx.sql, id, revision, assessorId))) {
    revision += 1
    const organisationId = owners.get(one.organisation) ?? null
    await ctx.emit('run.assigned', { runId: id, organisationId, assessorId })
  }
  if (one.decision) await store.decideRun(ctx.sql, id, revision, one.decision, timeOf(one.year, ctx.now))
}

type Filled = {
  id: string
  organisationId: string
  form: Form
  one: Filling
  answers: Record<string, Answer>
}

async function submit(ctx: Ctx, { id, organisationId, form, one, answers }: Filled): Promise<void> {
  const firm = await ctx.read(registry).organisation({ params: { organisationId } })
  const { text, hash, total, reached, parts } = worthOf(form, { facts: one.facts, answers })
  const { tradeCode, sizeClass, regionCode } = firm
  const kept = { score: text, scoreHash: hash, total, reached, parts, tradeCode, sizeClass, regionCode }
  await store.submitRun(ctx.sql, id, 1, { ...kept, by: one.by }, timeOf(one.year, ctx.now))
  await ctx.audit({
    ...{ action: 'assess.run.submitted', subject: 'assess.run', subjectId: id, organisationId },
    after: { scoreHash: hash, total },
  })
}

/** What the rules find is found of samples too, so that the queue of who checks is not empty. */
async function find(ctx: Ctx, id: string): Promise<void> {
  const { run, form } = await oneRun(ctx, id)
  const rows = await store.answersOf(ctx.sql, id)
  await findAll(ctx, run, form, rows, worthOf(form, { facts: run.facts, answers: valuesOf(rows) }))
}

/** An answer around what the firm is said to be: from a hash, so that every start invents the same. */
function inventedAnswer(form: Form, question: string, one: SampleRun): Answer {
  const chance = Number.parseInt(
    sha256(`${one.organisation} ${one.framework} ${one.year} ${question}`).slice(0, 8),
    16,
  )
  const level = Math.min(100, Math.max(0, one.around + (chance % 41) - 20))
  const leaf = nodesIn(form.file.framework).find(({ code }) => code === question)
  const rule = leaf && 'rule' in leaf ? ruleOf(form.file.framework, leaf.rule) : null
  if (rule?.kind === 'choice') {
    const best = Math.max(...rule.options.map(({ score }) => Number(score)))
    const near = rule.options.toSorted((a, b) => far(a.score, best, level) - far(b.score, best, level))
    return near[0]?.code ?? ''
  }
  if (rule?.kind === 'coverage')
    return rule.options.slice(0, 1 + Math.floor((rule.options.length * level) / 101)).map(({ code }) => code)
  return String(level)
}

function far(score: string, best: number, level: number): number {
  return Math.abs((100 * Number(score)) / best - level)
}
