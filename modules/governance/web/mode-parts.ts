import type { modes } from '../funds/contract.ts'

export type Mode = (typeof modes)[number]
/** How a part is typed and shown: yuan for fen, per cent for parts per million. */
export type Part = {
  key: string
  kind: 'money' | 'rate' | 'months' | 'days' | 'day' | 'text' | 'choice'
  options?: readonly (string | number)[]
}

const money = (key: string): Part => ({ key, kind: 'money' })
const rate = (key: string): Part => ({ key, kind: 'rate' })
const months = (key: string): Part => ({ key, kind: 'months' })
const text = (key: string): Part => ({ key, kind: 'text' })
const day = (key: string): Part => ({ key, kind: 'day' })

const loan = [
  rate('ratePpmMax'),
  months('monthsMax'),
  { key: 'dayBasis', kind: 'days', options: [360, 365] } as const,
]

/** What a programme sets beside share and cap. */
export const termsParts: Readonly<Record<Mode, readonly Part[]>> = {
  grant: [],
  interest: loan,
  guarantee: loan,
  voucher: [money('faceFen'), months('monthsValid')],
  equity: [rate('sharePpmMax'), months('holdMonthsMax')],
}

export const exitWays = ['buyBack', 'transfer', 'listing'] as const

/** What an application says of its loan, guarantee, service or round. */
export const requestParts: Readonly<Record<Mode, readonly Part[]>> = {
  grant: [],
  interest: [
    ...[text('lender'), text('contractNumber'), money('principalFen'), rate('ratePpm')],
    ...[day('startsOn'), day('endsOn')],
  ],
  guarantee: [
    ...[text('guarantor'), text('contractNumber'), money('guaranteedFen'), money('feeFen')],
    ...[day('startsOn'), day('endsOn')],
  ],
  voucher: [text('service'), text('provider')],
  equity: [money('preMoneyFen'), months('holdMonths'), { key: 'exitWay', kind: 'choice', options: exitWays }],
}

/** A part of terms or request; undefined where it is not said. */
export function saidOf(all: object | null, key: string): unknown {
  return (all as Record<string, unknown> | null)?.[key]
}
