import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { makePerson } from '@ronghe/registry/testing'
import type { GivenMetric } from '@ronghe/sparkplug'
import { as, factoryHouse, password } from '../testing.ts'
import { foreignEdge, pointsOf, tagsOf } from './test/edge.ts'
import { connectNode } from './test/node.ts'

let house: TestHouse
before(async () => {
  house = await factoryHouse()
  await makePerson(house.house, {
    email: 'platform@x.example',
    password,
    creditCode: '11450000YY00010102',
    role: 'platformAdministrator',
  })
})
after(() => house.close())

const reason = '试验'
const wide = {
  pointsPerSecondMax: 100_000,
  messagesPerSecondMax: 10_000,
  tagsMax: 1000,
  pointsPerDayMax: 1_000_000,
}
const many: GivenMetric[] = Array.from({ length: 100 }, (_, index) => {
  return { name: `s${index}`, alias: index, type: 'Double', value: 0, timestamp: 1.7e12 }
})
const data = (at: number): GivenMetric[] => {
  return many.map(({ alias }) => ({
    alias,
    type: 'Double',
    omitsType: true,
    value: at,
    timestamp: 1.7e12 + at,
  }))
}

test('limits are the platform’s: firms see their own and change none', async () => {
  const { organisationId } = await foreignEdge(house.house, 'Q0')
  const platform = await as(house, 'platform')
  const a = await as(house, 'a')
  const b = await as(house, 'b')
  const input = { params: { organisationId }, body: { ...wide, reason } }
  for (const other of [a, b]) await assert.rejects(other.setLimits(input), /无权|权限/)
  await assert.rejects(a.setDefaultLimits({ body: { ...wide, reason } }), /无权|权限/)
  await platform.setLimits(input)
  const [own] = (await a.limits()).rows
  assert.deepEqual(
    [own?.pointsPerSecondMax, own?.isOwn, own?.reason, own?.mayChange],
    [100_000, true, reason, false],
  )
  assert.equal((await b.limits()).total, 0)
  await platform.dropLimits({ params: { organisationId }, body: { reason } })
  assert.equal((await a.limits()).rows[0]?.isOwn, false)
  const nobody = { organisationId: '01900000-0000-7000-8000-000000000000' }
  await assert.rejects(platform.setLimits({ params: nobody, body: { ...wide, reason } }))
})

test('a firm that floods is held, another is not hurt; what was refused is replayed', async () => {
  const platform = await as(house, 'platform')
  const a = await as(house, 'a')
  const flood = await foreignEdge(house.house, 'Q1', 'firm-a')
  const calm = await foreignEdge(house.house, 'Q2', 'firm-b')
  const narrow = { ...wide, pointsPerSecondMax: 10 }
  const params = { organisationId: flood.organisationId }
  await platform.setLimits({ params, body: { ...narrow, reason } })
  const loud = await connectNode(flood.credential)
  const quiet = await connectNode(calm.credential)
  for (const node of [loud, quiet]) {
    await node.birth()
    await node.send('DBIRTH', 'lathe', many)
  }
  for (let at = 1; at <= 20; at++) await loud.send('DDATA', 'lathe', data(at))
  for (let at = 1; at <= 20; at++) await quiet.send('DDATA', 'lathe', data(at))
  await eventually('the other has all', async () => {
    return (await pointsOf(house.house, calm.equipmentId, 's0')).length === 21
  })
  assert.ok((await pointsOf(house.house, flood.equipmentId, 's0')).length < 21)
  await eventually('it is told who is held', async () => {
    const [row] = (await a.limits()).rows
    return row?.held === 'points' && row.heldSince !== null
  })
  const letter = await eventually('what came too fast is refused', async () => {
    return (await a.letters({ query: { code: 'quota' } })).rows[0]
  })
  await platform.setLimits({ params, body: { ...wide, reason } })
  const answer = await eventually('it is replayed', () => a.replayLetters({ body: { ids: [letter.id] } }))
  assert.deepEqual([answer.replayed, answer.stored + answer.duplicates], [1, 100])
  const purged = await a.purgeLetters({ body: { code: 'quota', reason } })
  assert.ok(purged.deleted >= 1)
  assert.equal((await a.letters({ query: { code: 'quota' } })).total, 0)
  await Promise.all([loud.close(), quiet.close()])
})

test('tags beyond the limit are refused, and the others are kept', async () => {
  const platform = await as(house, 'platform')
  const b = await as(house, 'b')
  const edge = await foreignEdge(house.house, 'Q3', 'firm-b')
  const params = { organisationId: edge.organisationId }
  const row = (await b.limits()).rows[0]
  const tagsMax = (row?.tags ?? 0) + 40
  await platform.setLimits({ params, body: { ...wide, tagsMax, reason } })
  const node = await connectNode(edge.credential)
  await node.birth()
  await node.send('DBIRTH', 'lathe', many)
  await node.send('DDATA', 'lathe', data(1))
  await eventually(
    'some are kept',
    async () => (await pointsOf(house.house, edge.equipmentId, 's0')).length === 2,
  )
  assert.equal(Object.keys(await tagsOf(house.house, edge.equipmentId)).length, 40)
  const refused = await eventually('others are refused', async () => {
    const found = await b.letters({ query: { code: 'quotaTags', edge: edge.credential.id } })
    return found.rows.length > 0 ? found : null
  })
  assert.ok(refused.total > 1)
  assert.equal(node.rebirths(), 0)
  await node.close()
})
