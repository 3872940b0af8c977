import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { dayIn } from '@ronghe/kit/working-days'
import { registry } from '@ronghe/registry/contract'
import { regionZone } from '../zone.ts'
import { subjectKey } from './duplicates.ts'
import type { Condition } from './eligibility.ts'
import type { ProgrammeRow } from './rows.ts'
import type { ApplicationState } from './steps.ts'
import * as applications from './store/applications.ts'
import { insertProgramme, listProgrammes } from './store/programmes.ts'

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
    openedDaysAgo: number
    closesInDays: number
    conditions: readonly { fact: string; operator: string; value: string }[]
    experts: number
  }[]
  applications: readonly {
    creditCode: string
    programme: string
    title: string
    summary: string
    investmentYuan: number
    askedYuan: number
    invoices: readonly string[]
    state: 'submitted' | 'checked'
    daysAgo: number
  }[]
}

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
    for (const one of sample.applications) {
      const programmeId = ids.get(one.programme)
      if (!programmeId) throw new Error(`the sample names an unknown programme ${one.programme}`)
      await loadApplication(ctx, sample.person, programmeId, one)
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
  }
}

async function loadApplication(
  ctx: Ctx,
  person: string,
  programmeId: string,
  one: SampleFunds['applications'][number],
): Promise<void> {
  const organisationId = await organisationOf(ctx, one.creditCode)
  const at = ago(ctx, one.daysAgo)
  const id = ctx.newId()
  const number = await applications.nextNumber(ctx.sql, dayIn(at, regionZone).slice(0, 4))
  const amounts = { investmentFen: fen(one.investmentYuan), askedFen: fen(one.askedYuan) }
  const values = { ...amounts, title: one.title, summary: one.summary }
  const about = { id, organisationId, programmeId, number, by: null, isSample: true }
  await applications.insertApplication(ctx.sql, { ...values, ...about }, at)
  await applications.setSubjects(ctx.sql, about, [
    { kind: 'project', key: subjectKey(one.title), label: one.title },
    ...one.invoices.map((label) => ({ kind: 'invoice' as const, key: subjectKey(label), label })),
  ])
  const acts = one.state === 'checked' ? (['submit', 'pass'] as const) : (['submit'] as const)
  for (const act of acts) {
    const event = { id: ctx.newId(), personName: person, act, comment: null, amountFen: null }
    await applications.insertFundEvent(ctx.sql, about, event, at)
  }
  await applications.moveTo(ctx.sql, id, one.state as ApplicationState, {}, at)
}
