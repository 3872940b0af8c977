import type { GoalProof } from './assessed.ts'

/** Rows of the plan as the store keeps them. */
export type DepartmentRow = {
  code: string
  nameZh: string
  nameEn: string
  leads: number
  partners: number
  organisationId: string | null
}

export type GoalRow = {
  key: string
  titleZh: string
  titleEn: string
  target: number | null
  unitCode: string | null
  unitZh: string
  unitEn: string
  dueOn: string
  sourceClause: string
  quoteZh: string
  evidence: string | null
  proof: GoalProof | null
  methodZh: string
  methodEn: string
  direction: 'up' | 'down'
  baseValue: number | null
  baseOn: string | null
  frequency: 'month' | 'quarter' | 'year'
  /** The body that reports it where no record proves it. */
  reportDepartment: string | null
  formula: string
}

export type TaskRow = {
  key: string
  titleZh: string
  titleEn: string
  excerptZh: string
  excerptEn: string
  planRows: string[]
  dueOn: string
  departments: { code: string; nameZh: string; nameEn: string }[]
}

export type NewFigure = {
  goalKey: string
  day: string
  evidenced: number | null
  declared: number | null
  numeratorEvidenced: number
  numeratorDeclared: number
  denominator: number
  inputsHash: string
}

export type CourseDay = {
  day: string
  evidenced: number | null
  declared: number | null
  inputsHash: string
}

export type PlanRows = {
  departments: {
    code: string
    place: number
    nameZh: string
    nameEn: string
    kind: 'department' | 'city' | 'group'
    regionCode: string | null
  }[]
  goals: (Omit<GoalRow, 'direction' | 'baseValue' | 'baseOn' | 'frequency' | 'formula'> & { place: number })[]
  tasks: (Omit<TaskRow, 'departments'> & { place: number; departments: string[] })[]
  tiles: { regionCode: string; column: number; row: number }[]
}
