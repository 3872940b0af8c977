import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isNews, widthOf } from './deadband.ts'
import { bad, good, type Observation, type Quality, stale, type Value } from './observation.ts'

function said(value: Value, quality: Quality = good, timeMicros = 0): Observation {
  return { tag: 'a', timeMicros, value, quality }
}

test('the first value and every change of quality pass', () => {
  assert.equal(isNews(undefined, said(1), { deadband: 100 }), true)
  assert.equal(isNews(said(1), said(null, bad), { deadband: 100 }), true)
  assert.equal(isNews(said(null, stale), said(null, bad), { deadband: 100 }), true)
  assert.equal(isNews(said(null, bad), said(1), { deadband: 100 }), true)
  assert.equal(isNews(said(null, bad), said(null, bad), {}), false)
})

test('a number passes when it moved by the dead-band or more', () => {
  assert.equal(isNews(said(10), said(10.9), { deadband: 1 }), false)
  assert.equal(isNews(said(10), said(11), { deadband: 1 }), true)
  assert.equal(isNews(said(10), said(9), { deadband: 1 }), true)
  assert.equal(isNews(said(10), said(10), {}), false)
  assert.equal(isNews(said(10), said(10.0001), {}), true)
})

test('a dead-band in percent is of the range', () => {
  assert.equal(widthOf({ percent: 5, low: -100, high: 100 }), 10)
  assert.equal(isNews(said(0), said(9), { deadband: { percent: 5, low: -100, high: 100 } }), false)
  assert.equal(isNews(said(0), said(10), { deadband: { percent: 5, low: -100, high: 100 } }), true)
})

test('texts and booleans pass when they change', () => {
  assert.equal(isNews(said('ACTIVE'), said('ACTIVE'), { deadband: 5 }), false)
  assert.equal(isNews(said('ACTIVE'), said('READY'), { deadband: 5 }), true)
  assert.equal(isNews(said(true), said(false), {}), true)
})

test('with a longest interval an unchanged value is repeated after it', () => {
  const rule = { deadband: 5, reportMsMax: 1000 }
  assert.equal(isNews(said(1, good, 0), said(1, good, 999_999), rule), false)
  assert.equal(isNews(said(1, good, 0), said(1, good, 1_000_000), rule), true)
})

test('what was reported never differs from what was said by the dead-band or more', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1000, max: 1000 })), fc.nat(50), (values, deadband) => {
      let reported: Observation | undefined
      for (const value of values) {
        const observation = said(value)
        if (isNews(reported, observation, { deadband })) reported = observation
        const apart = Math.abs((reported!.value as number) - value)
        assert.ok(apart === 0 || apart < deadband)
      }
    }),
  )
})
