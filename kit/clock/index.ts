import { randomBytes } from 'node:crypto'

/** Where time, ids and randomness come from, so that a test can hold them still. */
export type Clock = {
  now(): Date
  /** UUIDv7 (RFC 9562): the first 48 bits are the Unix time in milliseconds, so ids sort by creation. */
  newId(): string
  randomBytes(size: number): Uint8Array
}

export const systemClock: Clock = {
  now: () => new Date(),
  newId: () => uuidAt(Date.now(), randomBytes(10)),
  randomBytes: (size) => randomBytes(size),
}

/** A clock that a test sets and moves by hand. */
export function heldClock(start: Date): Clock & { move(milliseconds: number): void } {
  let nowMs = start.getTime()
  return {
    now: () => new Date(nowMs),
    newId: () => uuidAt(nowMs, randomBytes(10)),
    randomBytes: (size) => randomBytes(size),
    move(milliseconds) {
      nowMs += milliseconds
    },
  }
}

function uuidAt(unixMs: number, random: Uint8Array): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(unixMs, 0, 6)
  bytes.set(random, 6)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
