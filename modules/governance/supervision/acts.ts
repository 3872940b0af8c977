import { Fault } from '@ronghe/kit/errors'
import type { Ctx } from '@ronghe/kit/module'
import { dayIn, regionZone, type WorkingCalendar, workingCalendar } from '@ronghe/kit/working-days'
import { registry } from '@ronghe/registry/contract'
import { goalFigures } from '../figures.ts'
import { listGoals } from '../store.ts'
import { lightOf } from './light.ts'
import type { ItemListRow, PartRow } from './rows.ts'
import * as store from './store/items.ts'
import * as trail from './store/trail.ts'

/** The item in the version that was seen, held until this transaction ends. */
export async function itemAt(ctx: Ctx, itemId: string, version: number | null): Promise<ItemListRow> {
  const item = await store.itemById(ctx.sql, itemId, version !== null)
  if (!item) throw new Fault('governance.item.unknown')
  if (version !== null && item.version !== version) throw new Fault('governance.item.changedSince')
  return item
}

export function mustSupervise(ctx: Ctx, item: ItemListRow): void {
  if (item.organisationId !== ctx.caller.organisationId) throw new Fault('governance.item.notOurs')
}

/** Notes what was done in the item's own trail and in the audit. */
export async function noteAct(
  ctx: Ctx,
  item: Pick<ItemListRow, 'id' | 'goalKey' | 'organisationId'>,
  one: {
    action: string
    departmentCode?: string
    comment?: string | undefined
    explanation?: string | undefined
    isOnBehalf?: boolean
  },
): Promise<void> {
  const shows = one.action === 'progress' || one.action === 'report'
  await store.insertEvent(
    ctx.sql,
    {
      id: ctx.newId(),
      itemId: item.id,
      departmentCode: one.departmentCode ?? null,
      personId: ctx.caller.personId,
      personName: ctx.caller.personName ?? '',
      action: one.action,
      comment: one.comment ?? null,
      explanation: one.explanation ?? null,
      isOnBehalf: one.isOnBehalf ?? false,
      figure: shows ? await figureOf(ctx, item.goalKey) : null,
    },
    ctx.now,
  )
  await ctx.audit({
    action: `governance.item.${one.action}`,
    subject: 'governance.item',
    subjectId: item.id,
    organisationId: ctx.caller.organisationId,
    after: one,
    ...(one.comment ? { reason: one.comment } : {}),
  })
}

/** The goal's figures as they are now, so that progress is told by records and not by words alone. */
async function figureOf(ctx: Ctx, goalKey: string | null): Promise<unknown> {
  if (goalKey === null) return null
  const goal = (await listGoals(ctx.sql, null)).find((one) => one.key === goalKey)
  if (!goal) return null
  const { evidenced, declared } = await goalFigures(ctx, goal)
  return { evidenced, declared }
}

export function today(ctx: Pick<Ctx, 'now'>): string {
  return dayIn(ctx.now, regionZone)
}

const calendarDaysMax = 200

/** Holidays and worked weekends of the years around now. */
export async function calendarOf(ctx: Ctx): Promise<WorkingCalendar> {
  const days = []
  for (let page = 1; ; page++) {
    const { rows } = await ctx.read(registry).calendarDays({
      query: { page, pageSize: calendarDaysMax, from: `${ctx.now.getUTCFullYear() - 2}-01-01` },
    })
    days.push(...rows)
    if (rows.length < calendarDaysMax) return workingCalendar(days)
  }
}

/** Computes the light of each part anew and keeps those that changed; answers them. */
export async function keepLights(ctx: Ctx, parts: readonly PartRow[]): Promise<PartRow[]> {
  const [rules, calendar] = [await trail.rulesOf(ctx.sql), await calendarOf(ctx)]
  const changed: PartRow[] = []
  for (const part of parts) {
    const { light } = lightOf({ ...part, today: today(ctx) }, rules, calendar)
    if (light === part.light) continue
    await trail.setLight(ctx.sql, part, light, today(ctx), ctx.now)
    changed.push({ ...part, light })
  }
  return changed
}

/** The path of an item's page. */
export function itemPage(itemId: string): string {
  return `/governance/items/${itemId}`
}

/** Tells those who handle a part; nobody where the body is not on the platform. */
export async function tellDepartment(
  ctx: Ctx,
  item: Pick<ItemListRow, 'id' | 'number' | 'title'>,
  part: Pick<PartRow, 'organisationId'>,
  word: string,
  more: Record<string, string> = {},
): Promise<void> {
  if (part.organisationId === null) return
  await ctx.notify({
    to: { organisationId: part.organisationId, may: 'governance.handle' },
    word,
    blanks: { number: item.number, title: item.title, ...more },
    link: itemPage(item.id),
  })
}

/** Tells the supervisors, or the leaders, of the body that supervises. */
export async function tellSupervisor(
  ctx: Ctx,
  item: Pick<ItemListRow, 'id' | 'number' | 'title' | 'organisationId'>,
  may: 'governance.supervise' | 'governance.approve',
  word: string,
  more: Record<string, string> = {},
): Promise<void> {
  await ctx.notify({
    to: { organisationId: item.organisationId, may },
    word,
    blanks: { number: item.number, title: item.title, ...more },
    link: itemPage(item.id),
  })
}
