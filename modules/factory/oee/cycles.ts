import type { Growth } from './counts.ts'

type Window = { fromMicros: number; toMicros: number }
export type CycleSpan = Window & { state: string; reason: string | null }

/** What states say that a program goes on: it executes, or is held and not ended (OEE-47). */
const inCycle: readonly string[] = ['production', 'delay']
/** The control waits for the next start: the program before it has ended and was not broken off. */
const endReason = 'ready'

/**
 * Programs that ended in a window (from < t ≤ to), each with its moment: a stretch in cycle that goes over
 * into ready. What was stopped, reset or lost in silence is no end. Programs that executed for less than
 * `cycleMicrosMin` make no part.
 */
export function programEnds(
  spans: readonly CycleSpan[],
  window: Window,
  rule: { partsPerEnd: number; cycleMicrosMin: number },
): Growth[] {
  const ends: Growth[] = []
  let executed = 0
  let before: CycleSpan | null = null
  for (const span of spans) {
    if (before && before.toMicros < span.fromMicros) executed = 0
    const isEnd = executed > 0 && span.state === 'idle' && span.reason === endReason
    const isWithin = span.fromMicros > window.fromMicros && span.fromMicros <= window.toMicros
    if (isEnd && isWithin && executed >= rule.cycleMicrosMin)
      ends.push({ timeMicros: span.fromMicros, quantity: rule.partsPerEnd })
    if (!inCycle.includes(span.state)) executed = 0
    else if (span.state === 'production') executed += span.toMicros - span.fromMicros
    before = span
  }
  return ends
}
