import type { DataType, Scalar, Value } from './model.ts'

const integerBits: Readonly<Partial<Record<DataType, { bits: number; isSigned: boolean }>>> = {
  Int8: { bits: 8, isSigned: true },
  Int16: { bits: 16, isSigned: true },
  Int32: { bits: 32, isSigned: true },
  Int64: { bits: 64, isSigned: true },
  UInt8: { bits: 8, isSigned: false },
  UInt16: { bits: 16, isSigned: false },
  UInt32: { bits: 32, isSigned: false },
  UInt64: { bits: 64, isSigned: false },
  DateTime: { bits: 64, isSigned: false },
}

/**
 * What the bare value of the wire is in a datatype; null when it is none of it. The wire knows neither sign
 * nor the elements of arrays, and DATA leaves the datatype to the birth, so it may be called again
 * on its answer.
 */
export function valueAs(raw: Value | null, type: DataType | undefined): Value | null {
  if (raw === null || type === undefined) return raw
  if (typeof raw === 'number' || typeof raw === 'bigint') return numberAs(raw, type)
  if (typeof raw === 'boolean') return type === 'Boolean' ? raw : null
  if (typeof raw === 'string') return type === 'String' || type === 'Text' || type === 'UUID' ? raw : null
  if (raw instanceof Uint8Array) {
    if (type === 'Bytes' || type === 'File') return raw
    return type.endsWith('Array') ? elementsOf(raw, type) : null
  }
  if (Array.isArray(raw)) return type.endsWith('Array') ? raw : null
  return ('rows' in raw ? 'DataSet' : 'Template') === type ? raw : null
}

function numberAs(raw: number | bigint, type: DataType): Scalar | null {
  if (type === 'Double' || type === 'Float') return typeof raw === 'number' ? raw : null
  const shape = integerBits[type]
  if (!shape || (typeof raw === 'number' && !Number.isSafeInteger(raw))) return null
  const { bits, isSigned } = shape
  if (bits === 64) {
    if (!isSigned || typeof raw === 'number') return raw
    return narrow(BigInt.asIntN(64, raw))
  }
  // Other makers write small negative numbers as 64 bits.
  const low = typeof raw === 'bigint' ? Number(BigInt.asUintN(32, raw)) : raw % 0x100000000
  if (!isSigned) return bits === 32 ? low >>> 0 : low & (2 ** bits - 1)
  return (low << (32 - bits)) >> (32 - bits)
}

function narrow(whole: bigint): number | bigint {
  return whole >= Number.MIN_SAFE_INTEGER && whole <= Number.MAX_SAFE_INTEGER ? Number(whole) : whole
}

const sizes: Readonly<Partial<Record<DataType, number>>> = {
  Int8Array: 1,
  UInt8Array: 1,
  Int16Array: 2,
  UInt16Array: 2,
  Int32Array: 4,
  UInt32Array: 4,
  FloatArray: 4,
  Int64Array: 8,
  UInt64Array: 8,
  DateTimeArray: 8,
  DoubleArray: 8,
}

/** Elements of a packed little-endian array (6.4.16.4); null when the bytes are none. */
function elementsOf(bytes: Uint8Array, type: DataType): readonly Scalar[] | null {
  if (type === 'StringArray') return textsOf(bytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (type === 'BooleanArray') return bitsOf(view)
  const size = sizes[type]
  if (size === undefined || bytes.length % size !== 0) return null
  return Array.from({ length: bytes.length / size }, (_, index) => elementAt(view, index * size, type))
}

function elementAt(view: DataView, at: number, type: DataType): Scalar {
  switch (type) {
    case 'Int8Array':
      return view.getInt8(at)
    case 'Int16Array':
      return view.getInt16(at, true)
    case 'Int32Array':
      return view.getInt32(at, true)
    case 'UInt8Array':
      return view.getUint8(at)
    case 'UInt16Array':
      return view.getUint16(at, true)
    case 'UInt32Array':
      return view.getUint32(at, true)
    case 'FloatArray':
      return view.getFloat32(at, true)
    case 'DoubleArray':
      return view.getFloat64(at, true)
    case 'Int64Array':
      return narrow(view.getBigInt64(at, true))
    default:
      return narrow(view.getBigUint64(at, true))
  }
}

/** Four bytes say how many; the bits follow, the first in the highest place. */
function bitsOf(view: DataView): boolean[] | null {
  if (view.byteLength < 4) return null
  const count = view.getUint32(0, true)
  if (Math.ceil(count / 8) !== view.byteLength - 4) return null
  return Array.from({ length: count }, (_, index) => {
    return ((view.getUint8(4 + (index >> 3)) >> (7 - (index & 7))) & 1) === 1
  })
}

/** Words, each ended by a zero. */
function textsOf(bytes: Uint8Array): string[] | null {
  if (bytes.length === 0) return []
  if (bytes.at(-1) !== 0) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, -1)).split('\0')
  } catch {
    return null
  }
}

/** The bytes of an array, as `valueAs` reads them. */
export function bytesOfArray(elements: readonly Scalar[], type: DataType): Uint8Array {
  if (type === 'StringArray') {
    return new TextEncoder().encode(elements.map((element) => `${element}\0`).join(''))
  }
  if (type === 'BooleanArray') return bytesOfBits(elements)
  const size = sizes[type] ?? 8
  const bytes = new Uint8Array(elements.length * size)
  const view = new DataView(bytes.buffer)
  for (const [index, element] of elements.entries()) setElement(view, index * size, type, element)
  return bytes
}

function bytesOfBits(elements: readonly Scalar[]): Uint8Array {
  const bytes = new Uint8Array(4 + Math.ceil(elements.length / 8))
  new DataView(bytes.buffer).setUint32(0, elements.length, true)
  for (const [index, element] of elements.entries()) {
    if (element === true) bytes[4 + (index >> 3)]! |= 1 << (7 - (index & 7))
  }
  return bytes
}

function setElement(view: DataView, at: number, type: DataType, element: Scalar): void {
  if (type === 'FloatArray') view.setFloat32(at, Number(element), true)
  else if (type === 'DoubleArray') view.setFloat64(at, Number(element), true)
  else if (sizes[type] === 8) view.setBigUint64(at, BigInt.asUintN(64, BigInt(element)), true)
  else if (sizes[type] === 4) view.setUint32(at, Number(element), true)
  else if (sizes[type] === 2) view.setUint16(at, Number(element), true)
  else view.setUint8(at, Number(element))
}
