import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import { isoOf } from '../micros.ts'
import { as, clockAt, factoryHouse, hour, type Machine, makeMachine, unitId, upload } from '../testing.ts'

const start = Date.parse('2026-03-02T00:00:00Z') * 1000
const seed = { code: 'P-1', name: '轴' }
let house: TestHouse
let a: Awaited<ReturnType<typeof as>>
let b: Awaited<ReturnType<typeof as>>
let machine: Machine
let tags: Record<string, string>
let site: string

before(async () => {
  house = await factoryHouse({ start: false, clock: clockAt(start) })
  a = await as(house, 'a', 'en')
  b = await as(house, 'b')
  const made = await makeMachine(house.house, { code: 'M-1', unit: 'L1' })
  machine = made.machine
  tags = made.tags
  site = await unitId(house.house, 'firm-a', 'S1')
})
after(() => house.close())

/** The refusal has this status, code and field, and words in English without a blank left open. */
function refused(status: number, code: string, field?: string) {
  return (fault: RequestFault) => {
    const { answer } = fault
    assert.deepEqual([fault.status, answer.code, answer.fields?.[0]?.field], [status, code, field])
    for (const text of [answer.message, answer.fields?.[0]?.message ?? 'none'])
      assert.match(text, /^[^\u4e00-\u9fff{}]{4,}$/)
    return true
  }
}

describe('products', () => {
  test('have a code each, retired ones too, and a run is of one that the firm has', async () => {
    const { id } = await a.addProduct({ body: { ...seed, rates: [] } })
    const twice = a.addProduct({ body: { ...seed, name: '另一', rates: [] } })
    await assert.rejects(twice, refused(409, 'factory.product.codeTaken', 'code'))
    assert.ok((await b.addProduct({ body: { ...seed, rates: [] } })).id, 'a neighbour may use it')
    const theirs = (await b.products({ query: {} })).rows[0]?.id ?? ''
    const run = (productId: string) =>
      a.addProductRun({
        params: { equipmentId: machine.id },
        body: { productId, idealCycleMs: 1000, startsAt: isoOf(start - hour) },
      })
    await assert.rejects(run(theirs), refused(400, 'factory.product.unknown', 'productId'))
    assert.ok((await run(id)).id)
  })
})

describe('a tree of reasons', () => {
  test('has each name once below a parent, and no more than six levels', async () => {
    let version = 0
    const add = async (code: string, name: string, parent: string | null) => {
      const below = parent === null ? {} : { parentCode: parent }
      const body = { version, code, name, isPlanned: false, ...below }
      version = (await a.addReason({ body })).version
    }
    await add('level-1', '一', null)
    await assert.rejects(add('other', '一', null), refused(409, 'factory.reason.nameTaken', 'name'))
    for (let level = 2; level <= 6; level++) await add(`level-${level}`, `第${level}`, `level-${level - 1}`)
    await assert.rejects(
      add('level-7', '七', 'level-6'),
      refused(400, 'factory.reason.tooDeep', 'parentCode'),
    )
    const { rows } = await a.reasons({ query: { pageSize: 500 } })
    assert.ok(!rows.some(({ code }) => code === 'level-7' || code === 'other'), 'nothing of them is kept')
  })
})

describe('pictures', () => {
  test('stand below one of the firm, and not below themselves', async () => {
    const add = async (name: string, parentId?: string) =>
      (await a.addPicture({ body: { name, unitId: site, ...(parentId ? { parentId } : {}) } })).id
    const top = await add('全厂')
    const below = await add('一线', top)
    const change = (pictureId: string, parentId: string) =>
      a.changePicture({ params: { pictureId }, body: { name: '全厂', unitId: site, parentId } })
    await assert.rejects(change(top, below), refused(400, 'factory.picture.circle', 'parentId'))
    await assert.rejects(change(top, top), refused(400, 'factory.picture.circle', 'parentId'))
    const theirs = (await b.addPicture({ body: { name: '乙' } })).id
    await assert.rejects(change(top, theirs), refused(400, 'factory.picture.parentUnknown', 'parentId'))
    await change(below, top)
  })
})

describe('meters', () => {
  test('read a signal of the firm, and of two who change one the later hears of the first', async () => {
    const meter = {
      ...{ name: '总表', unitId: site, tagId: tags.load ?? '', reading: 'powerStep' as const },
      measuredIn: 'kW' as const,
    }
    const { id: meterId } = await a.addEnergyMeter({ body: meter })
    const foreign = await makeMachine(house.house, { firm: 'firm-b', code: 'B-1' })
    const stolen = { ...meter, tagId: foreign.tags.load ?? '' }
    const unknown = refused(400, 'factory.energy.signalUnknown', 'tagId')
    await assert.rejects(a.addEnergyMeter({ body: stolen }), unknown)
    const change = (name: string) =>
      a.changeEnergyMeter({ params: { meterId }, body: { ...meter, name, version: 1 } })
    const both = await Promise.allSettled([change('一'), change('二')])
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    await assert.rejects(change('三'), refused(409, 'factory.energy.meterChangedSince'))
  })
})

describe('definitions of alarms', () => {
  test('have a code each, and of two who change one the later hears of the first', async () => {
    const body: AlarmBody = {
      ...{ name: '负载高', kind: 'limit', signal: 'load', level: 'H', limit: 80, priority: 'high' },
      ...{ mustAcknowledge: true, latches: false, equipmentIds: [machine.id] },
    }
    const { id: definitionId } = await a.addAlarmDefinition({ body: { code: 'H', body } })
    const twice = a.addAlarmDefinition({ body: { code: 'H', body: { ...body, limit: 90 } } })
    await assert.rejects(twice, refused(409, 'factory.alarm.codeTaken', 'code'))
    const change = (limit: number) =>
      a.changeAlarmDefinition({ params: { definitionId }, body: { version: 1, body: { ...body, limit } } })
    const both = await Promise.allSettled([change(81), change(82)])
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    await assert.rejects(change(83), refused(409, 'factory.alarm.changedSince'))
    const { versions } = await a.oneAlarmDefinition({ params: { definitionId } })
    assert.equal(versions.length, 2, 'one change was kept')
  })
})

describe('files of history', () => {
  test('that are not made yet are none to fetch, and what has ended is not ended again', async () => {
    const question = { tags: [tags.load ?? ''], from: isoOf(start - hour), to: isoOf(start) }
    const { id } = await a.addExport({ body: { kind: 'points', format: 'csv', question } })
    const params = { exportId: id }
    await assert.rejects(a.exportFile({ params }), refused(409, 'factory.export.noFile'))
    await a.cancelExport({ params })
    await assert.rejects(a.cancelExport({ params }), refused(409, 'factory.export.ended'))
    await assert.rejects(a.exportFile({ params }), refused(409, 'factory.export.noFile'))
    await assert.rejects(b.cancelExport({ params }), { status: 404 })
  })
})

describe('a nameplate', () => {
  test('that the file does not hold is said so, and the machine stays as it was', async () => {
    const before = await a.oneEquipment({ params: { equipmentId: machine.id } })
    const file = { name: 'empty.json', content: '{"submodels":[]}' }
    const path = `/factory/equipment/${machine.id}/nameplate?dryRun=false`
    const { status, body } = await upload(house, a.headers, path, file)
    assert.ok(status === 400, `${status} ${JSON.stringify(body)}`)
    assert.deepEqual(await a.oneEquipment({ params: { equipmentId: machine.id } }), before)
  })
})
