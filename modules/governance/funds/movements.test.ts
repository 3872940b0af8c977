import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import { type FundWorld, fundWorld } from '../test/funds.ts'
import { dayAfter, refused, told } from '../test/supervision.ts'

let w: FundWorld
before(async () => {
  w = await fundWorld()
})
after(() => w.house.close())

const voucher = {
  mode: 'voucher' as const,
  terms: { mode: 'voucher' as const, faceFen: 8_000_000, monthsValid: 6 },
}
const service = { request: { mode: 'voucher' as const, service: '工业软件', provider: '示例服务商' } }

const claim = (id: string, body: object = {}) =>
  w.now('a', id, (api, version) =>
    api.claimTranche({ ...w.params(id), body: { claim: '完成', version, ...body } }),
  )
const pay = (id: string) =>
  w.now('region', id, (api, version) => api.payTranche({ ...w.params(id), body: { version } }))
const sign = (id: string) =>
  w.now('region', id, (api, version) => api.signContract({ ...w.params(id), body: { version } }))
const movementsOf = async (application: string, who = 'region') =>
  (await (await w.by(who)).movements({ query: { application, pageSize: 200 } })).rows
    .map((one) => [one.status, one.purpose, one.amountFen])
    .reverse()
const totalsOf = async (application: string) => {
  const totals = await (await w.by('region')).movementTotals({ query: { application } })
  return Object.fromEntries(Object.entries(totals).map(([key, one]) => [key, one.value]))
}

describe('a movement of money', () => {
  test('is planned at the contract, paid at the milestone, and returned; totals open to them', async () => {
    const id = await w.application('contracted')
    await claim(id)
    await pay(id)
    await w.now('region', id, (api, version) =>
      api.clawBack({ ...w.params(id), body: { amountFen: 5_000_000, reason: '未达标', version } }),
    )
    assert.deepEqual(await movementsOf(id), [
      ['planned', 'tranche', 12_000_000],
      ['planned', 'tranche', 8_000_000],
      ['paid', 'tranche', 12_000_000],
      ['cancelled', 'tranche', 8_000_000],
      ['returned', 'clawBack', 5_000_000],
    ])
    assert.deepEqual(await totalsOf(id), {
      ...{ planned: 200_000, cancelled: 80_000, paid: 120_000, returned: 50_000, open: 0 },
    })
    const { paid } = await (await w.by('region')).movementTotals({ query: { application: id } })
    const proof = new URL(paid.proof ?? '', 'http://x')
    assert.equal(proof.pathname, '/governance/movements')
    const query = Object.fromEntries(proof.searchParams) as { application: string; status: 'paid' }
    assert.deepEqual(query, { application: id, status: 'paid' })
    const { rows } = await (await w.by('region')).movements({ query })
    assert.equal(rows.reduce((sum, one) => sum + one.amountFen, 0) / 100, paid.value)
    const back = (await (await w.by('a')).movements({ query: { application: id, status: 'returned' } }))
      .rows[0]
    assert.deepEqual(
      [back?.payerName, back?.payeeName, back?.key.endsWith('/back')],
      ['企业firm-a', 'region', true],
    )
  })

  test('is seen by its firm, the officials of its region and who pays, and by no other firm', async () => {
    const id = await w.application('contracted')
    for (const who of ['a', 'city', 'region', 'leader'])
      assert.equal((await movementsOf(id, who)).length, 2, who)
    for (const who of ['b', 'other-city', 'e1']) {
      const found = await movementsOf(id, who).catch(() => [])
      assert.deepEqual(found, [], who)
    }
  })

  test('is never changed or taken away, by whoever asks the database', async () => {
    await w.application('contracted')
    for (const query of [
      'update governance_movements set amount_fen = 1',
      'delete from governance_movements',
    ])
      await assert.rejects(
        w.house.house.act(systemCaller, ({ sql }) => sql.unsafe(query)),
        /never changed/,
      )
  })

  test('is found by status, purpose, year and text, and exported', async () => {
    const region = await w.by('region')
    const { total } = await region.movements({ query: { status: 'planned', purpose: 'tranche', year: 2026 } })
    assert.ok(total > 0)
    assert.equal((await region.movements({ query: { year: 2001 } })).total, 0)
    assert.equal((await region.movements({ query: { q: '没有这样的' } })).total, 0)
    assert.ok((await region.movements({ query: { q: '企业firm-a' } })).total >= total)
    await assert.rejects(region.movements({ query: { status: 'lost' as never } }), { status: 400 })
  })
})

