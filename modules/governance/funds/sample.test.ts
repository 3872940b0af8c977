import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { loadSampleFunds, type SampleFunds } from '../module.ts'
import { experts, type FundWorld, fundWorld } from '../test/funds.ts'
import { dayAfter } from '../test/supervision.ts'
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
  experts: [{ creditCode: '12450200YY0001186W', email: 'e1@x.example' }],
  person: '示例干部',
  programmes: [
    {
      ...{ code: 'S-1', mode: 'grant', budgetYuan: 10_000, capYuan: 500, shareBasisPoints: 2000 },
      ...{ title: { zh: '项目（示例）', en: 'Programme (sample)' }, guide: { zh: '指南', en: 'Guide' } },
      ...{ openedDaysAgo: 5, closesInDays: 20, experts: 1 },
      conditions: [{ fact: 'kind', operator: 'is', value: 'enterprise' }],
    },
  ],
  policies: [
    {
      ...{ kind: 'notice', number: '示例〔2026〕1号', title: { zh: '通知（示例）', en: 'Call (sample)' } },
      ...{ issuer: { zh: '示例区厅', en: 'Sample' }, text: { zh: '请申报', en: 'Apply' }, conditions: [] },
      ...{ issuedDaysAgo: 3, validInDays: 20, programme: 'S-1' },
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
  const policies = await region.policies({})
  const [call] = policies.rows
  assert.deepEqual([policies.total, call?.isSample, call?.isInForce], [1, true, true])
  const policy = await region.policy({ params: { policyId: call?.id ?? '' } })
  assert.equal(policy.programme?.id, rows[0]?.id)
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

const stages = [
  { ...application, state: 'drafted', title: '草稿（示例）' },
  { ...application, state: 'reviewing', title: '评审中（示例）', daysAgo: 9, draws: 4 },
  { ...application, state: 'noticed', title: '公示中（示例）', daysAgo: 12, scoresTenths: [810] },
  { ...application, state: 'approved', title: '已批准（示例）', daysAgo: 30, scoresTenths: [810] },
  {
    ...{
      ...application,
      state: 'contracted',
      title: '拨付中（示例）',
      daysAgo: 90,
      scoresTenths: [700],
      paid: 1,
    },
    tranches: [
      { amountYuan: 60, milestone: '到场', dueInDays: 30 },
      { amountYuan: 40, milestone: '验收', dueInDays: 60 },
    ],
    claims: [{ claim: '到场' }, { claim: '验收' }],
  },
  {
    ...{
      ...application,
      state: 'evaluated',
      title: '已评价（示例）',
      daysAgo: 200,
      scoresTenths: [900],
      paid: 1,
    },
    ...{ tranches: [{ amountYuan: 100, milestone: '验收', dueInDays: 30 }], grade: 'good' },
    claims: [{ claim: '验收' }],
  },
  {
    ...{
      ...application,
      state: 'clawedBack',
      title: '已收回（示例）',
      daysAgo: 200,
      scoresTenths: [650],
      paid: 1,
    },
    tranches: [
      { amountYuan: 70, milestone: '到场', dueInDays: 30 },
      { amountYuan: 30, milestone: '验收', dueInDays: 60 },
    ],
    ...{ claims: [{ claim: '到场' }], backYuan: 70, reason: '转卖（示例）' },
  },
  { ...application, state: 'refused', title: '不予支持（示例）', reason: '不属于支持范围（示例）' },
]

test('an application stands at each stage as if its people had brought it there', async () => {
  const house = await fundWorld()
  try {
    await loadSampleFunds(house.house.house, { ...sample, applications: stages })
    const listed = (await (await house.by('a')).applications({ query: { pageSize: 200 } })).rows
    assert.deepEqual(
      listed.map((one) => [one.title, one.state]).sort(),
      stages.map((one) => [one.title, one.state]).sort(),
    )
    const today = dayAfter(house.clock.now(), 0)
    for (const { id, state, askedFen, grantFen } of listed) {
      const one = await house.seenApplication(id, 'a')
      assert.ok(one.isSample && one.entries.length > 0, 'marked, and filled in')
      assert.ok(
        one.events.every((event) => event.at.slice(0, 10) <= today),
        'nothing of tomorrow',
      )
      const { planned, open, paid, cancelled, returned } = await (await house.by('region')).movementTotals({
        query: { application: id },
      })
      const sums = [planned, paid, returned, cancelled, open].map((figure) => figure.value)
      if (['contracted', 'evaluated', 'clawedBack'].includes(state)) assert.equal(grantFen, askedFen)
      if (state === 'contracted') assert.deepEqual(sums, [100, 60, 0, 0, 40])
      else if (state === 'evaluated') assert.deepEqual([sums, one.grade], [[100, 100, 0, 0, 0], 'good'])
      else if (state === 'clawedBack') assert.deepEqual(sums, [100, 70, 70, 30, 0])
      else assert.deepEqual(sums, [0, 0, 0, 0, 0], state)
    }
    const noticed = (await (await house.by('region')).fundNotices({})).rows
    assert.deepEqual(
      noticed.map((one) => [one.title, one.noticeTo >= today]),
      [['公示中（示例）', true]],
    )
    const mine = (await (await house.by('e1')).myReviews()).rows
    assert.ok(mine.some((one) => one.title === '评审中（示例）' && one.state === 'drawn'))
    const scored = []
    for (const who of experts) scored.push(...(await (await house.by(who)).myReviews()).rows)
    const given = scored.flatMap((one) => (one.scoreTenths === null ? [] : [one.scoreTenths]))
    assert.deepEqual(given.sort(), [650, 700, 810, 810, 900])
  } finally {
    await house.house.close()
  }
})
