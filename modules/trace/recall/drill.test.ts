import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { bySteel, item, type RecallCase, recallCase, said } from '../test/recall-case.ts'
import { refused } from '../test/world.ts'

let w: RecallCase
before(async () => {
  w = await recallCase()
})
after(() => w.house.close())

describe('a drill', () => {
  it('captures nothing, is told as a drill, and is no open data', async () => {
    const events = async () => (await (await w.by('buyer')).events({})).total
    const publicly = async () => (await (await w.by('stranger')).publicRecalls({})).total
    const [eventsBefore, publicBefore] = [await events(), await publicly()]
    const recallId = await w.notified({ isDrill: true })
    await w.toldOf('buyer', /演练，请勿真实处置/)
    const buyer = await w.by('buyer')
    const marked = await buyer.markItems({
      params: { recallId },
      body: { things: [item('1')], state: 'quarantined' },
    })
    assert.deepEqual(marked, { marked: 1, events: 0 })
    assert.deepEqual([await events(), await publicly()], [eventsBefore, publicBefore])
    assert.match((await buyer.recall({ params: { recallId } })).number, /^DR2026-/)
    assert.equal(
      (await buyer.recalls({ query: { isDrill: true } })).rows.every(({ isDrill }) => isDrill),
      true,
    )
  })

  it('is timed from opening to the last answer', async () => {
    const maker = await w.by('maker')
    const recallId = await w.opened({ isDrill: true })
    w.clock.move(20_000)
    await maker.freezeRecall({ params: { recallId }, body: { version: 1 } })
    w.clock.move(10_000)
    await maker.notifyRecall({ params: { recallId }, body: { version: 2 } })
    w.clock.move(60_000)
    for (const { id, organisationId } of (await maker.recallParties({ params: { recallId } })).rows) {
      const isBuyers = organisationId === (await w.organisationOf('buyer'))
      const body = { answer: 'nothingHere' as const }
      await (await w.by(isBuyers ? 'buyer' : 'maker')).answerRecall({
        params: { recallId, partyId: id },
        body,
      })
    }
    const { timing } = await maker.recall({ params: { recallId } })
    assert.deepEqual(timing, { frozen: 20, notified: 30, answered: 90, closed: null })
  })
})

describe('an authority', () => {
  const demand = async (who: string, more: object = {}) => {
    const organisationId = await w.organisationOf('maker')
    const dueAt = new Date(w.clock.now().getTime() + 86_400_000).toISOString()
    const body = { ...said, finding: bySteel, isDrill: false, organisationId, dueAt, ...more }
    return (await (await w.by(who)).demandRecall({ body })).id
  }

  it('has a firm of its region recall', async () => {
    const recallId = await demand('city')
    const found = await (await w.by('maker')).recall({ params: { recallId } })
    assert.deepEqual([found.state, found.part, found.demandedByName], ['draft', 'maker', '单位city'])
    await w.toldOf('maker', /责令贵单位召回/)
    assert.equal((await (await w.by('city')).recall({ params: { recallId } })).part, 'official')
    await (await w.by('maker')).freezeRecall({ params: { recallId }, body: { version: 1 } })
  })

  it('demands nothing elsewhere, of the past, or without the permission', async () => {
    await assert.rejects(demand('far'), refused(403, 'trace.recall.notYours'))
    await assert.rejects(demand('leader'), refused(403, 'kit.forbidden'))
    const past = { dueAt: new Date(w.clock.now().getTime() - 1).toISOString() }
    await assert.rejects(demand('city', past), refused(422, 'trace.recall.finding', 'future'))
  })
})

describe('the public list', () => {
  it('shows products and lots of real recalls that were told, to everybody', async () => {
    await w.notified()
    const answer = await fetch(`${w.house.url}/api/trace/public/recalls?pageSize=1`)
    assert.equal(answer.status, 200)
    const { rows } = (await answer.json()) as {
      rows: { products: string[]; lots: string[]; publicText: string }[]
    }
    assert.deepEqual(rows[0]?.products, ['06901234001013', '06901234002010'])
    assert.deepEqual(rows[0]?.lots, ['ZJ1'])
    assert.equal(rows[0]?.publicText, said.publicText)
    assert.doesNotMatch(JSON.stringify(rows), /硬度不足|21\/1/)
    const csv = await fetch(`${w.house.url}/api/trace/public/recalls?format=csv`)
    assert.match(await csv.text(), /轴承早期失效/)
  })

  it('leaves out what was not told or has no public words', async () => {
    const total = async () => (await (await w.by('stranger')).publicRecalls({})).total
    const before = await total()
    await w.frozen()
    await w.notified({ publicText: '' })
    assert.equal(await total(), before)
  })

  it('is searched, and filtered by hazard', async () => {
    const asked = async (query: object) => (await (await w.by('stranger')).publicRecalls({ query })).total
    assert.equal(await asked({ q: '轴承' }), await asked({}))
    assert.equal(await asked({ q: '没有这样的召回' }), 0)
    assert.equal(await asked({ hazard: '1' }), 0)
    assert.equal(await asked({ hazard: '2' }), await asked({}))
  })
})
