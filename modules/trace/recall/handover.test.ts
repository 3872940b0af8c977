import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buyerParty, dock, gs1, gtin, item, type RecallCase, recallCase } from '../test/recall-case.ts'

let w: RecallCase
before(async () => {
  w = await recallCase()
  await w.capture('maker', [
    {
      ...{ type: 'ObjectEvent', eventTime: '2026-10-02T00:00:00Z', eventTimeZoneOffset: '+08:00' },
      ...{ action: 'OBSERVE', bizStep: 'shipping', epcList: [item('5')], readPoint: { id: dock } },
      destinationList: [{ type: 'possessing_party', destination: buyerParty }],
    },
  ])
})
after(() => w.house.close())

const finding = { kind: 'things' as const, things: [item('5')] }

describe('what was handed over and not received yet', () => {
  it('is with whoever handed it over, while the party is no organisation of the platform', async () => {
    const found = await (await w.by('maker')).previewRecall({ body: { finding } })
    assert.deepEqual(
      found.organisations.map(({ name }) => name),
      ['单位maker'],
    )
    assert.deepEqual(found.outside, [{ party: buyerParty, name: null, items: 1 }])
  })

  it('is with the organisation whose company prefix the party has', async () => {
    await (await w.by('buyer')).addPrefix({ body: { prefix: '6909876' } })
    const recallId = await w.notified({ finding })
    const [row] = await w.itemsOf('region', recallId)
    assert.deepEqual([row?.thing, row?.holderName], [item('5'), '单位buyer'])
    const parties = (await (await w.by('maker')).recallParties({ params: { recallId } })).rows
    assert.ok(parties.every(({ isOutside }) => !isOutside))
    // Its maker still sees what its own events name, and the buyer marks it though it never scanned it.
    assert.equal((await w.itemsOf('maker', recallId)).length, 1)
    const body = { things: [item('5')], state: 'quarantined' as const }
    const marked = await (await w.by('buyer')).markItems({ params: { recallId }, body })
    assert.deepEqual(marked, { marked: 1, events: 1 })
    const story = await (await w.by('buyer')).story({ query: { id: `${gs1}/01/${gtin}/21/5` } })
    assert.deepEqual(story.persistent, ['https://ref.gs1.org/cbv/Disp-recalled'])
  })
})
