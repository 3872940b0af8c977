import type { PreparedEvent } from './prepare.ts'

const columns = [
  ...(['eventId', 'hash', 'type', 'eventTime', 'action', 'bizStep', 'disposition', 'readPoint'] as const),
  ...(['bizLocation', 'transformationId', 'declaredAt', 'errorReason'] as const),
] as const

/**
 * Prepared events as the database takes them (`trace_keep`): a text a column, values parted by U+001F, null
 * as U+001E; neither stands in any value, since ids are URIs and JSON escapes both. It crosses from a worker
 * thread as a few texts instead of some ten thousand.
 */
export type Packed = {
  count: number
  events: string[]
  keys: string[]
  /** By event, what its leaf needs and the database does not give back. */
  bodyHashes: string[]
  /** Length of the bodies, in characters. */
  length: number
}

const part = '\u001f'
const none = '\u001e'

export function pack(list: readonly PreparedEvent[]): Packed {
  const keys: string[][] = [[], [], [], [], []]
  for (const [at, event] of list.entries()) {
    for (const { key, role, detail, quantity } of event.keys) {
      keys[0]!.push(key)
      keys[1]!.push(String(role))
      keys[2]!.push(String(at + 1))
      keys[3]!.push(detail ?? none)
      keys[4]!.push(quantity === null ? none : String(quantity))
    }
  }
  const column = (value: (event: PreparedEvent) => string | null) =>
    list.map((event) => value(event) ?? none).join(part)
  const texts = [
    ...columns.map((name) => column((event) => event[name])),
    column(({ facts }) => (facts === null ? null : JSON.stringify(facts))),
    column(({ context }) => context),
    column(({ hashIgnores }) => hashIgnores),
    column(({ body }) => body),
  ]
  return {
    count: list.length,
    events: texts,
    keys: keys.map((one) => one.join(part)),
    bodyHashes: list.map(({ bodyHash }) => bodyHash),
    length: texts.at(-1)!.length,
  }
}

export const eventColumnsPacked = {
  eventId: 0,
  hash: 1,
  declaredAt: 10,
  context: 13,
  hashIgnores: 14,
} as const

/** The values of a packed column. */
export function unpacked(packed: Packed, name: keyof typeof eventColumnsPacked): (string | null)[] {
  return packed.events[eventColumnsPacked[name]]!.split(part).map((value) => (value === none ? null : value))
}
