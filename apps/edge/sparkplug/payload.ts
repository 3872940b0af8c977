import sparkplug from 'sparkplug-payload'
import type { TagType, Value } from '../observation.ts'

const codec = sparkplug.get('spBv1.0')!

export type Payload = Parameters<typeof codec.encodePayload>[0]
export type Metric = NonNullable<Payload['metrics']>[number]

/** Encodes a Sparkplug B payload (protobuf). Numbers up to 2^53 may stand for the 64-bit types. */
export function encode(payload: Payload): Buffer {
  return Buffer.from(codec.encodePayload(payload))
}

/**
 * Decodes a Sparkplug B payload; throws when it is none. 64-bit values come as `Long`: read them with
 * `toNumber`.
 */
export function decode(bytes: Uint8Array): Payload {
  return codec.decodePayload(bytes)
}

/** A 64-bit value as a number, or undefined when it is absent or beyond 2^53. */
export function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'number' ? value : Number(String(value ?? 'none'))
  return Number.isSafeInteger(number) ? number : undefined
}

/** Sparkplug datatype of a tag. */
export function datatypeOf(type: TagType): 'Double' | 'String' | 'Boolean' {
  if (type === 'number') return 'Double'
  return type === 'text' ? 'String' : 'Boolean'
}

export function uint64(name: string, value: number | null): Metric {
  return { name, type: 'UInt64', value }
}

export function text(name: string, value: Value): Metric {
  return { name, type: 'String', value }
}
