import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { factory } from '@ronghe/factory/contract'
import { makeMachine } from '@ronghe/factory/testing'
import { client } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { loadRegion, loadSample } from '@ronghe/registry'
import { registry } from '@ronghe/registry/contract'
import { as, regionCodes, world } from '../test/world.ts'

/** Nine firms more: seven sugar mills, two of them in Liuzhou; one engine maker; one that says nothing. */
const more = [
  ...Array.from({ length: 5 }, (_, at) => ({ at, trade: '1340', county: '450102', park: 'NN', isKey: true })),
  { at: 5, trade: '1340', county: '450202', park: 'LZ', isKey: false },
  { at: 6, trade: '1340', county: '450202', park: 'LZ', isKey: false },
  { at: 7, trade: '3412', county: '450102', park: 'NN', isKey: false },
  { at: 8, trade: null, county: '450103', park: null, isKey: false },
]
const parks: Record<string, string> = {}
/** One to three machines a firm. */
const machinesOf = (at: number) => 1 + (at % 3)
const registryOf = async () => client(registry, { base: house.url })

let house: TestHouse
before(async () => {
  house = await world()
  const trades = [
    ['C', null, 0, '制造业', 'Manufacturing'],
    ['13', 'C', 1, '农副食品加工业', 'Food from farms'],
    ['134', '13', 2, '制糖业', 'Sugar'],
    ['1340', '134', 3, '制糖业', 'Sugar'],
    ['34', 'C', 1, '通用设备制造业', 'General equipment'],
    ['341', '34', 2, '锅炉及原动设备制造', 'Engines'],
    ['3412', '341', 3, '内燃机及配件制造', 'Engines'],
  ] as const
  await loadRegion(house.house, {
    ...{ code: '450000', divisions: [] },
    trades: trades.map(([code, parentCode, level, nameZh, nameEn]) => {
      return { code, parentCode, level, nameZh, nameEn }
    }),
  })
  const codeOf = (at: number) => `91450100MA00000${at}00`
  await loadSample(
    house.house,
    '450000',
    {
      organisations: more.map(({ at, trade, county, isKey }) => ({
        ...{ code: `more-${at}`, kind: 'enterprise', name: `名称${at}`, nameEn: `Name ${at}` },
        ...{ creditCode: codeOf(at), regionCode: county },
        ...(trade ? { tradeCode: trade } : {}),
        ...(isKey ? { keySince: '2025-01-01' } : {}),
      })),
      people: [],
      parks: (['NN-450102', 'LZ-450202', 'EMPTY-450103'] as const).map((one) => {
        const [code = '', regionCode = ''] = one.split('-')
        return { code, regionCode, name: `园区${code}`, nameEn: `Park ${code}` }
      }),
      units: more.flatMap(({ at, park }) => {
        const named = { organisation: `more-${at}`, name: '厂', nameEn: 'Site' }
        const site = { ...named, code: 'S1', level: 'site' as const, ...(park ? { park } : {}) }
        return [site, { ...named, code: 'L1', level: 'line' as const, parent: 'S1' }]
      }),
    },
    'a-long-password',
  )
  for (const { id, code } of (await (await registryOf()).parks()).rows) parks[code] = id
  for (const { at } of more) {
    // Every second machine is numerically controlled, and all are of key steps.
    for (let n = 1; n <= machinesOf(at); n += 1)
      await makeMachine(house.house, {
        ...{ firm: `more-${at}`, unit: 'L1', code: `M${n}`, isNumericalControl: n % 2 === 0 },
        isKeyProcess: true,
      })
  }
})
after(() => house.close())

type Query = NonNullable<NonNullable<Parameters<Awaited<ReturnType<typeof as>>['breakdown']>[0]>['query']>
async function ask(who: string | null, query: Query) {
  return (await (await as(house, who)).breakdown({ query: { pageSize: 100, ...query } })).rows
}
const shown = (rows: Awaited<ReturnType<typeof ask>>) =>
  rows.map(({ key, firms, machines }) => [key, firms, machines])

