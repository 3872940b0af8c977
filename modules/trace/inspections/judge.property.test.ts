import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Finding } from './contract.ts'
import { findingFault, judged, verdictOf, withinLimits } from './judge.ts'

const number = fc.integer({ min: -5, max: 5 })
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined })
const finding = fc
  .record({
    value: maybe(number),
    text: maybe(fc.constantFrom('', ' ', '无裂纹')),
    least: maybe(number),
    most: maybe(number),
    isPassed: maybe(fc.boolean()),
  })
  .map((parts): Finding => {
    const given = Object.entries(parts).filter(([, value]) => value !== undefined)
    return { characteristic: '硬度', ...Object.fromEntries(given) }
  })
const runs = { seed: 20261128, numRuns: 2000 }

/** The twin: every value of a scale is tried against the limits. */
function twinPasses({ value, least, most, isPassed }: Finding): boolean {
  const allowed = Array.from({ length: 11 }, (_, at) => at - 5).filter((one) => {
    return (least === undefined || one >= least) && (most === undefined || one <= most)
  })
  return (value === undefined || allowed.includes(value)) && isPassed !== false
}

describe('what is judged of a finding', () => {
  test('is what a look at every allowed value says', () => {
    fc.assert(
      fc.property(finding, (one) => {
        if (findingFault(one)) return
        assert.equal(judged(one).isPassed, twinPasses(one))
      }),
      runs,
    )
  })

  test('stays the same when it is judged again', () => {
    fc.assert(
      fc.property(finding, (one) => {
        if (findingFault(one)) return
        assert.deepEqual(judged(judged(one)), judged(one))
        assert.equal(findingFault(judged(one)), null)
      }),
      runs,
    )
  })

  test('is refused where nothing or two things were found, or nobody says whether it passed', () => {
    const rule = (one: Omit<Finding, 'characteristic'>) => findingFault({ characteristic: 'x', ...one })?.rule
    assert.equal(rule({}), 'valueOrText')
    assert.equal(rule({ text: '  ', isPassed: true }), 'valueOrText')
    assert.equal(rule({ value: 1, text: '一', isPassed: true }), 'valueOrText')
    assert.equal(rule({ value: 1, least: 2, most: 1 }), 'boundsOrder')
    assert.equal(rule({ value: 1 }), 'verdictNeeded')
    assert.equal(rule({ text: '无裂纹' }), 'verdictNeeded')
    assert.equal(rule({ value: 3, most: 2, isPassed: true }), 'verdictContradicts')
    assert.equal(rule({ value: 3, most: 3 }), undefined)
    assert.equal(rule({ value: 1, most: 3, isPassed: false }), undefined)
  })

  test('limits count their own values; without a value there is nothing to say', () => {
    assert.equal(withinLimits({ characteristic: 'x', value: 2, least: 2, most: 2 }), true)
    assert.equal(withinLimits({ characteristic: 'x', value: 1.9999, least: 2 }), false)
    assert.equal(withinLimits({ characteristic: 'x', text: '好', least: 2 }), null)
    assert.equal(withinLimits({ characteristic: 'x', value: 2 }), null)
  })

  test('one that failed fails all, and nothing passes nobody', () => {
    const one = (isPassed: boolean) => ({ characteristic: 'x', value: 1, isPassed })
    assert.equal(verdictOf([one(true), one(true)]), 'passed')
    assert.equal(verdictOf([one(true), one(false), one(true)]), 'failed')
  })
})
