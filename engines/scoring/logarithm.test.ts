import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { decimal, formatDecimal } from './decimal.ts'
import { logarithmDigits, logarithmicShare } from './logarithm.ts'
import { settings } from './test/arbitrary.ts'
import { logarithmOf, over, read } from './test/naive.ts'

const whole = 10n ** BigInt(logarithmDigits)

function share(value: string, low: string, high: string): bigint {
  return logarithmicShare(decimal(value), decimal(low), decimal(high))
}

describe('the logarithmic share', () => {
  it('SCORE-24 is exact where the share is a fraction', () => {
    assert.equal(share('1', '1', '100'), 0n)
    assert.equal(share('10', '1', '100'), whole / 2n)
    assert.equal(share('100', '1', '100'), whole)
    assert.equal(share('0.1', '0.01', '10'), (whole + 1n) / 3n)
    assert.equal(share('8', '1', '16'), (whole * 3n) / 4n)
    assert.equal(share('3', '1', '81'), whole / 4n)
    assert.equal(share('1.21', '1', '1.4641'), whole / 2n)
  })

  it('SCORE-24 has thirty right digits: log10 of 2, 3 and 7 from the tables', () => {
    assert.equal(share('2', '1', '10'), 301_029_995_663_981_195_213_738_894_724n)
    assert.equal(share('3', '1', '10'), 477_121_254_719_662_437_295_027_903_255n)
    assert.equal(share('7', '1', '10'), 845_098_040_014_256_830_712_216_258_593n)
  })

  it('SCORE-24 holds at the narrowest and the widest range', () => {
    assert.equal(share('1', '0.000000001', '999999999999999'), share('1.0', '0.000000001', '999999999999999'))
    const nearby = share('1.000000001', '1', '1.000000002')
    assert.ok(nearby > whole / 2n && nearby < whole / 2n + whole / 10n ** 8n)
  })

  it('SCORE-24 rises with the value', () => {
    const number = fc.integer({ min: 1, max: 10 ** 9 })
    fc.assert(
      fc.property(number, number, number, (a, b, c) => {
        const [low, value, high] = [a, b, c].sort((one, other) => one - other).map((one) => one)
        fc.pre(low! < high! && value! < high!)
        const lower = share(String(value), String(low), String(high))
        const upper = share(String(value! + 1), String(low), String(high))
        assert.ok(lower < upper)
        assert.ok(lower >= 0n && upper <= whole)
      }),
      settings,
    )
  })

  it('SCORE-24 agrees with bits found by squaring', () => {
    const number = fc.tuple(fc.integer({ min: 1, max: 10 ** 8 }), fc.integer({ min: 0, max: 6 }))
    fc.assert(
      fc.property(number, number, number, (...three) => {
        const texts = three.map(([units, digits]) => formatDecimal({ units, digits }))
        const [low, value, high] = texts.sort((one, other) => Number(one) - Number(other))
        fc.pre(Number(low) < Number(high))
        const [bits] = logarithmOf(over(read(value!), read(low!)), over(read(high!), read(low!)))
        const made = share(value!, low!, high!)
        assert.equal(made, value === high ? whole : bits)
      }),
      { ...settings, numRuns: 100 },
    )
  })
})
