import { randomBytes, randomUUID } from 'node:crypto'

/** Where time, ids and randomness come from, so that a test can hold them still. */
export type Clock = {
  now(): Date
  /** UUIDv7 (RFC 9562): the first 48 bits are the Unix time in milliseconds, so ids sort by creation. */
  newId(): string
  randomBytes(size: number): Uint8Array
}

export const systemClock: Clock = {
  now: () => new Date(),
  newId: () => uuidAt(Date.now()),
  randomBytes: (size) => randomBytes(size),
}

/** A clock that a test sets and moves by hand. */
export function heldClock(start: Date): Clock & { move(milliseconds: number): void } {
  let nowMs = start.getTime()
  return {
    now: () => new Date(nowMs),
    newId: () => uuidAt(nowMs),
    randomBytes: (size) => randomBytes(size),
    move(milliseconds) {
      nowMs += milliseconds
    },
  }
}

/** Time before the random bits of a UUIDv4, whose bits Node draws many at a time. */
function uuidAt(unixMs: number): string {
  const time = unixMs.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}
