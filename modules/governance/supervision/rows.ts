import type { Light } from './light.ts'
import type { ItemState, PartState, Step } from './steps.ts'

/** Rows of supervision as the store keeps them; days are `YYYY-MM-DD`. */
export type ItemListRow = {
  id: string
  organisationId: string
  number: string
  title: string
  titleEn: string
  text: string
  isUrgent: boolean
  dueOn: string
  state: ItemState
  step: Step | null
  light: Light
  leadZh: string
  leadEn: string
  departments: number
  taskKey: string | null
  goalKey: string | null
  version: number
  planVersionId: string | null
  draftedBy: string | null
  draftedByName: string
  isSample: boolean
  updatedAt: Date
}

export type PartRow = {
  itemId: string
  place: number
  departmentCode: string
  nameZh: string
  nameEn: string
  organisationId: string | null
  state: PartState
  dueOn: string
  issuedOn: string | null
  signedOn: string | null
  reportedOn: string | null
  light: Light
  redSince: string | null
  isEscalated: boolean
}

export type EventRow = {
  id: string
  at: Date
  personName: string
  action: string
  departmentZh: string | null
  departmentEn: string | null
  comment: string | null
  explanation: string | null
  isOnBehalf: boolean
  figure: { evidenced: unknown; declared: unknown } | null
}

export type NewEvent = {
  id: string
  itemId: string
  departmentCode: string | null
  personId: string | null
  personName: string
  action: string
  comment: string | null
  explanation: string | null
  isOnBehalf: boolean
  figure: unknown
}

export type ExtensionRow = {
  id: string
  itemId: string
  departmentCode: string
  departmentZh: string
  departmentEn: string
  until: string
  reason: string
  askedByName: string
  askedAt: Date
  decision: 'granted' | 'refused' | null
  decidedByName: string | null
  decidedAt: Date | null
  comment: string | null
}

export type FileRow = {
  id: string
  fileHash: string
  name: string
  mediaType: string
  personName: string
  at: Date
}

export type ItemFilter = {
  q?: string
  step?: string
  state?: string
  light?: string
  department?: string
  task?: string
  goal?: string
  counted?: 'parts' | 'open' | 'inTime' | 'late' | 'yellow' | 'red'
  from?: string
  to?: string
  page?: number
  pageSize?: number
}

/** What the caller can move on, for “mine”. */
export type Duties = {
  organisationId: string | null
  supervises: boolean
  approves: boolean
  handles: boolean
}