describe('vouchers (服务券)', () => {
  test('are issued by face, redeemed by the invoice’s share, and what is left is cancelled', async () => {
    const id = await w.application('approved', await w.programme(voucher), service)
    const tranches = [{ amountFen: 20_000_000, milestone: '不该有', dueOn: dayAfter(w.clock.now(), 30) }]
    const wrong = w.now('region', id, (api, version) =>
      api.signContract({ ...w.params(id), body: { tranches, version } }),
    )
    await assert.rejects(wrong, refused('governance.voucher.noTranches'))
    await sign(id)
    const issued = (await w.seenApplication(id, 'a')).tranches
    assert.deepEqual(
      issued.map((one) => one.amountFen),
      [8_000_000, 8_000_000, 4_000_000],
    )
    assert.equal(new Set(issued.map((one) => one.number)).size, 3, 'each has its number')
    await assert.rejects(claim(id), refused('governance.voucher.invoiceNeeded'))
    // The programme's share is 20 %: 30,000,000 of invoice would pay 6,000,000.
    await claim(id, { invoiceNumber: '24450001', invoiceFen: 30_000_000 })
    assert.deepEqual(await pay(id), { paidFen: 6_000_000 })
    await claim(id, { invoiceNumber: '24450002', invoiceFen: 90_000_000 })
    assert.deepEqual(await pay(id), { paidFen: 8_000_000 }, 'no more than the face')
    assert.equal((await w.seenApplication(id)).tranches[0]?.invoiceNumber, '24450001')
    assert.deepEqual(await totalsOf(id), {
      ...{ planned: 200_000, cancelled: 20_000, paid: 140_000, returned: 0, open: 40_000 },
    })
  })

  test('the same invoice redeems one of them; in another application only once it is decided', async () => {
    const programme = await w.programme(voucher)
    const ids = []
    for (const invoiceNumbers of [[], []]) {
      const id = await w.application('approved', programme, { ...service, invoiceNumbers })
      await sign(id)
      ids.push(id)
    }
    const [first = '', second = ''] = ids
    await claim(first, { invoiceNumber: '2445-0077', invoiceFen: 30_000_000 })
    await pay(first)
    const again = claim(first, { invoiceNumber: '24450077', invoiceFen: 30_000_000 })
    await assert.rejects(again, refused('governance.voucher.invoiceTwice'))
    await claim(second, { invoiceNumber: '24450077', invoiceFen: 30_000_000 })
    await assert.rejects(pay(second), refused('governance.duplicate.open'))
    const { duplicates } = await w.seenApplication(second)
    const [hit] = duplicates
    assert.deepEqual([duplicates.length, hit?.kind, hit?.otherLabel], [1, 'invoice', '2445-0077'])
    const decided = (decision: 'same' | 'different') =>
      w.now('region', second, (api, version) => {
        const about = { applicationNumber: hit?.applicationNumber ?? '', kind: 'invoice' as const }
        const body = { ...about, key: hit?.key ?? '', decision, reason: '已核对发票', version }
        return api.decideDuplicate({ ...w.params(second), body })
      })
    await decided('same')
    await assert.rejects(pay(second), refused('governance.duplicate.same'))
    await decided('different')
    assert.deepEqual(await pay(second), { paidFen: 6_000_000 })
  })

  test('that are left at a claw-back are cancelled with it, and none is redeemed after', async () => {
    const id = await w.application('approved', await w.programme(voucher), service)
    await sign(id)
    await claim(id, { invoiceNumber: '24450009', invoiceFen: 90_000_000 })
    await pay(id)
    await w.now('region', id, (api, version) =>
      api.clawBack({ ...w.params(id), body: { amountFen: 8_000_000, reason: '发票不实', version } }),
    )
    assert.deepEqual(await totalsOf(id), {
      ...{ planned: 200_000, cancelled: 120_000, paid: 80_000, returned: 80_000, open: 0 },
    })
    const late = claim(id, { invoiceNumber: '24450010', invoiceFen: 1_000_000 })
    await assert.rejects(late, refused('governance.item.notNow'))
  })

  test('expire after their last day, and those that nobody redeemed are cancelled', async () => {
    const id = await w.application('approved', await w.programme(voucher), service)
    await sign(id)
    const expire = () =>
      w.now('region', id, (api, version) => api.expireVouchers({ ...w.params(id), body: { version } }))
    await assert.rejects(expire(), refused('governance.voucher.noneExpired'))
    await w.move(200)
    const late = claim(id, { invoiceNumber: '24450003', invoiceFen: 1_000_000 })
    await assert.rejects(late, refused('governance.voucher.expired'))
    await expire()
    assert.equal((await w.seenApplication(id)).state, 'completed')
    assert.deepEqual(await totalsOf(id), {
      ...{ planned: 200_000, cancelled: 200_000, paid: 0, returned: 0, open: 0 },
    })
    await told(w.house, 'a', /过期/)
  })
})

