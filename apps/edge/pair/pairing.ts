import type { DiskLog } from '../buffer/log.ts'
import type { Lease, Verdict } from './lease.ts'
import { verdictOf } from './lease.ts'

/** Edges of a pair tell how they are at least this often, so that the other is called in time. */
export const pairHealthMs = 2000
const samplesMax = 3600

/**
 * This edge as one of a pair: what the server said of whose turn it is, anew in every session, because the
 * other may have taken over while there was none.
 */
export class Pairing {
  readonly #log: DiskLog
  readonly #overlapOf: (device: string) => number
  #lease: Lease | null = null
  /** Where the log ended at which time, oldest first. */
  readonly #samples: { last: number; atMs: number }[] = []
  #committedMs: number | null = null

  constructor(log: DiskLog, overlapOf: (device: string) => number) {
    this.#log = log
    this.#overlapOf = overlapOf
  }

  sessionBegins(): void {
    this.#lease = null
  }

  take(lease: Lease): void {
    this.#lease = lease
  }

  verdict(device: string, timeMicros: number): Verdict {
    return verdictOf(this.#lease, device, timeMicros, this.#overlapOf(device))
  }

  /** Up to which time, Unix milliseconds, all that was recorded is with the server; null: not known. */
  committedMs(): number | null {
    const nowMs = Date.now()
    this.#samples.push({ last: this.#log.last, atMs: nowMs })
    if (this.#samples.length > samplesMax) this.#samples.shift()
    while ((this.#samples[0]?.last ?? Number.POSITIVE_INFINITY) <= this.#log.acknowledged) {
      this.#committedMs = this.#samples.shift()?.atMs ?? this.#committedMs
    }
    return this.#committedMs
  }
}
