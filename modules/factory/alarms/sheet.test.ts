import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { AlarmBody } from '../contract/alarm-shapes.ts'
import { type Choice, choices, columns, flags, lengths, numberIn, numbers, rowOf } from './sheet.ts'

type Shape = { type?: string; maxLength?: number; minimum?: number; maximum?: number; enum?: string[] }
const shapes = AlarmBody.properties as unknown as Record<string, Shape>

describe('the columns of a table of definitions', () => {
  test('are every field of a definition, and its code', () => {
    assert.deepEqual([...columns].sort(), ['code', ...Object.keys(shapes)].sort())
  })

  test('take as long a text and the same choices as the contract', () => {
    for (const [field, { maxLength }] of Object.entries(shapes))
      if (maxLength !== undefined) assert.equal(lengths[field as keyof typeof lengths], maxLength, field)
    for (const [field, keys] of Object.entries(choices))
      assert.deepEqual([...keys].sort(), [...(shapes[field]?.enum ?? [])].sort(), field)
    for (const field of flags) assert.equal(shapes[field]?.type, 'boolean', field)
  })

  test('take the numbers of the contract and no other', () => {
    const inside: Partial<Record<keyof typeof lengths, string>> = {
      ...{ limit: '-5', targetValue: '-5', deadBand: '0', tolerance: '0', onDelaySeconds: '0' },
      ...{ offDelaySeconds: '0', responseMinutes: '0', perSeconds: '0.1', windowSeconds: '0.1' },
      silenceSeconds: '0.1',
    }
    assert.deepEqual(Object.keys(numbers).sort(), Object.keys(inside).sort())
    for (const column of Object.keys(numbers) as (keyof typeof lengths)[]) {
      assert.equal(numberIn(column, inside[column] ?? ''), Number(inside[column]), column)
      const { maximum } = numbers[column] ?? {}
      if (maximum !== undefined)
        assert.deepEqual(
          [maximum, maximum + 1].map((one) => numberIn(column, `${one}`)),
          [maximum, null],
        )
    }
    const above = ['perSeconds', 'windowSeconds', 'silenceSeconds'] as const
    assert.deepEqual(
      above.map((column) => numberIn(column, '0')),
      [null, null, null],
      'a rate over no time is none',
    )
  })

  test('bring back any number as it was', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(number, (value) => {
        assert.ok(numberIn('limit', String(value)) === value, String(value))
      }),
      { seed: 20261129, numRuns: 300 },
    )
  })
})

describe('a row', () => {
  const named = { machine: (id: string) => `M${id}`, unit: (id: string) => `U${id}` }
  const shown = { choice: (column: Choice, key: string) => `${column}/${key}`, flag: String }
  const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined })
  const body = fc.record({
    name: fc.constant('负载高'),
    kind: fc.constantFrom('limit', 'rate', 'stale'),
    priority: fc.constantFrom('critical', 'low'),
    mustAcknowledge: fc.boolean(),
    latches: fc.boolean(),
    limit: optional(fc.integer({ min: -9, max: 9 })),
    level: optional(fc.constantFrom('H', 'LL')),
    equipmentIds: optional(fc.array(fc.constantFrom('1', '2'), { maxLength: 2 })),
    unitId: optional(fc.constant('7')),
    cause: optional(fc.constantFrom('磨损', '')),
  })

  test('has a cell for each thing that is said and for nothing else', () => {
    fc.assert(
      fc.property(body, (one) => {
        const cells = rowOf('A-1', one as unknown as AlarmBody, named, shown)
        const said = Object.entries(one).filter(([, value]) => value !== undefined)
        assert.deepEqual(Object.keys(cells).sort(), ['code', ...said.map(([key]) => key)].sort())
        assert.equal(cells.kind, `kind/${one.kind}`)
        assert.equal(cells.latches, String(one.latches))
        if (one.limit !== undefined) assert.equal(numberIn('limit', cells.limit ?? ''), one.limit)
        if (one.unitId) assert.equal(cells.unitId, 'U7')
        if (one.equipmentIds)
          assert.equal(cells.equipmentIds, one.equipmentIds.map((id) => `M${id}`).join('; '))
      }),
      { seed: 20261129, numRuns: 100 },
    )
  })
})
