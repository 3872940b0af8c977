import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { as, clockAt, factoryHouse, hour, makeMachine, unitId } from '../testing.ts'

/** Monday 2026-03-02, 08:00 in Guangxi. */
const start = Date.parse('2026-03-02T00:00:00Z') * 1000

let house: TestHouse
let site: string
before(async () => {
  house = await factoryHouse({ clock: clockAt(start + 5 * hour) })
  site = await unitId(house.house, 'firm-a', 'S1')
})
after(() => house.close())

const machine = (code: string, change: object = {}) => ({
  code,
  name: `机床 ${code}`,
  unitId: site,
  isNumericalControl: true,
  isNetworked: false,
  isKeyProcess: false,
  ...change,
})

const refusedAt =
  (code: string, ...fields: string[]) =>
  (fault: RequestFault) => {
    assert.deepEqual(
      [fault.answer.code, ...(fault.answer.fields ?? []).map(({ field }) => field)],
      [code, ...fields],
    )
    return true
  }

describe('a machine that is wrong', () => {
  test('is refused with every field and its rule', async () => {
    const a = await as(house, 'a')
    const add = (change: object) => a.addEquipment({ body: machine('X', change) })
    const neighbour = await unitId(house.house, 'firm-b', 'S1')
    await assert.rejects(add({ unitId: neighbour }), refusedAt('factory.unit.unknown', 'unitId'))
    const dates = { commissionedOn: '2025-05-02', retiredOn: '2025-05-01' }
    await assert.rejects(add(dates), refusedAt('factory.equipment.retiredBefore', 'retiredOn'))
    await assert.rejects(add({ device: 'd' }), refusedAt('kit.input.invalid', 'edgeId'))
    const edge = await a.addEdge({ body: { code: 'e1', name: '网关' } })
    await assert.rejects(add({ edgeId: edge.id }), refusedAt('kit.input.invalid', 'device'))
    const theirs = await (await as(house, 'b')).addEdge({ body: { code: 'e1', name: '乙网关' } })
    await assert.rejects(add({ edgeId: theirs.id, device: 'd' }), refusedAt('factory.edge.unknown', 'edgeId'))
    await assert.rejects(add({ builtOn: '2025-02-30' }), { status: 400 })
    await assert.rejects(add({ code: '' }), { status: 400 })
    await assert.rejects(add({ unheard: true }), { status: 400 })
    assert.equal((await a.equipment({ query: { q: 'X' } })).total, 0)
  })

  test('does not take another’s device at the same edge', async () => {
    const a = await as(house, 'a')
    const { id } = await a.addEdge({ body: { code: 'e2', name: '二号' } })
    await a.addEquipment({ body: machine('D1', { edgeId: id, device: 'lathe' }) })
    await assert.rejects(
      a.addEquipment({ body: machine('D2', { edgeId: id, device: 'lathe' }) }),
      refusedAt('factory.equipment.deviceTaken', 'device'),
    )
    await a.addEquipment({ body: machine('D2', { edgeId: id, device: 'mill' }) })
  })
})

