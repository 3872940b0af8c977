import type { Condition, Judged } from './eligibility.ts'
import type { entryKinds } from './entries.ts'
import type { ApplicationState } from './steps.ts'

/** Rows of funds as the store keeps them; amounts are fen in safe integers. */
export type ProgrammeRow = {
  id: string
  organisationId: string
  code: string
  titleZh: string
  titleEn: string
  guideZh: string
  guideEn: string
  mode: 'grant' | 'interest' | 'guarantee' | 'voucher' | 'equity'
  budgetFen: number
  shareBasisPoints: number
  capFen: number
  opensAt: Date
  closesAt: Date
  conditions: Condition[]
  experts: number
  spreadMaxTenths: number
  state: 'draft' | 'open' | 'ended'
  isSample: boolean
}
export type ListedProgramme = ProgrammeRow & { grantedFen: number; applications: number }

export type ApplicationRow = {
  id: string
  organisationId: string
  organisationName: string
  regionCode: string
  programmeId: string
  programmeZh: string
  programmeEn: string
  /** Who runs the programme. */
  payerId: string
  number: string
  title: string
  summary: string
  investmentFen: number
  askedFen: number
  state: ApplicationState
  version: number
  judged: Judged[] | null
  seed: string | null
  noticeFrom: string | null
  noticeTo: string | null
  grantFen: number | null
  grade: 'excellent' | 'good' | 'passed' | 'failed' | null
  isSample: boolean
  updatedAt: Date
  /** Entries of the form in which the firm says something else than the platform knows. */
  otherwise: number
}

export type SubjectRow = { kind: 'equipment' | 'invoice' | 'project'; key: string; label: string }
export type DuplicateRow = {
  kind: SubjectRow['kind']
  label: string
  applicationNumber: string
  programmeZh: string
  programmeEn: string
  state: ApplicationState
}
export type ReviewRow = {
  personId: string
  state: 'drawn' | 'recused' | 'scored'
  scoreTenths: number | null
}
export type ObjectionRow = {
  id: string
  applicationId: string
  name: string
  contact: string
  text: string
  at: Date
  decision: 'upheld' | 'dismissed' | null
  comment: string | null
}
export type TrancheRow = {
  place: number
  amountFen: number
  milestone: string
  dueOn: string
  claimedAt: Date | null
  claim: string | null
  paidAt: Date | null
}
export type PaymentRow = { id: string; amountFen: number; reason: string; at: Date }
export type FundEvent = {
  id: string
  at: Date
  personName: string
  act: string
  comment: string | null
  amountFen: number | null
}

export type EntryKey = keyof typeof entryKinds
/** What the platform knows for an entry of the form; `reason` is a word key where it does not. */
export type FilledEntry = {
  key: EntryKey
  value: string | null
  reason: string | null
  unit: string
  basis: 'evidenced' | 'declared'
  source: 'registry' | 'factory' | 'assess'
  proof: string | null
  at: Date
}
/** With what the firm says instead. */
export type EntryRow = FilledEntry & {
  said: string | null
  saidReason: string | null
  saidByName: string | null
  saidAt: Date | null
}
