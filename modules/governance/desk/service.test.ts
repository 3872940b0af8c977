import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { client } from '@ronghe/kit/client'
import { governance } from '../contract.ts'
import { fundWorld } from '../test/funds.ts'
import { upload } from '../test/upload.ts'
import { as } from '../test/world.ts'

let w: Awaited<ReturnType<typeof fundWorld>>
before(async () => {
  w = await fundWorld()
})
after(() => w.house.close())

const desk = async (who: string, query = {}) => (await (await w.by(who)).desk({ query })).rows

describe('my tasks', () => {
  test('a stranger has none and is asked to sign in', async () => {
    const api = client(governance, { base: w.house.url })
    await assert.rejects(api.desk({}), { status: 401 })
  })

  test('an item waits for whoever is to act, and for nobody else', async () => {
    const id = await w.item(['nanning'], 'submitted', 20)
    const link = `/governance/items/${id}`
    const has = async (who: string) => (await desk(who)).some((one) => one.link === link)
    assert.deepEqual([await has('leader'), await has('region'), await has('city')], [true, false, false])
    await w.decide(id, 'approve')
    assert.deepEqual([await has('leader'), await has('region')], [false, true])
    await w.supervise(id, 'issue')
    assert.deepEqual([await has('city'), await has('other-city'), await has('a')], [true, false, false])
    const [row] = (await desk('city')).filter((one) => one.link === link)
    assert.deepEqual([row?.kind, row?.todo, row?.light], ['item', '签收', 'green'])
  })

  test('a plan waits for the leader alone', async () => {
    const region = await w.by('region')
    const basedOn = (await region.plans({})).rows[0]?.id ?? ''
    const { id } = await region.draftPlan({ body: { basedOn, note: '改' } })
    await region.movePlan({ params: { planId: id }, body: { action: 'submit', version: 1 } })
    assert.ok((await desk('leader')).some((one) => one.kind === 'plan' && one.link.endsWith(id)))
    assert.ok((await desk('region')).every((one) => one.kind !== 'plan'))
  })

  test('a firm’s own draft of an application waits for it', async () => {
    const id = await w.application('drafted')
    const link = `/governance/applications/${id}`
    const todo = async (who: string) => (await desk(who)).find((one) => one.link === link)?.todo ?? null
    assert.deepEqual([await todo('a'), await todo('b'), await todo('region')], ['完成并提交申报', null, null])
    const sent = await w.application('submitted')
    const waits = async (who: string) => (await desk(who)).some((one) => one.link.endsWith(sent))
    assert.deepEqual(
      [await waits('region'), await waits('a'), await waits('other-city')],
      [true, false, false],
    )
  })

  test('the most urgent comes first, and a list is paged and filtered', async () => {
    await w.item(['liuzhou'], 'issued', 3)
    await w.item(['liuzhou'], 'issued', 40)
    const rows = await desk('other-city')
    const lights = rows.map((one) => one.light)
    assert.deepEqual(
      lights,
      lights.toSorted((a, b) => rank(a) - rank(b)),
    )
    assert.ok(rows.length >= 2)
    const api = await w.by('other-city')
    const page = await api.desk({ query: { pageSize: 1, page: 2, kind: 'item' } })
    assert.deepEqual([page.rows.length, page.total], [1, rows.filter((one) => one.kind === 'item').length])
    assert.equal((await api.desk({ query: { q: 'nothing of this name' } })).total, 0)
  })

  test('what I did stands under done, mine alone, newest first', async () => {
    const mine = await (await w.by('region')).deskDone({ query: { pageSize: 5 } })
    assert.ok(mine.total >= 5)
    const at = mine.rows.map((one) => one.at)
    assert.deepEqual(at, at.toSorted().toReversed())
    const operator = await (await as(w.house, 'operator')).deskDone({})
    assert.equal(operator.total, 0)
    const found = await (await w.by('leader')).deskDone({ query: { q: '督办 nanning' } })
    assert.ok(found.rows.every((one) => one.title.includes('nanning')))
    assert.ok(found.total >= 1)
  })
})

