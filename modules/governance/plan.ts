import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import type { GoalProof } from './assessed.ts'
import type { PlanRows } from './rows.ts'
import { keepPlan } from './store.ts'

type Words = { zh: string; en: string }

/** What a region gives: its bodies, the plan with goals and tasks, and the cartogram of its cities. */
export type PlanData = {
  departments: {
    departments: readonly { code: string; name: Words }[]
    cityGovernments: readonly { code: string; region: string; name: Words }[]
    groups: readonly { code: string; name: Words }[]
  }
  plan: {
    goals: readonly {
      key: string
      title: Words
      target: number | null
      unit: { code: string | null; name: Words } | null
      due: string
      clause: string
      quote: Words
      computed: Words
      evidence: string | null
      /** What of that room's records; absent where the room has one answer only. */
      proof?: GoalProof
      /** The body that reports the figure where no room can prove it. */
      reportedBy?: string
    }[]
    tasks: readonly {
      id: string
      title: Words
      excerpt: Words
      lead: string
      partners: readonly string[]
      rows: readonly string[]
      due: string
    }[]
  }
  cartogram: { cities: readonly { region: string; tiles: readonly (readonly [number, number])[] }[] }
}

/** Brings the plan to the region's state; may run at every start. */
export function loadPlan(house: House, data: PlanData): Promise<void> {
  return house.act(systemCaller, ({ sql }) => keepPlan(sql, rowsOf(data)))
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
