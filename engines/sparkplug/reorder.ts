/** Sequence numbers go from 0 to 255 and begin anew (6.4.5). */
const round = 256

/**
 * What a message's place in the sequence made of it: it followed, it waits for those before it, it is there
 * already, or more than `waitingMax` wait.
 */
export type Placed = 'followed' | 'waits' | 'repeated' | 'overflow'

/**
 * Puts the messages of one edge node back into their sequence. The caller keeps the time: the Reorder Timeout
 * (tck-id-operational-behavior-host-reordering-start) begins when something waits and ends when nothing does.
 */
export class Reorder<T> {
  readonly #waiting = new Map<number, T>()
  readonly #waitingMax: number
  #next: number | undefined

  constructor(waitingMax: number) {
    this.#waitingMax = waitingMax
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /** A birth of the node: its number begins the sequence, and what waited belongs to the one before. */
  begin(seq: number): void {
    this.#waiting.clear()
    this.#next = (seq + 1) % round
  }

  /** Takes a message; `ready` are those whose turn it is now, in their sequence. */
  take(seq: number, message: T): { placed: Placed; ready: T[] } {
    this.#next ??= seq
    const ahead = (seq - this.#next + round) % round
    if (ahead === 0) {
      this.#next = (seq + 1) % round
      return { placed: 'followed', ready: [message, ...this.#following()] }
    }
    // Half the round ahead is still to come, the other half has been: nothing is late for that long.
    if (ahead >= round / 2 || this.#waiting.has(seq)) return { placed: 'repeated', ready: [] }
    if (this.#waiting.size >= this.#waitingMax) return { placed: 'overflow', ready: [] }
    this.#waiting.set(seq, message)
    return { placed: 'waits', ready: [] }
  }

  /** Waits no longer: what came, in its sequence, without what is missing. */
  giveUp(): T[] {
    const next = this.#next ?? 0
    const ahead = (seq: number) => (seq - next + round) % round
    const sorted = [...this.#waiting].sort(([one], [other]) => ahead(one) - ahead(other))
    const last = sorted.at(-1)
    if (last) this.#next = (last[0] + 1) % round
    this.#waiting.clear()
    return sorted.map(([, message]) => message)
  }

  #following(): T[] {
    const ready: T[] = []
    for (;;) {
      const next = this.#next ?? 0
      const message = this.#waiting.get(next)
      if (message === undefined) return ready
      this.#waiting.delete(next)
      this.#next = (next + 1) % round
      ready.push(message)
    }
  }
}
