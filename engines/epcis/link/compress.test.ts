import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { aiOf, allAis } from '../ai/dictionary.ts'
import type { Element } from '../ai/elements.ts'
import { checkDigit } from '../ai/lint.ts'
import { naiveCompress } from '../test/naive-compress.ts'
import { BitReader, bitsOf, charactersOf, digitBits, lengthBits } from './bits.ts'
import { compressLink, readLink } from './compress.ts'
import { piecesOf, readValue, writeValue } from './compressed-value.ts'
import { type Link, linkElements, parseLink } from './parse.ts'

const stem = 'https://id.gs1.org'
const vectors = JSON.parse(
  readFileSync(new URL('../test/data/gs1-compression/vectors.json', import.meta.url), 'utf8'),
) as [string, string, string][]

function linkOf(path: string): Link {
  const read = parseLink(`${stem}/${path}`)
  assert.ok('link' in read, `${path} ${JSON.stringify(read)}`)
  return read.link
}

describe('COMP-10 vectors', () => {
  for (const [plain, full, partly] of vectors) {
    it(plain, () => {
      const link = linkOf(plain)
      // The reference writes one superfluous bit for the empty end of 255, and so another character.
      const wanted = plain.startsWith('255') ? full.slice(0, -1) : full
      assert.equal(compressLink(link, { usesSequences: false }), `${stem}/${wanted}`)
      assert.equal(compressLink(link, { usesSequences: false, keepsKey: true }), `${stem}/${partly}`)
      assert.deepEqual(readLink(`${stem}/${full}`), { link })
      assert.deepEqual(readLink(`${stem}/${partly}`), { link })
    })
  }
})

describe('COMP-20 the pieces of a value', () => {
  const cases: readonly [string, unknown][] = [
    ['01', [[true, 14]]],
    ['8006', [[true, 18]]],
    [
      '8003',
      [
        [true, 14],
        [false, null, 16],
      ],
    ],
    [
      '7040',
      [
        [true, 1],
        [false, 3],
      ],
    ],
    ['7007', [[true, null, 12]]],
    ['423', [[true, null, 15]]],
    [
      '255',
      [
        [true, 13],
        [true, null, 12],
      ],
    ],
    ['10', [[false, null, 20]]],
  ]
  for (const [ai, wanted] of cases) {
    it(ai, () => {
      const pieces = piecesOf(aiOf(ai)!).map(({ isDigits, fixed, most }) =>
        fixed === null ? [isDigits, null, most] : [isDigits, fixed],
      )
      assert.deepEqual(pieces, wanted)
    })
  }

  it('of every identifier of the dictionary hold its longest value', () => {
    for (const entry of allAis()) {
      const longest = entry.parts.map(({ type, max }) => (type === 'N' ? '9' : 'z').repeat(max)).join('')
      const bits = writeValue(longest, piecesOf(entry))
      assert.ok(bits, entry.ai)
      assert.equal(readValue(new BitReader(charactersOf(bits)), piecesOf(entry)), longest, entry.ai)
    }
  })

  it('refuse what is too long, too short or no digit', () => {
    const gtin = piecesOf(aiOf('01')!)
    for (const value of ['1', '123456789012345', '1234567890123x'])
      assert.equal(writeValue(value, gtin), null)
    assert.equal(writeValue('x'.repeat(21), piecesOf(aiOf('10')!)), null)
    assert.equal(writeValue('é', piecesOf(aiOf('10')!)), null)
  })
})

describe('COMP-21 bits', () => {
  const widths = [
    [1, 4],
    [6, 20],
    [13, 44],
    [14, 47],
    [18, 60],
  ] as const
  for (const [digits, bits] of widths)
    it(`${digits} digits take ${bits}`, () => assert.equal(digitBits(digits), bits))

  it('lengths have the margin of the standard', () => {
    assert.deepEqual([12, 16, 17, 20, 28, 30, 70, 90].map(lengthBits), [4, 5, 5, 5, 5, 5, 7, 7])
  })

  it('are read as they were written, and nothing behind their end', () => {
    const characters = charactersOf(bitsOf(5, 3) + bitsOf(1023, 10))
    assert.equal(characters, 'v_g')
    const reader = new BitReader(characters)
    assert.deepEqual([reader.number(3), reader.number(10), reader.number(6)], [5n, 1023n, null])
    assert.deepEqual([reader.left, reader.isAtEnd], [5, true])
  })
})

