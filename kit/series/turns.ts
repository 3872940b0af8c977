/** Lets one work in at a time, in the order they came. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve()

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work)
    this.last = turn.catch(() => undefined)
    return turn
  }
}

/**
 * Hands out a fixed set of things one at a time each; those who come when all are out wait, up to a bound.
 */
export class Pool<T> {
  private readonly free: T[]
  private readonly waiting: ((item: T) => void)[] = []
  private readonly waitingMax: number

  constructor(items: readonly T[], waitingMax: number) {
    this.free = [...items]
    this.waitingMax = waitingMax
  }

  isIdle(): boolean {
    return this.waiting.length === 0
  }

  /** Runs the work with one of the things; `refuse` makes the error when too many wait. */
  async use<R>(work: (item: T) => Promise<R>, refuse: () => Error): Promise<R> {
    let item = this.free.pop()
    if (item === undefined) {
      if (this.waiting.length >= this.waitingMax) throw refuse()
      item = await new Promise<T>((enter) => this.waiting.push(enter))
    }
    try {
      return await work(item)
    } finally {
      const next = this.waiting.shift()
      if (next) next(item)
      else this.free.push(item)
    }
  }
}
