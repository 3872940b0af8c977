/**
 * The naive twin of the reader: the message definitions of the specification (6.4.1) as data, read field
 * by field with bigints, without a thought for speed. It throws for what is no message.
 */
type Kind = 'uint32' | 'uint64' | 'float' | 'double' | 'bool' | 'string' | 'bytes'
type Field = { name: string; kind: Kind | keyof typeof messages; isRepeated?: boolean }

const scalars = (first: number): Record<number, Field> => ({
  [first]: { name: 'intValue', kind: 'uint32' },
  [first + 1]: { name: 'longValue', kind: 'uint64' },
  [first + 2]: { name: 'floatValue', kind: 'float' },
  [first + 3]: { name: 'doubleValue', kind: 'double' },
  [first + 4]: { name: 'booleanValue', kind: 'bool' },
  [first + 5]: { name: 'stringValue', kind: 'string' },
})

const messages: Record<string, Record<number, Field>> = {
  Payload: {
    1: { name: 'timestamp', kind: 'uint64' },
    2: { name: 'metrics', kind: 'Metric', isRepeated: true },
    3: { name: 'seq', kind: 'uint64' },
    4: { name: 'uuid', kind: 'string' },
    5: { name: 'body', kind: 'bytes' },
  },
  Metric: {
    1: { name: 'name', kind: 'string' },
    2: { name: 'alias', kind: 'uint64' },
    3: { name: 'timestamp', kind: 'uint64' },
    4: { name: 'datatype', kind: 'uint32' },
    5: { name: 'isHistorical', kind: 'bool' },
    6: { name: 'isTransient', kind: 'bool' },
    7: { name: 'isNull', kind: 'bool' },
    9: { name: 'properties', kind: 'PropertySet' },
    ...scalars(10),
    16: { name: 'bytesValue', kind: 'bytes' },
    17: { name: 'datasetValue', kind: 'DataSet' },
    18: { name: 'templateValue', kind: 'Template' },
  },
  PropertySet: {
    1: { name: 'keys', kind: 'string', isRepeated: true },
    2: { name: 'values', kind: 'PropertyValue', isRepeated: true },
  },
  PropertyValue: {
    1: { name: 'type', kind: 'uint32' },
    2: { name: 'isNull', kind: 'bool' },
    ...scalars(3),
    9: { name: 'propertysetValue', kind: 'PropertySet' },
    10: { name: 'propertysetsValue', kind: 'PropertySetList' },
  },
  PropertySetList: { 1: { name: 'propertyset', kind: 'PropertySet', isRepeated: true } },
  DataSet: {
    1: { name: 'numOfColumns', kind: 'uint64' },
    2: { name: 'columns', kind: 'string', isRepeated: true },
    3: { name: 'types', kind: 'uint32', isRepeated: true },
    4: { name: 'rows', kind: 'Row', isRepeated: true },
  },
  Row: { 1: { name: 'elements', kind: 'DataSetValue', isRepeated: true } },
  DataSetValue: scalars(1),
  Template: {
    1: { name: 'version', kind: 'string' },
    2: { name: 'metrics', kind: 'Metric', isRepeated: true },
    3: { name: 'parameters', kind: 'Parameter', isRepeated: true },
    4: { name: 'templateRef', kind: 'string' },
    5: { name: 'isDefinition', kind: 'bool' },
  },
  Parameter: { 1: { name: 'name', kind: 'string' }, 2: { name: 'type', kind: 'uint32' }, ...scalars(3) },
}

export type Bare = Record<string, unknown>

/** Fields of a payload as they stand on the wire, whole numbers as bigints. */
export function naive(bytes: Uint8Array): Bare {
  return messageOf(bytes, 'Payload')
}

function messageOf(bytes: Uint8Array, name: string): Bare {
  const found: Bare = {}
  let rest = bytes
  while (rest.length > 0) {
    const [key, afterKey] = varint(rest)
    const number = Number((key & 0xffffffffn) >> 3n)
    if (number === 0) throw new Error('field 0')
    const { type, content, after } = contentOf(afterKey, Number(key & 7n))
    rest = after
    const field = messages[name]?.[number]
    if (!field) continue
    if (type === 2 && field.kind === 'uint32' && field.isRepeated) {
      let packed = content as Uint8Array
      while (packed.length > 0) {
        const [value, left] = varint(packed)
        push(found, field.name, value & 0xffffffffn)
        packed = left
      }
      continue
    }
    if (type !== wireType(field.kind)) continue
    const value = fieldOf(content, field.kind)
    if (field.isRepeated) push(found, field.name, value)
    else found[field.name] = value
  }
  return found
}

function push(found: Bare, name: string, value: unknown): void {
  found[name] = [...((found[name] as unknown[] | undefined) ?? []), value]
}

function contentOf(bytes: Uint8Array, type: number) {
  if (type === 0) {
    const [content, after] = varint(bytes)
    return { type, content, after }
  }
  if (type === 1 || type === 5) {
    const size = type === 1 ? 8 : 4
    if (bytes.length < size) throw new Error('truncated')
    return { type, content: bytes.subarray(0, size), after: bytes.subarray(size) }
  }
  if (type !== 2) throw new Error(`wire type ${type}`)
  const [long, after] = varint(bytes)
  const size = Number(long & 0xffffffffn)
  if (after.length < size) throw new Error('truncated')
  return { type, content: after.subarray(0, size), after: after.subarray(size) }
}

function wireType(kind: string): number {
  if (kind === 'uint32' || kind === 'uint64' || kind === 'bool') return 0
  if (kind === 'double') return 1
  return kind === 'float' ? 5 : 2
}

function fieldOf(content: bigint | Uint8Array, kind: string): unknown {
  if (typeof content === 'bigint') {
    if (kind === 'bool') return content !== 0n
    return kind === 'uint32' ? content & 0xffffffffn : content & 0xffffffffffffffffn
  }
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  if (kind === 'double') return view.getFloat64(0, true)
  if (kind === 'float') return view.getFloat32(0, true)
  if (kind === 'string') return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  if (kind === 'bytes') return content
  return messageOf(content, kind)
}

function varint(bytes: Uint8Array): [bigint, Uint8Array] {
  let value = 0n
  for (let index = 0; index < 10; index++) {
    const byte = bytes[index]
    if (byte === undefined) throw new Error('truncated')
    value |= BigInt(byte & 127) << BigInt(7 * index)
    if (byte < 128) return [value, bytes.subarray(index + 1)]
  }
  throw new Error('varint')
}
