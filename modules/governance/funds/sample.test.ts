import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { loadSampleFunds, type SampleFunds } from '../module.ts'
import { type FundWorld, fundWorld } from '../test/funds.ts'
import { firms } from '../test/world.ts'

let w: FundWorld
before(async () => {
  w = await fundWorld()
})
after(() => w.house.close())

const application = {
  ...{ creditCode: firms['firm-a'].creditCode, programme: 'S-1', title: '改造（示例）', summary: '内容' },
  ...{ investmentYuan: 1000, askedYuan: 100, invoices: ['示例 1'], state: 'checked' as const, daysAgo: 3 },
}
const sample: SampleFunds = {
  payer: '11450000YY00010102',
  person: '示例干部',
  programmes: [
    {
      ...{ code: 'S-1', mode: 'grant', budgetYuan: 10_000, capYuan: 500, shareBasisPoints: 2000 },
      ...{ title: { zh: '项目（示例）', en: 'Programme (sample)' }, guide: { zh: '指南', en: 'Guide' } },
      ...{ openedDaysAgo: 5, closesInDays: 20, experts: 1 },
      conditions: [{ fact: 'kind', operator: 'is', value: 'enterprise' }],
    },
  ],
  applications: [
    application,
    {
      ...application,
      ...{ creditCode: firms['firm-b'].creditCode, title: '另一项（示例）', state: 'submitted', daysAgo: 1 },
    },
  ],
}

test('the sample comes marked, once, and as if it had been applied for', async () => {
  await assert.rejects(
    loadSampleFunds(w.house.house, { ...sample, applications: [{ ...application, programme: 'S-2' }] }),
    /unknown programme S-2/,
  )
  await assert.rejects(loadSampleFunds(w.house.house, { ...sample, payer: 'nobody' }), /unknown organisation/)
  await loadSampleFunds(w.house.house, sample)
  await loadSampleFunds(w.house.house, sample)
  const region = await w.by('region')
  const { rows, total } = await region.programmes({})
  assert.deepEqual([total, rows[0]?.isSample, rows[0]?.isOpenNow, rows[0]?.applications], [1, true, true, 2])
  assert.deepEqual([rows[0]?.budgetFen, rows[0]?.capFen], [1_000_000, 50_000])
  const listed = (await region.applications({})).rows
  assert.deepEqual(listed.map((one) => [one.title, one.state, one.isSample]).sort(), [
    ['另一项（示例）', 'submitted', true],
    ['改造（示例）', 'checked', true],
  ])
  const second = await w.seenApplication(listed.find((one) => one.state === 'submitted')?.id ?? '')
  assert.deepEqual(
    second.duplicates.map((one) => [one.kind, one.label]),
    [['invoice', '示例 1']],
    'the same invoice in two of them is told',
  )
  const first = listed.find((one) => one.state === 'checked')
  const { events, version } = await w.seenApplication(first?.id ?? '')
  assert.deepEqual(
    events.map((one) => one.act),
    ['pass', 'submit'],
  )
  await region.drawExperts({ params: { applicationId: first?.id ?? '' }, body: { version } })
  assert.equal((await w.seenApplication(first?.id ?? '')).state, 'reviewing', 'and goes on from there')
})
