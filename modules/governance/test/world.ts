import { assessModule } from '@ronghe/assess'
import { factoryModule } from '@ronghe/factory'
import { factory } from '@ronghe/factory/contract'
import { append, hearMachine, makeMachine, setEdge } from '@ronghe/factory/testing'
import { client } from '@ronghe/kit/client'
import type { Clock } from '@ronghe/kit/clock'
import { eventually, type TestHouse, testHouse } from '@ronghe/kit/test'
import { loadRegion, loadSample, registryModule } from '@ronghe/registry'
import { sessionOf } from '@ronghe/registry/testing'
import { governance } from '../contract.ts'
import { governanceModule, loadPlan, type PlanData } from '../module.ts'

export const password = 'a-long-password'

/** Firm code → county; five firms in three counties of two cities, two of them on the roster of key firms. */
export const firms = {
  'firm-a': { regionCode: '450102', creditCode: '91450100YY00010129', isKey: true },
  'firm-b': { regionCode: '450202', creditCode: '91450200YY00010209', isKey: true },
  'firm-c': { regionCode: '450103', creditCode: '91450300YY0001039B', isKey: false },
  'firm-d': { regionCode: '450103', creditCode: '91451400YY0001047P', isKey: false },
  'firm-e': { regionCode: '450202', creditCode: '91451300YY0001055D', isKey: false },
} as const
export type FirmCode = keyof typeof firms

const divisions = [
  ['450000', null, 'province', '广西', 'Guangxi'],
  ['450100', '450000', 'city', '南宁市', 'Nanning'],
  ['450200', '450000', 'city', '柳州市', 'Liuzhou'],
  ['450102', '450100', 'county', '兴宁区', 'Xingning'],
  ['450103', '450100', 'county', '青秀区', 'Qingxiu'],
  ['450202', '450200', 'county', '城中区', 'Chengzhong'],
] as const
export const regionCodes = divisions.map(([code]) => code)

/** The program with registry, factory and governance, people of every standing, and no machines yet. */
export async function world(options: { clock?: Clock } = {}): Promise<TestHouse> {
  const house = await testHouse([registryModule, factoryModule, assessModule, governanceModule], options)
  await loadRegion(house.house, {
    code: '450000',
    divisions: divisions.map(([code, parentCode, level, nameZh, nameEn]) => ({
      code,
      parentCode,
      level,
      nameZh,
      nameEn,
    })),
    trades: [{ code: 'C', parentCode: null, level: 0, nameZh: '制造业', nameEn: 'Manufacturing' }],
  })
  await loadSample(house.house, '450000', sample(), password)
  await loadPlan(house.house, plan)
  return house
}

function sample() {
  const official = (code: string, creditCode: string, regionCode: string) => {
    return { code, kind: 'government', name: code, nameEn: code, creditCode, regionCode }
  }
  const person = (name: string, organisation: string, role: string) => {
    return { email: `${name}@x.example`, name, nameEn: name, memberships: [{ organisation, role }] }
  }
  return {
    organisations: [
      ...Object.entries(firms).map(([code, { isKey, ...one }]) => ({
        ...one,
        ...{ code, kind: 'enterprise', name: `企业${code}`, nameEn: code },
        ...(isKey ? { keySince: '2025-01-01' } : {}),
      })),
      { ...official('agency', '12450200YY0001186W', '450202'), kind: 'serviceAgency' },
      official('city', '11450100YY00010111', '450100'),
      official('other-city', '11450200YY0001258Q', '450200'),
      official('region', '11450000YY00010102', '450000'),
    ],
    people: [
      person('a', 'firm-a', 'enterpriseAdministrator'),
      person('operator', 'firm-a', 'operator'),
      person('b', 'firm-b', 'enterpriseAdministrator'),
      ...['e1', 'e2', 'e3', 'e4'].map((name) => person(name, 'agency', 'assessor')),
      person('city', 'city', 'cityOfficial'),
      person('region', 'region', 'regionOfficial'),
      person('leader', 'region', 'regionLeader'),
      person('other-city', 'other-city', 'cityOfficial'),
    ],
    units: Object.keys(firms).map((organisation) => {
      return { organisation, code: 'S1', level: 'site' as const, name: '一厂', nameEn: 'Site 1' }
    }),
  }
}

const words = (zh: string, en: string) => ({ zh, en })

