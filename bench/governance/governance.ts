import { assessModule, loadFrameworks } from '@ronghe/assess'
import { factoryModule } from '@ronghe/factory'
import { governanceModule, keepToday, loadPlan } from '@ronghe/governance'
import { governance } from '@ronghe/governance/contract'
import { client } from '@ronghe/kit/client'
import { type TestHouse, testHouse } from '@ronghe/kit/test'
import { guangxi } from '@ronghe/region-guangxi'
import { loadRegion, registryModule } from '@ronghe/registry'
import { traceModule } from '@ronghe/trace'
import { fillFirms, milliseconds } from '../firms.ts'
import type { Row } from '../results.ts'

export type Size = { firms: number; machines: number }
/** As many firms as the plan wants assessed, and as many as the region has. */
export const large: readonly Size[] = [
  { firms: 3000, machines: 100 },
  { firms: 100_000, machines: 100 },
]
export const tiny: readonly Size[] = [{ firms: 30, machines: 3 }]

/** All figures of the plan computed anew, of the region and its 14 cities, and the wall that shows them. */
export async function runGovernance(sizes: readonly Size[]): Promise<Row[]> {
  const rows: Row[] = []
  for (const size of sizes) rows.push(...(await runSize(size)))
  return rows
}

async function runSize(size: Size): Promise<Row[]> {
  const modules = [registryModule, factoryModule, assessModule, traceModule, governanceModule]
  const house = await testHouse(modules, { start: false })
  try {
    await seed(house, size)
    const conditions = `${size.firms} firms × ${size.machines} machines in 14 cities, each firm assessed`
    const shared = { engine: 'governance', peer: null, ratio: null, unit: 'ms', conditions }
    const figures = await milliseconds(() => keepToday(house.house))
    const api = client(governance, { base: house.url })
    const wall = await milliseconds(() => api.wall({}))
    return [
      { ...shared, name: `figures of the region and its cities, ${size.firms} firms`, value: figures },
      { ...shared, name: `target wall, ${size.firms} firms`, value: wall },
    ]
  } finally {
    await house.close()
  }
}

async function seed(house: TestHouse, { firms, machines }: Size): Promise<void> {
  const { region, cities } = guangxi.divisions()
  const named = (name: { zh: string; en: string }) => ({ nameZh: name.zh, nameEn: name.en })
  const counties = cities.flatMap((city) => city.counties.map((one) => ({ ...one, parentCode: city.code })))
  await loadRegion(house.house, {
    code: region.code,
    divisions: [
      { code: region.code, parentCode: null, level: 'province', ...named(region.name) },
      ...cities.map((one) => ({
        code: one.code,
        parentCode: region.code,
        level: 'city',
        ...named(one.name),
      })),
      ...counties.map((one) => ({
        code: one.code,
        parentCode: one.parentCode,
        level: 'county',
        ...named(one.name),
      })),
    ],
    trades: [],
  })
  await loadPlan(house.house, {
    ...{ departments: guangxi.departments(), plan: guangxi.plan(), cartogram: guangxi.cartogram() },
    measures: guangxi.measures(),
  })
  await loadFrameworks(house.house, [guangxi.frameworks[0]()])
  await fillFirms(
    house,
    { firms, machines },
    counties.map((one) => one.code),
  )
}
