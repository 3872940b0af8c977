import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { cellMin, eachOnce, groupKey, heldBack } from './evidence-groups.ts'

const seed = 20261128
const firm = { regionCode: '450102', tradeCode: '3453', section: 'C', parkId: null }

describe('under what a firm is counted', () => {
  const under = (
    by: 'division' | 'trade',
    prefix: string,
    depth: 'section' | 'division' | 'group' | 'class',
  ) => groupKey(firm, by, { prefix, depth })

  test('its trade at every depth of GB/T 4754', () => {
    const keys = (['section', 'division', 'group', 'class'] as const).map((one) => under('trade', '45', one))
    assert.deepEqual(keys, ['C', '34', '345', '3453'])
  })

  test('a trade told less deeply stands as it is told; none stands under an empty key', () => {
    const shallow = { ...firm, tradeCode: '34' }
    assert.equal(groupKey(shallow, 'trade', { prefix: '45', depth: 'class' }), '34')
    const none = { ...firm, tradeCode: null, section: null }
    for (const depth of ['section', 'class'] as const)
      assert.equal(groupKey(none, 'trade', { prefix: '45', depth }), '')
  })

  test('a city of the province, a county of the city, a park by its id', () => {
    assert.equal(under('division', '45', 'division'), '450100')
    assert.equal(under('division', '4501', 'division'), '450102')
    assert.equal(groupKey({ ...firm, parkId: 'p' }, 'park', { prefix: '45', depth: 'class' }), 'p')
  })
})

describe('what is held back', () => {
  const groupsOf = (sizes: readonly number[]) =>
    new Map(sizes.map((size, at) => [String(at), Array.from({ length: size }, () => null)] as const))
  const held = (...sizes: number[]) => [...heldBack(groupsOf(sizes))].toSorted()

  test('groups of fewer than five firms, and with a lone small one the next smallest', () => {
    assert.deepEqual(held(9, 6, 2), ['1', '2'])
    assert.deepEqual(held(9, 6, 2, 3), ['2', '3'])
    assert.deepEqual(held(9, 6, 5), [])
    assert.deepEqual(held(3), ['0'])
    assert.deepEqual(held(), [])
  })

  test('what is shown has five firms, what is held has five together or is all there is', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 12 })
    fc.assert(
      fc.property(sizes, (given) => {
        const groups = groupsOf(given)
        const out = heldBack(groups)
        const size = (key: string) => groups.get(key)?.length ?? 0
        for (const key of groups.keys()) if (!out.has(key)) assert.ok(size(key) >= cellMin)
        const together = [...out].reduce((sum, key) => sum + size(key), 0)
        assert.ok(out.size === 0 || together >= cellMin || out.size === groups.size)
        // No more than needed: without the largest of them somebody could be worked out.
        const largest = Math.max(0, ...[...out].map(size))
        if (largest >= cellMin) assert.ok(together - largest < cellMin)
      }),
      { seed, numRuns: 500 },
    )
  })
})

test('a firm in two parks is one firm with the machines of both', () => {
  const counts = { machines: 2, machinesConnected: 1, machinesOnline: 1, keyProcess: 2, declared: 1 }
  const row = (organisationId: string, parkId: string) => ({
    ...{ ...firm, ...counts, organisationId, parkId, evidenced: 0 },
    ...{ organisationName: organisationId, isKey: false, isSample: false },
  })
  const whole = eachOnce([row('a', 'p'), row('b', 'p'), row('a', 'q')])
  assert.deepEqual(
    whole.map((one) => [one.organisationId, one.machines, one.keyProcess, one.declared]),
    [
      ['a', 4, 4, 2],
      ['b', 2, 2, 1],
    ],
  )
})
