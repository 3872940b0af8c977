import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  type EventJson,
  type RideQuestion,
  rides,
  type TraceEvent,
  tellsOfContent,
  traceEventOf,
} from '@ronghe/epcis'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { as, capture, documentOf, eventWith, firm, traceHouse } from '../test/house.ts'
import { toldOf } from './told.ts'

const gs1 = 'https://id.gs1.org'
const item = (serial: string) => `${gs1}/01/06901234001013/21/${serial}`
const box = (digit: number) => `${gs1}/00/${['069012340000000014', '069012340000000021'][digit]}`
const truck = `${gs1}/8004/6901234TRUCK1`
const minute = (at: number) => new Date(Date.UTC(2026, 4, 1) + at * 60_000).toISOString()

let house: TestHouse
before(async () => {
  house = await traceHouse()
  await as(house, 'wei').addPrefix({ body: { prefix: '6901234' } })
})
after(() => house.close())

async function captured(who: string, events: readonly object[]): Promise<void> {
  const job = await capture(house, who, documentOf(JSON.parse(JSON.stringify(events)) as object[]))
  assert.ok(job.success, JSON.stringify(job.errors))
}

function seen(at: number, epc: string, fields: object = {}) {
  return eventWith({ eventTime: minute(at), epcList: [epc], bizStep: 'arriving', ...fields })
}

function packed(at: number, action: string, parentID: string, childEPCs: readonly string[], fields = {}) {
  return eventWith({
    ...{ type: 'AggregationEvent', eventTime: minute(at), action, parentID, childEPCs, epcList: undefined },
    ...{ bizStep: action === 'DELETE' ? 'unpacking' : 'packing', ...fields },
  })
}

const minutesOf = (events: readonly { eventTime: string }[]) =>
  events.map(({ eventTime }) => (Date.parse(eventTime) - Date.parse(minute(0))) / 60_000)

describe('the story of what was packed', () => {
  it('tells of box and truck while it was inside, not before, not after and not of neighbours', async () => {
    await captured('wei', [
      seen(0, box(0)),
      seen(1, item('A'), { action: 'ADD', bizStep: 'commissioning' }),
      packed(2, 'ADD', box(0), [item('A')]),
      packed(3, 'ADD', box(0), [item('NEIGHBOUR')]),
      seen(4, truck),
      packed(5, 'ADD', truck, [box(0)]),
      seen(6, truck, { bizStep: 'departing', disposition: 'in_transit' }),
      packed(7, 'DELETE', truck, []),
      seen(8, truck),
      seen(9, box(0), { bizStep: 'storing', disposition: 'container_closed' }),
      packed(10, 'DELETE', box(0), [item('A')]),
      seen(11, box(0), { bizStep: 'destroying', disposition: 'destroyed' }),
    ])
    const story = await as(house, 'wei').story({ query: { id: item('A') } })
    assert.deepEqual(minutesOf(story.events), [1, 2, 5, 6, 7, 9, 10])
    assert.deepEqual(
      story.events.map(({ carriers }) => carriers.length),
      [0, 0, 1, 2, 2, 1, 0],
    )
    assert.equal(story.lastDisposition, `${gs1.replace('id', 'ref')}/cbv/Disp-in_transit`)
    assert.equal(story.isTruncated, false)
  })

  it('ends in circles, and tells each event once', async () => {
    await captured('wei', [
      packed(20, 'ADD', item('K2'), [item('K1')]),
      packed(21, 'ADD', item('K3'), [item('K2')]),
      packed(22, 'ADD', item('K1'), [item('K3')]),
      seen(23, item('K3')),
    ])
    const story = await as(house, 'wei').story({ query: { id: item('K1') } })
    assert.deepEqual(minutesOf(story.events), [20, 21, 22, 23])
  })

  it('finds two hours among the thousands of events of what it travelled in', async () => {
    const busy = Array.from({ length: 6000 }, (_, at) =>
      at % 2 === 0
        ? seen(100 + at, truck, { bizStep: 'departing' })
        : packed(100 + at, at % 4 === 1 ? 'ADD' : 'DELETE', truck, [item(`T${at >> 2}`)]),
    )
    await captured('wei', [
      ...busy,
      packed(5000.5, 'ADD', truck, [item('LATE')]),
      packed(5120.5, 'DELETE', truck, [item('LATE')]),
    ])
    const story = await as(house, 'wei').story({ query: { id: item('LATE') } })
    assert.equal(story.events.length, 2 + 60)
    assert.equal(story.isTruncated, false)
    assert.deepEqual([minutesOf(story.events)[0], minutesOf(story.events).at(-1)], [5000.5, 5120.5])
  })
})