describe('other modes', () => {
  test('a loan is asked for with its contract, bounded by its interest, and told of twice', async () => {
    const terms = { mode: 'interest' as const, ratePpmMax: 34_500, monthsMax: 12, dayBasis: 360 as const }
    const programme = await w.programme({ mode: 'interest', terms, shareBasisPoints: 5000 })
    await assert.rejects(w.draft(programme), refused('governance.request.needed'))
    const request = {
      ...{ mode: 'interest' as const, lender: '示例银行', contractNumber: 'DK-2026-001' },
      ...{ principalFen: 1_000_000_000, ratePpm: 40_000, startsOn: '2026-01-01', endsOn: '2027-01-01' },
    }
    const backwards = { request: { ...request, endsOn: '2025-01-01' } }
    await assert.rejects(w.draft(programme, backwards), refused('governance.request.span'))
    const id = await w.draft(programme, { request, invoiceNumbers: [] })
    assert.equal((await w.seenApplication(id, 'a')).grantMaxFen, 17_489_583)
    const submit = () =>
      w.now('a', id, (api, version) =>
        api.moveApplication({ ...w.params(id), body: { act: 'submit', version } }),
      )
    await assert.rejects(submit(), refused('governance.application.tooMuch'))
    const again = await w.draft(programme, {
      request: { ...request, contractNumber: 'ｄｋ 2026 001' },
      askedFen: 17_489_583,
      invoiceNumbers: [],
    })
    await w.now('a', again, (api, version) =>
      api.moveApplication({ ...w.params(again), body: { act: 'submit', version } }),
    )
    const third = await w.draft(await w.programme({ mode: 'interest', terms, shareBasisPoints: 5000 }), {
      ...{ request, askedFen: 1_000_000, invoiceNumbers: [] },
    })
    await w.now('a', third, (api, version) =>
      api.moveApplication({ ...w.params(third), body: { act: 'submit', version } }),
    )
    const { duplicates } = await w.seenApplication(third, 'city')
    assert.deepEqual(
      duplicates.map((one) => one.kind),
      ['contract'],
    )
  })

  test('a stake is bounded by the share, and the fund leaves with what comes back, once', async () => {
    const terms = { mode: 'equity' as const, sharePpmMax: 200_000, holdMonthsMax: 60 }
    const programme = await w.programme({ mode: 'equity', terms, shareBasisPoints: 10_000 })
    const request = {
      mode: 'equity' as const,
      preMoneyFen: 80_000_000,
      holdMonths: 36,
      exitWay: 'buyBack' as const,
    }
    const id = await w.application('contracted', programme, { request })
    assert.equal((await w.seenApplication(id, 'a')).sharePpm, 200_000)
    const exit = () =>
      w.now('region', id, (api, version) => {
        const body = {
          proceedsFen: 26_000_000,
          exitWay: 'buyBack' as const,
          basis: '回购协议 1 号',
          comment: '企业回购',
          version,
        }
        return api.exitApplication({ ...w.params(id), body })
      })
    await assert.rejects(exit(), refused('governance.item.notNow'))
    for (const _ of [1, 2]) {
      await claim(id)
      await pay(id)
    }
    await exit()
    await assert.rejects(exit(), refused('governance.item.notNow'))
    assert.equal((await w.seenApplication(id, 'a')).state, 'exited')
    assert.deepEqual((await movementsOf(id)).at(-1), ['returned', 'exit', 26_000_000])
    const grant = await w.application('contracted')
    const body = { proceedsFen: 1, exitWay: 'listing' as const, basis: '协议', comment: '退出' }
    const wrong = w.now('region', grant, (api, version) =>
      api.exitApplication({ ...w.params(grant), body: { ...body, version } }),
    )
    await assert.rejects(wrong, refused('governance.item.notNow'))
  })

  test('a programme without the terms of its mode is refused at that field', async () => {
    await assert.rejects(w.programme({ mode: 'interest' }), refused('governance.programme.terms'))
    await assert.rejects(w.programme({ terms: voucher.terms }), refused('governance.programme.terms'))
    await assert.rejects(w.programme({ ...voucher, mode: 'equity' }), refused('governance.programme.terms'))
  })
})