/** A small plan: a goal that machines prove, one that nothing proves yet, and one without a number. */
export const plan: PlanData = {
  departments: {
    departments: [
      { code: 'industry', name: words('工信厅', 'Industry department') },
      { code: 'science', name: words('科技厅', 'Science department') },
    ],
    cityGovernments: [
      { code: 'nanning', region: '450100', name: words('南宁市政府', 'Nanning') },
      { code: 'liuzhou', region: '450200', name: words('柳州市政府', 'Liuzhou') },
    ],
    groups: [{ code: 'cities', name: words('各市人民政府', 'All cities') }],
  },
  measures: [
    { key: '3.1-1', task: '3.1', clause: '三（一）第1句', text: words('建平台，用平台。', 'Build and use.') },
  ],
  plan: {
    title: words('融合发展方案', 'Plan of integration'),
    source: words('示例', 'Sample'),
    sections: [
      { id: '2', clause: '2.3', title: words('主要目标', 'Goals') },
      { id: '3', clause: '3', title: words('主要任务', 'Tasks') },
    ],
    goals: [
      goal('control', '数控化率', 'Numerical control', 52, 'factory'),
      goal('certified', '贯标企业', 'Certified firms', 100, null),
      { ...goal('assessed', '参评企业', 'Firms assessed', 3000, 'assess'), proof: { assessed: 'GBT23020' } },
      {
        ...goal('recognised', '智能工厂', 'Smart factories', 100, 'assess'),
        proof: { certificates: ['GX-FACTORY', 'GX-WORKSHOP'], underWay: true },
      },
      goal('direction', '迈上新台阶', 'A new level', null, null),
    ],
    tasks: [
      task('3.1', '双创平台', 'Platforms', 'science', ['industry', 'cities'], ['P1']),
      task('3.2', '智能制造', 'Smart manufacturing', 'industry', ['cities', 'science'], ['P4', 'P11']),
    ],
  },
  cartogram: {
    cities: [
      {
        region: '450100',
        tiles: [
          [3, 4],
          [3, 5],
        ],
      },
      { region: '450200', tiles: [[4, 1]] },
    ],
  },
}

function goal(key: string, zh: string, en: string, target: number | null, evidence: string | null) {
  return {
    ...{ key, title: words(zh, en), target, due: '2020-12-31', clause: '2.3', evidence },
    unit: target === null ? null : { code: 'P1', name: words('%', '%') },
    quote: words('到 2020 年', 'By 2020'),
    computed: words('平均值', 'The mean'),
  }
}

function task(
  id: string,
  zh: string,
  en: string,
  lead: string,
  partners: readonly string[],
  rows: readonly string[],
) {
  const excerpt = words(`${zh}的原文`, `${en} as written`)
  const about = { section: '3', clause: id }
  return { id, ...about, title: words(zh, en), excerpt, lead, partners, rows, due: '2020-12-31' }
}

/** The API of governance as a person of the world; null is a stranger. */
export async function as(house: TestHouse, who: string | null, language = 'zh') {
  const session = who === null ? {} : await sessionOf(house, `${who}@x.example`, password)
  const headers = () => ({ 'accept-language': language, ...session })
  return { ...client(governance, { base: house.url, headers }), headers: headers() }
}

export type MachineOf = {
  firm: FirmCode
  isKeyProcess: boolean
  isNumericalControl: boolean
  isConnected: boolean
  isOnline: boolean
  isProved: boolean
  isRetired: boolean
}

const machines = new WeakMap<object, number>()

/**
 * Puts machines into the register. The connected ones are heard; the proved ones also send their controller's
 * mode, and the answer comes when the factory has derived from it that they have one.
 */
export async function addMachines({ house, url }: TestHouse, list: readonly MachineOf[]): Promise<void> {
  const summary = () => client(factory, { base: url }).machinesByRegion({ query: { region: '450000' } })
  const { total: before } = await summary()
  const atMicros = house.clock.now().getTime() * 1000 - 60_000_000
  const points = []
  for (const one of list) {
    const { firm, isKeyProcess, isNumericalControl } = one
    const { machine, tags } = await makeMachine(house, {
      ...{ firm, isKeyProcess, isNumericalControl, code: `m-${counted(house)}` },
      ...(one.isRetired ? { retiredOn: '2020-01-01' } : {}),
    })
    if (one.isOnline) await setEdge(house, machine.edgeId, true, atMicros)
    if (one.isConnected) await hearMachine(house, machine.id, atMicros)
    if (one.isProved) points.push({ tag: tags.mode ?? '', at: atMicros, value: 'AUTOMATIC' })
  }
  if (points.length === 0) return
  await append(house, points)
  const proved = before.keyProcessControlledEvidenced + list.filter(isEvidenced).length
  await eventually('the factory counts the machines whose controller spoke', async () => {
    return (await summary()).total.keyProcessControlledEvidenced >= proved
  })
}

/** Machines of each house are numbered from 0. */
function counted(house: object): number {
  const number = machines.get(house) ?? 0
  machines.set(house, number + 1)
  return number
}

/** Does it count as a key-process machine whose numerical control is proved? */
export function isEvidenced(one: MachineOf): boolean {
  return one.isKeyProcess && one.isNumericalControl && one.isProved && !one.isRetired
}
