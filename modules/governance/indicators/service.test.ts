import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { refused, type SupervisionWorld, supervisionWorld, told } from '../test/supervision.ts'
import { upload } from '../test/upload.ts'
import { as } from '../test/world.ts'
import { remindLate } from './remind.ts'

let w: SupervisionWorld
before(async () => {
  w = await supervisionWorld()
})
after(() => w.house.close())

const body = {
  ...{ titleZh: '电子信息产业规模', titleEn: 'Electronics output', unitZh: '亿元', unitEn: '100 m yuan' },
  ...{ dueOn: '2027-12-31', formula: '统计部门公布的规模', direction: 'up' as const },
  frequency: 'quarter' as const,
}
const key = 'output'
const proof = { name: 'proof.pdf', content: '%PDF-1.4 sample' }

async function send(who: string, query: Record<string, string>, goalKey = key) {
  const { headers } = await as(w.house, who)
  const text = new URLSearchParams({ note: '统计公报', value: '3200', ...query }).toString()
  return upload(w.house, `/governance/goals/${goalKey}/reports?${text}`, proof, headers)
}
const goal = async () => (await (await as(w.house, null)).goal({ params: { goalKey: key } })).goal
const reports = async (who: string | null) =>
  (await (await as(w.house, who)).reports({ query: { goal: key } })).rows

describe('an indicator', () => {
  test('is made by an official with its formula, and once', async () => {
    const region = await w.by('region')
    await region.makeIndicator({ body: { key, ...body, target: 4000, reportDepartment: 'nanning' } })
    await assert.rejects(
      region.makeIndicator({ body: { key, ...body } }),
      refused('governance.indicator.taken'),
    )
    await assert.rejects(
      region.makeIndicator({ body: { key: 'other', ...body, reportDepartment: 'nobody' } }),
      refused('governance.department.unknown'),
    )
    const { rows } = await (await as(w.house, null)).indicators({ query: { source: 'report' } })
    assert.deepEqual(
      rows.map((one) => [one.key, one.departmentZh, one.frequency, one.target]),
      [[key, '南宁市政府', 'quarter', 4000]],
    )
  })

  test('that records prove is not reported by a body as well', async () => {
    const region = await w.by('region')
    const change = { ...body, reportDepartment: 'nanning' }
    await assert.rejects(
      region.changeIndicator({ params: { goalKey: 'control' }, body: change }),
      refused('governance.indicator.evidenced'),
    )
    const city = await w.by('city')
    await assert.rejects(city.changeIndicator({ params: { goalKey: key }, body }), { status: 403 })
  })

  test('without a report says so, and shows no figure', async () => {
    const { evidenced, declared } = await goal()
    assert.deepEqual([evidenced.value, evidenced.reason], [null, 'governance.reason.onlyReported'])
    assert.deepEqual([declared.value, declared.reason], [null, 'governance.reason.notReported'])
  })
})

