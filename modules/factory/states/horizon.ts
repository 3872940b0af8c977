/** What is known of a machine and its edge when states are derived; times in microseconds. */
export type Knowledge = {
  /** What was known before stays known, and data make known what lies before them. */
  knownTo: number | null
  isOnline: boolean
  /** When the edge came online. */
  onlineSince: number | null
  /** When the edge was last heard, whether it had anything to say or not. */
  heard: number | null
  /** Newest source time that is durable, of any signal of the edge. */
  newestOfEdge: number | null
  /** When this process last saw points of the edge become durable. */
  newsAt: number | null
  now: number
}

/** Clocks of machines and server may differ by this much. */
const clockSlackMicros = 2_000_000
/** An edge that catches up sends without pause; a silence this long means that it has nothing left. */
const caughtUpMicros = 15_000_000

/**
 * Up to when the signals of a machine are known. While its edge is connected and has nothing left to catch up
 * with, a
 * signal that does not change still holds, so they are known up to the edge's last word. Otherwise they are
 * known as
 * far as data reach, and silence is unknown: neither a restart of the server nor a lost edge makes time
 * known.
 */
export function knownTo(known: Knowledge): number | null {
  return isCaughtUp(known) ? latest(known.knownTo, known.heard) : known.knownTo
}

/**
 * An edge keeps its records in order. So it has caught up when a record is there that is as new as its
 * connection, or
 * when it has been connected for a while and sends nothing.
 */
export function isCaughtUp(known: Knowledge): boolean {
  const { isOnline, onlineSince, heard, newestOfEdge, newsAt, now } = known
  if (!isOnline || onlineSince === null || heard === null || heard < onlineSince) return false
  if (newestOfEdge !== null && newestOfEdge >= onlineSince - clockSlackMicros) return true
  return now - Math.max(onlineSince, newsAt ?? 0) >= caughtUpMicros
}

function latest(left: number | null, right: number | null): number | null {
  if (left === null) return right
  return right === null ? left : Math.max(left, right)
}
