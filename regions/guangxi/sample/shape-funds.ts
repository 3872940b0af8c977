import type { Words } from '../shape.ts'

/** A fund programme; amounts in yuan, days from the first start. */
export type SampleProgramme = {
  code: string
  title: Words
  guide: Words
  mode: string
  budgetYuan: number
  shareBasisPoints: number
  capYuan: number
  terms?: Record<string, string | number>
  openedDaysAgo: number
  closesInDays: number
  conditions: { fact: string; operator: string; value: string }[]
  experts: number
}
/** A policy or notice of the library; days from the first start, a programme by its code. */
export type SamplePolicy = {
  kind: string
  number: string
  title: Words
  issuer: Words
  text: Words
  issuedDaysAgo: number
  validInDays: number
  programme: string | null
  conditions: { fact: string; operator: string; value: string }[]
}
export type SampleApplication = {
  organisation: string
  programme: string
  title: string
  summary: string
  investmentYuan: number
  askedYuan: number
  invoices: string[]
  state: string
  daysAgo: number
  request?: Record<string, string | number>
  draws?: number
  scoresTenths?: number[]
  tranches?: { amountYuan: number; milestone: string; dueInDays: number }[]
  claims?: { claim: string; invoice?: string; invoiceYuan?: number }[]
  paid?: number
  grade?: string
  reason?: string
  backYuan?: number
}
export type SampleFunds = {
  source: Words
  payer: string
  experts: { organisation: string; email: string }[]
  programmes: SampleProgramme[]
  policies: SamplePolicy[]
  applications: SampleApplication[]
}
