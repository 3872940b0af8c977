import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { loadSample, type SampleSupervision } from './module.ts'
import { type SupervisionWorld, supervisionWorld } from './test/supervision.ts'
import { firms } from './test/world.ts'

let w: SupervisionWorld
before(async () => {
  w = await supervisionWorld()
})
after(() => w.house.close())

const regionCode = '11450000YY00010102'
const part = (department: string, ...acts: SampleSupervision['items'][number]['parts'][number]['acts']) => ({
  department,
  acts,
})
const base = { text: '内容', goal: null, isUrgent: false }
const sample: SampleSupervision = {
  supervisor: regionCode,
  person: '示例干部',
  bodies: [{ department: 'industry', creditCode: regionCode }],
  items: [
    {
      ...{
        ...base,
        title: '逾期事项',
        titleEn: 'Late item',
        task: '3.1',
        state: 'running',
        issuedDaysAgo: 40,
        dueInDays: -8,
      },
      parts: [
        part(
          'nanning',
          { action: 'sign', daysAgo: 39 },
          { action: 'progress', daysAgo: 20, comment: '在办' },
        ),
        part('science', { action: 'sign', daysAgo: 39 }, { action: 'report', daysAgo: 2, comment: '已办' }),
      ],
    },
    {
      ...{
        ...base,
        title: '待审批事项',
        titleEn: 'Item to approve',
        task: '3.2',
        state: 'submitted',
        issuedDaysAgo: 1,
        dueInDays: 45,
      },
      parts: [part('industry')],
    },
    {
      ...{
        ...base,
        title: '办结事项',
        titleEn: 'Closed item',
        task: '3.2',
        state: 'closed',
        issuedDaysAgo: 60,
        dueInDays: -20,
      },
      parts: [
        part(
          'industry',
          { action: 'sign', daysAgo: 59 },
          { action: 'report', daysAgo: 24, comment: '完成' },
          { action: 'accept', daysAgo: 22 },
        ),
      ],
    },
  ],
}

test('sample items come as they would have gone, marked as sample, and once', async () => {
  await loadSample(w.house.house, sample)
  await loadSample(w.house.house, sample)
  const { rows, total } = await (await w.by('region')).items({ query: { pageSize: 50 } })
  assert.equal(total, 3)
  assert.ok(rows.every((row) => row.isSample))
  const byTitle = new Map(rows.map((row) => [row.title, row]))
  assert.equal(byTitle.get('待审批事项')?.step, 'approval')
  assert.equal(byTitle.get('办结事项')?.state, 'closed')
  const late = await w.seen(byTitle.get('逾期事项')?.id ?? '')
  assert.deepEqual(
    late.parts.map((one) => [one.departmentCode, one.state, one.light, one.lightReason]),
    [
      ['nanning', 'handling', 'red', 'overdue'],
      ['science', 'reported', 'yellow', 'madeUpLate'],
    ],
  )
  const times = late.events.map((one) => one.at)
  assert.deepEqual(times, times.toSorted().reverse(), 'the trail is told by time')
  assert.equal(late.events.at(-1)?.action, 'draft')
})

test('a sample that does not fit is refused whole', async () => {
  const other = await supervisionWorld()
  try {
    const load = (change: Partial<SampleSupervision>) =>
      loadSample(other.house.house, { ...sample, ...change })
    const [first] = sample.items
    assert.ok(first)
    const early = [part('nanning', { action: 'report', daysAgo: 3, comment: '早' })]
    await assert.rejects(load({ items: [{ ...first, parts: early }] }), /report does not fit/)
    await assert.rejects(load({ items: [{ ...first, parts: [part('nowhere')] }] }), /unknown body/)
    await assert.rejects(
      load({ supervisor: firms['firm-a'].creditCode.replace('91', '92') }),
      /unknown organ/,
    )
    assert.equal((await (await other.by('region')).items({})).total, 0)
  } finally {
    await other.house.close()
  }
})
