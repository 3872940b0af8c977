import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Malformed } from './bytes.ts'
import { decode } from './decode.ts'
import { encode } from './encode.ts'

const seed = 20_261_128

describe('what is no payload is refused with the reason (SP-2)', () => {
  const nested = (depth: number): Uint8Array => {
    let inner = { isDefinition: false, metrics: [] as never[] }
    for (let index = 0; index < depth; index++) {
      inner = { isDefinition: false, metrics: [{ name: 'm', type: 'Template', value: inner } as never] }
    }
    return encode({ metrics: [{ name: 'm', type: 'Template', value: inner }] })
  }
  const cases: [string, Uint8Array, string][] = [
    ['cut off in a number', Uint8Array.of(0x08, 0x80), 'truncated'],
    ['cut off in a message', Uint8Array.of(0x12, 5, 1), 'truncated'],
    ['cut off in a word', Uint8Array.of(0x22, 200), 'truncated'],
    ['cut off in a double', Uint8Array.of(0x12, 3, 0x69, 1, 2), 'truncated'],
    ['cut off in an unknown field', Uint8Array.of(0xf9, 0x07, 1), 'truncated'],
    ['a message longer than the one around it', Uint8Array.of(0x12, 2, 0x0a, 9, 0, 0, 0), 'truncated'],
    ['a number without end', Uint8Array.from([0x08, ...new Array(11).fill(0xff)]), 'varint'],
    ['a key without end', new Uint8Array(11).fill(0xff), 'varint'],
    ['a group', Uint8Array.of(0x0b, 0x0c), 'wireType'],
    ['field zero', Uint8Array.of(0x00, 0x00), 'field'],
    ['half a character', Uint8Array.of(0x22, 2, 0xc3, 0x28), 'utf8'],
    ['too deep', nested(20), 'depth'],
    ['more keys than values', Uint8Array.of(0x12, 5, 0x4a, 3, 0x0a, 1, 0x61), 'count'],
    [
      'a data set with fewer types than columns',
      Uint8Array.of(0x12, 6, 0x8a, 0x01, 3, 0x12, 1, 0x61),
      'count',
    ],
  ]
  for (const [what, bytes, code] of cases) {
    test(what, () => {
      assert.throws(
        () => decode(bytes),
        (error: unknown) => error instanceof Malformed && error.code === code,
      )
    })
  }

  test('a data set must say its width as it is, and its rows must be as wide', () => {
    const head = [0x12, 1, 0x61, 0x18, 3]
    const set = (...more: number[]) => {
      const inner = [...head, ...more]
      return Uint8Array.of(0x12, inner.length + 3, 0x8a, 0x01, inner.length, ...inner)
    }
    assert.deepEqual(decode(set(0x08, 1)).metrics[0]?.value, { columns: ['a'], types: ['Int32'], rows: [] })
    assert.throws(() => decode(set(0x08, 2)), Malformed)
    assert.throws(() => decode(set(0x22, 0)), Malformed)
  })

  test('types of columns are read packed too', () => {
    const inner = [0x12, 1, 0x61, 0x12, 1, 0x62, 0x1a, 2, 3, 12]
    const bytes = Uint8Array.of(0x12, inner.length + 3, 0x8a, 0x01, inner.length, ...inner)
    assert.deepEqual(decode(bytes).metrics[0]?.value, {
      columns: ['a', 'b'],
      types: ['Int32', 'String'],
      rows: [],
    })
  })

  test('more metrics than anyone sends are refused before they fill the memory', () => {
    const bytes = new Uint8Array(2 * 100_001)
    for (let index = 0; index < bytes.length; index += 2) bytes[index] = 0x12
    assert.throws(
      () => decode(bytes),
      (error: unknown) => (error as Malformed).code === 'count',
    )
    assert.equal(decode(bytes.subarray(0, 200_000)).metrics.length, 100_000)
  })

  test('random bytes are read or refused, and nothing else happens', () => {
    let read = 0
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decode(bytes)
          read++
        } catch (error) {
          assert.ok(error instanceof Malformed, String(error))
        }
      }),
      { seed, numRuns: 20_000 },
    )
    assert.ok(read > 0)
  })

  test('the error names code and place', () => {
    assert.throws(() => decode(Uint8Array.of(0x0b)), {
      name: 'Malformed',
      code: 'wireType',
      at: 1,
      message: 'not a Sparkplug payload: wireType at byte 1',
    })
  })
})

describe('depth and count are bounded wherever they can grow (SP-2)', () => {
  /** A message of one field with these bytes. */
  const field = (key: number[], content: number[]) => [...key, ...lengthOf(content.length), ...content]
  const lengthOf = (size: number) => (size < 128 ? [size] : [(size & 127) | 128, size >> 7])
  const metric = (content: number[]) => Uint8Array.from(field([0x12], content))
  const nest = (times: number, around: (inner: number[]) => number[]) => {
    let inner: number[] = []
    for (let index = 0; index < times; index++) inner = around(inner)
    return inner
  }

  test('sets within sets, as deep as anyone needs and no deeper', () => {
    // A key, and a value that holds the next set.
    const set = (inner: number[]) => [...field([0x0a], [0x61]), ...field([0x12], field([0x4a], inner))]
    decode(metric(field([0x4a], nest(6, set))))
    assert.throws(() => decode(metric(field([0x4a], nest(9, set)))), { code: 'depth' })
  })

  test('templates within templates', () => {
    const template = (inner: number[]) => field([0x92, 0x01], field([0x12], inner))
    decode(metric(nest(7, template)))
    assert.throws(() => decode(metric(nest(8, template))), { code: 'depth' })
  })

  test('cells of data sets count too', () => {
    const row = field([0x22], Array.from({ length: 60 }, () => [0x0a, 0]).flat())
    const rows = Array.from({ length: 100 }, () => row).flat()
    const bytes = Uint8Array.from(field([0x12], [0x8a, 0x01, ...lengthOf(rows.length), ...rows]))
    const many = new Uint8Array(bytes.length * 20)
    for (let index = 0; index < 20; index++) many.set(bytes, index * bytes.length)
    assert.throws(() => decode(many), { code: 'count' })
  })
})
