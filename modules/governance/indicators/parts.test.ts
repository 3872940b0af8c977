import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { client } from '@ronghe/kit/client'
import { loadRegion } from '@ronghe/registry'
import { registry } from '@ronghe/registry/contract'
import fc from 'fast-check'
import { type SupervisionWorld, supervisionWorld } from '../test/supervision.ts'
import { type Report, upload } from '../test/upload.ts'
import { as } from '../test/world.ts'
import { partOf } from './parts.ts'
import type { ReportPart } from './store/parts.ts'

let w: SupervisionWorld
let reportId = ''
const trades = [
  ['C', null, 0],
  ['13', 'C', 1],
  ['34', 'C', 1],
] as const
before(async () => {
  w = await supervisionWorld()
  await loadRegion(w.house.house, {
    ...{ code: '450000', divisions: [] },
    trades: trades.map(([code, parentCode, level]) => {
      return { code, parentCode, level, nameZh: `行业${code}`, nameEn: `Trade ${code}` }
    }),
  })
  const region = await as(w.house, 'region')
  const { headers } = region
  const api = client(registry, { base: w.house.url, headers: () => headers })
  await api.addPark({ body: { code: 'NN', name: '高新区', regionCode: '450102' } })
  await (await w.by('region')).makeIndicator({
    body: {
      ...{ key: 'output', titleZh: '产业规模', titleEn: 'Output', unitZh: '亿元', unitEn: '100 m yuan' },
      ...{ dueOn: '2027-12-31', formula: '', direction: 'up', frequency: 'year', target: 100 },
      reportDepartment: 'nanning',
    },
  })
  reportId = await report('2025', '100')
})
after(() => w.house.close())

async function report(period: string, value: string): Promise<string> {
  const { headers } = await as(w.house, 'city')
  const query = new URLSearchParams({ period, value, note: '统计公报' })
  const proof = { name: 'p.pdf', content: '%PDF-1.4' }
  const { body } = await upload(w.house, `/governance/goals/output/reports?${query}`, proof, headers)
  return String(body.id)
}

async function send(lines: string[], { dryRun = false, who = 'city', id = reportId } = {}) {
  const { headers } = await as(w.house, who)
  const file = { name: 'p.csv', content: ['分项方式,代码,分项数值', ...lines].join('\n') }
  const answer = await upload(w.house, `/governance/reports/${id}/parts?dryRun=${dryRun}`, file, headers)
  return { status: answer.status, body: answer.body as unknown as Report & { code: string } }
}
const parts = async (who: string | null = 'city') => {
  const { rows } = await (await as(w.house, who)).reports({ query: { goal: 'output' } })
  return rows.find(({ id }) => id === reportId)?.parts.map((one) => [one.kind, one.nameZh, one.value])
}
const accept = async (id: string) =>
  (await w.by('leader')).decideReport({
    params: { reportId: id },
    body: { decision: 'accept', version: 1 },
  })
const good = ['市县,450100,60', '市县,450200,30', '行业,13,55.5', '行业,34,40', '园区,NN,20']

