import { type Action, type Bounds, next, type Observed, type State, type Step } from './next.ts'
import { type Reason, reason, reasonOf } from './reason.ts'

/**
 * The four things that can be done to a connection. Each rejects with a reason; `flow` lasts until the
 * connection is lost.
 */
export type Link = {
  open(signal: AbortSignal): Promise<void>
  prepare(signal: AbortSignal): Promise<void>
  flow(signal: AbortSignal): Promise<void>
  /** Frees everything; is called after every attempt, whether or not it came to `open`. */
  close(): Promise<void>
  held?(): boolean
}

export type ConnectionOptions = {
  kind: Observed['kind']
  link: Link
  bounds: Bounds & { stableMs: number }
  /** Called when the state or its reason changes. */
  changed(state: State, why: Reason): void
  /** Called when a connection that was open is lost or closed. */
  lost?(why: Reason): void
  nowMs?(): number
  random?(): number
}

const tickMs = 100

/** Drives one connection: observes, asks `next`, does what it says. It holds no rule of its own. */
export class Connection {
  state: State = 'stopped'
  reason: Reason
  readonly #options: ConnectionOptions
  readonly #nowMs: () => number
  #step: Step = 'down'
  #stepAt: number
  #heardAt: number
  #failures = 0
  #fault: Reason | null = null
  #run = false
  #jitter = 0
  #attempt = 0
  #abort = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #stopped: (() => void)[] = []

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#nowMs = options.nowMs ?? (() => performance.now())
    this.reason = reason(`edge.${options.kind}.stopped`)
    this.#stepAt = this.#heardAt = this.#nowMs()
  }

  start(): void {
    this.#run = true
    this.#timer ??= setInterval(() => this.evaluate(), tickMs)
    this.evaluate()
  }

  /** Resolves when the connection is down. */
  async stop(): Promise<void> {
    this.#run = false
    const stopped = new Promise<void>((resolve) => this.#stopped.push(resolve))
    this.evaluate()
    await stopped
  }

  /** The other side gave a sign of life. */
  heard(): void {
    this.#heardAt = this.#nowMs()
  }

  evaluate(): void {
    const { kind, bounds, link } = this.#options
    const nowMs = this.#nowMs()
    const observed: Observed = {
      kind,
      step: this.#step,
      stepMs: nowMs - this.#stepAt,
      silentMs: nowMs - Math.max(this.#heardAt, this.#stepAt),
      failures: this.#failures,
      fault: this.#fault,
      held: link.held?.() ?? false,
      jitter: this.#jitter,
    }
    if (this.#step === 'flowing' && observed.stepMs >= bounds.stableMs) this.#failures = 0
    const decided = next(observed, { run: this.#run, bounds })
    this.#show(decided.state, decided.reason)
    if (decided.action) this.#do(decided.action, decided.reason)
    else if (decided.state === 'stopped') this.#settle()
  }

  #do(action: Action, why: Reason): void {
    const { link } = this.#options
    if (action === 'open') {
      this.#attempt++
      this.#abort = new AbortController()
      this.#jitter = (this.#options.random ?? Math.random)()
      this.#go('opening', 'open', link.open(this.#abort.signal))
    } else if (action === 'prepare') {
      this.#go('preparing', 'prepared', link.prepare(this.#abort.signal))
    } else if (action === 'flow') {
      this.#go('flowing', null, link.flow(this.#abort.signal))
    } else if (action === 'close') {
      this.#end(this.#run ? why : null)
    } else {
      this.#attempt++
      this.#enter('down')
    }
  }

  /**
   * Enters a step and, when its work is done, the step after it; work that fails or ends early ends the
   * attempt.
   */
  #go(step: Step, then: Step | null, work: Promise<void>): void {
    const attempt = this.#attempt
    this.#enter(step)
    work.then(
      () => {
        if (attempt !== this.#attempt || this.#step !== step) return
        if (then) this.#enter(then)
        else this.#end(reason(`edge.${this.#options.kind}.ended`))
      },
      (error: unknown) => {
        if (attempt === this.#attempt && this.#step === step) this.#end(reasonOf(error))
      },
    )
  }

  #end(fault: Reason | null): void {
    const wasOpen = this.#step !== 'opening'
    const attempt = this.#attempt
    this.#fault = fault
    if (fault) this.#failures++
    else this.#failures = 0
    this.#enter('closing')
    this.#abort.abort()
    const why = fault ?? reason(`edge.${this.#options.kind}.stopping`)
    if (wasOpen) this.#options.lost?.(why)
    const closed = () => {
      if (attempt === this.#attempt && this.#step === 'closing') this.#enter('down')
    }
    this.#options.link.close().then(closed, closed)
  }

  #enter(step: Step): void {
    this.#step = step
    this.#stepAt = this.#nowMs()
    if (step !== 'preparing') queueMicrotask(() => this.evaluate())
  }

  #show(state: State, why: Reason): void {
    const isSame = state === this.state && JSON.stringify(why) === JSON.stringify(this.reason)
    if (isSame) return
    this.state = state
    this.reason = why
    this.#options.changed(state, why)
  }

  #settle(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    for (const stopped of this.#stopped.splice(0)) stopped()
  }
}
