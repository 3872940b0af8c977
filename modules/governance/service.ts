import { factory } from '@ronghe/factory/contract'
import type { Figure } from '@ronghe/kit/contract'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import { appealFiles } from './appraisal/appeal-files.ts'
import { appraisalResults } from './appraisal/results.ts'
import { appraisals } from './appraisal/service.ts'
import { breakdown } from './breakdown/service.ts'
import type { governance } from './contract.ts'
import { desk } from './desk/service.ts'
import { goalFigures, type Reads, readsOf } from './figures.ts'
import { applications } from './funds/applications.ts'
import { decisions } from './funds/decisions.ts'
import { entryProofs } from './funds/entry-evidence.ts'
import { hits } from './funds/hits.ts'
import { movements } from './funds/movements.ts'
import { payments } from './funds/payments.ts'
import { programmes } from './funds/programmes.ts'
import { publication } from './funds/publication.ts'
import { returns } from './funds/returns.ts'
import { reviews } from './funds/reviews.ts'
import { statements } from './funds/statements.ts'
import { reportParts } from './indicators/parts.ts'
import { indicators } from './indicators/service.ts'
import { library } from './library/service.ts'
import { packs } from './packs/service.ts'
import { plans } from './plan/service.ts'
import { maySeeFirms } from './policy.ts'
import type { GoalRow, TaskRow } from './rows.ts'
import * as store from './store.ts'
import { proofOf, summaryFigures } from './summary.ts'
import { itemParts } from './supervision/parts.ts'
import { supervision } from './supervision/service.ts'
import { wall } from './wall/service.ts'

/** One function a route, in the contract's order. */
export const service: Service<typeof governance> = {
  async overview(ctx, { query }) {
    const { region } = await ctx.read(registry).me({})
    const divisions = (await ctx.read(registry).regions({})).rows
    const code = query.region ?? region?.code
    const here = divisions.find((one) => one.code === code)
    if (!here) throw new Fault('governance.region.unknown')
    const { total, rows, at, isSample } = await ctx
      .read(factory)
      .machinesByRegion({ query: { ...query, region: here.code } })
    const { at: _at, ...spread } = await ctx
      .read(factory)
      .oeeSpread({ query: { region: here.code, days: 7 } })
    const tiles = await store.tilesByRegion(ctx.sql)
    return {
      code: here.code,
      nameZh: here.nameZh,
      nameEn: here.nameEn,
      parentCode: here.parentCode,
      level: here.level as 'province',
      isSample,
      at,
      total,
      ...summaryFigures(total, at, proofOf(ctx.caller, here.code, query.isKey)),
      oee: {
        ...spread,
        mean: openTo(ctx, here.code, spread.mean),
        meanAvailability: openTo(ctx, here.code, withHours(spread.meanAvailability)),
      },
      divisions: rows.flatMap((machines) => {
        const division = divisions.find((one) => one.code === machines.key)
        if (!division) return []
        const { nameZh, nameEn } = division
        return [{ code: division.code, nameZh, nameEn, machines, tiles: tiles.get(division.code) ?? [] }]
      }),
    }
  },

  firms: (ctx, { query }) => ctx.read(factory).machinesByFirm({ query }),

  async goals(ctx, { query }) {
    const all = await store.listGoals(ctx.sql, likeOf(query.q))
    // One after another: rooms read with a reach of their own, which is the whole transaction's meanwhile.
    const reads = await readsOf(ctx)
    const rows = []
    for (const goal of paged(all, query)) rows.push(await shownGoal(ctx, goal, reads))
    return { rows, total: all.length }
  },

  async goal(ctx, { params }) {
    const goal = (await store.listGoals(ctx.sql, null)).find((one) => one.key === params.goalKey)
    if (!goal) throw new Fault('governance.goal.unknown')
    return { goal: await shownGoal(ctx, goal), course: await store.courseOf(ctx.sql, goal.key) }
  },

  async tasks(ctx, { query }) {
    const all = await store.listTasks(ctx.sql, likeOf(query.q), query.department ?? null)
    return { rows: paged(all, query).map(shownTask), total: all.length }
  },

  async departments(ctx, { query }) {
    const all = await store.listDepartments(ctx.sql, likeOf(query.q))
    return { rows: paged(all, query), total: all.length }
  },

  async assignDepartment(ctx, { params, body }) {
    const organisationId = body.organisationId ?? null
    if (organisationId !== null) {
      const found = await ctx
        .read(registry)
        .organisation({ params: { organisationId } })
        .catch(() => null)
      if (found?.kind !== 'government') {
        const rule = 'fault.governance.organisation.unknown'
        throw new Fault('governance.organisation.unknown', {}, [{ field: 'organisationId', rule }])
      }
    }
    if (!(await store.assignDepartment(ctx.sql, params.departmentCode, organisationId)))
      throw new Fault('kit.notFound')
    await ctx.audit({
      action: 'governance.department.assigned',
      subject: 'governance.department',
      subjectId: params.departmentCode,
      organisationId,
      after: { organisationId },
    })
    return { done: true }
  },

  ...breakdown,
  ...wall,
  ...plans,
  ...indicators,
  ...reportParts,
  ...desk,
  ...appraisals,
  ...appraisalResults,
  ...appealFiles,
  ...packs,
  ...supervision,
  ...itemParts,
  ...programmes,
  ...applications,
  ...statements,
  ...entryProofs,
  ...reviews,
  ...decisions,
  ...payments,
  ...movements,
  ...hits,
  ...returns,
  ...publication,
  ...library,
}

/** Days of machines are for who sees the firms; for all others the spread without names (G4). */
function openTo(ctx: Ctx, regionCode: string, figure: Figure): Figure {
  return maySeeFirms(ctx.caller, regionCode) ? figure : { ...figure, proof: proofOf(ctx.caller, regionCode) }
}

/** Production hours over planned hours, named as such. */
function withHours(figure: Figure): Figure {
  const { numerator, denominator } = figure
  if (figure.value === null || numerator === undefined || denominator === undefined) return figure
  return { ...figure, method: { key: 'governance.method.hours', values: { numerator, denominator } } }
}

async function shownGoal(ctx: Ctx, goal: GoalRow, reads?: Reads) {
  const { unitCode: _code, unitZh, unitEn, quoteZh: _quote, evidence: _evidence, proof, ...rest } = goal
  const { evidenced, declared } = await goalFigures(ctx, goal, reads)
  const schemes = proof && 'certificates' in proof ? proof.certificates : []
  return { ...rest, unit: ctx.caller.locale === 'zh' ? unitZh : unitEn, evidenced, declared, schemes }
}

function shownTask({ departments, ...task }: TaskRow) {
  const [lead, ...partners] = departments
  if (!lead) throw new Error(`task ${task.key} has no lead department`)
  return { ...task, lead, partners }
}

function likeOf(text: string | undefined): string | null {
  return text ? `%${text.replace(/[\\%_]/g, '\\$&')}%` : null
}

function paged<T>(all: readonly T[], query: { page?: number; pageSize?: number }): T[] {
  const { page = 1, pageSize = 20 } = query
  return all.slice((page - 1) * pageSize, page * pageSize)
}
