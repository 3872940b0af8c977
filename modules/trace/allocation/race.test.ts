import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { Sql } from '@ronghe/kit/db'
import type { TestHouse } from '@ronghe/kit/test'
import { as, firm, traceHouse } from '../test/house.ts'
import { countersOf, insertAllocation, lockSubject, usedAbove } from './store.ts'

const gtin = '06901234001013'
let house: TestHouse
before(async () => {
  house = await traceHouse()
  await as(house, 'wei').addPrefix({ body: { prefix: '6901234' } })
})
after(() => house.close())

const wish = { numberKind: 'serial', subject: gtin, count: 10, prefix: 'K', width: 5 } as const
const allocate = (count = 10) => as(house, 'wei').allocate({ body: { ...wish, count } })
const own = { ...systemCaller, reach: 'own', organisationId: firm } as const

/** Takes a block as the service does, and gives the connection that does it. */
async function takeBlock(sql: Sql, id: string): Promise<number> {
  await lockSubject(sql, 'serial', gtin)
  const counter = (await countersOf(sql, 'serial', gtin)).find(({ prefix }) => prefix === 'K')
  assert.ok(counter)
  await insertAllocation(sql, {
    ...{ id, organisationId: firm, counterId: counter.id, first: counter.next, count: 10 },
    ...{ note: null, createdAt: new Date(0), personName: null },
  })
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`
  return row!.pid
}

async function everyNumber(): Promise<string[]> {
  const { rows } = await as(house, 'wei').allocations({ query: { pageSize: 200 } })
  const all: string[] = []
  for (const { id, count } of rows) {
    const page = await as(house, 'wei').numbers({
      params: { allocationId: id },
      query: { pageSize: Math.min(200, count) },
    })
    all.push(...page.rows.map(({ number }) => number))
  }
  return all
}

describe('a block of numbers', () => {
  test('is taken whole or not at all when its connection dies', async () => {
    assert.equal((await allocate()).firstNumber, 'K00000')
    const dying = house.house.db.transaction(own, async (sql) => {
      const pid = await takeBlock(sql, '018f0000-0000-7000-8000-0000000000f1')
      await house.house.db.transaction(systemCaller, (other) => other`select pg_terminate_backend(${pid})`)
      return sql`select 1`
    })
    await assert.rejects(dying)
    assert.equal((await allocate()).firstNumber, 'K00010')
    assert.equal(new Set(await everyNumber()).size, 20)
  })

  test('is given back when what belongs to it fails', async () => {
    const failing = house.house.db.transaction(own, async (sql) => {
      await takeBlock(sql, '018f0000-0000-7000-8000-0000000000f2')
      throw new Error('the label printer is on fire')
    })
    await assert.rejects(failing, /fire/)
    assert.equal((await allocate()).firstNumber, 'K00020')
  })

  test('waits for whoever counts for the same product, and goes on behind', async () => {
    const order: string[] = []
    const slow = house.house.db.transaction(own, async (sql) => {
      await takeBlock(sql, '018f0000-0000-7000-8000-0000000000f3')
      await sql`select pg_sleep(0.2)`
      order.push('slow')
    })
    const quick = allocate(5).then(({ firstNumber }) => {
      order.push('quick')
      return firstNumber
    })
    await slow
    assert.ok(['K00040', 'K00030'].includes(await quick))
    assert.equal(order.length, 2)
    const all = await everyNumber()
    assert.equal(new Set(all).size, all.length)
  })

  test('never overlaps another, whatever two persons and sizes come together', async () => {
    const sizes = [1, 7, 3, 20, 2, 11, 5, 1]
    await Promise.all(sizes.map((count) => allocate(count)))
    const all = await everyNumber()
    assert.equal(new Set(all).size, all.length)
    assert.equal(all.length, 30 + 10 + 5 + sizes.reduce((sum, one) => sum + one, 0))
  })

  test('cannot be written twice even past the counter', async () => {
    const twice = house.house.db.transaction(own, async (sql) => {
      const [counter] = await countersOf(sql, 'serial', gtin)
      const row = { organisationId: firm, counterId: counter!.id, first: 0n, count: 1 }
      await insertAllocation(sql, {
        ...{ ...row, id: '018f0000-0000-7000-8000-0000000000f4' },
        ...{ note: null, createdAt: new Date(0), personName: null },
      })
    })
    await assert.rejects(twice, /trace_allocations_block/)
  })
})

describe('what is used already', () => {
  test('is found by the beginning of its id, in the own data alone', async () => {
    const body = { kind: 'product', identifier: gtin, name: 'x' } as const
    await as(house, 'wei').addMaster({ body })
    await as(house, 'other').addMaster({ body: { ...body, identifier: '06901234002010' } })
    const stem = 'https://id.gs1.org/01/06901234'
    const found = await house.house.db.transaction(own, (sql) => usedAbove(sql, firm, stem))
    assert.deepEqual(found, [`${stem}001013`])
    const none = await house.house.db.transaction(own, (sql) => usedAbove(sql, firm, `${stem}9`))
    assert.deepEqual(none, [])
  })

  test('is passed over by the next GTIN, also when a gap lies before it', async () => {
    const first = await as(house, 'wei').allocate({
      body: { numberKind: 'gtin', subject: '6901234', count: 3 },
    })
    assert.deepEqual([first.firstNumber, first.lastNumber], ['06901234001020', '06901234001044'])
  })

  test('of another indicator digit is another counter', async () => {
    const cases = await as(house, 'wei').allocate({
      body: { numberKind: 'gtin', subject: '6901234', count: 1, prefix: '1' },
    })
    assert.equal(cases.firstNumber, '16901234000006')
  })
})
