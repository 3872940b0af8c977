import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { decode } from './decode.ts'
import { encode } from './encode.ts'
import { type DataType, dataTypes, type GivenValue, type Scalar } from './model.ts'
import { arrays, dataSets, scalars } from './test/any.ts'
import { bytesOfArray, valueAs } from './values.ts'

const seed = 20_261_128

/** A value as it comes out of a message that names its type, and out of one that leaves it to the birth. */
function both(type: DataType, value: GivenValue) {
  const named = decode(encode({ metrics: [{ name: 'm', type, value }] })).metrics[0]!
  const bare = decode(encode({ metrics: [{ alias: 1, type, value, omitsType: true }] })).metrics[0]!
  assert.equal(named.type, type)
  assert.equal(bare.type, undefined)
  return [named.value, valueAs(bare.value, type)]
}

describe('values of every datatype (SP-10)', () => {
  for (const [type, arbitrary] of Object.entries(scalars)) {
    test(`${type} is read as it was written, with its type or by its birth's`, () => {
      fc.assert(
        fc.property(arbitrary, (value) => {
          assert.deepEqual(both(type as DataType, value), [value, value])
        }),
        { seed, numRuns: 200 },
      )
    })
  }

  for (const [type, arbitrary] of Object.entries(arrays)) {
    test(`${type} is read as it was written, with its type or by its birth's`, () => {
      fc.assert(
        fc.property(arbitrary, (value) => {
          assert.deepEqual(both(type as DataType, value), [value, value])
        }),
        { seed, numRuns: 100 },
      )
    })
  }

  test('data sets keep columns, types, rows and empty cells', () => {
    fc.assert(
      fc.property(dataSets, (value) => {
        assert.deepEqual(both('DataSet', value), [value, value])
      }),
      { seed, numRuns: 200 },
    )
  })

  test('bytes and files are the bytes that were sent', () => {
    const value = Uint8Array.of(0, 255, 10, 13)
    for (const type of ['Bytes', 'File'] as const) {
      assert.deepEqual(
        both(type, value).map((one) => [...(one as Uint8Array)]),
        [
          [0, 255, 10, 13],
          [0, 255, 10, 13],
        ],
      )
    }
  })

  test('the ends of every whole type are exact', () => {
    const ends: [DataType, Scalar, Scalar][] = [
      ['Int8', -128, 127],
      ['Int16', -32_768, 32_767],
      ['Int32', -2_147_483_648, 2_147_483_647],
      ['Int64', -9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
      ['UInt8', 0, 255],
      ['UInt16', 0, 65_535],
      ['UInt32', 0, 4_294_967_295],
      ['UInt64', 0, 18_446_744_073_709_551_615n],
      ['DateTime', 0, 253_402_300_799_999],
    ]
    for (const [type, least, most] of ends) {
      assert.deepEqual(both(type, least), [least, least], type)
      assert.deepEqual(both(type, most), [most, most], type)
    }
  })
})

describe('arrays are little-endian bytes (SP-11)', () => {
  // The examples of the specification, 6.4.16.4; those of Float and Double are printed big-endian there,
  // against its own words, and the one of DateTime lacks bytes.
  const examples: [DataType, Scalar[], number[]][] = [
    ['Int8Array', [-23, 123], [0xe9, 0x7b]],
    ['Int16Array', [-30_000, 30_000], [0xd0, 0x8a, 0x30, 0x75]],
    ['Int32Array', [-1, 315_338_746], [0xff, 0xff, 0xff, 0xff, 0xfa, 0xaf, 0xcb, 0x12]],
    ['Int32Array', [123_456_789, 987_654_321], [0x15, 0xcd, 0x5b, 0x07, 0xb1, 0x68, 0xde, 0x3a]],
    [
      'Int64Array',
      [-4_270_929_666_821_191_986n, -3_601_064_768_563_266_876n],
      [0xce, 0x06, 0x72, 0xac, 0x18, 0x9c, 0xba, 0xc4, 0xc4, 0xba, 0x9c, 0x18, 0xac, 0x72, 0x06, 0xce],
    ],
    ['UInt8Array', [23, 250], [0x17, 0xfa]],
    ['UInt16Array', [30, 52_360], [0x1e, 0x00, 0x88, 0xcc]],
    ['UInt32Array', [52, 3_293_969_225], [0x34, 0x00, 0x00, 0x00, 0x49, 0xfb, 0x55, 0xc4]],
    [
      'UInt64Array',
      [52, 16_444_743_074_749_521_625n],
      [0x34, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xd9, 0x9e, 0x02, 0xd1, 0xb2, 0x76, 0x37, 0xe4],
    ],
    [
      'BooleanArray',
      [false, false, true, true, false, true, false, false, true, true, false, true],
      [0x0c, 0x00, 0x00, 0x00, 0x34, 0xd0],
    ],
    ['StringArray', ['ABC', 'hello'], [0x41, 0x42, 0x43, 0x00, 0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x00]],
    ['DateTimeArray', [1_256_102_875_335], [0xc7, 0xd0, 0x90, 0x75, 0x24, 0x01, 0x00, 0x00]],
  ]
  for (const [type, elements, bytes] of examples) {
    test(`the example of ${type} in the specification: ${String(elements)}`, () => {
      assert.deepEqual([...bytesOfArray(elements, type)], bytes)
      assert.deepEqual(valueAs(Uint8Array.from(bytes), type), elements)
    })
  }

  test('floats are little-endian too', () => {
    assert.deepEqual([...bytesOfArray([1.5], 'FloatArray')], [0, 0, 0xc0, 0x3f])
    assert.deepEqual([...bytesOfArray([1.5], 'DoubleArray')], [0, 0, 0, 0, 0, 0, 0xf8, 0x3f])
  })

  test('bytes that are no array of the type are null', () => {
    const wrong: [DataType, number[]][] = [
      ['Int16Array', [1]],
      ['Int32Array', [1, 2, 3]],
      ['Int64Array', [1, 2, 3, 4]],
      ['DoubleArray', [1, 2, 3, 4, 5, 6, 7]],
      ['BooleanArray', [1, 0, 0]],
      ['BooleanArray', [9, 0, 0, 0, 255]],
      ['BooleanArray', [255, 255, 255, 255, 0]],
      ['StringArray', [0x41]],
      ['StringArray', [0xff, 0]],
    ]
    for (const [type, bytes] of wrong) assert.equal(valueAs(Uint8Array.from(bytes), type), null, type)
  })

  test('no bytes are an array without elements', () => {
    for (const type of Object.keys(arrays) as DataType[]) {
      if (type !== 'BooleanArray') assert.deepEqual(valueAs(new Uint8Array(0), type), [], type)
    }
    assert.deepEqual(valueAs(new Uint8Array(4), 'BooleanArray'), [])
  })
})

describe('a value that is not of its type is null, and never another (SP-12)', () => {
  const bare: [string, Parameters<typeof valueAs>[0]][] = [
    ['a whole number', 7],
    ['a fraction', 1.5],
    ['a long number', 2n ** 60n],
    ['yes', true],
    ['words', 'seven'],
    ['bytes', Uint8Array.of(1, 2, 3)],
    ['a data set', { columns: [], types: [], rows: [] }],
  ]
  const fits: Readonly<Record<string, readonly string[]>> = {
    'a whole number': [
      'Int8',
      'Int16',
      'Int32',
      'Int64',
      'UInt8',
      'UInt16',
      'UInt32',
      'UInt64',
      'DateTime',
      'Float',
      'Double',
    ],
    'a fraction': ['Float', 'Double'],
    'a long number': ['Int8', 'Int16', 'Int32', 'Int64', 'UInt8', 'UInt16', 'UInt32', 'UInt64', 'DateTime'],
    yes: ['Boolean'],
    words: ['String', 'Text', 'UUID'],
    bytes: ['Bytes', 'File', 'Int8Array', 'UInt8Array'],
    'a data set': ['DataSet'],
  }
  for (const [what, raw] of bare) {
    test(`${what}`, () => {
      const fitting = dataTypes.filter((type) => valueAs(raw, type) !== null)
      assert.deepEqual(new Set(fitting), new Set(fits[what]))
    })
  }

  test('it is the same when asked again, whatever the type', () => {
    fc.assert(
      fc.property(fc.constantFrom(...dataTypes), fc.bigInt(0n, 2n ** 64n - 1n), (type, raw) => {
        const once = valueAs(Number.isSafeInteger(Number(raw)) ? Number(raw) : raw, type)
        assert.deepEqual(valueAs(once, type), once)
      }),
      { seed, numRuns: 500 },
    )
  })

  test('without a type it is what the wire says', () => {
    assert.equal(valueAs(7, undefined), 7)
    assert.equal(valueAs(null, 'Int8'), null)
  })

  test('small negative numbers are read of 32 and of 64 bits, as makers differ', () => {
    for (const type of ['Int8', 'Int16', 'Int32'] as const) {
      assert.equal(valueAs(0xffffffff, type), -1)
      assert.equal(valueAs(2n ** 64n - 1n, type), -1)
    }
    assert.equal(valueAs(2n ** 64n - 1n, 'Int64'), -1)
  })

  test('numbers that are none of a whole type are refused when they are written', () => {
    const wrong: [DataType, GivenValue][] = [
      ['Int32', 1.5],
      ['Int64', Number.NaN],
      ['UInt8', 'seven'],
      ['Boolean', 1],
      ['String', 7],
      ['Double', 'x'],
      ['Bytes', 'x'],
      ['DataSet', 1],
      ['Template', Uint8Array.of(1)],
      ['Int8Array', 1],
      ['Unknown', 1],
    ]
    for (const [type, value] of wrong) {
      assert.throws(() => encode({ metrics: [{ name: 'm', type, value }] }), TypeError, type)
    }
  })
})