describe('the parts of a report (G43)', () => {
  test('come as a table, tried first, and a new one takes the place of the old', async () => {
    const tried = await send(good, { dryRun: true })
    assert.deepEqual([tried.body.written, tried.body.rowsNew, await parts()], [false, 5, []])
    assert.equal((await send(['division,450100,1'])).body.written, true)
    assert.equal((await send(good)).body.written, true)
    assert.deepEqual(await parts(), [
      ['division', '南宁市', 60],
      ['division', '柳州市', 30],
      ['park', '高新区', 20],
      ['trade', '行业13', 55.5],
      ['trade', '行业34', 40],
    ])
  })

  test('name the cell of every fault, and leave what stood there', async () => {
    const before = await parts()
    const { body } = await send([
      '县,450100,1',
      '市县,999999,1',
      '市县,450100,many',
      '市县,450100,60',
      '市县,450102,1',
      '市县,450200,41',
      '行业,C,1',
      '行业,13,1',
      '园区,XX,1',
    ])
    assert.deepEqual(
      body.faults.map(({ row, column }) => `${row} ${column}`),
      ['2 分项方式', '3 代码', '4 分项数值', '6 代码', '7 分项数值', '9 代码', '10 代码'],
    )
    assert.deepEqual([body.written, await parts()], [false, before])
  })

  test('are told by its body alone, and no longer once somebody decided', async () => {
    assert.equal((await send(good, { who: 'other-city' })).status, 404)
    assert.equal((await send(good, { who: 'a' })).status, 403)
    assert.equal(await parts(null), undefined, 'a report that waits is its body’s')
    await accept(reportId)
    assert.equal((await send(good)).body.code, 'governance.item.notNow')
    assert.equal((await parts(null))?.length, 5, 'what was accepted is public')
  })
})

describe('figures from parts (G43)', () => {
  const by = async (query: object) => {
    const answer = await (await as(w.house, null)).breakdown({ query: { goal: 'output', ...query } })
    const rows = answer.rows.filter((one) => one.goalDeclared !== null)
    return [answer.sum.goalDeclared, ...rows.map((one) => [one.nameZh, one.goalDeclared]).sort()]
  }

  test('stand beside the machines by division, trade and park, and open to the report', async () => {
    assert.deepEqual(await by({ by: 'division' }), [90, ['南宁市', 60], ['柳州市', 30]])
    assert.deepEqual(await by({ by: 'trade' }), [95.5, ['行业13', 55.5], ['行业34', 40]])
    assert.deepEqual(await by({ by: 'park' }), [20, ['高新区', 20]])
    assert.deepEqual(
      await by({ by: 'trade', region: '450100' }),
      [null],
      'of trades within a city nothing is known',
    )
    const { rows } = await (await as(w.house, null)).breakdown({ query: { goal: 'output', by: 'park' } })
    assert.equal(rows[0]?.goalProof, '/governance/goals/output?tab=reports')
  })

  test('give a city its figure, declared, and one of which nothing was told none', async () => {
    const wall = async (region: string) => {
      const { goals } = await (await as(w.house, null)).wall({ query: { region } })
      const goal = goals.find(({ key }) => key === 'output')
      return [goal?.declared.value, goal?.declared.basis, goal?.evidenced.value]
    }
    assert.deepEqual(await wall('450100'), [60, 'declared', null])
    assert.deepEqual(await wall('450000'), [100, 'declared', null])
    const next = await report('2026', '120')
    await accept(next)
    assert.deepEqual(await wall('450100'), [null, 'declared', null], 'the newest report told nothing of it')
    assert.deepEqual(await wall('450000'), [120, 'declared', null])
  })
})

describe('what parts say of a group', () => {
  const codes = ['450102', '450103', '450202', '450203', '450300']
  const some = fc.uniqueArray(fc.record({ key: fc.constantFrom(...codes), value: fc.nat(1000) }), {
    selector: ({ key }) => key,
  })

  test('is the sum of what lies in it; a rate is told of the group itself or not at all', () => {
    fc.assert(
      fc.property(some, (told) => {
        const parts: ReportPart[] = told.map((one) => ({ kind: 'division', ...one }))
        for (const city of ['450100', '450200', '450300']) {
          const within = told.filter(({ key }) => key.startsWith(city.slice(0, 4)))
          const sum = within.length === 0 ? null : within.reduce((all, one) => all + one.value, 0)
          assert.equal(partOf(parts, { kind: 'division', key: city }, false), sum)
          const own = told.find(({ key }) => key === city)?.value ?? null
          assert.equal(partOf(parts, { kind: 'division', key: city }, true), own)
        }
        assert.equal(partOf(parts, { kind: 'trade', key: '45' }, false), null)
      }),
      { seed: 7, numRuns: 100 },
    )
  })
})
