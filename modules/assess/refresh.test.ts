import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { refreshDrafts } from './refresh.ts'
import {
  addMachines,
  answer,
  as,
  day,
  inDatabase,
  type Person,
  startRun,
  type World,
  world,
} from './test/world.ts'
import { verifyAll } from './verify.ts'

let house: World
let firm: Person
let runId = ''
before(async () => {
  house = await world()
  firm = await as(house, 'a')
  runId = await startRun(firm)
})
after(() => house.close())

const rate = async () => {
  const { answers } = await firm.run({ params: { runId } })
  const found = answers.find(({ question }) => question === 'rate')
  return found ? [found.value, found.basis, found.byName] : null
}

test('a draft is filled in by itself as soon as the rooms know something', async () => {
  await addMachines(house, 'firm-a', { heard: 1, silent: 1 })
  assert.equal(await refreshDrafts(house.house), 1)
  assert.deepEqual(await rate(), ['50.0000', 'evidenced', 'system'])
})

test('within the hour it is not asked for again; after it the answer follows the machines', async () => {
  await addMachines(house, 'firm-a', { heard: 2, silent: 0 })
  assert.equal(await refreshDrafts(house.house), 0)
  assert.deepEqual(await rate(), ['50.0000', 'evidenced', 'system'])
  house.time.move(3_600_001)
  assert.equal(await refreshDrafts(house.house), 1)
  assert.deepEqual(await rate(), ['75.0000', 'evidenced', 'system'])
})

test('what a person said otherwise, with a reason, stays', async () => {
  await answer(firm, runId, 'rate', '90', '两台设备停机检修')
  house.time.move(3_600_001)
  await addMachines(house, 'firm-a', { heard: 0, silent: 4 })
  await refreshDrafts(house.house)
  assert.deepEqual(await rate(), ['90', 'declared', 'a'])
})

test('what a person emptied stays empty until a person asks for the evidence', async () => {
  await answer(firm, runId, 'rate', null)
  house.time.move(3_600_001)
  await refreshDrafts(house.house)
  assert.deepEqual(await rate(), [null, 'declared', 'a'])
  await firm.takeEvidence({ params: { runId } })
  const [, basis, by] = (await rate()) ?? []
  assert.deepEqual([basis, by], ['evidenced', 'a'])
})

test('what was handed in, or is over, is left as it is; all that was kept computes again', async () => {
  house.time.move(70 * day)
  assert.equal(await refreshDrafts(house.house), 0)
  const { unequal } = await inDatabase(house, verifyAll)
  assert.deepEqual(unequal, [])
})
