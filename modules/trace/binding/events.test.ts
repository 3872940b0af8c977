import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import { ask, capture, documentOf, type Event, found, json, traceHouse, xml } from '../test/house.ts'

const base = { eventTimeZoneOffset: '+08:00' }
const sgtin = 'urn:epc:id:sgtin:4012345.011111.'
const lot = 'urn:epc:class:lgtin:4012345.022222.L'
const po = 'urn:epcglobal:cbv:bt:4012345000009:PO'

/** A small history in which every parameter finds something and leaves something out. */
const history = [
  {
    ...base,
    type: 'ObjectEvent',
    eventID: 'urn:t:made',
    eventTime: '2026-01-01T08:00:00+08:00',
    action: 'ADD',
    epcList: [`${sgtin}1`, `${sgtin}2`, 'urn:epc:id:sgtin:4012345.099999.1'],
    bizStep: 'commissioning',
    disposition: 'active',
    readPoint: { id: 'urn:epc:id:sgln:4012345.00005.1' },
    bizLocation: { id: 'urn:epc:id:sgln:4012345.00005.0' },
    ilmd: { 'cbvmda:lotNumber': 'L-7', 'example:weight': { 'example:kg': 12.5 } },
    'example:grade': 'A',
  },
  {
    ...base,
    type: 'AggregationEvent',
    eventID: 'urn:t:packed',
    eventTime: '2026-01-02T08:00:00+08:00',
    action: 'ADD',
    parentID: 'urn:epc:id:sscc:4012345.0000000111',
    childEPCs: [`${sgtin}1`, `${sgtin}2`],
    childQuantityList: [{ epcClass: `${lot}2`, quantity: 3 }],
    bizStep: 'packing',
    'example:grade': 'B',
    'example:level': 5,
  },
  {
    ...base,
    type: 'ObjectEvent',
    eventID: 'urn:t:shipped',
    eventTime: '2026-01-03T08:00:00+08:00',
    action: 'OBSERVE',
    epcList: ['urn:epc:id:sscc:4012345.0000000111'],
    bizStep: 'shipping',
    disposition: 'in_transit',
    persistentDisposition: { set: ['recalled'], unset: ['completeness_inferred'] },
    readPoint: { id: 'urn:epc:id:sgln:4012345.00005.2' },
    bizTransactionList: [{ type: 'po', bizTransaction: `${po}1` }],
    sourceList: [{ type: 'owning_party', source: 'urn:epc:id:pgln:4012345.00000' }],
    destinationList: [{ type: 'location', destination: 'urn:epc:id:sgln:4000001.00000.0' }],
    sensorElementList: [
      {
        sensorMetadata: {
          startTime: '2026-01-03T00:00:00Z',
          endTime: '2026-01-03T06:00:00Z',
          deviceID: 'urn:epc:id:giai:4000001.111',
        },
        sensorReport: [
          { type: 'Temperature', minValue: 2.5, maxValue: 9, uom: 'CEL' },
          { type: 'RelativeHumidity', value: 40, uom: 'A93' },
        ],
      },
    ],
  },
  {
    ...base,
    type: 'TransformationEvent',
    eventID: 'urn:t:mixed',
    eventTime: '2026-01-04T08:00:00+08:00',
    inputEPCList: [`${sgtin}9`],
    inputQuantityList: [{ epcClass: `${lot}1`, quantity: 25, uom: 'KGM' }],
    outputEPCList: [`${sgtin}3`],
    outputQuantityList: [{ epcClass: `${lot}3`, quantity: 20, uom: 'KGM' }],
    transformationID: 'urn:epc:id:gdti:4012345.55555.1234',
    bizStep: 'https://ns.example.com/steps/mixing',
    readPoint: { id: 'https://id.gs1.org/414/4012345000115' },
    'example:until': '2026-06-01T00:00:00Z',
  },
  {
    ...base,
    type: 'TransactionEvent',
    eventID: 'urn:t:ordered',
    eventTime: '2026-01-05T08:00:00+08:00',
    action: 'ADD',
    bizTransactionList: [{ type: 'inv', bizTransaction: `${po}1` }],
    quantityList: [{ epcClass: `${lot}1`, quantity: 7 }],
    errorDeclaration: {
      declarationTime: '2026-02-01T00:00:00Z',
      reason: 'did_not_occur',
      'example:by': 'wei',
    },
  },
  {
    ...base,
    type: 'AssociationEvent',
    eventID: 'urn:t:fixed',
    eventTime: '2026-01-06T08:00:00+08:00',
    action: 'ADD',
    parentID: 'urn:epc:id:grai:4012345.00022.334455',
    childEPCs: ['urn:epc:id:giai:4000001.111'],
    bizStep: 'installing',
  },
]

