import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { type FundWorld, fundWorld, programmeBody } from '../test/funds.ts'
import { refused, told } from '../test/supervision.ts'

let w: FundWorld
before(async () => {
  w = await fundWorld()
})
after(() => w.house.close())

describe('one grant', () => {
  test('from the guide to the performance review, each step by who may', async () => {
    const id = await w.application('contracted')
    await told(w.house, 'a', /合同/)
    const claim = (text: string) =>
      w.now('a', id, (api, version) => api.claimTranche({ ...w.params(id), body: { claim: text, version } }))
    const pay = () =>
      w.now('region', id, (api, version) => api.payTranche({ ...w.params(id), body: { version } }))
    await assert.rejects(pay(), refused('governance.payment.unclaimed'))
    await claim('设备已到场')
    assert.deepEqual(await pay(), { paidFen: 12_000_000 })
    await claim('已验收')
    assert.deepEqual(await pay(), { paidFen: 8_000_000 })
    assert.equal((await w.seenApplication(id)).state, 'completed')
    await w.now('region', id, (api, version) =>
      api.evaluateApplication({ ...w.params(id), body: { grade: 'good', comment: '达到目标', version } }),
    )
    const last = await w.seenApplication(id, 'a')
    assert.deepEqual([last.state, last.grade, last.grantFen], ['evaluated', 'good', 20_000_000])
    const acts = last.events.map((one) => one.act).reverse()
    const way = [
      'submit',
      'pass',
      'draw',
      'notice',
      'approve',
      'contract',
      'claim',
      'pay',
      'claim',
      'complete',
    ]
    assert.deepEqual(acts, [...way, 'evaluate'])
    assert.ok(
      last.judged.every((one) => one.met === true),
      'what made it fit is kept',
    )
    const events = await w.house.house.act(
      systemCaller,
      ({ sql }) => sql`select payload from kit_events where name = 'governance.fund.paid'
        and payload->>'applicationId' = ${id} order by id`,
    )
    assert.deepEqual(
      events.map((one) => one.payload.amountFen),
      [12_000_000, 8_000_000],
    )
  })

  test('a payment asked for many times at once moves money once', async () => {
    const id = await w.application('contracted')
    const { version } = await w.now('a', id, async (api, seen) => {
      await api.claimTranche({ ...w.params(id), body: { claim: '到场', version: seen } })
      return w.seenApplication(id)
    })
    const region = await w.by('region')
    const pay = () => region.payTranche({ ...w.params(id), body: { version } })
    const answers = await Promise.allSettled([pay(), pay(), pay(), pay()])
    assert.equal(answers.filter((one) => one.status === 'fulfilled').length, 1)
    const { payments } = await w.seenApplication(id)
    assert.deepEqual(
      payments.map((one) => one.amountFen),
      [12_000_000],
    )
  })

  test('is clawed back up to what was paid, with a reason', async () => {
    const id = await w.application('contracted')
    await w.now('a', id, (api, version) =>
      api.claimTranche({ ...w.params(id), body: { claim: '到场', version } }),
    )
    await w.now('region', id, (api, version) => api.payTranche({ ...w.params(id), body: { version } }))
    const back = (amountFen: number) =>
      w.now('region', id, (api, version) =>
        api.clawBack({ ...w.params(id), body: { amountFen, reason: '设备转卖', version } }),
      )
    await assert.rejects(back(12_000_001), refused('governance.payment.moreThanPaid'))
    await back(12_000_000)
    const { state, payments } = await w.seenApplication(id, 'a')
    assert.equal(state, 'clawedBack')
    assert.equal(
      payments.reduce((sum, one) => sum + one.amountFen, 0),
      0,
    )
    await told(w.house, 'a', /设备转卖/)
  })
})

