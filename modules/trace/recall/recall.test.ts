import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  at,
  box,
  bySteel,
  crate,
  gs1,
  gtin,
  item,
  lot,
  machine,
  type RecallCase,
  recallCase,
  said,
  steel,
  store,
} from '../test/recall-case.ts'
import { refused } from '../test/world.ts'

let w: RecallCase
before(async () => {
  w = await recallCase()
})
after(() => w.house.close())

describe('the scope of a finding', () => {
  it('is the items of a lot of steel, what holds them, and nothing beside', async () => {
    const found = await (await w.by('maker')).previewRecall({ body: { finding: bySteel } })
    assert.deepEqual(found.some.map(({ thing, how }) => `${thing.replace(`${gs1}/`, '')} ${how}`).sort(), [
      `00/069012340000000016 held`,
      `01/${gtin}/21/1 affected`,
      `01/${gtin}/21/2 affected`,
      `01/${gtin}/21/3 affected`,
      `01/06901234002010/10/ZJ1 affected`,
    ])
    // The crate is the buyer's own: counted, and not shown to the maker.
    assert.deepEqual([found.affected, found.holding, found.held], [4, 1, 1])
    assert.deepEqual(found.organisations.map(({ name, items }) => [name, items]).sort(), [
      ['单位buyer', 3],
      ['单位maker', 1],
    ])
    assert.equal(found.isTruncated, false)
  })

  it('follows a machine in a span, a serial number, the lot of items', async () => {
    const maker = await w.by('maker')
    const count = async (finding: object) =>
      (await maker.previewRecall({ body: { finding: finding as never } })).affected
    const span = { from: at(0).eventTime, until: at(2).eventTime }
    assert.equal(await count({ kind: 'machine', equipmentId: machine, ...span }), 3)
    assert.equal(
      await count({ kind: 'machine', equipmentId: machine, from: span.from, until: at(3).eventTime }),
      6,
    )
    assert.equal(await count({ kind: 'things', things: [`(01)${gtin}(21)4`] }), 1)
    assert.equal(await count({ kind: 'things', things: [lot] }), 4)
  })

  it('spares what was made before the time of the finding', async () => {
    const body = { finding: { ...bySteel, from: at(2).eventTime } }
    assert.equal((await (await w.by('maker')).previewRecall({ body })).affected, 1)
  })

  it('refuses what nothing tells of, naming field and rule', async () => {
    const maker = await w.by('maker')
    const preview = (finding: object) => maker.previewRecall({ body: { finding: finding as never } })
    await assert.rejects(
      preview({ kind: 'things', things: [`${gs1}/01/${gtin}/21/nobody`] }),
      refused(422, 'trace.recall.finding', 'unknownThing'),
    )
    await assert.rejects(preview({ kind: 'things' }), refused(422, 'trace.recall.finding', 'required'))
    await assert.rejects(preview({ kind: 'machine' }), refused(422, 'trace.recall.finding', 'required'))
    const turned = { kind: 'machine', equipmentId: machine, from: at(3).eventTime, until: at(2).eventTime }
    await assert.rejects(preview(turned), refused(422, 'trace.recall.finding', 'span'))
    const nothing = { ...turned, from: at(20).eventTime, until: at(21).eventTime }
    await assert.rejects(preview(nothing), refused(409, 'trace.recall.nothing'))
    await assert.rejects(
      (await w.by('worker')).previewRecall({ body: { finding: bySteel } }),
      refused(403, 'kit.forbidden'),
    )
  })
})

