import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { as, capture, documentOf, eventWith, example, firm, traceHouse } from './test/house.ts'

const sgtin = 'urn:epc:id:sgtin:4012345.011111.'
const item = 'https://id.gs1.org/01/04012345111118/21/'
const lot = (name: string) => `urn:epc:class:lgtin:4012345.022222.${name}`
const lotId = (name: string) => `https://id.gs1.org/01/04012345222227/10/${name}`
const box = 'urn:epc:id:sscc:4012345.0000000111'
const boxId = 'https://id.gs1.org/00/040123450000001112'
const pallet = 'urn:epc:id:sscc:4012345.0000000222'
const palletId = 'https://id.gs1.org/00/040123450000002225'

const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}T08:00:00Z`

/** Two lots are mixed into three items; two are packed and shipped; the box is emptied; one comes back. */
const history = [
  eventWith({
    eventTime: day(1),
    epcList: [],
    quantityList: [{ epcClass: lot('A'), quantity: 5 }],
    bizStep: 'receiving',
  }),
  {
    type: 'TransformationEvent',
    eventTime: day(2),
    eventTimeZoneOffset: '+08:00',
    inputQuantityList: [
      { epcClass: lot('A'), quantity: 5, uom: 'KGM' },
      { epcClass: lot('B'), quantity: 3, uom: 'KGM' },
    ],
    outputEPCList: [`${sgtin}1`, `${sgtin}2`, `${sgtin}3`],
    bizStep: 'assembling',
  },
  {
    ...eventWith({ eventTime: day(3), bizStep: 'packing', action: 'ADD' }),
    type: 'AggregationEvent',
    epcList: undefined,
    parentID: box,
    childEPCs: [`${sgtin}1`, `${sgtin}2`],
  },
  {
    ...eventWith({ eventTime: day(4), action: 'ADD' }),
    type: 'AggregationEvent',
    epcList: undefined,
    parentID: pallet,
    childEPCs: [box],
  },
  eventWith({
    eventTime: day(5),
    epcList: [pallet],
    bizStep: 'shipping',
    disposition: 'in_transit',
    bizLocation: { id: 'urn:epc:id:sgln:4012345.00006.0' },
    bizTransactionList: [{ type: 'po', bizTransaction: 'urn:po:77' }],
  }),
  {
    ...eventWith({ eventTime: day(6), action: 'DELETE' }),
    type: 'AggregationEvent',
    epcList: undefined,
    parentID: box,
  },
  eventWith({
    eventTime: day(7),
    epcList: [`${sgtin}1`],
    bizStep: 'inspecting',
    disposition: 'damaged',
    persistentDisposition: { set: ['recalled', 'completeness_verified'] },
  }),
  eventWith({
    eventTime: day(8),
    epcList: [`${sgtin}1`],
    persistentDisposition: { unset: ['completeness_verified'] },
  }),
]

let house: TestHouse
before(async () => {
  house = await traceHouse()
  const job = await capture(house, 'wei', documentOf(history))
  assert.equal(job.success, true, JSON.stringify(job))
})
after(() => house.close())

function refused(status: number, code: string) {
  return (error: unknown) =>
    error instanceof RequestFault && error.status === status && error.answer.code === code
}

describe('the list of events', () => {
  const filters: readonly (readonly [object, number])[] = [
    [{}, 8],
    [{ type: 'AggregationEvent' }, 3],
    [{ action: 'DELETE' }, 1],
    [{ bizStep: 'shipping' }, 1],
    [{ bizStep: 'urn:epcglobal:cbv:bizstep:shipping' }, 1],
    [{ disposition: 'damaged' }, 1],
    [{ place: 'urn:epc:id:sgln:4012345.00006.0' }, 1],
    [{ place: 'urn:epc:id:sgln:4012345.00005.0' }, 7],
    [{ thing: `${sgtin}1` }, 4],
    [{ thing: '(01)04012345111118(21)1' }, 4],
    [{ from: day(5) }, 4],
    [{ until: day(5) }, 4],
    [{ from: day(2), until: day(4) }, 2],
    [{ q: 'shipping' }, 1],
    [{ q: '0000001112' }, 3],
    [{ q: '%' }, 0],
  ]
  for (const [query, total] of filters) {
    it(`${JSON.stringify(query)} has ${total}`, async () => {
      const list = await as(house, 'wei').events({ query })
      assert.equal(list.total, total)
      assert.equal(list.rows.length, total)
    })
  }

  it('is sorted and comes in pages', async () => {
    const first = await as(house, 'wei').events({ query: { sort: 'eventTime', pageSize: 3 } })
    const second = await as(house, 'wei').events({ query: { sort: 'eventTime', pageSize: 3, page: 2 } })
    const times = [...first.rows, ...second.rows].map(({ eventTime }) => eventTime)
    assert.deepEqual(times, [...times].sort())
    assert.equal(first.total, 8)
    const [newest] = (await as(house, 'wei').events()).rows
    assert.equal(newest?.eventTime, '2026-01-08T08:00:00.000Z')
    assert.deepEqual([newest?.things, newest?.some], [1, [`${item}1`]])
    assert.equal(newest?.organisationId, firm)
  })

  it('is exported', async () => {
    const answer = await fetch(`${house.url}/api/trace/events?format=csv`, {
      headers: { 'x-person': 'reader' },
    })
    const [heading, ...rows] = (await answer.text())
      .replace(/^\ufeff/, '')
      .trim()
      .split(/\r?\n/)
    assert.equal(heading?.split(',')[0], '发生时间')
    assert.equal(rows.length, 8)
  })
})

describe('one event', () => {
  it('is shown whole, with its proof', async () => {
    const [line] = (await as(house, 'wei').events({ query: { bizStep: 'shipping' } })).rows
    const event = await as(house, 'wei').event({ params: { seq: line!.seq } })
    assert.match(event.hash, /^[0-9a-f]{64}$/)
    assert.equal(event.hashId, `ni:///sha-256;${event.hash}?ver=CBV2.0`)
    assert.equal(event.eventId, event.hashId)
    assert.deepEqual(event.body.epcList, [pallet])
    const { rows } = await as(house, 'wei').events({ query: { captureId: event.captureId } })
    assert.equal(rows.length, 8)
  })

  it('that is not there, or somebody else’s, is told as unknown', async () => {
    const [line] = (await as(house, 'wei').events()).rows
    const unknown = refused(404, 'trace.event.unknown')
    await assert.rejects(as(house, 'other').event({ params: { seq: line!.seq } }), unknown)
    await assert.rejects(as(house, 'wei').event({ params: { seq: 999_999 } }), unknown)
  })
})

