import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Malformed, Reader } from './bytes.ts'
import { Writer } from './writer.ts'

const seed = 20_261_128

const written = (write: (writer: Writer) => void): number[] => {
  const writer = new Writer()
  write(writer)
  return [...writer.done()]
}

describe('whole numbers on the wire (SP-3)', () => {
  // The examples of Protocol Buffers' own description of its encoding, and the ends of each length.
  const numbers: [number | bigint, number[]][] = [
    [0, [0]],
    [1, [1]],
    [127, [0x7f]],
    [128, [0x80, 1]],
    [150, [0x96, 1]],
    [300, [0xac, 2]],
    [16_383, [0xff, 0x7f]],
    [16_384, [0x80, 0x80, 1]],
    [2_097_151, [0xff, 0xff, 0x7f]],
    [268_435_455, [0xff, 0xff, 0xff, 0x7f]],
    [268_435_456, [0x80, 0x80, 0x80, 0x80, 1]],
    [4_294_967_295, [0xff, 0xff, 0xff, 0xff, 0x0f]],
    [4_294_967_296, [0x80, 0x80, 0x80, 0x80, 0x10]],
    [9_007_199_254_740_991, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    [2n ** 53n, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10]],
    [2n ** 63n, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1]],
    [2n ** 64n - 1n, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]],
  ]
  for (const [number, bytes] of numbers) {
    test(`${number}`, () => {
      assert.deepEqual(
        written((writer) => writer.whole(number)),
        bytes,
      )
      assert.equal(new Reader(Uint8Array.from(bytes)).whole(), number)
    })
  }

  test('a negative number is its two’s complement in 64 bits', () => {
    assert.deepEqual(
      written((writer) => writer.whole(-1)),
      [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
    )
    assert.deepEqual(
      written((writer) => writer.whole(-(2n ** 63n))),
      [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1],
    )
  })

  test('any number is read as it was written; its low 32 bits are what they are', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 64n - 1n), (number) => {
        const bytes = Uint8Array.from(written((writer) => writer.whole(number)))
        assert.equal(BigInt(new Reader(bytes).whole()), number)
        assert.equal(BigInt(new Reader(bytes).uint32()), number & 0xffffffffn)
      }),
      { seed, numRuns: 2000 },
    )
  })

  test('a number in more bytes than it needs is the same', () => {
    assert.equal(new Reader(Uint8Array.of(0x81, 0x80, 0x80, 0)).whole(), 1)
    assert.equal(new Reader(Uint8Array.of(0x81, 0x80, 0x80, 0)).uint32(), 1)
  })
})

describe('words, bytes and messages on the wire (SP-4)', () => {
  test('any words are read as they were written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const bytes = Uint8Array.from(written((writer) => writer.text(text)))
        assert.equal(new Reader(bytes).text(), text)
      }),
      { seed, numRuns: 500 },
    )
  })

  test('words of one and of many bytes a character, short and long', () => {
    for (const text of [
      '',
      'a',
      'speed',
      '转速',
      'é',
      '🦾',
      'x'.repeat(33),
      '速'.repeat(50),
      '\ufeffbom',
      'a\0b',
    ]) {
      const bytes = Uint8Array.from(written((writer) => writer.text(text)))
      assert.equal(new Reader(bytes).text(), text)
    }
  })

  test('fractions are exact in eight bytes and nearest in four', () => {
    fc.assert(
      fc.property(fc.double(), (number) => {
        const bytes = Uint8Array.from(written((writer) => writer.double(number).float(number)))
        const reader = new Reader(bytes)
        assert.deepEqual([reader.double(), reader.float()], [number, Math.fround(number)])
      }),
      { seed, numRuns: 500 },
    )
  })

  test('messages within messages have their length before them, however long they grow', () => {
    for (const size of [0, 1, 126, 127, 128, 300, 16_381, 16_384, 70_000, 2_097_152]) {
      const bytes = Uint8Array.from(
        written((writer) => writer.message((w) => w.message((v) => v.bytes(new Uint8Array(size))))),
      )
      const reader = new Reader(bytes)
      const outer = reader.enter()
      const inner = reader.enter()
      assert.equal(reader.bytes().length, size)
      assert.equal(reader.at, reader.end)
      reader.end = inner
      reader.end = outer
      assert.equal(reader.at, bytes.length)
    }
  })

  test('several messages after each other do not touch each other', () => {
    const bytes = Uint8Array.from(
      written((writer) => {
        for (let size = 0; size < 300; size += 50)
          writer.message((w) => w.bytes(new Uint8Array(size).fill(size)))
      }),
    )
    const reader = new Reader(bytes)
    for (let size = 0; size < 300; size += 50) {
      const end = reader.enter()
      assert.deepEqual([...new Set(reader.bytes())], size === 0 ? [] : [size & 255])
      reader.end = end
    }
  })
})

describe('the reader never reads beyond its bytes (SP-5)', () => {
  const reads: [string, (reader: Reader) => unknown][] = [
    ['a number', (reader) => reader.whole()],
    ['low bits', (reader) => reader.uint32()],
    ['yes or no', (reader) => reader.bool()],
    ['a float', (reader) => reader.float()],
    ['a double', (reader) => reader.double()],
    ['bytes', (reader) => reader.bytes()],
    ['words', (reader) => reader.text()],
    ['a message', (reader) => reader.enter()],
    ['a key', (reader) => reader.key()],
  ]
  for (const [what, read] of reads) {
    test(`${what} of any bytes is read or refused`, () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => {
          // In the middle of others, so that a step too far would be noticed.
          const around = new Uint8Array(64).fill(0x7f)
          around.set(bytes, 20)
          const reader = new Reader(around.subarray(20, 20 + bytes.length))
          try {
            read(reader)
            assert.ok(reader.at <= bytes.length)
          } catch (error) {
            assert.ok(error instanceof Malformed, String(error))
          }
        }),
        { seed, numRuns: 500 },
      )
    })
  }

  test('fields of every wire type are passed over, and others refused', () => {
    const sizes: [number, number[], number][] = [
      [0, [0x80, 1], 2],
      [1, [1, 2, 3, 4, 5, 6, 7, 8], 8],
      [2, [3, 1, 2, 3], 4],
      [5, [1, 2, 3, 4], 4],
    ]
    for (const [type, bytes, size] of sizes) {
      const reader = new Reader(Uint8Array.from([...bytes, 9]))
      reader.skip(8 + type)
      assert.equal(reader.at, size)
    }
    for (const type of [3, 4, 6, 7])
      assert.throws(() => new Reader(new Uint8Array(9)).skip(8 + type), Malformed)
  })

  test('a message within a message ends where the outer one does at the latest', () => {
    const reader = new Reader(Uint8Array.of(3, 9, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0))
    reader.enter()
    assert.throws(() => reader.enter(), { code: 'truncated' })
  })
})