describe('a programme', () => {
  test('is public once published, and takes applications within its window alone', async () => {
    const region = await w.by('region')
    const { id } = await region.addProgramme({ body: programmeBody(w) })
    const params = { programmeId: id }
    await assert.rejects((await w.by('a')).programme({ params }), { status: 404 })
    await assert.rejects(w.draft(id), { status: 404 })
    await region.moveProgramme({ params, body: { state: 'open' } })
    await assert.rejects(
      region.moveProgramme({ params, body: { state: 'open' } }),
      refused('governance.item.notNow'),
    )
    assert.equal((await (await w.by('a')).programme({ params })).isOpenNow, true)
    const drafted = await w.draft(id)
    await w.move(31)
    await assert.rejects(w.draft(id), refused('governance.programme.closed'))
    const late = w.now('a', drafted, (api, version) =>
      api.moveApplication({ ...w.params(drafted), body: { act: 'submit', version } }),
    )
    await assert.rejects(late, refused('governance.programme.closed'))
    assert.equal((await w.seenApplication(drafted, 'a')).state, 'drafted')
  })

  test('that makes no sense is refused at its field', async () => {
    const region = await w.by('region')
    const body = programmeBody(w)
    const wrongs: [object, string][] = [
      [{ closesAt: body.opensAt }, 'governance.programme.window'],
      [{ capFen: 100_000_001 }, 'governance.programme.cap'],
      [
        { conditions: [{ fact: 'machines', operator: 'atLeast', value: 'many' }] },
        'governance.programme.condition',
      ],
      [{ budgetFen: 0 }, 'kit.input.invalid'],
    ]
    for (const [change, code] of wrongs)
      await assert.rejects(
        region.addProgramme({ body: { ...body, ...change } as never }),
        refused(code),
        code,
      )
    await region.addProgramme({ body })
    await assert.rejects(region.addProgramme({ body }), refused('governance.programme.codeTaken'))
    await assert.rejects((await w.by('city')).addProgramme({ body: programmeBody(w) }), { status: 403 })
  })

  test('says to a firm whether it fits, and why not', async () => {
    const forLarge = [{ fact: 'sizeClass', operator: 'is', value: 'large' }]
    const id = await w.programme({ conditions: forLarge, titleZh: '大企业专项' })
    const fitting = (await (await w.by('a')).fittingProgrammes()).rows
    const large = fitting.find((one) => one.programmeId === id)
    assert.equal(large?.fits, null, 'nobody knows the size of this firm')
    const notKey = await w.programme({ conditions: [{ fact: 'isKey', operator: 'is', value: 'false' }] })
    const rows = (await (await w.by('a')).fittingProgrammes()).rows
    assert.deepEqual(
      rows.find((one) => one.programmeId === notKey)?.conditions.map((one) => [one.found, one.met]),
      [['true', false]],
    )
    const rank = (fits: boolean | null) => (fits === true ? 0 : fits === null ? 1 : 2)
    const ranks = rows.map((one) => (one.isOpenNow ? 0 : 3) + rank(one.fits))
    assert.deepEqual(ranks, ranks.toSorted(), 'what is open comes first, and of it what fits')
    assert.ok(new Set(ranks).size > 2, `${ranks}`)
    const unfit = w.application('submitted', notKey)
    await assert.rejects(unfit, refused('governance.application.unfit'))
  })

  test('never grants more than its budget, even to two at once', async () => {
    const programmeId = await w.programme({ budgetFen: 30_000_000, capFen: 20_000_000 })
    const ids = [await w.application('noticed', programmeId), await w.application('noticed', programmeId)]
    await w.move(10)
    const leader = await w.by('leader')
    const answers = await Promise.allSettled(
      ids.map(async (id) => {
        const { version } = await w.seenApplication(id)
        return leader.decideApplication({ ...w.params(id), body: { decision: 'approve', version } })
      }),
    )
    assert.equal(answers.filter((one) => one.status === 'fulfilled').length, 1)
    const { grantedFen } = await leader.programme({ params: { programmeId } })
    assert.equal(grantedFen, 20_000_000)
  })
})

describe('what is asked for', () => {
  test('is a machine of one’s own or an invoice, and not more than the guide allows', async () => {
    const programmeId = await w.programme()
    const machine = (await w.by('a')).draftApplication({
      params: { programmeId },
      body: {
        ...{ title: '改造', summary: '内容', investmentFen: 1000, askedFen: 10 },
        ...{ equipmentCodes: ['not-ours'], invoiceNumbers: [] },
      },
    })
    await assert.rejects(machine, refused('governance.application.machineUnknown'))
    const nothing = w.draft(programmeId, { invoiceNumbers: [] })
    await assert.rejects(nothing, refused('governance.application.nothingAskedFor'))
    const much = w.application('submitted', programmeId, { askedFen: 20_000_001 })
    await assert.rejects(much, refused('governance.application.tooMuch'))
  })

  test('twice is told to the officials, across firms and programmes, and to nobody else', async () => {
    const invoice = '发票 № 24457777'
    const first = await w.application('checked', undefined, { invoiceNumbers: [invoice], title: '甲项目' })
    const programmeId = await w.programme()
    const second = await w.draft(
      programmeId,
      { invoiceNumbers: ['发票№２４４５７７７７'], title: '乙项目' },
      'b',
    )
    const b = await w.by('b')
    const { version } = await b.application(w.params(second))
    await b.moveApplication({ ...w.params(second), body: { act: 'submit', version } })
    const seen = await w.seenApplication(second)
    assert.deepEqual(
      seen.duplicates.map((one) => [one.kind, one.applicationNumber]),
      [['invoice', (await w.seenApplication(first)).number]],
    )
    assert.deepEqual((await w.seenApplication(second, 'b')).duplicates, [])
    const passed = (await w.by('other-city')).checkApplication({
      ...w.params(second),
      body: { act: 'pass', comment: '齐全', version: seen.version },
    })
    await assert.rejects(passed, refused('governance.duplicate.open'))
  })
})

