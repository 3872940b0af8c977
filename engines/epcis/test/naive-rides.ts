import type { TraceEvent } from '../graph/event.ts'

/**
 * The twin of the rides: at the moment of every event it looks at all events anew, who was in what then, and
 * goes from the thing outward.
 */
export function naiveTold(events: readonly TraceEvent[], start: string): Record<string, string[]> {
  const told: Record<string, string[]> = {}
  for (const event of events) {
    const carriers = carriersAt(events, start, event.time)
    const named = [...carriers].filter((one) => isAbout(event, one))
    if (named.length > 0) told[event.id] = named.sort()
  }
  return told
}

function isAbout({ things, parent, children, inputs, outputs }: TraceEvent, carrier: string): boolean {
  for (const list of [things, children, inputs, outputs]) if (list.includes(carrier)) return true
  return parent === carrier && children.length === 0
}

/** Everything the thing was in at a moment, whose first and last instant count. */
function carriersAt(events: readonly TraceEvent[], start: string, time: number): ReadonlySet<string> {
  const reached = new Set([start])
  let size = 0
  while (size < reached.size) {
    size = reached.size
    for (const { type, parent, children } of events) {
      if (parent === null || !/^A(ggreg|ssoci)ationEvent$/.test(type)) continue
      for (const child of children) {
        if (reached.has(child) && isInside(events, { type, child, parent }, time)) reached.add(parent)
      }
    }
  }
  reached.delete(start)
  return reached
}

type Pair = { type: string; child: string; parent: string }

/** Put in at or before the moment, and not taken out between. */
function isInside(events: readonly TraceEvent[], { type, child, parent }: Pair, time: number): boolean {
  const both = events.filter((event) => event.type === type && event.parent === parent)
  const ends = both.filter(
    ({ action, children }) => action === 'DELETE' && (children.length === 0 || children.includes(child)),
  )
  return both.some((begin) => {
    if (begin.action === 'DELETE' || !begin.children.includes(child) || begin.time > time) return false
    return !ends.some((end) => end.time >= begin.time && end.time < time)
  })
}
