import type { TraceEvent } from './event.ts'

/** A time that a child was in its parent, or fixed to it. An end that nobody told is infinite. */
export type Stay = {
  readonly kind: 'aggregation' | 'association'
  readonly child: string
  readonly parent: string
  readonly since: number
  readonly until: number
  readonly event: string
}

const kinds: Readonly<Record<string, Stay['kind']>> = {
  AggregationEvent: 'aggregation',
  AssociationEvent: 'association',
}

/**
 * The stays that the events of one thing tell, as child and as parent. ADD begins one, an OBSERVE of what was
 * not known to be inside too; DELETE ends it, and without children it ends all (EPCIS 2.0 section 7.4.3).
 */
export function stays(id: string, events: readonly TraceEvent[]): Stay[] {
  const open = new Map<string, Stay>()
  const done: Stay[] = []
  const end = (key: string, time: number) => {
    const stay = open.get(key)
    if (stay) done.push({ ...stay, until: time })
    open.delete(key)
  }
  for (const event of inTime(events)) {
    const kind = kinds[event.type]
    const parent = event.parent
    if (!kind || parent === null) continue
    const children = parent === id ? event.children : event.children.filter((child) => child === id)
    if (event.action === 'DELETE') {
      const isAll = event.children.length === 0
      for (const [key, stay] of open) {
        if (stay.kind === kind && stay.parent === parent && (isAll || children.includes(stay.child))) {
          end(key, event.time)
        }
      }
      continue
    }
    for (const child of children) {
      const key = `${kind} ${child} ${parent}`
      if (!open.has(key)) {
        open.set(key, {
          kind,
          child,
          parent,
          since: event.time,
          until: Number.POSITIVE_INFINITY,
          event: event.id,
        })
      }
    }
  }
  return [...done, ...open.values()]
}

/** What a thing was ever put into or fixed to. */
export function carriersOf(id: string, events: readonly TraceEvent[]): string[] {
  const inside = events.filter(({ type, parent, children }) => kinds[type] && parent && children.includes(id))
  return [...new Set(inside.map(({ parent }) => parent!))]
}

/**
 * The stays of a thing where the events of its carriers are known too: that a carrier was emptied as a whole,
 * only its own events tell, and what is put into it after that is another stay.
 */
export function staysAmong(id: string, known: ReadonlyMap<string, readonly TraceEvent[]>): Stay[] {
  const own = known.get(id) ?? []
  const emptied = carriersOf(id, own).flatMap((carrier) =>
    (known.get(carrier) ?? []).filter(({ parent, action, children }) => {
      return parent === carrier && action === 'DELETE' && children.length === 0
    }),
  )
  return stays(id, [...own, ...emptied])
}

/** At the same time a DELETE comes last: a thing packed and unpacked in one second was inside. */
function inTime(events: readonly TraceEvent[]): TraceEvent[] {
  const rank = ({ action }: TraceEvent) => (action === 'DELETE' ? 1 : 0)
  return [...events].sort((left, right) => left.time - right.time || rank(left) - rank(right))
}
