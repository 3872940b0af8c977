import type { Facts } from './facts.ts'
import type { IndicatorKind, Scheme } from './scheme.ts'
import type { AppraisalState } from './steps.ts'

export type AppraisalRow = {
  id: string
  organisationId: string
  titleZh: string
  titleEn: string
  fromOn: string
  toOn: string
  scheme: Scheme
  schemeNumber: number
  appealDays: number
  state: AppraisalState
  appealUntil: string | null
  isPublished: boolean
  version: number
  draftedBy: string | null
  draftedByName: string
  isSample: boolean
  units: number
  openAppeals: number
  /** Does the reader answer for who appraises? */
  isOverseen: boolean
}

export type UnitRow = {
  departmentCode: string
  nameZh: string
  nameEn: string
  organisationId: string | null
  regionCode: string | null
  facts: Facts | null
  score: string | null
  scoreHash: string | null
  total: number | null
  rank: number | null
  computedAt: Date | null
  /** May the reader see what was counted? */
  isDetailed: boolean
  totalBefore: number | null
  rankBefore: number | null
}

export type AdjustmentRow = {
  id: string
  departmentCode: string
  kind: 'addition' | 'deduction' | 'veto'
  points: number
  reason: string
  itemId: string | null
  appealId: string | null
  personName: string
  at: Date
  withdrawnAt: Date | null
  withdrawnReason: string | null
}

export type AppealRow = {
  id: string
  appraisalId: string
  titleZh: string
  titleEn: string
  departmentCode: string
  organisationId: string
  /** Whose appraisal it is, and whose leader decides. */
  appraiserId: string
  nameZh: string
  nameEn: string
  indicator: IndicatorKind | null
  text: string
  madeBy: string | null
  madeByName: string
  madeAt: Date
  decision: 'upheld' | 'refused' | null
  reason: string | null
  decidedByName: string | null
  decidedAt: Date | null
  files: { id: string; name: string; hash: string; mediaType: string }[]
}

export type EventRow = {
  id: string
  at: Date
  personName: string
  action: string
  departmentCode: string | null
  comment: string | null
}
