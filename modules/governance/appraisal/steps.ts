/** From the draft of a scheme to the final ranking. */
export const appraisalStates = [
  'drafted',
  'submitted',
  'issued',
  'computed',
  'shown',
  'closing',
  'final',
  'withdrawn',
] as const
export type AppraisalState = (typeof appraisalStates)[number]

export const ownerActs = ['submit', 'compute', 'show', 'close', 'withdraw'] as const
export type AppraisalAct = (typeof ownerActs)[number] | 'approve' | 'return'

const moves: Readonly<Record<AppraisalAct, Partial<Record<AppraisalState, AppraisalState>>>> = {
  submit: { drafted: 'submitted' },
  // What has not been shown may be computed again.
  compute: { issued: 'computed', computed: 'computed' },
  show: { computed: 'shown' },
  close: { shown: 'closing' },
  withdraw: { drafted: 'withdrawn', submitted: 'withdrawn', issued: 'withdrawn', computed: 'withdrawn' },
  // The leader: of the scheme first, of the results at last.
  approve: { submitted: 'issued', closing: 'final' },
  return: { submitted: 'drafted', closing: 'shown' },
}

/** The state after an act; null where it does not fit. */
export function moveAppraisal(state: AppraisalState, act: AppraisalAct): AppraisalState | null {
  return moves[act][state] ?? null
}
