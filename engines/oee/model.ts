import type { IgnoredWhy, Interval } from './interval.ts'

/**
 * What a machine does, as a witness saw it. After ISO 22400-2:2014 clause 6 and its mapping in OPC 40501-1
 * C.2.3: production makes APT, setup AUST, delay ADET (an order's work has begun and does not go on), down
 * and idle ADOT (no order is being worked on: with a fault, or for want of work).
 */
export type StateKind = 'production' | 'setup' | 'delay' | 'down' | 'idle' | 'unknown'

/** The one class a microsecond belongs to (rule OEE-1). */
export type TimeClass = 'notPlanned' | 'plannedStop' | StateKind

/** Every time class, in the order of the waterfall from calendar time to production. */
export const timeClasses: readonly TimeClass[] = [
  'notPlanned',
  'plannedStop',
  'unknown',
  'idle',
  'down',
  'delay',
  'setup',
  'production',
]

/**
 * Planned busy: shift, overtime. Planned stop: break, maintenance. Not planned: holiday, and all not
 * covered.
 */
export type CalendarKind = 'shift' | 'overtime' | 'break' | 'maintenance' | 'holiday'

/** A stretch of the shift calendar. */
export type CalendarEntry = Interval & { id: string; kind: CalendarKind; reason?: string | null }

/** A stretch in which a witness (rules over signals, a control system) saw one state. */
export type Observation = Interval & {
  id: string
  state: StateKind
  reason?: string | null
  /** Order of recording; among equal states the later one names the reason. */
  recorded?: number
}

/** What a person says of a stretch. */
export type Override = Interval & {
  id: string
  /** The state the person says; null names a reason only and keeps the observed state. */
  state: Exclude<StateKind, 'unknown'> | null
  reason: string
  /** Order of recording; the later one wins. */
  recorded: number
  /** True lets the person overrule production that was observed, such as running without a part. */
  overProduction?: boolean
}

/** What the attribution of time is made from. */
export type TimeInput = {
  window: Interval
  calendar: readonly CalendarEntry[]
  observations: readonly Observation[]
  overrides?: readonly Override[]
  /** Whether production seen outside the plan enlarges the plan; left out, the plan stands (OEE-13). */
  productionOutsidePlan?: 'exclude' | 'include'
}

/** Who decided: the calendar, an observation, a person, or nobody (no witness at all). */
export type DecidedBy = 'calendar' | 'observation' | 'override' | 'silence'

/** A stretch of the window with its one time class and what proves it. */
export type Attributed = Interval & {
  timeClass: TimeClass
  reason: string | null
  decidedBy: DecidedBy
  /** The id of the calendar entry, observation or override that decided; null where nothing did. */
  reference: string | null
  /** The rule of SPEC.md that decided. */
  rule: string
}

/** An input that took no part, and why. */
export type Ignored = { input: 'calendar' | 'observation' | 'override'; id: string; why: IgnoredWhy }

/** The window, attributed without gap or overlap. */
export type Attribution = {
  window: Interval
  /** Adjoining, sorted, covering the window exactly; neighbours differ. */
  intervals: Attributed[]
  /** Microseconds per class; the sum is the window. */
  totals: Record<TimeClass, number>
  /** Of these, the microseconds a person decided. */
  declared: Record<TimeClass, number>
  /** Production observed outside the plan and not counted there (OEE-13). */
  productionOutsidePlanMicros: number
  ignored: Ignored[]
}

/** Parts made, at the end of a cycle. Quantities are whole numbers of the caller's unit. */
export type Count = {
  timeMicros: number
  good: number
  rejected: number
  /** Of the rejected, those lost while starting up or warming up. */
  rejectedStartup?: number
  product?: string | null
}

/**
 * A stretch in which a product is made, with its planned run time per item (PRI) = plannedMicros /
 * perItems.
 */
export type Run = Interval & {
  id: string
  product: string
  /** Null where no planned run time is known. */
  plannedMicros: number | null
  perItems?: number
}
