import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { factory } from '@ronghe/factory/contract'
import { systemCaller } from '@ronghe/kit/auth'
import { addressOf, client } from '@ronghe/kit/client'
import type { Route } from '@ronghe/kit/contract'
import { type TestHouse, testHouse, workbookTraps } from '@ronghe/kit/test'
import { guangxi } from '@ronghe/region-guangxi'
import { registry } from '@ronghe/registry/contract'
import roles from '@ronghe/registry/roles' with { type: 'json' }
import { makePerson, signIn } from '@ronghe/registry/testing'
import { modules } from './modules.ts'
import { loadAll } from './region.ts'
import { loadSampleRows } from './sample.ts'

const password = 'walk-every-route-1'
const nobodys = '01900000-0000-7000-8000-000000000000'
let house: TestHouse
let ids: Record<string, string> = {}
const cookies = new Map<string, Record<string, string>>()

/** The firm whose rows everybody else tries to reach, and another firm with the same roles. */
const owner = 'nanning-drive'
const other = 'liuzhou-autoparts'

before(async () => {
  house = await testHouse(modules)
  await loadAll(house.house)
  await loadSampleRows(house.house, { password, edges: {} })
  const { organisations } = guangxi.sample.organisations()
  for (const role of roles) {
    const suits = organisations.filter((one) => role.kinds.includes(one.kind))
    const firm = suits.find((one) => one.code === other) ?? suits[0]
    assert.ok(firm, role.code)
    const email = `walk-${role.code.toLowerCase()}@x.example`
    await makePerson(house.house, { email, password, creditCode: firm.creditCode, role: role.code })
    cookies.set(role.code, await signIn(house.url, email, password))
  }
  ids = await idsOfOwner()
})
after(() => house.close())

async function idsOfOwner(): Promise<Record<string, string>> {
  const credit =
    guangxi.sample.organisations().organisations.find((one) => one.code === owner)?.creditCode ?? ''
  await makePerson(house.house, {
    email: 'walk-owner@x.example',
    password,
    creditCode: credit,
    role: 'enterpriseAdministrator',
  })
  const headers = await signIn(house.url, 'walk-owner@x.example', password)
  cookies.set('owner', headers)
  const options = { base: house.url, headers: () => headers }
  const me = await client(registry, options).me()
  const unit = (await client(registry, options).units()).rows[0]
  const machine = (await client(factory, options).equipment({ query: { isNumericalControl: true } })).rows[0]
  const edge = (await client(factory, options).edges()).rows[0]
  const connected = (await client(factory, options).equipment({ query: { q: 'EQ01' } })).rows[0]
  const tag = (await client(factory, options).tags({ params: { equipmentId: connected?.id ?? '' } })).rows[0]
  return {
    organisationId: me.organisation?.id ?? '',
    unitId: unit?.id ?? '',
    equipmentId: machine?.id ?? '',
    edgeId: edge?.id ?? '',
    tagId: tag?.id ?? '',
    personId: me.person?.id ?? '',
    goalKey: 'smart-factories',
    roleCode: 'operator',
    token: 'a-token-that-nobody-was-given',
  }
}

const all = modules.flatMap((module) =>
  Object.entries(module.contract.routes).map(([name, route]) => ({
    id: `${module.contract.module}.${name}`,
    route: route as Route,
  })),
)

function paramsOf(route: Route): Record<string, string> {
  return Object.fromEntries(
    Object.keys(route.params?.properties ?? {}).map((key) => [key, ids[key] ?? nobodys]),
  )
}

async function ask(route: Route, headers: Record<string, string>): Promise<number> {
  const init: RequestInit = { method: route.method, headers: { ...headers } }
  if (route.method !== 'GET' && route.body && !route.upload) {
    init.headers = { ...headers, 'content-type': 'application/json' }
    init.body = '{}'
  }
  const response = await fetch(addressOf(route, { params: paramsOf(route) }, house.url), init)
  await response.arrayBuffer()
  return response.status
}

