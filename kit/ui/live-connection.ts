export type LiveStatus = 'live' | 'connecting' | 'broken'

/** The part of a browser's WebSocket that is used; Node's own has it too. */
export type Socket = Pick<WebSocket, 'send' | 'close' | 'readyState' | 'addEventListener'>

export type LiveOptions = {
  /** Opens a socket to `/api/live`; asked anew for every attempt. */
  open: () => Socket
  waitMsMin?: number
  waitMsMax?: number
  /** Once the server has sent a `ping`, silence for so long means that the stream is broken. */
  silenceMsMax?: number
  /** A page asks for its data beside its subscription: once that took longer, it asks again. */
  lateMsMax?: number
  random?: () => number
}

export type LiveState = { status: LiveStatus; lastAt: number | null; refused: ReadonlySet<string> }

type Handler = { message: (message: unknown) => void; resume: () => void }
type Said = { topic?: string; message?: unknown; ping?: unknown; refused?: string; subscribed?: string }

/**
 * One socket for all topics of a browser page. Topics are counted, so that two components may watch the same
 * one; after a break it connects again with growing waits, subscribes to everything again and tells the
 * handlers what they may have missed.
 */
export class LiveConnection {
  state: LiveState = { status: 'connecting', lastAt: null, refused: new Set() }
  readonly #options: Required<LiveOptions>
  readonly #handlers = new Map<string, Set<Handler>>()
  readonly #listeners = new Set<() => void>()
  #socket: Socket | null = null
  #attempts = 0
  #wasLive = false
  /** Topics of before a break, until the server has subscribed them again. */
  #missed = new Set<string>()
  /** When topics were asked for that the server has not subscribed yet, milliseconds. */
  readonly #askedAt = new Map<string, number>()
  #retry: ReturnType<typeof setTimeout> | undefined
  #silence: ReturnType<typeof setTimeout> | undefined

  constructor(options: LiveOptions) {
    this.#options = {
      waitMsMin: 1000,
      waitMsMax: 30_000,
      silenceMsMax: 60_000,
      lateMsMax: 1000,
      random: Math.random,
      ...options,
    }
  }

  /**
   * Watches a topic until the answer is called; connects when it is the first and hangs up after the last.
   */
  watch(topic: string, handler: Handler): () => void {
    const known = this.#handlers.get(topic)
    const handlers = known ?? new Set<Handler>()
    handlers.add(handler)
    this.#handlers.set(topic, handlers)
    if (!known) this.#askedAt.set(topic, Date.now())
    if (!this.#socket && this.#retry === undefined) this.#connect()
    else if (!known) this.#send({ subscribe: topic })
    return () => {
      handlers.delete(handler)
      if (handlers.size > 0 || this.#handlers.get(topic) !== handlers) return
      this.#handlers.delete(topic)
      this.#askedAt.delete(topic)
      this.#send({ unsubscribe: topic })
      if (this.#handlers.size === 0) this.#hangUp()
    }
  }

  /** Tells of every change of `state`. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Connects anew now: the network is back, or the caller became somebody else. */
  restart(): void {
    if (this.#handlers.size === 0) return
    this.#drop()
    this.#attempts = 0
    this.#connect()
  }

  #connect(): void {
    clearTimeout(this.#retry)
    this.#retry = undefined
    const socket = this.#options.open()
    this.#socket = socket
    socket.addEventListener('open', () => {
      if (this.#socket === socket) this.#opened()
    })
    socket.addEventListener('message', (event) => {
      if (this.#socket === socket) this.#heard(String((event as MessageEvent).data))
    })
    socket.addEventListener('close', () => {
      if (this.#socket === socket) this.#lost()
    })
  }

  #opened(): void {
    const resumed = this.#wasLive
    this.#attempts = 0
    this.#wasLive = true
    this.#change({ status: 'live', refused: new Set() })
    this.#missed = new Set(resumed ? this.#handlers.keys() : [])
    for (const topic of this.#handlers.keys()) this.#send({ subscribe: topic })
  }

  /** What is asked for before the server hears the subscription would miss what happens in between. */
  #subscribed(topic: string): void {
    const askedAt = this.#askedAt.get(topic) ?? Date.now()
    this.#askedAt.delete(topic)
    const isLate = Date.now() - askedAt > this.#options.lateMsMax
    if (!this.#missed.delete(topic) && !isLate) return
    for (const handler of this.#handlers.get(topic) ?? []) handler.resume()
  }

  #heard(text: string): void {
    const said = JSON.parse(text) as Said
    if (said.ping !== undefined || this.#silence !== undefined) this.#expectMore()
    if (said.refused !== undefined) {
      this.#change({ refused: new Set([...this.state.refused, said.refused]) })
      return
    }
    if (said.subscribed !== undefined) this.#subscribed(said.subscribed)
    if (said.topic === undefined) return
    this.#change({ lastAt: Date.now() })
    for (const handler of this.#handlers.get(said.topic) ?? []) handler.message(said.message)
  }

  #expectMore(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => {
      this.#socket?.close()
      this.#lost()
    }, this.#options.silenceMsMax)
  }

  #lost(): void {
    this.#drop()
    this.#change({ status: this.#wasLive || this.#attempts > 0 ? 'broken' : 'connecting' })
    if (this.#handlers.size === 0) return
    this.#attempts += 1
    const { waitMsMin, waitMsMax, random } = this.#options
    // Half fixed, half random: many pages do not come back in the same second after a restart of the server.
    const wait = Math.min(waitMsMax, waitMsMin * 2 ** (this.#attempts - 1)) * (0.5 + random() / 2)
    this.#retry = setTimeout(() => this.#connect(), wait)
  }

  #hangUp(): void {
    this.#drop()
    this.#wasLive = false
    this.#attempts = 0
    this.#change({ status: 'connecting' })
  }

  #drop(): void {
    const socket = this.#socket
    this.#socket = null
    clearTimeout(this.#retry)
    clearTimeout(this.#silence)
    this.#retry = undefined
    this.#silence = undefined
    socket?.close()
  }

  #send(words: { subscribe: string } | { unsubscribe: string }): void {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(words))
  }

  #change(change: Partial<LiveState>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.#listeners) listener()
  }
}
