import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { cellMin, cellOf, held, type Peer, stepped } from './benchmark.ts'

const high = '100'

function peers(totals: readonly number[], from = 0): Peer[] {
  return totals.map((total, at) => ({ runId: `run-${from + at}`, total: String(total) }))
}

describe('a group of firms as it may be shown', () => {
  test('A9: four firms are held back, five are shown', () => {
    assert.deepEqual(cellOf(peers([1, 2, 3, 4]), peers([1, 2, 3, 4]), '3', high), held)
    const five = peers([10, 20, 30, 40, 50])
    const shown = cellOf(five, five, '30', high)
    assert.equal(shown.firms, 5)
    assert.equal(shown.median, '30')
    assert.equal(shown.percentile, 40)
  })

  test('A9: the group grows by five, so that two looks never differ by one firm', () => {
    for (let count = 0; count <= 23; count += 1) {
      assert.equal(
        stepped(peers(Array.from({ length: count }, (_, at) => at))).length,
        Math.floor(count / 5) * 5,
      )
    }
  })

  test('A9: a group is held back where it leaves fewer than five of the wider one', () => {
    const all = peers([10, 20, 30, 40, 50, 60, 70, 80, 90, 95])
    assert.equal(cellOf(all.slice(0, 5), all, null, high).firms, 5)
    const almost = all.slice(0, 9)
    assert.equal(cellOf(almost, all, null, high).firms, 5)
    const apart = [...all.slice(0, 4), ...peers([5], 100), ...all.slice(5, 9)]
    assert.deepEqual(cellOf(apart, all, null, high), held)
  })

  test('the percentile counts who lies below, exactly', () => {
    const all = peers([10, 10, 10, 20, 30])
    assert.equal(cellOf(all, all, '10', high).percentile, 0)
    assert.equal(cellOf(all, all, '10.000000001', high).percentile, 60)
    assert.equal(cellOf(all, all, '99', high).percentile, 100)
    assert.equal(cellOf(all, all, null, high).percentile, null)
  })

  test('every bar has five firms or none, and the bars are all the firms over the whole range', () => {
    const totals = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 5, maxLength: 80 })
    fc.assert(
      fc.property(totals, (values) => {
        const all = peers(values)
        const { bars, firms } = cellOf(all, all, null, high)
        assert.equal(
          bars.reduce((sum, bar) => sum + bar.firms, 0),
          firms,
        )
        for (const bar of bars) assert.ok(bar.firms === 0 || bar.firms >= cellMin, JSON.stringify(bars))
        assert.equal(bars[0]?.from, '0')
        assert.equal(bars.at(-1)?.to, high)
        for (const [at, bar] of bars.slice(1).entries()) assert.equal(bar.from, bars[at]?.to)
      }),
      { seed: 20260303, numRuns: 300 },
    )
  })

  test('bars agree with a naive count of who lies in them', () => {
    const totals = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 5, maxLength: 60 })
    fc.assert(
      fc.property(totals, (values) => {
        const all = peers(values)
        const counted = values.slice(0, Math.floor(values.length / 5) * 5)
        for (const { from, to, firms } of cellOf(all, all, null, high).bars) {
          const isIn = (value: number) =>
            value >= Number(from) && (value < Number(to) || (to === high && value === Number(high)))
          assert.equal(counted.filter(isIn).length, firms)
        }
      }),
      { seed: 20260304, numRuns: 200 },
    )
  })

  test('A9: whoever compares a shown group with the wider one learns of no fewer than five firms', () => {
    const firm = fc.record({ total: fc.integer({ min: 0, max: 100 }), city: fc.integer({ min: 0, max: 3 }) })
    fc.assert(
      fc.property(fc.array(firm, { minLength: 5, maxLength: 60 }), (firms) => {
        const all = firms.map(({ total, city }, at) => ({ runId: `run-${at}`, total: String(total), city }))
        for (const city of [0, 1, 2, 3]) {
          const group = all.filter((one) => one.city === city)
          const cell = cellOf(group, all, null, high)
          if (cell.firms === null) continue
          const inside = new Set(stepped(group).map(({ runId }) => runId))
          const wider = new Set(stepped(all).map(({ runId }) => runId))
          const rest = [...wider].filter((id) => !inside.has(id)).length
          const extra = [...inside].filter((id) => !wider.has(id)).length
          assert.ok(rest === 0 || rest >= cellMin, `${rest}`)
          assert.ok(extra === 0 || extra >= cellMin, `${extra}`)
        }
      }),
      { seed: 20260305, numRuns: 300 },
    )
  })
})
