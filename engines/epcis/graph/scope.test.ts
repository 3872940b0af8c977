import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { naiveScope } from '../test/naive-scope.ts'
import { membersOf, type TraceEvent } from './event.ts'
import { runIn } from './run.ts'
import { scope } from './scope.ts'

const thing = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const some = (max: number) => fc.uniqueArray(thing, { minLength: 0, maxLength: max })
const blank = {
  ...{ action: null, things: [], parent: null, children: [], inputs: [], outputs: [] },
  ...{ transformation: null, transactions: [], members: [], place: null, parties: [] },
}
type Draft = Omit<TraceEvent, 'id'>

const context = {
  time: fc.integer({ min: 0, max: 9 }),
  place: fc.constantFrom(null, null, 'p1', 'p2', 'p3'),
  parties: fc.constantFrom([], [], ['k1'], ['k1', 'k2']),
}
const held = fc.record({
  ...context,
  type: fc.constantFrom('AggregationEvent', 'AssociationEvent'),
  action: fc.constantFrom('ADD', 'ADD', 'OBSERVE', 'DELETE'),
  parent: thing,
  children: some(2),
})
const made = fc.record({
  ...context,
  type: fc.constant('TransformationEvent'),
  inputs: some(2),
  outputs: some(2),
  transformation: fc.constantFrom(null, null, 't1', 't2'),
})
const seen = fc.record({
  ...context,
  type: fc.constant('ObjectEvent'),
  action: fc.constantFrom('OBSERVE', 'OBSERVE', 'DELETE'),
  things: some(2),
})
const born = fc.record({
  ...context,
  type: fc.constant('ObjectEvent'),
  action: fc.constant('ADD'),
  things: some(2),
  members: fc.tuple(thing, some(2)).map(([lot, items]) => [{ lot, items }]),
})
const drafts = fc.array(fc.oneof(held, held, made, seen, born), { minLength: 1, maxLength: 7 })
/** Few boxes that are filled and emptied as a whole, time after time. */
const turned = fc.record({
  ...context,
  type: fc.constant('AggregationEvent'),
  action: fc.constantFrom('ADD', 'DELETE'),
  parent: fc.constantFrom('a', 'b'),
  children: fc.constantFrom(['c'], ['a']),
})
const turns = fc.array(
  turned.map((one) => (one.action === 'DELETE' ? { ...one, children: [] } : one)),
  { minLength: 3, maxLength: 7 },
)
const histories = fc
  .oneof({ weight: 3, arbitrary: drafts }, { weight: 1, arbitrary: turns })
  .map((list): TraceEvent[] => {
    // The items of a lot stand among the things of the event that says so.
    return list.map((draft, index) => {
      const event = { ...blank, ...draft, id: `e${index}` } as Draft & { id: string }
      return {
        ...event,
        things: [...new Set([...event.things, ...(event.members ?? []).flatMap(({ items }) => items)])],
      }
    })
  })
const starts = fc.array(
  fc.record({ id: thing, at: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }) }),
  { minLength: 1, maxLength: 2 },
)
const bounds = { depthMax: 5, nodesMax: 1000 }

function scopeIn(events: readonly TraceEvent[], from: readonly { id: string; at?: number | undefined }[]) {
  const given = from.map(({ id, at }) => (at === undefined ? id : { id, at }))
  return runIn(events, scope(given, bounds))
}

describe('SCOPE-1 the scope of a recall and its naive twin', () => {
  it('find the same things, how they are concerned, where they are and to whom they went', () => {
    fc.assert(
      fc.property(histories, starts, (events, from) => {
        const found = scopeIn(events, from)
        const entries = found.things.map(({ id, how, since, place, parties, isGone, handover, last }) => {
          return [
            id,
            {
              how,
              since,
              place: place?.id ?? null,
              parties: [...parties],
              isGone,
              handover: handover?.event ?? null,
              last,
            },
          ] as const
        })
        const shape = Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)))
        const given = from.map(({ id, at }) => (at === undefined ? { id } : { id, at }))
        assert.deepEqual(shape, naiveScope(events, given, bounds.depthMax))
      }),
      { seed: 20263, numRuns: 3000 },
    )
  })

  it('SCOPE-5 end in whatever circles', () => {
    const inside = (id: string, child: string, parent: string, time: number): TraceEvent => {
      return {
        ...blank,
        id,
        type: 'AggregationEvent',
        action: 'ADD',
        parent,
        children: [child],
        time,
        place: id,
      }
    }
    const found = scopeIn(
      [inside('e1', 'a', 'b', 1), inside('e2', 'b', 'c', 2), inside('e3', 'c', 'a', 3)],
      [{ id: 'a' }],
    )
    assert.deepEqual(found.things.map(({ id }) => id).sort(), ['a', 'b', 'c'])
    assert.equal(found.things[0]?.place?.id, 'e3')
  })
})

