import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { dayIn, regionZone } from '@ronghe/kit/working-days'
import { registry } from '@ronghe/registry/contract'
import { keepPolicy, type SamplePolicy } from '../library/sample.ts'
import type { Request, Terms } from './contract-modes.ts'
import { subjectKey } from './duplicates.ts'
import type { Condition } from './eligibility.ts'
import { fillIn } from './prefill.ts'
import type { ProgrammeRow, SubjectRow } from './rows.ts'
import { bring } from './sample-stages.ts'
import * as applications from './store/applications.ts'
import { insertProgramme, listProgrammes } from './store/programmes.ts'
import { admitExpert, joinExperts } from './store/reviews.ts'

/** Sample programmes and applications; days count from when they are loaded, amounts are yuan. */
export type SampleFunds = {
  /** Credit code of who runs the programmes. */
  payer: string
  person: string
  programmes: readonly {
    code: string
    title: { zh: string; en: string }
    guide: { zh: string; en: string }
    mode: string
    budgetYuan: number
    shareBasisPoints: number
    capYuan: number
    /** In fen and parts per million, as the contract has them. */
    terms?: object
    openedDaysAgo: number
    closesInDays: number
    conditions: readonly { fact: string; operator: string; value: string }[]
    experts: number
  }[]
  /** The library of policies and notices. */
  policies?: readonly SamplePolicy[]
  applications: readonly {
    creditCode: string
    programme: string
    title: string
    summary: string
    investmentYuan: number
    askedYuan: number
    invoices: readonly string[]
    /** One of the states of an application. */
    state: string
    daysAgo: number
    request?: object
    /** How many experts are drawn where one is not enough. */
    draws?: number
    /** What the experts gave, in tenths of a point. */
    scoresTenths?: readonly number[]
    tranches?: readonly { amountYuan: number; milestone: string; dueInDays: number }[]
    /** What was claimed so far, each with the invoice of a voucher. */
    claims?: readonly { claim: string; invoice?: string; invoiceYuan?: number }[]
    /** How many of the claims were paid. */
    paid?: number
    grade?: string
    reason?: string
    backYuan?: number
  }[]
  /** Who may be drawn. */
  experts: readonly { creditCode: string; email: string }[]
}
export type SampleApplication = SampleFunds['applications'][number]

const dayMs = 86_400_000
const fen = (yuan: number) => Math.round(yuan * 100)

/** Loads the sample once; where there is a programme already, nothing. All in one transaction. */
export function loadSampleFunds(house: House, sample: SampleFunds): Promise<void> {
  return house.act(systemCaller, async (ctx) => {
    const { total } = await listProgrammes(ctx.sql, { pageSize: 1 }, null)
    if (total > 0) return
    const payerId = await organisationOf(ctx, sample.payer)
    const ids = new Map<string, string>()
    for (const one of sample.programmes) {
      const row = programmeRow(ctx, payerId, one)
      ids.set(one.code, row.id)
      await insertProgramme(ctx.sql, row, ago(ctx, one.openedDaysAgo))
    }
    for (const one of sample.policies ?? [])
      await keepPolicy(ctx, payerId, one, ids.get(one.programme ?? '') ?? null)
    for (const one of sample.experts) await keepExpert(house, ctx, one)
    for (const one of sample.applications) {
      const programmeId = ids.get(one.programme)
      if (!programmeId) throw new Error(`the sample names an unknown programme ${one.programme}`)
      const id = await draft(ctx, programmeId, one)
      await bring(ctx, id, one, sample.person)
    }
  })
}

function ago(ctx: Ctx, days: number): Date {
  return new Date(ctx.now.getTime() - days * dayMs)
}

async function organisationOf(ctx: Ctx, creditCode: string): Promise<string> {
  const { rows } = await ctx.read(registry).organisations({ query: { q: creditCode } })
  if (!rows[0]) throw new Error(`the sample names an unknown organisation ${creditCode}`)
  return rows[0].id
}

function programmeRow(
  ctx: Ctx,
  organisationId: string,
  one: SampleFunds['programmes'][number],
): ProgrammeRow {
  return {
    ...{ id: ctx.newId(), organisationId, code: one.code, mode: one.mode as ProgrammeRow['mode'] },
    ...{ titleZh: one.title.zh, titleEn: one.title.en, guideZh: one.guide.zh, guideEn: one.guide.en },
    ...{ budgetFen: fen(one.budgetYuan), capFen: fen(one.capYuan), shareBasisPoints: one.shareBasisPoints },
    ...{ opensAt: ago(ctx, one.openedDaysAgo), closesAt: ago(ctx, -one.closesInDays), isSample: true },
    ...{ conditions: [...one.conditions] as Condition[], experts: one.experts, spreadMaxTenths: 200 },
    state: 'open',
    terms: (one.terms as Terms | undefined) ?? null,
  }
}

async function keepExpert(house: House, ctx: Ctx, one: { creditCode: string; email: string }): Promise<void> {
  const organisationId = await organisationOf(ctx, one.creditCode)
  const { rows } = await house.act({ ...systemCaller, organisationId }, (inside) => {
    return inside.read(registry).members({ query: { pageSize: 200 } })
  })
  const found = rows.find(({ email }) => email === one.email)
  if (!found) throw new Error(`the sample names an unknown person ${one.email}`)
  const expert = {
    personId: found.personId,
    organisationId,
    name: found.name,
    fields: ctx.t('governance.sample.fields'),
  }
  await joinExperts(ctx.sql, { ...expert, isActive: true }, ctx.now)
  await admitExpert(ctx.sql, found.personId, true)
}

/** The draft, with what the rooms know of the firm today. */
async function draft(ctx: Ctx, programmeId: string, one: SampleApplication): Promise<string> {
  const organisationId = await organisationOf(ctx, one.creditCode)
  const at = ago(ctx, one.daysAgo)
  const id = ctx.newId()
  const number = await applications.nextNumber(ctx.sql, dayIn(at, regionZone).slice(0, 4))
  const { title, summary } = one
  const request = one.request as Request | undefined
  const amounts = { investmentFen: fen(one.investmentYuan), askedFen: fen(one.askedYuan) }
  const about = { id, organisationId, programmeId, number, by: null, isSample: true }
  await applications.insertApplication(ctx.sql, { ...amounts, title, summary, request, ...about }, at)
  const plain = (kind: SubjectRow['kind'], label: string) => {
    return { kind, key: subjectKey(label), label, serialKey: null }
  }
  await applications.setSubjects(ctx.sql, about, [
    plain('project', title),
    ...one.invoices.map((label) => plain('invoice', label)),
    ...(request && 'contractNumber' in request ? [plain('contract', request.contractNumber)] : []),
  ])
  await fillIn(ctx, about)
  return id
}
