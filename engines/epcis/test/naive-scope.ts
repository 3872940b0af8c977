import type { TraceEvent } from '../graph/event.ts'
import { type Interval, intervalsOf, naiveTrace } from './naive-trace.ts'

type Start = { id: string; at?: number }
type Expected = {
  handover: string | null
  last: string | null

  how: string
  since: number | null
  place: string | null
  parties: string[]
  isGone: boolean
}

/**
 * The twin of the scope: walks from each start by itself, knows every stay from the start, and asks of every
 * event which things were in what it names at its moment.
 */
export function naiveScope(
  events: readonly TraceEvent[],
  starts: readonly Start[],
  depthMax: number,
): Record<string, Expected> {
  const intervals = intervalsOf(events)
  const transformations = new Set(events.map(({ transformation }) => transformation))
  const options = { direction: 'forward', depthMax, nodesMax: 1000 } as const
  const best = new Map<string, { role: string; time: number }>()
  for (const { id, at } of starts) {
    for (const [key, { role, time }] of naiveTrace(events, id, options, at).nodes) {
      const old = best.get(key)
      const isBetter = !old || (old.role === 'carrier' && role === 'self')
      if (isBetter || (old.role === role && time < old.time)) best.set(key, { role, time })
    }
  }
  const affected = new Set([...best].filter(([, { role }]) => role === 'self').map(([id]) => id))
  const sorted = [...events].sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1))
  const entries = [...best].flatMap(([id, { role, time }]): [string, Expected][] => {
    if (role === 'transaction' || transformations.has(id)) return []
    const told = sorted.filter((event) => presentAt(event, intervals).has(id))
    const since = told.filter((event) => event.time >= time)
    const own = sorted.filter((event) => named(event).includes(id)).at(-1)
    const how = affected.has(id) ? 'affected' : holdsNow(id, affected, intervals) ? 'holding' : 'held'
    const value = {
      how,
      since: Number.isFinite(time) ? time : null,
      place: told.filter(({ place }) => place).at(-1)?.place ?? null,
      parties: [...new Set(since.flatMap(({ parties = [] }) => parties))].sort(),
      handover: told.filter(({ parties = [] }) => parties.length > 0).at(-1)?.id ?? null,
      last: told.at(-1)?.id ?? null,
      isGone: own?.type === 'ObjectEvent' && own.action === 'DELETE',
    }
    return [[id, value]]
  })
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function named({
  things,
  parent,
  children,
  inputs,
  outputs,
  transformation,
  members = [],
}: TraceEvent): string[] {
  const ids = [...things, ...children, ...inputs, ...outputs, ...members.map(({ lot }) => lot)]
  return [...ids, ...[parent, transformation].filter((id) => id !== null)]
}

/** What an event names, and all that is inside of it at that moment. */
function presentAt(event: TraceEvent, intervals: readonly Interval[]): ReadonlySet<string> {
  const found = new Set(named(event))
  for (const id of found) {
    for (const { child, parent, since, until } of intervals) {
      if (parent === id && since <= event.time && event.time <= until) found.add(child)
    }
  }
  return found
}

function holdsNow(id: string, affected: ReadonlySet<string>, intervals: readonly Interval[]): boolean {
  const seen = new Set<string>([id])
  for (const one of seen) {
    for (const { child, parent, until } of intervals) {
      if (parent !== one || until !== Number.POSITIVE_INFINITY) continue
      if (affected.has(child)) return true
      seen.add(child)
    }
  }
  return false
}
