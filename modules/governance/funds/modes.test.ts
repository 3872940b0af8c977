import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Request, Terms } from './contract-modes.ts'
import { serialKey, subjectKey } from './duplicates.ts'
import {
  daysBetween,
  monthsAfter,
  mostFen,
  redeemedFen,
  type Support,
  sharePpm,
  vouchersOf,
  wrongRequest,
} from './modes.ts'

const runs = { seed: 20261128, numRuns: 500 }

const loan = (change: object = {}): Request =>
  ({
    ...{ mode: 'interest', lender: '示例银行', contractNumber: 'L-1', principalFen: 1_000_000_000 },
    ...{ ratePpm: 40_000, startsOn: '2026-01-01', endsOn: '2027-01-01', ...change },
  }) as Request
const support = (terms: Terms | null, change: object = {}): Support => ({
  ...{
    mode: terms?.mode ?? 'grant',
    shareBasisPoints: 5000,
    capFen: 9_000_000_000_000_000,
    terms,
    ...change,
  },
})
const interest: Terms = { mode: 'interest', ratePpmMax: 34_500, monthsMax: 12, dayBasis: 360 }

describe('interest (贴息)', () => {
  test('is a share of the loan’s interest at no more than the supported rate', () => {
    // 10,000,000.00 yuan · 3.45 % · 365/360 · 50 % = 174,895.83 yuan, the rest of a fen is dropped.
    assert.equal(mostFen(support(interest), loan(), 1), 17_489_583n)
    const cheaper = loan({ ratePpm: 30_000 })
    // 10,000,000.00 · 3.00 % · 365/360 · 50 % = 152,083.33
    assert.equal(mostFen(support(interest), cheaper, 1), 15_208_333n)
    const by365: Terms = { ...interest, dayBasis: 365 }
    assert.equal(mostFen(support(by365), loan(), 1), 17_250_000n)
  })

  test('ends with the supported months, and is never above the cap', () => {
    const long = loan({ endsOn: '2029-01-01' })
    assert.equal(mostFen(support(interest), long, 1), mostFen(support(interest), loan(), 1))
    assert.equal(mostFen(support(interest, { capFen: 100 }), loan(), 1), 100n)
  })
})

test('a guarantee fee (担保费) is supported by its share, no higher than the supported rate makes it', () => {
  const terms: Terms = { mode: 'guarantee', ratePpmMax: 10_000, monthsMax: 12, dayBasis: 365 }
  const request = (feeFen: number): Request => ({
    ...{ mode: 'guarantee', guarantor: '示例担保', contractNumber: 'G-1', guaranteedFen: 100_000_000 },
    ...{ feeFen, startsOn: '2026-01-01', endsOn: '2027-01-01' },
  })
  assert.equal(mostFen(support(terms), request(800_000), 1), 400_000n, 'half of the fee')
  assert.equal(mostFen(support(terms), request(2_000_000), 1), 500_000n, 'half of 1 %, not of 2 %')
})

describe('equity (股权)', () => {
  const terms: Terms = { mode: 'equity', sharePpmMax: 200_000, holdMonthsMax: 60 }
  const round = (preMoneyFen: number): Request => {
    return { mode: 'equity', preMoneyFen, holdMonths: 36, exitWay: 'buyBack' }
  }

  test('the fund holds no more of the firm than it may', () => {
    assert.equal(mostFen(support(terms), round(400_000_000), 1_000_000_000), 100_000_000n)
    assert.equal(sharePpm(400_000_000, 100_000_000), 200_000)
  })

  test('whatever the firm is worth, the most that may be put in keeps the share within its bound', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), fc.integer({ min: 1, max: 490_000 }), (pre, bound) => {
        const most = Number(mostFen(support({ ...terms, sharePpmMax: bound }), round(pre), 9e12))
        // Exactly: put / (pre + put) ≤ bound / 1,000,000.
        const isWithin = BigInt(most) * 1_000_000n <= BigInt(bound) * (BigInt(pre) + BigInt(most))
        assert.ok(isWithin)
        const more = BigInt(most + 1)
        const isTight = more * 1_000_000n > BigInt(bound) * (BigInt(pre) + more)
        assert.ok(isTight || most === 4.5e12, 'a fen more would be too much, or is more than the round')
      }),
      runs,
    )
  })
})

