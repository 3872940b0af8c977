import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ModbusTag } from '../../schema.ts'
import { apart, blocksOf } from './plan.ts'
import { widthOf } from './values.ts'

const tagArbitrary: fc.Arbitrary<ModbusTag> = fc.record({
  name: fc.string(),
  table: fc.constantFrom('holding', 'input', 'coil', 'discrete'),
  address: fc.nat(500),
  encoding: fc.constantFrom('uint16', 'float32', 'float64'),
})

test('every tag lies inside exactly one read, none longer or with wider gaps than allowed', () => {
  const bounds = fc.record({ gapMax: fc.nat(20), lengthMax: fc.integer({ min: 4, max: 125 }) })
  fc.assert(
    fc.property(fc.array(tagArbitrary, { maxLength: 60 }), bounds, (tags, { gapMax, lengthMax }) => {
      const blocks = blocksOf(tags, { gapMax, lengthMax })
      assert.deepEqual(new Set(blocks.flatMap((block) => block.tags)), new Set(tags))
      assert.equal(blocks.flatMap((block) => block.tags).length, tags.length)
      for (const block of blocks) {
        const isBit = block.table === 'coil' || block.table === 'discrete'
        assert.ok(block.length <= (isBit ? lengthMax * 16 : lengthMax))
        const needed = new Set<number>()
        for (const tag of block.tags) {
          assert.equal(tag.table, block.table)
          for (let at = 0; at < widthOf(tag); at++) needed.add(tag.address + at)
        }
        const places = [...needed].toSorted((left, right) => left - right)
        assert.equal(places[0], block.address)
        assert.equal(places.at(-1), block.address + block.length - 1)
        for (const [index, place] of places.entries()) {
          if (index > 0) assert.ok(place - (places[index - 1] ?? 0) - 1 <= gapMax)
        }
      }
    }),
    { seed: 3 },
  )
})

test('near registers are one read, far ones two; a refused read falls into its tags', () => {
  const tag = (name: string, address: number): ModbusTag => ({
    name,
    table: 'holding',
    address,
    encoding: 'uint16',
  })
  const blocks = blocksOf([tag('c', 40), tag('a', 0), tag('b', 5)], { gapMax: 10, lengthMax: 125 })
  assert.deepEqual(
    blocks.map(({ address, length }) => [address, length]),
    [
      [0, 6],
      [40, 1],
    ],
  )
  assert.deepEqual(
    apart(blocks[0]!).map(({ address, length, tags }) => [address, length, tags[0]?.name]),
    [
      [0, 1, 'a'],
      [5, 1, 'b'],
    ],
  )
})
