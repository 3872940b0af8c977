import fc from 'fast-check'
import type { DataSet, DataType, GivenMetric, GivenPayload, GivenProperties, Scalar } from '../model.ts'

/** Words without half characters, since UTF-8 has none; and without zero, by which arrays of words end. */
export const words = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replaceAll('\0', ''))

const whole = (bits: number, isSigned: boolean) => {
  const least = isSigned ? -(2n ** BigInt(bits - 1)) : 0n
  const most = isSigned ? 2n ** BigInt(bits - 1) - 1n : 2n ** BigInt(bits) - 1n
  return fc.bigInt(least, most).map((value) => (bits < 64 ? Number(value) : narrow(value)))
}

/** As the reader answers: a number where it is exact. */
export function narrow(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

const float = fc.float({ noNaN: true })
const double = fc.double({ noNaN: true })

export const scalars: Readonly<Partial<Record<DataType, fc.Arbitrary<Scalar>>>> = {
  Int8: whole(8, true),
  Int16: whole(16, true),
  Int32: whole(32, true),
  Int64: whole(64, true),
  UInt8: whole(8, false),
  UInt16: whole(16, false),
  UInt32: whole(32, false),
  UInt64: whole(64, false),
  Float: float,
  Double: double,
  Boolean: fc.boolean(),
  String: words,
  DateTime: whole(53, false),
  Text: words,
  UUID: fc.uuid(),
}

export const arrays: Readonly<Partial<Record<DataType, fc.Arbitrary<Scalar[]>>>> = {
  Int8Array: fc.array(whole(8, true)),
  Int16Array: fc.array(whole(16, true)),
  Int32Array: fc.array(whole(32, true)),
  Int64Array: fc.array(whole(64, true)),
  UInt8Array: fc.array(whole(8, false)),
  UInt16Array: fc.array(whole(16, false)),
  UInt32Array: fc.array(whole(32, false)),
  UInt64Array: fc.array(whole(64, false)),
  FloatArray: fc.array(float),
  DoubleArray: fc.array(double),
  BooleanArray: fc.array(fc.boolean()),
  StringArray: fc.array(words),
  DateTimeArray: fc.array(whole(53, false)),
}

const scalarTypes = Object.keys(scalars) as DataType[]
const typeAndScalar = fc.constantFrom(...scalarTypes).chain((type) => {
  return fc.tuple(fc.constant(type), fc.option(scalars[type]!, { nil: null }))
})

export const dataSets: fc.Arbitrary<DataSet> = fc
  .array(fc.tuple(words, fc.constantFrom(...scalarTypes)), { minLength: 1, maxLength: 4 })
  .chain((heads) => {
    const cells = heads.map(([, type]) => fc.option(scalars[type]!, { nil: null }))
    return fc.array(fc.tuple(...cells), { maxLength: 4 }).map((rows) => ({
      columns: heads.map(([name]) => name),
      types: heads.map(([, type]) => type),
      rows: rows as (Scalar | null)[][],
    }))
  })

const properties: fc.Arbitrary<GivenProperties> = fc
  .array(fc.tuple(fc.constantFrom('engUnit', 'Quality', 'low', 'high'), typeAndScalar), { maxLength: 4 })
  .map((pairs) => Object.fromEntries(pairs.map(([key, [type, value]]) => [key, { type, value }])))

const typed = fc.oneof(
  typeAndScalar,
  fc.constantFrom(...(Object.keys(arrays) as DataType[])).chain((type) => {
    return fc.tuple(fc.constant(type), arrays[type]!)
  }),
  dataSets.map((value): [DataType, DataSet] => ['DataSet', value]),
  fc
    .tuple(fc.constantFrom<DataType>('Bytes', 'File'), fc.uint8Array({ maxLength: 64 }))
    .map(([type, value]): [DataType, Uint8Array] => [type, value]),
)

/** Any metric but a template. */
export const metrics: fc.Arbitrary<GivenMetric> = fc
  .record({
    name: fc.option(words, { nil: undefined }),
    alias: fc.option(fc.nat(), { nil: undefined }),
    timestamp: fc.option(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), { nil: undefined }),
    isHistorical: fc.boolean(),
    isTransient: fc.boolean(),
    properties: fc.option(properties, { nil: undefined }),
    typed,
  })
  .map(({ typed: [type, value], ...rest }) => ({ ...rest, type, value }))

export const payloads: fc.Arbitrary<GivenPayload> = fc.record({
  timestamp: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  seq: fc.integer({ min: 0, max: 255 }),
  metrics: fc.array(metrics, { maxLength: 8 }),
})
