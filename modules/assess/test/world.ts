import assert from 'node:assert/strict'
import { factoryModule } from '@ronghe/factory'
import { hearMachine, makeMachine } from '@ronghe/factory/testing'
import { systemCaller } from '@ronghe/kit/auth'
import { client, type RequestFault } from '@ronghe/kit/client'
import { type Clock, heldClock } from '@ronghe/kit/clock'
import type { Sql } from '@ronghe/kit/db'
import { type TestHouse, testHouse } from '@ronghe/kit/test'
import { loadRegion, loadSample, registryModule } from '@ronghe/registry'
import { sessionOf } from '@ronghe/registry/testing'
import { traceModule } from '@ronghe/trace'
import type { AnswerValue } from '../contract/runs.ts'
import { assess } from '../contract.ts'
import { assessModule, loadFrameworks, loadQualityRules } from '../module.ts'
import type { QualityRules } from '../quality/rules.ts'
import { smallForm } from './framework.ts'

export const password = 'a-long-password'
/** Tuesday 2026-03-03, 10:00 in Guangxi. */
export const start = new Date('2026-03-03T02:00:00Z')
export const day = 86_400_000

const divisions = [
  ['450000', null, 'province', '广西', 'Guangxi'],
  ['450100', '450000', 'city', '南宁市', 'Nanning'],
  ['450200', '450000', 'city', '柳州市', 'Liuzhou'],
  ['450102', '450100', 'county', '兴宁区', 'Xingning'],
  ['450202', '450200', 'county', '城中区', 'Chengzhong'],
] as const

/** Codes with right check digits over a body that no office gives out. */
const creditCodes = {
  'firm-a': '91450100YY00010129',
  'firm-b': '91450200YY00010209',
  'firm-c': '91450300YY0001039B',
  agency: '91451400YY0001047P',
  agency2: '91451300YY0001055D',
  city: '11450100YY00010111',
  region: '11450000YY00010102',
} as const

const source = { zh: '测试', en: 'Of the tests' }
export const qualityRules: QualityRules = [
  { kind: 'outlier', least: 8, threshold: '3', source, isExample: true },
  { kind: 'copied', least: 10, threshold: '0.95', source, isExample: true },
  { kind: 'jump', least: null, threshold: '0.3', source, isExample: false },
]

export type World = TestHouse & { time: ReturnType<typeof heldClock>; frameworkId: string }
type Options = { clock?: Clock; files?: readonly unknown[]; start?: boolean }

/**
 * Three firms in two cities, two agencies, officials of a city and of the region, the platform; the small
 * framework is published and may be answered for sixty days.
 */
export async function world(options: Options = {}): Promise<World> {
  const time = heldClock(start)
  const house = await testHouse([registryModule, factoryModule, traceModule, assessModule], {
    clock: time,
    start: options.start ?? false,
  })
  await loadRegion(house.house, {
    code: '450000',
    divisions: divisions.map(([code, parentCode, level, nameZh, nameEn]) => {
      return { code, parentCode, level, nameZh, nameEn }
    }),
    trades: [
      { code: 'C', parentCode: null, level: 0, nameZh: '制造业', nameEn: 'Manufacturing' },
      { code: '34', parentCode: 'C', level: 1, nameZh: '通用设备', nameEn: 'Machinery' },
    ],
  })
  await loadSample(house.house, '450000', people(), password)
  await loadFrameworks(house.house, options.files ?? [smallForm()])
  await loadQualityRules(house.house, qualityRules)
  const platform = await as(house, 'platform')
  const { rows } = await platform.frameworks({ query: { q: 'TEST' } })
  const frameworkId = rows.find(({ code }) => code === 'TEST')?.id ?? ''
  if (frameworkId !== '') await openWindow(house, frameworkId, 2026)
  return Object.assign(house, { time, frameworkId })
}

/** Opens a window of sixty days from a day before the start. */
export async function openWindow(house: TestHouse, frameworkId: string, year: number): Promise<string> {
  const platform = await as(house, 'platform')
  const at = house.house.clock.now().getTime()
  const { id } = await platform.addWindow({
    body: {
      frameworkId,
      year,
      opensAt: new Date(at - day).toISOString(),
      closesAt: new Date(at + 60 * day).toISOString(),
    },
  })
  return id
}

