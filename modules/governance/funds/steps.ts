/** From the draft to the performance review, as the fund's guide has it. */
export const applicationStates = [
  'drafted',
  'submitted',
  'checked',
  'reviewing',
  'noticed',
  'approved',
  'contracted',
  'completed',
  'evaluated',
  'refused',
  'withdrawn',
  'clawedBack',
  // The fund has left a firm of which it held a part.
  'exited',
] as const
export type ApplicationState = (typeof applicationStates)[number]

export type ApplicationAct =
  | 'submit'
  | 'withdraw'
  | 'pass'
  | 'return'
  | 'refuse'
  | 'draw'
  | 'notice'
  | 'approve'
  | 'contract'
  | 'complete'
  | 'evaluate'
  | 'clawBack'
  | 'exit'

const moves: Readonly<Record<ApplicationAct, Partial<Record<ApplicationState, ApplicationState>>>> = {
  submit: { drafted: 'submitted' },
  withdraw: { drafted: 'withdrawn', submitted: 'withdrawn' },
  // Formal check (形式审查): passed, returned to be mended, or refused.
  pass: { submitted: 'checked' },
  return: { submitted: 'drafted' },
  refuse: { submitted: 'refused', checked: 'refused', reviewing: 'refused', noticed: 'refused' },
  draw: { checked: 'reviewing' },
  notice: { reviewing: 'noticed' },
  approve: { noticed: 'approved' },
  contract: { approved: 'contracted' },
  // The last tranche is paid.
  complete: { contracted: 'completed' },
  evaluate: { completed: 'evaluated' },
  clawBack: { contracted: 'clawedBack', completed: 'clawedBack', evaluated: 'clawedBack' },
  exit: { completed: 'exited', evaluated: 'exited' },
}

/** The state after an act; null where it does not fit. */
export function moveApplication(state: ApplicationState, act: ApplicationAct): ApplicationState | null {
  return moves[act][state] ?? null
}
