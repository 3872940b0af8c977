import type { TraceEvent } from './event.ts'
import { type Trace, type TraceOptions, trace } from './trace.ts'

/** Traces within events that are all at hand. */
export function traceIn(
  events: readonly TraceEvent[],
  starts: readonly string[],
  options: TraceOptions,
): Trace {
  const byThing = new Map<string, TraceEvent[]>()
  for (const event of events) {
    for (const id of thingsOf(event)) {
      const list = byThing.get(id)
      if (list) list.push(event)
      else byThing.set(id, [event])
    }
  }
  const search = trace(starts, options)
  let step = search.next()
  while (!step.done) step = search.next(new Map(step.value.map((id) => [id, byThing.get(id) ?? []])))
  return step.value
}

/** Everything an event names that can be followed. */
export function thingsOf(event: TraceEvent): ReadonlySet<string> {
  const { things, parent, children, inputs, outputs, transformation } = event
  const single = [parent, transformation].filter((id) => id !== null)
  return new Set([...things, ...children, ...inputs, ...outputs, ...single])
}
