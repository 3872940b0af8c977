import type { TraceEvent } from '../graph/event.ts'
import type { TraceOptions } from '../graph/trace.ts'

export type Interval = {
  kind: string
  child: string
  parent: string
  since: number
  until: number
  event: string
}
type Found = { id: string; role: 'self' | 'carrier' | 'transaction'; time: number }

/**
 * The twin of the trace: knows all events from the start, makes every stay of every pair first, and then
 * walks each possible way to its end, with no memory of where it was.
 */
export function naiveTrace(
  events: readonly TraceEvent[],
  start: string,
  options: TraceOptions,
  since?: number,
) {
  const forward = options.direction === 'forward'
  const intervals = intervalsOf(events)
  const found: Found[] = []
  const links = new Set<string>()
  const low = options.from ?? (forward ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY)
  const high = options.until ?? (forward ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY)
  const before = (a: number, b: number) => (forward ? a <= b : a >= b)
  const later = (a: number, b: number) => (before(a, b) ? b : a)
  const sooner = (a: number, b: number) => (before(a, b) ? a : b)

  function walk(id: string, role: 'self' | 'carrier', at: number, leave: number, depth: number): void {
    found.push({ id, role, time: at })
    if (depth >= options.depthMax) return
    for (const event of events) {
      const arrival = later(at, event.time)
      if (before(arrival, leave) && before(arrival, high)) {
        for (const [lot, item] of pairsOf(event)) {
          const [here, there] = forward ? [lot, item] : [item, lot]
          if (here !== id) continue
          links.add(`${lot}>${item}@${event.id}`)
          walk(there, 'self', arrival, high, depth + 1)
        }
      }
      if (!before(at, event.time) || !before(event.time, leave) || !before(event.time, high)) continue
      const sources = forward ? event.inputs : event.outputs
      const targets = forward ? event.outputs : event.inputs
      for (const target of stepsOf(id, sources, targets, event.transformation)) {
        links.add(forward ? `${id}>${target}@${event.id}` : `${target}>${id}@${event.id}`)
        walk(target, 'self', event.time, high, depth + 1)
      }
      if (event.type !== 'TransactionEvent' && !event.things.includes(id)) continue
      if (!namesThing(event, id)) continue
      for (const transaction of event.transactions)
        found.push({ id: transaction, role: 'transaction', time: event.time })
    }
    for (const one of intervals) {
      const enter = forward ? one.since : one.until
      const exit = forward ? one.until : one.since
      const arrival = later(at, enter)
      if (!before(arrival, sooner(leave, exit)) || !before(arrival, high)) continue
      if (one.child === id) {
        links.add(`${id}>${one.parent}@${one.event}`)
        walk(one.parent, 'carrier', arrival, sooner(leave, exit), depth + 1)
      } else if (one.parent === id && role === 'self') {
        links.add(`${one.child}>${id}@${one.event}`)
        walk(one.child, 'self', arrival, high, depth + 1)
      }
    }
  }

  walk(start, 'self', since === undefined ? low : later(low, since), high, 0)
  return { nodes: bestOf(found, before), links }
}

function pairsOf({ members = [] }: TraceEvent): [string, string][] {
  return members.flatMap(({ lot, items }) => items.map((item): [string, string] => [lot, item]))
}

function namesThing(
  { things, parent, children, inputs, outputs, transformation }: TraceEvent,
  id: string,
): boolean {
  return [...things, ...children, ...inputs, ...outputs, parent, transformation].includes(id)
}

function stepsOf(
  id: string,
  sources: readonly string[],
  targets: readonly string[],
  transformation: string | null,
): readonly string[] {
  if (transformation === null) return sources.includes(id) ? targets : []
  if (id === transformation) return targets
  return sources.includes(id) ? [transformation] : []
}

/**
 * One entry a thing: reached itself counts before carried, carried before a transaction; then the best
 * time.
 */
function bestOf(found: readonly Found[], before: (a: number, b: number) => boolean) {
  const rank = { self: 0, carrier: 1, transaction: 2 }
  const best = new Map<string, Found>()
  for (const one of found) {
    const old = best.get(one.id)
    const isBetter = !old || rank[one.role] < rank[old.role]
    const isSooner = old?.role === one.role && before(one.time, old.time)
    if (isBetter || isSooner) best.set(one.id, one)
  }
  return best
}

/** Every stay, by playing all events of a pair from the first to the last. */
export function intervalsOf(events: readonly TraceEvent[]): Interval[] {
  const made: Interval[] = []
  for (const kind of ['AggregationEvent', 'AssociationEvent']) {
    const own = events.filter((event) => event.type === kind && event.parent !== null)
    const pairs = new Set(
      own.flatMap(({ parent, children }) => children.map((child) => `${child} ${parent}`)),
    )
    for (const pair of pairs) {
      const [child = '', parent = ''] = pair.split(' ')
      const steps = own
        .filter((event) => event.parent === parent)
        .filter((event) => event.children.includes(child) || event.children.length === 0)
        .map((event) => ({ event, isEnd: event.action === 'DELETE' }))
        .sort((a, b) => a.event.time - b.event.time || Number(a.isEnd) - Number(b.isEnd))
      let open: Interval | null = null
      for (const { event, isEnd } of steps) {
        if (isEnd && open) {
          made.push({ ...open, until: event.time })
          open = null
        } else if (!isEnd && event.children.includes(child) && !open) {
          open = { kind, child, parent, since: event.time, until: Number.POSITIVE_INFINITY, event: event.id }
        }
      }
      if (open) made.push(open)
    }
  }
  return made
}
