import assert from 'node:assert/strict'
import { systemCaller } from '@ronghe/kit/auth'
import { client, type RequestFault } from '@ronghe/kit/client'
import { type TestHouse, type TestHouseOptions, testHouse } from '@ronghe/kit/test'
import { registry } from '../contract.ts'
import { creditCodeCheck } from '../credit-code.ts'
import { loadRegion, loadSample, registryModule } from '../module.ts'
import { sessionOf } from '../testing.ts'

export const password = 'a-long-password'

/** A credit code with its check character from the first 17. */
export function creditCode(first17: string): string {
  return first17 + creditCodeCheck(first17)
}

export const codes = {
  'firm-a': creditCode('91450102MA0000001'),
  'firm-b': creditCode('91450102MA0000002'),
  city: creditCode('11450100MB0000003'),
  'other-city': creditCode('11450200MB0000004'),
  region: creditCode('11450000MB0000005'),
  platform: creditCode('11450000MB0000006'),
}

const divisions = [
  ['450000', null, 'province', '广西', 'Guangxi'],
  ['450100', '450000', 'city', '南宁市', 'Nanning'],
  ['450102', '450100', 'county', '兴宁区', 'Xingning'],
  ['450200', '450000', 'city', '柳州市', 'Liuzhou'],
  ['450202', '450200', 'county', '城中区', 'Chengzhong'],
] as const

function organisation(code: keyof typeof codes, kind: string, name: string, regionCode: string) {
  return { code, kind, name, nameEn: `Organisation ${code}`, creditCode: codes[code], regionCode }
}

function person(name: string, code: keyof typeof codes, role: string) {
  return { email: `${name}@x.example`, name, nameEn: name, memberships: [{ organisation: code, role }] }
}

/** Two firms, officials of two cities and of the region, and the platform; one site in the first firm. */
export async function registryWorld(options: TestHouseOptions = {}): Promise<TestHouse> {
  const house = await testHouse([registryModule], options)
  await loadRegion(house.house, {
    code: '450000',
    divisions: divisions.map(([code, parentCode, level, nameZh, nameEn]) => {
      return { code, parentCode, level, nameZh, nameEn }
    }),
    trades: [{ code: 'C', parentCode: null, level: 0, nameZh: '制造业', nameEn: 'Manufacturing' }],
  })
  const data = {
    organisations: [
      {
        ...organisation('firm-a', 'enterprise', '示例甲', '450102'),
        employees: 400,
        revenueFen: 5_000_000_000,
      },
      organisation('firm-b', 'enterprise', '示例乙', '450102'),
      organisation('city', 'government', '示例市局', '450100'),
      organisation('other-city', 'government', '示例另一市局', '450200'),
      organisation('region', 'government', '示例厅', '450000'),
      organisation('platform', 'government', '示例平台', '450000'),
    ],
    people: [
      person('a', 'firm-a', 'enterpriseAdministrator'),
      person('viewer', 'firm-a', 'viewer'),
      person('b', 'firm-b', 'enterpriseAdministrator'),
      person('clerk', 'firm-b', 'viewer'),
      person('city', 'city', 'cityOfficial'),
      person('other-city', 'other-city', 'cityOfficial'),
      person('region', 'region', 'regionOfficial'),
      person('platform', 'platform', 'platformAdministrator'),
    ],
    units: [{ organisation: 'firm-a', code: 'S1', level: 'site' as const, name: '一厂', nameEn: 'Site 1' }],
  }
  await loadSample(house.house, '450000', data, password)
  return house
}

/** The API as a person of the world sees it. */
export async function as(house: TestHouse, name: string, locale: 'zh' | 'en' = 'zh') {
  const session = await sessionOf(house, `${name}@x.example`, password)
  const headers = { ...session, 'accept-language': locale }
  return Object.assign(client(registry, { base: house.url, headers: () => headers }), { headers })
}

/** What a refusal with this code looks like to a caller of the API. */
export function refused(code: string): (error: RequestFault) => boolean {
  return (error) => {
    assert.equal(error.answer.code, code)
    return true
  }
}

export function stranger(house: TestHouse) {
  return client(registry, { base: house.url })
}

/** What the sign-in library says, as far as tests look at it; an answer has some of these. */
export type Said = {
  code: string
  message: string
  url: string
  totpURI: string
  backupCodes: string[]
  twoFactorRedirect: boolean
}

/** What an upload is answered with, as far as tests look at it; an answer has some of these. */
export type Report = {
  id: string
  code: string
  fields: { field: string }[]
  written: boolean
  faults: { row: number; column: string }[]
  warnings: { row: number; column: string }[]
  rowsTotal: number
  rowsNew: number
  rowsChanged: number
  rowsSame: number
}

/** Posts to the routes of the sign-in library; answers status, body, and the cookies to go on with. */
export async function post(
  house: TestHouse,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(`${house.url}/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: house.url, ...headers },
    body: JSON.stringify(body),
  })
  const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0])
  const said = (await answer.json().catch(() => ({}))) as Said
  return { status: answer.status, body: said, headers: { cookie: cookie.join('; ') } }
}

/** Uploads a file to a route of ours. */
export async function upload(
  house: TestHouse,
  path: string,
  file: { name: string; content: Uint8Array | string },
  headers: Record<string, string>,
) {
  const form = new FormData()
  const content = typeof file.content === 'string' ? new TextEncoder().encode(file.content) : file.content
  form.set('file', new Blob([new Uint8Array(content)]), file.name)
  const answer = await fetch(`${house.url}/api${path}`, { method: 'POST', headers, body: form })
  return { status: answer.status, body: (await answer.json()) as Report }
}

/** Rows of the audit log by action, as the database has them. */
export function auditOf(house: TestHouse, action: string) {
  return house.house.act(
    systemCaller,
    ({ sql }) => sql`select subject_id, organisation_id, before, after from kit_audit
      where action = ${action} order by seq`,
  )
}
