import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import type { Answer } from '@ronghe/scoring'
import { type Form, formOf, sha256 } from './form/form.ts'
import { nodesIn, ruleOf } from './form/outline.ts'
import { questionsAsked, worthOf } from './form/worth.ts'
import type { Procedure } from './procedure/procedure.ts'
import { insertCase, insertEvent, listCases, listProcedures, updateCase } from './store/cases.ts'
import { frameworkById, insertWindow, listFrameworks, listWindows } from './store/frameworks.ts'
import * as store from './store/runs.ts'
import { insertStep } from './store/steps.ts'

/** Which firms of the sample region assessed themselves, by which framework and in which year. */
export type SampleAssess = {
  windows: readonly { framework: string; year: number; opensOn: string; closesOn: string }[]
  runs: readonly SampleRun[]
  cases?: readonly SampleCase[]
}
/** A case and the moves that were made of it, as the procedure names them. */
type SampleCase = { organisation: string; procedure: string; body: string | null; moves: readonly string[] }
type SampleRun = {
  organisation: string
  framework: string
  year: number
  facts: Record<string, string>
  /** How far the firm is, 0 to 100; its invented answers lie around it. */
  around: number
  isSubmitted: boolean
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
      await keepRun(ctx, organisationId, one)
    }
    for (const one of sample.cases ?? []) await keepCase(ctx, owners, one)
  })
}

async function keepCase(ctx: Ctx, owners: ReadonlyMap<string, string>, one: SampleCase): Promise<void> {
  const organisationId = owners.get(one.organisation)
  const known = (await listProcedures(ctx.sql)).find(({ code }) => code === one.procedure)
  if (!organisationId || !known) throw new Error(`the sample names an unknown ${one.procedure}`)
  const firm = await ctx.read(registry).organisation({ params: { organisationId } })
  const procedure = JSON.parse(known.content) as Procedure
  const runs = await store.listRuns(ctx.sql, 'zh', { organisation: organisationId, sort: '-year' })
  const run = runs.rows.find(({ frameworkCode }) => frameworkCode === procedure.framework?.code)
  const moves = procedure.moves.filter(({ code }) => one.moves.includes(code))
  const stage = moves.at(-1)?.to ?? procedure.stages[0]?.code ?? ''
  const id = ctx.newId()
  const about = {
    organisationId,
    procedureId: known.id,
    kind: procedure.kind,
    regionCode: firm.regionCode,
    stage,
  }
  const isNew = await insertCase(ctx.sql, { id, ...about, runId: run?.id ?? null, isSample: true }, ctx.now)
  if (!isNew) return
  for (const move of moves) {
    const by = { byName: systemCaller.personName ?? '', byParty: move.by, note: null, at: ctx.now }
    const where = { caseId: id, organisationId, from: move.from[0] ?? null, to: move.to }
    await insertEvent(ctx.sql, { id: ctx.newId(), move: move.code, ...where, ...by })
  }
  const [row] = (await listCases(ctx.sql, 'zh', { id })).rows
  const bodyId = one.body ? (owners.get(one.body) ?? null) : null
  if (row && bodyId) await updateCase(ctx.sql, row, row.revision, { bodyId }, ctx.now)
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

async function keepRun(ctx: Ctx, organisationId: string, one: SampleRun): Promise<void> {
  const { id: frameworkId, code: frameworkCode } = await frameworkOf(ctx, one.framework)
  const windows = await listWindows(ctx.sql, { year: one.year, pageSize: 200 }, ctx.now)
  const window = windows.rows.find((row) => row.frameworkId === frameworkId)
  const framework = await frameworkById(ctx.sql, frameworkId)
  if (!window || !framework) throw new Error(`the sample has no window of ${one.framework} in ${one.year}`)
  const form = formOf(framework.content, framework.contentHash)
  const asked = questionsAsked(form, one.facts)
  const id = ctx.newId()
  const by = systemCaller.personName ?? ''
  const about = { frameworkId, frameworkCode, windowId: window.id, year: one.year, facts: one.facts }
  const isNew = await store.insertRun(
    ctx.sql,
    { id, organisationId, ...about, questions: asked.length, isSample: true, by },
    ctx.now,
  )
  if (!isNew) return
  const answers: Record<string, Answer> = {}
  for (const question of one.isSubmitted ? asked : asked.slice(0, Math.ceil(asked.length / 2))) {
    const value = inventedAnswer(form, question, one)
    answers[question] = value
    const row = { runId: id, organisationId, question, value: value as string, basis: 'declared' as const }
    const said = { evidenceId: null, reason: null, revision: 0, byId: null, byName: by }
    await store.keepAnswer(ctx.sql, { ...row, ...said }, ctx.now)
  }
  if (one.isSubmitted) await submit(ctx, { id, organisationId, form, one, answers })
  for (const step of one.steps ?? []) {
    const value = worthOf(form, { facts: one.facts, answers }).score.nodes.find(
      ({ code }) => code === step.node,
    )
    const plan = { ...step, note: null, measure: null, valueBefore: value?.value ?? null }
    await insertStep(ctx.sql, { ...plan, id: ctx.newId(), organisationId, runId: id }, ctx.now)
  }
}

type Filled = {
  id: string
  organisationId: string
  form: Form
  one: SampleRun
  answers: Record<string, Answer>
}

async function submit(ctx: Ctx, { id, organisationId, form, one, answers }: Filled): Promise<void> {
  const firm = await ctx.read(registry).organisation({ params: { organisationId } })
  const { text, hash, total, reached, parts } = worthOf(form, { facts: one.facts, answers })
  const { tradeCode, sizeClass, regionCode } = firm
  const kept = { score: text, scoreHash: hash, total, reached, parts, tradeCode, sizeClass, regionCode }
  await store.submitRun(ctx.sql, id, 1, { ...kept, by: systemCaller.personName ?? '' }, ctx.now)
  await ctx.audit({
    ...{ action: 'assess.run.submitted', subject: 'assess.run', subjectId: id, organisationId },
    after: { scoreHash: hash, total },
  })
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
