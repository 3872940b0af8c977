import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { RequestFault } from '@ronghe/kit/client'
import { openOwner } from '@ronghe/kit/db'
import type { TestHouse } from '@ronghe/kit/test'
import { as, capture, documentOf, eventWith, traceHouse } from '../test/house.ts'
import { verifyTrace } from './verify.ts'

let house: TestHouse
before(async () => {
  house = await traceHouse()
})
after(() => house.close())

it('an event that was declared an error, its declaration and its correction know one another', async () => {
  const wrong = eventWith({ eventID: 'urn:r:wrong', bizStep: 'packing' })
  const declaration = {
    ...wrong,
    errorDeclaration: {
      declarationTime: '2026-02-01T00:00:00Z',
      reason: 'incorrect_data',
      correctiveEventIDs: ['urn:r:right', 'urn:r:elsewhere'],
    },
  }
  await capture(house, 'wei', documentOf([wrong, eventWith({ eventID: 'urn:r:right' }), declaration]))
  const { rows } = await as(house, 'wei').events({ query: { sort: 'recordTime' } })
  const seq = (id: string, isDeclaration = false) =>
    rows.find((row) => row.eventId === id && row.isDeclaration === isDeclaration)!.seq
  const of = (one: number) => as(house, 'wei').eventRelations({ params: { seq: one } })
  const said = {
    seq: seq('urn:r:wrong', true),
    declaredAt: '2026-02-01T00:00:00.000Z',
    reason: 'https://ref.gs1.org/cbv/ER-incorrect_data',
    corrective: [
      { eventId: 'urn:r:right', seq: seq('urn:r:right') },
      { eventId: 'urn:r:elsewhere', seq: null },
    ],
  }
  assert.deepEqual(await of(seq('urn:r:wrong')), { declaration: said, original: null, corrects: [] })
  assert.deepEqual(await of(seq('urn:r:wrong', true)), {
    declaration: said,
    original: seq('urn:r:wrong'),
    corrects: [],
  })
  assert.deepEqual(await of(seq('urn:r:right')), {
    declaration: null,
    original: null,
    corrects: [{ seq: seq('urn:r:wrong', true), eventId: 'urn:r:wrong' }],
  })
  await assert.rejects(
    as(house, 'other').eventRelations({ params: { seq: seq('urn:r:right') } }),
    RequestFault,
  )
})

it('a second event under an id that is taken is refused, whoever else uses the id', async () => {
  const event = eventWith({ eventID: 'urn:r:taken' })
  assert.equal((await capture(house, 'wei', documentOf([event]))).success, true)
  const other = await capture(house, 'wei', documentOf([{ ...event, bizStep: 'shipping' }]))
  assert.deepEqual(
    [other.success, other.errors[0]?.type],
    [false, 'epcisException:ResourceAlreadyExistsException'],
  )
  assert.match(other.errors[0]?.detail ?? '', /eventList\[0\]\.eventID: urn:r:taken/)
  assert.equal((await capture(house, 'other', documentOf([{ ...event, bizStep: 'shipping' }]))).success, true)
})

it('T9 a document that was refused leaves no link, and no gap in the numbers', async () => {
  const before = await as(house, 'wei').chain()
  const wrong = { ...eventWith(), eventID: 'urn:r:taken', bizStep: 'killing' }
  for (const events of [[eventWith(), wrong], [wrong]]) {
    assert.equal((await capture(house, 'wei', documentOf(events))).success, false)
  }
  assert.deepEqual(await as(house, 'wei').chain(), before)
  await capture(house, 'wei', documentOf([eventWith()]))
  const after = await as(house, 'wei').chain()
  assert.deepEqual([after.links, after.events], [before.links + 1, before.events + 1])
})

it('T9 a link of more events than are read at once is verified whole', async () => {
  const events = Array.from({ length: 1_300 }, (_, at) => eventWith({ eventID: `urn:long:${at}` }))
  assert.equal((await capture(house, 'wei', documentOf(events))).success, true)
  const owner = openOwner(house.databaseUrl)
  try {
    const whole = await verifyTrace(owner as never)
    assert.deepEqual(whole.differences, [])
    assert.ok(whole.events >= 1_300)
    await owner`delete from trace_events where event_id in ('urn:long:499', 'urn:long:500')`
    await owner`update trace_events set body = body || ' ' where event_id = 'urn:long:1299'`
    const { differences } = await verifyTrace(owner as never)
    assert.deepEqual(
      differences.map(({ fault, place, eventId }) => [fault, place, eventId]),
      [
        ['missing', 499, null],
        ['missing', 500, null],
        ['changed', 1_299, 'urn:long:1299'],
      ],
    )
  } finally {
    await owner.end()
  }
})