describe('the scope of a recall', () => {
  const object = (id: string, time: number, rest: Partial<TraceEvent>): TraceEvent => {
    return { ...blank, id, type: 'ObjectEvent', action: 'OBSERVE', time, ...rest }
  }
  const packed = (id: string, time: number, rest: Partial<TraceEvent>): TraceEvent => {
    return { ...blank, id, type: 'AggregationEvent', action: 'ADD', time, ...rest }
  }

  it('SCOPE-2 spares what was made before the finding', () => {
    const use = (id: string, time: number, output: string): TraceEvent => {
      return { ...blank, id, type: 'TransformationEvent', time, inputs: ['lot'], outputs: [output] }
    }
    const events = [use('e1', 1, 'early'), use('e2', 5, 'late')]
    const ids = (at?: number) => scopeIn(events, [{ id: 'lot', at }]).things.map(({ id }) => id)
    assert.deepEqual(ids(), ['lot', 'early', 'late'])
    assert.deepEqual(ids(3), ['lot', 'late'])
  })

  it('SCOPE-3 finds what was put again into a box that had been emptied as a whole', () => {
    const events = [
      packed('e1', 1, { parent: 'box', children: ['a'] }),
      packed('e2', 2, { parent: 'box', action: 'DELETE' }),
      packed('e3', 3, { parent: 'box', children: ['a'] }),
      packed('e4', 4, { parent: 'pallet', children: ['box'] }),
      object('e5', 5, { things: ['pallet'], place: 'customer', parties: ['k'] }),
    ]
    const { things } = scopeIn(events, [{ id: 'a' }])
    assert.deepEqual(
      things.map(({ id, how, place, parties }) => [id, how, place?.id ?? null, parties]),
      [
        ['a', 'affected', 'customer', ['k']],
        ['box', 'holding', 'customer', ['k']],
        ['pallet', 'holding', 'customer', ['k']],
      ],
    )
  })

  it('SCOPE-3 tells boxes that hold it from those that held it, and leaves neighbours alone', () => {
    const events = [
      packed('e1', 1, { parent: 'box', children: ['a', 'b'] }),
      packed('e2', 2, { action: 'DELETE', parent: 'box', children: ['a'] }),
      packed('e3', 3, { parent: 'crate', children: ['a'] }),
    ]
    const found = scopeIn(events, [{ id: 'a' }]).things.map(({ id, how }) => `${id} ${how}`)
    assert.deepEqual(found, ['a affected', 'box held', 'crate holding'])
  })

  it('SCOPE-4 knows the place and the customer from what carries it', () => {
    const events = [
      packed('e1', 1, { parent: 'box', children: ['a'], place: 'works' }),
      object('e2', 2, { things: ['box'], place: 'harbour', parties: ['buyer'] }),
      packed('e3', 3, { action: 'DELETE', parent: 'box', children: [] }),
      object('e4', 4, { things: ['box'], place: 'elsewhere', parties: ['other'] }),
    ]
    const [item] = scopeIn(events, [{ id: 'a' }]).things
    assert.deepEqual(item?.place, { id: 'harbour', time: 2, event: 'e2' })
    assert.deepEqual(item?.parties, ['buyer'])
  })

  it('SCOPE-6 goes from a lot to its items, and says when one is gone', () => {
    const members = [{ lot: 'lot', items: ['a', 'b'] }]
    const events = [
      object('e1', 1, { action: 'ADD', things: ['a', 'b'], members }),
      object('e2', 2, { action: 'DELETE', things: ['b'] }),
    ]
    const found = scopeIn(events, [{ id: 'lot' }])
    assert.deepEqual(
      found.things.map(({ id, isGone }) => [id, isGone]),
      [
        ['lot', false],
        ['a', false],
        ['b', true],
      ],
    )
    assert.deepEqual(found.events, ['e1', 'e2'])
  })

  it('says when a bound cut it short', () => {
    const chain = Array.from({ length: 9 }, (_, at): TraceEvent => {
      return {
        ...blank,
        id: `e${at}`,
        type: 'TransformationEvent',
        time: at,
        inputs: [`x${at}`],
        outputs: [`x${at + 1}`],
      }
    })
    assert.ok(scopeIn(chain, [{ id: 'x0' }]).isTruncated)
    assert.ok(!scopeIn(chain.slice(0, 4), [{ id: 'x0' }]).isTruncated)
  })
})

describe('GRAPH-10 lots of items', () => {
  const made = { type: 'ObjectEvent', eventTime: '2026-01-01T00:00:00Z', eventTimeZoneOffset: '+00:00' }
  const gs1 = 'https://id.gs1.org/01/04012345111118'

  it('are told by lotNumber for each product', () => {
    const ilmd = { 'cbvmda:lotNumber': 'L/1' }
    const found = membersOf({
      ...made,
      epcList: ['urn:epc:id:sgtin:4012345.011111.1', 'urn:epc:id:sscc:4012345.0000000111'],
      ilmd,
    })
    assert.deepEqual(found, [{ lot: `${gs1}/10/L%2F1`, items: [`${gs1}/21/1`] }])
  })

  it('are not where nothing, or no text, is said', () => {
    const epcList = [`${gs1}/21/1`]
    assert.deepEqual(membersOf({ ...made, epcList }), [])
    assert.deepEqual(membersOf({ ...made, epcList, ilmd: { 'cbvmda:lotNumber': 7 } }), [])
    assert.deepEqual(membersOf({ ...made, ilmd: { 'cbvmda:lotNumber': 'L' } }), [])
  })
})
