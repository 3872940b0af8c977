import { loadFrameworks, loadProcedures, loadQualityRules } from '@ronghe/assess'
import { loadPlan } from '@ronghe/governance'
import type { House } from '@ronghe/kit/module'
import { guangxi } from '@ronghe/region-guangxi'
import { loadRegion, type RegionData } from '@ronghe/registry'

/** Brings what is the region's own (divisions, trades, the plan) into the rooms; the same at every start. */
export async function loadAll(house: House): Promise<void> {
  await loadRegion(house, registryData())
  await loadPlan(house, {
    departments: guangxi.departments(),
    plan: guangxi.plan(),
    measures: guangxi.measures(),
    cartogram: guangxi.cartogram(),
  })
  await loadFrameworks(
    house,
    guangxi.frameworks.map((read) => read()),
  )
  await loadProcedures(
    house,
    guangxi.procedures.map((read) => read()),
  )
  await loadQualityRules(house, guangxi.qualityRules())
}

function registryData(): RegionData {
  const { region, cities } = guangxi.divisions()
  const named = (name: { zh: string; en: string }) => ({ nameZh: name.zh, nameEn: name.en })
  const divisions = [
    { code: region.code, parentCode: null, level: 'province', ...named(region.name) },
    ...cities.map((city) => ({
      code: city.code,
      parentCode: region.code,
      level: 'city',
      ...named(city.name),
    })),
    ...cities.flatMap((city) =>
      city.counties.map((one) => ({
        code: one.code,
        parentCode: city.code,
        level: 'county',
        ...named(one.name),
      })),
    ),
  ]
  const trades = guangxi
    .trades()
    .trades.toSorted((a, b) => a.level - b.level)
    .map(({ code, parent, level, name }) => ({
      code,
      parentCode: parent,
      level,
      nameZh: name.zh,
      nameEn: name.en,
    }))
  return { code: guangxi.code, divisions, trades, calendar: guangxi.calendar().days }
}
