import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { loadFrameworks, loadProcedures } from './region.ts'
import { smallForm } from './test/framework.ts'
import { levelsForm } from './test/levels.ts'
import { certification, recognition } from './test/procedures.ts'
import { workshopForm } from './test/recognition.ts'
import { as, type World, world } from './test/world.ts'

let house: World
before(async () => {
  house = await world({ files: [smallForm(), levelsForm(), workshopForm()] })
})
after(() => house.close())

test('frameworks of the region are published at the first start, several at once', async () => {
  const { rows } = await (await as(house, null)).frameworks({ query: { sort: 'code' } })
  assert.deepEqual(
    rows.map(({ code, kind, status, questions, unverified }) => [code, kind, status, questions, unverified]),
    [
      ['LEVELS', 'assessment', 'published', 4, 1],
      ['TEST', 'assessment', 'published', 7, 2],
      ['WORKSHOP', 'recognition', 'published', 6, 1],
    ],
  )
})

test('another start changes nothing of a version, and brings a new one', async () => {
  const changed = levelsForm()
  changed.measures = []
  await loadFrameworks(house.house, [smallForm(), changed, smallForm({ version: '2' })])
  const { rows } = await (await as(house, null)).frameworks({ query: { sort: 'code' } })
  assert.deepEqual(
    rows.map(({ code, version }) => `${code} ${version}`),
    ['LEVELS 1', 'TEST 2', 'TEST 1', 'WORKSHOP 1'],
  )
  const levels = rows.find(({ code }) => code === 'LEVELS')
  const { content } = await (await as(house, null)).framework({ params: { frameworkId: levels?.id ?? '' } })
  assert.equal(JSON.parse(content).measures.length, 1)
})

test('a region whose file is wrong does not start, and says where', async () => {
  const wrong = smallForm({ version: '3' })
  wrong.measures[0]?.nodes.push('gone')
  await assert.rejects(loadFrameworks(house.house, [wrong]), /measures\/0\/nodes.*gone/)
})

test('procedures of the region come at the start, the newest version of each', async () => {
  await loadProcedures(house.house, [certification(), recognition()])
  const changed = { ...certification(), validYears: 9 }
  await loadProcedures(house.house, [changed, { ...certification(), version: '2' }])
  const { rows } = await (await as(house, null)).procedures()
  assert.deepEqual(
    rows.map(({ code, version, kind, framework, isExample }) => [code, version, kind, framework, isExample]),
    [
      ['CERT', '2', 'certification', null, false],
      ['RECOG', '1', 'recognition', 'WORKSHOP', false],
    ],
  )
})

test('a procedure that is wrong keeps the region from starting, and names the place', async () => {
  const wrong = { ...recognition(), version: '3' }
  delete wrong.reviewers
  await assert.rejects(loadProcedures(house.house, [wrong]), /reviewers\.missing/)
})