describe('reports among my tasks', () => {
  const values = {
    ...{ titleZh: '产业规模', titleEn: 'Output', unitZh: '亿元', unitEn: 'bn', dueOn: '2027-12-31' },
    ...{ formula: '', direction: 'up' as const, frequency: 'quarter' as const, reportDepartment: 'nanning' },
  }
  const reportOf = async (who: string) => (await desk(who)).find((one) => one.kind === 'report')
  const decisionsOf = async (who: string) =>
    (await desk(who)).filter((one) => one.kind === 'reportDecision').length

  test('the last period that ended waits for the body that owes it, and for no other', async () => {
    await (await w.by('region')).makeIndicator({ body: { key: 'output', ...values } })
    const owed = await reportOf('city')
    assert.match(owed?.title ?? '', /产业规模 2026-Q3/)
    assert.equal(owed?.link, '/governance/goals/output?tab=reports')
    assert.ok((owed?.dueOn ?? '') > '2026-10-01')
    assert.equal(owed?.light, owed && owed.dueOn !== null && owed.dueOn < '2026-11-02' ? 'red' : 'green')
    assert.deepEqual([await reportOf('other-city'), await reportOf('region')], [undefined, undefined])
  })

  test('once sent it waits for the leader; once accepted for nobody', async () => {
    const { headers } = await as(w.house, 'city')
    const file = { name: 'a.pdf', content: '%PDF-1.4' }
    const path = '/governance/goals/output/reports?period=2026-Q3&value=3200&note=公报'
    assert.equal((await upload(w.house, path, file, headers)).status, 200)
    assert.equal(await reportOf('city'), undefined)
    assert.deepEqual([await decisionsOf('leader'), await decisionsOf('region')], [1, 0])
    const leader = await w.by('leader')
    const [report] = (await leader.reports({ query: { state: 'reported' } })).rows
    const body = { decision: 'accept' as const, version: report?.version ?? 0 }
    await leader.decideReport({ params: { reportId: report?.id ?? '' }, body })
    assert.equal(await decisionsOf('leader'), 0)
  })

  test('in the reader’s language', async () => {
    const english = await as(w.house, 'leader', 'en')
    const { rows } = await english.desk({ query: { kind: 'plan' } })
    assert.ok(rows.length > 0)
    assert.ok(rows.every((one) => one.todo === 'Approve a version of the plan'))
  })

  test('by its English name, where the supervisor gave one', async () => {
    const named = await w.item(['nanning'], 'issued', 3, {
      title: '核对台账',
      titleEn: 'Check the registers',
    })
    const plain = await w.item(['nanning'], 'issued', 3, { title: '报送名单' })
    const titles = async (language: string) => {
      const { rows } = await (await as(w.house, 'city', language)).desk({ query: { pageSize: 200 } })
      return [named, plain].map((id) => rows.find(({ key }) => key === `item ${id}`)?.title)
    }
    assert.deepEqual(await titles('zh'), ['核对台账', '报送名单'])
    assert.deepEqual(await titles('en'), ['Check the registers', '报送名单'])
    const { movements } = await (await w.by('region')).wall({})
    const issued = movements.find(({ link }) => link.endsWith(named))
    assert.deepEqual([issued?.titleZh, issued?.titleEn], ['核对台账', 'Check the registers'])
    const { rows } = await (await w.by('region')).items({ query: { q: 'the registers' } })
    assert.deepEqual(
      rows.map(({ title, titleEn }) => [title, titleEn]),
      [['核对台账', 'Check the registers']],
    )
  })

  test('given out as a sheet it has the same rows', async () => {
    const { headers } = await as(w.house, 'leader')
    const answer = await fetch(`${w.house.url}/api/governance/desk?format=csv`, { headers })
    const lines = (await answer.text()).trim().split('\n')
    assert.equal(lines.length, (await (await w.by('leader')).desk({ query: { pageSize: 200 } })).total + 1)
  })
})

function rank(light: 'green' | 'yellow' | 'red' | null): number {
  return ['red', 'yellow', 'green'].indexOf(light ?? 'green')
}