describe('figures by trade (G40)', () => {
  test('officials of the region see every trade at any depth, all sums together the region’s', async () => {
    const rows = await ask('region', { by: 'trade', depth: 'division' })
    assert.deepEqual(shown(rows), [
      ['13', 7, 13],
      ['', 6, 3],
      ['34', 1, 2],
    ])
    const { total } = await client(factory, { base: house.url }).machinesByRegion({
      query: { region: '450000' },
    })
    assert.equal(
      rows.reduce((sum, one) => sum + (one.machines ?? 0), 0),
      total.machines,
    )
    assert.deepEqual(shown(await ask('region', { by: 'trade', depth: 'class', trade: '13' })), [
      ['1340', 7, 13],
    ])
    assert.deepEqual(shown(await ask('region', { by: 'trade', depth: 'section', trade: 'C' })), [
      ['C', 8, 15],
    ])
  })

  test('the public sees no sum of fewer than five firms, nor one that gives it away', async () => {
    for (const who of [null, 'a', 'other-city']) {
      const rows = await ask(who, { by: 'trade', depth: 'division' })
      assert.deepEqual(shown(rows), [
        ['13', 7, 13],
        ['', 6, null],
        ['34', 1, null],
      ])
      assert.deepEqual(
        rows.map((one) => [one.isHeld, one.rateDeclared !== null]),
        [
          [false, true],
          [true, false],
          [true, false],
        ],
      )
    }
    const stranger = client(factory, { base: house.url })
    const few = { region: '450000', by: 'trade', trade: '34' } as const
    assert.equal((await stranger.machinesByGroup({ query: few })).total, null)
  })

  test('a city’s official sees all of the own city and no small sum of another', async () => {
    const own = await ask('city', { by: 'trade', depth: 'division', region: '450100' })
    assert.deepEqual(
      shown(own).find(([key]) => key === '34'),
      ['34', 1, 2],
    )
    const other = await ask('city', { by: 'trade', depth: 'division', region: '450200' })
    assert.deepEqual(
      shown(other).find(([key]) => key === '13'),
      ['13', 2, null],
    )
  })

  test('rates are means of the firms’ own rates', async () => {
    const [sugar] = await ask('region', { by: 'trade', depth: 'division', trade: '13' })
    const rates = [0, 1, 2, 3, 4, 5, 6].map((at) => Math.floor(machinesOf(at) / 2) / machinesOf(at))
    const mean = rates.reduce((sum, one) => sum + one, 0) / rates.length
    assert.equal(sugar?.rateDeclared, Math.round(mean * 10_000) / 100)
    assert.equal(sugar?.rateEvidenced, 0)
  })
})

describe('figures by park (G40)', () => {
  test('count what stands in the park’s sites; a park without firms is there with nothing', async () => {
    const rows = await ask('region', { by: 'park' })
    assert.deepEqual(shown(rows), [
      [parks.NN, 6, 11],
      [parks.LZ, 2, 4],
      [parks.EMPTY, 0, null],
    ])
    assert.deepEqual(
      shown(await ask(null, { by: 'park' })).map(([, firms, machines]) => [firms, machines]),
      [
        [6, null],
        [2, null],
        [0, null],
      ],
    )
    const trades = await ask('region', { by: 'trade', park: parks.NN ?? '' })
    assert.deepEqual(shown(trades), [
      ['13', 5, 9],
      ['34', 1, 2],
    ])
  })
})

