import type { Value } from '../../observation.ts'
import type { ModbusTag } from '../../schema.ts'

/** Registers (or bits) that a tag takes, from its address on. */
export function widthOf(tag: ModbusTag): number {
  if (tag.table === 'coil' || tag.table === 'discrete') return 1
  switch (tag.encoding) {
    case 'int32':
    case 'uint32':
    case 'float32':
      return 2
    case 'int64':
    case 'uint64':
    case 'float64':
      return 4
    case 'text':
      return tag.length ?? 1
    default:
      return 1
  }
}

/** The tag's value in its registers (as they come, two bytes each); null where they hold no number. */
export function decode(tag: ModbusTag, registers: Buffer): Value {
  const bytes = ordered(tag, registers)
  if (tag.encoding === 'text') return bytes.toString('utf8').replace(/[\0 ]+$/, '')
  if (tag.encoding === 'bool') return (bytes.readUInt16BE(0) >> (tag.bit ?? 0)) % 2 === 1
  const raw = numberIn(tag, bytes)
  if (raw === null || !Number.isFinite(raw)) return null
  return raw * (tag.scale ?? 1) + (tag.offset ?? 0)
}

function numberIn(tag: ModbusTag, bytes: Buffer): number | null {
  switch (tag.encoding) {
    case 'int16':
      return bytes.readInt16BE(0)
    case 'int32':
      return bytes.readInt32BE(0)
    case 'uint32':
      return bytes.readUInt32BE(0)
    case 'float32':
      return bytes.readFloatBE(0)
    case 'float64':
      return bytes.readDoubleBE(0)
    case 'int64':
      return safe(bytes.readBigInt64BE(0))
    case 'uint64':
      return safe(bytes.readBigUInt64BE(0))
    default:
      return bytes.readUInt16BE(0)
  }
}

/** What a number cannot hold exactly is not guessed. */
function safe(value: bigint): number | null {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : null
}

/** The registers that hold a value; null where the value does not fit the tag. */
export function encode(tag: ModbusTag, value: number | string): Buffer | null {
  const bytes = Buffer.alloc(widthOf(tag) * 2)
  if (tag.encoding === 'text') {
    const text = Buffer.from(String(value), 'utf8')
    if (text.length > bytes.length) return null
    text.copy(bytes)
    return ordered(tag, bytes)
  }
  const raw = (Number(value) - (tag.offset ?? 0)) / (tag.scale ?? 1)
  if (!Number.isFinite(tag.encoding === 'float32' ? Math.fround(raw) : raw)) return null
  try {
    putNumber(tag, bytes, raw)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
  return ordered(tag, bytes)
}

/** Throws a RangeError where the encoding has no such number. */
function putNumber(tag: ModbusTag, bytes: Buffer, raw: number): void {
  switch (tag.encoding) {
    case 'float32':
      bytes.writeFloatBE(raw)
      break
    case 'float64':
      bytes.writeDoubleBE(raw)
      break
    case 'int64':
      bytes.writeBigInt64BE(BigInt(Math.round(raw)))
      break
    case 'uint64':
      bytes.writeBigUInt64BE(BigInt(Math.round(raw)))
      break
    case 'int32':
      bytes.writeInt32BE(Math.round(raw))
      break
    case 'uint32':
      bytes.writeUInt32BE(Math.round(raw))
      break
    case 'int16':
      bytes.writeInt16BE(Math.round(raw))
      break
    default:
      bytes.writeUInt16BE(Math.round(raw))
  }
}

/** Bytes in the order of the standard (most significant first) from the device's order, or the other way. */
function ordered(tag: ModbusTag, registers: Buffer): Buffer {
  const bytes = Buffer.from(registers)
  if (tag.byteOrder === 'little') bytes.swap16()
  if (tag.wordOrder !== 'little' || tag.encoding === 'text') return bytes
  const words = bytes.length / 2
  const turned = Buffer.alloc(bytes.length)
  for (let word = 0; word < words; word++) {
    bytes.copy(turned, (words - 1 - word) * 2, word * 2, word * 2 + 2)
  }
  return turned
}
