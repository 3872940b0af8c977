import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Collapse, kindOf, layoutOf } from './layout.ts'

const gs1 = 'https://id.gs1.org'
const item = (serial: number) => `${gs1}/01/06901234001010/21/${serial}`
const lot = `${gs1}/01/06901234002017/10/ZJ2611`
const box = `${gs1}/00/169012340000000013`
const node = (id: string, depth: number, role = 'self') => ({ id, depth, role })

const nodes = [
  node(lot, 0),
  ...Array.from({ length: 12 }, (_, at) => node(item(at), 1)),
  node(box, 2, 'carrier'),
]
const links = [
  ...Array.from({ length: 12 }, (_, at) => ({ kind: 'transformation', from: lot, to: item(at) })),
  ...Array.from({ length: 4 }, (_, at) => ({ kind: 'aggregation', from: item(at), to: box })),
]
const drawn = (collapse: Collapse, opened: string[] = [], direction: 'forward' | 'backward' = 'forward') =>
  layoutOf(nodes, links, { collapse, opened: new Set(opened), direction })

describe('the drawing of a genealogy', () => {
  it('draws things of one product as one, with how many lines each line stands for', () => {
    const { boxes, lines } = drawn('product')
    assert.deepEqual(
      boxes.map(({ ids, label }) => [ids.length, label]),
      [
        [1, lot],
        [12, '(01)06901234001010'],
        [1, box],
      ],
    )
    assert.deepEqual(
      lines.map(({ kind, count }) => [kind, count]),
      [
        ['transformation', 12],
        ['aggregation', 4],
      ],
    )
  })

  it('opens one of them without the others', () => {
    const key = drawn('product').boxes[1]!.key
    const { boxes } = drawn('product', [key])
    assert.equal(boxes.length, 14)
  })

  it('grows to the left when it goes back', () => {
    const [start, middle, end] = drawn('product', [], 'backward').boxes
    assert.ok(start!.x > middle!.x && middle!.x > end!.x)
    assert.equal(end!.x, 0)
  })

  it('keeps lots apart when it collapses by lot', () => {
    const lots = [node(item(1), 0), node(lot, 1), node(`${lot}2`, 1)]
    const options = { opened: new Set<string>(), direction: 'forward' } as const
    assert.equal(layoutOf(lots, [], { ...options, collapse: 'lot' }).boxes.length, 3)
    assert.equal(layoutOf(lots, [], { ...options, collapse: 'product' }).boxes.length, 2)
  })

  it('knows things by the form of their ids', () => {
    assert.equal(kindOf(item(1)).kind, 'item')
    assert.equal(kindOf(lot).kind, 'lot')
    assert.equal(kindOf(box).kind, 'carrier')
    assert.equal(kindOf(`${gs1}/8004/6901234X`).kind, 'carrier')
    assert.equal(kindOf('urn:epcglobal:cbv:bt:1:PO').kind, 'document')
    assert.equal(kindOf('urn:example:transformation:1').kind, 'transformation')
    assert.equal(kindOf('anything').kind, 'other')
  })

  it('shows every thing once, no two boxes in one place, every line between two boxes', () => {
    const some = fc.record({
      serial: fc.integer({ min: 0, max: 40 }),
      depth: fc.integer({ min: 0, max: 4 }),
      isLot: fc.boolean(),
    })
    const pairs = fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 40 })
    const collapse = fc.constantFrom<Collapse>('each', 'lot', 'product')
    const sets = fc.uniqueArray(some, {
      maxLength: 30,
      selector: ({ serial, isLot }) => `${serial} ${isLot}`,
    })
    fc.assert(
      fc.property(sets, pairs, collapse, (things, between, how) => {
        const list = things.map(({ serial, depth, isLot }) =>
          node(isLot ? lot + serial : item(serial), depth),
        )
        const ends = between.flatMap(([left, right]) => {
          const [from, to] = [list[left]?.id, list[right]?.id]
          return from && to ? [{ kind: 'transformation', from, to }] : []
        })
        const options = { collapse: how, opened: new Set<string>(), direction: 'forward' } as const
        const { boxes, lines } = layoutOf(list, ends, options)
        assert.deepEqual(boxes.flatMap(({ ids }) => ids).sort(), list.map(({ id }) => id).sort())
        assert.equal(new Set(boxes.map(({ x, y }) => `${x} ${y}`)).size, boxes.length)
        for (const { from, to } of lines) assert.ok(boxes.includes(from) && boxes.includes(to) && from !== to)
        const inside = ends.filter(({ from, to }) =>
          boxes.some(({ ids }) => ids.includes(from) && ids.includes(to)),
        )
        const counted = lines.reduce((sum, { count }) => sum + count, 0)
        assert.equal(counted, ends.length - inside.length)
      }),
      { seed: 20261, numRuns: 300 },
    )
  })
})
