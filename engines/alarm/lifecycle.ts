/** The states of an alarm (ANSI/ISA-18.2-2016 clause 5, alarm state transition diagram). */
export type State =
  | 'normal'
  | 'unacknowledged'
  | 'acknowledged'
  | 'returnedUnacknowledged'
  | 'latchedUnacknowledged'
  | 'latchedAcknowledged'
  | 'shelved'
  | 'suppressedByDesign'
  | 'outOfService'

/** One alarm of one machine as people and its process have left it. */
export type Alarm = {
  isActive: boolean
  /** Somebody has yet to acknowledge the announcement. */
  isUnacknowledged: boolean
  /** It was announced and stays until it is reset. */
  isLatched: boolean
  /** Shelved up to this moment; null: not. */
  shelvedTo: number | null
  isSuppressed: boolean
  isOutOfService: boolean
}

/** What holds for an alarm by its definition. */
export type Manner = { mustAcknowledge: boolean; latches: boolean }

export type Happening =
  | { kind: 'raise' }
  | { kind: 'clear' }
  | { kind: 'acknowledge' }
  | { kind: 'reset' }
  | { kind: 'shelve'; toMicros: number }
  | { kind: 'unshelve' }
  | { kind: 'suppress' }
  | { kind: 'unsuppress' }
  | { kind: 'removeFromService' }
  | { kind: 'returnToService' }

/** `silenced`: the announcement ends without an acknowledgement; `ended`: nothing is left of it. */
export type Effect = 'announced' | 'acknowledged' | 'silenced' | 'ended'
export type Refusal = 'notUnacknowledged' | 'notLatched' | 'stillActive' | 'alreadyThere' | 'notThere'
export type Next = { alarm: Alarm; effects: Effect[]; refusal: Refusal | null }

export const restingAlarm: Alarm = {
  isActive: false,
  isUnacknowledged: false,
  isLatched: false,
  shelvedTo: null,
  isSuppressed: false,
  isOutOfService: false,
}

/** The one state that people see; out of service hides suppression, and suppression shelving (ALM-21). */
export function stateOf(alarm: Alarm): State {
  if (alarm.isOutOfService) return 'outOfService'
  if (alarm.isSuppressed) return 'suppressedByDesign'
  if (alarm.shelvedTo !== null) return 'shelved'
  if (alarm.isActive) return alarm.isUnacknowledged ? 'unacknowledged' : 'acknowledged'
  if (alarm.isLatched) return alarm.isUnacknowledged ? 'latchedUnacknowledged' : 'latchedAcknowledged'
  return alarm.isUnacknowledged ? 'returnedUnacknowledged' : 'normal'
}

/** Is it kept from being announced? */
export function isQuiet(alarm: Alarm): boolean {
  return alarm.isOutOfService || alarm.isSuppressed || alarm.shelvedTo !== null
}

/** What becomes of an alarm when something happens (ALM-20 to ALM-29); a refusal changes nothing. */
export function next(alarm: Alarm, happening: Happening, manner: Manner): Next {
  switch (happening.kind) {
    case 'raise':
      if (alarm.isActive) return refused(alarm, 'alreadyThere')
      return isQuiet(alarm)
        ? done({ ...alarm, isActive: true })
        : announced({ ...alarm, isActive: true }, manner)
    case 'clear':
      if (!alarm.isActive) return refused(alarm, 'notThere')
      return settled({ ...alarm, isActive: false })
    case 'acknowledge':
      if (!alarm.isUnacknowledged) return refused(alarm, 'notUnacknowledged')
      return settled({ ...alarm, isUnacknowledged: false }, ['acknowledged'])
    case 'reset':
      if (alarm.isActive) return refused(alarm, 'stillActive')
      if (!alarm.isLatched) return refused(alarm, 'notLatched')
      return settled({ ...alarm, isLatched: false })
    case 'shelve':
      return quietened(alarm, { ...alarm, shelvedTo: happening.toMicros })
    case 'unshelve':
      if (alarm.shelvedTo === null) return refused(alarm, 'notThere')
      return heardAgain({ ...alarm, shelvedTo: null }, manner)
    case 'suppress':
      if (alarm.isSuppressed) return refused(alarm, 'alreadyThere')
      return quietened(alarm, { ...alarm, isSuppressed: true })
    case 'unsuppress':
      if (!alarm.isSuppressed) return refused(alarm, 'notThere')
      return heardAgain({ ...alarm, isSuppressed: false }, manner)
    case 'removeFromService':
      if (alarm.isOutOfService) return refused(alarm, 'alreadyThere')
      return quietened(alarm, { ...alarm, isOutOfService: true })
    case 'returnToService':
      if (!alarm.isOutOfService) return refused(alarm, 'notThere')
      return heardAgain({ ...alarm, isOutOfService: false }, manner)
  }
}

function done(alarm: Alarm, effects: Effect[] = []): Next {
  return { alarm, effects, refusal: null }
}

function refused(alarm: Alarm, refusal: Refusal): Next {
  return { alarm, effects: [], refusal }
}

function announced(alarm: Alarm, { mustAcknowledge, latches }: Manner): Next {
  return done({ ...alarm, isUnacknowledged: mustAcknowledge, isLatched: latches }, ['announced'])
}

/** Over when it is neither active nor waits for anybody. */
function settled(alarm: Alarm, effects: Effect[] = []): Next {
  const isOver = !alarm.isActive && !alarm.isUnacknowledged && !alarm.isLatched
  return done(alarm, isOver ? [...effects, 'ended'] : effects)
}

/** Whoever takes an alarm from the list has seen it: nothing waits for an acknowledgement (ALM-26). */
function quietened(before: Alarm, alarm: Alarm): Next {
  const quiet = { ...alarm, isUnacknowledged: false, isLatched: false }
  if (before.isUnacknowledged || before.isLatched) return settled(quiet, ['silenced'])
  return done(quiet)
}

/** What is still active when nothing keeps it quiet any more is announced then (ALM-27). */
function heardAgain(alarm: Alarm, manner: Manner): Next {
  return alarm.isActive && !isQuiet(alarm) ? announced(alarm, manner) : done(alarm)
}