describe('the way to the proof (G4)', () => {
  test('leads officials to the firms whose machines make the figure', async () => {
    const region = await as(house, 'region')
    const [sugar] = await ask('region', { by: 'trade', depth: 'division' })
    assert.equal(sugar?.proof, '/governance/firms?region=450000&trade=13')
    const firms = await region.firms({ query: { region: '450000', trade: '13', pageSize: 100 } })
    assert.deepEqual(
      [firms.total, firms.rows.reduce((sum, one) => sum + one.machines, 0)],
      [sugar.firms, sugar.machines],
    )
    const [park] = await ask('region', { by: 'park' })
    const inPark = await region.firms({ query: { park: parks.NN ?? '', pageSize: 100 } })
    assert.deepEqual(
      [inPark.total, inPark.rows.reduce((sum, one) => sum + one.machines, 0)],
      [park?.firms, park?.machines],
    )
    const machines = await client(factory, { base: house.url, headers: () => region.headers }).equipment({
      query: { park: parks.NN ?? '', pageSize: 1 },
    })
    assert.equal(machines.total, park?.machines)
  })

  test('what assess counts opens to runs for officials, to certificates for all', async () => {
    const query = { by: 'division', goal: 'assessed' } as const
    const [own] = await ask('region', query)
    assert.equal(own?.assessedProof, '/assess/runs?framework=GBT23020&isCounted=true&region=450100')
    assert.equal(own.goalProof, own.assessedProof)
    assert.match(own.certifiedProof ?? '', /^\/assess\/certificates\?scheme=.*&status=valid&region=450100$/)
    const [city] = await ask(null, query)
    assert.equal(city?.assessedProof, city?.proof)
    assert.equal(city?.certifiedProof, own.certifiedProof, 'certificates are public')
    const [sugar] = await ask(null, { by: 'trade', depth: 'division' })
    assert.equal(sugar?.certifiedProof, sugar?.proof, 'and the trade of their holders is not')
    const [roster] = await ask('region', { by: 'division', goal: 'control' })
    assert.match(roster?.goalProof ?? '', /^\/governance\/firms\?region=450100&isKey=true$/)
  })

  test('all groups together stand beside them, and the firms’ page says the same', async () => {
    const region = await as(house, 'region')
    const { sum } = await region.breakdown({ query: { by: 'trade' } })
    const firms = await region.firms({ query: { region: '450000', pageSize: 1 } })
    assert.deepEqual([firms.sum.firms, firms.sum.machines], [sum.firms, sum.machines])
    assert.equal(firms.total, sum.firms)
    const { sum: whole } = await region.breakdown({ query: { by: 'division', goal: 'control' } })
    const { sum: key } = await region.firms({ query: { region: '450000', isKey: true, pageSize: 1 } })
    assert.equal(whole.goalDeclared, Math.round((key.rateDeclared ?? 0) * 10_000) / 100)
    const few = await (await as(house, null)).breakdown({ query: { by: 'trade', trade: '34' } })
    assert.equal(few.sum.machines, null, 'fewer than five firms are held back in the sum too')
  })

  test('leads everybody else to sums of its parts, and at the end to signing in', async () => {
    const [sugar] = await ask(null, { by: 'trade', depth: 'division' })
    assert.equal(sugar?.proof, '/governance/breakdown?by=division&region=450000&trade=13')
    assert.equal(sugar.next, '/governance/breakdown?by=trade&depth=group&region=450000&trade=13')
    const [city] = await ask(null, { by: 'division', trade: '13' })
    assert.equal(city?.proof, '/governance/breakdown?by=division&region=450100&trade=13')
    const [county] = await ask(null, { by: 'division', trade: '13', region: '450100' })
    assert.match(county?.proof ?? '', /^\/sign-in\?next=/)
    assert.equal((await ask(null, { by: 'trade' })).find((one) => one.key === '')?.proof, null)
  })
})

describe('figures by division', () => {
  test('are those of the overview, every city listed, and a goal stands beside them', async () => {
    const rows = await ask(null, { by: 'division', goal: 'control' })
    const { divisions } = await (await as(house, null)).overview({ query: {} })
    for (const { code, machines } of divisions) {
      const row = rows.find((one) => one.key === code)
      assert.deepEqual([row?.firms, row?.machines], [machines.firms, machines.machines], code)
    }
    assert.equal(rows.length, regionCodes.filter((code) => /^45[0-9]{2}00$/.test(code)).length - 1)
    const nanning = rows.find((one) => one.key === '450100')
    const rates = [0, 1, 2, 3, 4].map((at) => Math.floor(machinesOf(at) / 2) / machinesOf(at))
    const mean = rates.reduce((sum, one) => sum + one, 0) / rates.length
    assert.equal(nanning?.goalDeclared, Math.round(mean * 10_000) / 100)
  })

  test('are searched, sorted and paged, and refuse what is not there', async () => {
    const stranger = await as(house, null)
    const found = await stranger.breakdown({ query: { q: '柳州' } })
    assert.deepEqual(
      found.rows.map((one) => one.key),
      ['450200'],
    )
    const few = await ask('region', { by: 'trade', sort: 'machines' })
    assert.deepEqual(
      few.map((one) => one.machines),
      [2, 3, 13],
    )
    const second = await stranger.breakdown({ query: { page: 2, pageSize: 1 } })
    assert.deepEqual([second.rows.length, second.total], [1, 2])
    await assert.rejects(stranger.breakdown({ query: { goal: 'none' } }), { status: 404 })
    await assert.rejects(stranger.breakdown({ query: { region: '999999' } }), { status: 404 })
  })
})
