import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { add, compareRatios, multiply, one, ratio, ratioOf, shown, subtract, zero } from './ratio.ts'
import { settings } from './test/arbitrary.ts'
import { less, plus, rounded, times, write } from './test/naive.ts'

const term = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })
const bottom = fc.bigInt({ min: 1n, max: 10n ** 20n })
const any = fc.tuple(term, bottom)

describe('fractions', () => {
  it('are kept in lowest terms with a positive bottom', () => {
    assert.deepEqual(ratio(6n, -8n), { top: -3n, bottom: 4n })
    assert.deepEqual(ratio(0n, -8n), zero)
    assert.deepEqual(ratio(7n, 7n), one)
    assert.deepEqual(ratioOf('-12.50'), { top: -25n, bottom: 2n })
    assert.deepEqual(ratioOf('0.000'), zero)
  })

  it('are shown rounded half to even', () => {
    assert.equal(shown(ratio(1n, 3n), 6), '0.333333')
    assert.equal(shown(ratio(-2n, 3n), 2), '-0.67')
    assert.equal(shown(ratio(1n, 8n), 2), '0.12')
    assert.equal(shown(ratio(3n, 8n), 2), '0.38')
    assert.equal(shown(ratio(-1n, 1000n), 2), '0.00')
    assert.equal(shown(ratio(-25n, 2n), 1), '-12.5')
    assert.equal(shown(ratio(25n, 2n), 0), '12')
    assert.equal(shown(zero, 3), '0.000')
  })

  it('agree with fractions that are not reduced', () => {
    fc.assert(
      fc.property(any, any, ([a, b], [c, d]) => {
        const [left, right] = [ratio(a, b), ratio(c, d)]
        const sum = add(left, right)
        const [sumTop, sumBottom] = plus([a, b], [c, d])
        assert.equal(sum.top * sumBottom, sumTop * sum.bottom)
        const product = multiply(left, right)
        const [productTop, productBottom] = times([a, b], [c, d])
        assert.equal(product.top * productBottom, productTop * product.bottom)
        assert.equal(compareRatios(left, right) < 0, less([a, b], [c, d]))
        assert.deepEqual(add(subtract(left, right), right), left)
        const written = write(rounded([a, b], { digits: 4, mode: 'halfEven' }), 4)
        assert.equal(shown(left, 4), written)
      }),
      settings,
    )
  })
})
