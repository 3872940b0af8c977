import { everyFault } from '@ronghe/kit/config'
import { regionPrefix } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { inputFaults, isLeaf, potentials, recompute, type Score, whatIf } from '@ronghe/scoring'
import { cellMin } from '../benchmark.ts'
import { AnswerValue } from '../contract/runs.ts'
import type { assess } from '../contract.ts'
import { scaled } from '../form/checks.ts'
import type { Form } from '../form/form.ts'
import { exampleOf, nodesIn, ruleOf, wordsOf } from '../form/outline.ts'
import { branchOf, partsOf, worthOf } from '../form/worth.ts'
import { certificateCounts, openCases } from '../store/certificates.ts'
import { sumsByDivision } from '../store/peers.ts'
import { type AnswerRow, answersOf, earlierRuns, type RunRow } from '../store/runs.ts'
import { listSteps } from '../store/steps.ts'
import { oneRun, openedBy, within } from './one-run.ts'
import { ruleText } from './rule-text.ts'
import { valuesOf } from './runs.ts'
import { verdictOf } from './verdict.ts'

type Routes = Pick<Service<typeof assess>, 'score' | 'whatIf' | 'gaps' | 'summary'>

/** What answers are worth, how it came, and what could come of it. */
export const scores: Routes = {
  async score(ctx, { params }) {
    const { run, form } = await oneRun(ctx, params.runId)
    const rows = await within(ctx, () => answersOf(ctx.sql, run.id))
    const made = scoreOf(run, form, rows)
    const earlier = await within(ctx, () => earlierRuns(ctx.sql, run))
    const parts = partsOf(form, run.facts)
    const own = { id: run.id, year: run.year, total: made.total, parts: partsIn(made, parts) }
    const years = []
    for (const { id, year, total, parts: all } of [...earlier, own]) {
      const known = Object.fromEntries(parts.map((code) => [code, all?.[code] ?? null]))
      years.push({ runId: await openedBy(ctx, id), year, total, parts: known })
    }
    return {
      verdict: verdictOf(form, made, ctx.t, ctx.caller.locale),
      nodes: nodesOf(ctx, form, made, rows),
      scoreHash: run.scoreHash,
      isEqual:
        run.score === null ? null : recompute(form.scorer, JSON.parse(run.score) as Score).length === 0,
      years: years.sort((one, other) => one.year - other.year),
      parts,
      high: branchOf(form, run.facts).high,
    }
  },

  async whatIf(ctx, { params, body }) {
    const { run, form } = await oneRun(ctx, params.runId)
    const rows = await within(ctx, () => answersOf(ctx.sql, run.id))
    const given = Object.entries(body.answers).filter(([, value]) => value !== null)
    const odd = given.find(([, value]) => everyFault(AnswerValue, value).length > 0)
    if (odd) throw wrongAnswer(`answers/${odd[0]}`)
    const [fault] = inputFaults(form.scorer, {
      facts: run.facts,
      answers: Object.fromEntries(given) as never,
    })
    if (fault) throw wrongAnswer(fault.path.slice(1))
    const input = { facts: run.facts, answers: askedOnly(form, run, rows) }
    const made = whatIf(form.scorer, input, body.answers)
    return {
      before: verdictOf(form, made.before, ctx.t, ctx.caller.locale),
      after: verdictOf(form, made.after, ctx.t, ctx.caller.locale),
    }
  },

  async gaps(ctx, { params }) {
    const { run, form } = await oneRun(ctx, params.runId)
    const [rows, planned] = await within(ctx, async () => [
      await answersOf(ctx.sql, run.id),
      (await listSteps(ctx.sql, ctx.caller.locale, { run: run.id, pageSize: 200 })).rows,
    ])
    const input = { facts: run.facts, answers: askedOnly(form, run, rows) }
    const values = new Map(scoreOf(run, form, rows).nodes.map(({ code, value }) => [code, value]))
    const isPlanned = (node: string, measure: string) =>
      planned.some((step) => step.node === node && step.measure === measure)
    const gaps = potentials(form.scorer, input)
      .filter(({ gain, steps }) => (gain !== null && Number(gain) > 0) || steps.length > 0)
      .map(({ code, value, highest, gain, steps, answer }) => ({
        node: code,
        ...placeOf(form, code),
        value,
        highest,
        gain,
        best: answer,
        steps,
        measures: measuresFor(form, code, values).map(({ code: measure, kind, name, link }) => {
          return { code: measure, kind, name, link: link ?? null, isPlanned: isPlanned(code, measure) }
        }),
      }))
    return { rows: gaps }
  },

  async summary(ctx, { query }) {
    const prefix = regionPrefix(query.region ?? null)
    const filter = { prefix, framework: query.framework ?? null, year: query.year ?? null }
    return within(ctx, async () => {
      const all = await sumsByDivision(ctx.sql, filter)
      const firms = all.reduce((sum, one) => sum + one.firms, 0)
      const answered = all.reduce((sum, one) => sum + one.answered, 0)
      const evidenced = all.reduce((sum, one) => sum + one.evidenced, 0)
      const isShown = firms >= cellMin
      return {
        firms,
        meanTotal: isShown ? meanOf(all) : null,
        evidencedShare: answered === 0 ? null : Math.round((10_000 * evidenced) / answered) / 100,
        rows: meansByDivision(all),
        certificates: await certificateCounts(ctx.sql, prefix),
        underWay: await openCases(ctx.sql, prefix, 'certification'),
        at: ctx.now.toISOString(),
      }
    })
  },
}

