import { createHash } from 'node:crypto'
import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { startRounds } from '@ronghe/kit/rounds'
import { today } from '../supervision/acts.ts'
import * as store from './store.ts'
import { inOrder, type PlanNode, targetIn } from './tree.ts'

const everyMs = 60_000

/** SHA-256 over the nodes in their order: what was approved, word for word. */
export function contentHashOf(nodes: readonly PlanNode[]): string {
  const plain = inOrder(nodes).map(({ depth: _, place: _place, ...one }) => one)
  return createHash('sha256').update(JSON.stringify(plain)).digest('hex')
}

/**
 * A version comes in force: it replaces the one of its document, and tasks, bodies and targets follow it.
 * What was issued under the former stays under it.
 */
export async function bringInForce(ctx: Ctx, plan: store.PlanVersionRow): Promise<void> {
  const day = today(ctx)
  const former = await store.planInForce(ctx.sql, plan.document)
  if (former && former.id !== plan.id) {
    const replaced = { state: 'replaced', inForceUntil: day, replacedBy: plan.id } as const
    await store.movePlanTo(ctx.sql, former.id, replaced, ctx.now)
    await notePlan(ctx, former, 'replaced', plan.note)
  }
  await store.movePlanTo(ctx.sql, plan.id, { state: 'inForce', inForceFrom: day }, ctx.now)
  await notePlan(ctx, plan, 'inForce', null)
  await project(ctx, plan.id)
}

/** Tasks, bodies and targets as the version says them. */
export async function project(ctx: Ctx, planId: string): Promise<void> {
  await store.projectTasks(ctx.sql, planId)
  const year = Number(today(ctx).slice(0, 4))
  for (const { goalKey, targets } of await store.nodesOf(ctx.sql, planId)) {
    const target = targetIn(targets, year)
    if (goalKey === null || target === null) continue
    const dueOn = `${target.year}-12-31`
    await store.setGoalTarget(ctx.sql, goalKey, { target: target.value, dueOn })
  }
}

/** Notes what was done in the version’s own trail and in the audit. */
export async function notePlan(
  ctx: Ctx,
  plan: Pick<store.PlanVersionRow, 'id'>,
  action: string,
  comment: string | null,
): Promise<void> {
  const personName = ctx.caller.personName ?? ''
  await store.insertPlanEvent(ctx.sql, plan.id, { at: ctx.now, personName, action, comment })
  await ctx.audit({
    action: `governance.plan.${action}`,
    subject: 'governance.plan',
    subjectId: plan.id,
    organisationId: ctx.caller.organisationId,
    ...(comment ? { reason: comment } : {}),
  })
}

/** Versions whose day has come, in the order of their days. */
export function startForcing(house: House): () => Promise<void> {
  return startRounds(house.log, { everyMs, failed: 'plans', isAtOnce: true, round: () => forceDue(house) })
}

export function forceDue(house: House): Promise<void> {
  return house.act(systemCaller, async (ctx) => {
    for (const plan of await store.duePlans(ctx.sql, today(ctx))) await bringInForce(ctx, plan)
  })
}

/** What a region gives of its plan as a tree. */
export type RegionTree = {
  document: string
  titleZh: string
  titleEn: string
  note: string
  nodes: readonly PlanNode[]
}

/**
 * The region’s plan as the first version. A region whose file has changed since gives the next one, as long
 * as nobody has brought a version of their own in force.
 */
export async function keepRegionTree(ctx: Ctx, tree: RegionTree): Promise<void> {
  const hash = contentHashOf(tree.nodes)
  const inForce = await store.planInForce(ctx.sql, tree.document)
  if (inForce && (!inForce.isFromRegion || inForce.contentHash === hash)) return project(ctx, inForce.id)
  const number = await store.nextPlanNumber(ctx.sql, tree.document)
  if (!inForce && number > 1) return
  const id = ctx.newId()
  const { document, titleZh, titleEn, note } = tree
  const about = { basedOn: inForce?.id ?? null, draftedBy: null, draftedByName: '', isFromRegion: true }
  await store.insertPlan(ctx.sql, { id, document, number, titleZh, titleEn, note, ...about }, ctx.now)
  for (const node of tree.nodes) await store.putNode(ctx.sql, id, node)
  await store.movePlanTo(ctx.sql, id, { state: 'approved', contentHash: hash }, ctx.now)
  const plan = await store.planById(ctx.sql, id, { withDrafts: true })
  if (plan) await bringInForce(ctx, plan)
}
