import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { naiveTrace } from '../test/naive-trace.ts'
import type { TraceEvent } from './event.ts'
import { traceIn } from './run.ts'
import type { Direction } from './trace.ts'

const settings = { seed: 20260, numRuns: 4000 }
const thing = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const some = (max: number) => fc.uniqueArray(thing, { minLength: 0, maxLength: max })

type Draft = Omit<TraceEvent, 'id' | 'time'> & { time: number }

const blank = {
  things: [],
  parent: null,
  children: [],
  inputs: [],
  outputs: [],
  transformation: null,
  transactions: [],
}

const held: fc.Arbitrary<Draft> = fc.record({
  ...fixed(blank),
  type: fc.constantFrom('AggregationEvent', 'AssociationEvent'),
  action: fc.constantFrom('ADD', 'ADD', 'OBSERVE', 'DELETE'),
  parent: thing,
  children: some(2),
  time: fc.integer({ min: 0, max: 9 }),
})
const made: fc.Arbitrary<Draft> = fc.record({
  ...fixed(blank),
  type: fc.constant('TransformationEvent'),
  action: fc.constant(null),
  inputs: some(2),
  outputs: some(2),
  transformation: fc.constantFrom(null, null, 't1', 't2'),
  time: fc.integer({ min: 0, max: 9 }),
})
const seen: fc.Arbitrary<Draft> = fc.record({
  ...fixed(blank),
  type: fc.constantFrom('ObjectEvent', 'TransactionEvent'),
  action: fc.constant('OBSERVE'),
  things: some(2),
  transactions: fc.constantFrom([], ['po1'], ['po1', 'po2']),
  time: fc.integer({ min: 0, max: 9 }),
})

function fixed<T extends object>(values: T): { [K in keyof T]: fc.Arbitrary<T[K]> } {
  const entries = Object.entries(values).map(([key, value]) => [key, fc.constant(value)])
  return Object.fromEntries(entries) as { [K in keyof T]: fc.Arbitrary<T[K]> }
}

const born: fc.Arbitrary<Draft> = fc.record({
  ...fixed(blank),
  type: fc.constant('ObjectEvent'),
  action: fc.constant('ADD'),
  things: fc.constant(['a', 'b']),
  members: fc.tuple(thing, some(2)).map(([lot, items]) => [{ lot, items }]),
  time: fc.integer({ min: 0, max: 9 }),
})

/** Few boxes that are filled and emptied as a whole, time after time. */
const turned = held.map((draft) => {
  const one = { ...draft, type: 'AggregationEvent', parent: draft.time % 2 ? 'a' : 'b' }
  return draft.action === 'DELETE' ? { ...one, children: [] } : { ...one, action: 'ADD', children: ['c'] }
})

const histories = fc
  .oneof(
    {
      weight: 3,
      arbitrary: fc.array(fc.oneof(held, held, made, seen, born), { minLength: 1, maxLength: 8 }),
    },
    { weight: 1, arbitrary: fc.array(turned, { minLength: 3, maxLength: 8 }) },
  )
  .map((drafts): TraceEvent[] =>
    drafts.map((draft, index) => {
      // The items of a lot stand among the things of the event that says so.
      const items = (draft.members ?? []).flatMap((one) => one.items)
      return { ...draft, things: [...new Set([...draft.things, ...items])], id: `e${index}` }
    }),
  )

const bounds = fc.record({
  direction: fc.constantFrom<Direction>('forward', 'backward'),
  from: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
  until: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
  depthMax: fc.integer({ min: 1, max: 4 }),
})

describe('GRAPH-1 the trace and its naive twin', () => {
  it('reach the same things, in the same role, at the same time, by the same links', () => {
    fc.assert(
      fc.property(histories, bounds, thing, (events, { from, until, ...rest }, start) => {
        const options = {
          ...rest,
          ...(from === undefined ? {} : { from }),
          ...(until === undefined ? {} : { until }),
          nodesMax: 1000,
        }
        const trace = traceIn(events, [start], options)
        const naive = naiveTrace(events, start, options)
        const nodes = new Map(trace.nodes.map(({ id, role, time }) => [id, `${role} ${time + 0}`]))
        const wanted = new Map([...naive.nodes].map(([id, { role, time }]) => [id, `${role} ${time + 0}`]))
        assert.deepEqual(Object.fromEntries(sorted(nodes)), Object.fromEntries(sorted(wanted)))
        const links = trace.links.filter(({ kind }) => kind !== 'transaction')
        const made = links.map((link) => `${link.from}>${link.to}@${link.event}`)
        assert.deepEqual(made.sort(), [...naive.links].sort())
      }),
      settings,
    )
  })

  it('GRAPH-8 end in whatever circles, with every thing once and within the bounds', () => {
    fc.assert(
      fc.property(histories, bounds, fc.integer({ min: 1, max: 5 }), (events, { direction }, nodesMax) => {
        const trace = traceIn(events, ['a'], { direction, depthMax: 1_000, nodesMax })
        const ids = trace.nodes.map(({ id }) => id)
        assert.equal(new Set(ids).size, ids.length)
        assert.ok(ids.length <= nodesMax)
      }),
      settings,
    )
  })

  it('GRAPH-9 do not care in which sequence events are told', () => {
    fc.assert(
      fc.property(histories, bounds, (events, { direction, depthMax }) => {
        const options = { direction, depthMax, nodesMax: 1000 }
        // Of two events at one time either may name a stay; what is reached is the same.
        const shape = (list: readonly TraceEvent[]) =>
          sorted(
            new Map(traceIn(list, ['a'], options).nodes.map(({ id, role, time }) => [id, `${role} ${time}`])),
          )
        assert.deepEqual(shape(events.toReversed()), shape(events))
      }),
      settings,
    )
  })
})

function sorted(map: ReadonlyMap<string, string>): [string, string][] {
  return [...map].sort(([left], [right]) => (left < right ? -1 : 1))
}
