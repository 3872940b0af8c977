import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { termsOf } from '../document/vocabulary.ts'
import { absent, officialFiles, officialText } from '../test/official.ts'
import families from './units.json' with { type: 'json' }
import { boundsOf, fractionOf, isUnit, unitSymbol, unitsOf } from './units.ts'

const seed = 20

/** The twin: plain floating point over the texts of the table. */
function naiveIn(value: number, uom: string, other: string, isSpread = false): number | null {
  for (const { units } of families as unknown as { units: Record<string, string[]> }[]) {
    const [one, two] = [units[uom], units[other]]
    if (!one || !two) continue
    const float = (text = '0') => {
      const [over, under = '1'] = text.split('/')
      return Number(over) / Number(under)
    }
    const base = value * float(one[1]) + (isSpread ? 0 : float(one[2]))
    return (base - (isSpread ? 0 : float(two[2]))) / float(two[1])
  }
  return null
}

const inUnit = (value: string, uom: string, other: string, isSpread = false) => {
  const bound = boundsOf(value, uom, { isSpread }).find((one) => one.uom === other)
  return bound ? Number(bound.over) / Number(bound.under) : null
}

const pairs = families.flatMap(({ units }) => {
  const codes = Object.keys(units)
  return codes.flatMap((one) => codes.map((other) => [one, other] as const))
})

describe('UNIT-1 the table', () => {
  it('has units for every type of measurement of the vocabulary, and for no other', () => {
    const types = termsOf('measurementType')
    for (const type of types) assert.ok(unitsOf(type).length > 0, type)
    assert.deepEqual([...new Set(families.flatMap((one) => one.types))].sort(), [...types].sort())
  })

  it('has a base in every family, and factors above nothing', () => {
    for (const { units } of families) {
      const texts: readonly string[][] = Object.values(units)
      assert.ok(texts.some(([, scale, shift]) => scale === '1' && shift === undefined))
      for (const [, scale = ''] of texts) assert.ok(fractionOf(scale).over > 0n, scale)
    }
  })

  it('spells codes as Recommendation 20 does, and writes a code the same in every family', () => {
    const written = new Map<string, string>()
    for (const { units } of families) {
      for (const [code, [symbol]] of Object.entries(units)) {
        assert.match(code, /^[A-Z0-9]{2,3}$/)
        assert.equal(written.get(code) ?? symbol, symbol, code)
        written.set(code, symbol!)
        assert.equal(unitSymbol(code), symbol)
      }
    }
  })

  it('knows every unit of the official examples, for the type that it is told with', { skip: absent }, () => {
    const seen = new Set<string>()
    const visit = (item: unknown): void => {
      if (typeof item !== 'object' || item === null) return
      const { type, uom } = item as { type?: string; uom?: string }
      if (uom !== undefined && type !== undefined) seen.add(`${type.replace(/^.*[:/]/, '')} ${uom}`)
      Object.values(item).forEach(visit)
    }
    for (const path of officialFiles('JSON', '.jsonld')) visit(JSON.parse(officialText(path)))
    assert.ok(seen.size >= 8, String(seen.size))
    const misfits = [...seen].filter((one) => {
      const [type = '', uom = ''] = one.split(' ')
      return termsOf('measurementType').includes(type) && !unitsOf(type).includes(uom)
    })
    assert.deepEqual(misfits, [])
  })

  it('says what it does not know', () => {
    assert.equal(isUnit('CEL'), true)
    assert.equal(isUnit('XYZ'), false)
    assert.equal(unitSymbol('XYZ'), null)
    assert.deepEqual(unitsOf('Weather'), [])
  })
})

describe('UNIT-2 exact fractions', () => {
  for (const [text, over, under] of [
    ['1', 1n, 1n],
    ['-0.50', -50n, 100n],
    ['5/9', 5n, 9n],
    ['1e-3', 1n, 1000n],
    ['2.5E3', 2500n, 1n],
    ['45967/180', 45967n, 180n],
  ] as const) {
    it(text, () => assert.deepEqual(fractionOf(text), { over, under }))
  }

  it('refuses what is no decimal', () => {
    for (const text of ['', 'x', '1,5', '0x1', 'NaN']) assert.throws(() => fractionOf(text), RangeError)
  })
})