describe('things and their stories', () => {
  it('are found by any part of their id', async () => {
    const all = await as(house, 'wei').things()
    assert.equal(all.total, 7)
    const [found] = (await as(house, 'wei').things({ query: { q: '/21/1' } })).rows
    assert.deepEqual(found, {
      id: `${item}1`,
      name: null,
      events: 4,
      firstAt: '2026-01-02T08:00:00.000Z',
      lastAt: '2026-01-08T08:00:00.000Z',
    })
    assert.equal((await as(house, 'other').things()).total, 0)
  })

  it('tell what happened, in which part, and how it is now', async () => {
    const story = await as(house, 'wei').story({ query: { id: `${sgtin}1` } })
    assert.equal(story.id, `${item}1`)
    assert.deepEqual(story.elements, [
      { ai: '01', title: 'GTIN', value: '04012345111118' },
      { ai: '21', title: 'SERIAL', value: '1' },
    ])
    assert.deepEqual(
      story.events.map(({ roles }) => roles),
      [['output'], ['child'], ['child'], ['epc'], ['parent'], ['epc'], ['epc']],
    )
    assert.deepEqual(
      story.events.map(({ carriers }) => carriers),
      [[], [], [boxId], [boxId, palletId], [boxId], [], []],
      'packed on a pallet, shipped with it, and out of the box that was emptied',
    )
    assert.equal(story.lastDisposition, 'https://ref.gs1.org/cbv/Disp-damaged')
    assert.deepEqual(story.persistent, ['https://ref.gs1.org/cbv/Disp-recalled'])
    assert.equal(story.lastPlace, 'https://id.gs1.org/414/4012345000054')
    assert.equal(story.isTruncated, false)
    const shipped = await as(house, 'wei').story({ query: { id: palletId } })
    assert.equal(shipped.lastPlace, 'https://id.gs1.org/414/4012345000061')
    await assert.rejects(
      as(house, 'other').story({ query: { id: `${sgtin}1` } }),
      refused(404, 'trace.thing.unknown'),
    )
  })
})

