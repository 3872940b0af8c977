import { type Caller, holds } from '@ronghe/kit/auth'
import type { Score } from '@ronghe/scoring'
import type { AppealRow, AppraisalRow, UnitRow } from './rows.ts'
import { indicatorKinds } from './scheme.ts'

export function shownAppraisal(row: AppraisalRow) {
  const { id, titleZh, titleEn, fromOn, toOn, state, units, appealUntil, openAppeals } = row
  const { isPublished, isSample } = row
  return {
    ...{ id, titleZh, titleEn, fromOn, toOn, state, units, appealUntil, openAppeals },
    ...{ isPublished, isSample },
  }
}

/** A body's result: total, points by indicator as the derivation has them, the change since before. */
export function shownResult(unit: UnitRow) {
  const score = unit.score === null ? null : (JSON.parse(unit.score) as Score)
  const { departmentCode, nameZh, nameEn, total, rank, totalBefore, rankBefore } = unit
  const value = (code: string) => {
    const text = score?.nodes.find((one) => one.code === code)?.value ?? null
    return text === null ? null : Number(text)
  }
  const [goals, punctual, closed, neverRed, signed] = indicatorKinds.map(value)
  return {
    ...{ departmentCode, nameZh, nameEn, total, rank, totalBefore, rankBefore },
    ...{ goals: goals ?? null, punctual: punctual ?? null, closed: closed ?? null },
    ...{ neverRed: neverRed ?? null, signed: signed ?? null },
    adjusted: ((value('additions') ?? 0) * 100 + (value('deductions') ?? 0) * 100) / 100,
    isVetoed: score?.vetoes.some((one) => one.holds === true) ?? false,
    change: total === null || totalBefore === null ? null : Math.round((total - totalBefore) * 100) / 100,
  }
}

export function shownAppeal(caller: Caller, appeal: AppealRow) {
  const { organisationId, appraiserId, madeBy, madeAt, decidedAt, ...row } = appeal
  const leads = holds(caller, 'governance.approve') && appraiserId === caller.organisationId
  const mayDecide = leads && row.decision === null && madeBy !== caller.personId
  const isOwn = caller.organisationId !== null && caller.organisationId === organisationId
  const mayAttach = isOwn && row.decision === null && holds(caller, 'governance.handle')
  const files = row.files.map(({ mediaType: _type, ...file }) => file)
  return {
    ...row,
    files,
    mayDecide,
    mayAttach,
    madeAt: madeAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  }
}
