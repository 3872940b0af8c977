/** One device's turns as the server told them to this edge of a pair. Times are microseconds. */
export type DeviceLease = {
  /** It is this edge's turn to tell of the device. */
  isMine: boolean
  /** Closed turns of the other edge, both ends with it. */
  others: readonly (readonly [fromMicros: number, toMicros: number])[]
  /** Since when it is the other's turn; null when it is ours. */
  fromMicros: number | null
  /** Up to when everything the other edge knew of the device is with the server. */
  throughMicros: number | null
}
export type Lease = { devices: Readonly<Record<string, DeviceLease>> }

export type Verdict = 'send' | 'skip' | 'wait'

/** The clocks of two edges may differ by so much before something could be missing. */
const marginMicros = 5_000_000

/**
 * What an edge of a pair does with a record: its own turns are sent; what the other has told is skipped; and
 * what the other may still tell waits on this edge's disk. `overlapMicros` of the end of the other's turn are
 * told again where the machine itself gives the times: a point that is told twice is one point.
 */
export function verdictOf(
  lease: Lease | null,
  device: string,
  timeMicros: number,
  overlapMicros: number,
): Verdict {
  const own = lease?.devices[device]
  if (!own) return 'wait'
  for (const [fromMicros, toMicros] of own.others) {
    if (timeMicros >= fromMicros && timeMicros <= toMicros - overlapMicros) return 'skip'
  }
  if (own.isMine || timeMicros < (own.fromMicros ?? 0)) return 'send'
  const toldMicros = (own.throughMicros ?? 0) - overlapMicros - marginMicros
  return timeMicros <= toldMicros ? 'skip' : 'wait'
}