const masterData = {
  epcisMasterData: {
    vocabularyList: [
      {
        type: 'urn:epcglobal:epcis:vtype:BusinessLocation',
        vocabularyElementList: [
          {
            id: 'urn:epc:id:sgln:4012345.00005.0',
            attributes: [{ id: 'urn:epcglobal:cbv:mda:site', attribute: '4012345000054' }],
            children: ['urn:epc:id:sgln:4012345.00005.1', 'urn:epc:id:sgln:4012345.00005.2'],
          },
          {
            id: 'urn:epc:id:sgln:4012345.00005.1',
            attributes: [{ id: 'urn:epcglobal:cbv:mda:sst', attribute: '201' }],
          },
          { id: 'urn:epc:id:sgln:4012345.00005.2', children: ['https://id.gs1.org/414/4012345000115'] },
        ],
      },
    ],
  },
}

let house: TestHouse
before(async () => {
  house = await traceHouse()
  const job = await capture(house, 'wei', { ...documentOf(history), epcisHeader: masterData })
  assert.equal(job.success, true, JSON.stringify(job))
})
after(() => house.close())

const extensions = { 'GS1-Extensions': 'example=https://ns.example.com/epcis/' }

async function names(query: string): Promise<string[]> {
  const events = await found(house, 'wei', `/events?${query}`, { headers: extensions })
  return events.map(({ eventID }) => eventID.slice(6)).sort()
}