describe('who may not see the events of a box', () => {
  it('is not told of them in the story of what is in it', async () => {
    await captured('wei', [packed(30, 'ADD', box(1), [item('OURS')]), seen(31, box(1))])
    await captured('other', [seen(32, box(1)), seen(33, item('OURS'))])
    const told = async (who: string) =>
      minutesOf((await as(house, who).story({ query: { id: item('OURS') } })).events)
    assert.deepEqual(await told('wei'), [30, 31])
    assert.deepEqual(await told('other'), [33])
    assert.deepEqual(await told('official'), [30, 31], 'who sees the region of one firm')
    assert.deepEqual(await told('faraway'), [33])
  })

  it('sees a page without them where the maker hides what things are packed in', async () => {
    const page = async () => (await fetch(`${house.url}/story/01/06901234001013/21/A?lang=en`)).text()
    const number = box(0).split('/').at(-1)!
    assert.match(await page(), new RegExp(`with package ${number}`))
    assert.match(await page(), /with package 6901234TRUCK1/)
    await as(house, 'wei').setAccess({
      params: { audience: 'public' },
      body: { hidden: ['parentID', 'extensions'] },
    })
    const text = await page()
    assert.doesNotMatch(text, /with package|Departed/)
    assert.doesNotMatch(text, new RegExp(number))
    assert.match(text, /Given its identity/)
  })
})

describe('the questions that the database answers', () => {
  it('lead to what the events themselves say', async () => {
    const events = randomHistory(140)
    await captured('wei', events)
    const known = events.map((event) => traceEventOf(event.eventID, event as never as EventJson))
    for (const id of things) {
      const told = await house.house.db.transaction({ ...systemCaller, organisationId: firm }, (sql) =>
        toldOf(sql, id, 5000),
      )
      assert.equal(told.isTruncated, false)
      const times = told.tellings.map(({ eventTime }) => eventTime.getTime())
      assert.deepEqual(times, told.tellings.length === 0 ? [] : timesIn(known, id))
    }
  })
})

const things = ['a', 'b', 'c', 'd', 'e', 'f'].map((one) => item(`R${one}`))

/** Packed, seen and unpacked at random, by a generator that is always the same. */
function randomHistory(count: number) {
  let state = 7
  const next = (below: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
  return Array.from({ length: count }, (_, at) => {
    const eventID = `urn:uuid:00000000-0000-4000-8000-${String(at).padStart(12, '0')}`
    const [one, other] = [things[next(6)]!, things[next(6)]!]
    const at2 = 20_000 + at
    if (next(3) === 0) return { ...seen(at2, one), eventID }
    const action = ['ADD', 'ADD', 'DELETE', 'OBSERVE'][next(4)]!
    const children = action === 'DELETE' && next(3) === 0 ? [] : [other]
    return { ...packed(at2, action, one, children), eventID }
  })
}

/** The same story by the engine over events that are all at hand. */
function timesIn(events: readonly TraceEvent[], id: string): number[] {
  const search = rides(id, { depthMax: 8, ridesMax: 200 })
  const holds = (event: TraceEvent, question: RideQuestion) =>
    event.parent !== null &&
    event.time <= question.until &&
    (question.about === 'inside'
      ? event.children.includes(question.id)
      : event.parent === question.id && event.children.length === 0 && event.time >= question.since)
  let step = search.next()
  while (!step.done)
    step = search.next(new Map(step.value.map((one) => [one, events.filter((event) => holds(event, one))])))
  const found = step.value.rides
  const told = events.filter((event) => {
    if ([event.parent, ...event.things, ...event.children].includes(id)) return true
    return found.some(
      ({ carrier, since, until }) =>
        event.time >= since && event.time <= until && tellsOfContent(event, carrier),
    )
  })
  return told.map(({ time }) => time).sort((one, other) => one - other)
}
