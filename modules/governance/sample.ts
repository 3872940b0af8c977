import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { dayIn, regionZone } from '@ronghe/kit/working-days'
import { registry } from '@ronghe/registry/contract'
import { planOfTask, setItemPlan } from './plan/store.ts'
import { assignDepartment } from './store.ts'
import { itemStates, movePart, type PartAction } from './supervision/steps.ts'
import * as items from './supervision/store/items.ts'

/** Sample items of supervision; days count from when they are loaded. */
export type SampleSupervision = {
  /** Credit codes of who supervises and of who acts for the bodies of the plan. */
  supervisor: string
  bodies: readonly { department: string; creditCode: string }[]
  person: string
  items: readonly {
    title: string
    titleEn: string
    text: string
    task: string
    goal: string | null
    isUrgent: boolean
    state: string
    issuedDaysAgo: number
    dueInDays: number
    parts: readonly { department: string; acts: readonly SampleAct[] }[]
  }[]
}
type SampleAct = { action: string; daysAgo: number; comment?: string; explanation?: string }

const dayMs = 86_400_000

/** Loads the sample once; where there is an item already, nothing. All in one transaction. */
export function loadSample(house: House, sample: SampleSupervision): Promise<void> {
  return house.act(systemCaller, async (ctx) => {
    for (const { department, creditCode } of sample.bodies)
      await assignDepartment(ctx.sql, department, await organisationOf(ctx, creditCode))
    const { total } = await items.listItems(ctx.sql, { pageSize: 1 }, null)
    if (total > 0) return
    const organisationId = await organisationOf(ctx, sample.supervisor)
    for (const one of sample.items) await loadItem(ctx, sample.person, organisationId, one)
  })
}

async function organisationOf(ctx: Ctx, creditCode: string): Promise<string> {
  const { rows } = await ctx.read(registry).organisations({ query: { q: creditCode } })
  if (!rows[0]) throw new Error(`the sample names an unknown organisation ${creditCode}`)
  return rows[0].id
}

async function loadItem(
  ctx: Ctx,
  person: string,
  organisationId: string,
  one: SampleSupervision['items'][number],
): Promise<void> {
  const ago = (days: number) => new Date(ctx.now.getTime() - days * dayMs)
  const dayAgo = (days: number) => dayIn(ago(days), regionZone)
  const { title, titleEn, text, isUrgent } = one
  const id = ctx.newId()
  const number = await items.nextNumber(ctx.sql, dayAgo(0).slice(0, 4))
  const about = {
    taskKey: one.task,
    goalKey: one.goal,
    draftedBy: null,
    draftedByName: person,
    isSample: true,
  }
  const dueOn = dayAgo(-one.dueInDays)
  const drafted = ago(one.issuedDaysAgo + 1)
  await items.insertItem(
    ctx.sql,
    { id, organisationId, number, title, titleEn, text, isUrgent, dueOn, ...about },
    drafted,
  )
  await setItemPlan(ctx.sql, id, await planOfTask(ctx.sql, one.task))
  const codes = one.parts.map((part) => part.department)
  if (!(await items.setParts(ctx.sql, id, codes, dueOn))) throw new Error(`unknown body in sample ${title}`)
  const note = (act: SampleAct, departmentCode: string | null) =>
    items.insertEvent(
      ctx.sql,
      {
        ...{ id: ctx.newId(), itemId: id, departmentCode, personId: null, personName: person },
        ...{ action: act.action, comment: act.comment ?? null, explanation: act.explanation ?? null },
        ...{ isOnBehalf: false, figure: null },
      },
      ago(act.daysAgo),
    )
  await note({ action: 'draft', daysAgo: one.issuedDaysAgo + 1 }, null)
  await note({ action: 'submit', daysAgo: one.issuedDaysAgo + 1 }, null)
  const state = itemStates.find((name) => name === one.state) ?? 'drafted'
  await items.moveItemTo(ctx.sql, id, state, ago(one.issuedDaysAgo))
  if (state === 'submitted') return
  await note({ action: 'approve', daysAgo: one.issuedDaysAgo }, null)
  await note({ action: 'issue', daysAgo: one.issuedDaysAgo }, null)
  for (const part of await items.partsOf(ctx.sql, id)) {
    const acts = one.parts.find(({ department }) => department === part.departmentCode)?.acts ?? []
    let at = part.state
    for (const act of [{ action: 'issue', daysAgo: one.issuedDaysAgo }, ...acts]) {
      const next = movePart('running', at, act.action as PartAction)
      if (next === null) throw new Error(`${act.action} does not fit in sample ${title}`)
      at = next
      await items.movePartTo(ctx.sql, part, next, dayAgo(act.daysAgo))
      if (act.action !== 'issue') await note(act, part.departmentCode)
    }
  }
}