/** A hash over all rows of the owner, to see that nobody changed any. */
async function ownersRows(): Promise<string> {
  return house.house.act(systemCaller, async ({ sql }) => {
    const tables = await sql`select table_name from information_schema.columns where table_schema = 'public'
      and column_name = 'organisation_id'
      and table_name not in ('kit_audit', 'factory_derivations', 'factory_oee_days') order by 1`
    let text = ''
    for (const { table_name } of tables) {
      const rows = await sql`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash
        from ${sql(table_name)} t where organisation_id = ${ids.organisationId ?? nobodys}`
      text += `${table_name}:${rows[0]?.hash} `
    }
    return text
  })
}

/** Sends a file to an upload route as somebody who may; the answer's status and rules. */
async function upload(route: Route, content: Buffer): Promise<{ status: number; rules: string[] }> {
  const able = roles.filter(({ permissions }) => permissions.includes(route.may)).map(({ code }) => code)
  const who = able.includes('enterpriseAdministrator') ? 'owner' : able[0]
  const form = new FormData()
  form.set('file', new Blob([content as never]), 'table.xlsx')
  const query = Object.fromEntries((route.query?.required ?? []).map((key: string) => [key, 'a']))
  const address = addressOf(route, { params: paramsOf(route), query }, house.url)
  const headers = cookies.get(who ?? '') ?? {}
  const response = await fetch(address, { method: route.method, headers, body: form })
  const answer = (await response.json()) as { fields?: { message: string }[] }
  return { status: response.status, rules: (answer.fields ?? []).map(({ message }) => message) }
}

describe('every route', () => {
  test('a stranger gets in nowhere but where it is public', async () => {
    for (const { id, route } of all) {
      const status = await ask(route, {})
      assert.ok(status < 500, `${id} ${status}`)
      if (route.may !== 'public') assert.ok(status === 401 || status === 400, `${id} ${status}`)
    }
  })

  test('every role gets in only with the permission, and never breaks anything', async () => {
    for (const role of roles) {
      for (const { id, route } of all) {
        if (id === 'registry.deleteMe' || id === 'registry.revokeSession') continue
        const status = await ask(route, cookies.get(role.code) ?? {})
        assert.ok(status < 500, `${role.code} ${id} ${status}`)
        const mayEnter =
          route.may === 'public' || route.may === 'signedIn' || role.permissions.includes(route.may)
        if (!mayEnter) assert.ok(status === 403 || status === 400, `${role.code} ${id} ${status}`)
      }
    }
  })

  test('another firm’s same role reaches no row of this firm', async () => {
    // Evidence and rules bring rows of the firm by themselves.
    await house.stopModules()
    const before = await ownersRows()
    const headers = cookies.get('enterpriseAdministrator') ?? {}
    const keys = new Set(['unitId', 'equipmentId', 'edgeId', 'tagId'])
    for (const { id, route } of all) {
      const isOwners = Object.keys(route.params?.properties ?? {}).some((key) => keys.has(key))
      const status = await ask(route, headers)
      if (isOwners) assert.ok([400, 403, 404].includes(status), `${id} ${status}`)
    }
    assert.equal(await ownersRows(), before)
  })

  test('that takes a table refuses workbooks that are traps, by their field and rule', async () => {
    const traps = Object.entries(await workbookTraps())
      .filter(([, file]) => file.length < 20_000)
      .slice(0, 2)
    const refusal = house.house.translate('zh', 'sheet.rule.unreadable')
    const imports = new Set<string>()
    for (const { id, route } of all.filter(({ route }) => route.upload)) {
      for (const [what, content] of traps) {
        const { status, rules } = await upload(route, content)
        assert.ok(status < 500, `${id} ${what} ${status}`)
        if (rules.includes(refusal)) imports.add(id)
        else assert.ok(!imports.has(id), `${id} took what ${what}`)
      }
    }
    assert.equal(traps.length, 2)
    assert.deepEqual([...imports].sort(), [
      'factory.importAlarmDefinitions',
      'factory.importEquipment',
      'factory.importExceptions',
      'factory.importReasons',
      'registry.importKeyRoster',
      'registry.importOrganisations',
      'registry.importParks',
      'registry.importSystems',
      'registry.importUnits',
      'trace.importIdentifiers',
      'trace.importInspections',
      'trace.importMasters',
    ])
  })
})