describe('a report', () => {
  test('is refused for a period that does not fit or is ahead, or by another body', async () => {
    for (const [period, code] of [
      ['2026', 'governance.report.period'],
      ['2026-Q9', 'governance.report.period'],
      ['2031-Q1', 'governance.report.ahead'],
    ] as const) {
      const { status, body: answer } = await send('city', { period })
      assert.deepEqual([status, answer.code], [400, code], period)
      assert.equal((answer.fields as { field: string }[])[0]?.field, 'period')
    }
    assert.equal((await send('other-city', { period: '2026-Q3' })).body.code, 'governance.report.notOurs')
    assert.equal((await send('city', { period: '2026' }, 'control')).body.code, 'governance.report.notAsked')
    assert.deepEqual(await reports('city'), [])
  })

  test('waits for a leader, is seen by its body alone until then, and counts as declared after', async () => {
    assert.equal((await send('city', { period: '2026-Q3' })).status, 200)
    assert.equal((await send('city', { period: '2026-Q3' })).body.code, 'governance.report.twice')
    assert.equal((await reports(null)).length, 0)
    assert.equal((await reports('other-city')).length, 0)
    const [sent] = await reports('leader')
    assert.ok(sent)
    assert.equal((await goal()).declared.value, null)
    const leader = await w.by('leader')
    const params = { reportId: sent.id }
    await assert.rejects(
      leader.decideReport({ params, body: { decision: 'return', version: sent.version } }),
      refused('governance.item.commentNeeded'),
    )
    await leader.decideReport({ params, body: { decision: 'accept', version: sent.version } })
    await assert.rejects(
      leader.decideReport({ params, body: { decision: 'accept', version: sent.version } }),
      refused('governance.item.changedSince'),
    )
    const { evidenced, declared } = await goal()
    assert.deepEqual([declared.value, declared.basis, evidenced.value], [3200, 'declared', null])
    assert.equal(declared.proof, `/governance/goals/${key}?tab=reports`)
    assert.equal((await reports(null))[0]?.state, 'accepted', 'now it is public')
    await told(w.house, 'city', /已核准/)
  })

  test('keeps its proof, which comes back byte for byte', async () => {
    const [report] = await reports('region')
    const { headers } = await as(w.house, 'region')
    const answer = await fetch(`${w.house.url}/api/governance/reports/${report?.id}/file`, { headers })
    assert.equal(await answer.text(), proof.content)
  })

  test('that was returned is reported again', async () => {
    await send('city', { period: '2026-Q2', value: '1' })
    const sent = (await reports('leader')).find((one) => one.period === '2026-Q2')
    const decision = { decision: 'return', comment: '附公报原文', version: sent?.version ?? 0 } as const
    const leader = await w.by('leader')
    await leader.decideReport({ params: { reportId: sent?.id ?? '' }, body: decision })
    assert.equal((await send('city', { period: '2026-Q2', value: '3000' })).status, 200)
  })

  test('that is late is told to its body on the first day, and on Mondays', async () => {
    await w.move(100)
    const day = w.clock.now().getUTCDay()
    await w.move(day === 1 ? 0 : (8 - day) % 7)
    await remindLate(w.house.house)
    await remindLate(w.house.house)
    await told(w.house, 'city', /逾期/)
    const rows = await w.house.house.act(
      (await import('@ronghe/kit/auth')).systemCaller,
      ({ sql }) => sql`select period, count(*)::int as count from governance_report_reminders group by 1`,
    )
    assert.deepEqual(
      rows.map((one) => [one.period, one.count]),
      [['2026-Q4', 1]],
    )
  })
})

describe('the list of indicators', () => {
  test('says of each where its figure comes from, and is filtered by it', async () => {
    const api = await as(w.house, null)
    const all = (await api.indicators({ query: { pageSize: 200 } })).rows
    const sources = Object.fromEntries(all.map((one) => [one.key, one.source]))
    assert.deepEqual(sources, {
      control: 'evidence',
      certified: 'none',
      assessed: 'evidence',
      recognised: 'evidence',
      direction: 'none',
      [key]: 'report',
    })
    for (const source of ['evidence', 'report', 'none'] as const) {
      const { rows, total } = await api.indicators({ query: { source } })
      assert.ok(rows.every((one) => one.source === source))
      assert.equal(total, all.filter((one) => one.source === source).length)
    }
  })

  test('is searched, paged and given out', async () => {
    const api = await as(w.house, null)
    assert.deepEqual(
      (await api.indicators({ query: { q: '电子信息' } })).rows.map((one) => one.key),
      [key],
    )
    const first = await api.indicators({ query: { pageSize: 4, page: 1 } })
    const second = await api.indicators({ query: { pageSize: 4, page: 2 } })
    assert.equal(new Set([...first.rows, ...second.rows].map((one) => one.key)).size, first.total)
    const answer = await fetch(`${w.house.url}/api/governance/indicators?format=csv`)
    assert.equal((await answer.text()).trim().split('\n').length, first.total + 1)
  })

  test('keeps what an official changed, whoever starts the program again', async () => {
    const region = await w.by('region')
    await region.changeIndicator({
      params: { goalKey: 'certified' },
      body: { ...body, titleZh: '贯标企业（改）', direction: 'down', frequency: 'month' },
    })
    const { loadPlan } = await import('../plan.ts')
    const { plan } = await import('../test/world.ts')
    await loadPlan(w.house.house, plan)
    const [found] = (await region.indicators({ query: { q: '（改）' } })).rows
    assert.deepEqual([found?.key, found?.direction, found?.frequency], ['certified', 'down', 'month'])
  })
})
