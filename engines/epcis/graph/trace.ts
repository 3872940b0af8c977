import type { TraceEvent } from './event.ts'
import { type Side, sideOf } from './side.ts'
import { carriersOf, type Stay, staysAmong } from './stay.ts'

export type Direction = 'forward' | 'backward'

/** A thing to begin with, and from when on (forward) or until when (backward) it counts. */
export type Start = { readonly id: string; readonly at: number }

export type TraceOptions = {
  readonly direction: Direction
  /** Nothing before this time (forward) or after it (backward) counts. */
  readonly from?: number
  /** Nothing behind this time (forward) or before it (backward) counts. */
  readonly until?: number
  readonly depthMax: number
  readonly nodesMax: number
}

/** `self`: the thing is reached. `carrier`: something reached is inside it or fixed to it, for a while. */
export type TraceNode = {
  readonly id: string
  readonly role: 'self' | 'carrier' | 'transaction'
  readonly depth: number
  /** When it is first reached, by time forward; by time backward, the last moment. */
  readonly time: number
  /** The event by which it was reached, and from where; null for the start. */
  readonly event: string | null
  readonly from: string | null
}

export type TraceLink = {
  /** `membership`: from a lot to an item that belongs to it. */
  readonly kind: 'transformation' | 'aggregation' | 'association' | 'transaction' | 'membership'
  readonly from: string
  readonly to: string
  readonly since: number
  /** Null: still so. */
  readonly until: number | null
  readonly event: string
}

export type Trace = {
  readonly nodes: readonly TraceNode[]
  readonly links: readonly TraceLink[]
  /** Did a bound end the search before it was complete? */
  readonly isTruncated: boolean
}

/** Reached, at a time in the direction of the search, and until when it carries what was reached. */
type State = {
  readonly id: string
  /** A carrier is one by a stay that began then. */
  readonly stay: number | null
  readonly at: number
  readonly leave: number
  readonly event: string | null
  readonly from: string | null
  readonly link?: TraceLink & { readonly kind: Stay['kind'] }
}

/**
 * Follows things through events. It asks for the events of a set of things and goes on with them: whoever
 * runs it fetches them from wherever they are. Rules: SPEC section 7.
 */
export function* trace(
  starts: readonly (string | Start)[],
  options: TraceOptions,
): Generator<readonly string[], Trace, ReadonlyMap<string, readonly TraceEvent[]>> {
  const side = sideOf(options)
  const search = searchOf(options)
  const known = new Map<string, readonly TraceEvent[]>()
  let level: State[] = starts.map((start) => {
    const { id, at } = typeof start === 'string' ? { id: start, at: null } : start
    const begin = at === null ? side.start : Math.max(side.start, side.clock(at))
    return { id, stay: null, at: begin, leave: side.end, event: null, from: null }
  })
  for (const state of level) search.reach(state, 0)
  for (let depth = 1; depth <= options.depthMax && level.length > 0; depth += 1) {
    const ids = level.map(({ id }) => id)
    yield* fetch(ids, known)
    yield* fetch(
      ids.flatMap((id) => carriersOf(id, known.get(id)!)),
      known,
    )
    const found: State[] = []
    for (const state of level) expand(state, known, side, search, (one) => found.push(one))
    level = found.filter((one) => {
      if (one.link) search.link(one.link)
      return search.reach(one, depth)
    })
  }
  return search.result(side, level.length > 0)
}

function* fetch(
  ids: readonly string[],
  known: Map<string, readonly TraceEvent[]>,
): Generator<readonly string[], void, ReadonlyMap<string, readonly TraceEvent[]>> {
  const wanted = [...new Set(ids)].filter((id) => !known.has(id))
  if (wanted.length === 0) return
  const given = yield wanted
  for (const id of wanted) known.set(id, given.get(id) ?? [])
}

type Search = ReturnType<typeof searchOf>

