import type { CalendarEntry, CalendarKind, Count, Observation, Override, Run, StateKind } from '../model.ts'

/** Short words for the examples of the tests: a day in minutes. */

/** One minute in microseconds. */
export const minute = 60_000_000

/** The window of the examples: eight hours from minute 0. */
export const eightHours = { fromMicros: 0, toMicros: 480 * minute }

/** A stretch in minutes. */
export function span(from: number, to: number): { fromMicros: number; toMicros: number } {
  return { fromMicros: from * minute, toMicros: to * minute }
}

/** A calendar entry named after its kind. */
export function planned(kind: CalendarKind, from: number, to: number, id: string = kind): CalendarEntry {
  return { id, kind, ...span(from, to) }
}

/** An observation named after its state and start. */
export function seen(
  state: StateKind,
  from: number,
  to: number,
  more: Partial<Observation> = {},
): Observation {
  return { id: `${state}@${from}`, state, ...span(from, to), ...more }
}

/** What a person said, named after its reason. */
export function said(
  reason: string,
  state: Override['state'],
  from: number,
  to: number,
  more: Partial<Override> = {},
): Override {
  return { id: reason, reason, state, recorded: 1, ...span(from, to), ...more }
}

/** Parts counted at a minute. */
export function made(at: number, good: number, rejected = 0, more: Partial<Count> = {}): Count {
  return { timeMicros: at * minute, good, rejected, ...more }
}

/** A run of a product with seconds per item. */
export function running(
  product: string,
  from: number,
  to: number,
  seconds: number | null,
  id = product,
): Run {
  return { id, product, plannedMicros: seconds === null ? null : seconds * 1_000_000, ...span(from, to) }
}
