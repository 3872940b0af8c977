import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { blankDrawing, type PictureDrawing, type PictureItem } from '../pictures/check.ts'
import { createDeriver } from '../states/derive.ts'
import { append, as, clockAt, factoryHouse, hour, makeMachine, setEdge, unitId } from '../testing.ts'

const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const clock = clockAt(start + hour)

let house: TestHouse
let first: Awaited<ReturnType<typeof makeMachine>>
let second: typeof first
let foreign: typeof first
let pictureId = ''

before(async () => {
  house = await factoryHouse({ start: false, clock })
  const tags = [
    { name: 'load', scale: 0.5 },
    { name: 'mode', valueType: 'text' as const },
  ]
  first = await makeMachine(house.house, { code: 'M-1', tags })
  second = await makeMachine(house.house, { code: 'M-2', tags })
  foreign = await makeMachine(house.house, { firm: 'firm-b', code: 'M-3', tags })
  await setEdge(house.house, first.machine.edgeId, true, start)
  await append(house.house, [
    { tag: first.tags.load ?? '', at: start, value: 60 },
    { tag: second.tags.load ?? '', at: start, value: 8, quality: 500 },
    { tag: foreign.tags.load ?? '', at: start, value: 1 },
  ])
})
after(() => house.close())

const bound = (id: string, machine: string, tag: string): PictureItem => ({
  ...{ id, symbol: 'value', layer: 'main', x: 10, y: 10, width: 80, height: 30 },
  binding: { machine, tag },
})
const drawingOf = (...items: PictureItem[]): PictureDrawing => ({ ...blankDrawing, items })

