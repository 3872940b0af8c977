import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { governance } from '../contract.ts'
import { planOfTask, setItemPlan } from '../plan/store.ts'
import {
  calendarOf,
  itemAt,
  keepLights,
  mustSupervise,
  noteAct,
  tellDepartment,
  tellSupervisor,
  today,
} from './acts.ts'
import { dutiesOf } from './duties.ts'
import type { ItemListRow } from './rows.ts'
import { shownDetail, shownItem, shownRecord } from './shown.ts'
import { type ItemAction, moveItem, movePart } from './steps.ts'
import * as store from './store/items.ts'
import * as trail from './store/trail.ts'

type Routes = Pick<
  Service<typeof governance>,
  | 'items'
  | 'item'
  | 'draftItem'
  | 'changeItem'
  | 'superviseItem'
  | 'decideItem'
  | 'waiting'
  | 'comparison'
  | 'supervisionRules'
  | 'changeSupervisionRules'
>

/** The item as a whole: draft, approval, issue, close; lists and rules. */
export const supervision: Routes = {
  async items(ctx, { query }) {
    const { isMine, ...filter } = query
    const { rows, total } = await store.listItems(ctx.sql, filter, isMine ? dutiesOf(ctx) : null)
    return { rows: rows.map(shownItem), total }
  },

  async item(ctx, { params }) {
    const item = await itemAt(ctx, params.itemId, null)
    return shownDetail(ctx, item, await trail.rulesOf(ctx.sql), await calendarOf(ctx))
  },

  async draftItem(ctx, { body }) {
    const { organisationId, personId, personName } = ctx.caller
    if (!organisationId) throw new Fault('kit.forbidden')
    mustBeAhead(ctx, body.dueOn)
    const id = ctx.newId()
    const number = await store.nextNumber(ctx.sql, today(ctx).slice(0, 4))
    const drafted = { draftedBy: personId, draftedByName: personName ?? '', isSample: false }
    await store.insertItem(ctx.sql, { ...valuesOf(body), ...drafted, id, organisationId, number }, ctx.now)
    await setItemPlan(ctx.sql, id, await planOfTask(ctx.sql, body.taskKey ?? null))
    await keepParts(ctx, id, body.departments, body.dueOn)
    await noteAct(ctx, { id, goalKey: null, organisationId }, { action: 'draft' })
    return { id, number }
  },

  async changeItem(ctx, { params, body }) {
    const item = await itemAt(ctx, params.itemId, body.version)
    mustSupervise(ctx, item)
    if (item.state !== 'drafted') throw new Fault('governance.item.notNow')
    mustBeAhead(ctx, body.dueOn)
    await store.changeItem(ctx.sql, item.id, valuesOf(body))
    await keepParts(ctx, item.id, body.departments, body.dueOn)
    await store.moveItemTo(ctx.sql, item.id, 'drafted', ctx.now)
    await noteAct(ctx, item, { action: 'change' })
    return { done: true }
  },

  async superviseItem(ctx, { params, body }) {
    const { action, comment, version } = body
    const item = await itemAt(ctx, params.itemId, version)
    mustSupervise(ctx, item)
    if (action === 'withdraw' && !comment) throw new Fault('governance.item.commentNeeded')
    await move(ctx, item, action)
    await noteAct(ctx, item, { action, comment })
    if (action === 'submit') {
      await tellSupervisor(ctx, item, 'governance.approve', 'governance.notice.submitted')
    }
    if (action === 'issue') {
      // From now on it stands under the version in force on the day of its issue.
      await setItemPlan(ctx.sql, item.id, await planOfTask(ctx.sql, item.taskKey))
      await issueParts(ctx, item)
    }
    return { done: true }
  },

  async decideItem(ctx, { params, body }) {
    const item = await itemAt(ctx, params.itemId, body.version)
    mustSupervise(ctx, item)
    if (item.draftedBy === ctx.caller.personId) throw new Fault('governance.item.ownDraft')
    const action = body.decision === 'approve' ? 'approve' : 'returnDraft'
    if (action === 'returnDraft' && !body.comment) throw new Fault('governance.item.commentNeeded')
    await move(ctx, item, action)
    await noteAct(ctx, item, { action, comment: body.comment })
    const word = `governance.notice.${action === 'approve' ? 'approved' : 'returned'}`
    await tellSupervisor(ctx, item, 'governance.supervise', word, { comment: body.comment ?? '' })
    return { done: true }
  },

  async waiting(ctx) {
    const rows = await store.countWaiting(ctx.sql, dutiesOf(ctx))
    return { rows: rows.map(({ step, count }) => ({ step: step as 'item', count })) }
  },

  async comparison(ctx, { query }) {
    const { rows, total } = await trail.recordsOf(ctx.sql, query)
    return { rows: rows.map((row) => shownRecord(ctx, row, query)), total }
  },

  supervisionRules: (ctx) => trail.rulesOf(ctx.sql),

  async changeSupervisionRules(ctx, { body }) {
    const before = await trail.rulesOf(ctx.sql)
    await trail.setRules(ctx.sql, { ...before, ...body })
    await ctx.audit({
      action: 'governance.supervisionRules.changed',
      subject: 'governance.supervisionRules',
      subjectId: 'supervision',
      organisationId: null,
      before,
      after: body,
    })
    return { done: true }
  },
}

type Draft = {
  title: string
  titleEn?: string
  text: string
  dueOn: string
  isUrgent?: boolean
  taskKey?: string
  goalKey?: string
}

function valuesOf({ title, titleEn, text, dueOn, isUrgent, taskKey, goalKey }: Draft) {
  return {
    title,
    titleEn: titleEn ?? '',
    text,
    dueOn,
    isUrgent: isUrgent ?? false,
    taskKey: taskKey ?? null,
    goalKey: goalKey ?? null,
  }
}

function mustBeAhead(ctx: Ctx, dueOn: string): void {
  if (dueOn >= today(ctx)) return
  throw new Fault('governance.item.duePast', {}, [{ field: 'dueOn', rule: 'fault.governance.item.duePast' }])
}

async function keepParts(ctx: Ctx, itemId: string, codes: readonly string[], dueOn: string): Promise<void> {
  if (await store.setParts(ctx.sql, itemId, codes, dueOn)) return
  const rule = 'fault.governance.department.unknown'
  throw new Fault('governance.department.unknown', {}, [{ field: 'departments', rule }])
}

async function move(ctx: Ctx, item: ItemListRow, action: ItemAction): Promise<void> {
  const parts = await store.partsOf(ctx.sql, item.id)
  const next = moveItem(
    item.state,
    action,
    parts.map((one) => one.state),
  )
  if (next === null) throw new Fault('governance.item.notNow')
  await store.moveItemTo(ctx.sql, item.id, next, ctx.now)
}

/** Sends the notice to every department, whose time to sign begins. */
async function issueParts(ctx: Ctx, item: ItemListRow): Promise<void> {
  for (const part of await store.partsOf(ctx.sql, item.id)) {
    const next = movePart('running', part.state, 'issue')
    if (next === null) throw new Fault('governance.item.notNow')
    await store.movePartTo(ctx.sql, part, next, today(ctx))
    await tellDepartment(ctx, item, part, 'governance.notice.issued', { day: part.dueOn })
  }
  await keepLights(ctx, await store.partsOf(ctx.sql, item.id))
}
