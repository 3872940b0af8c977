import type { SupervisionWorld } from './supervision.ts'

export const indicators = [
  { kind: 'punctual' as const, nameZh: '按期反馈', nameEn: 'On time', weight: 60 },
  { kind: 'closed' as const, nameZh: '办结率', nameEn: 'Closed', weight: 40 },
]
export const scheme = {
  ...{ indicators, additionsMax: 5, deductionsMax: 10, vetoAtMost: 59, missing: 'drop' as const },
}
export const draft = {
  ...{ titleZh: '年度考核', titleEn: 'Appraisal of the year', fromOn: '2026-11-01', toOn: '2026-11-15' },
  ...{ appealDays: 3, departments: ['nanning', 'liuzhou', 'science'], scheme },
}

export type OwnerAct = 'submit' | 'compute' | 'show' | 'close' | 'withdraw'

/** The acts of an appraisal in short, each in the version that stands. */
export function appraisalActs(w: Pick<SupervisionWorld, 'by'>) {
  const seen = async (appraisalId: string, who = 'region') =>
    (await w.by(who)).appraisal({ params: { appraisalId } })
  const versionOf = async (appraisalId: string) => (await seen(appraisalId)).version
  return {
    seen,
    versionOf,
    async make(more: Partial<typeof draft> = {}) {
      return (await (await w.by('region')).draftAppraisal({ body: { ...draft, ...more } })).id
    },
    async act(appraisalId: string, action: OwnerAct, comment?: string) {
      const body = { action, version: await versionOf(appraisalId), ...(comment ? { comment } : {}) }
      return (await w.by('region')).moveAppraisal({ params: { appraisalId }, body })
    },
    async decide(appraisalId: string, decision: 'approve' | 'return', who = 'leader') {
      const body = { decision, version: await versionOf(appraisalId), comment: '同意' }
      return (await w.by(who)).decideAppraisal({ params: { appraisalId }, body })
    },
    async adjust(
      appraisalId: string,
      departmentCode: string,
      kind: 'addition' | 'deduction' | 'veto',
      points: number,
    ) {
      const body = { kind, points, reason: '按方案第五条', version: await versionOf(appraisalId) }
      return (await w.by('region')).adjustUnit({ params: { appraisalId, departmentCode }, body })
    },
    async unit(appraisalId: string, departmentCode: string, who = 'region') {
      return (await w.by(who)).appraisalUnit({ params: { appraisalId, departmentCode } })
    },
  }
}
