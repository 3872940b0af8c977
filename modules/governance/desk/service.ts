import { assess } from '@ronghe/assess/contract'
import { type Caller, holds } from '@ronghe/kit/auth'
import type { Ctx, Service } from '@ronghe/kit/module'
import { dayIn, regionZone } from '@ronghe/kit/working-days'
import { listAppeals } from '../appraisal/store/units.ts'
import type { governance } from '../contract.ts'
import { reviews } from '../funds/reviews.ts'
import { owedReports } from '../indicators/remind.ts'
import { listReports } from '../indicators/store.ts'
import { listPlans } from '../plan/store.ts'
import { dutiesOf } from '../supervision/duties.ts'
import { listItems } from '../supervision/store/items.ts'
import { doneBy, waitingApplications, waitingAppraisals } from './store.ts'

const rowsMax = 200
type Row = Awaited<ReturnType<Service<typeof governance>['desk']>>['rows'][number]

/** My tasks: each room is asked for what waits for the caller; nothing is kept twice. */
export const desk: Pick<Service<typeof governance>, 'desk' | 'deskDone'> = {
  async desk(ctx, { query }) {
    const found = [
      ...(await itemsOf(ctx)),
      ...(await plansOf(ctx)),
      ...(await reportsOf(ctx)),
      ...(await applicationsOf(ctx)),
      ...(await assessmentsOf(ctx)),
      ...(await appraisalsOf(ctx)),
    ]
    const text = query.q?.toLowerCase()
    const all = found
      .filter((one) => query.kind === undefined || one.kind === query.kind)
      .filter((one) => text === undefined || one.title.toLowerCase().includes(text))
      .toSorted((a, b) => rankOf(a).localeCompare(rankOf(b)))
    const { page = 1, pageSize = 20 } = query
    return { rows: all.slice((page - 1) * pageSize, page * pageSize), total: all.length }
  },

  async deskDone(ctx, { query }) {
    if (ctx.caller.personId === null) return { rows: [], total: 0 }
    const { rows, total } = await doneBy(ctx.sql, ctx.caller.personId, query)
    return {
      total,
      rows: rows.map(({ id, at, itemId, action, comment, ...one }) => ({
        ...{
          key: id,
          at: at.toISOString(),
          title: titleIn(ctx, one),
          action: ctx.t(`governance.event.${action}`),
          comment,
        },
        link: `/governance/items/${itemId}`,
      })),
    }
  },
}

const lightRank = { red: '0', yellow: '1', green: '2' } as const

/** Red before yellow before green, then by day; what has no day comes last. */
function rankOf({ light, dueOn, since }: Row): string {
  return `${light === null ? '2' : lightRank[light]} ${dueOn ?? '9999'} ${since}`
}

async function itemsOf(ctx: Ctx): Promise<Row[]> {
  if (!holds(ctx.caller, 'governance.read')) return []
  const { rows } = await listItems(ctx.sql, { pageSize: rowsMax }, dutiesOf(ctx))
  return rows.map((one) => ({
    ...{ key: `item ${one.id}`, kind: 'item', dueOn: one.dueOn },
    title: titleIn(ctx, { titleZh: one.title, titleEn: one.titleEn }),
    todo: ctx.t(`governance.value.step.${one.step ?? 'item'}`),
    light: one.light as Row['light'],
    ...{ since: one.updatedAt.toISOString(), link: `/governance/items/${one.id}` },
  }))
}

async function plansOf(ctx: Ctx): Promise<Row[]> {
  if (!holds(ctx.caller, 'governance.approve')) return []
  const { rows } = await listPlans(ctx.sql, { state: 'submitted', pageSize: rowsMax }, true)
  return rows
    .filter((one) => one.draftedBy !== ctx.caller.personId)
    .map((one) => ({
      ...{ key: `plan ${one.id}`, kind: 'plan', title: `${titleIn(ctx, one)} · ${one.number}`, dueOn: null },
      ...{ todo: ctx.t('governance.desk.approve'), light: null, since: one.updatedAt.toISOString() },
      link: `/governance/plans/${one.id}`,
    }))
}

async function reportsOf(ctx: Ctx): Promise<Row[]> {
  const { caller } = ctx
  const rows: Row[] = []
  if (holds(caller, 'governance.handle'))
    for (const one of await owedReports(ctx)) {
      if (one.organisationId === null || one.organisationId !== caller.organisationId) continue
      rows.push({
        ...{ key: `report ${one.key}`, kind: 'report', title: `${titleIn(ctx, one)} ${one.period}` },
        ...{ todo: ctx.t('governance.desk.report'), dueOn: one.dueOn, light: one.isLate ? 'red' : 'green' },
        ...{ since: ctx.now.toISOString(), link: `/governance/goals/${one.key}?tab=reports` },
      })
    }
  if (!holds(caller, 'governance.approve')) return rows
  const sent = (await listReports(ctx.sql, { state: 'reported', pageSize: rowsMax })).rows
  for (const one of sent.filter((report) => report.reportedBy !== caller.personId)) {
    const goal = titleIn(ctx, { titleZh: one.goalZh, titleEn: one.goalEn })
    rows.push({
      ...{ key: `decide ${one.id}`, kind: 'reportDecision', title: `${goal} ${one.period}` },
      ...{ todo: ctx.t('governance.desk.decideReport'), dueOn: null, light: null },
      since: one.reportedAt.toISOString(),
      link: `/governance/goals/${one.goalKey}?tab=reports`,
    })
  }
  return rows
}