describe('a recall', () => {
  it('keeps its set with a hash, and once more only adds', async () => {
    const recallId = await w.frozen()
    const maker = await w.by('maker')
    const first = await maker.recall({ params: { recallId } })
    assert.equal(first.state, 'frozen')
    assert.match(first.scopeHash ?? '', /^[0-9a-f]{64}$/)
    const again = await maker.freezeRecall({ params: { recallId }, body: { version: first.version } })
    assert.deepEqual([again.added, again.scopeHash], [0, first.scopeHash])
    await w.capture('maker', [
      {
        ...{ type: 'TransformationEvent', ...at(6), inputQuantityList: [{ epcClass: steel, quantity: 1 }] },
        outputEPCList: [item('7')],
      },
    ])
    const more = await maker.freezeRecall({ params: { recallId }, body: { version: first.version + 1 } })
    assert.equal(more.added, 1)
    assert.notEqual(more.scopeHash, first.scopeHash)
    await assert.rejects(
      maker.freezeRecall({ params: { recallId }, body: { version: first.version } }),
      refused(409, 'trace.recall.changedSince'),
    )
  })

  it('tells each organisation what it has, the officials that there is one, and nobody else', async () => {
    const recallId = await w.notified()
    const told = await w.toldOf('buyer', /召回“轴承早期失效”.*3 个对象/)
    assert.equal(told[0]?.link, `/trace/recalls/${recallId}`)
    await w.toldOf('city', /单位maker发起召回“轴承早期失效”/)
    const rows = await w.itemsOf('buyer', recallId)
    assert.deepEqual(rows.map(({ thing }) => thing.replace(`${gs1}/`, '')).sort(), [
      '00/069012340000000016',
      '00/069098760000000015',
      `01/${gtin}/21/1`,
      `01/${gtin}/21/2`,
    ])
    assert.ok(rows.every(({ holderName }) => holderName === '单位buyer'))
    await assert.rejects(w.itemsOf('stranger', recallId), refused(404, 'trace.recall.unknown'))
    await assert.rejects(w.itemsOf('far', recallId), refused(404, 'trace.recall.unknown'))
    assert.equal((await w.itemsOf('region', recallId)).length, 7)
    assert.equal((await w.itemsOf('leader', recallId)).length, 7)
  })

  it('is not seen by who has something until it is told', async () => {
    const recallId = await w.frozen()
    await assert.rejects(w.itemsOf('buyer', recallId), refused(404, 'trace.recall.unknown'))
    const { rows } = await (await w.by('buyer')).recalls({ query: { pageSize: 100 } })
    assert.ok(rows.every(({ id }) => id !== recallId))
  })

  it('marks things by events that are really captured, each by who has them', async () => {
    const recallId = await w.notified()
    const buyer = await w.by('buyer')
    const marks = (things: string[], state: 'quarantined' | 'destroyed' | 'released' | 'notFound') => {
      return buyer.markItems({ params: { recallId }, body: { things, state } })
    }
    assert.deepEqual(await marks([item('1'), item('2')], 'quarantined'), { marked: 2, events: 1 })
    const story = await buyer.story({ query: { id: item('1') } })
    assert.deepEqual(story.persistent, ['https://ref.gs1.org/cbv/Disp-recalled'])
    const last = story.events.at(-1)
    assert.equal(last?.bizStep, 'https://ref.gs1.org/cbv/BizStep-holding')
    assert.equal(last?.readPoint, store)
    assert.deepEqual(await marks([item('1')], 'destroyed'), { marked: 1, events: 1 })
    assert.deepEqual(await marks([item('2')], 'released'), { marked: 1, events: 1 })
    assert.deepEqual((await buyer.story({ query: { id: item('2') } })).persistent, [])
    assert.deepEqual(await marks([crate], 'notFound'), { marked: 1, events: 0 })
    const rows = await w.itemsOf('region', recallId)
    const state = (thing: string) => rows.find((one) => one.thing === thing)?.state
    assert.deepEqual([item('1'), item('2'), item('3'), crate].map(state), [
      'destroyed',
      'released',
      'gone',
      'notFound',
    ])
    const destroyed = rows.find((one) => one.thing === item('1'))
    const event = await buyer.event({ params: { seq: destroyed!.stateEvent! } })
    assert.equal(event.body['ronghe:recall'], (await buyer.recall({ params: { recallId } })).number)
  })

  it('marks all or nothing, and names each thing that does not fit', async () => {
    const recallId = await w.notified()
    const buyer = await w.by('buyer')
    const marks = (things: string[], state: 'quarantined' | 'released') => {
      return buyer.markItems({ params: { recallId }, body: { things, state } })
    }
    await assert.rejects(
      marks([item('1'), item('3')], 'quarantined'),
      refused(422, 'trace.recall.items', 'notHeld'),
    )
    await assert.rejects(marks([box], 'quarantined'), refused(422, 'trace.recall.items', 'onlyHeld'))
    await assert.rejects(marks([item('1')], 'released'), refused(422, 'trace.recall.items', 'state'))
    assert.ok((await w.itemsOf('buyer', recallId)).every(({ state }) => state === 'open'))
    const stranger = await w.by('stranger')
    await assert.rejects(
      stranger.markItems({ params: { recallId }, body: { things: [item('1')], state: 'quarantined' } }),
      refused(404, 'trace.recall.unknown'),
    )
  })

  it('takes answers, asks the maker for who is outside, and shows how effective it was', async () => {
    const recallId = await w.notified()
    const [maker, buyer] = [await w.by('maker'), await w.by('buyer')]
    const parties = (await maker.recallParties({ params: { recallId } })).rows
    assert.deepEqual(
      parties.map(({ name, isOutside, items }) => [name, isOutside, items]),
      [
        ['单位buyer', false, 3],
        ['单位maker', false, 2],
        ['417/6909876000005', true, 2],
      ],
    )
    const own = (await buyer.recallParties({ params: { recallId } })).rows
    assert.equal(own.length, 1)
    const answer = async (who: string, partyId: string) => {
      const body = { answer: 'quarantined' as const, note: '已隔离' }
      return (await w.by(who)).answerRecall({ params: { recallId, partyId }, body })
    }
    await assert.rejects(answer('buyer', parties[1]!.id), refused(403, 'trace.recall.notYours'))
    await assert.rejects(answer('maker', parties[0]!.id), refused(403, 'trace.recall.notYours'))
    for (const [who, at] of [
      ['buyer', 0],
      ['maker', 1],
      ['maker', 2],
    ] as const)
      await answer(who, parties[at]!.id)
    await w.toldOf('maker', /单位buyer已回复/)
    await buyer.markItems({
      params: { recallId },
      body: { things: [item('1'), item('2'), crate], state: 'quarantined' },
    })
    const mine = [steel, item('7')]
    await maker.markItems({ params: { recallId }, body: { things: mine, state: 'quarantined' } })
    await maker.markItems({ params: { recallId }, body: { things: [steel], state: 'destroyed' } })
    const { figures, step } = await maker.recall({ params: { recallId } })
    assert.equal(step, 'dispose')
    assert.deepEqual([figures.affected.value, figures.answered.value, figures.accounted.value], [5, 100, 100])
    assert.deepEqual([figures.recovered.numerator, figures.recovered.denominator], [1, 5])
    assert.equal(figures.located.basis, 'evidenced')
    assert.equal(figures.accounted.basis, 'declared')
  })

  it('goes step by step, and ends', async () => {
    const maker = await w.by('maker')
    const recallId = await w.opened()
    const end = async (isCancelled: boolean) => {
      const body = { conclusion: '已完成', isCancelled, version: await w.version(recallId) }
      return maker.closeRecall({ params: { recallId }, body })
    }
    await assert.rejects(end(false), refused(409, 'trace.recall.step'))
    const notify = async () =>
      maker.notifyRecall({ params: { recallId }, body: { version: await w.version(recallId) } })
    await assert.rejects(notify(), refused(409, 'trace.recall.step'))
    await maker.freezeRecall({ params: { recallId }, body: { version: await w.version(recallId) } })
    const change = { ...said, title: '另一标题', finding: bySteel, version: await w.version(recallId) }
    await assert.rejects(
      maker.changeRecall({ params: { recallId }, body: change }),
      refused(409, 'trace.recall.step'),
    )
    await notify()
    w.clock.move(90_000)
    await end(false)
    const { timing, state } = await maker.recall({ params: { recallId } })
    assert.deepEqual([state, timing.closed], ['closed', 90])
    const { rows } = await maker.recallTrail({ params: { recallId } })
    assert.deepEqual(
      rows.map(({ act }) => act),
      ['opened', 'frozen', 'notified', 'closed'],
    )
  })

  it('is changed by nobody else, and read whole by no party', async () => {
    const recallId = await w.notified()
    const buyer = await w.by('buyer')
    const body = { version: await w.version(recallId) }
    await assert.rejects(
      buyer.freezeRecall({ params: { recallId }, body }),
      refused(403, 'trace.recall.notYours'),
    )
    await assert.rejects(
      (await w.by('stranger')).freezeRecall({ params: { recallId }, body }),
      refused(404, 'trace.recall.unknown'),
    )
    const { rows } = await buyer.recallTrail({ params: { recallId } })
    assert.deepEqual(rows, [])
    const line = (await buyer.recalls({ query: { pageSize: 100 } })).rows.find(({ id }) => id === recallId)
    assert.equal(line?.organisationName, '单位maker')
  })
})
