import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  bySteel,
  gs1,
  gtin,
  item,
  type RecallCase,
  recallCase,
  steel,
  store,
  works,
} from '../test/recall-case.ts'
import { refused } from '../test/world.ts'

let w: RecallCase
let recallId: string
before(async () => {
  w = await recallCase()
  recallId = await w.notified()
})
after(() => w.house.close())

async function items(who: string, query: object) {
  const { rows, total } = await (await w.by(who)).recallItems({ params: { recallId }, query })
  return { ids: rows.map(({ thing }) => thing.replace(`${gs1}/`, '')), total, rows }
}

describe('the things of a recall', () => {
  it('are searched, filtered, sorted and paged', async () => {
    assert.deepEqual((await items('region', { q: '/21/1' })).ids, [`01/${gtin}/21/1`])
    assert.equal((await items('region', { how: 'affected' })).total, 4)
    assert.deepEqual((await items('region', { how: 'holding' })).ids, ['00/069098760000000015'])
    assert.equal((await items('region', { state: 'gone' })).total, 1)
    assert.equal((await items('region', { place: store })).total, 4)
    const holder = await w.organisationOf('maker')
    assert.deepEqual((await items('region', { holder })).ids.sort(), [
      `01/${gtin}/21/3`,
      steel.replace(`${gs1}/`, ''),
    ])
    const page = await items('region', { pageSize: 2, page: 2, sort: 'thing' })
    assert.deepEqual([page.ids.length, page.total], [2, 6])
    const down = await items('region', { sort: '-thing' })
    assert.deepEqual(down.ids, [...down.ids].sort().reverse())
  })

  it('say by which event they were reached, where they are and since when', async () => {
    const { rows } = await items('maker', { q: '/21/3' })
    assert.equal(rows[0]?.reachedFrom, steel)
    assert.equal(rows[0]?.place, works)
    const maker = await w.by('maker')
    const event = await maker.event({ params: { seq: rows[0]!.reachedBy! } })
    assert.equal(event.type, 'TransformationEvent')
    const placed = await maker.event({ params: { seq: rows[0]!.placeEvent! } })
    assert.equal(placed.eventTime, rows[0]?.placeAt)
  })

  it('of others are shown to the maker only where its own events name them', async () => {
    const { ids } = await items('maker', {})
    assert.ok(!ids.includes('00/069098760000000015'))
    assert.ok(ids.includes(`01/${gtin}/21/1`))
  })

  it('come as a table', async () => {
    const maker = await w.headersOf('maker')
    const address = `${w.house.url}/api/trace/recalls/${recallId}/items?format=`
    const csv = await (await fetch(`${address}csv`, { headers: maker })).text()
    assert.match(csv, /对象.*关系/)
    assert.match(csv, /21\/3/)
    const xlsx = await fetch(`${address}xlsx`, { headers: maker })
    assert.match(xlsx.headers.get('content-type') ?? '', /spreadsheetml/)
    const bytes = new Uint8Array(await xlsx.arrayBuffer())
    assert.equal(String.fromCharCode(bytes[0]!, bytes[1]!), 'PK')
  })
})

describe('recalls', () => {
  it('are searched and filtered by what they are', async () => {
    const drill = await w.opened({ isDrill: true, title: '年度演练', hazard: '3' })
    const maker = await w.by('maker')
    const ids = async (query: object) => (await maker.recalls({ query })).rows.map(({ id }) => id)
    assert.deepEqual(await ids({ q: '演练' }), [drill])
    assert.deepEqual(await ids({ isDrill: false }), [recallId])
    assert.deepEqual(await ids({ state: 'draft' }), [drill])
    assert.deepEqual(await ids({ hazard: '3' }), [drill])
    assert.deepEqual(await ids({ q: 'RC2026' }), [recallId])
    assert.deepEqual((await ids({ sort: 'openedAt' })).length, 2)
  })

  it('are seen by officials of the region, and by nobody who has nothing to do with them', async () => {
    const total = async (who: string) => (await (await w.by(who)).recalls({})).total
    assert.equal(await total('city'), 2)
    assert.equal(await total('leader'), 2)
    assert.equal(await total('far'), 0)
    assert.equal(await total('stranger'), 0)
    assert.equal(await total('buyer'), 1)
    assert.equal(await total('worker'), 2)
  })

  it('are changed while they are drafts, and only by those who may', async () => {
    const draft = await w.opened()
    const maker = await w.by('maker')
    const body = {
      ...{ title: '改后标题', reason: '原因', hazard: '1' as const, instructions: '隔离' },
      ...{ finding: { ...bySteel, things: [item('4')] }, version: 1 },
    }
    await assert.rejects(
      (await w.by('worker')).changeRecall({ params: { recallId: draft }, body }),
      refused(403, 'kit.forbidden'),
    )
    await maker.changeRecall({ params: { recallId: draft }, body })
    const found = await maker.recall({ params: { recallId: draft } })
    assert.deepEqual([found.title, found.hazard, found.version, found.publicText], ['改后标题', '1', 2, null])
    assert.deepEqual(found.finding.things, [item('4')])
    const wrong = { ...body, version: 2, finding: { kind: 'things' as const, things: ['nobody'] } }
    await assert.rejects(
      maker.changeRecall({ params: { recallId: draft }, body: wrong }),
      refused(422, 'trace.recall.finding', 'unknownThing'),
    )
  })

  it('leave a chained record of what counts', async () => {
    const rows = await w.audits('trace.recall')
    assert.deepEqual([...new Set(rows.map(({ action }) => action))].sort(), [
      'trace.recall.frozen',
      'trace.recall.notified',
      'trace.recall.opened',
    ])
  })
})
