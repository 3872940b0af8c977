import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { naiveTold } from '../test/naive-rides.ts'
import type { TraceEvent } from './event.ts'
import { type Ride, type RideQuestion, rides, tellsOfContent } from './rides.ts'

const thing = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const some = (max: number) => fc.uniqueArray(thing, { minLength: 0, maxLength: max })
const blank = {
  ...{ action: null, things: [], parent: null, children: [], inputs: [], outputs: [] },
  ...{ transformation: null, transactions: [] },
}
const time = fc.integer({ min: 0, max: 9 })
const packed = fc.record({
  time,
  type: fc.constantFrom('AggregationEvent', 'AggregationEvent', 'AssociationEvent'),
  action: fc.constantFrom('ADD', 'ADD', 'ADD', 'OBSERVE', 'DELETE', 'DELETE'),
  parent: thing,
  children: some(2),
})
const seen = fc.record({
  time,
  type: fc.constantFrom('ObjectEvent', 'TransactionEvent'),
  action: fc.constant('OBSERVE'),
  things: some(2),
  parent: fc.constantFrom(null, null, 'b', 'c'),
})
const histories = fc.array(fc.oneof(packed, packed, seen), { minLength: 1, maxLength: 9 }).map((list) =>
  list.map((draft, index): TraceEvent => {
    const event = { ...blank, ...draft, id: `e${index}` }
    return event.type === 'ObjectEvent' ? { ...event, parent: null } : event
  }),
)
const wide = { depthMax: 20, ridesMax: 1000 }

function ridesIn(events: readonly TraceEvent[], start: string, bounds = wide) {
  const search = rides(start, bounds)
  const asked: RideQuestion[] = []
  let step = search.next()
  while (!step.done) {
    asked.push(...step.value)
    step = search.next(new Map(step.value.map((question) => [question, answered(events, question)])))
  }
  return { ...step.value, asked }
}

/** No more than what is asked for, as a database answers. */
function answered(events: readonly TraceEvent[], question: RideQuestion): TraceEvent[] {
  const { id, about, until } = question
  return events.filter((event) => {
    if (!/^A(ggreg|ssoci)ationEvent$/.test(event.type) || event.time > until) return false
    if (about === 'inside') return event.children.includes(id)
    const isWhole = event.action === 'DELETE' && event.children.length === 0
    return event.parent === id && isWhole && event.time >= question.since
  })
}

function toldBy(events: readonly TraceEvent[], found: readonly Ride[]): Record<string, string[]> {
  const told: Record<string, string[]> = {}
  for (const event of events) {
    const named = found.filter(
      ({ carrier, since, until }) =>
        since <= event.time && event.time <= until && tellsOfContent(event, carrier),
    )
    if (named.length > 0) told[event.id] = [...new Set(named.map(({ carrier }) => carrier))].sort()
  }
  return told
}

describe('RIDE-1 the rides and their naive twin', () => {
  it('tell the same events of the same carriers', () => {
    fc.assert(
      fc.property(histories, thing, (events, start) => {
        const { rides: found, isTruncated } = ridesIn(events, start)
        assert.equal(isTruncated, false)
        assert.deepEqual(toldBy(events, found), naiveTold(events, start))
      }),
      { seed: 20264, numRuns: 6000 },
    )
  })

  it('RIDE-5 do not care in which sequence events are told', () => {
    fc.assert(
      fc.property(histories, thing, (events, start) => {
        const turned = toldBy(events, ridesIn(events.toReversed(), start).rides)
        assert.deepEqual(turned, toldBy(events, ridesIn(events, start).rides))
      }),
      { seed: 20265, numRuns: 1500 },
    )
  })

  it('RIDE-4 end in whatever circles and keep their bounds', () => {
    const bounds = fc.record({
      depthMax: fc.integer({ min: 1, max: 3 }),
      ridesMax: fc.integer({ min: 1, max: 4 }),
    })
    fc.assert(
      fc.property(histories, bounds, (events, given) => {
        const whole = ridesIn(events, 'a').rides.length
        const { rides: found, isTruncated } = ridesIn(events, 'a', given)
        assert.ok(found.length <= given.ridesMax)
        assert.ok(found.every(({ through }) => through.length < given.depthMax))
        if (!isTruncated) assert.equal(found.length, whole)
      }),
      { seed: 20266, numRuns: 2000 },
    )
  })
})

describe('the rides of an item', () => {
  let next = 0
  const event = (at: number, rest: Partial<TraceEvent>): TraceEvent => {
    next += 1
    return { ...blank, id: `e${next}`, type: 'AggregationEvent', action: 'ADD', time: at, ...rest }
  }
  const shape = (found: readonly Ride[]) =>
    found.map(({ carrier, through, since, until }) => [carrier, through.join('>'), since, until])

  it('RIDE-2 go item, carton, pallet, truck, each for as long as all before it', () => {
    const events = [
      event(1, { parent: 'carton', children: ['item'] }),
      event(0, { parent: 'pallet', children: ['carton'] }),
      event(3, { parent: 'truck', children: ['pallet'] }),
      event(5, { action: 'DELETE', parent: 'truck' }),
      event(7, { action: 'DELETE', parent: 'pallet', children: ['carton'] }),
      event(8, { action: 'DELETE', parent: 'carton', children: ['item'] }),
    ]
    assert.deepEqual(shape(ridesIn(events, 'item').rides), [
      ['carton', '', 1, 8],
      ['pallet', 'carton', 1, 7],
      ['truck', 'carton>pallet', 3, 5],
    ])
  })

  it('RIDE-2 know a carrier that is emptied as a whole and filled again', () => {
    const events = [
      event(1, { parent: 'crate', children: ['item'] }),
      event(2, { action: 'DELETE', parent: 'crate' }),
      event(5, { parent: 'crate', children: ['item'] }),
    ]
    assert.deepEqual(shape(ridesIn(events, 'item').rides), [
      ['crate', '', 1, 2],
      ['crate', '', 5, Number.POSITIVE_INFINITY],
    ])
  })

  it('RIDE-3 leave the packing of neighbours to them', () => {
    const packing = event(3, { parent: 'carton', children: ['neighbour'] })
    assert.equal(tellsOfContent(packing, 'carton'), false)
    assert.equal(tellsOfContent({ ...packing, children: [] }, 'carton'), true)
    assert.equal(tellsOfContent({ ...packing, parent: 'pallet', children: ['carton'] }, 'carton'), true)
    assert.equal(tellsOfContent({ ...packing, type: 'ObjectEvent', parent: null }, 'carton'), false)
  })

  it('RIDE-6 ask for what packs and empties only, and of each carrier once a step', () => {
    const events = [
      event(1, { parent: 'carton', children: ['item'] }),
      event(2, { parent: 'pallet', children: ['carton'] }),
    ]
    const asked = ridesIn(events, 'item').asked.map(({ about, id }) => `${about} ${id}`)
    assert.deepEqual(asked, [
      'inside item',
      'emptied carton',
      'inside carton',
      'emptied pallet',
      'inside pallet',
    ])
  })
})
