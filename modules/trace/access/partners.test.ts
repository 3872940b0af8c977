import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { as, ask, capture, documentOf, eventWith, firm, found, neighbour, traceHouse } from '../test/house.ts'
import { insertPartner } from './store/partners.ts'

let house: TestHouse
const base = `/partners/${firm}`
const thing = (name: string) => `urn:epc:id:sgtin:6901234.000101.${name}`

/** What a partner may not see, in every form that an event has for it. */
const secrets = {
  bizTransactionList: [{ type: 'po', bizTransaction: 'urn:epcglobal:cbv:bt:6901234000009:SECRET' }],
  sourceList: [{ type: 'owning_party', source: 'urn:epc:id:pgln:6901234.00077' }],
  destinationList: [{ type: 'owning_party', destination: 'urn:epc:id:pgln:6901234.00088' }],
  sensorElementList: [
    {
      sensorMetadata: { time: '2026-01-01T00:00:00Z', deviceID: 'urn:epc:id:giai:4000001.77' },
      sensorReport: [{ type: 'Temperature', value: 77.7, uom: 'CEL', stringValue: 'SECRET' }],
    },
  ],
  'example:price': 99.5,
  'example:note': 'SECRET',
  'example:inner': { 'example:deep': 'SECRET' },
}

before(async () => {
  house = await traceHouse()
  const shared = { action: 'ADD', bizStep: 'commissioning', disposition: 'active' }
  const events = [
    eventWith({ ...shared, epcList: [thing('X')], ...secrets }),
    eventWith({ ...shared, epcList: [thing('Y')] }),
    {
      ...eventWith({
        type: 'TransformationEvent',
        inputEPCList: [thing('IN')],
        outputEPCList: [thing('X2')],
      }),
      action: undefined,
      epcList: undefined,
    },
  ]
  await capture(house, 'wei', documentOf(JSON.parse(JSON.stringify(events)) as object[]))
  await capture(house, 'other', documentOf([eventWith({ epcList: [thing('OWN')] })]))
})
after(() => house.close())

const names = (events: { epcList?: string[] }[]) => events.flatMap(({ epcList = [] }) => epcList).sort()
const asked = async (who: string, query = '') =>
  (await found(house, who, `${base}/events${query}`)) as never as Record<string, unknown>[]

async function grant(state: 'asked' | 'granted'): Promise<void> {
  await house.house.db.transaction(systemCaller, async (sql) => {
    await insertPartner(
      sql,
      {
        ...{
          organisationId: firm,
          partnerId: neighbour,
          organisationName: 'A',
          partnerName: 'B',
          state: 'asked',
        },
        ...{ reason: null, askedAt: new Date(0), decidedAt: null, decidedBy: null },
      },
      null,
    )
  })
  if (state === 'granted')
    await as(house, 'wei').decidePartner({
      params: { partnerId: neighbour },
      body: { partnerState: 'granted' },
    })
}

describe('who is no partner', () => {
  test('is refused, whether asked for or not, and learns nothing of who is there', async () => {
    const status = async (who: string, path: string) => (await ask(house, who, path)).status
    assert.equal(await status('other', `${base}/events`), 403)
    await grant('asked')
    assert.equal(await status('other', `${base}/events`), 403)
    assert.equal(await status('nobody', `${base}/events`), 401)
    assert.equal(await status('alone', `${base}/events`), 403)
    assert.equal(await status('faraway', `${base}/events`), 403)
    for (const owner of ['x', "' or 1=1", '018f0000-0000-7000-8000-0000000000ee'])
      assert.equal(await status('other', `/partners/${encodeURIComponent(owner)}/events`), 403, owner)
  })

  test('cannot grant itself what it asked for', async () => {
    const decision = as(house, 'other').decidePartner({
      params: { partnerId: neighbour },
      body: { partnerState: 'granted' },
    })
    await assert.rejects(decision, (error: { status?: number }) => error.status === 404)
    const caller = { ...systemCaller, reach: 'own', organisationId: neighbour } as const
    const changed = await house.house.db.transaction(caller, async (sql) => {
      const { count } = await sql`update trace_partners set state = 'granted'`
      return count
    })
    assert.equal(changed, 0)
    const forged = house.house.db.transaction(caller, async (sql) => {
      await sql`
        insert into trace_partners (organisation_id, partner_id, organisation_name, partner_name, state,
          asked_at)
        values (${firm}, ${neighbour}, 'A', 'B', 'granted', now())
        on conflict (organisation_id, partner_id) do update set state = 'granted'`
    })
    await assert.rejects(forged, /row-level security/)
  })
})