/**
 * Counts of firms are public; a mean is shown of five firms or more. Where exactly one division would be held
 * back, its mean would follow from the others', so the smallest of them is held back too.
 */
function meansByDivision(all: Awaited<ReturnType<typeof sumsByDivision>>) {
  const hidden = new Set(all.filter(({ firms }) => firms < cellMin).map(({ key }) => key))
  const hiddenFirms = all.filter(({ key }) => hidden.has(key)).reduce((sum, { firms }) => sum + firms, 0)
  const next = all.filter(({ key }) => !hidden.has(key)).toSorted((a, b) => a.firms - b.firms)[0]
  if (hiddenFirms > 0 && hiddenFirms < cellMin && next) hidden.add(next.key)
  return all.map(({ key, firms, total }) => ({ key, firms, meanTotal: hidden.has(key) ? null : total }))
}

function meanOf(all: readonly { firms: number; sum: string | null }[]): string {
  const firms = all.reduce((count, one) => count + one.firms, 0)
  const sum = all.reduce((whole, one) => whole + scaled(one.sum ?? '0'), 0n)
  return (Number(sum / BigInt(firms)) / 1e9).toFixed(2)
}

function wrongAnswer(field: string): Fault {
  return new Fault('kit.input.invalid', {}, [{ field, rule: 'assess.rule.answer' }])
}

/** The score as it was kept; while answers still change, of what stands there now. */
export function scoreOf(run: RunRow, form: Form, rows: readonly AnswerRow[]): Score {
  if (run.score !== null && run.status !== 'draft' && run.status !== 'returned') return JSON.parse(run.score)
  return worthOf(form, { facts: run.facts, answers: valuesOf(rows) }).score
}

function askedOnly(form: Form, run: RunRow, rows: readonly AnswerRow[]) {
  const { asked } = branchOf(form, run.facts)
  return Object.fromEntries(Object.entries(valuesOf(rows)).filter(([code]) => asked.has(code)))
}

function partsIn(score: Score, codes: readonly string[]): Record<string, string | null> {
  const values = new Map(score.nodes.map(({ code, value }) => [code, value]))
  return Object.fromEntries(codes.map((code) => [code, values.get(code) ?? null]))
}

export function nameOf({ file }: Form, code: string) {
  return wordsOf(nodesIn(file.framework).find((node) => node.code === code)?.name, code)
}

/** Measures for a question, or for a node above it that is weak; the heaviest first. */
function measuresFor(form: Form, question: string, values: ReadonlyMap<string, string | null>) {
  const above = new Set([question, ...parentsOf(form, question)])
  return form.file.measures
    .filter(({ nodes, below }) => {
      return nodes.some((node) => above.has(node) && Number(values.get(node) ?? '0') < Number(below))
    })
    .toSorted((one, other) => other.weight - one.weight || (one.code < other.code ? -1 : 1))
}

/** A question's name, the sections above it, and what of it is an example. */
function placeOf(form: Form, code: string) {
  const above = parentsOf(form, code).slice(0, -1).toReversed()
  const node = nodesIn(form.file.framework).find((one) => one.code === code)
  const example = exampleOf(form.file.framework, node)
  return { name: nameOf(form, code), path: above.map((one) => nameOf(form, one)), example }
}

function parentsOf({ file }: Form, code: string): string[] {
  const groups = nodesIn(file.framework).flatMap((node) => (isLeaf(node) ? [] : [node]))
  const parent = groups.find((group) => group.children.some((child) => child.code === code))
  return parent ? [parent.code, ...parentsOf({ file } as Form, parent.code)] : []
}

/** Each node with its parent, its weight there, how it came, and what it was answered with. */
function nodesOf({ t, caller }: Ctx, form: Form, made: Score, rows: readonly AnswerRow[]) {
  const answered = new Map(rows.map((row) => [row.question, row]))
  const parents = new Map(
    made.nodes.flatMap((node) => {
      return 'inputs' in node
        ? node.inputs.map(({ code, weight }) => [code, { parent: node.code, weight }] as const)
        : []
    }),
  )
  const known = nodesIn(form.file.framework)
  const order = new Map(known.map(({ code }, at) => [code, at]))
  const rank = ({ code }: { code: string }) => order.get(code) ?? 0
  const nodes = made.nodes.toSorted((one, other) => rank(one) - rank(other))
  return nodes.map((node) => {
    const above = parents.get(node.code)
    const row = answered.get(node.code)
    const isQuestion = 'rule' in node
    return {
      code: node.code,
      name: nameOf(form, node.code),
      parent: above?.parent ?? null,
      isQuestion,
      weight: above?.weight ?? null,
      value: node.value,
      outcome: node.outcome,
      rule: isQuestion ? ruleText(ruleOf(form.file.framework, node.rule), t, caller.locale) : node.combine,
      answer: isQuestion ? (node.answer as never) : null,
      basis: isQuestion && row ? row.basis : null,
      evidenceId: isQuestion ? (row?.evidenceId ?? null) : null,
      example: exampleOf(form.file.framework, known[rank(node)]),
    }
  })
}