describe('pictures', () => {
  test('begin blank, keep each save as a version, and overwrite nothing that was not seen', async () => {
    const a = await as(house, 'a')
    const site = await unitId(house.house, 'firm-a', 'S1')
    pictureId = (await a.addPicture({ body: { name: '一号线', nameEn: 'Line 1', unitId: site } })).id
    const params = { pictureId }
    const blank = await a.onePicture({ params })
    assert.deepEqual(
      [blank.version, blank.publishedVersion, blank.drawing.items, blank.unitName],
      [1, null, [], '一厂'],
    )
    const drawing = drawingOf(bound('a', first.machine.id, 'load'), bound('s', first.machine.id, '$state'))
    const saved = await a.savePicture({ params, body: { drawing, base: 1, note: '负载' } })
    assert.equal(saved.version, 2)
    await assert.rejects(a.savePicture({ params, body: { drawing, base: 1 } }), (fault: RequestFault) => {
      assert.deepEqual([fault.status, fault.answer.code], [409, 'factory.picture.changedSince'])
      return true
    })
    const { rows } = await a.pictureVersions({ params })
    assert.deepEqual(
      rows.map((row) => [row.version, row.note, row.items, row.isPublished, row.personName]),
      [
        [2, '负载', 2, false, 'a'],
        [1, null, 0, false, 'a'],
      ],
    )
    assert.match(rows[0]?.hash ?? '', /^[0-9a-f]{64}$/)
  })

  test('show the published version; publishing an older one rolls back', async () => {
    const a = await as(house, 'a')
    const params = { pictureId }
    await a.publishPicture({ params, body: { version: 2 } })
    const next = drawingOf(bound('b', second.machine.id, 'load'))
    await a.savePicture({ params, body: { drawing: next, base: 2 } })
    assert.deepEqual((await a.onePicture({ params })).drawing.items[0]?.id, 'a')
    assert.deepEqual((await a.onePicture({ params, query: { version: 3 } })).drawing.items[0]?.id, 'b')
    await a.publishPicture({ params, body: { version: 3 } })
    await a.publishPicture({ params, body: { version: 2 } })
    const listed = (await a.pictures({ query: { q: 'line' } })).rows[0]
    assert.deepEqual([listed?.publishedVersion, listed?.newestVersion, listed?.isTemplate], [2, 3, false])
    await assert.rejects(a.publishPicture({ params, body: { version: 9 } }), { status: 404 })
  })

  test('say of each value how good it is, and of each machine whether it is heard of', async () => {
    const a = await as(house, 'a')
    const shown = await a.pictureValues({ params: { pictureId } })
    assert.deepEqual(
      shown.values.map((one) => [one.machine, one.tag, one.value, one.quality, one.isReadOnly]),
      [[first.machine.id, 'load', 30, 'good', false]],
    )
    assert.deepEqual(
      shown.machines.map((one) => [one.name, one.state, one.isLive]),
      [['M-1', 'unknown', true]],
    )
    const stale = await a.pictureValues({ params: { pictureId }, query: { version: 3 } })
    assert.deepEqual([stale.values[0]?.quality, stale.machines[0]?.isLive], ['stale', false])
  })

  test('of a template serve each machine of the firm, and none of another', async () => {
    const a = await as(house, 'a')
    const template = (await a.addPicture({ body: { name: '泵', parentId: pictureId } })).id
    const params = { pictureId: template }
    const drawing = drawingOf(bound('a', '$machine', 'load'))
    await a.savePicture({ params, body: { drawing, base: 1 } })
    assert.equal((await a.onePicture({ params })).isTemplate, true)
    for (const [machine, value] of [
      [first, 30],
      [second, 4],
    ] as const) {
      const { values } = await a.pictureValues({ params, query: { version: 2, machine: machine.machine.id } })
      assert.deepEqual([values[0]?.tagId, values[0]?.value], [machine.tags.load, value])
    }
    const query = { version: 2, machine: foreign.machine.id }
    assert.deepEqual(await a.pictureValues({ params, query }), { values: [], machines: [], alarms: [] })
    await assert.rejects(
      a.changePicture({ params: { pictureId }, body: { name: 'x', parentId: template } }),
      { status: 400 },
    )
    await a.removePicture({ params })
    await assert.rejects(a.onePicture({ params }), { status: 404 })
  })

  test('show the alarms of their machines and of no other firm’s, until somebody acknowledges', async () => {
    const a = await as(house, 'a')
    const body = {
      ...{ name: '负载高', kind: 'limit' as const, signal: 'load', level: 'H' as const, limit: 20 },
      ...{ priority: 'high' as const, mustAcknowledge: true, latches: false },
    }
    const equipmentIds = [first.machine.id, second.machine.id]
    await a.addAlarmDefinition({ body: { code: 'LOAD-H', body: { ...body, equipmentIds } } })
    const deriver = createDeriver(house.house, { lastHeardMs: () => undefined })
    await deriver.round()
    const at = clock.now().getTime() * 1000
    await append(house.house, [{ tag: first.tags.load ?? '', at, value: 90 }])
    clock.move(1000)
    await deriver.round()
    const { id } = await a.addPicture({ body: { name: '报警' } })
    const params = { pictureId: id }
    const box = { symbol: 'machine' as const, layer: 'main', x: 0, y: 0, width: 9, height: 9 }
    const drawing = drawingOf(
      { ...box, id: 'one', alarms: { machine: first.machine.id } },
      { ...box, id: 'given', alarms: { machine: '$machine', code: 'LOAD-H' } },
    )
    await a.savePicture({ params, body: { drawing, base: 1 } })
    const shown = async () =>
      (await a.pictureValues({ params, query: { machine: foreign.machine.id } })).alarms
    const [alarm] = await shown()
    assert.deepEqual(
      [alarm?.machine, alarm?.alarmCode, alarm?.priority, alarm?.isUnacknowledged],
      [first.machine.id, 'LOAD-H', 'high', true],
    )
    const operator = await as(house, 'operator')
    await operator.acknowledgeAlarms({ body: { watchIds: [alarm?.watchId ?? ''] } })
    assert.deepEqual(
      (await shown()).map((one) => [one.state, one.isUnacknowledged]),
      [['acknowledged', false]],
    )
    const foreignOne = drawingOf({ ...box, id: 'one', alarms: { machine: foreign.machine.id } })
    await assert.rejects(a.savePicture({ params, body: { drawing: foreignOne, base: 2 } }), { status: 400 })
    await a.removePicture({ params })
  })

  test('that name what is not the firm’s are refused at each field', async () => {
    const a = await as(house, 'a', 'en')
    const drawing = drawingOf(bound('a', foreign.machine.id, 'load'), {
      ...bound('a', '$machine', 'load'),
      layer: 'gone',
    })
    await assert.rejects(
      a.savePicture({ params: { pictureId }, body: { drawing, base: 3 } }),
      (fault: RequestFault) => {
        assert.equal(fault.answer.code, 'factory.picture.invalid')
        assert.deepEqual(
          fault.answer.fields?.map((one) => [one.field, one.message]),
          [
            ['drawing.items.1.id', 'This id is used twice'],
            ['drawing.items.0.binding.machine', 'Unknown machine, or not of this firm'],
            ['drawing.items.1.layer', 'No such layer'],
          ],
        )
        return true
      },
    )
    const bad = { ...drawing, items: [{ ...bound('a', first.machine.id, 'load'), symbol: 'rocket' }] }
    await assert.rejects(a.savePicture({ params: { pictureId }, body: { drawing: bad as never, base: 3 } }), {
      status: 400,
    })
  })

  test('are read by the firm and its officials, and changed by its engineers only', async () => {
    const params = { pictureId }
    const body = { drawing: blankDrawing, base: 3 }
    const b = await as(house, 'b')
    assert.equal((await b.pictures({})).total, 0)
    await assert.rejects(b.onePicture({ params }), { status: 404 })
    await assert.rejects(b.savePicture({ params, body }), { status: 404 })
    await assert.rejects(b.pictureValues({ params }), { status: 404 })
    const official = await as(house, 'region')
    assert.equal((await official.pictures({})).total, 1)
    await assert.rejects(official.savePicture({ params, body }), { status: 403 })
    const operator = await as(house, 'operator')
    assert.equal((await operator.pictureValues({ params })).values.length, 1)
    await assert.rejects(operator.publishPicture({ params, body: { version: 1 } }), { status: 403 })
    await assert.rejects(operator.removePicture({ params }), { status: 403 })
  })
})