describe('a partner', () => {
  before(() => grant('granted'))

  test('sees what happened, without what is trade between others', async () => {
    const events = await asked('other')
    assert.deepEqual(names(events as never), [thing('X'), thing('Y')])
    const text = JSON.stringify(events)
    for (const secret of ['SECRET', '00077', '00088', '77.7', '99.5', 'inputEPCList', thing('IN'), 'example'])
      assert.equal(text.includes(secret), false, secret)
    const x = events.find(({ epcList }) => String(epcList) === thing('X'))
    const y = events.find(({ epcList }) => String(epcList) === thing('Y'))
    const keys = (event: object | undefined) => Object.keys(event ?? {}).sort()
    assert.deepEqual(keys(x), keys(y), 'not even that something is hidden')
  })

  test('sees nothing of its own there, and the owner’s binding stays whole', async () => {
    assert.equal(JSON.stringify(await asked('other')).includes('OWN'), false)
    const own = await found(house, 'wei', '/events')
    assert.match(JSON.stringify(own), /SECRET/)
  })

  const secretLink = encodeURIComponent('urn:epcglobal:cbv:bt:6901234000009:SECRET')
  const queries: readonly string[] = [
    `?EQ_bizTransaction_po=${secretLink}`,
    '?EQ_source_owning_party=urn:epc:id:pgln:6901234.00077',
    '?EQ_destination_owning_party=urn:epc:id:pgln:6901234.00088',
    '?EQ_type=Temperature',
    '?GE_value_CEL=70',
    '?LT_value_CEL=100',
    '?EQ_value_CEL=77.7',
    '?EQ_stringValue=SECRET',
    '?EQ_deviceID=urn:epc:id:giai:4000001.77',
    '?GE_time=2025-01-01T00:00:00Z',
    '?EXISTS_https://ns.example.com/epcis/price',
    '?EQ_https://ns.example.com/epcis/note=SECRET',
    '?GE_https://ns.example.com/epcis/price=1',
    '?LT_https://ns.example.com/epcis/price=1000',
    '?EQ_INNER_https://ns.example.com/epcis/deep=SECRET',
    '?EXISTS_INNER_https://ns.example.com/epcis/deep',
    '?MATCH_inputEPC=urn:epc:id:sgtin:6901234.000101.IN',
    '?MATCH_anyEPC=urn:epc:id:sgtin:6901234.000101.IN',
  ]
  for (const query of queries) {
    test(`cannot find out by ${query.slice(0, 60)}`, async () => {
      const url = query.replaceAll(
        'https://ns.example.com/epcis/',
        encodeURIComponent('https://ns.example.com/epcis/'),
      )
      const answer = await ask(house, 'other', `${base}/events${url.includes('=') ? url : `${url}=true`}`)
      const mine = await ask(house, 'wei', `/events${url.includes('=') ? url : `${url}=true`}`)
      assert.equal(answer.status, mine.status, 'refused alike, or answered alike')
      if (answer.status !== 200) return
      const list = JSON.parse(answer.text).epcisBody.queryResults.resultsBody.eventList as {
        epcList?: string[]
      }[]
      // Whatever tells X from Y would be a way to what is hidden of X.
      const told = names(list)
      assert.equal(told.includes(thing('X')), told.includes(thing('Y')), answer.text)
      assert.equal(JSON.stringify(list).includes('X2'), false)
    })
  }

  test('cannot find out by collections, single events, formats or pages', async () => {
    for (const collection of [
      'epcs',
      'bizSteps',
      'bizLocations',
      'readPoints',
      'dispositions',
      'eventTypes',
    ]) {
      const { text } = await ask(house, 'other', `${base}/${collection}`)
      for (const secret of ['SECRET', '/417/', '6901234.00077', '/21/IN'])
        assert.equal(text.includes(secret), false)
    }
    const hidden = encodeURIComponent('https://id.gs1.org/01/06901234001013/21/IN')
    assert.equal((await ask(house, 'other', `${base}/epcs/${hidden}/events`)).status, 404)
    const [first] = (await asked('other')) as { eventID: string }[]
    const single = await ask(house, 'other', `${base}/events/${encodeURIComponent(first!.eventID)}`)
    assert.equal(single.status, 200)
    assert.equal(single.text.includes('SECRET'), false)
    const xml = await ask(house, 'other', `${base}/events`, { headers: { accept: 'application/xml' } })
    assert.equal(xml.status, 200)
    assert.equal(/SECRET|00077|77\.7/.test(xml.text), false)
    const page = await ask(house, 'other', `${base}/events?perPage=1`)
    const next = /<([^>]+)>/.exec(page.headers.get('link') ?? '')?.[1]
    assert.ok(next?.includes('/partners/'), next)
  })

  test('cannot write, name queries or subscribe there', async () => {
    const attempts: readonly [string, string][] = [
      ['POST', '/capture'],
      ['POST', '/events'],
      ['GET', '/queries'],
      ['POST', '/queries'],
    ]
    for (const [method, path] of attempts) {
      const answer = await ask(house, 'other', base + path, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(method === 'POST' ? { body: '{}' } : {}),
      })
      assert.ok([404, 405].includes(answer.status), `${method} ${path}: ${answer.status}`)
    }
  })

  test('sees what the owner decides, from the next question on', async () => {
    await as(house, 'wei').setAccess({
      params: { audience: 'partner' },
      body: { hidden: ['bizStep', 'readPoint'] },
    })
    const [event] = await asked('other', '?MATCH_epc=urn:epc:id:sgtin:6901234.000101.X')
    assert.deepEqual([event?.bizStep, event?.readPoint], [undefined, undefined])
    assert.equal(event?.['example:note'], 'SECRET')
    assert.deepEqual(await asked('other', '?EQ_bizStep=commissioning'), [])
    const rules = await as(house, 'reader').accessRules({})
    const rule = rules.rows.find(({ audienceOf }) => audienceOf === 'partner')
    assert.deepEqual([rule?.hidden, rule?.isDefault, rule?.changedBy], [['bizStep', 'readPoint'], false, 'a'])
    await assert.rejects(
      as(house, 'reader').setAccess({ params: { audience: 'public' }, body: { hidden: [] } }),
    )
  })

  test('sees nothing any more when it ends', async () => {
    const { rows } = await as(house, 'wei').partners()
    assert.deepEqual(
      rows.map(({ direction, partnerState }) => [direction, partnerState]),
      [['gives', 'granted']],
    )
    assert.equal((await as(house, 'other').partners()).rows[0]?.direction, 'gets')
    await as(house, 'wei').decidePartner({
      params: { partnerId: neighbour },
      body: { partnerState: 'ended' },
    })
    assert.equal((await ask(house, 'other', `${base}/events`)).status, 403)
  })
})

describe('the authority of the region', () => {
  test('sees all by default, and what the owner hides from it by rule no more', async () => {
    assert.match(JSON.stringify(await asked('official')), /SECRET/)
    await as(house, 'wei').setAccess({ params: { audience: 'authority' }, body: { hidden: ['extensions'] } })
    const text = JSON.stringify(await asked('official'))
    assert.equal(text.includes('99.5'), false)
    assert.match(text, /cbv:bt:6901234000009:SECRET/)
  })

  test('is that of the region alone', async () => {
    assert.equal((await ask(house, 'official', `/partners/${neighbour}/events`)).status, 403)
  })
})
