import { regionPrefix } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { assess } from '../contract.ts'
import { type Form, formOf, readyForm } from '../form/form.ts'
import { branchOf } from '../form/worth.ts'
import { mayCheck } from '../policy.ts'
import * as store from '../store/findings.ts'
import { frameworkById } from '../store/frameworks.ts'
import { listRules } from '../store/quality-rules.ts'
import { answersOf, earlierRuns, runById } from '../store/runs.ts'
import { type OneRun, oneRun, openedBy, nameOf as personName, within } from './one-run.ts'
import { shownRule } from './quality-rules.ts'
import { mustBeFree } from './runs.ts'
import { nameOf } from './scores.ts'
import { optionName } from './verdict.ts'

type Routes = Pick<Service<typeof assess>, 'findings' | 'finding' | 'decideFinding'>

/** The queue of who checks: what the rules found, and what was said of it. */
export const findings: Routes = {
  async findings(ctx, { query }) {
    const { region, ...rest } = query
    const filter = { ...rest, prefix: regionPrefix(region ?? null) }
    const { rows, total } = await listFor(ctx, filter)
    const shown = []
    for (const row of rows) shown.push(shownFinding(ctx, row, await formFor(ctx, row)))
    return { rows: shown, total }
  },

  async finding(ctx, { params }) {
    const row = await oneFinding(ctx, params.findingId)
    const one = await oneRun(ctx, row.runId)
    const rest = await within(ctx, async () => ({
      answers: await answersOf(ctx.sql, row.runId),
      earlier: await earlierRuns(ctx.sql, one.run),
      decisions: await store.decisionsOf(ctx.sql, row.id),
    }))
    const rules = row.kind === 'override' ? [] : (await listRules(ctx.sql, { kind: row.kind })).rows
    const rule = rules.find(({ version }) => version === row.ruleVersion)
    const newest = rules[0]?.version ?? null
    const answer = rest.answers.find(({ question }) => question === row.question)
    return {
      finding: shownFinding(ctx, row, one.form),
      rule: rule ? shownRule(rule) : null,
      newestVersion: newest === (rule?.version ?? null) ? null : newest,
      numbers: numbersOf(saidBlanks(ctx, one.form, row), row, one, rule?.threshold ?? null),
      node: row.question,
      evidenceId: row.kind === 'override' ? (answer?.evidenceId ?? null) : null,
      beforeRunId: row.kind === 'jump' ? await openedBy(ctx, rest.earlier[0]?.id ?? null) : null,
      other: row.otherRunId ? await otherOf(ctx, row.otherRunId) : null,
      decisions: rest.decisions.map(({ at, ...decision }) => ({ ...decision, at: at.toISOString() })),
      mayDecide: mayCheck(ctx.caller, one.run),
    }
  },

  async decideFinding(ctx, { params, body }) {
    const row = await oneFinding(ctx, params.findingId)
    const { run } = await oneRun(ctx, row.runId)
    await mustBeFree(ctx, run)
    const decision = { id: ctx.newId(), ...body, byName: personName(ctx.caller) }
    await within(ctx, () => store.decideFinding(ctx.sql, row, decision, ctx.now))
    await ctx.audit({
      ...{ action: 'assess.finding.decided', subject: 'assess.finding', subjectId: row.id },
      ...{ organisationId: row.organisationId, before: { status: row.status }, after: body },
    })
    return { done: true }
  },
}

/** An agency has the runs that it was given, and their findings hang on other firms' rows. */
async function listFor(ctx: Ctx, filter: store.FindingFilter) {
  const { reach, organisationId, locale } = ctx.caller
  if (reach === 'region' || reach === 'all') return store.listFindings(ctx.sql, locale, filter)
  if (!organisationId) return { rows: [], total: 0 }
  const own = { ...filter, assessorId: organisationId }
  return within(ctx, () => store.listFindings(ctx.sql, locale, own))
}

