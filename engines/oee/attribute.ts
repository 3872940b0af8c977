import { flatten, type Segment } from './flatten.ts'
import { assertInteger, assertWindow, compareText, type Interval, ignoredWhy } from './interval.ts'
import {
  type Attributed,
  type Attribution,
  type CalendarEntry,
  type CalendarKind,
  type Ignored,
  type Observation,
  type Override,
  type StateKind,
  type TimeClass,
  type TimeInput,
  timeClasses,
} from './model.ts'

/** OEE-11: what stops work stands before what plans it. */
const calendarOrder: readonly CalendarKind[] = ['holiday', 'maintenance', 'break', 'overtime', 'shift']
/** OEE-16: of two witnesses the worse for availability stands first, and silence last. */
const stateOrder: readonly StateKind[] = ['down', 'delay', 'idle', 'setup', 'production', 'unknown']
const classOfCalendar: Record<CalendarKind, TimeClass | null> = {
  shift: null,
  overtime: null,
  break: 'plannedStop',
  maintenance: 'plannedStop',
  holiday: 'notPlanned',
}

type Layers = {
  calendar: CalendarEntry | null
  observation: Observation | null
  override: Override | null
  strongOverride: Override | null
}
type Verdict = Omit<Attributed, keyof Interval>

/**
 * Attributes every microsecond of the window to exactly one time class, whatever the inputs overlap, repeat
 * or leave out (OEE-1 to OEE-19). Pure; the result does not depend on the sequence of the inputs; O(n log
 * n). Throws RangeError when a time is not a safe integer or the window is empty.
 */
export function attribute(input: TimeInput): Attribution {
  assertWindow(input.window)
  const overrides = input.overrides ?? []
  assertTimes('calendar', input.calendar)
  assertTimes('observation', input.observations)
  assertTimes('override', overrides)
  const { window } = input
  const strong = overrides.filter((override) => override.overProduction === true)
  const weak = overrides.filter((override) => override.overProduction !== true)
  const layers = zip(window, {
    calendar: flatten(input.calendar, window, byCalendar),
    observation: flatten(input.observations, window, byObservation),
    override: flatten(weak, window, byOverride),
    strongOverride: flatten(strong, window, byOverride),
  })
  const include = input.productionOutsidePlan === 'include'
  const intervals: Attributed[] = []
  let productionOutsidePlanMicros = 0
  for (const part of layers) {
    const verdict = decide(part, include)
    const outside = verdict.timeClass === 'notPlanned' || verdict.timeClass === 'plannedStop'
    if (outside && part.observation?.state === 'production') {
      productionOutsidePlanMicros += part.toMicros - part.fromMicros
    }
    extend(intervals, part, verdict)
  }
  const ignored = [
    ...ignoredOf('calendar', input.calendar, window),
    ...ignoredOf('observation', input.observations, window),
    ...ignoredOf('override', overrides, window),
  ]
  return { window, intervals, ...totalsOf(intervals), productionOutsidePlanMicros, ignored }
}

/** Decides one elementary stretch in the order of SPEC.md: plan, strong word, production, word, witness. */
function decide(layers: Layers, include: boolean): Verdict {
  const { calendar, observation, override, strongOverride } = layers
  const outside = calendar ? classOfCalendar[calendar.kind] : 'notPlanned'
  const producing = observation?.state === 'production'
  if (outside && !(include && producing && !strongOverride)) {
    const reason = calendar ? (calendar.reason ?? calendar.kind) : null
    const rule = calendar ? 'OEE-11' : 'OEE-12'
    return { timeClass: outside, reason, decidedBy: 'calendar', reference: calendar?.id ?? null, rule }
  }
  if (strongOverride) return declared(strongOverride, observation, 'OEE-14')
  if (observation && producing) return observed(observation, outside ? 'OEE-13' : 'OEE-15')
  if (override) return declared(override, observation, 'OEE-17')
  if (observation) return observed(observation, 'OEE-18')
  return { timeClass: 'unknown', reason: null, decidedBy: 'silence', reference: null, rule: 'OEE-19' }
}

function observed(observation: Observation, rule: string): Verdict {
  return {
    timeClass: observation.state,
    reason: observation.reason ?? null,
    decidedBy: 'observation',
    reference: observation.id,
    rule,
  }
}

