import assert from 'node:assert/strict'
import { systemCaller } from '@ronghe/kit/auth'
import { client, RequestFault } from '@ronghe/kit/client'
import { heldClock } from '@ronghe/kit/clock'
import { type TestHouse, testHouse } from '@ronghe/kit/test'
import { loadRegion, loadSample, registryModule } from '@ronghe/registry'
import { registry } from '@ronghe/registry/contract'
import { sessionOf } from '@ronghe/registry/testing'
import { trace } from '../contract.ts'
import { traceModule } from '../module.ts'

const password = 'a-long-password'

const divisions = [
  ['450000', null, 'province', '广西', 'Guangxi'],
  ['450100', '450000', 'city', '南宁市', 'Nanning'],
  ['450200', '450000', 'city', '柳州市', 'Liuzhou'],
  ['450102', '450100', 'county', '兴宁区', 'Xingning'],
  ['450202', '450200', 'county', '城中区', 'Chengzhong'],
] as const

const firm = (code: string, creditCode: string, regionCode: string, kind = 'enterprise') => {
  return { code, kind, name: `单位${code}`, nameEn: code, creditCode, regionCode }
}
const person = (name: string, organisation: string, role: string) => {
  return { email: `${name}@x.example`, name, nameEn: name, memberships: [{ organisation, role }] }
}

/** A maker, its buyer, a firm that has nothing to do with it, and officials; each may be asked as. */
export async function recallWorld() {
  const clock = heldClock(new Date('2026-11-02T02:00:00Z'))
  const house = await testHouse([registryModule, traceModule], { clock })
  await loadRegion(house.house, {
    code: '450000',
    divisions: divisions.map(([code, parentCode, level, nameZh, nameEn]) => {
      return { code, parentCode, level, nameZh, nameEn }
    }),
    trades: [{ code: 'C', parentCode: null, level: 0, nameZh: '制造业', nameEn: 'Manufacturing' }],
  })
  const data = {
    organisations: [
      firm('maker', '91450100YY00010129', '450102'),
      firm('buyer', '91450200YY00010209', '450202'),
      firm('stranger', '91450300YY0001039B', '450202'),
      firm('city', '11450100YY00010111', '450100', 'government'),
      firm('far-city', '11450200YY0001258Q', '450200', 'government'),
      firm('region', '11450000YY00010102', '450000', 'government'),
    ],
    people: [
      person('maker', 'maker', 'enterpriseAdministrator'),
      person('worker', 'maker', 'operator'),
      person('buyer', 'buyer', 'enterpriseAdministrator'),
      person('stranger', 'stranger', 'enterpriseAdministrator'),
      person('city', 'city', 'cityOfficial'),
      person('far', 'far-city', 'cityOfficial'),
      person('region', 'region', 'regionOfficial'),
      person('leader', 'region', 'regionLeader'),
    ],
    units: [],
  }
  await loadSample(house.house, '450000', data, password)
  async function headersOf(who: string): Promise<Record<string, string>> {
    const session = await sessionOf(house, `${who}@x.example`, password)
    return { ...session, 'accept-language': 'zh' }
  }
  async function by(who: string) {
    const headers = await headersOf(who)
    return client(trace, { base: house.url, headers: () => headers })
  }
  async function notices(who: string) {
    const headers = await headersOf(who)
    const { rows } = await client(registry, { base: house.url, headers: () => headers }).notifications({})
    return rows
  }
  async function organisationOf(who: string): Promise<string> {
    const headers = await headersOf(who)
    const { organisation } = await client(registry, { base: house.url, headers: () => headers }).me()
    return organisation!.id
  }
  async function audits(subject: string) {
    return house.house.act(systemCaller, ({ sql }) => {
      return sql<{ action: string }[]>`select action from kit_audit where subject = ${subject} order by seq`
    })
  }
  return { house, clock, by, headersOf, notices, organisationOf, audits, capture: capturer(house, headersOf) }
}

export type RecallWorld = Awaited<ReturnType<typeof recallWorld>>

/** Captures events by the standard’s binding, as any firm does. */
function capturer({ url }: TestHouse, headersOf: (who: string) => Promise<Record<string, string>>) {
  return async (who: string, eventList: readonly object[]): Promise<void> => {
    const document = {
      '@context': [
        'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
        { ronghe: 'urn:ronghe:' },
      ],
      ...{ type: 'EPCISDocument', schemaVersion: '2.0', creationDate: '2026-01-01T00:00:00Z' },
      epcisBody: { eventList },
    }
    const headers = { ...(await headersOf(who)), 'content-type': 'application/json', origin: url }
    const body = JSON.stringify(document)
    const answer = await fetch(`${url}/epcis/capture`, { method: 'POST', headers, body })
    assert.equal(answer.status, 202, await answer.text())
    const job = await fetch(new URL(answer.headers.get('location')!, url), { headers })
    const { success, errors } = (await job.json()) as { success: boolean; errors: object[] }
    assert.ok(success, JSON.stringify(errors))
  }
}

/** That a call is refused so. */
export function refused(status: number, code: string, rule?: string) {
  return (error: unknown) => {
    assert.ok(error instanceof RequestFault, String(error))
    assert.deepEqual([error.status, error.answer.code], [status, code])
    const { fields = [] } = error.answer
    if (rule)
      assert.ok(
        fields.some((one) => one.rule.endsWith(rule)),
        JSON.stringify(fields),
      )
    return true
  }
}
