import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { addressOf } from '@ronghe/kit/client'
import type { Route } from '@ronghe/kit/contract'
import { assess } from './contract.ts'
import { as, submitted, type World, world } from './test/world.ts'

let house: World
before(async () => {
  house = await world()
})
after(() => house.close())

const routes = Object.entries(assess.routes) as [string, Route][]

test('whatever is not public is closed to a stranger', async () => {
  for (const [name, route] of routes) {
    if (route.may === 'public') continue
    const params = Object.fromEntries(
      Object.keys(route.params?.properties ?? {}).map((key) => [key, '01900000-0000-7000-8000-000000000000']),
    )
    const response = await fetch(addressOf(route, { params }, house.url), {
      method: route.method,
      ...(route.method === 'GET' || route.upload
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: '{}' }),
    })
    assert.ok([400, 401].includes(response.status), `${name} ${response.status}`)
  }
})

test('lists are searched, sorted, paged and exported with the words of their columns', async () => {
  const firm = await as(house, 'a')
  await submitted(firm)
  const official = await as(house, 'region')
  assert.equal((await official.runs({ query: { q: '示例甲' } })).total, 1)
  assert.equal((await official.runs({ query: { q: '没有' } })).total, 0)
  assert.equal((await official.runs({ query: { region: '450200' } })).total, 0)
  assert.equal(
    (await official.runs({ query: { region: '450100', framework: 'TEST', sort: '-total' } })).total,
    1,
  )
  const response = await fetch(`${house.url}/api/assess/runs?format=csv`, { headers: official.headers })
  const [heading, row] = (await response.text()).replace(/^\ufeff/, '').split(/\r?\n/)
  const title = (key: string) => house.house.translate('zh', `assess.column.${key}`)
  assert.match(heading ?? '', new RegExp(`^${title('organisationName')},${title('regionCode')}`))
  assert.match(row ?? '', /^示例甲,450102,/)
})

test('faults are told in the language of the reader', async () => {
  const english = await as(house, 'a', 'en')
  const chinese = await as(house, 'a', 'zh')
  const { rows } = await english.runs()
  const params = { runId: rows[0]?.id ?? '', question: 'plan' }
  const body = { value: 'full', revision: 1 }
  await assert.rejects(english.saveAnswer({ params, body }), /was submitted/)
  await assert.rejects(chinese.saveAnswer({ params, body }), /已提交/)
})
