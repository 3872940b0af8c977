import type { TraceEvent } from './event.ts'
import { type Stay, staysAmong } from './stay.ts'
import { type Start, type Trace, trace } from './trace.ts'

/** What a finding concerns, and where it is. */
export type ScopeThing = {
  readonly id: string
  /**
   * `affected`: the finding is true of it. `holding`: something affected is in it or fixed to it now. `held`:
   * was, and is no more.
   */
  readonly how: 'affected' | 'holding' | 'held'
  /** Since when; null from the first. */
  readonly since: number | null
  /** The event by which it was reached and from where; null for what was found. */
  readonly event: string | null
  readonly from: string | null
  readonly depth: number
  /** Where it was last, alone or in what carried it, and the event that says so. */
  readonly place: { readonly id: string; readonly time: number; readonly event: string } | null
  /** To whom it was handed over, alone or in what carried it. */
  readonly parties: readonly string[]
  /** The last time that it was handed over. */
  readonly handover: { readonly party: string; readonly event: string } | null
  /** The last event that tells of it. */
  readonly last: string | null
  /** Its last event took it out of the world (an object event with DELETE). */
  readonly isGone: boolean
}

export type Scope = {
  readonly things: readonly ScopeThing[]
  readonly transactions: readonly string[]
  /** Ids of every event that names something affected, in time. */
  readonly events: readonly string[]
  readonly isTruncated: boolean
}

type Events = ReadonlyMap<string, readonly TraceEvent[]>
type Bounds = { readonly depthMax: number; readonly nodesMax: number }

/**
 * From findings to the exact set: everything that the findings reach forward, what holds or held it, where it
 * is and to whom it went. It asks for the events of things, as `trace` does. Rules: SPEC section 9.
 */
export function* scope(
  starts: readonly (string | Start)[],
  bounds: Bounds,
): Generator<readonly string[], Scope, Events> {
  const known = new Map<string, readonly TraceEvent[]>()
  const search = trace(starts, { ...bounds, direction: 'forward' })
  let step = search.next()
  while (!step.done) {
    const given = yield step.value
    for (const [id, events] of given) known.set(id, events)
    step = search.next(given)
  }
  const found = step.value
  const lost = found.nodes
    .filter(({ id, role }) => role !== 'transaction' && !known.has(id))
    .map(({ id }) => id)
  if (lost.length > 0) for (const [id, events] of yield lost) known.set(id, events)
  return scoped(found, known)
}

function scoped(found: Trace, known: Events): Scope {
  const transformations = new Set([...known.values()].flat().map(({ transformation }) => transformation))
  const holding = holdersNow(found, known)
  const reached = found.nodes.filter(({ id, role }) => role !== 'transaction' && !transformations.has(id))
  const things = reached.map(({ id, role, depth, time, event, from }): ScopeThing => {
    const how = role === 'self' ? 'affected' : holding.has(id) ? 'holding' : 'held'
    // Where it is does not depend on since when it is affected; who got it as such does.
    const told = toldOf(id, Number.NEGATIVE_INFINITY, known)
    const last = told.findLast((one) => one.place)
    const handed = told.findLast(({ parties = [] }) => parties.length > 0)
    const since = toldOf(id, time, known)
    return {
      ...{ id, how, event, from, depth },
      since: Number.isFinite(time) ? time : null,
      place: last ? { id: last.place!, time: last.time, event: last.id } : null,
      parties: [...new Set(since.flatMap(({ parties = [] }) => parties))].sort(),
      handover: handed ? { party: handed.parties![0]!, event: handed.id } : null,
      last: told.at(-1)?.id ?? null,
      isGone: isGone(known.get(id) ?? []),
    }
  })
  const events = new Map<string, TraceEvent>()
  for (const { id, how, since } of things) {
    if (how === 'held') continue
    for (const event of known.get(id) ?? [])
      if (event.time >= (since ?? -Infinity)) events.set(event.id, event)
  }
  return {
    things,
    transactions: found.nodes.filter(({ role }) => role === 'transaction').map(({ id }) => id),
    events: inTime([...events.values()]).map(({ id }) => id),
    isTruncated: found.isTruncated,
  }
}

/** Carriers in which something affected still is, or a carrier of it. */
function holdersNow({ nodes, links }: Trace, known: Events): ReadonlySet<string> {
  const inside = new Set(nodes.filter(({ role }) => role === 'self').map(({ id }) => id))
  const open = links.filter(
    ({ kind, until }) => until === null && (kind === 'aggregation' || kind === 'association'),
  )
  const holding = new Set<string>()
  let grew = true
  while (grew) {
    grew = false
    for (const { from, to } of open) {
      if (holding.has(to) || inside.has(to) || !(inside.has(from) || holding.has(from))) continue
      if (!openNow(from, to, known)) continue
      holding.add(to)
      grew = true
    }
  }
  return holding
}

function openNow(child: string, parent: string, known: Events): boolean {
  return staysOf(child, known).some(
    (stay) => stay.parent === parent && stay.until === Number.POSITIVE_INFINITY,
  )
}

/** Stays of a thing in its carriers. */
function staysOf(id: string, known: Events): Stay[] {
  return staysAmong(id, known).filter((stay) => stay.child === id)
}

/** Every event that tells of a thing since a time: its own, and those of carriers while it was inside. */
function toldOf(id: string, since: number, known: Events): TraceEvent[] {
  const found = new Map<string, TraceEvent>()
  const seen = new Set<string>()
  const waiting = [{ id, from: since, until: Number.POSITIVE_INFINITY }]
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    const key = `${one.id} ${one.from} ${one.until}`
    if (seen.has(key)) continue
    seen.add(key)
    for (const event of known.get(one.id) ?? []) {
      if (event.time >= one.from && event.time <= one.until) found.set(event.id, event)
    }
    for (const stay of staysOf(one.id, known)) {
      const from = Math.max(one.from, stay.since)
      const until = Math.min(one.until, stay.until)
      if (from <= until) waiting.push({ id: stay.parent, from, until })
    }
  }
  return inTime([...found.values()])
}

function isGone(events: readonly TraceEvent[]): boolean {
  const last = inTime(events).at(-1)
  return last?.type === 'ObjectEvent' && last.action === 'DELETE'
}

function inTime(events: readonly TraceEvent[]): TraceEvent[] {
  return [...events].sort((left, right) => left.time - right.time || (left.id < right.id ? -1 : 1))
}
