import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { loadSampleReports, type SampleReports } from '../module.ts'
import { type SupervisionWorld, supervisionWorld } from '../test/supervision.ts'

const sample: SampleReports = {
  person: '示例人员',
  reports: [
    { goal: 'output', yearsAgo: 2, value: 80, note: '示例', parts: [] },
    {
      ...{ goal: 'output', yearsAgo: 1, value: 100, note: '示例' },
      parts: [
        { kind: 'division', key: '450100', value: 60 },
        { kind: 'division', key: '450200', value: 30 },
        { kind: 'trade', key: 'C', value: 90 },
      ],
    },
  ],
}

let w: SupervisionWorld
before(async () => {
  w = await supervisionWorld()
  const body = {
    ...{ key: 'output', titleZh: '产业规模', titleEn: 'Output', unitZh: '亿元', unitEn: 'hundred million' },
    ...{ target: 400, dueOn: '2030-12-31', formula: '统计值', direction: 'up' as const },
    ...{ frequency: 'year' as const, reportDepartment: 'industry' },
  }
  await (await w.by('region')).makeIndicator({ body })
  await loadSampleReports(w.house.house, sample)
})
after(() => w.house.close())

describe('sample reports', () => {
  test('are marked, accepted, and loaded once', async () => {
    await loadSampleReports(w.house.house, sample)
    const { rows, total } = await (await w.by('region')).reports({ query: { goal: 'output' } })
    assert.equal(total, 2)
    assert.deepEqual(
      rows.map((row) => [row.period, row.value, row.state, row.isSample, row.parts.length]),
      [
        ['2025', 100, 'accepted', true, 3],
        ['2024', 80, 'accepted', true, 0],
      ],
    )
  })

  test('are the figure, declared, and its parts stand in the breakdown', async () => {
    const api = await w.by('region')
    const { goal } = await api.goal({ params: { goalKey: 'output' } })
    assert.deepEqual([goal.declared.value, goal.evidenced.value], [100, null])
    const cities = await api.breakdown({ query: { goal: 'output' } })
    const told = Object.fromEntries(cities.rows.map(({ key, goalDeclared }) => [key, goalDeclared]))
    assert.deepEqual([told['450100'], told['450200']], [60, 30])
    assert.equal(cities.sum.goalDeclared, 90)
  })
})
