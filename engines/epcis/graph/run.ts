import type { TraceEvent } from './event.ts'
import { type Start, type Trace, type TraceOptions, trace } from './trace.ts'

/** Traces within events that are all at hand. */
export function traceIn(
  events: readonly TraceEvent[],
  starts: readonly (string | Start)[],
  options: TraceOptions,
): Trace {
  return runIn(events, trace(starts, options))
}

type Search<T> = Generator<readonly string[], T, ReadonlyMap<string, readonly TraceEvent[]>>

/** Runs a search that asks for events of things over events that are all at hand. */
export function runIn<T>(events: readonly TraceEvent[], search: Search<T>): T {
  const byThing = new Map<string, TraceEvent[]>()
  for (const event of events) {
    for (const id of thingsOf(event)) {
      const list = byThing.get(id)
      if (list) list.push(event)
      else byThing.set(id, [event])
    }
  }
  let step = search.next()
  while (!step.done) step = search.next(new Map(step.value.map((id) => [id, byThing.get(id) ?? []])))
  return step.value
}

/** Everything an event names that can be followed. */
export function thingsOf(event: TraceEvent): ReadonlySet<string> {
  const { things, parent, children, inputs, outputs, transformation, members = [] } = event
  const single = [parent, transformation].filter((id) => id !== null)
  return new Set([...things, ...children, ...inputs, ...outputs, ...single, ...members.map(({ lot }) => lot)])
}
