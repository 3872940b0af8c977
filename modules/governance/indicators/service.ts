import { buffer } from 'node:stream/consumers'
import { Fault } from '@ronghe/kit/errors'
import { mediaTypeOf } from '@ronghe/kit/files'
import type { Ctx, Service } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import type { governance } from '../contract.ts'
import { listDepartments } from '../store.ts'
import { today } from '../supervision/acts.ts'
import { rulesOf } from '../supervision/store/trail.ts'
import { type GoalLightInput, goalLight } from '../wall/light.ts'
import { namedParts } from './parts-shown.ts'
import { lastDayOf } from './periods.ts'
import * as store from './store.ts'

type Routes = Pick<
  Service<typeof governance>,
  | 'indicators'
  | 'makeIndicator'
  | 'changeIndicator'
  | 'goalCities'
  | 'setCityTarget'
  | 'reports'
  | 'report'
  | 'decideReport'
  | 'reportFile'
>

/** How goals are measured, and the reports of bodies. */
export const indicators: Routes = {
  async indicators(ctx, { query }) {
    const { rows, total } = await store.listIndicators(ctx.sql, query)
    return { rows: rows.map(({ organisationId: _, ...row }) => row), total }
  },

  async makeIndicator(ctx, { body }) {
    const { key, ...values } = body
    await mustKnowBody(ctx, values.reportDepartment)
    if (!(await store.insertIndicator(ctx.sql, key, valuesOf(values), ctx.now)))
      throw new Fault('governance.indicator.taken', {}, [
        { field: 'key', rule: 'fault.governance.indicator.taken' },
      ])
    await note(ctx, 'made', key, null, values)
    return { done: true }
  },

  async changeIndicator(ctx, { params, body }) {
    const before = await indicatorAt(ctx, params.goalKey)
    await mustKnowBody(ctx, body.reportDepartment)
    if (before.evidence !== null && body.reportDepartment !== undefined)
      throw new Fault('governance.indicator.evidenced', {}, [
        { field: 'reportDepartment', rule: 'fault.governance.indicator.evidenced' },
      ])
    await store.updateIndicator(ctx.sql, params.goalKey, valuesOf(body), ctx.now)
    await note(ctx, 'changed', params.goalKey, before, body)
    return { done: true }
  },

  async goalCities(ctx, { params }) {
    const { direction } = await indicatorAt(ctx, params.goalKey)
    const targets = new Map(
      (await store.cityTargets(ctx.sql, params.goalKey)).map((one) => [one.regionCode, one]),
    )
    const reached = await store.cityReachedDays(ctx.sql)
    const { goalWarnPercent } = await rulesOf(ctx.sql)
    const divisions = new Map((await ctx.read(registry).regions({})).rows.map((one) => [one.code, one]))
    const rows = await store.citiesOfGoal(ctx.sql, params.goalKey)
    return {
      rows: rows.map((one) => ({
        ...one,
        nameZh: divisions.get(one.code)?.nameZh ?? one.code,
        nameEn: divisions.get(one.code)?.nameEn ?? one.code,
        ...cityLight(one, targets.get(one.code), {
          ...{ direction, today: today(ctx), goalWarnPercent },
          reachedOn: reached.get(`${params.goalKey} ${one.code}`) ?? null,
        }),
      })),
    }
  },

  async setCityTarget(ctx, { params, body }) {
    await indicatorAt(ctx, params.goalKey)
    const { rows } = await ctx.read(registry).regions({})
    if (!rows.some((one) => one.code === params.regionCode && one.level === 'city'))
      throw new Fault('governance.region.unknown')
    const one = { goalKey: params.goalKey, regionCode: params.regionCode, ...body }
    await store.setCityTarget(ctx.sql, one, ctx.caller.personName ?? '', ctx.now)
    await note(ctx, 'cityTarget', params.goalKey, null, one)
    return { done: true }
  },

  async reports(ctx, { query }) {
    const { rows, total } = await store.listReports(ctx.sql, query)
    const parts = await namedParts(
      ctx,
      rows.map(({ id }) => id),
    )
    return { rows: rows.map((row) => ({ ...shownReport(ctx, row), parts: parts.get(row.id) ?? [] })), total }
  },

  async report(ctx, { params, query }) {
    const goal = await indicatorAt(ctx, params.goalKey)
    const { organisationId } = ctx.caller
    if (goal.reportDepartment === null) throw new Fault('governance.report.notAsked')
    if (organisationId === null || goal.organisationId !== organisationId)
      throw new Fault('governance.report.notOurs')
    const periodEndsOn = lastDayOf(goal.frequency, query.period)
    if (periodEndsOn === null) throw badPeriod('governance.report.period')
    if (periodEndsOn >= `${Number(today(ctx).slice(0, 4)) + 1}-01-01`)
      throw badPeriod('governance.report.ahead')
    const file = await ctx.upload()
    const fileHash = await ctx.house.files.put(file.content)
    const id = ctx.newId()
    const { period, value, note: text } = query
    const about = { fileHash, fileName: file.name.slice(0, 200), mediaType: mediaTypeOf(file.content) }
    const by = { reportedBy: ctx.caller.personId, reportedByName: ctx.caller.personName ?? '' }
    const of = {
      ...{ goalKey: goal.key, departmentCode: goal.reportDepartment, organisationId },
      isSample: false,
    }
    const one = { id, ...of, ...about, ...by, period, periodEndsOn, value, note: text }
    if (!(await store.insertReport(ctx.sql, one, ctx.now))) throw badPeriod('governance.report.twice')
    await note(ctx, 'reported', goal.key, null, { period, value, fileHash })
    const blanks = { title: goal.titleZh, period }
    const link = `/governance/goals/${goal.key}?tab=reports`
    await tell(
      ctx,
      { organisationId, may: 'governance.approve' },
      'governance.notice.reportSent',
      blanks,
      link,
    )
    return { id }
  },

  async decideReport(ctx, { params, body }) {
    const report = await reportAt(ctx, params.reportId)
    if (report.reportedBy === ctx.caller.personId) throw new Fault('governance.item.ownDraft')
    if (body.decision === 'return' && !body.comment) throw new Fault('governance.item.commentNeeded')
    const state = body.decision === 'accept' ? 'accepted' : 'returned'
    const by = ctx.caller.personName ?? ''
    const decision = { state, by, comment: body.comment ?? null, version: body.version } as const
    if (!(await store.decideReport(ctx.sql, report.id, decision, ctx.now)))
      throw new Fault('governance.item.changedSince')
    await note(ctx, state, report.goalKey, null, { period: report.period, value: report.value })
    const word = `governance.notice.report${state === 'accepted' ? 'Accepted' : 'Returned'}`
    const blanks = { title: report.goalZh, period: report.period }
    const link = `/governance/goals/${report.goalKey}?tab=reports`
    const to = { organisationId: report.organisationId, may: 'governance.handle' }
    await tell(ctx, to, word, blanks, link)
    return { done: true }
  },

  async reportFile(ctx, { params }) {
    const report = await reportAt(ctx, params.reportId)
    const content = await buffer(await ctx.house.files.read(report.fileHash))
    return { name: report.fileName, mediaType: report.mediaType, content }
  },
}

