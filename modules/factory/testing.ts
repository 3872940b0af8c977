import { systemCaller } from '@ronghe/kit/auth'
import { client } from '@ronghe/kit/client'
import { heldClock } from '@ronghe/kit/clock'
import type { House } from '@ronghe/kit/module'
import { type TestHouse, type TestHouseOptions, testHouse } from '@ronghe/kit/test'
import { loadSample as loadFirms, loadRegion, registryModule } from '@ronghe/registry'
import { sessionOf } from '@ronghe/registry/testing'
import { factory } from './contract.ts'
import { factoryModule, loadSample } from './module.ts'
import { createDeriver } from './states/derive.ts'
import { insertEdge } from './store/edges.ts'
import { keepMonths } from './store/energy-days.ts'
import { equipmentByCode, insertEquipment, unitByCode } from './store/equipment.ts'
import { noteSignals, setEdgeState } from './store/ingest.ts'
import { keepTag } from './store/tags.ts'

export { createDeriver, keepMonths }

export const password = 'a-long-password'
export const minute = 60_000_000
export const hour = 60 * minute

/**
 * A world with two firms in two cities, a city's and the region's officials, and sites; without machines.
 * With `neighbours` for a test of theirs.
 */
export async function factoryHouse(
  options: Pick<TestHouseOptions, 'start' | 'clock' | 'environment'> = {},
  neighbours: Parameters<typeof testHouse>[0] = [],
): Promise<TestHouse> {
  const house = await testHouse([registryModule, factoryModule, ...neighbours], options)
  await loadRegion(house.house, {
    code: '450000',
    divisions: [
      division('450000', null, 'province', '广西', 'Guangxi'),
      division('450100', '450000', 'city', '南宁市', 'Nanning'),
      division('450200', '450000', 'city', '柳州市', 'Liuzhou'),
      division('450102', '450100', 'county', '兴宁区', 'Xingning'),
      division('450103', '450100', 'county', '青秀区', 'Qingxiu'),
      division('450202', '450200', 'county', '城中区', 'Chengzhong'),
    ],
    trades: [{ code: 'C', parentCode: null, level: 0, nameZh: '制造业', nameEn: 'Manufacturing' }],
  })
  await loadFirms(house.house, '450000', firms, password)
  return house
}

function division(code: string, parentCode: string | null, level: string, nameZh: string, nameEn: string) {
  return { code, parentCode, level, nameZh, nameEn }
}

function firm(code: string, kind: string, name: string, creditCode: string, regionCode: string) {
  return { code, kind, name, nameEn: `Firm ${code}`, creditCode, regionCode }
}

function person(name: string, organisation: string, role: string) {
  return { email: `${name}@x.example`, name, nameEn: name, memberships: [{ organisation, role }] }
}

const firms = {
  organisations: [
    { ...firm('firm-a', 'enterprise', '示例甲', '91450100YY00010129', '450102'), keySince: '2025-01-01' },
    firm('firm-b', 'enterprise', '示例乙', '91450200YY00010209', '450202'),
    firm('firm-c', 'enterprise', '示例丙', '91450300YY0001039B', '450103'),
    firm('city', 'government', '示例市局', '11450100YY00010111', '450100'),
    firm('region', 'government', '示例厅', '11450000YY00010102', '450000'),
  ],
  people: [
    person('a', 'firm-a', 'enterpriseAdministrator'),
    person('operator', 'firm-a', 'operator'),
    person('viewer', 'firm-a', 'viewer'),
    person('b', 'firm-b', 'enterpriseAdministrator'),
    person('city', 'city', 'cityOfficial'),
    person('region', 'region', 'regionOfficial'),
  ],
  units: [
    { organisation: 'firm-a', code: 'S1', level: 'site' as const, name: '一厂', nameEn: 'Site 1' },
    {
      organisation: 'firm-a',
      code: 'L1',
      parent: 'S1',
      level: 'line' as const,
      name: '一线',
      nameEn: 'Line 1',
    },
    { organisation: 'firm-a', code: 'S2', level: 'site' as const, name: '二厂', nameEn: 'Site 2' },
    { organisation: 'firm-b', code: 'S1', level: 'site' as const, name: '乙厂', nameEn: 'Site B' },
    { organisation: 'firm-c', code: 'S1', level: 'site' as const, name: '丙厂', nameEn: 'Site C' },
  ],
}

/** The API as a person of the world; null is a stranger. */
export async function as(house: TestHouse, who: string | null, language = 'zh') {
  const session = who === null ? {} : await sessionOf(house, `${who}@x.example`, password)
  const headers = () => ({ 'accept-language': language, ...session })
  return { ...client(factory, { base: house.url, headers }), headers: headers() }
}

/** Uploads one file to a path below `/api`. */
export async function upload(
  house: TestHouse,
  headers: Record<string, string>,
  path: string,
  file: { name: string; content: string | Uint8Array<ArrayBuffer> },
): Promise<{ status: number; body: unknown }> {
  const form = new FormData()
  form.set('file', new Blob([file.content]), file.name)
  const response = await fetch(`${house.url}/api${path}`, { method: 'POST', headers, body: form })
  return { status: response.status, body: await response.json() }
}

