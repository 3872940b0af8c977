import type { TraceEvent } from './event.ts'
import { stays } from './stay.ts'

/** A time in which a thing was in a carrier, or in what that carries. */
export type Ride = {
  readonly carrier: string
  /** The carriers between, from the thing outward; empty where it was in this one itself. */
  readonly through: readonly string[]
  readonly since: number
  /** Infinite: still so. */
  readonly until: number
}

/**
 * What must be known of a thing: the events that put it into carriers up to a time, or those that emptied it
 * as a whole within a time.
 */
export type RideQuestion =
  | { readonly about: 'inside'; readonly id: string; readonly until: number }
  | { readonly about: 'emptied'; readonly id: string; readonly since: number; readonly until: number }

export type Rides = { readonly rides: readonly Ride[]; readonly isTruncated: boolean }

type Answers = ReadonlyMap<RideQuestion, readonly TraceEvent[]>
type Waiting = Omit<Ride, 'carrier'> & { readonly id: string }

/**
 * Everything that carried a thing, and when. It asks only for what packs and unpacks, so that a carrier that
 * saw thousands of other things costs no more than its own stays. Rules: SPEC section 10.
 */
export function* rides(
  start: string,
  bounds: { readonly depthMax: number; readonly ridesMax: number },
): Generator<readonly RideQuestion[], Rides, Answers> {
  const found = new Map<string, Ride[]>()
  const always = { since: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }
  let level: Waiting[] = [{ id: start, through: [], ...always }]
  let count = 0
  for (let depth = 0; depth < bounds.depthMax && level.length > 0; depth += 1) {
    const packed = yield* packedOf(level)
    const emptied = yield* emptiedOf(level, packed)
    const next: Waiting[] = []
    for (const one of level) {
      for (const ride of ridesOf(one, [...packed.get(one.id)!, ...emptied])) {
        const known = found.get(ride.carrier) ?? []
        if (ride.carrier === start || known.some((other) => holds(other, ride))) continue
        if (count >= bounds.ridesMax) return { rides: inTime(found), isTruncated: true }
        count += 1
        found.set(ride.carrier, [...known, ride])
        const { carrier: id, through, since, until } = ride
        next.push({ id, through: [...through, id], since, until })
      }
    }
    level = next
  }
  return { rides: inTime(found), isTruncated: level.length > 0 }
}

/** Events that put the things of a level into something. */
function* packedOf(
  level: readonly Waiting[],
): Generator<readonly RideQuestion[], ReadonlyMap<string, readonly TraceEvent[]>, Answers> {
  const latest = new Map<string, number>()
  for (const { id, until } of level) latest.set(id, Math.max(until, latest.get(id) ?? until))
  const asked = [...latest].map(([id, until]) => ({ about: 'inside', id, until }) as const)
  const given = yield asked
  return new Map(asked.map((question) => [question.id, given.get(question) ?? []]))
}

/** That a carrier was emptied as a whole, only its own events tell. */
function* emptiedOf(
  level: readonly Waiting[],
  packed: ReadonlyMap<string, readonly TraceEvent[]>,
): Generator<readonly RideQuestion[], readonly TraceEvent[], Answers> {
  const times = new Map<string, { since: number; until: number }>()
  for (const one of level) {
    for (const { parent, since, until } of staysOf(one, packed.get(one.id)!)) {
      const end = Math.min(until, one.until)
      const { since: first, until: last } = times.get(parent) ?? { since, until: end }
      times.set(parent, { since: Math.min(first, since), until: Math.max(last, end) })
    }
  }
  if (times.size === 0) return []
  const asked = [...times].map(([id, time]) => ({ about: 'emptied', id, ...time }) as const)
  const given = yield asked
  return asked.flatMap((question) => given.get(question) ?? [])
}

function staysOf({ id, since, until }: Waiting, events: readonly TraceEvent[]) {
  return stays(id, events).filter((stay) => stay.child === id && stay.since <= until && stay.until >= since)
}

function ridesOf(one: Waiting, events: readonly TraceEvent[]): Ride[] {
  return staysOf(one, events).map(({ parent, since, until }) => ({
    carrier: parent,
    through: one.through,
    since: Math.max(one.since, since),
    until: Math.min(one.until, until),
  }))
}

function holds(outer: Ride, inner: Ride): boolean {
  return outer.since <= inner.since && inner.until <= outer.until
}

function inTime(found: ReadonlyMap<string, readonly Ride[]>): Ride[] {
  const list = [...found.values()].flat()
  return list.sort((one, other) => one.since - other.since || one.through.length - other.through.length)
}

/**
 * Does an event tell of whatever is in a carrier that it names? Not where others are put into it, taken out
 * of it or seen in it, which is their story.
 */
export function tellsOfContent(event: TraceEvent, carrier: string): boolean {
  const { things, parent, children, inputs, outputs } = event
  if ([...things, ...children, ...inputs, ...outputs].includes(carrier)) return true
  return parent === carrier && children.length === 0
}
