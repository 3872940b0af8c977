import { Figure, Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { applicationParams, Comment, done, Fen, orNull, version } from './parts.ts'

export const movementStatuses = ['planned', 'cancelled', 'paid', 'returned'] as const
export const movementPurposes = ['tranche', 'voucher', 'clawBack', 'exit'] as const

const filters = {
  status: Type.Optional(Type.Enum([...movementStatuses])),
  purpose: Type.Optional(Type.Enum([...movementPurposes])),
  programme: Type.Optional(Id),
  application: Type.Optional(Id),
  year: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2100 })),
}

/** A record of money: who, to whom, how much, for what, resting on which document. Never changed. */
const Movement = Type.Object({
  id: Id,
  key: Type.String(),
  applicationId: Id,
  number: Type.String(),
  title: Type.String(),
  programmeZh: Type.String(),
  programmeEn: Type.String(),
  payerName: Type.String(),
  payeeName: Type.String(),
  place: orNull(Type.Integer()),
  purpose: Type.Enum([...movementPurposes]),
  status: Type.Enum([...movementStatuses]),
  amountFen: Type.Integer(),
  currency: Type.String(),
  basis: Type.String(),
  reason: Type.String(),
  at: Instant,
  isSample: Type.Boolean(),
})

/** Movements of money, and what follows after it. */
export const fundMoneyRoutes = {
  movements: {
    method: 'GET',
    path: '/governance/movements',
    may: 'governance.read',
    query: listQuery(filters),
    response: listOf(Movement),
    list: {
      columns: [
        'key',
        'at',
        'status',
        'purpose',
        'amountFen',
        'currency',
        'payerName',
        'payeeName',
        'number',
        'title',
        'programmeZh',
        'basis',
        'reason',
      ],
    },
  },
  /** Sums of the movements that the same filters find; `open` is planned and neither paid nor cancelled. */
  movementTotals: {
    method: 'GET',
    path: '/governance/movement-totals',
    may: 'governance.read',
    query: Type.Object(filters, { additionalProperties: false }),
    response: Type.Object({
      planned: Figure,
      cancelled: Figure,
      paid: Figure,
      returned: Figure,
      open: Figure,
    }),
  },
  /** The fund leaves the firm: what came back for its part, by which way, on which document. */
  exitApplication: {
    method: 'POST',
    path: '/governance/applications/:applicationId/exit',
    may: 'governance.fund',
    params: applicationParams,
    body: Type.Object(
      {
        proceedsFen: Fen,
        exitWay: Type.Enum(['buyBack', 'transfer', 'listing']),
        basis: Type.String({ minLength: 2, maxLength: 120 }),
        comment: Comment,
        version,
      },
      { additionalProperties: false },
    ),
    response: done,
  },
  /** Cancels vouchers that nobody redeemed before their last day. */
  expireVouchers: {
    method: 'POST',
    path: '/governance/applications/:applicationId/expiry',
    may: 'governance.fund',
    params: applicationParams,
    body: Type.Object({ version }, { additionalProperties: false }),
    response: done,
  },
} as const satisfies Record<string, Route>