export type Machine = { id: string; organisationId: string; unitId: string; edgeId: string }
export type TagOf = {
  name: string
  meaning?: string
  valueType?: 'number' | 'text'
  scale?: number
  shift?: number
}

const cncTags: readonly TagOf[] = [
  { name: 'execution', meaning: 'EXECUTION', valueType: 'text' },
  { name: 'mode', meaning: 'CONTROLLER_MODE', valueType: 'text' },
  { name: 'program', meaning: 'PROGRAM', valueType: 'text' },
  { name: 'parts', meaning: 'PART_COUNT' },
  { name: 'load' },
]

/** A machine with an edge of its own and these tags; answers its ids and those of its tags by name. */
export function makeMachine(
  house: House,
  one: {
    firm?: string
    unit?: string
    code: string
    tags?: readonly TagOf[]
    isNumericalControl?: boolean
    isKeyProcess?: boolean
    retiredOn?: string
  },
): Promise<{ machine: Machine; tags: Record<string, string> }> {
  return house.act(systemCaller, async ({ sql, newId, now }) => {
    const [owner] =
      await sql`select id from registry_organisation_cards() where code = ${one.firm ?? 'firm-a'}`
    const organisationId = owner?.id as string
    const unit = await unitByCode(sql, organisationId, one.unit ?? 'S1')
    const machine = { id: newId(), organisationId, unitId: unit?.id ?? '', edgeId: newId() }
    const edge = { id: machine.edgeId, organisationId, code: `edge-${one.code}`, name: one.code }
    await insertEdge(sql, { ...edge, secretHash: '', isSample: false }, now)
    const { id, unitId, edgeId } = machine
    const { isNumericalControl = true, isKeyProcess = true, retiredOn = null, code } = one
    await insertEquipment(
      sql,
      {
        ...nameplate,
        ...{ id, organisationId, unitId, edgeId, code, name: code, device: 'device', retiredOn },
        ...{ isNumericalControl, isKeyProcess },
      },
      now,
    )
    const tags: Record<string, string> = {}
    for (const [place, tag] of (one.tags ?? cncTags).entries()) {
      const tagId = newId()
      const { name, meaning = null, valueType = 'number', scale = 1, shift = 0 } = tag
      const blank = { label: null, labelEn: null, unit: null, place }
      await keepTag(
        sql,
        { ...blank, id: tagId, organisationId, equipmentId: id, name, meaning, valueType, scale, shift },
        now,
      )
      tags[name] = tagId
    }
    return { machine, tags }
  })
}

const nameplate = {
  nameEn: null,
  maker: null,
  model: null,
  serialNumber: null,
  firmware: null,
  builtOn: null,
  commissionedOn: null,
  isNetworked: true,
  process: '车削',
  isSample: false,
}

export type TestPoint = { tag: string; at: number; value: number | string | null; quality?: number }

let batches = 0

/** Appends points as one batch, as an edge without a log would; answers after they are durable. */
export async function append(house: House, points: readonly TestPoint[]): Promise<void> {
  const series = await house.series.resolve(points.map((point) => point.tag))
  await house.series.append({
    source: `test/${batches++}`,
    offset: null,
    series,
    timeMicros: Float64Array.from(points, (point) => point.at),
    value: Float64Array.from(points, ({ value }) => (typeof value === 'number' ? value : Number.NaN)),
    text: points.map(({ value }) => (typeof value === 'string' ? value : null)),
    quality: Uint16Array.from(points, (point) => point.quality ?? 192),
  })
}

/** Tells that an edge is connected, or not, since a moment. */
export async function setEdge(
  house: House,
  edgeId: string,
  isOnline: boolean,
  atMicros: number,
): Promise<void> {
  await house.act(systemCaller, ({ sql }) =>
    setEdgeState(sql, edgeId, isOnline, new Date(atMicros / 1000), 'factory.edge.reason.born'),
  )
}

/** Tells that a machine sent a good signal, as ingest does of what edges send. */
export async function hearMachine(house: House, equipmentId: string, atMicros: number): Promise<void> {
  await house.act(systemCaller, ({ sql }) =>
    noteSignals(sql, [{ equipmentId, at: new Date(atMicros / 1000) }]),
  )
}

/** A clock that stands at a moment, in microseconds. */
export function clockAt(micros: number) {
  return heldClock(new Date(micros / 1000))
}

/** Id of a machine by its firm's and its own code. */
export function machineId(house: House, firmCode: string, code: string): Promise<string> {
  return house.act(systemCaller, async ({ sql }) => {
    const [owner] = await sql`select id from registry_organisation_cards() where code = ${firmCode}`
    return (await equipmentByCode(sql, owner?.id, code))?.id ?? ''
  })
}

/** Id of a unit by its firm's and its own code. */
export function unitId(house: House, firmCode: string, code: string): Promise<string> {
  return house.act(systemCaller, async ({ sql }) => {
    const [owner] = await sql`select id from registry_organisation_cards() where code = ${firmCode}`
    return (await unitByCode(sql, owner?.id, code))?.id ?? ''
  })
}

export { createRoomWatch } from './history/room.ts'
export { connectNode, type ForeignNode } from './ingest/test/node.ts'
export { loadSample }

/** States and days of what was appended, as the running program derives them. */
export async function derive(house: TestHouse): Promise<void> {
  await createDeriver(house.house, { lastHeardMs: () => undefined }).round()
}
