import { regionPrefix } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import type { assess } from '../contract.ts'
import { checkFindings } from '../form/checks.ts'
import { formOf } from '../form/form.ts'
import { outlineOf } from '../form/outline.ts'
import { branchOf, questionsAsked, worthOf } from '../form/worth.ts'
import { mayAssign, mayCheck, mayFill } from '../policy.ts'
import { frameworkById, listWindows } from '../store/frameworks.ts'
import { relationBetween } from '../store/relations.ts'
import { attachmentsOf, commentsOf } from '../store/remarks.ts'
import * as store from '../store/runs.ts'
import { findAll } from './find.ts'
import { isOpen, shown as shownFramework } from './frameworks.ts'
import { closesAt, nameOf, oneRun, openedBy, shownAnswer, shownRun, within } from './one-run.ts'

type Routes = Pick<
  Service<typeof assess>,
  'runs' | 'startRun' | 'run' | 'submitRun' | 'decideRun' | 'assignRun'
>

/** A firm's assessments, from the first answer to the decision. */
export const runs: Routes = {
  async runs(ctx, { query }) {
    const filter = { ...query, prefix: regionPrefix(query.region ?? null) }
    const { rows, total } = await store.listRuns(ctx.sql, ctx.caller.locale, filter)
    return { rows: rows.map(shownRun), total }
  },

  async startRun(ctx, { body }) {
    const organisationId = ctx.caller.organisationId
    if (!organisationId) throw new Fault('kit.forbidden')
    const [window] = (await listWindows(ctx.sql, { id: body.windowId }, ctx.now)).rows
    if (!window) throw new Fault('kit.notFound')
    if (!isOpen(window, ctx.now))
      throw new Fault('assess.window.closed', { at: window.closesAt.toISOString() })
    const form = formOf(window.content, window.contentHash)
    const wrong = factFault(form.file.framework.facts, body.facts)
    if (wrong) throw new Fault('assess.run.facts', {}, [{ field: `facts.${wrong}`, rule: 'rule.required' }])
    const { facts } = body
    const firm = await ctx.read(registry).organisation({ params: { organisationId } })
    const id = ctx.newId()
    const isNew = await store.insertRun(
      ctx.sql,
      {
        ...{ id, organisationId, facts, isSample: firm.isSample, by: nameOf(ctx.caller) },
        ...{ frameworkId: window.frameworkId, frameworkCode: window.frameworkCode },
        ...{ windowId: window.id, year: window.year, questions: questionsAsked(form, facts).length },
      },
      ctx.now,
    )
    if (!isNew) throw new Fault('assess.run.exists', { year: window.year })
    return { id }
  },

  async run(ctx, { params }) {
    const { run, form } = await oneRun(ctx, params.runId)
    const framework = await frameworkById(ctx.sql, run.frameworkId)
    if (!framework) throw new Fault('kit.notFound')
    const rest = await within(ctx, async () => {
      const answers = await store.answersOf(ctx.sql, run.id)
      const [last] = await store.earlierRuns(ctx.sql, run)
      return {
        answers,
        before: last ? await store.answersOf(ctx.sql, last.id) : [],
        beforeRunId: last?.id ?? null,
        attachments: await attachmentsOf(ctx.sql, run.id),
        comments: await commentsOf(ctx.sql, run.id),
      }
    })
    const isLate = ctx.now >= closesAt(run)
    return {
      run: shownRun(run),
      framework: shownFramework(framework),
      facts: run.facts,
      outline: outlineOf(form.file, branchOf(form, run.facts).asked),
      answers: rest.answers.map((row) => shownAnswer(form, row)),
      before: rest.before.map(({ question, value }) => ({ question, value })),
      beforeRunId: await openedBy(ctx, rest.beforeRunId),
      findings: checkFindings(form.file, valuesOf(rest.answers)),
      attachments: rest.attachments.map(({ fileHash: _hash, fileType: _type, at, ...one }) => {
        return { ...one, at: at.toISOString() }
      }),
      comments: rest.comments.map(({ at, ...one }) => ({ ...one, at: at.toISOString() })),
      mayFill: mayFill(ctx.caller, run) && ['draft', 'returned'].includes(run.status) && !isLate,
      mayPlan: mayFill(ctx.caller, run),
      mayCheck: mayCheck(ctx.caller, run) && run.status === 'submitted',
      mayAssign: mayAssign(ctx.caller, run) && run.status !== 'accepted',
      assessorName: run.assessorId ? await organisationName(ctx, run.assessorId) : null,
      isLate,
    }
  },

  async submitRun(ctx, { params, body }) {
    await store.lockRun(ctx.sql, params.runId)
    const { run, form } = await oneRun(ctx, params.runId)
    if (!mayFill(ctx.caller, run)) throw new Fault('kit.notFound')
    if (run.status !== 'draft' && run.status !== 'returned') throw new Fault('assess.run.stands')
    if (ctx.now >= closesAt(run)) throw new Fault('assess.window.closed', { at: closesAt(run).toISOString() })
    const rows = await store.answersOf(ctx.sql, run.id)
    const answers = valuesOf(rows)
    const blocking = checkFindings(form.file, answers).filter(({ isWarning }) => !isWarning)
    if (blocking.length > 0) throw incomplete(ctx, blocking)
    const worth = worthOf(form, { facts: run.facts, answers })
    const firm = await ctx.read(registry).organisation({ params: { organisationId: run.organisationId } })
    const { tradeCode, sizeClass, regionCode } = firm
    const about = { tradeCode, sizeClass, regionCode, by: nameOf(ctx.caller) }
    const { text, hash, total, reached, parts } = worth
    const kept = { score: text, scoreHash: hash, total, reached, parts, ...about }
    if (!(await store.submitRun(ctx.sql, run.id, body.revision, kept, ctx.now)))
      throw new Fault('assess.run.changedSince')
    await findAll(ctx, run, form, rows, worth)
    await note(ctx, 'assess.run.submitted', run, { scoreHash: hash, total })
    await ctx.emit('run.submitted', { runId: run.id, organisationId: run.organisationId })
    await ctx.notify({
      to: { regionCode, may: 'assess.check' },
      word: noticeOf('submitted'),
      blanks: { organisation: run.organisationName, year: String(run.year) },
      link: `/assess/runs/${run.id}`,
    })
    return shownRun((await oneRun(ctx, run.id)).run)
  },

  async decideRun(ctx, { params, body }) {
    const { run } = await oneRun(ctx, params.runId)
    if (!mayCheck(ctx.caller, run)) throw new Fault('kit.notFound')
    await mustBeFree(ctx, run)
    if (body.decision === 'returned' && !body.reason)
      throw new Fault('kit.input.invalid', {}, [{ field: 'reason', rule: 'rule.required' }])
    const decision = { status: body.decision, reason: body.reason ?? null, by: nameOf(ctx.caller) }
    const isDone = await within(ctx, () => store.decideRun(ctx.sql, run.id, body.revision, decision, ctx.now))
    if (!isDone) throw new Fault('assess.run.changedSince')
    await note(ctx, `assess.run.${body.decision}`, run, { reason: body.reason ?? null })
    await ctx.emit('run.decided', {
      runId: run.id,
      organisationId: run.organisationId,
      decision: body.decision,
    })
    await ctx.notify({
      to: { organisationId: run.organisationId, may: 'assess.fill' },
      word: noticeOf(body.decision),
      blanks: { year: String(run.year), reason: body.reason ?? '' },
      link: `/assess/runs/${run.id}`,
    })
    return { done: true }
  },

  async assignRun(ctx, { params, body }) {
    const { run } = await oneRun(ctx, params.runId)
    if (!mayAssign(ctx.caller, run)) throw new Fault('kit.notFound')
    const { assessorId } = body
    if (assessorId) {
      const agency = await ctx.read(registry).organisation({ params: { organisationId: assessorId } })
      if (agency.kind !== 'serviceAgency')
        throw new Fault('kit.input.invalid', {}, [{ field: 'assessorId', rule: 'rule.invalid' }])
      if (await within(ctx, () => relationBetween(ctx.sql, run.organisationId, assessorId)))
        throw new Fault('assess.run.conflict')
    }
    const isDone = await within(ctx, () => store.assignRun(ctx.sql, run.id, body.revision, assessorId))
    if (!isDone) throw new Fault('assess.run.changedSince')
    await note(ctx, 'assess.run.assigned', run, { assessorId })
    await ctx.emit('run.assigned', { runId: run.id, organisationId: run.organisationId, assessorId })
    if (assessorId)
      await ctx.notify({
        to: { organisationId: assessorId, may: 'assess.check' },
        word: noticeOf('assigned'),
        blanks: { organisation: run.organisationName, year: String(run.year) },
        link: `/assess/runs/${run.id}`,
      })
    return { done: true }
  },
}

