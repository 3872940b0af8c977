import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import { captureSample, type SampleEvents } from './sample.ts'
import { as, firm, traceHouse } from './test/house.ts'

const file = new URL('../../regions/guangxi/sample/trace.json', import.meta.url)
const { events } = JSON.parse(readFileSync(file, 'utf8')) as { events: SampleEvents['events'] }
const drive = 'urn:epc:id:sgtin:6901234.000101.GX0001'

let house: TestHouse
before(async () => {
  house = await traceHouse()
})
after(() => house.close())

describe('the sample of the region', () => {
  it('is captured once, and marked as sample in every event', async () => {
    await captureSample(house.house, firm, events)
    await captureSample(house.house, firm, events)
    const { rows, total } = await as(house, 'wei').events({ query: { pageSize: 100 } })
    assert.equal(total, events.length)
    for (const { eventId, seq } of rows) {
      assert.match(eventId, /^urn:ronghe:sample:/)
      const { body } = await as(house, 'wei').event({ params: { seq } })
      assert.equal(body['ronghe:sample'], true)
    }
    const { rows: captures } = await as(house, 'wei').captures()
    assert.deepEqual(
      captures.map(({ source, success }) => [source, success]),
      [['sample', true]],
    )
  })

  it('tells a whole story: made of two lots, packed, shipped, installed, damaged', async () => {
    const story = await as(house, 'wei').story({ query: { id: drive } })
    assert.equal(story.lastDisposition, 'https://ref.gs1.org/cbv/Disp-damaged')
    assert.deepEqual(story.persistent, ['https://ref.gs1.org/cbv/Disp-recalled'])
    assert.equal(story.lastPlace, 'https://id.gs1.org/414/6909876000029', 'where the last event was')
    const back = await as(house, 'wei').graph({ query: { id: drive, direction: 'backward' } })
    assert.equal(back.links.filter(({ kind }) => kind === 'transformation').length, 2)
    const lot = 'urn:epc:class:lgtin:6901234.000201.ZJ2611'
    const forward = await as(house, 'wei').graph({ query: { id: lot, direction: 'forward' } })
    assert.equal(forward.nodes.filter(({ id, role }) => role === 'self' && id.includes('/21/')).length, 12)
  })

  it('refuses a sample that is not valid', async () => {
    const other = await traceHouse()
    await assert.rejects(captureSample(other.house, firm, [{ daysAgo: 1, type: 'ObjectEvent' }]), /not valid/)
    await other.close()
  })
})