describe('genealogy', () => {
  const graph = async (id: string, direction: 'forward' | 'backward', more: object = {}) => {
    const { nodes, links, isTruncated } = await as(house, 'wei').graph({ query: { id, direction, ...more } })
    const shown = nodes.map(({ id: one, role }) => `${role} ${one}`).sort()
    return { shown, links, isTruncated }
  }

  it('forward from a lot: the items made of it, what carries them, and the order', async () => {
    const { shown, links, isTruncated } = await graph(lot('A'), 'forward')
    assert.deepEqual(shown, [
      `carrier ${boxId}`,
      `carrier ${palletId}`,
      `self ${item}1`,
      `self ${item}2`,
      `self ${item}3`,
      `self ${lotId('A')}`,
      'transaction urn:po:77',
    ])
    assert.equal(isTruncated, false)
    const stay = links.find(({ from, to }) => from === `${item}1` && to === boxId)
    assert.deepEqual([stay?.since, stay?.until], ['2026-01-03T08:00:00.000Z', '2026-01-06T08:00:00.000Z'])
  })

  it('backward from an item: the lots in it, and what it was in', async () => {
    const { shown } = await graph(`${item}2`, 'backward')
    assert.deepEqual(shown, [
      `carrier ${boxId}`,
      `carrier ${palletId}`,
      `self ${item}2`,
      `self ${lotId('A')}`,
      `self ${lotId('B')}`,
      'transaction urn:po:77',
    ])
  })

  it('forward from a pallet: what is inside it from then on', async () => {
    const { shown } = await graph(pallet, 'forward')
    assert.deepEqual(shown, [
      `self ${boxId}`,
      `self ${palletId}`,
      `self ${item}1`,
      `self ${item}2`,
      'transaction urn:po:77',
    ])
  })

  it('keeps time and bounds', async () => {
    assert.deepEqual((await graph(`${item}1`, 'forward', { from: day(7) })).shown, [`self ${item}1`])
    assert.deepEqual((await graph(lot('A'), 'forward', { until: day(1) })).shown, [`self ${lotId('A')}`])
    const cut = await graph(lot('A'), 'forward', { nodesMax: 2 })
    assert.deepEqual([cut.shown.length, cut.isTruncated], [2, true])
    const shallow = await graph(lot('A'), 'forward', { depth: 1 })
    assert.equal(shallow.shown.length, 4)
    assert.equal(shallow.isTruncated, true)
  })

  it('shows nobody another firm’s things', async () => {
    const asked = as(house, 'other').graph({ query: { id: lot('A'), direction: 'forward' } })
    await assert.rejects(asked, refused(404, 'trace.thing.unknown'))
  })
})

describe('what a text means', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [`${sgtin}1`, 'urn', `${item}1`],
    ['https://shop.example.com/01/4012345111118/21/1?x=2', 'digitalLink', `${item}1`],
    ['(01)04012345111118(21)1', 'elementString', `${item}1`],
    ['(01)04012345111118(10)L(21)1', 'elementString', `${item}1`],
    ['0104012345111118211', 'elementString', `${item}1`],
    [']d20104012345111118211', 'elementString', `${item}1`],
    ['4012345111118', 'elementString', 'https://id.gs1.org/01/04012345111118'],
    ['040123450000001112', 'elementString', boxId],
    ['(01)04012345111119(21)1', 'other', '(01)04012345111119(21)1'],
    ['https://example.com/', 'other', 'https://example.com/'],
    ['hello', 'other', 'hello'],
  ]
  for (const [text, kind, id] of cases) {
    it(`${text} is ${kind}`, async () => {
      const found = await as(house, 'wei').identify({ query: { text } })
      assert.deepEqual([found.kind, found.id], [kind, id])
      assert.equal(found.isKnown, id === `${item}1` || id === boxId)
    })
  }
})

describe('captures by hand', () => {
  const upload = async (name: string, who: string, text: string, query = '') => {
    const form = new FormData()
    form.set('file', new Blob([text]), name)
    const init = { method: 'POST', body: form, headers: { 'x-person': who } }
    const answer = await fetch(`${house.url}/api/trace/captures${query}`, init)
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }

  it('take JSON and XML, and tell what became of it', async () => {
    for (const name of [
      'epcisDocWithShippingAndTransportingEvent.jsonld',
      'epcisDocWithVariousEventTypes.xml',
    ]) {
      const { status, body } = await upload(name, 'other', example(name))
      assert.equal(status, 200, JSON.stringify(body))
      assert.deepEqual([body.success, body.running, body.source], [true, false, 'upload'])
      assert.equal(body.events, body.stored)
    }
    const { rows, total } = await as(house, 'other').captures()
    assert.equal(total, 2)
    assert.equal(rows[0]?.format, 'xml')
    assert.equal(rows[0]?.personName, 'd')
  })

  it('name every field that is wrong, in the reader’s language', async () => {
    const { status, body } = await upload(
      'a.json',
      'wei',
      JSON.stringify(documentOf([eventWith({ action: 'MOVE' })])),
    )
    assert.equal(status, 422)
    assert.equal(body.code, 'trace.document.invalid')
    assert.deepEqual(body.fields, [
      {
        field: 'eventList[0].action',
        rule: 'trace.rule.action',
        message: '应为 ADD、OBSERVE 或 DELETE：MOVE',
      },
    ])
    const proceeded = await upload(
      'a.json',
      'wei',
      JSON.stringify(documentOf([eventWith({ action: 'MOVE' }), eventWith()])),
      '?behaviour=proceed',
    )
    assert.deepEqual([proceeded.body.success, proceeded.body.stored], [false, 1])
    assert.equal((await upload('a.txt', 'wei', 'hello')).status, 422)
  })

  it('are for who may', async () => {
    assert.equal((await upload('a.json', 'reader', '{}')).status, 403)
    assert.equal((await upload('a.json', 'alone', '{}')).status, 403)
    assert.equal((await upload('a.json', 'nobody', '{}')).status, 401)
  })
})