/** Nobody judges a firm that he, or his organisation, is tied to (A8). */
export async function mustBeFree(ctx: Ctx, firm: { organisationId: string }): Promise<void> {
  const { memberships } = await ctx.read(registry).me({})
  const own = ctx.caller.organisationId
  const isMember = memberships.some(({ organisationId }) => organisationId === firm.organisationId)
  const isTied = own ? await within(ctx, () => relationBetween(ctx.sql, firm.organisationId, own)) : false
  if (isMember || isTied) throw new Fault('assess.run.conflict')
}

async function organisationName(ctx: Ctx, organisationId: string): Promise<string> {
  return (await ctx.read(registry).organisation({ params: { organisationId } })).name
}

function noticeOf(what: 'submitted' | 'accepted' | 'returned' | 'assigned'): string {
  return `assess.notice.${what}`
}

export function valuesOf(rows: readonly store.AnswerRow[]) {
  return Object.fromEntries(
    rows.flatMap(({ question, value }) => (value === null ? [] : [[question, value]])),
  )
}

function factFault(facts: readonly { code: string; values?: string[] }[], given: Record<string, string>) {
  const wrong = facts.find(({ code, values }) => {
    const value = given[code]
    return value === undefined || (values ? !values.includes(value) : value === '')
  })
  return wrong?.code ?? Object.keys(given).find((code) => !facts.some((fact) => fact.code === code))
}

function incomplete(ctx: Ctx, blocking: ReturnType<typeof checkFindings>): Fault {
  const fields = blocking.map(({ questions, text }) => {
    return {
      field: questions.join(', '),
      rule: 'assess.rule.check',
      values: { text: text[ctx.caller.locale] },
    }
  })
  return new Fault('assess.run.incomplete', { count: blocking.length }, fields)
}

async function note(ctx: Ctx, action: string, run: store.RunRow, after: object): Promise<void> {
  const { organisationId } = run
  await ctx.audit({ action, subject: 'assess.run', subjectId: run.id, organisationId, after })
}