function searchOf({ nodesMax }: TraceOptions) {
  const best = new Map<string, number>()
  const nodes = new Map<string, TraceNode>()
  const links = new Map<string, TraceLink>()
  let isFull = false
  return {
    /** True when this is news: a new state, or the same one at a better time. */
    reach(state: State, depth: number): boolean {
      const key = state.stay === null ? state.id : `${state.id} ${state.leave}`
      if ((best.get(key) ?? Number.POSITIVE_INFINITY) <= state.at) return false
      const role = state.stay === null ? 'self' : 'carrier'
      const before = nodes.get(state.id)
      if (!before && nodes.size >= nodesMax) {
        isFull = true
        return false
      }
      best.set(key, state.at)
      const isBetter = !before || (before.role === 'carrier' && role === 'self')
      const isSooner = before?.role === role && state.at < before.time
      if (isBetter || isSooner) {
        const least = before && before.role === role ? Math.min(before.depth, depth) : depth
        nodes.set(state.id, {
          id: state.id,
          role,
          depth: least,
          time: state.at,
          event: state.event,
          from: state.from,
        })
      }
      return true
    },
    transaction(id: string, from: string, at: number, event: string): void {
      const before = nodes.get(id)
      if (before && (before.role !== 'transaction' || before.time <= at)) return
      if (!before && nodes.size >= nodesMax) isFull = true
      else nodes.set(id, { id, role: 'transaction', depth: 0, time: at, event, from })
    },
    link(link: TraceLink): void {
      links.set(`${link.kind} ${link.from} ${link.to} ${link.event}`, link)
    },
    result(side: Side, isCut: boolean): Trace {
      const list = [...nodes.values()].map((node) => ({ ...node, time: side.time(node.time) }))
      return { nodes: list, links: [...links.values()], isTruncated: isFull || isCut }
    },
  }
}

type Emit = (state: State) => void
type Known = ReadonlyMap<string, readonly TraceEvent[]>

function expand(state: State, known: Known, side: Side, search: Search, emit: Emit): void {
  const { id, at, leave } = state
  for (const event of known.get(id)!) {
    const time = side.clock(event.time)
    memberships(state, event, side, search, emit)
    if (time < at || time > leave || time > side.end) continue
    transformations(id, event, side, search, emit)
    if (event.type !== 'TransactionEvent' && !event.things.includes(id)) continue
    for (const transaction of event.transactions) {
      search.transaction(transaction, id, time, event.id)
      const { time: since } = event
      search.link({ kind: 'transaction', from: id, to: transaction, since, until: null, event: event.id })
    }
  }
  for (const stay of staysAmong(id, known)) {
    const isUp = stay.child === id
    // What lies beside a thing in the same box is not reached by it.
    if (!isUp && state.stay !== null) continue
    const [since, until] = side.span(stay)
    const [begin, end] = [Math.max(at, since), Math.min(leave, until)]
    if (begin > end || begin > side.end) continue
    const one = { at: begin, event: stay.event, from: id, link: linkOf(stay) }
    if (isUp) emit({ ...one, id: stay.parent, stay: stay.since, leave: end })
    else emit({ ...one, id: stay.child, stay: null, leave: side.end })
  }
}

/** What is true of a lot is true of its items, whichever was told first. */
function memberships(state: State, event: TraceEvent, side: Side, search: Search, emit: Emit): void {
  const { id, leave } = state
  const at = Math.max(state.at, side.clock(event.time))
  if (at > leave || at > side.end) return
  for (const { lot, items } of event.members ?? []) {
    const found = side.isForward ? (lot === id ? items : []) : items.includes(id) ? [lot] : []
    for (const to of found) {
      const item = side.isForward ? to : id
      const { time: since } = event
      search.link({ kind: 'membership', from: lot, to: item, since, until: null, event: event.id })
      emit({ id: to, stay: null, at, leave: side.end, event: event.id, from: id })
    }
  }
}

function linkOf(stay: Stay): TraceLink & { readonly kind: Stay['kind'] } {
  const { kind, child, parent, since, until, event } = stay
  return {
    kind,
    from: child,
    to: parent,
    since,
    until: until === Number.POSITIVE_INFINITY ? null : until,
    event,
  }
}

function transformations(id: string, event: TraceEvent, side: Side, search: Search, emit: Emit): void {
  const { inputs, outputs, transformation } = event
  const here = side.isForward ? inputs : outputs
  const there = side.isForward ? outputs : inputs
  const at = side.clock(event.time)
  const go = (to: string) => {
    const [from, into] = side.isForward ? [id, to] : [to, id]
    const { time: since } = event
    search.link({ kind: 'transformation', from, to: into, since, until: since, event: event.id })
    emit({ id: to, stay: null, at, leave: side.end, event: event.id, from: id })
  }
  if (transformation !== null) {
    // Events of one transformation tell inputs and outputs apart in time; its id stands between them.
    if (id === transformation) there.forEach(go)
    else if (here.includes(id)) go(transformation)
    return
  }
  if (here.includes(id)) there.forEach(go)
}
