import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { RequestFault } from '@ronghe/kit/client'
import type { TestHouse } from '@ronghe/kit/test'
import { as, traceHouse } from '../test/house.ts'

let house: TestHouse
const prefix = '88.123.4567'
const item = 'https://id.gs1.org/01/06901234001013/21/A1'

before(async () => {
  house = await traceHouse()
  await as(house, 'wei').addPrefix({ body: { prefix: '6901234' } })
  await as(house, 'wei').addIdentifierPrefix({ body: { identifierPrefix: prefix } })
})
after(() => house.close())

const refused = (code: string, field?: string) => (error: unknown) =>
  error instanceof RequestFault &&
  error.answer.code === code &&
  (field === undefined || error.answer.fields?.[0]?.field === field)

type Row = { suffix: string; about?: string; attributes?: Record<string, string> }
const register = (who: string, rows: Row[], more: { prefix?: string } = {}) =>
  as(house, who).registerIdentifiers({ body: { prefix, template: 'item', rows, ...more } })

async function resolve(path: string) {
  const response = await fetch(`${house.url}/identifiers/${path}`)
  const body = (await response.json()) as {
    responseCode: number
    handle: string
    values?: { index: number; type: string; data: { value: string }; ttl: number; timestamp: string }[]
  }
  return { status: response.status, ...body }
}

describe('a prefix', () => {
  test('belongs to one organisation, and has the form of the scheme', async () => {
    const { rows } = await as(house, 'wei').identifierPrefixes({})
    assert.deepEqual(
      rows.map((row) => [row.prefix, row.used]),
      [[prefix, 0]],
    )
    await assert.rejects(
      as(house, 'other').addIdentifierPrefix({ body: { identifierPrefix: prefix } }),
      refused('trace.identifier.prefixTaken'),
    )
    for (const wrong of ['88', '8.1', '88.', '88.1/2', '88.1.2.3.4.5', 'ab.1'])
      await assert.rejects(
        as(house, 'other').addIdentifierPrefix({ body: { identifierPrefix: wrong } }),
        refused('kit.input.invalid', 'identifierPrefix'),
        wrong,
      )
  })

  test('is seen by its owner and officials of the region, and asked for by who may', async () => {
    assert.equal((await as(house, 'other').identifierPrefixes({})).rows.length, 0)
    assert.equal((await as(house, 'official').identifierPrefixes({})).rows.length, 1)
    assert.equal((await as(house, 'faraway').identifierPrefixes({})).rows.length, 0)
    for (const who of ['reader', 'official', 'alone'])
      await assert.rejects(
        as(house, who).addIdentifierPrefix({ body: { identifierPrefix: '88.9.9' } }),
        RequestFault,
      )
  })
})

describe('registration', () => {
  test('of many bridges each to its item, both ways', async () => {
    const rows = [
      { suffix: 'GB.A1', about: item, attributes: { name: '减速器', serialNumber: 'A1' } },
      { suffix: '齿轮箱-2', about: '(01)06901234001013(21)A2' },
      { suffix: 'free' },
    ]
    assert.deepEqual(await register('wei', rows), { registered: 3, faults: [] })
    const found = await as(house, 'wei').identifiers({ query: { about: '(01)06901234001013(21)A1' } })
    assert.deepEqual(
      found.rows.map(({ identifier, key }) => [identifier, key]),
      [[`${prefix}/GB.A1`, item]],
    )
    const { values, ...head } = await resolve(`${prefix}/GB.A1`)
    assert.deepEqual(head, { status: 200, responseCode: 1, handle: `${prefix}/GB.A1` })
    assert.deepEqual(
      values?.map(({ index, type, data }) => [index, type, data.value]),
      [
        [1, 'URL', `${house.url}/01/06901234001013/21/A1`],
        [2, 'TEMPLATE', 'item'],
        [3, 'name', '减速器'],
        [4, 'serialNumber', 'A1'],
      ],
    )
    assert.equal((await resolve(`${prefix}/${encodeURIComponent('齿轮箱-2')}`)).responseCode, 1)
    assert.equal((await as(house, 'wei').identifierPrefixes({})).rows[0]!.used, 3)
  })

  test('names every fault by its line and registers none', async () => {
    const answer = await register('wei', [
      { suffix: 'ok' },
      { suffix: 'with space', about: 'https://id.gs1.org/01/09780345418913/21/X' },
      { suffix: 'odd', attributes: { colour: 'red' } },
    ])
    assert.equal(answer.registered, 0)
    assert.deepEqual(
      answer.faults.map(({ row, field }) => [row, field]),
      [
        [2, 'suffix'],
        [2, 'about'],
        [3, 'attributes.colour'],
      ],
    )
    assert.match(answer.faults[0]!.message, /空格/)
    assert.equal((await resolve(`${prefix}/ok`)).responseCode, 100)
  })

  test('twice, of an item that has one, or under a prefix of others is refused whole', async () => {
    for (const rows of [[{ suffix: 'new' }, { suffix: 'free' }], [{ suffix: 'new', about: item }]])
      await assert.rejects(register('wei', rows), refused('trace.identifier.taken'))
    assert.equal((await resolve(`${prefix}/new`)).status, 404)
    await assert.rejects(register('other', [{ suffix: 'x' }]), refused('kit.input.invalid', 'prefix'))
    await assert.rejects(register('reader', [{ suffix: 'x' }]), RequestFault)
  })
})

describe('resolution', () => {
  test('tells unknown, invalid and suspended apart by the codes of the protocol', async () => {
    const change = (who: string, identifierState: 'active' | 'suspended') =>
      as(house, who).stateIdentifier({ body: { identifier: `${prefix}/free`, identifierState } })
    await change('wei', 'suspended')
    const said = async (path: string) => {
      const { status, responseCode } = await resolve(path)
      return [status, responseCode]
    }
    assert.deepEqual(await said(`${prefix}/free`), [403, 401])
    assert.deepEqual(await said(`${prefix}/nothing`), [404, 100])
    for (const path of ['x', '88.1', `${prefix}/`, 'ab.1/2']) assert.deepEqual(await said(path), [400, 102])
    await assert.rejects(change('other', 'active'), refused('trace.identifier.unknown'))
    await assert.rejects(change('official', 'active'), RequestFault)
    assert.equal((await change('wei', 'active')).identifierState, 'active')
    assert.deepEqual(await said(`${prefix}/free`), [200, 1])
  })

  test('may be asked for by any page of any site, and says how long it may be kept', async () => {
    const answer = await fetch(`${house.url}/identifiers/${prefix}/GB.A1`)
    assert.equal(answer.headers.get('access-control-allow-origin'), '*')
    const { values } = (await answer.json()) as { values: { ttl: number; timestamp: string }[] }
    for (const { ttl, timestamp } of values) {
      assert.equal(ttl, 86_400)
      assert.ok(Date.parse(timestamp) > 0)
    }
  })

  test('is listed for the owner and officials only, by state and template', async () => {
    const count = async (who: string, query = {}) => (await as(house, who).identifiers({ query })).total
    assert.deepEqual(
      [await count('wei'), await count('official'), await count('other'), await count('faraway')],
      [3, 3, 0, 0],
    )
    assert.equal(await count('wei', { identifierState: 'suspended' }), 0)
    assert.equal(await count('wei', { template: 'product' }), 0)
    assert.equal(await count('wei', { q: 'GB.' }), 1)
  })
})
