import { Instant, type Route, Type } from '@ronghe/kit/contract'

const strict = { additionalProperties: false } as const
const Mm = Type.Number({ minimum: 0, maximum: 1000 })
const SizeMm = Type.Number({ minimum: 5, maximum: 1000 })
const Code = Type.String({ minLength: 1, maxLength: 500 })

/** What a scanned thing is said to have gone through. */
export const scanActs = ['inspect', 'reject', 'ship', 'receive', 'store', 'observe'] as const

/** Labels to print, and events by scanning them. */
export const labelRoutes = {
  /** PDF for sheets and rolls, ZPL for label printers. */
  printLabels: {
    method: 'POST',
    path: '/trace/labels',
    may: 'trace.read',
    body: Type.Object(
      {
        things: Type.Array(Code, { minItems: 1, maxItems: 2000 }),
        symbol: Type.Enum(['qr', 'dataMatrix']),
        layout: Type.Enum(['a4', 'roll', 'zpl']),
        /** Where QR codes lead: the address of the resolver. */
        domain: Type.String({ pattern: '^https?://[^/\\s]+$', maxLength: 200 }),
        copies: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 1 })),
        columns: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
        rows: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
        labelWidthMm: Type.Optional(SizeMm),
        labelHeightMm: Type.Optional(SizeMm),
        marginLeftMm: Type.Optional(Mm),
        marginTopMm: Type.Optional(Mm),
        gapXMm: Type.Optional(Mm),
        gapYMm: Type.Optional(Mm),
        dotsPerMm: Type.Optional(Type.Enum([6, 8, 12, 24])),
      },
      strict,
    ),
    response: Type.Unknown(),
    download: true,
    reads: true,
  },
  /** One event of everything that was scanned. */
  scan: {
    method: 'POST',
    path: '/trace/scans',
    may: 'trace.capture',
    body: Type.Object(
      {
        codes: Type.Array(Code, { minItems: 1, maxItems: 1000 }),
        act: Type.Enum(scanActs),
        place: Type.Optional(Type.String({ maxLength: 500 })),
        /** To whom it is shipped, or from whom it is received. */
        partner: Type.Optional(Type.String({ maxLength: 500 })),
        /** Said by the device, so that sending twice captures once. */
        scanId: Type.Optional(Type.String({ format: 'uuid' })),
        at: Type.Optional(Instant),
      },
      strict,
    ),
    response: Type.Object({ seq: Type.Integer(), things: Type.Integer() }),
  },
} as const satisfies Record<string, Route>
