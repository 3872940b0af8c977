import { assessModule, loadFrameworks } from '@ronghe/assess'
import { factoryModule } from '@ronghe/factory'
import { governanceModule, keepToday, loadPlan } from '@ronghe/governance'
import { governance } from '@ronghe/governance/contract'
import { systemCaller } from '@ronghe/kit/auth'
import { client } from '@ronghe/kit/client'
import { type TestHouse, testHouse } from '@ronghe/kit/test'
import { guangxi } from '@ronghe/region-guangxi'
import { loadRegion, registryModule } from '@ronghe/registry'
import { traceModule } from '@ronghe/trace'
import type { Row } from '../results.ts'

export type Size = { firms: number; machines: number }
/** As many firms as the plan wants assessed, and as many as the region has. */
export const large: readonly Size[] = [
  { firms: 3000, machines: 100 },
  { firms: 100_000, machines: 10 },
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

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  await work()
  return Math.max(1, Math.round(performance.now() - startMs))
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
  await fill(
    house,
    { firms, machines },
    counties.map((one) => one.code),
  )
}

async function fill(house: TestHouse, { firms, machines }: Size, counties: readonly string[]): Promise<void> {
  await house.house.act(systemCaller, async ({ sql }) => {
    await sql`insert into registry_organisations (id, code, kind, name, credit_code, credit_code_sound,
        region_code, created_at, updated_at)
      select gen_random_uuid(), 'firm-' || n, 'enterprise', 'Firm ' || n,
        '91450100' || lpad(n::text, 10, '0'), true,
        (${[...counties]}::text[])[1 + n % ${counties.length}], now(), now()
      from generate_series(1, ${firms}::int) n`
    await sql`insert into registry_units (id, organisation_id, level, code, name, created_at, updated_at)
      select gen_random_uuid(), id, 'site', 'S1', 'Site', now(), now() from registry_organisations`
    await sql`insert into factory_equipment (id, organisation_id, unit_id, code, name, is_numerical_control,
        is_key_process, created_at, updated_at)
      select gen_random_uuid(), u.organisation_id, u.id, 'M' || n, 'M', n % 2 = 0, n % 3 = 0, now(), now()
      from registry_units u cross join generate_series(1, ${machines}::int) n`
    await sql`insert into assess_windows (id, framework_id, year, opens_at, closes_at, created_at)
      select gen_random_uuid(), id, 2026, now() - interval '1 day', now() + interval '1 year', now()
      from assess_frameworks`
    await sql`insert into assess_runs (id, organisation_id, framework_id, framework_code, window_id, year,
        facts, questions, status, total, region_code, created_at, created_by, submitted_at)
      select gen_random_uuid(), o.id, w.framework_id, 'GBT23020', w.id, 2026, '{}', 33, 'accepted', 50,
        o.region_code, now(), 'bench', now()
      from registry_organisations o cross join assess_windows w`
    for (const table of ['registry_organisations', 'factory_equipment', 'assess_runs'])
      await sql`analyze ${sql(table)}`
  })
}
