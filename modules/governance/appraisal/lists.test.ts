import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { appraisalActs } from '../test/appraisal.ts'
import { type SupervisionWorld, supervisionWorld } from '../test/supervision.ts'
import { as } from '../test/world.ts'

let w: SupervisionWorld
let acts: ReturnType<typeof appraisalActs>
const ids = { year: '', quarter: '' }
before(async () => {
  w = await supervisionWorld()
  acts = appraisalActs(w)
  const late = await w.item(['nanning', 'liuzhou'], 'issued', 7)
  await w.handle('city', late, 'nanning', 'sign')
  await w.handle('city', late, 'nanning', 'report', { comment: '完成' })
  await w.move(14)
  ids.year = await acts.make({ titleZh: '年度考核 50%_', titleEn: 'Year' })
  ids.quarter = await acts.make({ titleZh: '季度考核', titleEn: 'Quarter', toOn: '2026-11-10' })
  await acts.act(ids.year, 'submit')
  await acts.decide(ids.year, 'approve')
  await acts.act(ids.year, 'compute')
  await acts.act(ids.year, 'show')
  for (const [who, departmentCode] of [
    ['city', 'nanning'],
    ['other-city', 'liuzhou'],
  ] as const) {
    const body = { text: `${departmentCode} 的申诉` }
    const params = { appraisalId: ids.year, departmentCode }
    await (await w.by(who)).appealAppraisal({ params, body })
  }
})
after(() => w.house.close())

async function sheet(path: string, language = 'zh'): Promise<string[][]> {
  const { headers } = await as(w.house, 'region', language)
  const answer = await fetch(`${w.house.url}/api${path}`, { headers })
  assert.equal(answer.status, 200)
  const lines = (await answer.text()).replace('\uFEFF', '').trim().split(/\r?\n/)
  return lines.map((line) => line.split(','))
}

describe('the list of appraisals', () => {
  const titles = async (query: object) => {
    const { rows } = await (await w.by('region')).appraisals({ query })
    return rows.map((row) => row.titleEn)
  }

  test('has the latest period first, and is searched and filtered', async () => {
    assert.deepEqual(await titles({}), ['Year', 'Quarter'])
    assert.deepEqual(await titles({ q: '季度' }), ['Quarter'])
    assert.deepEqual(await titles({ q: '50%_' }), ['Year'])
    assert.deepEqual(await titles({ q: '%' }), ['Year'])
    assert.deepEqual(await titles({ state: 'shown' }), ['Year'])
    assert.deepEqual(await titles({ state: 'final' }), [])
  })

  test('has pages', async () => {
    const { rows, total } = await (await w.by('region')).appraisals({ query: { page: 2, pageSize: 1 } })
    assert.deepEqual([rows.map((row) => row.titleEn), total], [['Quarter'], 2])
  })

  test('counts bodies and open appeals', async () => {
    const [year] = (await (await w.by('region')).appraisals({ query: { state: 'shown' } })).rows
    assert.deepEqual([year?.units, year?.openAppeals], [3, 2])
  })
})

describe('results', () => {
  const params = () => ({ appraisalId: ids.year })

  test('stand in their rank, without one last, and are searched by body', async () => {
    const region = await w.by('region')
    const { rows } = await region.appraisalResults({ params: params() })
    assert.deepEqual(
      rows.map((row) => [row.departmentCode, row.rank, row.total]),
      [
        ['nanning', 1, 60],
        ['liuzhou', 2, 0],
        ['science', null, null],
      ],
    )
    const found = await region.appraisalResults({ params: params(), query: { q: '柳州' } })
    assert.deepEqual([found.rows[0]?.departmentCode, found.total], ['liuzhou', 1])
  })

  test('keep their rank on the second page', async () => {
    const query = { page: 2, pageSize: 1 }
    const { rows } = await (await w.by('region')).appraisalResults({ params: params(), query })
    assert.deepEqual([rows[0]?.departmentCode, rows[0]?.rank], ['liuzhou', 2])
  })

  test('are given out as a sheet with the same figures, in the reader’s language', async () => {
    const path = `/governance/appraisals/${ids.year}/results?format=csv`
    const [head, first, ...rest] = await sheet(path)
    assert.equal(head?.[0], '名次')
    const at = (name: string) => first?.[head?.indexOf(name) ?? -1]
    assert.deepEqual([at('名次'), at('总分'), at('按期反馈'), at('办结率')], ['1', '60', '100', '0'])
    assert.equal(rest.length, 2)
    const [english] = await sheet(path, 'en')
    assert.equal(english?.[0], 'Rank')
  })

  test('a scheme without an indicator has no points of it', async () => {
    const unit = await acts.unit(ids.year, 'nanning')
    assert.deepEqual([unit.goals, unit.signed, unit.neverRed, unit.punctual], [null, null, null, 100])
    assert.deepEqual(
      unit.indicators.map((one) => [one.kind, one.weight]),
      [
        ['punctual', 60],
        ['closed', 40],
      ],
    )
  })
})

describe('appeals', () => {
  const bodiesOf = async (who: string, query: object = {}) => {
    const { rows } = await (await w.by(who)).appraisalAppeals({ query })
    return rows.map((row) => row.departmentCode).sort()
  }

  test('are each body’s own, and all for who appraises', async () => {
    assert.deepEqual(await bodiesOf('leader'), ['liuzhou', 'nanning'])
    assert.deepEqual(await bodiesOf('city'), ['nanning'])
    assert.deepEqual(await bodiesOf('other-city'), ['liuzhou'])
    assert.deepEqual(await bodiesOf('a'), [])
  })

  test('are searched and filtered, the open ones first', async () => {
    assert.deepEqual(await bodiesOf('leader', { q: 'liuzhou 的' }), ['liuzhou'])
    assert.deepEqual(await bodiesOf('leader', { appraisal: ids.quarter }), [])
    const leader = await w.by('leader')
    const [last] = (await leader.appraisalAppeals({})).rows
    const params = { appealId: last?.id ?? '' }
    await leader.decideAppeal({ params, body: { decision: 'refuse', reason: '查无依据' } })
    const { rows } = await leader.appraisalAppeals({})
    assert.deepEqual(
      rows.map((row) => row.decision),
      [null, 'refused'],
    )
    assert.deepEqual([rows[1]?.id, rows[1]?.reason], [last?.id, '查无依据'])
    assert.equal((await bodiesOf('leader', { isOpen: true })).length, 1)
    assert.equal((await bodiesOf('leader', { isOpen: false })).length, 1)
  })

  test('a decided one is not decided again', async () => {
    const leader = await w.by('leader')
    const [decided] = (await leader.appraisalAppeals({ query: { isOpen: false } })).rows
    const params = { appealId: decided?.id ?? '' }
    const again = leader.decideAppeal({ params, body: { decision: 'uphold', reason: '再议', points: 5 } })
    await assert.rejects(again, /已经处理/)
    assert.equal((await acts.unit(ids.year, decided?.departmentCode ?? '')).adjustments.length, 0)
  })
})
