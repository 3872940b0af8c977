import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { loadFrameworks, loadProcedures, loadQualityRules } from './region.ts'
import { smallForm } from './test/framework.ts'
import { levelsForm } from './test/levels.ts'
import { certification, recognition } from './test/procedures.ts'
import { workshopForm } from './test/recognition.ts'
import { as, qualityRules, type World, world } from './test/world.ts'

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

test('the region’s rules of data quality come once; what an administrator changed since stays', async () => {
  const platform = await as(house, 'platform')
  const about = { sourceZh: '自治区规定', sourceEn: 'A rule of the region', isExample: false }
  const body = { ...about, threshold: 0.5, reason: '按新规定', revision: 1 }
  await platform.changeQualityRule({ params: { kind: 'jump' }, body })
  await loadQualityRules(house.house, qualityRules)
  const { rows } = await platform.qualityRules({ query: { isNewest: true, sort: 'kind' } })
  assert.deepEqual(
    rows.map(({ kind, version, least, threshold, isExample, byName }) => {
      return [kind, version, least, threshold, isExample, byName]
    }),
    [
      ['copied', 1, 10, '0.95', true, 'system'],
      ['jump', 2, null, '0.5', false, 'platform'],
      ['outlier', 1, 8, '3', true, 'system'],
    ],
  )
  const stranger = await as(house, null)
  await assert.rejects(stranger.qualityRules({ query: {} }))
})

test('rules of data quality that are wrong keep the region from starting, each fault named', async () => {
  const wrong = qualityRules.map((one) => ({ ...one, threshold: '50' }))
  await assert.rejects(
    loadQualityRules(house.house, wrong),
    /outlier\.threshold: 0\.5–20; copied\.threshold: 0\.5–1; jump\.threshold: 0\.01–1/,
  )
})
