import { Id, Instant, listOf, listQuery, type Static, Type } from '@ronghe/kit/contract'

const strict = { additionalProperties: false } as const
const orNull = Type.Union([Type.String(), Type.Null()])
export const NumberKind = Type.Enum(['gtin', 'sscc', 'lot', 'serial'])
export const Scheme = Type.Enum(['sequence', 'random'])

export const AllocationLine = Type.Object({
  id: Id,
  numberKind: NumberKind,
  subject: Type.String(),
  /** Name of the product of lots and serials. */
  subjectName: orNull,
  prefix: Type.String(),
  scheme: Scheme,
  count: Type.Integer(),
  firstNumber: Type.String(),
  lastNumber: Type.String(),
  note: orNull,
  createdAt: Instant,
  personName: orNull,
})
export type AllocationLine = Static<typeof AllocationLine>

/** Letters of application identifiers that need no escape in a link; braces hold the day. */
const prefixPattern = '^([A-Z0-9.-]|\\{YY\\}|\\{MM\\}|\\{DD\\})*$'
const allocationId = Type.Object({ allocationId: Id })

const NumberRow = Type.Object({ number: Type.String(), link: Type.String() })

export const allocationRoutes = {
  allocations: {
    method: 'GET',
    path: '/trace/allocations',
    may: 'trace.read',
    query: listQuery({ numberKind: Type.Optional(NumberKind), subject: Type.Optional(Type.String()) }),
    response: listOf(AllocationLine),
    list: {
      columns: [
        'numberKind',
        'subject',
        'count',
        'firstNumber',
        'lastNumber',
        'note',
        'createdAt',
        'personName',
      ],
    },
  },
  allocate: {
    method: 'POST',
    path: '/trace/allocations',
    may: 'trace.capture',
    body: Type.Object(
      {
        numberKind: NumberKind,
        /** The company prefix for GTIN and SSCC, the GTIN for lots and serials. */
        subject: Type.String({ minLength: 6, maxLength: 14, pattern: '^[0-9]+$' }),
        count: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
        scheme: Type.Optional(Scheme),
        prefix: Type.Optional(Type.String({ maxLength: 20, pattern: prefixPattern })),
        width: Type.Optional(Type.Integer({ minimum: 1, maximum: 12 })),
        note: Type.Optional(Type.String({ maxLength: 200 })),
      },
      strict,
    ),
    response: AllocationLine,
  },
  allocation: {
    method: 'GET',
    path: '/trace/allocations/:allocationId',
    may: 'trace.read',
    params: allocationId,
    response: AllocationLine,
  },
  numbers: {
    method: 'GET',
    path: '/trace/allocations/:allocationId/numbers',
    may: 'trace.read',
    params: allocationId,
    query: listQuery({}),
    response: listOf(NumberRow),
    list: { columns: ['number', 'link'] },
  },
  /** All numbers, however many, as text while they are made. */
  numbersFile: {
    method: 'GET',
    path: '/trace/allocations/:allocationId/file',
    may: 'trace.read',
    params: allocationId,
    response: Type.Unknown(),
    download: true,
  },
} as const