describe('the officials', () => {
  test('of another city neither see nor check a firm’s application', async () => {
    const id = await w.application('submitted')
    await assert.rejects(w.seenApplication(id, 'other-city'), { status: 404 })
    const { version } = await w.seenApplication(id)
    const body = { act: 'pass' as const, comment: '代办', version }
    await assert.rejects((await w.by('other-city')).checkApplication({ ...w.params(id), body }), {
      status: 404,
    })
    assert.equal((await (await w.by('other-city')).applications({ query: { q: '改造项目' } })).total, 0)
    await assert.rejects(w.seenApplication(id, 'b'), { status: 404 })
    const drafted = await w.application('drafted')
    await assert.rejects(w.seenApplication(drafted), { status: 404 })
  })

  test('an approval that is sent again counts once', async () => {
    const id = await w.application('noticed')
    await w.move(10)
    const { version } = await w.seenApplication(id)
    const leader = await w.by('leader')
    const once = () => leader.decideApplication({ ...w.params(id), body: { decision: 'approve', version } })
    const answers = await Promise.allSettled([once(), once(), once()])
    assert.equal(answers.filter((one) => one.status === 'fulfilled').length, 1)
    assert.equal((await w.seenApplication(id)).events.filter((one) => one.act === 'approve').length, 1)
  })

  test('return or refuse with a reason, and the firm mends and submits again', async () => {
    const id = await w.application('submitted')
    const check = (act: 'return' | 'refuse', comment?: string) =>
      w.now('city', id, (api, version) =>
        api.checkApplication({ ...w.params(id), body: { act, version, ...(comment ? { comment } : {}) } }),
      )
    await assert.rejects(check('return'), refused('governance.item.commentNeeded'))
    await check('return', '缺发票')
    await told(w.house, 'a', /缺发票/)
    const body = {
      ...{ title: '补正后的项目', summary: '内容', investmentFen: 90_000_000, askedFen: 9_000_000 },
      ...{ equipmentCodes: [], invoiceNumbers: ['24459999'] },
    }
    await w.now('a', id, (api, version) =>
      api.changeApplication({ ...w.params(id), body: { ...body, version } }),
    )
    await w.now('a', id, (api, version) =>
      api.moveApplication({ ...w.params(id), body: { act: 'submit', version } }),
    )
    await check('refuse', '不属支持方向')
    assert.equal((await w.seenApplication(id, 'a')).state, 'refused')
  })
})

test('awards are open data: an OCDS package whose sums are the grants and payments', async () => {
  const answer = await fetch(`${w.house.url}/api/governance/fund-releases`)
  type Transaction = { value: { amount: number }; payee: { id: string } }
  const data = (await answer.json()) as {
    version: string
    releases: {
      ocid: string
      awards: { value: { amount: number }; suppliers: { id: string }[] }[]
      contracts?: { implementation: { transactions: Transaction[] } }[]
    }[]
  }
  assert.equal(data.version, '1.1')
  assert.ok(data.releases.length >= 4)
  const [sums] = await w.house.house.act(
    systemCaller,
    ({ sql }) => sql<{ granted: number; paid: number }[]>`select
      (select sum(grant_fen)::float8 from governance_applications) as granted,
      (select sum(case status when 'paid' then amount_fen when 'returned' then -amount_fen else 0 end)::float8
        from governance_movements) as paid`,
  )
  const granted = data.releases.reduce((sum, one) => sum + (one.awards[0]?.value.amount ?? 0), 0)
  assert.equal(Math.round(granted * 100), sums?.granted)
  const paid = data.releases.flatMap((one) =>
    (one.contracts ?? []).flatMap((each) =>
      each.implementation.transactions.map(({ value, payee }) =>
        payee.id === one.awards[0]?.suppliers[0]?.id ? value.amount : -value.amount,
      ),
    ),
  )
  assert.equal(Math.round(paid.reduce((sum, one) => sum + one, 0) * 100), sums?.paid)
})
