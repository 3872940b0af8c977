import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import { as, capture, documentOf, eventWith, traceHouse } from '../test/house.ts'

const place = 'urn:epc:id:sgln:4012345.00005.0'
const placeId = 'https://id.gs1.org/414/4012345000054'
const item = 'urn:epc:id:sgtin:4012345.011111.7'

let house: TestHouse
before(async () => {
  house = await traceHouse()
  const document = documentOf([
    eventWith({
      epcList: [item],
      action: 'ADD',
      bizStep: 'commissioning',
      readPoint: { id: place },
      ilmd: { 'cbvmda:lotNumber': 'L7' },
      bizTransactionList: [{ type: 'prodorder', bizTransaction: 'urn:epcglobal:cbv:bt:4012345000009:W1' }],
    }),
  ])
  const name = { id: 'urn:epcglobal:cbv:mda#name', attribute: '一号车间' }
  const elements = [{ id: place, attributes: [name] }]
  const epcisMasterData = {
    vocabularyList: [{ type: 'urn:epcglobal:epcis:vtype:ReadPoint', vocabularyElementList: elements }],
  }
  const job = await capture(house, 'wei', { ...document, epcisHeader: { epcisMasterData } })
  assert.ok(job.success, JSON.stringify(job.errors))
})
after(() => house.close())

describe('stories and events', () => {
  it('name places that master data know', async () => {
    const story = await as(house, 'wei').story({ query: { id: item } })
    assert.equal(story.names[placeId], '一号车间')
    const [line] = (await as(house, 'wei').events()).rows
    const event = await as(house, 'wei').event({ params: { seq: line!.seq } })
    assert.equal(event.names[placeId], '一号车间')
  })

  it('tell by which paper, of which lot, and which things', async () => {
    const story = await as(house, 'wei').story({ query: { id: item } })
    const [first] = story.events
    assert.equal(first?.details?.lot, 'L7')
    assert.deepEqual(
      first?.details?.transactions.map(({ type }) => type),
      ['prodorder'],
    )
    const event = await as(house, 'wei').event({ params: { seq: first!.seq } })
    assert.deepEqual(event.named, [{ id: story.id, roles: ['epc'] }])
  })

  it('show no name to whoever may not see the place', async () => {
    const others = await as(house, 'official').things()
    assert.equal(others.total, 1)
    assert.equal((await as(house, 'other').things()).total, 0)
  })
})
