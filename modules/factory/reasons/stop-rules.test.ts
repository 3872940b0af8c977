import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { nearest, usualStopRules } from './stop-rules.ts'

const chain = ['cell', 'line', 'site'] as const
const said = { microStopSeconds: 30, classifySeconds: 120, isMandatory: true, overSpeedPercent: 105 }
const ofUnit = (unitId: string, seconds = 30) => ({
  ...said,
  ...{ unitId, equipmentId: null, microStopSeconds: seconds },
})
const ofMachine = (equipmentId: string, seconds = 9) => ({
  ...said,
  ...{ unitId: null, equipmentId, microStopSeconds: seconds },
})

describe('the rules of stops that hold', () => {
  test('are the usual ones where nobody said any', () => {
    assert.deepEqual(nearest([], 'm', chain), usualStopRules)
    assert.deepEqual(nearest([ofUnit('elsewhere'), ofMachine('other')] as never, 'm', chain), usualStopRules)
  })

  test('name whose they are', () => {
    const rows = [ofUnit('site'), ofMachine('m')] as never
    assert.deepEqual(nearest(rows, 'm', chain), {
      ...said,
      ...{ microStopSeconds: 9, origin: 'equipment', ownerId: 'm' },
    })
    assert.deepEqual(nearest(rows, null, chain), { ...said, origin: 'unit', ownerId: 'site' })
  })

  test('are the machine’s own, else those of the nearest unit, whatever the sequence of rows', () => {
    const places = fc.uniqueArray(fc.constantFrom(...chain, 'm', 'elsewhere'), { maxLength: 5 })
    fc.assert(
      fc.property(places, fc.boolean(), (owners, isMachine) => {
        const rows = owners.map((id) => (id === 'm' ? ofMachine(id) : ofUnit(id)))
        const found = nearest(rows as never, isMachine ? 'm' : null, chain)
        const order = [...(isMachine ? ['m'] : []), ...chain]
        const expected = order.find((id) => (owners as string[]).includes(id)) ?? null
        assert.equal(found.ownerId, expected)
      }),
      { seed: 20261129, numRuns: 200 },
    )
  })
})
