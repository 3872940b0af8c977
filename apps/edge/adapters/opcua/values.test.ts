import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DataType, DataValue, StatusCodes, Variant, VariantArrayType } from 'node-opcua-client'
import {
  hasOverflowed,
  microsOf,
  observationOf,
  plainOf,
  qualityOf,
  tagTypeOf,
  unitCodeOf,
} from './values.ts'

test('status codes become qualities: what cannot be counted on is not good', () => {
  assert.equal(qualityOf(StatusCodes.Good), 192)
  assert.equal(qualityOf(StatusCodes.GoodClamped), 192)
  assert.equal(qualityOf(StatusCodes.UncertainLastUsableValue), 500)
  assert.equal(qualityOf(StatusCodes.UncertainSensorNotAccurate), 0)
  assert.equal(qualityOf(StatusCodes.BadNoCommunication), 0)
})

test('an overflow is seen, and the value with it is still good', () => {
  const overflowed = StatusCodes.GoodWithOverflowBit
  assert.equal(hasOverflowed(overflowed), true)
  assert.equal(qualityOf(overflowed), 192)
  assert.equal(hasOverflowed(StatusCodes.Good), false)
})

const plains: [DataType, unknown, unknown][] = [
  [DataType.Double, 1.5, 1.5],
  [DataType.Boolean, true, true],
  [DataType.String, 'x', 'x'],
  [DataType.Int64, [0, 5], 5],
  [DataType.Int64, [0xffffffff, 0xfffffffb], -5],
  [DataType.UInt64, [1, 0], 4_294_967_296],
  [DataType.DateTime, new Date(0), '1970-01-01T00:00:00.000Z'],
  [DataType.LocalizedText, { text: '自动' }, '自动'],
]
for (const [dataType, value, plain] of plains) {
  test(`${DataType[dataType]} ${JSON.stringify(value)} is ${JSON.stringify(plain)}`, () => {
    assert.deepEqual(plainOf(new Variant({ dataType, arrayType: VariantArrayType.Scalar, value })), plain)
  })
}

test('arrays are JSON, nothing is nothing', () => {
  assert.equal(plainOf(new Variant({ dataType: DataType.Double, arrayType: 1, value: [1, 2] })), '[1,2]')
  assert.equal(plainOf(new Variant({ dataType: DataType.Null })), null)
})

test('the source’s time counts, to the microsecond, else the server’s', () => {
  const sourceTimestamp = new Date(1000)
  const serverTimestamp = new Date(2000)
  assert.equal(
    microsOf(new DataValue({ sourceTimestamp, sourcePicoseconds: 123_000_000, serverTimestamp })),
    1_000_123,
  )
  assert.equal(microsOf(new DataValue({ serverTimestamp })), 2_000_000)
  assert.equal(microsOf(new DataValue({})), undefined)
})

test('a bad value is an observation without value, one without time is none', () => {
  const tag = { name: 'a', type: 'number' as const, unit: '', nodeId: 'i=1' }
  const statusCode = StatusCodes.BadSensorFailure
  const bad = observationOf(tag, new DataValue({ statusCode, sourceTimestamp: new Date(5) }))
  assert.deepEqual(bad, { tag: 'a', timeMicros: 5000, value: null, quality: 0 })
  assert.equal(observationOf(tag, new DataValue({ statusCode })), undefined)
})

test('types of tags by data type, units by their code', () => {
  const types = [
    DataType.Boolean,
    DataType.SByte,
    DataType.Double,
    DataType.UInt64,
    DataType.String,
    DataType.DateTime,
  ].map(tagTypeOf)
  assert.deepEqual(types, ['boolean', 'number', 'number', 'number', 'text', 'text'])
  const namespaceUri = 'http://www.opcfoundation.org/UA/units/un/cefact'
  assert.equal(unitCodeOf({ namespaceUri, unitId: 5_066_068, text: 'mm' }), 'MMT')
  assert.equal(unitCodeOf({ namespaceUri, unitId: 20_529, text: '%' }), 'P1')
  assert.equal(unitCodeOf({ namespaceUri: 'urn:own', unitId: 7, text: 'parts' }), 'parts')
})