/** Query, the events that it finds. */
const queries: readonly (readonly [string, string])[] = [
  ['', 'fixed made mixed ordered packed shipped'],
  ['eventType=ObjectEvent', 'made shipped'],
  ['eventType=ObjectEvent|TransactionEvent', 'made ordered shipped'],
  ['eventType=ObjectEvent&eventType=AssociationEvent', 'fixed made shipped'],
  ['GE_eventTime=2026-01-03T00:00:00Z', 'fixed mixed ordered shipped'],
  ['GE_eventTime=2026-01-03T00:00:00.001Z', 'fixed mixed ordered'],
  ['LT_eventTime=2026-01-03T08:00:00%2B08:00', 'made packed'],
  ['GE_eventTime=2026-01-02T00:00:00Z&LT_eventTime=2026-01-04T00:00:00Z', 'packed shipped'],
  ['GE_recordTime=2020-01-01T00:00:00Z', 'fixed made mixed ordered packed shipped'],
  ['LT_recordTime=2020-01-01T00:00:00Z', ''],
  ['EQ_action=OBSERVE', 'shipped'],
  ['EQ_bizStep=shipping|packing', 'packed shipped'],
  ['EQ_bizStep=urn:epcglobal:cbv:bizstep:shipping', 'shipped'],
  ['EQ_bizStep=https://ns.example.com/steps/mixing', 'mixed'],
  ['EQ_disposition=in_transit', 'shipped'],
  ['EQ_persistentDisposition_set=recalled', 'shipped'],
  ['EQ_persistentDisposition_unset=recalled', ''],
  ['EQ_persistentDisposition_unset=completeness_inferred', 'shipped'],
  ['EQ_readPoint=urn:epc:id:sgln:4012345.00005.2', 'shipped'],
  ['EQ_readPoint=https://shop.example.com/414/4012345000054/254/2', 'shipped'],
  ['EQ_bizLocation=urn:epc:id:sgln:4012345.00005.0', 'made'],
  ['WD_readPoint=urn:epc:id:sgln:4012345.00005.0', 'made mixed shipped'],
  ['WD_readPoint=urn:epc:id:sgln:4012345.00005.2', 'mixed shipped'],
  ['WD_bizLocation=urn:epc:id:sgln:4012345.00005.1', ''],
  ['EQ_transformationID=urn:epc:id:gdti:4012345.55555.1234', 'mixed'],
  [`MATCH_epc=${sgtin}1`, 'made packed'],
  ['MATCH_epc=https://id.gs1.org/01/04012345111118/21/1', 'made packed'],
  ['MATCH_epc=urn:epc:idpat:sgtin:4012345.011111.*', 'made packed'],
  ['MATCH_epc=urn:epc:idpat:sgtin:4012345.099999.*', 'made'],
  ['MATCH_epc=urn:epc:id:sgtin:4012345.011111.11', ''],
  ['MATCH_parentID=urn:epc:id:sscc:4012345.0000000111', 'packed'],
  [`MATCH_inputEPC=${sgtin}9`, 'mixed'],
  [`MATCH_outputEPC=${sgtin}9`, ''],
  [`MATCH_outputEPC=${sgtin}3`, 'mixed'],
  ['MATCH_anyEPC=urn:epc:id:sscc:4012345.0000000111', 'packed shipped'],
  [`MATCH_epcClass=${lot}2`, 'packed'],
  [`MATCH_epcClass=${lot}1`, 'ordered'],
  [`MATCH_inputEPCClass=${lot}1`, 'mixed'],
  [`MATCH_outputEPCClass=${lot}3`, 'mixed'],
  [`MATCH_anyEPCClass=${lot}1`, 'mixed ordered'],
  ['EQ_quantity=7', 'ordered'],
  ['GT_quantity=7', 'mixed'],
  ['GE_quantity=7', 'mixed ordered'],
  ['LT_quantity=8', 'ordered packed'],
  ['LE_quantity=6.5', 'packed'],
  ['EQ_eventID=urn:t:made|urn:t:mixed', 'made mixed'],
  ['EXISTS_errorDeclaration=true', 'ordered'],
  ['GE_errorDeclarationTime=2026-02-01T00:00:00Z', 'ordered'],
  ['LT_errorDeclarationTime=2026-02-01T00:00:00Z', ''],
  ['EQ_errorReason=did_not_occur', 'ordered'],
  [`EQ_bizTransaction_po=${po}1`, 'shipped'],
  [`EQ_bizTransaction_inv=${po}1`, 'ordered'],
  [`EQ_bizTransaction_rma=${po}1`, ''],
  ['EQ_source_owning_party=urn:epc:id:pgln:4012345.00000', 'shipped'],
  ['EQ_source_location=urn:epc:id:pgln:4012345.00000', ''],
  ['EQ_destination_location=urn:epc:id:sgln:4000001.00000.0', 'shipped'],
  ['EQ_example:grade=A', 'made'],
  ['EQ_example:grade=A|B', 'made packed'],
  ['EQ_https://ns.example.com/epcis/grade=B', 'packed'],
  ['EQ_https://ns.example.com/epcis/%23grade=B', 'packed'],
  ['EXISTS_example:grade=true', 'made packed'],
  ['GT_example:level=4', 'packed'],
  ['GT_example:level=5', ''],
  ['EQ_example:level=5.0', 'packed'],
  ['GT_example:grade=4', ''],
  ['GE_example:until=2026-06-01T08:00:00%2B08:00', 'mixed'],
  ['LT_example:until=2026-06-01T00:00:00Z', ''],
  ['EQ_ILMD_cbvmda:lotNumber=L-7', 'made'],
  ['EXISTS_ILMD_example:weight=true', 'made'],
  ['EXISTS_example:weight=true', ''],
  ['GE_INNER_ILMD_example:kg=12.5', 'made'],
  ['EXISTS_INNER_example:kg=true', ''],
  ['EQ_ERROR_DECLARATION_example:by=wei', 'ordered'],
  ['EQ_type=Temperature', 'shipped'],
  ['EQ_type=Temperature&LT_maxValue_CEL=9.5', 'shipped'],
  ['EQ_type=Temperature&GE_maxValue_FAH=1', 'shipped'],
  ['EQ_type=Temperature&EQ_value=40', ''],
  ['EQ_type=RelativeHumidity&EQ_value=40', 'shipped'],
  ['EQ_deviceID=https://id.gs1.org/8004/4000001111', 'shipped'],
  ['GE_startTime=2026-01-03T00:00:00Z', 'shipped'],
  ['LT_endTime=2026-01-03T06:00:00Z', ''],
  ['HASATTR_readPoint=urn:epcglobal:cbv:mda:sst', 'made'],
  ['EQATTR_readPoint_urn:epcglobal:cbv:mda:sst=201', 'made'],
  ['EQATTR_readPoint_urn:epcglobal:cbv:mda:sst=202', ''],
  ['EQATTR_bizLocation_urn:epcglobal:cbv:mda:site=4012345000054', 'made'],
  ['EQ_action=ADD&EQ_bizStep=packing&eventType=AggregationEvent', 'packed'],
]

