import { holds } from '@ronghe/kit/auth'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { governance } from '../contract.ts'
import { listDepartments } from '../store.ts'
import { today } from '../supervision/acts.ts'
import { planFileOf, readPlanFile } from './file.ts'
import { bringInForce, contentHashOf, notePlan } from './force.ts'
import { importNodes } from './sheet.ts'
import * as store from './store.ts'
import { cellOf, difference, inOrder, type PlanNode, targetsOf, treeFaults } from './tree.ts'

type Routes = Pick<
  Service<typeof governance>,
  | 'plans'
  | 'plan'
  | 'planNodes'
  | 'planDifference'
  | 'draftPlan'
  | 'setPlanNode'
  | 'removePlanNode'
  | 'importPlan'
  | 'planFile'
  | 'importPlanFile'
  | 'movePlan'
  | 'decidePlan'
  | 'repealPlan'
>

const nodesMax = 5000

/** The plan in versions. */
export const plans: Routes = {
  async plans(ctx, { query }) {
    const { rows, total } = await store.listPlans(ctx.sql, query, seesDrafts(ctx))
    return { rows: rows.map(shownPlan), total }
  },

  async plan(ctx, { params }) {
    const plan = await planAt(ctx, params.planId, null)
    const nodes = plan.state === 'drafted' ? await store.nodesOf(ctx.sql, plan.id) : []
    const faults = treeFaults(nodes, await store.knownTo(ctx.sql, plan.document))
    const events = await store.planEvents(ctx.sql, plan.id)
    return {
      plan: shownPlan(plan),
      isOurs: holds(ctx.caller, 'governance.write'),
      isDraftedByMe: plan.draftedBy !== null && plan.draftedBy === ctx.caller.personId,
      faults: faults.map(({ key, field, rule, values }) => ({ key, field, message: ctx.t(rule, values) })),
      events: events.map((one) => ({ ...one, at: one.at.toISOString() })),
      items: await store.itemsUnder(ctx.sql, plan.id),
    }
  },

  async planNodes(ctx, { params, query }) {
    const plan = await planAt(ctx, params.planId, null)
    const names = new Map((await listDepartments(ctx.sql, null)).map((one) => [one.code, one]))
    const text = query.q?.toLowerCase()
    const all = inOrder(await store.nodesOf(ctx.sql, plan.id)).filter(
      (one) =>
        (query.kind === undefined || one.kind === query.kind) &&
        (query.department === undefined || one.units.includes(query.department)) &&
        (text === undefined ||
          [one.key, one.titleZh, one.titleEn, one.textZh].some((part) => part.toLowerCase().includes(text))),
    )
    const { page = 1, pageSize = 20 } = query
    const rows = all.slice((page - 1) * pageSize, page * pageSize).map((one) => ({
      ...shownNode(one),
      depth: one.depth,
      unitsZh: one.units.map((code) => names.get(code)?.nameZh ?? code).join('、'),
      unitsEn: one.units.map((code) => names.get(code)?.nameEn ?? code).join(', '),
    }))
    return { rows, total: all.length }
  },

  async planDifference(ctx, { params, query }) {
    const plan = await planAt(ctx, params.planId, null)
    const sinceId = query.since ?? plan.basedOn
    const since = sinceId === null ? null : await planAt(ctx, sinceId, null)
    const before = since ? await store.nodesOf(ctx.sql, since.id) : []
    const rows = difference(before, await store.nodesOf(ctx.sql, plan.id))
    return { since: since && shownPlan(since), rows }
  },

  async draftPlan(ctx, { body }) {
    const from = body.basedOn ? await planAt(ctx, body.basedOn, null) : null
    const document = from?.document ?? body.document
    const titleZh = body.titleZh ?? from?.titleZh
    const titleEn = body.titleEn ?? from?.titleEn
    const missing = Object.entries({ document, titleZh, titleEn }).filter(([, value]) => value === undefined)
    const fields = missing.map(([field]) => ({ field, rule: 'rule.required' }))
    if (fields.length > 0) throw new Fault('kit.input.invalid', {}, fields)
    const id = ctx.newId()
    const number = await store.nextPlanNumber(ctx.sql, document ?? '')
    const by = { draftedBy: ctx.caller.personId, draftedByName: ctx.caller.personName ?? '' }
    const about = { document: document ?? '', titleZh: titleZh ?? '', titleEn: titleEn ?? '' }
    const one = { id, number, note: body.note, basedOn: from?.id ?? null, ...about, ...by }
    await store.insertPlan(ctx.sql, one, ctx.now)
    if (from) await store.copyNodes(ctx.sql, from.id, id)
    await notePlan(ctx, { id }, 'drafted', body.note)
    return { id }
  },

  async setPlanNode(ctx, { params, body }) {
    const plan = await draftAt(ctx, params.planId, body.version)
    const targets = targetsOf(body.targets ?? '')
    if (targets === null) throw badField('targets', 'governance.rule.targets')
    const nodes = await store.nodesOf(ctx.sql, plan.id)
    const was = nodes.find((one) => one.key === params.nodeKey)
    if (!was && nodes.length >= nodesMax) throw new Fault('governance.plan.tooLarge')
    const node: PlanNode = {
      key: params.nodeKey,
      parentKey: body.parentKey || null,
      kind: body.kind,
      place: body.place ?? was?.place ?? nodes.filter((one) => one.parentKey === body.parentKey).length,
      ...{ clause: body.clause, titleZh: body.titleZh, titleEn: body.titleEn, targets },
      ...{ textZh: body.textZh ?? '', textEn: body.textEn ?? '', units: body.units ?? [] },
      dueOn: body.dueOn ?? null,
      goalKey: body.goalKey ?? null,
      planRows: was?.planRows ?? [],
    }
    const all = [...nodes.filter((one) => one.key !== node.key), node]
    const faults = treeFaults(all, await store.knownTo(ctx.sql, plan.document))
    const own = faults.filter((one) => one.key === node.key && one.field !== 'key')
    if (own.length > 0)
      throw new Fault(
        'governance.plan.faults',
        {},
        own.map(({ field, rule, values }) => ({ field, rule, values })),
      )
    await store.putNode(ctx.sql, plan.id, node)
    await store.movePlanTo(ctx.sql, plan.id, { state: 'drafted' }, ctx.now)
    await notePlan(ctx, plan, was ? 'nodeChanged' : 'nodeAdded', `${node.key} ${node.titleZh}`)
    return { done: true }
  },

  async removePlanNode(ctx, { params, query }) {
    const plan = await draftAt(ctx, params.planId, query.version)
    const removed = await store.removeNode(ctx.sql, plan.id, params.nodeKey)
    if (removed === 0) throw new Fault('kit.notFound')
    await store.movePlanTo(ctx.sql, plan.id, { state: 'drafted' }, ctx.now)
    await notePlan(ctx, plan, 'nodeRemoved', params.nodeKey)
    return { removed }
  },

  async importPlan(ctx, { params, query }) {
    const plan = await draftAt(ctx, params.planId, null)
    const { report, file } = await importNodes(ctx, plan.id, query.dryRun ?? true)
    if (!report.written) return report
    await store.movePlanTo(ctx.sql, plan.id, { state: 'drafted' }, ctx.now)
    await notePlan(ctx, plan, 'imported', file.name.slice(0, 200))
    return report
  },

  async planFile(ctx, { params }) {
    const plan = await planAt(ctx, params.planId, null)
    const content = Buffer.from(planFileOf(plan, await store.nodesOf(ctx.sql, plan.id)))
    return { name: `${plan.document}-${plan.number}.json`, mediaType: 'application/json', content }
  },

  async importPlanFile(ctx, { params, query }) {
    const plan = await draftAt(ctx, params.planId, null)
    const file = await ctx.upload()
    const { faults, changes, nodes } = await readPlanFile(ctx, plan, file.content)
    const answer = { nodes: nodes.length, faults, rows: changes }
    if ((query.dryRun ?? true) || faults.length > 0) return { written: false, ...answer }
    await store.replaceNodes(ctx.sql, plan.id, nodes)
    await store.movePlanTo(ctx.sql, plan.id, { state: 'drafted' }, ctx.now)
    await notePlan(ctx, plan, 'imported', file.name.slice(0, 200))
    return { written: true, ...answer }
  },

  async movePlan(ctx, { params, body }) {
    const plan = await planAt(ctx, params.planId, body.version)
    const fits = body.action === 'submit' ? ['drafted'] : ['drafted', 'submitted', 'approved']
    if (!fits.includes(plan.state)) throw new Fault('governance.plan.notNow')
    if (body.action === 'submit') await mustBeSound(ctx, plan)
    const state = body.action === 'submit' ? 'submitted' : 'withdrawn'
    await store.movePlanTo(ctx.sql, plan.id, { state }, ctx.now)
    await notePlan(ctx, plan, state, body.comment ?? null)
    if (body.action === 'submit')
      await tell(ctx, plan, 'governance.approve', 'governance.notice.planSubmitted')
    return { done: true }
  },

  async decidePlan(ctx, { params, body }) {
    const plan = await planAt(ctx, params.planId, body.version)
    if (plan.state !== 'submitted') throw new Fault('governance.plan.notNow')
    if (plan.draftedBy === ctx.caller.personId) throw new Fault('governance.item.ownDraft')
    if (body.decision === 'return') {
      if (!body.comment) throw new Fault('governance.item.commentNeeded')
      await store.movePlanTo(ctx.sql, plan.id, { state: 'drafted' }, ctx.now)
      await notePlan(ctx, plan, 'returned', body.comment)
      await tell(ctx, plan, 'governance.write', 'governance.notice.planReturned')
      return { done: true }
    }
    await mustBeSound(ctx, plan)
    const inForceFrom = body.inForceFrom ?? today(ctx)
    const contentHash = contentHashOf(await store.nodesOf(ctx.sql, plan.id))
    await store.movePlanTo(ctx.sql, plan.id, { state: 'approved', inForceFrom, contentHash }, ctx.now)
    await notePlan(ctx, plan, 'approved', body.comment ?? inForceFrom)
    if (inForceFrom <= today(ctx)) await bringInForce(ctx, plan)
    await tell(ctx, plan, 'governance.write', 'governance.notice.planApproved')
    return { done: true }
  },

  async repealPlan(ctx, { params, body }) {
    const plan = await planAt(ctx, params.planId, body.version)
    if (plan.state !== 'inForce') throw new Fault('governance.plan.notNow')
    await store.movePlanTo(ctx.sql, plan.id, { state: 'repealed', inForceUntil: today(ctx) }, ctx.now)
    await store.keepTasksInForce(ctx.sql)
    await notePlan(ctx, plan, 'repealed', body.comment)
    return { done: true }
  },
}

