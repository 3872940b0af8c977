import type { Interval } from '../interval.ts'
import type { Condition, Value } from '../kleene.ts'
import type { CalendarEntry, Count, Observation, Override, Run, TimeClass, TimeInput } from '../model.ts'
import type { StateRules } from '../rules.ts'
import type { SignalPoint, Signals } from '../states.ts'

/**
 * The naive twin: the rules of SPEC.md again, moment by moment, in the plainest words, sharing nothing with
 * the engine but types. Quadratic and proud of it; tests hold the engine against it.
 */

/** One moment of the window and what holds at it. */
export type Moment = {
  atMicros: number
  timeClass: TimeClass
  reason: string | null
  reference: string | null
}

/** Attributes each moment of the window on its own. */
export function naiveAttribute(input: TimeInput, stepMicros: number): Moment[] {
  const moments: Moment[] = []
  for (let at = input.window.fromMicros; at < input.window.toMicros; at += stepMicros) {
    moments.push({ atMicros: at, ...naiveMoment(input, at) })
  }
  return moments
}

function naiveMoment(input: TimeInput, at: number): Omit<Moment, 'atMicros'> {
  const here = <T extends Interval>(items: readonly T[]): T[] =>
    items.filter((item) => item.fromMicros <= at && at < item.toMicros)
  const calendar = naiveCalendar(here(input.calendar))
  const seen = naiveObservation(here(input.observations))
  const words = here(input.overrides ?? [])
  const strong = naiveOverride(words.filter((word) => word.overProduction))
  const weak = naiveOverride(words.filter((word) => !word.overProduction))
  const runs = seen !== null && seen.state === 'production'
  const planned = calendar !== null && (calendar.kind === 'shift' || calendar.kind === 'overtime')
  if (!planned && !(input.productionOutsidePlan === 'include' && runs && strong === null)) {
    if (calendar === null) return { timeClass: 'notPlanned', reason: null, reference: null }
    const timeClass = calendar.kind === 'holiday' ? 'notPlanned' : 'plannedStop'
    return { timeClass, reason: calendar.reason ?? calendar.kind, reference: calendar.id }
  }
  if (strong !== null) return naiveWord(strong, seen)
  if (runs) return { timeClass: 'production', reason: seen.reason ?? null, reference: seen.id }
  if (weak !== null) return naiveWord(weak, seen)
  if (seen !== null) return { timeClass: seen.state, reason: seen.reason ?? null, reference: seen.id }
  return { timeClass: 'unknown', reason: null, reference: null }
}

function naiveWord(word: Override, seen: Observation | null): Omit<Moment, 'atMicros'> {
  let timeClass: TimeClass = 'down'
  if (seen !== null && seen.state !== 'unknown') timeClass = seen.state
  if (word.state !== null) timeClass = word.state
  return { timeClass, reason: word.reason, reference: word.id }
}

function naiveCalendar(entries: readonly CalendarEntry[]): CalendarEntry | null {
  for (const kind of ['holiday', 'maintenance', 'break', 'overtime', 'shift']) {
    const mine = entries.filter((entry) => entry.kind === kind)
    if (mine.length > 0) return mine.reduce((best, entry) => (entry.id < best.id ? entry : best))
  }
  return null
}

function naiveObservation(observations: readonly Observation[]): Observation | null {
  for (const state of ['down', 'delay', 'idle', 'setup', 'production', 'unknown']) {
    const mine = observations.filter((observation) => observation.state === state)
    if (mine.length > 0) return latest(mine)
  }
  return null
}

function naiveOverride(overrides: readonly Override[]): Override | null {
  return overrides.length === 0 ? null : latest(overrides)
}

function latest<T extends { id: string; recorded?: number }>(items: readonly T[]): T {
  return items.reduce((best, item) => {
    const order = item.recorded ?? 0
    const bestOrder = best.recorded ?? 0
    if (order !== bestOrder) return order > bestOrder ? item : best
    return item.id > best.id ? item : best
  })
}

/**
 * The state at each moment by reading every point again; 'unknown', a rule's state, or that of `otherwise`.
 */
