import type { Request, Terms } from './contract-modes.ts'
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
  terms: Terms | null
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
  mode: ProgrammeRow['mode']
  request: Request | null
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

export type SubjectRow = {
  kind: 'equipment' | 'invoice' | 'project' | 'contract'
  key: string
  label: string
  /** A machine's maker and serial number under one spelling, where both are registered. */
  serialKey: string | null
}
/** The same thing in two applications: this one's side, the other's, and what was decided of it. */
export type DuplicateRow = {
  kind: SubjectRow['kind']
  key: string
  label: string
  otherKey: string
  otherLabel: string
  otherId: string
  otherOrganisationId: string
  otherOrganisationName: string
  otherRegionCode: string
  otherTitle: string
  otherAt: Date
  otherGrantFen: number | null
  otherPaidFen: number
  payerId: string
  applicationNumber: string
  programmeZh: string
  programmeEn: string
  state: ApplicationState
  /** A machine by its serial number under another register entry, or the thing itself. */
  how: 'itself' | 'serial'
  decision: 'same' | 'different' | 'allowed' | null
  reason: string | null
  byName: string | null
  decidedAt: Date | null
}
export type ReviewRow = {
  personId: string
  state: 'drawn' | 'recused' | 'scored'
  scoreTenths: number | null
  comment: string | null
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
  /** A voucher's. */
  number: string | null
  claimedAt: Date | null
  claim: string | null
  invoiceNumber: string | null
  invoiceFen: number | null
  paidAt: Date | null
  paidFen: number | null
  cancelledAt: Date | null
}
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
  /** The rows that it is made of, where machines make it: its own page shows them as its proof. */
  kept: { query: string; version: number; inputs: string; value: string | null } | null
}
/** With what the firm says instead. */
export type EntryRow = Omit<FilledEntry, 'kept'> & {
  said: string | null
  saidReason: string | null
  saidByName: string | null
  saidAt: Date | null
}

export type NewMovement = {
  id: string
  key: string
  applicationId: string
  organisationId: string
  payerId: string
  payeeId: string
  place: number | null
  purpose: 'tranche' | 'voucher' | 'clawBack' | 'exit'
  status: 'planned' | 'cancelled' | 'paid' | 'returned'
  amountFen: number
  basis: string
  reason: string
}
export type MovementRow = Omit<NewMovement, 'organisationId' | 'payerId' | 'payeeId'> & {
  number: string
  title: string
  programmeZh: string
  programmeEn: string
  payerName: string
  payeeName: string
  currency: string
  at: Date
  isSample: boolean
}
/** Fen by status. */
export type MovementSums = Record<NewMovement['status'], number>