/** A finding of a run that the caller checks; 404 otherwise. */
async function oneFinding(ctx: Ctx, id: string): Promise<store.FindingRow> {
  const row = await within(ctx, async () => {
    return (await store.listFindings(ctx.sql, ctx.caller.locale, { id })).rows[0]
  })
  if (!row) throw new Fault('kit.notFound')
  const { run } = await oneRun(ctx, row.runId)
  if (!mayCheck(ctx.caller, run)) throw new Fault('kit.notFound')
  return row
}

function shownFinding(ctx: Ctx, row: store.FindingRow, form: Form) {
  const { frameworkId: _framework, contentHash: _hash, blanks: _blanks, at, decidedAt, ...rest } = row
  const { measured: _measured, ruleVersion: _version, otherRunId: _other, ...about } = rest
  return {
    ...about,
    questionName: row.question ? nameOf(form, row.question) : null,
    text: ctx.t(`assess.finding.${row.kind}`, saidBlanks(ctx, form, row)),
    decidedAt: decidedAt?.toISOString() ?? null,
    at: at.toISOString(),
  }
}

/** Options by their names; numbers as they are. */
function saidBlanks({ caller, t }: Ctx, form: Form, { kind, question, blanks }: store.FindingRow) {
  if (kind === 'jump') return { before: short(Number(blanks.before)), after: short(Number(blanks.after)) }
  if (kind !== 'override' || !question) return blanks
  const nameOfOne = (code: string) =>
    code === 'notApplicable'
      ? t('assess.answer.notApplicable')
      : optionName(form, question, code, caller.locale)
  const nameIn = (codes = '') => codes.split(',').map(nameOfOne).join(' · ')
  return { ...blanks, evidence: nameIn(blanks.evidence), value: nameIn(blanks.value) }
}

type Blanks = Readonly<Record<string, string>>
type Counted = { word: string; value: string }

/** What the finding follows from, each number with the word that says what it is. */
function numbersOf(blanks: Blanks, row: store.FindingRow, one: OneRun, threshold: string | null): Counted[] {
  const { measured } = row
  const { before = '', after = '', same = '', both = '' } = blanks
  switch (row.kind) {
    case 'outlier': {
      const words = ['firms', 'lower', 'upper', 'low', 'high'] as const
      const others = measured ? words.map((word) => ({ word, value: short(measured[word]) })) : []
      return [{ word: 'value', value: blanks.value ?? '' }, ...others]
    }
    case 'copied': {
      const share = `${short((100 * Number(same)) / Number(both))}%`
      return Object.entries({ same, both, share }).map(([word, value]) => ({ word, value }))
    }
    case 'jump': {
      const { high } = branchOf(one.form, one.run.facts)
      const moved = short(Number(after) - Number(before))
      const most = threshold === null ? {} : { most: short(Number(threshold) * Number(high)) }
      const [was, is] = [short(Number(before)), short(Number(after))]
      const told = { before: was, after: is, moved, ...most }
      return Object.entries(told).map(([word, value]) => ({ word, value }))
    }
    case 'override': {
      const said = {
        evidence: blanks.evidence ?? '',
        declared: blanks.value ?? '',
        reason: blanks.reason ?? '',
      }
      return Object.entries(said).map(([word, value]) => ({ word, value }))
    }
  }
}

function short(value: number): string {
  return String(Number(value.toFixed(4)))
}

/** The run whose answers are the same, to whoever may see it too. */
async function otherOf(ctx: Ctx, runId: string) {
  const other = await runById(ctx.sql, ctx.caller.locale, runId)
  return other ? { runId, organisationName: other.organisationName } : null
}

async function formFor(ctx: Ctx, row: store.FindingRow): Promise<Form> {
  const ready = readyForm(row.contentHash)
  if (ready) return ready
  const framework = await frameworkById(ctx.sql, row.frameworkId)
  if (!framework) throw new Fault('kit.notFound')
  return formOf(framework.content, framework.contentHash)
}