describe('COMP-30 common sequences', () => {
  const cases = [
    ['01/05412345000013/10/ABC123', '0B'],
    ['01/05412345000013/10/ABC123?15=290331', '1F'],
    ['01/05412345000013?17=290331', '0D'],
    ['8010/0541234537290A41%23GH33/8011/6639047221', '9A'],
    ['8018/411369833821910265/8019/4003812', '9C'],
  ] as const
  for (const [plain, code] of cases) {
    it(`${code} ${plain}`, () => {
      const link = linkOf(plain)
      const short = compressLink(link)!
      const bits = [...short.slice(stem.length + 1)].slice(0, 2).join('')
      assert.equal(new BitReader(bits).number(8), BigInt(`0x${code}`))
      assert.ok(short.length < compressLink(link, { usesSequences: false })!.length)
      assert.deepEqual(readLink(short), { link })
    })
  }

  it('COMP-32 that are written in two orders are read in both and never written', () => {
    const link = linkOf('01/05412345000013/10/L1/21/S9?17=290331')
    const piece = (ai: string) =>
      writeValue(linkElements(link).find((one) => one.ai === ai)!.value, piecesOf(aiOf(ai)!))!
    for (const order of [
      ['01', '10', '21', '17'],
      ['01', '10', '17', '21'],
    ])
      assert.deepEqual(readLink(`${stem}/${charactersOf(`00011010${order.map(piece).join('')}`)}`), { link })
    assert.ok(compressLink(link)!.startsWith(`${stem}/`))
    assert.deepEqual(readLink(compressLink(link)!), { link })
    assert.notEqual(new BitReader(compressLink(link)!.slice(-20)).number(8), 0x1an)
  })
})

describe('COMP-31 parameters of others', () => {
  const link = linkOf('01/05412345000013/10/ABC123?17=290331&arv=true&donor=bmgf')
  it('stay in the query unless they are packed', () => {
    assert.equal(
      compressLink(link, { usesSequences: false }),
      `${stem}/AQnYUc1gmiCNV4JGLo3DY?arv=true&donor=bmgf`,
    )
    const packed = { usesSequences: false, packsOthers: true }
    assert.equal(compressLink(link, packed), `${stem}/AQnYUc1gmiCNV4JGLo3Dfg2q72Etrue8K7RPRWwjc0D4`)
    const partly = `${stem}/01/05412345000013/EEarwSMXRuG_BtV3sJbXc94V2ieithG5oHw`
    assert.equal(compressLink(link, { ...packed, keepsKey: true }), partly)
    assert.deepEqual(readLink(partly), { link })
  })

  it('that cannot be packed stay where they are', () => {
    const odd = linkOf('01/05412345000013/10/A?a.b=1&c=%C3%A9')
    assert.match(compressLink(odd, { packsOthers: true })!, /\?a\.b=1&c=%C3%A9$/)
    assert.deepEqual(readLink(compressLink(odd, { packsOthers: true })!), { link: odd })
    const key = linkOf('01/05412345000013?a=1')
    assert.equal(compressLink(key, { packsOthers: true, keepsKey: true }), `${stem}/01/05412345000013?a=1`)
  })

  it('of the question go on when a compressed link is read', () => {
    const read = readLink(`${stem}/AQnYUc1gmiCNV4JG?linkType=all#x`)
    assert.ok('link' in read)
    assert.deepEqual(read.link.others, [['linkType', 'all']])
  })
})

