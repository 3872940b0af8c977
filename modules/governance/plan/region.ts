import type { GoalProof } from '../assessed.ts'
import type { RegionTree } from './force.ts'
import type { PlanNode } from './tree.ts'

type Words = { zh: string; en: string }

/** What a region gives: its bodies, the plan with goals and tasks, and the cartogram of its cities. */
export type PlanData = {
  departments: {
    departments: readonly { code: string; name: Words }[]
    cityGovernments: readonly { code: string; region: string; name: Words }[]
    groups: readonly { code: string; name: Words }[]
  }
  plan: {
    /** With title and sections the plan also stands as a tree, as its first version. */
    title?: Words
    source?: Words
    sections?: readonly { id: string; clause: string; title: Words }[]
    goals: readonly {
      key: string
      title: Words
      target: number | null
      unit: { code: string | null; name: Words } | null
      due: string
      dueFrom?: 'stated' | 'horizon'
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
      section?: string
      clause?: string
      title: Words
      excerpt: Words
      lead: string
      partners: readonly string[]
      rows: readonly string[]
      due: string
    }[]
  }
  /** The tasks sentence by sentence. */
  measures?: readonly { key: string; task: string; clause: string; text: Words }[]
  cartogram: { cities: readonly { region: string; tiles: readonly (readonly [number, number])[] }[] }
}

const documentKey = 'plan'

/** The plan as a tree; null where the region gives goals and tasks alone. */
export function treeOf({ plan, measures = [] }: PlanData): RegionTree | null {
  const { title, sections, source } = plan
  if (!title || !sections) return null
  const nodes = [
    ...sections.map((one) => nodeOf('section', one.id, null, one.title, { clause: one.clause })),
    ...plan.tasks.map((one) =>
      nodeOf('task', one.id, one.section ?? null, one.title, {
        ...{ clause: one.clause ?? one.id, textZh: one.excerpt.zh, textEn: one.excerpt.en },
        ...{ units: [one.lead, ...one.partners], dueOn: one.due, planRows: [...one.rows] },
      }),
    ),
    ...measures.map((one) => {
      const task = plan.tasks.find((other) => other.id === one.task)
      const units = task ? [task.lead, ...task.partners] : []
      const { clause, text } = one
      return nodeOf('measure', one.key, one.task, firstClause(text), {
        ...{ clause, textZh: text.zh, textEn: text.en, units },
      })
    }),
    ...plan.goals.flatMap((one) => indicatorOf(one, plan)),
  ]
  const placed = nodes.map((one, place) => ({ ...one, place }))
  return {
    document: documentKey,
    titleZh: title.zh,
    titleEn: title.en,
    note: source?.zh ?? '',
    nodes: placed,
  }
}

/** A goal as an indicator where its clause stands, and the day the plan states for it as a node. */
function indicatorOf(goal: PlanData['plan']['goals'][number], plan: PlanData['plan']): PlanNode[] {
  const task = plan.tasks.find((one) => one.clause === goal.clause)
  const section = plan.sections?.find((one) => one.clause === goal.clause)
  const parent = task?.id ?? section?.id ?? plan.sections?.[0]?.id ?? null
  const year = Number(goal.due.slice(0, 4))
  const targets = goal.target === null ? [] : [{ year, value: goal.target }]
  const about = { clause: goal.clause, textZh: goal.quote.zh, textEn: goal.quote.en }
  const indicator = nodeOf('indicator', goal.key, parent, goal.title, {
    ...{ ...about, goalKey: goal.key, targets, dueOn: goal.due },
  })
  if (goal.target === null || goal.dueFrom !== 'stated') return [indicator]
  const due = { clause: goal.clause, dueOn: goal.due }
  return [
    indicator,
    nodeOf('node', `${goal.key}.${year}`, goal.key, { zh: goal.quote.zh, en: goal.quote.en }, due),
  ]
}

function nodeOf(
  kind: PlanNode['kind'],
  key: string,
  parentKey: string | null,
  title: Words,
  more: Partial<PlanNode>,
): PlanNode {
  return {
    ...{ key, parentKey, kind, place: 0, clause: '', titleZh: title.zh, titleEn: title.en },
    ...{ textZh: '', textEn: '', units: [], dueOn: null, goalKey: null, targets: [], planRows: [] },
    ...more,
  }
}

/** A sentence’s first clause names it; the whole sentence is its text. */
function firstClause({ zh, en }: Words): Words {
  return { zh: zh.split(/[，；。]/)[0] ?? zh, en: en.split(/[:;,.]/)[0] ?? en }
}
