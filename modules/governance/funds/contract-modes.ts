import { Day, type Static, Type } from '@ronghe/kit/contract'
import { Fen } from './parts.ts'

const strict = { additionalProperties: false }
/** Parts per million a year: 3.45 % is 34,500. */
const Rate = Type.Integer({ minimum: 1, maximum: 360_000 })
const Months = Type.Integer({ minimum: 1, maximum: 120 })
/** A year has 360 or 365 days, as the bank's contract counts them. */
const DayBasis = Type.Union([Type.Literal(360), Type.Literal(365)])
const Text = Type.String({ minLength: 2, maxLength: 120 })

/** What a programme sets beside share and cap, by its mode; a grant sets nothing more. */
export const Terms = Type.Union([
  Type.Object(
    { mode: Type.Literal('interest'), ratePpmMax: Rate, monthsMax: Months, dayBasis: DayBasis },
    strict,
  ),
  Type.Object(
    { mode: Type.Literal('guarantee'), ratePpmMax: Rate, monthsMax: Months, dayBasis: DayBasis },
    strict,
  ),
  Type.Object({ mode: Type.Literal('voucher'), faceFen: Fen, monthsValid: Months }, strict),
  Type.Object(
    {
      mode: Type.Literal('equity'),
      /** The most of the firm that the fund may hold, in parts per million. */
      sharePpmMax: Type.Integer({ minimum: 1, maximum: 490_000 }),
      holdMonthsMax: Months,
    },
    strict,
  ),
])
export type Terms = Static<typeof Terms>

/** What an application says of its loan, guarantee, service or round. */
export const Request = Type.Union([
  Type.Object(
    {
      mode: Type.Literal('interest'),
      lender: Text,
      contractNumber: Text,
      principalFen: Fen,
      ratePpm: Rate,
      startsOn: Day,
      endsOn: Day,
    },
    strict,
  ),
  Type.Object(
    {
      mode: Type.Literal('guarantee'),
      guarantor: Text,
      contractNumber: Text,
      guaranteedFen: Fen,
      feeFen: Fen,
      startsOn: Day,
      endsOn: Day,
    },
    strict,
  ),
  Type.Object({ mode: Type.Literal('voucher'), service: Text, provider: Text }, strict),
  Type.Object(
    {
      mode: Type.Literal('equity'),
      preMoneyFen: Fen,
      holdMonths: Months,
      exitWay: Type.Enum(['buyBack', 'transfer', 'listing']),
    },
    strict,
  ),
])
export type Request = Static<typeof Request>
