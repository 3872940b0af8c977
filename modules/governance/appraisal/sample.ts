import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { dayIn, regionZone } from '@ronghe/kit/working-days'
import { registry } from '@ronghe/registry/contract'
import { setCityTarget } from '../indicators/store.ts'
import { calendarOf } from '../supervision/acts.ts'
import { rescore } from './acts.ts'
import { compute } from './compute.ts'
import type { Scheme } from './scheme.ts'
import type { AppraisalState } from './steps.ts'
import * as store from './store/appraisals.ts'
import * as units from './store/units.ts'

/** Sample appraisals, and targets of cities; days count from when they are loaded. */
export type SampleAppraisals = {
  /** Credit code of who appraises. */
  appraiser: string
  person: string
  cityTargets: readonly { goal: string; region: string; target: number; due: string }[]
  appraisals: readonly {
    title: { zh: string; en: string }
    fromDaysAgo: number
    toDaysAgo: number
    shownDaysAgo: number
    state: 'shown' | 'final'
    appealDays: number
    departments: readonly string[]
    scheme: Scheme
    adjustments: readonly {
      department: string
      kind: 'addition' | 'deduction' | 'veto'
      points: number
      reason: string
    }[]
    appeals: readonly { department: string; indicator: string | null; text: string; refused?: string }[]
  }[]
}
type Sample = SampleAppraisals['appraisals'][number]

const dayMs = 86_400_000

/** Loads the sample once; where there is an appraisal already, nothing. All in one transaction. */
export function loadSampleAppraisals(house: House, sample: SampleAppraisals): Promise<void> {
  return house.act(systemCaller, async (ctx) => {
    if ((await store.listAppraisals(ctx.sql, { pageSize: 1 })).total > 0) return
    const { rows } = await ctx.read(registry).organisations({ query: { q: sample.appraiser } })
    const organisationId = rows[0]?.id
    if (!organisationId) throw new Error(`the sample names an unknown organisation ${sample.appraiser}`)
    for (const { goal, region, target, due } of sample.cityTargets)
      await setCityTarget(
        ctx.sql,
        { goalKey: goal, regionCode: region, target, dueOn: due },
        sample.person,
        ctx.now,
      )
    for (const one of sample.appraisals) await loadOne(ctx, organisationId, sample.person, one)
  })
}

async function loadOne(ctx: Ctx, organisationId: string, person: string, one: Sample): Promise<void> {
  const ago = (days: number) => new Date(ctx.now.getTime() - days * dayMs)
  const id = ctx.newId()
  const { title, scheme, appealDays } = one
  const about = { titleZh: title.zh, titleEn: title.en, scheme, appealDays }
  const period = {
    fromOn: dayIn(ago(one.fromDaysAgo), regionZone),
    toOn: dayIn(ago(one.toDaysAgo), regionZone),
  }
  const by = { id, organisationId, draftedBy: null, draftedByName: person, isSample: true }
  const drafted = ago(one.toDaysAgo + 60)
  await store.insertAppraisal(ctx.sql, { ...about, ...period, ...by }, drafted)
  if (!(await units.setUnits(ctx.sql, id, one.departments))) throw new Error(`unknown body in ${title.zh}`)
  const event = (
    action: string,
    at: Date,
    departmentCode: string | null = null,
    comment: string | null = null,
  ) =>
    store.insertEvent(
      ctx.sql,
      { ...{ id: ctx.newId(), appraisalId: id, personName: person }, ...{ action, departmentCode, comment } },
      at,
    )
  await event('draft', drafted)
  await event('submit', drafted)
  await event('approve', drafted)
  const shownAt = ago(one.shownDaysAgo)
  for (const { department, reason, ...adjustment } of one.adjustments) {
    const of = { id: ctx.newId(), appraisalId: id, departmentCode: department, reason, ...adjustment }
    await units.insertAdjustment(
      ctx.sql,
      { ...of, itemId: null, appealId: null, personName: person },
      shownAt,
    )
    await event(adjustment.kind, shownAt, department, reason)
  }
  const row = await store.appraisalById(ctx.sql, id)
  if (!row) throw new Error('a sample appraisal was not kept')
  await compute(ctx, row)
  await rescore(ctx, row)
  await event('compute', shownAt)
  await event('show', shownAt)
  await appeals(ctx, id, person, one, shownAt)
  if (one.state === 'final') {
    await event('close', ago(one.toDaysAgo - 50))
    await event('approve', ago(one.toDaysAgo - 51))
  }
  const appealUntil = (await calendarOf(ctx)).after(dayIn(shownAt, regionZone), appealDays)
  const state: AppraisalState = one.state
  await store.moveTo(ctx.sql, id, { state, appealUntil, isPublished: state === 'final' }, ctx.now)
}

async function appeals(ctx: Ctx, appraisalId: string, person: string, one: Sample, at: Date): Promise<void> {
  const { rows } = await units.unitsOf(ctx.sql, appraisalId, { pageSize: 100 })
  for (const { department, indicator, text, refused } of one.appeals) {
    const organisationId = rows.find((unit) => unit.departmentCode === department)?.organisationId
    if (!organisationId) throw new Error(`the sample's ${department} is not on the platform`)
    const id = ctx.newId()
    const of = { id, appraisalId, departmentCode: department, organisationId }
    const made = { indicator, text, madeBy: null, madeByName: person }
    await units.insertAppeal(ctx.sql, { ...of, ...made }, at)
    if (refused)
      await units.decideAppeal(ctx.sql, id, { decision: 'refused', reason: refused, by: person }, at)
  }
}