function people() {
  const organisation = (
    code: keyof typeof creditCodes,
    kind: string,
    name: string,
    regionCode: string,
    more: object = {},
  ) => ({
    ...{ code, kind, name, nameEn: `Organisation ${code}`, regionCode, creditCode: creditCodes[code] },
    ...more,
  })
  const person = (name: string, code: keyof typeof creditCodes, role: string) => {
    const memberships = [{ organisation: code, role }]
    return { email: `${name}@x.example`, name, nameEn: name, memberships }
  }
  const firm = { tradeCode: '34', employees: 320, revenueFen: 9_000_000_000 }
  return {
    organisations: [
      organisation('firm-a', 'enterprise', '示例甲', '450102', { ...firm, keySince: '2025-01-01' }),
      organisation('firm-b', 'enterprise', '示例乙', '450202', firm),
      organisation('firm-c', 'enterprise', '示例丙', '450102'),
      organisation('agency', 'serviceAgency', '示例评定机构', '450102'),
      organisation('agency2', 'serviceAgency', '示例咨询机构', '450202'),
      organisation('city', 'government', '示例市局', '450100'),
      organisation('region', 'government', '示例厅', '450000'),
    ],
    people: [
      person('a', 'firm-a', 'enterpriseAdministrator'),
      person('a2', 'firm-a', 'plantEngineer'),
      person('a-viewer', 'firm-a', 'viewer'),
      person('operator', 'firm-a', 'operator'),
      person('b', 'firm-b', 'enterpriseAdministrator'),
      person('c', 'firm-c', 'enterpriseAdministrator'),
      person('assessor', 'agency', 'assessor'),
      person('assessor2', 'agency2', 'assessor'),
      person('city', 'city', 'cityOfficial'),
      person('region', 'region', 'regionOfficial'),
      person('platform', 'region', 'platformAdministrator'),
    ],
    units: ['firm-a', 'firm-b'].map((code) => {
      return { organisation: code, code: 'S1', level: 'site' as const, name: '一厂', nameEn: 'Site 1' }
    }),
  }
}

/** The API as a person of the world; null is a stranger. */
export async function as(house: TestHouse, who: string | null, locale: 'zh' | 'en' = 'zh') {
  const session = who === null ? {} : await sessionOf(house, `${who}@x.example`, password)
  const headers = { 'accept-language': locale, ...session }
  return Object.assign(client(assess, { base: house.url, headers: () => headers }), { headers })
}
export type Person = Awaited<ReturnType<typeof as>>

/** A run of a firm in the open window of a year. */
export async function startRun(
  person: Person,
  facts = { process: 'discrete' },
  year = 2026,
): Promise<string> {
  const { rows } = await person.windows({ query: { year } })
  const { id } = await person.startRun({ body: { windowId: rows[0]?.id ?? '', facts } })
  return id
}

type Given = AnswerValue | null

/** Answers whatever stands there. */
export async function answer(person: Person, runId: string, question: string, value: Given, reason?: string) {
  const { answers } = await person.run({ params: { runId } })
  const revision = answers.find((one) => one.question === question)?.revision ?? 0
  const body = { value, revision, ...(reason ? { reason } : {}) }
  return person.saveAnswer({ params: { runId, question }, body })
}

/** Answers all of the small framework and submits. */
export async function submitted(
  person: Person,
  values: Record<string, Given> = {},
  year = 2026,
): Promise<string> {
  const runId = await startRun(person, { process: 'discrete' }, year)
  const all = { plan: 'full', tools: 'part', rate: '60', spent: '10', links: ['design'], ...values }
  for (const [question, value] of Object.entries(all)) await answer(person, runId, question, value)
  const { run } = await person.run({ params: { runId } })
  await person.submitRun({ params: { runId }, body: { revision: run.revision } })
  return runId
}

/** What a refusal with this code looks like to a caller of the API. */
export function refused(code: string, field?: string) {
  return (error: RequestFault) => {
    assert.equal(error.answer?.code, code, `${error.message} ${JSON.stringify(error.answer)}`)
    if (field)
      assert.ok(
        error.answer.fields?.some((one) => one.field === field),
        JSON.stringify(error.answer),
      )
    return true
  }
}

/** Asks the database as the program itself. */
export function inDatabase<T>(house: TestHouse, ask: (sql: Sql) => Promise<T>): Promise<T> {
  return house.house.act(systemCaller, ({ sql }) => ask(sql))
}

export async function organisationId(house: TestHouse, code: string): Promise<string> {
  const rows = await inDatabase(house, (sql) => {
    return sql`select id from registry_organisation_cards() where code = ${code}`
  })
  return rows[0]?.id ?? ''
}

/** Uploads one file to a path below `/api`. */
export async function upload(
  house: TestHouse,
  person: Person,
  path: string,
  file: { name: string; content: string | Uint8Array },
) {
  const form = new FormData()
  const content = typeof file.content === 'string' ? file.content : new Uint8Array(file.content)
  form.set('file', new Blob([content]), file.name)
  const response = await fetch(`${house.url}/api${path}`, {
    method: 'POST',
    headers: person.headers,
    body: form,
  })
  return { status: response.status, body: (await response.json()) as Told }
}
type Told = {
  id: string | null
  code: string
  faults: { path: string; code: string; message: string; row: number; column: string }[]
  fields: { field: string; rule: string }[]
  written: boolean
  rowsNew: number
  rowsChanged: number
  rowsSame: number
}

let machines = 0

/** Machines of a firm, some of which were heard; answers their ids. */
export async function addMachines(
  house: TestHouse,
  firm: 'firm-a' | 'firm-b',
  counts: { heard: number; silent: number },
): Promise<string[]> {
  const ids: string[] = []
  for (let at = 0; at < counts.heard + counts.silent; at += 1) {
    machines += 1
    const { machine } = await makeMachine(house.house, { firm, code: `T-${machines}` })
    if (at < counts.heard) await hearMachine(house.house, machine.id, start.getTime() * 1000)
    ids.push(machine.id)
  }
  return ids
}
