import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { assess } from '../contract.ts'
import { chinaDay } from '../days.ts'
import { formOf, readyForm } from '../form/form.ts'
import { branchOf, worthOf } from '../form/worth.ts'
import { mayFill } from '../policy.ts'
import { frameworkById } from '../store/frameworks.ts'
import { answersOf } from '../store/runs.ts'
import * as store from '../store/steps.ts'
import { oneRun } from './one-run.ts'
import { valuesOf } from './runs.ts'
import { nameOf } from './scores.ts'

type Routes = Pick<Service<typeof assess>, 'steps' | 'addStep' | 'changeStep'>

/** From a gap to a step: who does what by when, and what came of it. */
export const steps: Routes = {
  async steps(ctx, { query }) {
    const { rows, total } = await store.listSteps(ctx.sql, ctx.caller.locale, query)
    const today = chinaDay(ctx.now)
    const shown = []
    for (const row of rows) {
      const {
        organisationId: _organisation,
        frameworkId,
        contentHash,
        newestParts,
        newestRunId,
        ...rest
      } = row
      const form = readyForm(contentHash) ?? (await formFor(ctx, frameworkId))
      const isOpen = row.status === 'planned' || row.status === 'doing'
      shown.push({
        ...rest,
        costFen: Number(row.costFen),
        nodeName: nameOf(form, row.node),
        isLate: isOpen && row.dueOn < today,
        valueNow: newestRunId === row.runId ? null : await valueNow(ctx, row.node, newestRunId, newestParts),
        runNow: newestRunId === row.runId ? null : newestRunId,
      })
    }
    return { rows: shown, total }
  },

  async addStep(ctx, { params, body }) {
    const { run, form } = await oneRun(ctx, params.runId)
    if (!mayFill(ctx.caller, run)) throw new Fault('kit.notFound')
    if (!branchOf(form, run.facts).asked.has(body.node))
      throw new Fault('assess.node.unknown', {}, [{ field: 'node', rule: 'fault.assess.node.unknown' }])
    const answers = valuesOf(await answersOf(ctx.sql, run.id))
    const { nodes } = worthOf(form, { facts: run.facts, answers }).score
    const id = ctx.newId()
    const { title, owner, dueOn, costFen, node } = body
    await store.insertStep(
      ctx.sql,
      {
        ...{ id, organisationId: run.organisationId, runId: run.id, node, measure: body.measure ?? null },
        ...{ title, owner, dueOn, costFen, note: body.note ?? null },
        valueBefore: nodes.find(({ code }) => code === node)?.value ?? null,
      },
      ctx.now,
    )
    return { id }
  },

  async changeStep(ctx, { params, body }) {
    const [before] = (await store.listSteps(ctx.sql, ctx.caller.locale, { id: params.stepId })).rows
    if (!before || !mayFill(ctx.caller, before)) throw new Fault('kit.notFound')
    const values = { ...body, note: body.note ?? null }
    if (!(await store.updateStep(ctx.sql, before.id, before.organisationId, values, ctx.now)))
      throw new Fault('assess.step.changedSince')
    const { status, dueOn, owner } = before
    await ctx.audit({
      ...{ action: 'assess.step.changed', subject: 'assess.step', subjectId: before.id },
      ...{ organisationId: before.organisationId, before: { status, dueOn, owner }, after: body },
    })
    return { done: true }
  },
}

async function formFor(ctx: Ctx, frameworkId: string) {
  const row = await frameworkById(ctx.sql, frameworkId)
  if (!row) throw new Fault('kit.notFound')
  return formOf(row.content, row.contentHash)
}

/** What the node is worth in the newest submitted assessment of the framework. */
async function valueNow(
  ctx: Ctx,
  node: string,
  runId: string | null,
  parts: Record<string, string | null> | null,
): Promise<string | null> {
  if (!runId || !parts) return null
  if (Object.hasOwn(parts, node)) return parts[node] ?? null
  const { run, form } = await oneRun(ctx, runId)
  const answers = valuesOf(await answersOf(ctx.sql, runId))
  const { nodes } = worthOf(form, { facts: run.facts, answers }).score
  return nodes.find(({ code }) => code === node)?.value ?? null
}
