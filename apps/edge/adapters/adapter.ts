import type { Observation, Position, TagDefinition, Value } from '../observation.ts'
import type { Reason } from '../reason.ts'

/** What an adapter read: observations in the order of the source, and where it continues after them. */
export type Chunk = {
  observations: readonly Observation[]
  position: Position
  /** The source's own clock when it said this; the last moment of which we know. */
  atMicros: number
}

/** What a device offers, and the values it has at this moment (for births; history comes by `catchUp`). */
export type Description = { tags: readonly TagDefinition[]; values: readonly Observation[] }

/** Where an adapter puts what it reads. All writes are on the log when the call returns. */
export type Sink = {
  /** Where the log ends: the position of the last chunk it holds. */
  position(): Position | undefined
  /** Names of all tags of the device that the log knows, those of former days too. */
  tags(): string[]
  /** Newest machine time of a tag in the log. */
  timeMicros(tag: string): number | undefined
  /**
   * Between the position and what comes next, observations are lost (buffer overrun, restart, no history):
   * of the tags named, or of all.
   */
  gap(why: Reason, tags?: readonly string[]): void
  /** Values that hold where reading continues; written only where the log does not have them. */
  seed(observations: readonly Observation[], atMicros: number): void
  take(chunk: Chunk): void
  /** What the device offers has changed while it is read; values of new tags come after this. */
  describe(tags: readonly TagDefinition[]): void
  /** A sign of life without news. */
  heard(): void
  /** Resolves when the buffer has room; whoever can leave data with its source waits here. */
  room(signal: AbortSignal): Promise<void>
}

/** Tells the operator something that does not end the connection. */
export type Note = (why: Reason) => void

/**
 * One kind of machine interface. Calls come in this order: describe, catchUp, follow, close; each may
 * reject with a reason.
 */
export type Adapter = {
  /** Connects; returns the tags that the device offers, with units. */
  describe(signal: AbortSignal): Promise<Description>
  /** Reads what happened since the position in the log, up to now. */
  catchUp(sink: Sink, signal: AbortSignal): Promise<void>
  /** Reads on, live, until the connection is lost. */
  follow(sink: Sink, signal: AbortSignal): Promise<void>
  close(): Promise<void>
  /** The configured tag that stands behind a tag, where messages name tags; its settings count. */
  configuredName?(tag: string): string
  /**
   * Writes a value and reads it back; resolves with what was read. Absent where nothing can be written;
   * rejects with a reason.
   */
  write?(tag: string, value: Exclude<Value, null>): Promise<Observation>
  /** Whether a tag may be written at all; absent where it is not known before. */
  isWritable?(tag: string): boolean
}
