import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import { createDeriver } from '../states/derive.ts'
import { append, as, clockAt, factoryHouse, hearMachine, hour, makeMachine, minute } from '../testing.ts'

/** Monday 2026-03-02, 08:00 in Guangxi. */
const start = Date.parse('2026-03-02T00:00:00Z') * 1000

/**
 * Firm A (Nanning): three key machines, one of which proves its control and one of which has none, and a
 * retired one. Firm B (Liuzhou): one key machine, declared only. Firm C (Nanning): a machine that is not key.
 */
let house: TestHouse
before(async () => {
  house = await factoryHouse({ start: false, clock: clockAt(start + 5 * hour) })
  const make = (code: string, change: object = {}) => makeMachine(house.house, { code, ...change })
  const { machine, tags } = await make('A1')
  await make('A2')
  await make('A3', { isNumericalControl: false })
  await make('A4', { retiredOn: '2026-01-01' })
  await make('B1', { firm: 'firm-b' })
  await make('C1', { firm: 'firm-c', isKeyProcess: false })
  await append(house.house, [
    { tag: tags.mode ?? '', at: start, value: 'AUTOMATIC' },
    { tag: tags.execution ?? '', at: start, value: 'ACTIVE' },
    { tag: tags.execution ?? '', at: start + 60 * minute, value: 'READY' },
  ])
  await hearMachine(house.house, machine.id, start + 60 * minute)
  await createDeriver(house.house, { lastHeardMs: () => undefined }).round()
})
after(() => house.close())

const region = { region: '450000' }

describe('what machines prove of a region', () => {
  test('everybody reads sums: declared and evidenced apart, the retired not counted', async () => {
    const { total, rows } = await (await as(house, null)).machinesByRegion({ query: region })
    assert.deepEqual([total.firms, total.machines, total.keyProcess, total.machinesConnected], [3, 5, 4, 1])
    assert.deepEqual([total.keyProcessControlledDeclared, total.keyProcessControlledEvidenced], [3, 1])
    assert.deepEqual(rows.map(({ key, machines }) => [key, machines]).sort(), [
      ['450100', 4],
      ['450200', 1],
    ])
  })

  test('no name of a firm or machine is in what a stranger reads', async () => {
    const stranger = await as(house, null)
    const text = JSON.stringify([
      await stranger.machinesByRegion({ query: region }),
      await stranger.oeeSpread({ query: region }),
    ])
    for (const name of ['示例甲', 'Firm', 'A1', 'firm-']) assert.equal(text.includes(name), false, name)
    await assert.rejects(stranger.machinesByFirm({}), { status: 401 })
  })

  test('a city’s parts are its counties, and they sum up to it', async () => {
    const stranger = await as(house, null)
    const { total, rows } = await stranger.machinesByRegion({ query: { region: '450100' } })
    assert.deepEqual(rows.map(({ key }) => key).sort(), ['450102', '450103'])
    const sum = rows.reduce((all, row) => all + row.machines, 0)
    assert.deepEqual([total.machines, sum], [4, 4])
    const nowhere = await stranger.machinesByRegion({ query: { region: '450900' } })
    assert.deepEqual([nowhere.total.machines, nowhere.rows], [0, []])
  })

  test('the roster of key enterprises is a filter', async () => {
    const { total } = await (await as(house, null)).machinesByRegion({ query: { ...region, isKey: true } })
    assert.deepEqual([total.firms, total.machines], [1, 3])
  })
})

describe('the firms behind a figure', () => {
  const firms = async (who: string) =>
    (await (await as(house, who)).machinesByFirm({ query: { pageSize: 100 } })).rows.map(
      ({ organisationName }) => organisationName,
    )

  test('are seen by officials of their region; a firm sees itself', async () => {
    assert.deepEqual((await firms('region')).sort(), ['示例丙', '示例乙', '示例甲'])
    assert.deepEqual((await firms('city')).sort(), ['示例丙', '示例甲'])
    assert.deepEqual(await firms('a'), ['示例甲'])
  })

  test('a firm’s rate is its controlled of its key machines, and the region’s the firms’ mean', async () => {
    const api = await as(house, 'region')
    const { rows } = await api.machinesByFirm({ query: { pageSize: 100 } })
    const rates = Object.fromEntries(rows.map((row) => [row.organisationName, row.rateDeclared]))
    assert.deepEqual(
      [rates.示例甲, rates.示例乙, rates.示例丙].map((rate) => rate && Math.round(rate * 1000) / 1000),
      [0.667, 1, null],
    )
    const { total } = await api.machinesByRegion({ query: region })
    assert.ok(Math.abs((total.rateDeclared ?? 0) - (2 / 3 + 1) / 2) < 1e-9, String(total.rateDeclared))
    assert.ok(Math.abs((total.rateEvidenced ?? 0) - (1 / 3 + 0) / 2) < 1e-9, String(total.rateEvidenced))
  })

  test('is searched and paged', async () => {
    const api = await as(house, 'region')
    const found = await api.machinesByFirm({ query: { q: '示例乙' } })
    assert.deepEqual([found.total, found.rows[0]?.machines], [1, 1])
    const pages = await Promise.all(
      [1, 2, 3].map((page) => api.machinesByFirm({ query: { page, pageSize: 1 } })),
    )
    assert.equal(
      new Set(pages.flatMap(({ rows }) => rows.map(({ organisationId }) => organisationId))).size,
      3,
    )
  })
})