describe('every parameter of the standard', () => {
  for (const [query, wanted] of queries) {
    it(query || 'none', async () => {
      assert.equal((await names(query)).join(' '), wanted)
    })
  }
})

describe('order, number and pages', () => {
  const order = async (query: string) =>
    (await found(house, 'wei', `/events?${query}`)).map(({ eventID }) => eventID.slice(6)).join(' ')

  it('newest first unless asked otherwise', async () => {
    assert.equal(await order(''), 'fixed ordered mixed shipped packed made')
    assert.equal(
      await order('orderBy=eventTime&orderDirection=ASC'),
      'made packed shipped mixed ordered fixed',
    )
    assert.equal(await order('orderBy=eventTime&eventCountLimit=2'), 'fixed ordered')
    assert.equal((await order('orderBy=recordTime')).split(' ').length, 6)
  })

  it('comes in pages that hold every event once, though events are captured meanwhile', async () => {
    const seen: string[] = []
    let next: string | null = '/events?perPage=2&LT_eventTime=2026-02-01T00:00:00Z'
    for (let page = 0; next; page += 1) {
      const answer = await ask(house, 'wei', next)
      const body = answer.json() as unknown as {
        epcisBody: { queryResults: { resultsBody: { eventList: Event[] } } }
      }
      seen.push(...body.epcisBody.queryResults.resultsBody.eventList.map(({ eventID }) => eventID))
      next = /<(.*)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? null
      if (next) assert.ok(Date.parse(answer.headers.get('GS1-Next-Page-Token-Expires')!) > 0)
      const late = { ...history[5], eventID: `urn:late:${page}`, eventTime: '2026-01-06T07:59:59+08:00' }
      await capture(house, 'wei', documentOf([late]))
    }
    assert.equal(seen.length, 6)
    assert.equal(new Set(seen).size, 6)
  })

  it('stops at the number asked for, over pages too', async () => {
    const first = await ask(house, 'wei', '/events?perPage=2&orderBy=eventTime&eventCountLimit=3')
    const next = /<(.*)>; rel="next"/.exec(first.headers.get('link')!)![1]!
    const second = await ask(house, 'wei', next)
    assert.equal((second.text.match(/"recordTime"/g) ?? []).length, 1)
    assert.equal(second.headers.get('link'), null)
  })

  it('refuses a token of another query, one that was ended, and one made up', async () => {
    const first = await ask(house, 'wei', '/events?perPage=1')
    const next = new URL(/<(.*)>; rel="next"/.exec(first.headers.get('link')!)![1]!)
    const token = next.searchParams.get('nextPageToken')!
    assert.equal(
      (await ask(house, 'wei', `/events?perPage=1&EQ_action=ADD&nextPageToken=${token}`)).status,
      400,
    )
    assert.equal((await ask(house, 'wei', '/events?nextPageToken=abc')).status, 400)
    assert.equal((await ask(house, 'wei', next.href)).status, 200)
    assert.equal((await ask(house, 'wei', `/nextPageToken/${token}`, { method: 'DELETE' })).status, 204)
    assert.equal((await ask(house, 'wei', next.href)).status, 400)
  })

  it('says when there are more than somebody wants', async () => {
    const answer = await ask(house, 'wei', '/events?maxEventCount=2')
    assert.equal(answer.status, 413)
    assert.equal((answer.json() as unknown as { type: string }).type, 'epcisException:QueryTooLargeException')
    assert.equal((await ask(house, 'wei', '/events?maxEventCount=100')).status, 200)
    assert.equal((await ask(house, 'wei', '/events?perPage=0')).status, 400)
    assert.equal((await ask(house, 'wei', `/events?EQ_eventID=${'x'.repeat(9000)}`)).status, 414)
  })
})