describe('COMP-40 reading', () => {
  const refused = ['AQnYUc1gmh', 'login-page', 'equipment', '_____________', '01/05412345000013/zzzzzzz']
  for (const path of refused) {
    it(`refuses ${path} as the link without compression would be`, () => {
      assert.deepEqual(readLink(`${stem}/${path}`), parseLink(`${stem}/${path}`))
      assert.ok('fault' in readLink(`${stem}/${path}`))
    })
  }

  it('keeps the stem in front', () => {
    const read = readLink('https://example.org/some/where/AQnYUc1gmiCNV4JG')
    assert.ok('link' in read)
    assert.equal(read.link.stem, 'https://example.org/some/where')
  })

  it('never throws and never gives a link that breaks the dictionary', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ABEQgIJUacz019-_'), minLength: 7, maxLength: 40 })
    fc.assert(
      fc.property(text, (packed) => {
        const read = readLink(`${stem}/${packed}`)
        if (!('link' in read)) return
        const again = parseLink(`${stem}/${pathOf(read.link)}`)
        assert.deepEqual(again, read)
      }),
      { seed: 20261128, numRuns: 2000 },
    )
  })
})

function pathOf(link: Link): string {
  const path = [link.key, ...link.qualifiers].map(({ ai, value }) => `${ai}/${encodeURIComponent(value)}`)
  const query = [
    ...link.attributes.map(({ ai, value }) => [ai, value] as [string, string]),
    ...link.others.map(([name, value]) => [name, value] as [string, string]),
  ]
  return path.join('/') + (query.length > 0 ? `?${new URLSearchParams(query)}` : '')
}

const withCheck = (digits: string) => digits + checkDigit(digits)
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })
const words = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 16 }),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 1, maxLength: 16 }),
  fc.string({ unit: fc.constantFrom(...'0123456789ABCDEF'), minLength: 1, maxLength: 16 }),
  fc.string({ unit: fc.constantFrom(...'AZaz09-_'), minLength: 1, maxLength: 16 }),
  fc.string({ unit: fc.constantFrom(...'AZaz09-_/%&+!"(),.:;<=>?*'), minLength: 1, maxLength: 16 }),
)
const maybe = (ai: string, value: fc.Arbitrary<string>): fc.Arbitrary<Element | null> =>
  fc.option(
    value.map((one) => ({ ai, value: one })),
    { nil: null },
  )
const keyed: fc.Arbitrary<(Element | null)[]> = fc.oneof(
  fc
    .tuple(
      digits(13),
      maybe('22', words),
      maybe('10', words),
      maybe('21', words),
      maybe('17', fc.constant('290331')),
    )
    .map(([gtin, ...rest]) => [{ ai: '01', value: withCheck(gtin) }, ...rest]),
  fc
    .tuple(digits(12), maybe('254', words))
    .map(([gln, rest]) => [{ ai: '414', value: withCheck(gln) }, rest]),
  digits(17).map((sscc) => [{ ai: '00', value: withCheck(sscc) }]),
  fc
    .tuple(digits(12), words)
    .map(([grai, serial]) => [{ ai: '8003', value: `0${withCheck(grai)}${serial}` }]),
)

describe('COMP-50 there and back', () => {
  it('every link is read as it was, by every way of writing, as the twin writes it', () => {
    fc.assert(
      fc.property(keyed, (list) => {
        const elements = list.flatMap((one) => one ?? [])
        const path = elements.filter(({ ai }) => ai !== '17')
        const date = elements.some(({ ai }) => ai === '17') ? '?17=290331' : ''
        const link = linkOf(path.map(({ ai, value }) => `${ai}/${escaped(value)}`).join('/') + date)
        assert.equal(compressLink(link, { usesSequences: false }), `${stem}/${naiveCompress(elements)}`)
        for (const usesSequences of [false, true])
          for (const keepsKey of [false, true])
            assert.deepEqual(readLink(compressLink(link, { usesSequences, keepsKey })!), { link })
      }),
      { seed: 20261129, numRuns: 600 },
    )
  })
})

function escaped(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`)
}
