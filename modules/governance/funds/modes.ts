import type { Request, Terms } from './contract-modes.ts'
import { grantMaxFen } from './money.ts'

/** Rates are parts per million a year: 3.45 % is 34,500. */
const million = 1_000_000n

export type Support = {
  mode: 'grant' | 'interest' | 'guarantee' | 'voucher' | 'equity'
  shareBasisPoints: number
  capFen: number
  terms: Terms | null
}

/**
 * The most that a programme supports an application with, in fen, rounded down once at the end:
 * - grant, voucher: a share of the investment;
 * - interest: a share of the interest of the loan's days, at no more than the rate that is supported;
 * - guarantee: a share of the fee, and of no more fee than the rate that is supported makes of the days;
 * - equity: a share of the round, with which the fund holds no more of the firm than it may.
 * Never above the cap.
 */
export function mostFen(support: Support, request: Request | null, investmentFen: number): bigint {
  const { mode, terms, shareBasisPoints } = support
  const capFen = BigInt(support.capFen)
  if (mode === 'grant' || mode === 'voucher')
    return grantMaxFen(BigInt(investmentFen), { shareBasisPoints, capFen })
  if (terms?.mode !== mode || request?.mode !== mode) return 0n
  return least(capFen, ofMode(terms, request, { shareBasisPoints, investmentFen }))
}

type About = { shareBasisPoints: number; investmentFen: number }

function ofMode(terms: Terms, request: Request, about: About): bigint {
  const share = BigInt(about.shareBasisPoints)
  if (terms.mode === 'interest' && request.mode === 'interest') {
    const rate = least(BigInt(request.ratePpm), BigInt(terms.ratePpmMax))
    return (BigInt(request.principalFen) * rate * daysOf(request, terms) * share) / perYear(terms)
  }
  if (terms.mode === 'guarantee' && request.mode === 'guarantee') {
    const supported =
      (BigInt(request.guaranteedFen) * BigInt(terms.ratePpmMax) * daysOf(request, terms) * share) /
      perYear(terms)
    return least(supported, (BigInt(request.feeFen) * share) / 10_000n)
  }
  if (terms.mode === 'equity' && request.mode === 'equity') {
    const held = BigInt(terms.sharePpmMax)
    const bySize = (BigInt(request.preMoneyFen) * held) / (million - held)
    return least(bySize, (BigInt(about.investmentFen) * share) / 10_000n)
  }
  return 0n
}

function perYear({ dayBasis }: { dayBasis: number }): bigint {
  return million * BigInt(dayBasis) * 10_000n
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

type Span = { startsOn: string; endsOn: string }

/** Days of the span that are supported: to its end, and not longer than so many months. */
function daysOf({ startsOn, endsOn }: Span, { monthsMax }: { monthsMax: number }): bigint {
  const latest = monthsAfter(startsOn, monthsMax)
  return BigInt(daysBetween(startsOn, endsOn < latest ? endsOn : latest))
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** The same day so many months later; the month's last where it has no such day. */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10)
}

/** The fund's part of the firm behind the round, in parts per million, rounded up: never less than it is. */
export function sharePpm(preMoneyFen: number, amountFen: number): number {
  const [pre, put] = [BigInt(preMoneyFen), BigInt(amountFen)]
  return Number((put * million + pre + put - 1n) / (pre + put))
}

/** A grant as vouchers of one face; the last takes what is left. */
export function vouchersOf(grantFen: number, faceFen: number): number[] {
  const whole = Math.floor(grantFen / faceFen)
  const rest = grantFen - whole * faceFen
  return [...Array.from({ length: whole }, () => faceFen), ...(rest > 0 ? [rest] : [])]
}

/** What a voucher pays of an invoice: the programme's share, and not more than its face. */
export function redeemedFen(faceFen: number, invoiceFen: number, shareBasisPoints: number): number {
  return Number(least(BigInt(faceFen), (BigInt(invoiceFen) * BigInt(shareBasisPoints)) / 10_000n))
}

/** A word key for what does not fit between request and terms; null where all does. */
export function wrongRequest(support: Support, request: Request | null): string | null {
  if (support.mode === 'grant') return request === null ? null : 'governance.request.notAsked'
  if (request?.mode !== support.mode) return 'governance.request.needed'
  if ('startsOn' in request && request.endsOn <= request.startsOn) return 'governance.request.span'
  const { terms } = support
  if (terms?.mode === 'equity' && request.mode === 'equity' && request.holdMonths > terms.holdMonthsMax)
    return 'governance.request.hold'
  return null
}