describe('the register', () => {
  before(async () => {
    const a = await as(house, 'a')
    for (let index = 0; index < 7; index++) {
      const isKeyProcess = index % 2 === 0
      const change = { isKeyProcess, maker: index < 3 ? '沈阳机床' : '大连机床', model: `V${index}` }
      await a.addEquipment({ body: machine(`R${index}`, change) })
    }
  })

  test('is searched by code, name, maker and model, and filtered', async () => {
    const a = await as(house, 'a')
    const codes = async (query: object) =>
      (await a.equipment({ query: { pageSize: 100, sort: 'code', ...query } })).rows.map(({ code }) => code)
    assert.deepEqual(await codes({ q: '沈阳' }), ['R0', 'R1', 'R2'])
    assert.deepEqual(await codes({ q: '机床 R5' }), ['R5'])
    assert.deepEqual(await codes({ q: 'v6' }), ['R6'])
    assert.deepEqual(await codes({ q: '大连', isKeyProcess: true }), ['R4', 'R6'])
    assert.deepEqual(await codes({ q: '_' }), [], 'a sign of LIKE is a letter')
    assert.deepEqual(await codes({ q: 'R', isConnected: true }), [])
  })

  test('comes in pages, sorted up and down, each row once', async () => {
    const a = await as(house, 'a')
    const page = (number: number, sort: string) =>
      a.equipment({ query: { q: '机床 R', page: number, pageSize: 3, sort } })
    for (const [sort, expected] of [
      ['code', 'R0R1R2R3R4R5R6'],
      ['-code', 'R6R5R4R3R2R1R0'],
    ] as const) {
      const pages = await Promise.all([1, 2, 3].map((number) => page(number, sort)))
      assert.equal(pages.flatMap(({ rows }) => rows.map(({ code }) => code)).join(''), expected)
      assert.ok(pages.every(({ total }) => total === 7))
    }
    await assert.rejects(a.equipment({ query: { page: 0 } }), { status: 400 })
    await assert.rejects(a.equipment({ query: { pageSize: 1_000_000 } }), { status: 400 })
  })

  test('is exported whole, whatever page is shown, as CSV and XLSX', async () => {
    const { headers } = await as(house, 'a')
    const get = (format: string) =>
      fetch(
        `${house.url}/api/factory/equipment?q=${encodeURIComponent('机床 R')}&pageSize=2&format=${format}`,
        {
          headers,
        },
      )
    const csv = await (await get('csv')).text()
    assert.equal(csv.trim().split(/\r?\n/).length, 8)
    const xlsx = Buffer.from(await (await get('xlsx')).arrayBuffer())
    assert.equal(xlsx.subarray(0, 4).toString('hex'), '504b0304')
  })

  test('keeps a retired machine, apart from the others', async () => {
    const a = await as(house, 'a')
    const [row] = (await a.equipment({ query: { q: '机床 R3' } })).rows
    assert.ok(row)
    const params = { equipmentId: row.id }
    const { version } = await a.oneEquipment({ params })
    await a.changeEquipment({ params, body: { ...machine('R3'), retiredOn: '2026-03-01', version } })
    const codes = async (isRetired: boolean) =>
      (await a.equipment({ query: { q: '机床 R', isRetired, pageSize: 100 } })).rows.map(({ code }) => code)
    assert.deepEqual(await codes(true), ['R3'])
    assert.equal((await codes(false)).includes('R3'), false)
    assert.equal(
      (await a.board({ query: { pageSize: 200 } })).rows.some(({ name }) => name === '机床 R3'),
      false,
    )
  })

  test('of two changes at once one is told that it came late', async () => {
    const a = await as(house, 'a')
    const [row] = (await a.equipment({ query: { q: '机床 R4' } })).rows
    const params = { equipmentId: row?.id ?? '' }
    const { version } = await a.oneEquipment({ params })
    const change = (name: string) => a.changeEquipment({ params, body: { ...machine('R4'), name, version } })
    const tried = await Promise.allSettled([change('甲'), change('乙')])
    assert.deepEqual(tried.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    assert.equal((await a.oneEquipment({ params })).version, version + 1)
  })
})

describe('the plant tree and the board', () => {
  test('show units above machines, each below its own', async () => {
    const a = await as(house, 'a')
    const { rows } = await a.tree({ query: {} })
    const byId = new Map(rows.map((node) => [node.id, node]))
    const ranks = ['organisation', 'site', 'area', 'line', 'cell', 'equipment']
    for (const node of rows) {
      const parent = node.parentId === null ? undefined : byId.get(node.parentId)
      if (node.kind === 'organisation') assert.equal(parent, undefined)
      else assert.ok(parent && ranks.indexOf(parent.kind) < ranks.indexOf(node.kind), node.name)
    }
    assert.ok(rows.some(({ kind }) => kind === 'equipment'))
    const theirs = await (await as(house, 'b')).tree({ query: {} })
    assert.equal(theirs.rows.filter(({ kind }) => kind === 'equipment').length, 0)
  })

  test('a machine never heard of says so on the board', async () => {
    const { machine: made } = await makeMachine(house.house, { code: 'SILENT' })
    const { rows } = await (await as(house, 'a')).board({ query: { pageSize: 200 } })
    const card = rows.find(({ equipmentId }) => equipmentId === made.id)
    assert.deepEqual([card?.isConnected, card?.lastSignalAt, card?.oeeToday.value], [false, null, null])
    assert.equal(card?.oeeToday.reason, 'factory.missing.noSignals')
  })

  test('a machine that only meters others is told apart from one that has a meter', async () => {
    const a = await as(house, 'a')
    const made = await makeMachine(house.house, { code: 'MAIN', tags: [{ name: 'energy' }] })
    const metered = await makeMachine(house.house, { code: 'METERED', tags: [{ name: 'energy' }] })
    const isMeter = async () => {
      const { rows } = await a.board({ query: { pageSize: 200 } })
      const of = (id: string) => rows.find(({ equipmentId }) => equipmentId === id)?.isMeter
      return [of(made.machine.id), of(metered.machine.id)]
    }
    assert.deepEqual(await isMeter(), [false, false])
    const meter = { unitId: site, reading: 'counter' as const, measuredIn: 'kWh' as const }
    await a.addEnergyMeter({ body: { ...meter, name: '总表', tagId: made.tags.energy ?? '' } })
    const own = { tagId: metered.tags.energy ?? '', equipmentId: metered.machine.id }
    await a.addEnergyMeter({ body: { ...meter, name: '分表', ...own } })
    assert.deepEqual(await isMeter(), [true, false])
    const { id, organisationId } = made.machine
    await house.house.act(
      systemCaller,
      ({ sql }) => sql`insert into factory_states (equipment_id, organisation_id, starts_at, ends_at, state)
        values (${id}, ${organisationId}, '2026-01-01', '2026-01-02', 'production')`,
    )
    assert.deepEqual(await isMeter(), [false, false], 'what was seen at work is a machine')
  })
})
