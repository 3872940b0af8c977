import type { Sql } from '@ronghe/kit/db'
import type { WorkingCalendar } from '@ronghe/kit/working-days'
import type { IndicatorKind } from './scheme.ts'
import * as store from './store/facts.ts'

/** One thing that was counted, with the way to its proof. */
export type FactRow = {
  link: string
  titleZh: string
  titleEn: string
  /** 0 to 1: what of it counts; null: there is no figure yet, and it is left out. */
  share: number | null
  dueOn: string | null
  doneOn: string | null
  value: number | null
  target: number | null
}
export type Fact = { good: number; all: number; rows: FactRow[] }
export type Facts = Partial<Record<IndicatorKind, Fact>>

export type Unit = { departmentCode: string; regionCode: string | null }
export type Period = { fromOn: string; toOn: string; signDays: number }

/** What the records say of a body in a period: of items by what was due, of goals by the last kept figure. */
export async function factsOf(
  sql: Sql,
  unit: Unit,
  period: Period,
  calendar: WorkingCalendar,
): Promise<Required<Facts>> {
  const parts = await store.partsDue(sql, unit.departmentCode, period)
  const goals = await store.goalsOf(sql, unit, period)
  const count = (isGood: (part: store.DuePart) => boolean): Fact => {
    const rows = parts.map((part) => rowOf(part, isGood(part) ? 1 : 0))
    return factOf(rows)
  }
  return {
    punctual: count(({ reportedOn, dueOn }) => reportedOn !== null && reportedOn <= dueOn),
    closed: count(({ state }) => state === 'accepted'),
    neverRed: count(({ wasRed }) => !wasRed),
    signed: count(({ issuedOn, signedOn }) => {
      return issuedOn !== null && signedOn !== null && signedOn <= calendar.after(issuedOn, period.signDays)
    }),
    goals: goalFactOf(goals),
  }
}

function rowOf(part: store.DuePart, share: number): FactRow {
  const { number, title, titleEn } = part
  const about = { titleZh: `${number} ${title}`, titleEn: `${number} ${titleEn}`, value: null, target: null }
  return {
    ...{ ...about, link: `/governance/items/${part.itemId}`, share },
    ...{ dueOn: part.dueOn, doneOn: part.reportedOn },
  }
}

function goalFactOf(goals: readonly store.GoalFact[]): Fact {
  const rows = goals.map((goal) => ({
    ...{ link: `/governance/goals/${goal.key}`, titleZh: goal.titleZh, titleEn: goal.titleEn },
    ...{ dueOn: goal.dueOn, doneOn: goal.day, value: goal.value, target: goal.target },
    share: goal.value === null ? null : reached({ ...goal, value: goal.value }),
  }))
  return factOf(rows)
}

/** What is left out counts neither as reached nor as missed; with nothing left the scheme's rule holds. */
function factOf(rows: FactRow[]): Fact {
  const counted = rows.flatMap(({ share }) => (share === null ? [] : [share]))
  return { good: counted.reduce((sum, share) => sum + share, 0), all: counted.length, rows }
}

/** How much of a target is reached, cut to four digits: its whole at most. */
export function reached({
  value,
  target,
  direction,
}: Pick<store.GoalFact, 'target' | 'direction'> & { value: number }): number {
  const [part, whole] = direction === 'up' ? [value, target] : [target, value]
  if (part >= whole) return 1
  if (whole <= 0) return 0
  return Math.max(0, Math.floor((part / whole) * 10_000) / 10_000)
}