/**
 * A reason without a state keeps the observed stop; where none was observed a person saw one: down
 * (OEE-17).
 */
function declared(override: Override, observation: Observation | null, rule: string): Verdict {
  const seen = observation && observation.state !== 'unknown' ? observation.state : 'down'
  const timeClass = override.state ?? seen
  return { timeClass, reason: override.reason, decidedBy: 'override', reference: override.id, rule }
}

function byCalendar(left: CalendarEntry, right: CalendarEntry): number {
  return (
    calendarOrder.indexOf(left.kind) - calendarOrder.indexOf(right.kind) ||
    compareText(left.id, right.id) ||
    bySpan(left, right)
  )
}

function byObservation(left: Observation, right: Observation): number {
  return (
    stateOrder.indexOf(left.state) - stateOrder.indexOf(right.state) ||
    (right.recorded ?? 0) - (left.recorded ?? 0) ||
    compareText(right.id, left.id) ||
    compareText(left.reason ?? '', right.reason ?? '') ||
    bySpan(left, right)
  )
}

function byOverride(left: Override, right: Override): number {
  return (
    right.recorded - left.recorded ||
    compareText(right.id, left.id) ||
    compareText(left.state ?? '', right.state ?? '') ||
    compareText(left.reason, right.reason) ||
    bySpan(left, right)
  )
}

function bySpan(left: Interval, right: Interval): number {
  return left.fromMicros - right.fromMicros || left.toMicros - right.toMicros
}

/** Lays the four flat layers over each other: one part per stretch in which none of them changes. */
function zip(
  window: Interval,
  flat: { [name in keyof Layers]: Segment<NonNullable<Layers[name]>>[] },
): (Interval & Layers)[] {
  const parts: (Interval & Layers)[] = []
  const at = { calendar: 0, observation: 0, override: 0, strongOverride: 0 }
  const names = Object.keys(at) as (keyof Layers)[]
  let fromMicros = window.fromMicros
  while (fromMicros < window.toMicros) {
    let toMicros = window.toMicros
    for (const name of names) {
      if (flat[name][at[name]]!.toMicros <= fromMicros) at[name] += 1
      toMicros = Math.min(toMicros, flat[name][at[name]]!.toMicros)
    }
    parts.push({
      fromMicros,
      toMicros,
      calendar: flat.calendar[at.calendar]!.item,
      observation: flat.observation[at.observation]!.item,
      override: flat.override[at.override]!.item,
      strongOverride: flat.strongOverride[at.strongOverride]!.item,
    })
    fromMicros = toMicros
  }
  return parts
}

function extend(intervals: Attributed[], part: Interval, verdict: Verdict): void {
  const last = intervals.at(-1)
  const same =
    last &&
    last.timeClass === verdict.timeClass &&
    last.reason === verdict.reason &&
    last.decidedBy === verdict.decidedBy &&
    last.reference === verdict.reference &&
    last.rule === verdict.rule
  if (same) last.toMicros = part.toMicros
  else intervals.push({ fromMicros: part.fromMicros, toMicros: part.toMicros, ...verdict })
}

function totalsOf(intervals: readonly Attributed[]): Pick<Attribution, 'totals' | 'declared'> {
  const zero = (): Record<TimeClass, number> =>
    Object.fromEntries(timeClasses.map((timeClass) => [timeClass, 0])) as Record<TimeClass, number>
  const totals = zero()
  const declaredTotals = zero()
  for (const interval of intervals) {
    const micros = interval.toMicros - interval.fromMicros
    totals[interval.timeClass] += micros
    if (interval.decidedBy === 'override') declaredTotals[interval.timeClass] += micros
  }
  return { totals, declared: declaredTotals }
}

function assertTimes(input: Ignored['input'], items: readonly (Interval & { id: string })[]): void {
  for (const item of items) {
    assertInteger(item.fromMicros, `${input} ${item.id} fromMicros`)
    assertInteger(item.toMicros, `${input} ${item.id} toMicros`)
  }
}

function ignoredOf(
  input: Ignored['input'],
  items: readonly (Interval & { id: string })[],
  window: Interval,
): Ignored[] {
  const ignored: Ignored[] = []
  for (const item of items) {
    const why = ignoredWhy(item, window)
    if (why) ignored.push({ input, id: item.id, why })
  }
  return ignored
}