describe('UNIT-3 a value in other units', () => {
  for (const [value, uom, other, wanted] of [
    ['8', 'CEL', 'FAH', 46.4],
    ['-40', 'FAH', 'CEL', -40],
    ['0', 'CEL', 'KEL', 273.15],
    ['491.67', 'A48', 'FAH', 32],
    ['36', 'KMH', 'MTS', 10],
    ['1', 'KNT', 'KMH', 1.852],
    ['1', 'BAR', 'KPA', 100],
    ['14.5', 'PS', 'BAR', 0.9997398],
    ['1', 'LBR', 'GRM', 453.59237],
    ['40', 'P1', 'C62', 0.4],
    ['1', 'P71', 'P72', 1000],
    ['180', 'DD', 'C81', Math.PI],
    ['60', 'RPM', 'HTZ', 1],
    ['1', 'KWH', 'JOU', 3_600_000],
    ['1', 'C38', 'C36', 1000],
    ['2', 'DZN', 'EA', 24],
    ['1', 'E18', 'KGS', 0.2777778],
  ] as const) {
    it(`${value} ${uom} is ${wanted} ${other}`, () => {
      const found = inUnit(value, uom, other)
      assert.ok(found !== null && Math.abs(found - wanted) <= Math.abs(wanted) * 1e-7, String(found))
    })
  }

  it('is exact: 46.4 °F is 8 °C and nothing else', () => {
    const bound = boundsOf('46.4', 'FAH').find(({ uom }) => uom === 'CEL')
    assert.deepEqual(bound, { uom: 'CEL', over: 8n, under: 1n })
  })

  it('is what the twin finds, in every pair of units of a family', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...pairs),
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        fc.boolean(),
        ([one, other], thousandths, isSpread) => {
          const value = thousandths / 1000
          const found = inUnit(String(value), one, other, isSpread)
          const wanted = naiveIn(value, one, other, isSpread)
          assert.ok(found !== null && wanted !== null)
          const base = Math.abs(naiveIn(value, one, other, true)!)
          assert.ok(
            Math.abs(found - wanted) <= (base + Math.abs(wanted) + 1000) * 1e-12,
            `${found} ${wanted}`,
          )
        },
      ),
      { seed, numRuns: 2000 },
    )
  })

  it('comes back the same', () => {
    fc.assert(
      fc.property(fc.constantFrom(...pairs), fc.integer(), ([one, other], whole) => {
        const there = boundsOf(String(whole), one).find(({ uom }) => uom === other)!
        assert.ok(there.under > 0n)
        // The same families only: a percentage is no dozen, though both may be told in ones.
        const [value, under] = [there.over, there.under]
        const back = boundsOf(`${value}/${under}`, other).find(({ uom }) => uom === one)!
        assert.deepEqual([back.over, back.under], [BigInt(whole), 1n])
      }),
      { seed, numRuns: 1000 },
    )
  })

  it('keeps to units that measure the type', () => {
    assert.deepEqual(boundsOf('1', 'CEL', { types: ['Pressure'] }), [])
    assert.deepEqual(boundsOf('1', 'XYZ'), [])
    const ratio = boundsOf('1', 'C62', { types: ['RelativeHumidity'] }).map(({ uom }) => uom)
    assert.ok(ratio.includes('P1') && !ratio.includes('DZN'))
    const both = boundsOf('1', 'C62').map(({ uom }) => uom)
    assert.ok(both.includes('P1') && both.includes('DZN'))
    assert.ok(boundsOf('1', 'MTR', { types: ['Mass', 'Altitude'] }).length > 0)
  })
})

describe('UNIT-4 a spread has no zero point', () => {
  it('1 °C of deviation is 1.8 °F', () => {
    assert.equal(inUnit('1', 'CEL', 'FAH', true), 1.8)
    assert.equal(inUnit('0', 'CEL', 'KEL', true), 0)
  })
})
