/** The steps of a recall as data: where it stands, what moves it, and what a thing of it may become. */

export const recallStates = ['draft', 'frozen', 'notified', 'closed', 'cancelled'] as const
export type RecallState = (typeof recallStates)[number]

/** As people name them: the last three follow from what became of the things. */
export const recallSteps = ['open', 'scope', 'notify', 'quarantine', 'dispose', 'effect', 'close'] as const
export type RecallStep = (typeof recallSteps)[number]

export const itemStates = [
  'open',
  'gone',
  'quarantined',
  'returned',
  'destroyed',
  'released',
  'notFound',
] as const
export type ItemState = (typeof itemStates)[number]
export type Mark = Exclude<ItemState, 'open' | 'gone'>

export const partyAnswers = ['quarantined', 'nothingHere', 'passedOn', 'cannot'] as const
export type PartyAnswer = (typeof partyAnswers)[number]

export type Act = 'change' | 'freeze' | 'notify' | 'mark' | 'answer' | 'close' | 'cancel'

const moves: Readonly<Record<Act, Partial<Record<RecallState, RecallState>>>> = {
  change: { draft: 'draft' },
  freeze: { draft: 'frozen', frozen: 'frozen', notified: 'notified' },
  notify: { frozen: 'notified', notified: 'notified' },
  mark: { frozen: 'frozen', notified: 'notified' },
  answer: { notified: 'notified' },
  close: { notified: 'closed' },
  cancel: { draft: 'cancelled', frozen: 'cancelled', notified: 'cancelled' },
}

/** The state after an act; null where it does not fit. */
export function moved(state: RecallState, act: Act): RecallState | null {
  return moves[act][state] ?? null
}

const marks: Readonly<Record<Mark, readonly ItemState[]>> = {
  quarantined: ['open', 'notFound', 'released'],
  returned: ['open', 'quarantined', 'notFound'],
  destroyed: ['open', 'quarantined', 'returned'],
  released: ['quarantined', 'returned'],
  notFound: ['open'],
}

/** May a thing in this state be marked so? */
export function mayMark(state: ItemState, mark: Mark): boolean {
  return marks[mark].includes(state)
}

export type Counts = {
  /** Affected things and what holds them, that are not out of the world. */
  items: number
  located: number
  open: number
  quarantined: number
  returned: number
  destroyed: number
  released: number
  notFound: number
  parties: number
  answered: number
}

/** Where a recall stands: the first step that is not done. */
export function stepOf(state: RecallState, counts: Counts): RecallStep {
  if (state === 'draft') return 'scope'
  if (state === 'frozen') return 'notify'
  if (state === 'closed' || state === 'cancelled') return 'close'
  if (counts.open > 0 || counts.answered < counts.parties) return 'quarantine'
  return counts.quarantined > 0 ? 'dispose' : 'effect'
}
