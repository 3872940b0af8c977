import type { Ctx } from '@ronghe/kit/module'
import { dayIn, regionZone } from '@ronghe/kit/working-days'
import type { Condition } from '../funds/eligibility.ts'
import { insertPolicy, movePolicy, type PolicyRow } from './store.ts'

type Words = { zh: string; en: string }

/** An invented policy or notice; days count from when it is loaded. */
export type SamplePolicy = {
  kind: string
  number: string
  title: Words
  issuer: Words
  text: Words
  issuedDaysAgo: number
  validInDays: number
  /** The code of the programme that it announces. */
  programme: string | null
  conditions: readonly { fact: string; operator: string; value: string }[]
}

const dayMs = 86_400_000

export async function keepPolicy(
  ctx: Ctx,
  organisationId: string,
  one: SamplePolicy,
  programmeId: string | null,
): Promise<void> {
  const dayAfter = (days: number) => dayIn(new Date(ctx.now.getTime() + days * dayMs), regionZone)
  const id = ctx.newId()
  const row = {
    ...{ id, organisationId, kind: one.kind as PolicyRow['kind'], number: one.number, source: '' },
    ...{ titleZh: one.title.zh, titleEn: one.title.en, issuerZh: one.issuer.zh, issuerEn: one.issuer.en },
    ...{ textZh: one.text.zh, textEn: one.text.en, conditions: [...one.conditions] as Condition[] },
    ...{ issuedOn: dayAfter(-one.issuedDaysAgo), validUntil: dayAfter(one.validInDays), programmeId },
    isSample: true,
  }
  await insertPolicy(ctx.sql, row, ctx.now)
  await movePolicy(ctx.sql, { id, version: 1 }, { state: 'published', reason: null }, ctx.now)
}
