import type { MessagePort } from 'node:worker_threads'
import type { Series } from '@ronghe/kit/series'
import type { DataType, GivenMetric } from '@ronghe/sparkplug'
import type { Refusal } from './letters.ts'
import type { LimitDesk, Limits } from './limits.ts'

/** What the main thread gives the ingest worker at its start. */
export type WorkerData = {
  series: MessagePort
  host: string
  port: number
  hostId: string
  /** The Reorder Timeout, and the largest packet of MQTT. */
  reorderMs: number
  packetBytesMax: number
}

/** An edge as the broker knows it after its password was checked. */
export type EdgeIdentity = { edgeId: string; organisationId: string; group: string; node: string }

/** What a session needs of the thread it runs in. */
export type SessionWorld = {
  series: Series
  limits: Pick<LimitDesk, 'take' | 'wait' | 'giveBack'>
  /** Points of an organisation are durable. */
  stored(organisationId: string, points: number, duplicates: number): void
  /** How long a message waits for one that is missing before it (the Reorder Timeout). */
  reorderMs: number
  nowMs(): number
  ask<K extends keyof Questions>(question: K, ask: Questions[K]['ask']): Promise<Questions[K]['answer']>
  tell(told: Told): void
  refuse(edgeId: string, refusal: Refusal): void
  live(value: LiveValue): void
  publish(topic: string, payload: Buffer): void
}

/** How a signal's values are kept, and the datatype of its birth, which data need not repeat. */
export type SignalKind = { valueType: 'number' | 'text'; dataType: DataType | undefined }

/** What was refused; `payload` is the whole message, or null where it is too long to be kept. */
export type Letter = {
  code: string
  topic: string
  device: string | null
  metric: string | null
  /** More than the code says, in no language: a fault's code, or what the reader of payloads said. */
  detail: string
  atMs: number
  count: number
  payload: Uint8Array | null
}

/** A metric as a birth declares it. */
export type BirthTag = {
  name: string
  valueType: 'number' | 'text'
  unit: string | null
  /** Its edge says that it can't be written. */
  isReadOnly?: boolean
}

/** Questions of the worker, each answered by the main thread, which alone speaks to PostgreSQL. */
export type Questions = {
  authenticate: {
    ask: { username: string; passwordHash: string }
    /** With what its organisation may bring, and brought today. */
    answer: { edge: EdgeIdentity; limits: Limits; pointsToday: number } | null
  }
  /**
   * Tag ids in the order of `tags`, null beyond the organisation's limit; no machine while the device is only
   * discovered. Null when the edge was revoked.
   */
  birth: {
    ask: { edgeId: string; device: string; tags: BirthTag[] }
    answer: { equipmentId: string | null; tagIds: (string | null)[] } | null
  }
}

/** An edge's own metrics (`Edge/…`) by name. */
export type Said = Readonly<Record<string, string | number | null>>

export type LiveValue = {
  equipmentId: string
  tagId: string
  value: number | string | null
  quality: number
  timeMicros: number
  /** It tells when the machine spoke, and is not what the signal is now (is_historical). */
  isPast: boolean
}

/** What the worker tells without waiting. */
export type Told =
  | { kind: 'listening'; port: number }
  | { kind: 'edge'; edgeId: string; isOnline: boolean; atMs: number; reason: string }
  | { kind: 'heard'; edgeIds: string[]; atMs: number }
  | { kind: 'live'; values: LiveValue[] }
  | { kind: 'refused'; edgeId: string; letters: Letter[] }
  /** A device of an edge was born or died. */
  | { kind: 'device'; edgeId: string; device: string; isOnline: boolean; atMs: number }
  /** What organisations brought since it was last told. */
  | { kind: 'load'; atMs: number; rows: Load[] }
  /** What the edge says of itself, and when by its own clock. */
  | { kind: 'health'; edgeId: string; atMs: number; sentMs: number; isBirth: boolean; said: Said }
  /** An answer to a request or command (JSON). */
  | { kind: 'reply'; edgeId: string; reply: string }

/** `held` is the limit that it has reached just now. */
export type Load = {
  organisationId: string
  messages: number
  points: number
  duplicates: number
  bytes: number
  held: 'points' | 'messages' | 'day' | null
}

/** What became of a message that was handled once more. */
export type Replayed = { stored: number; duplicates: number; refusal: string | null }

export type FromWorker =
  | Told
  | { kind: 'replayed'; id: number; answer: Replayed | null }
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
  | { kind: 'command'; edgeId: string; metrics: GivenMetric[] }
  /** A value to a metric of a device; the reply bears the id. */
  | {
      kind: 'write'
      edgeId: string
      device: string
      tag: string
      value: string | number | boolean
      id: string
    }
  | { kind: 'limits'; organisationId: string; limits: Limits }
  | { kind: 'replay'; id: number; edgeId: string; topic: string; payload: Uint8Array }
  | { kind: 'stop' }