describe('forms and versions', () => {
  it('XML when it is asked for, and it can be captured again', async () => {
    const answer = await ask(house, 'wei', '/events?EQ_eventID=urn:t:made|urn:t:shipped', {
      headers: { accept: 'application/xml' },
    })
    assert.match(answer.headers.get('content-type')!, /^application\/xml/)
    assert.match(answer.text, /<bizStep>urn:epcglobal:cbv:bizstep:shipping<\/bizStep>/)
    const job = await capture(house, 'other', answer.text, xml)
    assert.deepEqual([job.success, job.errors], [true, []])
    const [mine] = await found(house, 'wei', '/events/urn:t:made')
    const [theirs] = await found(house, 'other', '/events/urn:t:made')
    const same = (event: Event | undefined) => ({ ...event, recordTime: '' })
    assert.deepEqual(same(theirs), same(mine))
  })

  it('ids as digital links when they are asked for', async () => {
    const headers = { 'GS1-EPC-Format': 'Always_GS1_Digital_Link' }
    const [event] = await found(house, 'wei', '/events?EQ_eventID=urn:t:made', { headers })
    assert.equal((event!.epcList as string[])[0], 'https://id.gs1.org/01/04012345111118/21/1')
    assert.deepEqual(event!.readPoint, { id: 'https://id.gs1.org/414/4012345000054/254/1' })
  })

  for (const [headers, status] of [
    [{ accept: 'text/csv' }, 406],
    [{ accept: 'text/csv, application/json;q=0.5' }, 200],
    [{ accept: 'application/ld+json' }, 200],
    [{ accept: 'application/*;q=0.1' }, 200],
    [{ accept: 'application/json;q=0' }, 406],
    [{ 'GS1-EPCIS-Min': '2.1.0' }, 406],
    [{ 'GS1-EPCIS-Min': '1.2.0', 'GS1-EPCIS-Max': '2.0.0' }, 200],
    [{ 'GS1-CBV-Max': '1.2.0' }, 406],
  ] as const) {
    it(`${JSON.stringify(headers)} answers ${status}`, async () => {
      const answer = await ask(house, 'wei', '/events?perPage=1', { headers })
      assert.equal(answer.status, status, answer.text)
      if (status === 200) assert.equal(answer.headers.get('GS1-EPCIS-Version'), '2.0.0')
    })
  }

  it('prefixes that mean different things stay apart', async () => {
    const event = { ...history[5], eventID: 'urn:t:strange', 'example:grade': 'strange' }
    const document = documentOf([event])
    await capture(house, 'wei', {
      ...document,
      '@context': [document['@context'][0], { example: 'urn:strange:' }],
    })
    assert.deepEqual(await names('EQ_urn:strange:grade=strange'), ['strange'])
    const answer = await ask(house, 'wei', '/events?EQ_eventID=urn:t:strange|urn:t:made')
    const body = answer.json() as unknown as {
      '@context': unknown
      epcisBody: { queryResults: { resultsBody: { eventList: Event[] } } }
    }
    const { eventList } = body.epcisBody.queryResults.resultsBody
    const apart = eventList.find((one) => one['@context'] !== undefined)
    assert.ok(apart)
    const inXml = await ask(house, 'wei', '/events?EQ_eventID=urn:t:strange|urn:t:made', {
      headers: { accept: 'text/xml' },
    })
    assert.match(inXml.text, /xmlns:example="urn:strange:"/)
    assert.match(inXml.text, /xmlns:example="https:\/\/ns.example.com\/epcis\/"/)
  })

  it('a query sent with a body of another type is told so', async () => {
    const answer = await ask(house, 'wei', '/queries', {
      method: 'POST',
      headers: { ...json, 'content-type': 'text/plain' },
      body: 'x',
    })
    assert.equal(answer.status, 415)
  })
})
