import type { DivisionCode, Words } from '../shape.ts'

/** Appraisals of bodies, and what each city is to reach of the plan's goals. */
export type SampleAppraisals = {
  source: Words
  appraiser: string
  cityTargets: { goal: string; region: DivisionCode; target: number; due: string }[]
  appraisals: {
    title: Words
    fromDaysAgo: number
    toDaysAgo: number
    shownDaysAgo: number
    state: 'shown' | 'final'
    appealDays: number
    departments: string[]
    scheme: {
      indicators: {
        kind: 'goals' | 'punctual' | 'closed' | 'neverRed' | 'signed'
        nameZh: string
        nameEn: string
        weight: number
      }[]
      additionsMax: number
      deductionsMax: number
      vetoAtMost: number
      missing: 'drop' | 'lowest'
    }
    adjustments: {
      department: string
      kind: 'addition' | 'deduction' | 'veto'
      points: number
      reason: string
    }[]
    appeals: { department: string; indicator: string | null; text: string; refused?: string }[]
  }[]
}
