import type { MessagePort } from 'node:worker_threads'

/** What the main thread gives the ingest worker at its start. */
export type WorkerData = { series: MessagePort; host: string; port: number; hostId: string }

/** An edge as the broker knows it after its password was checked. */
export type EdgeIdentity = { edgeId: string; group: string; node: string }

/** A metric as a birth declares it. */
export type BirthTag = { name: string; valueType: 'number' | 'text'; unit: string | null }

/** Questions of the worker, each answered by the main thread, which alone speaks to PostgreSQL. */
export type Questions = {
  authenticate: { ask: { username: string; passwordHash: string }; answer: EdgeIdentity | null }
  /**
   * Tag ids in the order of `tags`; no machine while the device is only discovered. Null when the edge was
   * revoked.
   */
  birth: {
    ask: { edgeId: string; device: string; tags: BirthTag[] }
    answer: { equipmentId: string | null; tagIds: string[] } | null
  }
}

/** An edge's own metrics (`Edge/…`) by name. */
export type Said = Readonly<Record<string, string | number | null>>

export type CommandMetric = {
  name: string
  type: 'String' | 'Double' | 'Boolean'
  value: string | number | boolean
}

export type LiveValue = {
  equipmentId: string
  tagId: string
  value: number | string | null
  quality: number
  timeMicros: number
}

/** What the worker tells without waiting. */
export type Told =
  | { kind: 'listening'; port: number }
  | { kind: 'edge'; edgeId: string; isOnline: boolean; atMs: number; reason: string }
  | { kind: 'heard'; edgeIds: string[]; atMs: number }
  | { kind: 'live'; values: LiveValue[] }
  | { kind: 'committed'; points: number; duplicates: number }
  | { kind: 'refused'; edgeId: string; reason: string; count: number }
  /** What the edge says of itself, and when by its own clock. */
  | { kind: 'health'; edgeId: string; atMs: number; sentMs: number; isBirth: boolean; said: Said }
  /** An answer to a request or command (JSON). */
  | { kind: 'reply'; edgeId: string; reply: string }

export type FromWorker =
  | Told
  | {
      [K in keyof Questions]: { kind: 'ask'; id: number; question: K; ask: Questions[K]['ask'] }
    }[keyof Questions]

export type ToWorker =
  | { kind: 'answer'; id: number; answer: unknown; error?: string }
  /**
   * A credential was revoked or renewed, or a machine was registered: end the edge's session, it will come
   * again.
   */
  | { kind: 'disconnect'; edgeId: string }
  /** To the edge itself, or to one of its devices. */
  | { kind: 'command'; edgeId: string; device: string | null; metrics: CommandMetric[] }
  | { kind: 'stop' }