type LightBy = Omit<GoalLightInput, 'value' | 'target' | 'dueOn' | 'base'> & { goalWarnPercent: number }

/** A city's light against its own target; none without one. */
function cityLight(
  { evidenced, declared }: { evidenced: number | null; declared: number | null },
  of: store.CityTarget | undefined,
  { goalWarnPercent, ...by }: LightBy,
) {
  if (!of) return { target: null, dueOn: null, light: null }
  const { target, dueOn } = of
  const { light } = goalLight(
    { ...by, value: evidenced ?? declared, target, dueOn, base: null },
    goalWarnPercent,
  )
  return { target, dueOn, light }
}

type Values = Parameters<Routes['changeIndicator']>[1]['body']

function valuesOf(body: Values): store.IndicatorValues {
  const { target, baseValue, baseOn, reportDepartment, ...rest } = body
  return {
    ...rest,
    ...{ target: target ?? null, baseValue: baseValue ?? null, baseOn: baseOn ?? null },
    reportDepartment: reportDepartment ?? null,
  }
}

async function indicatorAt(ctx: Ctx, key: string): Promise<store.IndicatorRow> {
  const [row] = (await store.listIndicators(ctx.sql, { key })).rows
  if (!row) throw new Fault('governance.goal.unknown')
  return row
}

async function reportAt(ctx: Ctx, id: string): Promise<store.ReportRow> {
  const [row] = (await store.listReports(ctx.sql, { id })).rows
  if (!row) throw new Fault('kit.notFound')
  return row
}

async function mustKnowBody(ctx: Ctx, code: string | undefined): Promise<void> {
  if (code === undefined || (await listDepartments(ctx.sql, null)).some((one) => one.code === code)) return
  const rule = 'fault.governance.department.unknown'
  throw new Fault('governance.department.unknown', {}, [{ field: 'reportDepartment', rule }])
}

function badPeriod(code: 'governance.report.period' | 'governance.report.ahead' | 'governance.report.twice') {
  return new Fault(code, {}, [{ field: 'period', rule: `fault.${code}` }])
}

async function note(ctx: Ctx, action: string, key: string, before: unknown, after: unknown): Promise<void> {
  await ctx.audit({
    action: `governance.indicator.${action}`,
    subject: 'governance.goal',
    subjectId: key,
    organisationId: ctx.caller.organisationId,
    ...(before ? { before } : {}),
    after,
  })
}

async function tell(
  ctx: Ctx,
  to: { organisationId: string; may: string },
  word: string,
  blanks: Record<string, string>,
  link: string,
): Promise<void> {
  await ctx.notify({ to, word, blanks, link })
}

function shownReport(ctx: Ctx, row: store.ReportRow) {
  const { organisationId, mediaType: _type, reportedBy: _by, unitCode: _unit, reportedAt, ...report } = row
  return {
    ...report,
    isMine: organisationId === ctx.caller.organisationId,
    reportedAt: reportedAt.toISOString(),
  }
}
