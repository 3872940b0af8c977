/** One edge of a pair as the server sees it. */
export type Side = {
  edgeId: string
  /** Its session is open and it was heard lately. */
  isThere: boolean
  /** For how long it has not been there; an edge that only signs in anew is soon back. */
  awayMs: number
  /** Devices it reads, and since when each has not been live (Unix milliseconds; null: it is live). */
  devices: ReadonlyMap<string, number | null>
  /** Up to when all it recorded is with the server, microseconds. */
  committedMicros: number | null
}
export type Turn = { device: string; edgeId: string; fromMicros: number; toMicros: number | null }
export type Change = { device: string; to: string; why: 'first' | 'silent' | 'disconnected' }

/** A device that its edge cannot reach is given to the other after this long. */
export const patienceMs = 10_000
/** An edge that is gone loses its turns after this long; the other keeps everything meanwhile. */
export const graceMs = 3_000

/**
 * Whose turn has to change: devices without a turn get the primary's, or the partner's when only that can
 * read them and the primary will not soon; meanwhile both keep what comes. The turn of an edge that is gone,
 * or that cannot reach the machine, goes to the other if that can. It never goes back by itself, so that it
 * does not swing.
 */
export function changesOf(turns: readonly Turn[], primary: Side, standby: Side, nowMs: number): Change[] {
  const open = new Map(turns.filter((turn) => turn.toMicros === null).map((turn) => [turn.device, turn]))
  const devices = new Set([...primary.devices.keys(), ...standby.devices.keys(), ...open.keys()])
  return [...devices].toSorted().flatMap((device): Change[] => {
    const turn = open.get(device)
    if (!turn) {
      const isPartners = !canRead(primary, device) && canRead(standby, device)
      if (isPartners && isSoonBack(primary, device, nowMs)) return []
      return [{ device, to: (isPartners ? standby : primary).edgeId, why: 'first' }]
    }
    const [holder, other] = turn.edgeId === primary.edgeId ? [primary, standby] : [standby, primary]
    if (!canRead(other, device)) return []
    if (!holder.isThere) {
      return holder.awayMs >= graceMs ? [{ device, to: other.edgeId, why: 'silent' }] : []
    }
    const lostMs = holder.devices.get(device)
    const isLost = lostMs === undefined || (lostMs !== null && nowMs - lostMs >= patienceMs)
    return isLost ? [{ device, to: other.edgeId, why: 'disconnected' }] : []
  })
}

function canRead(side: Side, device: string): boolean {
  return side.isThere && side.devices.get(device) === null
}

/** It read the device a moment ago. */
function isSoonBack(side: Side, device: string, nowMs: number): boolean {
  const lostMs = side.devices.get(device)
  if (lostMs === undefined) return false
  if (!side.isThere) return side.awayMs < graceMs
  return lostMs !== null && nowMs - lostMs < patienceMs
}

/** What an edge of the pair is told, by device (see the edge's own `pair/lease.ts`). */
export function leaseOf(turns: readonly Turn[], edgeId: string, other: Side) {
  const devices = [...Map.groupBy(turns, (turn) => turn.device)].map(([device, own]) => {
    const open = own.find((turn) => turn.toMicros === null)
    const isMine = open?.edgeId === edgeId
    const isKnown = other.isThere && other.devices.get(device) === null
    const others = own.flatMap(({ edgeId: holder, fromMicros, toMicros }): [number, number][] =>
      holder === edgeId || toMicros === null ? [] : [[fromMicros, toMicros]],
    )
    const lease = {
      isMine,
      others,
      fromMicros: isMine ? null : (open?.fromMicros ?? 0),
      // What the other cannot read it does not know of.
      throughMicros: !isMine && isKnown ? other.committedMicros : null,
    }
    return [device, lease] as const
  })
  return { devices: Object.fromEntries(devices) }
}
