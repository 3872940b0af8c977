import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { client, RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import fc from 'fast-check'
import { governance } from './contract.ts'
import {
  addMachines,
  as,
  type FirmCode,
  firms,
  isEvidenced,
  type MachineOf,
  regionCodes,
  world,
} from './test/world.ts'

let house: TestHouse
before(async () => {
  house = await world()
})
after(() => house.close())

type Overview = Awaited<ReturnType<Awaited<ReturnType<typeof as>>['overview']>>

const counts = [
  'firms',
  'firmsConnected',
  'firmsWithKeyProcess',
  'machines',
  'machinesConnected',
  'machinesOnline',
  'keyProcess',
  'keyProcessControlledDeclared',
  'keyProcessControlledEvidenced',
] as const
type Summary = Overview['total']

/** Naive twin: what the machines of these firms amount to, counted one by one. */
function counted(all: readonly MachineOf[], codes: readonly FirmCode[]): Omit<Summary, 'key'> {
  const used = all.filter((one) => !one.isRetired && codes.includes(one.firm))
  const declared = (one: MachineOf) => one.isKeyProcess && one.isNumericalControl
  const rates = (holds: (one: MachineOf) => boolean) => {
    const shares = codes.flatMap((code) => {
      const key = used.filter((one) => one.firm === code && one.isKeyProcess)
      return key.length === 0 ? [] : [key.filter(holds).length / key.length]
    })
    return shares.length === 0 ? null : shares.reduce((sum, one) => sum + one, 0) / shares.length
  }
  const firmsWith = (holds: (one: MachineOf) => boolean) =>
    new Set(used.filter(holds).map((one) => one.firm)).size
  return {
    firms: codes.length,
    firmsConnected: firmsWith((one) => one.isConnected),
    firmsWithKeyProcess: firmsWith((one) => one.isKeyProcess),
    machines: used.length,
    machinesConnected: used.filter((one) => one.isConnected).length,
    machinesOnline: used.filter((one) => one.isConnected && one.isOnline).length,
    keyProcess: used.filter((one) => one.isKeyProcess).length,
    keyProcessControlledDeclared: used.filter(declared).length,
    keyProcessControlledEvidenced: used.filter(isEvidenced).length,
    rateDeclared: rates(declared),
    rateEvidenced: rates(isEvidenced),
  }
}

/** Firms of a division, by the prefix of its code. */
function firmsIn(regionCode: string): FirmCode[] {
  const prefix = regionCode.replace(/(00)+$/, '')
  return (Object.keys(firms) as FirmCode[]).filter((code) => firms[code].regionCode.startsWith(prefix))
}

function near(found: number | null, wanted: number | null, what: string): void {
  if (found === null || wanted === null) assert.equal(found, wanted, what)
  else assert.ok(Math.abs(found - wanted) < 1e-9, `${what}: ${found}, wanted ${wanted}`)
}

/** The rows that a figure opens to make the figure: counts are their sums, rates their means over firms. */
function rowsMake(total: Omit<Summary, 'key'>, rows: readonly Omit<Summary, 'key'>[], what: string): void {
  for (const name of counts) {
    const sum = rows.reduce((all, row) => all + row[name], 0)
    assert.equal(sum, total[name], `${what} ${name}`)
  }
  for (const name of ['rateDeclared', 'rateEvidenced'] as const) {
    const weighted = rows.reduce((all, row) => all + (row[name] ?? 0) * row.firmsWithKeyProcess, 0)
    const mean = total.firmsWithKeyProcess === 0 ? null : weighted / total.firmsWithKeyProcess
    near(total[name], mean, `${what} ${name}`)
  }
}

/** What the overview prints is what its total says. */
function figuresSay(data: Overview, what: string): void {
  const { total } = data
  for (const name of ['firms', 'firmsConnected', 'machines', 'machinesConnected', 'machinesOnline'] as const)
    assert.equal(data[name].value, total[name], `${what} ${name}`)
  assert.equal(data.keyProcess.value, total.keyProcess)
  const rates = [
    [data.rateEvidenced, total.rateEvidenced, total.keyProcessControlledEvidenced, 'evidenced'],
    [data.rateDeclared, total.rateDeclared, total.keyProcessControlledDeclared, 'declared'],
  ] as const
  for (const [figure, rate, numerator, basis] of rates) {
    assert.equal(figure.basis, basis)
    assert.equal(figure.value, rate === null ? null : Math.round(rate * 10_000) / 100, what)
    assert.deepEqual([figure.numerator, figure.denominator], [numerator, total.keyProcess])
    if (rate === null) assert.equal(figure.reason, 'governance.reason.noKeyProcess')
    else {
      const pooled = Math.round((numerator / total.keyProcess) * 1000) / 10
      const values = { firms: total.firmsWithKeyProcess, numerator, denominator: total.keyProcess, pooled }
      assert.deepEqual(figure.method, { key: 'governance.method.meanOfFirms', values })
    }
  }
}

const machine: fc.Arbitrary<MachineOf> = fc.record({
  firm: fc.constantFrom(...(Object.keys(firms) as FirmCode[])),
  isKeyProcess: fc.boolean(),
  isNumericalControl: fc.boolean(),
  isConnected: fc.boolean(),
  isOnline: fc.boolean(),
  isProved: fc.boolean(),
  isRetired: fc.nat(4).map((one) => one === 0),
})

describe('the overview', () => {
  test('without machines says why there is no rate, and knows the tiles of the cities', async () => {
    const data = await client(governance, { base: house.url }).overview({})
    assert.equal(data.code, '450000')
    assert.equal(data.isSample, true)
    figuresSay(data, 'empty')
    assert.equal(data.rateEvidenced.value, null)
    const nanning = data.divisions.find((one) => one.code === '450100')
    assert.deepEqual(nanning?.tiles, [
      { column: 3, row: 4 },
      { column: 3, row: 5 },
    ])
  })

  test('every figure is what one counts by hand, and opens to rows that make it', async () => {
    const all: MachineOf[] = []
    const region = await as(house, 'region')
    const stranger = await as(house, null)
    await fc.assert(
      fc.asyncProperty(fc.array(machine, { minLength: 1, maxLength: 8 }), async (more) => {
        await addMachines(house, more)
        all.push(...more)
        for (const code of regionCodes) {
          const data = await stranger.overview({ query: { region: code } })
          figuresSay(data, code)
          const twin = counted(all, firmsIn(code))
          for (const name of counts) assert.equal(data.total[name], twin[name], `${code} ${name}`)
          near(data.total.rateDeclared, twin.rateDeclared, `${code} declared`)
          near(data.total.rateEvidenced, twin.rateEvidenced, `${code} evidenced`)
          rowsMake(
            data.total,
            data.divisions.map((one) => one.machines),
            `divisions of ${code}`,
          )
          const { rows, total } = await region.firms({ query: { region: code, pageSize: 200 } })
          assert.equal(rows.length, total)
          rowsMake(data.total, rows, `firms of ${code}`)
        }
      }),
      { numRuns: 5 },
    )
  })

  test('of key firms only counts theirs, in the divisions and in the firms behind them', async () => {
    const region = await as(house, 'region')
    const data = await region.overview({ query: { isKey: true } })
    const { rows } = await region.firms({ query: { isKey: true } })
    assert.deepEqual(rows.map((one) => one.organisationName).sort(), ['企业firm-a', '企业firm-b'])
    assert.equal(data.total.firms, 2)
    rowsMake(data.total, rows, 'key firms')
    rowsMake(
      data.total,
      data.divisions.map((one) => one.machines),
      'divisions of key firms',
    )
    assert.equal(data.rateDeclared.proof, '/governance/firms?region=450000&isKey=true')
  })

  test('of a region that is not there is a fault in the reader’s language', async () => {
    for (const [language, words] of [
      ['zh', '没有该行政区划'],
      ['en', /division/],
    ] as const) {
      const { overview } = await as(house, null, language)
      await assert.rejects(overview({ query: { region: '460000' } }), (fault: RequestFault) => {
        assert.ok(fault instanceof RequestFault)
        assert.equal(fault.status, 404)
        assert.equal(fault.answer.code, 'governance.region.unknown')
        assert.match(fault.message, new RegExp(words))
        return true
      })
    }
  })

  test('names the hours of availability, or why there are none', async () => {
    const { oee } = await (await as(house, null)).overview({})
    const { value, reason, method, numerator, denominator } = oee.meanAvailability
    if (value === null) assert.ok(reason)
    else assert.deepEqual(method, { key: 'governance.method.hours', values: { numerator, denominator } })
    assert.equal(oee.oee.length, 10)
    assert.equal(
      oee.availability.reduce((sum, one) => sum + one, 0),
      oee.machines,
    )
  })
})

describe('the proof of a figure', () => {
  const proofs = [
    ['region', '450000', 'firms'],
    ['region', '450102', 'firms'],
    ['city', '450100', 'firms'],
    ['city', '450103', 'firms'],
    ['city', '450000', 'divisions'],
    ['city', '450200', 'divisions'],
    ['a', '450102', 'divisions'],
    ['operator', '450000', 'divisions'],
    [null, '450000', 'divisions'],
  ] as const
  for (const [who, region, page] of proofs) {
    test(`of ${region} opens ${page} to ${who ?? 'a stranger'}`, async () => {
      const data = await (await as(house, who)).overview({ query: { region } })
      assert.equal(data.machines.proof, `/governance/${page}?region=${region}`)
    })
  }

  test('is all there for an official who is sent to the firms', async () => {
    const city = await as(house, 'city')
    const data = await city.overview({ query: { region: '450100' } })
    const { rows } = await city.firms({ query: { region: '450100' } })
    rowsMake(data.total, rows, 'the city’s own firms')
  })
})

describe('firms', () => {
  test('are shown to nobody who is not signed in', async () => {
    const { firms: ask } = await as(house, null)
    await assert.rejects(ask({}), (fault: RequestFault) => fault.status === 401)
  })

  test('are the firm’s own to its people, and those of the city to its officials', async () => {
    const own = await (await as(house, 'a')).firms({})
    assert.deepEqual(
      own.rows.map((one) => one.organisationName),
      ['企业firm-a'],
    )
    const city = await (await as(house, 'city')).firms({})
    assert.deepEqual(new Set(city.rows.map((one) => one.regionCode)), new Set(['450102', '450103']))
    assert.equal(city.total, 3)
  })

  test('can be searched, paged and exported with words as titles', async () => {
    const region = await as(house, 'region', 'en')
    const found = await region.firms({ query: { q: 'firm-c' } })
    assert.equal(found.total, 1)
    const pages = await Promise.all(
      [1, 2, 3].map((page) => region.firms({ query: { page, pageSize: 2, sort: 'organisationName' } })),
    )
    assert.equal(new Set(pages.flatMap(({ rows }) => rows.map((one) => one.organisationId))).size, 5)
    const file = await fetch(`${house.url}/api/governance/firms?format=csv`, { headers: region.headers })
    assert.equal(file.status, 200)
    const lines = (await file.text()).trim().split('\n')
    assert.equal(lines.length, 6)
    assert.match(lines[0] ?? '', /Firm/)
  })
})