async function applicationsOf(ctx: Ctx): Promise<Row[]> {
  const { caller } = ctx
  const paid = [
    ...(holds(caller, 'governance.fund') ? ['checked', 'reviewing', 'approved', 'completed'] : []),
    ...(holds(caller, 'governance.approve') ? ['noticed'] : []),
  ]
  const own = holds(caller, 'governance.apply') ? ['drafted'] : []
  const checked = holds(caller, 'governance.check') ? ['submitted'] : []
  const found =
    paid.length + own.length + checked.length === 0
      ? []
      : await waitingApplications(ctx.sql, caller.organisationId, { paid, own, checked })
  const rows = found.map((one) => ({
    ...{ key: `application ${one.id}`, kind: 'application' as const, title: `${one.number} ${one.title}` },
    ...{ todo: ctx.t(`governance.desk.application.${one.state}`), dueOn: one.noticeTo, light: null },
    ...{ since: one.updatedAt.toISOString(), link: `/governance/applications/${one.id}` },
  }))
  if (!holds(caller, 'governance.review')) return rows
  const mine = await reviews.myReviews(ctx, { params: {}, query: {}, body: undefined })
  const drawn = mine.rows.filter((one) => one.state === 'drawn')
  return [
    ...rows,
    ...drawn.map((one) => ({
      ...{ key: `review ${one.applicationId}`, kind: 'fundReview' as const, title: one.title },
      ...{ todo: ctx.t('governance.desk.review'), dueOn: null, light: null },
      ...{ since: ctx.now.toISOString(), link: '/governance/reviews' },
    })),
  ]
}

/** What waits in `assess`, asked through its contract. */
async function assessmentsOf(ctx: Ctx): Promise<Row[]> {
  const { caller } = ctx
  if (!holds(caller, 'assess.read')) return []
  const asked = runStates(caller)
  const rows: Row[] = []
  for (const { status, kind, todo } of asked) {
    const found = await ctx.read(assess).runs({ query: { status, pageSize: rowsMax } })
    const own = found.rows.filter(
      (one) => kind === 'runCheck' || one.organisationId === caller.organisationId,
    )
    for (const one of own)
      rows.push({
        ...{ key: `run ${one.id}`, kind, title: `${one.organisationName} ${titleIn(ctx, one)} ${one.year}` },
        ...{ todo: ctx.t(todo), dueOn: one.closesAt.slice(0, 10), light: null },
        ...{ since: one.submittedAt ?? ctx.now.toISOString(), link: `/assess/runs/${one.id}` },
      })
  }
  if (!holds(caller, 'assess.review')) return rows
  const drawn = (await ctx.read(assess).myReviews({ query: { pageSize: rowsMax } })).rows
  for (const one of drawn.filter((review) => review.status === 'drawn'))
    rows.push({
      ...{ key: `assessReview ${one.id}`, kind: 'assessReview', title: titleIn(ctx, one), dueOn: null },
      ...{ todo: ctx.t('governance.desk.review'), light: null, since: one.drawnAt, link: '/assess/reviews' },
    })
  return rows
}

/** Schemes and results for the leader, appeals to decide, and results a body may still appeal against. */
async function appraisalsOf(ctx: Ctx): Promise<Row[]> {
  const { caller } = ctx
  const approves = holds(caller, 'governance.approve')
  const found = await waitingAppraisals(ctx.sql, {
    ...{ organisationId: caller.organisationId, personId: caller.personId },
    ...{ approves, handles: holds(caller, 'governance.handle') },
    today: dayIn(ctx.now, regionZone),
  })
  const rows: Row[] = found.map((one) => ({
    ...{ key: `appraisal ${one.id}`, kind: 'appraisal', title: titleIn(ctx, one), dueOn: one.dueOn },
    ...{ todo: ctx.t(`governance.desk.appraisal.${one.todo}`), light: null },
    since: one.updatedAt.toISOString(),
    link: `/governance/appraisals/${one.id}${one.departmentCode ? `/units/${one.departmentCode}` : ''}`,
  }))
  if (!approves) return rows
  const open = (await listAppeals(ctx.sql, { isOpen: true, pageSize: rowsMax })).rows
  for (const one of open.filter((appeal) => appeal.madeBy !== caller.personId))
    rows.push({
      ...{ key: `appeal ${one.id}`, kind: 'appeal', title: `${one.nameZh} ${titleIn(ctx, one)}` },
      ...{ todo: ctx.t('governance.desk.appeal'), dueOn: null, light: null },
      ...{ since: one.madeAt.toISOString(), link: `/governance/appraisal-appeals?isOpen=true` },
    })
  return rows
}

function runStates(caller: Caller) {
  const fill = { kind: 'run', todo: 'governance.desk.fill' } as const
  return [
    ...(holds(caller, 'assess.fill')
      ? [
          { ...fill, status: 'draft' as const },
          { ...fill, status: 'returned' as const },
        ]
      : []),
    ...(holds(caller, 'assess.check')
      ? [{ kind: 'runCheck', todo: 'governance.desk.check', status: 'submitted' } as const]
      : []),
  ]
}

function titleIn(ctx: Ctx, one: { titleZh: string; titleEn: string } | { nameZh: string; nameEn: string }) {
  const [zh, en] = 'titleZh' in one ? [one.titleZh, one.titleEn] : [one.nameZh, one.nameEn]
  return ctx.caller.locale === 'zh' ? zh : en
}