describe('whatever is asked', () => {
  const money = fc.integer({ min: 1, max: 1_000_000_000_000 })
  const rate = fc.integer({ min: 1, max: 360_000 })
  const days = fc.integer({ min: 1, max: 3000 })
  const starts = '2026-03-31'
  const after = (count: number) =>
    new Date(Date.parse(starts) + count * 86_400_000).toISOString().slice(0, 10)

  test('interest is what a clerk works out day by day, to the fen', () => {
    fc.assert(
      fc.property(
        money,
        rate,
        rate,
        days,
        fc.integer({ min: 1, max: 36 }),
        (principalFen, own, max, many, months) => {
          const terms: Terms = { mode: 'interest', ratePpmMax: max, monthsMax: months, dayBasis: 360 }
          const request = loan({ principalFen, ratePpm: own, startsOn: starts, endsOn: after(many) })
          // The naive twin adds up the days one by one.
          let sum = 0n
          for (let day = 0; day < many && after(day) < monthsAfter(starts, months); day++)
            sum += BigInt(principalFen) * BigInt(Math.min(own, max)) * 5000n
          assert.equal(mostFen(support(terms), request, 1), sum / (1_000_000n * 360n * 10_000n))
        },
      ),
      { ...runs, numRuns: 60 },
    )
  })

  test('more money, a longer loan, a greater share never bring less', () => {
    fc.assert(
      fc.property(money, money, days, days, (one, other, short, long) => {
        const of = (principalFen: number, many: number, shareBasisPoints: number) =>
          mostFen(
            support(interest, { shareBasisPoints }),
            loan({ principalFen, startsOn: starts, endsOn: after(many) }),
            1,
          )
        const [less, more] = [Math.min(one, other), Math.max(one, other)]
        const [few, many] = [Math.min(short, long), Math.max(short, long)]
        assert.ok(of(less, few, 5000) <= of(more, few, 5000))
        assert.ok(of(less, few, 5000) <= of(less, many, 5000))
        assert.ok(of(less, few, 4000) <= of(less, few, 5000))
      }),
      runs,
    )
  })

  test('vouchers make the grant to the fen, each no more than the face, and redeem no more than it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000_000 }),
        fc.integer({ min: 10_000, max: 1_000_000 }),
        (grant, face) => {
          const vouchers = vouchersOf(grant, face)
          assert.equal(
            vouchers.reduce((sum, one) => sum + one, 0),
            grant,
          )
          assert.ok(vouchers.every((one) => one > 0 && one <= face))
          assert.ok(vouchers.slice(0, -1).every((one) => one === face))
        },
      ),
      runs,
    )
    fc.assert(
      fc.property(money, money, fc.integer({ min: 1, max: 10_000 }), (face, invoice, share) => {
        const paid = redeemedFen(face, invoice, share)
        assert.ok(paid <= face && paid <= invoice && paid >= 0)
      }),
      runs,
    )
  })
})

test('a request that is not of the programme’s mode, or makes no sense, is named', () => {
  const equity: Terms = { mode: 'equity', sharePpmMax: 100_000, holdMonthsMax: 12 }
  const held: Request = { mode: 'equity', preMoneyFen: 1, holdMonths: 13, exitWay: 'listing' }
  assert.equal(wrongRequest(support(null), null), null)
  assert.equal(wrongRequest(support(null), loan()), 'governance.request.notAsked')
  assert.equal(wrongRequest(support(interest), null), 'governance.request.needed')
  assert.equal(wrongRequest(support(interest), held), 'governance.request.needed')
  assert.equal(wrongRequest(support(interest), loan({ endsOn: '2026-01-01' })), 'governance.request.span')
  assert.equal(wrongRequest(support(equity), held), 'governance.request.hold')
  assert.equal(wrongRequest(support(interest), loan()), null)
})

test('months end on the same day, or on the month’s last', () => {
  assert.deepEqual(
    [monthsAfter('2026-01-31', 1), monthsAfter('2028-01-31', 1), monthsAfter('2026-12-15', 12)],
    ['2026-02-28', '2028-02-29', '2027-12-15'],
  )
  assert.equal(daysBetween('2026-02-28', '2026-03-01'), 1)
  assert.equal(daysBetween('2026-01-01', '2027-01-01'), 365)
})

test('the same machine under another spelling of maker and serial number has the same key', () => {
  const key = serialKey({ maker: '示例 机床厂', serialNumber: 'SN-0042/A' })
  for (const serialNumber of ['sn0042a', 'ＳＮ－００４２／Ａ', ' SN 0042 A '])
    assert.equal(serialKey({ maker: '示例机床厂', serialNumber }), key, serialNumber)
  assert.notEqual(serialKey({ maker: '另一厂', serialNumber: 'SN-0042/A' }), key)
  assert.equal(serialKey({ maker: null, serialNumber: 'SN-0042' }), null)
  assert.equal(serialKey({ maker: '厂', serialNumber: '——' }), null, 'nothing but signs is no number')
  assert.equal(subjectKey('ＮＯ．２４４５－０１'), subjectKey('no 2445 01'))
})
