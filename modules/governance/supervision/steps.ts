/** The eight usual steps of supervision (督查事项 … 办结), in order. */
export const steps = ['item', 'approval', 'issue', 'sign', 'handle', 'feedback', 'review', 'close'] as const
export type Step = (typeof steps)[number]

export const itemStates = ['drafted', 'submitted', 'approved', 'running', 'closed', 'withdrawn'] as const
export type ItemState = (typeof itemStates)[number]

export const partStates = ['waiting', 'issued', 'signed', 'handling', 'reported', 'accepted'] as const
export type PartState = (typeof partStates)[number]

export type ItemAction = 'submit' | 'approve' | 'returnDraft' | 'issue' | 'close' | 'withdraw'
export type PartAction = 'issue' | 'sign' | 'progress' | 'report' | 'accept' | 'returnReport'

const itemMoves: Readonly<Record<ItemAction, Partial<Record<ItemState, ItemState>>>> = {
  submit: { drafted: 'submitted' },
  approve: { submitted: 'approved' },
  returnDraft: { submitted: 'drafted' },
  issue: { approved: 'running' },
  close: { running: 'closed' },
  withdraw: { drafted: 'withdrawn', submitted: 'withdrawn', approved: 'withdrawn', running: 'withdrawn' },
}

const partMoves: Readonly<Record<PartAction, Partial<Record<PartState, PartState>>>> = {
  issue: { waiting: 'issued' },
  sign: { issued: 'signed' },
  progress: { signed: 'handling', handling: 'handling' },
  report: { signed: 'reported', handling: 'reported' },
  accept: { reported: 'accepted' },
  returnReport: { reported: 'handling' },
}

/** The state after an action; null where the action does not fit. An item closes when all is accepted. */
export function moveItem(
  state: ItemState,
  action: ItemAction,
  parts: readonly PartState[],
): ItemState | null {
  if (action === 'close' && parts.some((one) => one !== 'accepted')) return null
  return itemMoves[action][state] ?? null
}

/** The part's state after an action while its item runs; null where the action does not fit. */
export function movePart(item: ItemState, state: PartState, action: PartAction): PartState | null {
  if (action !== 'issue' && item !== 'running') return null
  return partMoves[action][state] ?? null
}

const waitsAt: Readonly<Record<PartState, Step>> = {
  waiting: 'issue',
  issued: 'sign',
  signed: 'handle',
  handling: 'feedback',
  reported: 'review',
  accepted: 'close',
}

/** The step at which an item waits: the earliest of its parts; null when it is over. */
export function stepOf(state: ItemState, parts: readonly PartState[]): Step | null {
  if (state === 'drafted') return 'item'
  if (state === 'submitted') return 'approval'
  if (state === 'approved') return 'issue'
  if (state !== 'running') return null
  const at = parts.map((one) => steps.indexOf(waitsAt[one]))
  return steps[Math.min(...at)] ?? 'close'
}