export function naiveStates(
  rules: StateRules,
  signals: Signals,
  window: Interval,
  stepMicros: number,
): string[] {
  const states: string[] = []
  for (let at = window.fromMicros; at < window.toMicros; at += stepMicros) {
    states.push(naiveState(rules, signals, at))
  }
  return states
}

function naiveState(rules: StateRules, signals: Signals, at: number): string {
  for (const rule of rules.rules) {
    const truth = naiveTruth(rule.when, rules, signals, at)
    if (truth === 1) return rule.state
    if (truth === 0.5) return 'unknown'
  }
  return rules.otherwise.state
}

/** Kleene's logic on the numbers 0, ½ and 1: all is the least, any the greatest, not the complement. */
function naiveTruth(condition: Condition, rules: StateRules, signals: Signals, at: number): number {
  const inner = (part: Condition): number => naiveTruth(part, rules, signals, at)
  if ('all' in condition) return Math.min(1, ...condition.all.map(inner))
  if ('any' in condition) return Math.max(0, ...condition.any.map(inner))
  if ('not' in condition) return 1 - inner(condition.not)
  if (!(condition.tag in signals)) return condition.ifAbsent === undefined ? 0.5 : Number(condition.ifAbsent)
  const value = naiveValue(condition.tag, rules, signals, at)
  if (value === null) return 0.5
  if (condition.op === 'in') {
    if (condition.value.includes(value)) return 1
    const comparable =
      condition.value.length === 0 || condition.value.some((one) => typeof one === typeof value)
    return comparable ? 0 : 0.5
  }
  const constant = condition.value
  if (typeof constant !== typeof value) return 0.5
  const order = value === constant ? 0 : value < constant ? -1 : 1
  const holds = {
    '=': order === 0,
    '!=': order !== 0,
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
  }
  return Number(holds[condition.op])
}

function naiveValue(tag: string, rules: StateRules, signals: Signals, at: number): Value | null {
  let last: SignalPoint | null = null
  for (const point of signals[tag] ?? []) {
    if (point.timeMicros <= at && (last === null || point.timeMicros >= last.timeMicros)) last = point
  }
  if (last === null || !naiveKnown(last, rules)) return null
  const silence = rules.silenceMicrosMax
  if (silence === null || silence === undefined) return last.value
  const alive = [tag, ...(rules.aliveTags ?? [])].some((name) =>
    (signals[name] ?? []).some(
      (point) => naiveKnown(point, rules) && point.timeMicros <= at && at < point.timeMicros + silence,
    ),
  )
  return alive ? last.value : null
}

function naiveKnown(point: SignalPoint, rules: StateRules): boolean {
  if (point.quality !== 'good' || point.value === null || Number.isNaN(point.value)) return false
  return !(rules.unknownValues ?? []).includes(String(point.value))
}

/** Quantities and planned run time of what was made in the plan, count by count, in doubles. */
export function naiveOutput(
  moments: readonly Moment[],
  stepMicros: number,
  counts: readonly Count[],
  runs: readonly Run[],
): { produced: number; good: number; idealMicros: number | null; idealGoodMicros: number | null } {
  const output = {
    produced: 0,
    good: 0,
    idealMicros: 0 as number | null,
    idealGoodMicros: 0 as number | null,
  }
  for (const count of counts) {
    const made = count.timeMicros - 1
    const moment = moments.find((one) => one.atMicros <= made && made < one.atMicros + stepMicros)
    if (!moment || moment.timeClass === 'notPlanned' || moment.timeClass === 'plannedStop') continue
    const quantity = count.good + count.rejected
    output.produced += quantity
    output.good += count.good
    if (quantity === 0) continue
    const present = runs
      .filter((run) => run.fromMicros <= made && made < run.toMicros)
      .filter((run) => (count.product ?? null) === null || run.product === count.product)
      .sort((left, right) => right.fromMicros - left.fromMicros || (left.id < right.id ? 1 : -1))
    const run = present[0]
    if (!run || run.plannedMicros === null) {
      output.idealMicros = null
      output.idealGoodMicros = null
      continue
    }
    const perItem = run.plannedMicros / (run.perItems ?? 1)
    if (output.idealMicros !== null) output.idealMicros += perItem * quantity
    if (output.idealGoodMicros !== null) output.idealGoodMicros += perItem * count.good
  }
  return output
}