/** Drafts are for the officials who work with the plan, not for firms that may read it. */
function seesDrafts({ caller }: Ctx): boolean {
  return holds(caller, 'governance.write') || holds(caller, 'governance.approve')
}

async function planAt(ctx: Ctx, planId: string, version: number | null): Promise<store.PlanVersionRow> {
  const look = { withDrafts: seesDrafts(ctx), isHeld: version !== null }
  const plan = await store.planById(ctx.sql, planId, look)
  if (!plan) throw new Fault('governance.plan.unknown')
  if (version !== null && plan.version !== version) throw new Fault('governance.item.changedSince')
  return plan
}

async function draftAt(ctx: Ctx, planId: string, version: number | null): Promise<store.PlanVersionRow> {
  const plan = await planAt(ctx, planId, version)
  if (plan.state !== 'drafted') throw new Fault('governance.plan.notNow')
  return plan
}

async function mustBeSound(ctx: Ctx, plan: store.PlanVersionRow): Promise<void> {
  const nodes = await store.nodesOf(ctx.sql, plan.id)
  if (nodes.length === 0) throw new Fault('governance.plan.empty')
  const faults = treeFaults(nodes, await store.knownTo(ctx.sql, plan.document))
  if (faults.length === 0) return
  const fields = faults.map(({ key, field, rule, values }) => ({ field: `${key}.${field}`, rule, values }))
  throw new Fault('governance.plan.faults', {}, fields)
}

function badField(field: string, rule: string): Fault {
  return new Fault('governance.plan.faults', {}, [{ field, rule }])
}

async function tell(
  ctx: Ctx,
  plan: store.PlanVersionRow,
  may: 'governance.approve' | 'governance.write',
  word: string,
): Promise<void> {
  const { organisationId } = ctx.caller
  if (organisationId === null) return
  const blanks = { title: plan.titleZh, number: String(plan.number) }
  await ctx.notify({ to: { organisationId, may }, word, blanks, link: `/governance/plans/${plan.id}` })
}

function shownPlan({ draftedBy: _, isFromRegion: _region, updatedAt, ...plan }: store.PlanVersionRow) {
  return { ...plan, updatedAt: updatedAt.toISOString() }
}

function shownNode(node: PlanNode) {
  const cell = (field: keyof PlanNode) => cellOf(node, field)
  const { key, kind, place, clause, titleZh, titleEn, textZh, textEn } = node
  return {
    ...{ key, kind, place, clause, titleZh, titleEn, textZh, textEn, parentKey: cell('parentKey') },
    ...{ units: cell('units'), dueOn: cell('dueOn'), goalKey: cell('goalKey'), targets: cell('targets') },
    planRows: cell('planRows'),
  }
}
