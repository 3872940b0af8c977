import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { keepRegionTree } from './plan/force.ts'
import { type PlanData, treeOf } from './plan/region.ts'
import type { PlanRows } from './rows.ts'
import { keepPlan } from './store.ts'

export type { PlanData }

/** Brings the plan to the region's state; may run at every start. */
export function loadPlan(house: House, data: PlanData): Promise<void> {
  return house.act(systemCaller, async (ctx) => {
    await keepPlan(ctx.sql, rowsOf(data))
    const tree = treeOf(data)
    if (tree) await keepRegionTree(ctx, tree)
  })
}

function rowsOf({ departments, plan, cartogram }: PlanData): PlanRows {
  const bodies = [
    ...departments.departments.map((one) => ({ ...one, kind: 'department' as const, regionCode: null })),
    ...departments.groups.map((one) => ({ ...one, kind: 'group' as const, regionCode: null })),
    ...departments.cityGovernments.map((one) => ({ ...one, kind: 'city' as const, regionCode: one.region })),
  ]
  return {
    departments: bodies.map(({ code, name, kind, regionCode }, place) => ({
      code,
      place,
      nameZh: name.zh,
      nameEn: name.en,
      kind,
      regionCode,
    })),
    goals: plan.goals.map((one, place) => ({
      key: one.key,
      place,
      titleZh: one.title.zh,
      titleEn: one.title.en,
      target: one.target,
      unitCode: one.unit?.code ?? null,
      unitZh: one.unit?.name.zh ?? '',
      unitEn: one.unit?.name.en ?? '',
      dueOn: one.due,
      sourceClause: one.clause,
      quoteZh: one.quote.zh,
      evidence: one.evidence,
      proof: one.proof ?? null,
      reportDepartment: one.reportedBy ?? null,
      methodZh: one.computed.zh,
      methodEn: one.computed.en,
    })),
    tasks: plan.tasks.map((one, place) => ({
      key: one.id,
      place,
      titleZh: one.title.zh,
      titleEn: one.title.en,
      excerptZh: one.excerpt.zh,
      excerptEn: one.excerpt.en,
      planRows: [...one.rows],
      dueOn: one.due,
      departments: [one.lead, ...one.partners],
    })),
    tiles: cartogram.cities.flatMap(({ region, tiles }) =>
      tiles.map(([column, row]) => ({ regionCode: region, column, row })),
    ),
  }
}
