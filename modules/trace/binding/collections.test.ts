import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import { ask, capture, documentOf, eventWith, found, traceHouse } from '../test/house.ts'

let house: TestHouse
before(async () => {
  house = await traceHouse()
  const events = [
    eventWith({ bizStep: 'packing', disposition: 'active', epcList: ['urn:epc:id:sgtin:4012345.011111.7'] }),
    eventWith({
      bizStep: 'shipping',
      disposition: 'in_transit',
      epcList: ['urn:epc:id:sgtin:4012345.011111.8'],
    }),
    eventWith({
      bizStep: 'https://ns.example.com/step/x',
      epcList: ['urn:epc:id:sgtin:4012345.011111.3'],
      bizLocation: { id: 'urn:epc:id:sgln:4012345.00006.0' },
    }),
    eventWith({
      epcList: [],
      quantityList: [{ epcClass: 'urn:epc:class:lgtin:4012345.022222.L1', quantity: 2 }],
    }),
  ]
  assert.equal((await capture(house, 'wei', documentOf(events))).success, true)
})
after(() => house.close())

async function members(path: string, name = 'wei'): Promise<string[]> {
  const answer = await ask(house, name, path)
  assert.equal(answer.status, 200, answer.text)
  const collection = answer.json() as unknown as { type: string; member: string[]; '@context': string }
  assert.equal(collection.type, 'Collection')
  assert.ok(collection['@context'])
  return collection.member
}

describe('the resources by which events are browsed', () => {
  it('tells what there is', async () => {
    assert.deepEqual(await members(''), [
      'capture',
      'events',
      'eventTypes',
      'epcs',
      'bizSteps',
      'bizLocations',
      'readPoints',
      'dispositions',
      'queries',
    ])
    assert.equal((await members('/eventTypes')).length, 5)
    assert.deepEqual(await members('/eventTypes/ObjectEvent'), ['events'])
    assert.equal((await found(house, 'wei', '/eventTypes/ObjectEvent/events')).length, 4)
    assert.equal((await found(house, 'wei', '/eventTypes/AggregationEvent/events')).length, 0)
    assert.equal((await ask(house, 'wei', '/eventTypes/Nothing')).status, 404)
    assert.equal((await ask(house, 'wei', '/eventTypes/Nothing/events')).status, 404)
  })

  it('lists every value once, in order', async () => {
    assert.deepEqual(await members('/epcs'), [
      'https://id.gs1.org/01/04012345111118/21/3',
      'https://id.gs1.org/01/04012345111118/21/7',
      'https://id.gs1.org/01/04012345111118/21/8',
      'https://id.gs1.org/01/04012345222227/10/L1',
    ])
    assert.deepEqual(await members('/bizSteps'), [
      'https://ns.example.com/step/x',
      'https://ref.gs1.org/cbv/BizStep-inspecting',
      'https://ref.gs1.org/cbv/BizStep-packing',
      'https://ref.gs1.org/cbv/BizStep-shipping',
    ])
    assert.deepEqual(await members('/dispositions'), [
      'https://ref.gs1.org/cbv/Disp-active',
      'https://ref.gs1.org/cbv/Disp-in_transit',
    ])
    assert.deepEqual(await members('/readPoints'), ['https://id.gs1.org/414/4012345000054'])
    assert.deepEqual(await members('/bizLocations'), ['https://id.gs1.org/414/4012345000061'])
    assert.deepEqual(await members('/epcs', 'other'), [])
  })

  it('in pages', async () => {
    const seen: string[] = []
    let next: string | null = '/epcs?perPage=3'
    while (next) {
      const answer = await ask(house, 'wei', next)
      seen.push(...(answer.json() as unknown as { member: string[] }).member)
      next = /<(.*)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? null
    }
    assert.deepEqual(seen, await members('/epcs'))
  })

  for (const [path, count] of [
    ['/epcs/urn:epc:id:sgtin:4012345.011111.7', 1],
    [`/epcs/${encodeURIComponent('https://id.gs1.org/01/04012345111118/21/7')}`, 1],
    ['/epcs/https://id.gs1.org/01/04012345111118/21/7', 1],
    ['/epcs/urn:epc:class:lgtin:4012345.022222.L1', 1],
    ['/bizSteps/packing', 1],
    ['/bizSteps/urn:epcglobal:cbv:bizstep:packing', 1],
    [`/bizSteps/${encodeURIComponent('https://ref.gs1.org/cbv/BizStep-packing')}`, 1],
    [`/bizSteps/${encodeURIComponent('https://ns.example.com/step/x')}`, 1],
    ['/dispositions/in_transit', 1],
    ['/readPoints/urn:epc:id:sgln:4012345.00005.0', 4],
    [`/bizLocations/${encodeURIComponent('https://id.gs1.org/414/4012345000061')}`, 1],
  ] as const) {
    it(`${path} has ${count}`, async () => {
      assert.deepEqual(await members(path), ['events'])
      assert.equal((await found(house, 'wei', `${path}/events`)).length, count)
      assert.equal((await found(house, 'wei', `${path}/events?EQ_action=ADD`)).length, 0)
      assert.equal((await ask(house, 'other', path)).status, 404)
      assert.equal((await ask(house, 'other', `${path}/events`)).status, 404)
    })
  }

  for (const path of [
    '/epcs/urn:x:y',
    '/bizSteps/nothing',
    '/dispositions/x',
    '/readPoints/urn:x:y',
    '/bizLocations/urn:x:y',
    '/nothing',
  ]) {
    it(`${path} is not there`, async () => {
      assert.equal((await ask(house, 'wei', path)).status, 404)
    })
  }
})

describe('OPTIONS', () => {
  for (const [path, allow] of [
    ['', 'GET, OPTIONS'],
    ['/capture', 'GET, POST, OPTIONS'],
    ['/capture/x', 'GET, OPTIONS'],
    ['/events', 'GET, POST, OPTIONS'],
    ['/events/urn:x', 'GET, OPTIONS'],
    ['/epcs', 'GET, OPTIONS'],
    ['/bizSteps/x/events', 'GET, OPTIONS'],
    ['/queries', 'GET, POST, OPTIONS'],
    ['/queries/x', 'GET, DELETE, OPTIONS'],
    ['/queries/x/subscriptions', 'GET, POST, OPTIONS'],
    ['/queries/x/subscriptions/y', 'GET, DELETE, OPTIONS'],
  ] as const) {
    it(`${path || '/'} tells versions and methods`, async () => {
      const answer = await ask(house, 'nobody', path, { method: 'OPTIONS' })
      assert.equal(answer.status, 204)
      assert.equal(answer.headers.get('allow'), allow)
      for (const name of [
        'GS1-EPCIS-Version',
        'GS1-EPCIS-Min',
        'GS1-EPCIS-Max',
        'GS1-CBV-Version',
        'GS1-CBV-Min',
        'GS1-CBV-Max',
      ]) {
        assert.equal(answer.headers.get(name), '2.0.0', name)
      }
      assert.equal(answer.headers.has('GS1-EPCIS-Capture-Limit'), path === '/capture')
    })
  }
})
