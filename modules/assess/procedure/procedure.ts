import { createHash } from 'node:crypto'
import { everyFault } from '@ronghe/kit/config'
import { type Static, Type } from '@ronghe/kit/contract'

const strict = { additionalProperties: false } as const
const Code = Type.String({ pattern: '^[a-zA-Z][a-zA-Z0-9]{0,39}$' })
const Names = Type.Object(
  { zh: Type.String({ minLength: 1, maxLength: 200 }), en: Type.String({ minLength: 1, maxLength: 200 }) },
  strict,
)

/** Who makes a move: the firm, those whom it chose, and the officials above it. */
export const Party = Type.Enum(['firm', 'consultant', 'body', 'city', 'region'])
export type Party = Static<typeof Party>
/** What must hold before a move. */
export const Need = Type.Enum([
  'run',
  'window',
  'documents',
  'parties',
  'closed',
  'reviews',
  'notice',
  'objections',
])
export type Need = Static<typeof Need>

const Move = Type.Object(
  {
    code: Code,
    name: Names,
    from: Type.Array(Code, { minItems: 1 }),
    to: Code,
    by: Party,
    needs: Type.Array(Need),
    wantsNote: Type.Optional(Type.Boolean()),
    effect: Type.Optional(Type.Enum(['draw', 'notice', 'certify', 'withdraw', 'renew', 'end'])),
  },
  strict,
)
export type Move = Static<typeof Move>

/** A certification or recognition as data: stages, and who moves a case from one to the next. */
export const ProcedureShape = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 60 }),
    version: Type.String({ minLength: 1, maxLength: 40 }),
    kind: Type.Enum(['certification', 'recognition']),
    name: Names,
    source: Type.Object({ text: Type.String(), verified: Type.Boolean() }, strict),
    /** The framework whose assessment is asked for, and the step that it must reach. */
    framework: Type.Optional(
      Type.Object({ code: Type.String(), step: Type.Optional(Type.String()) }, strict),
    ),
    validYears: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
    /** Months from one review (yearly review, surveillance) to the next. */
    reviewMonths: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
    /** A certificate of this scheme is replaced by the new one, so that it is counted once. */
    replaces: Type.Optional(Type.String()),
    reviewers: Type.Optional(Type.Integer({ minimum: 1, maximum: 15 })),
    /** Points that the highest and lowest score may lie apart before one more expert is asked. */
    spread: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
    noticeDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
    documents: Type.Array(Type.Object({ code: Code, name: Names, isNeeded: Type.Boolean() }, strict)),
    stages: Type.Array(Type.Object({ code: Code, name: Names }, strict), { minItems: 2 }),
    moves: Type.Array(Move, { minItems: 1 }),
  },
  strict,
)
export type Procedure = Static<typeof ProcedureShape>
export type ProcedureFault = { path: string; code: string; detail: string }

/** Every fault of a procedure: its shape, then names that are not there and stages that nobody reaches. */
export function procedureFaults(value: unknown): ProcedureFault[] {
  const shape = everyFault(ProcedureShape, value).map(({ instancePath, keyword, message }) => {
    return { path: instancePath || '/', code: `schema.${keyword}`, detail: message }
  })
  if (shape.length > 0) return shape
  const { stages, moves, reviewers, noticeDays, reviewMonths } = value as Procedure
  const known = new Set(stages.map(({ code }) => code))
  const first = stages[0]?.code ?? ''
  const unknown = moves.flatMap(({ from, to }, at) =>
    [...from, to]
      .filter((code) => !known.has(code))
      .map((detail) => ({ path: `/moves/${at}`, code: 'stage.unknown', detail })),
  )
  const reached = reachedFrom(first, moves)
  const unreached = [...known]
    .filter((code) => !reached.has(code))
    .map((detail) => ({ path: '/stages', code: 'stage.unreached', detail }))
  const has = (effect: string) => moves.some((move) => move.effect === effect)
  return [
    ...unknown,
    ...unreached,
    ...(has('draw') && !reviewers ? [{ path: '/reviewers', code: 'reviewers.missing', detail: '' }] : []),
    ...(has('notice') && !noticeDays
      ? [{ path: '/noticeDays', code: 'noticeDays.missing', detail: '' }]
      : []),
    ...(has('renew') && !reviewMonths
      ? [{ path: '/reviewMonths', code: 'reviewMonths.missing', detail: '' }]
      : []),
  ]
}

function reachedFrom(first: string, moves: readonly Move[]): Set<string> {
  const reached = new Set([first])
  for (let grown = true; grown; ) {
    grown = false
    for (const { from, to } of moves) {
      if (reached.has(to) || !from.some((code) => reached.has(code))) continue
      reached.add(to)
      grown = true
    }
  }
  return reached
}

/** Stages at which a case ends without a certificate, or loses it. */
export function endStages({ moves }: Procedure): Set<string> {
  return new Set(moves.filter(({ effect }) => effect === 'end' || effect === 'withdraw').map(({ to }) => to))
}

/** What a case has, as far as moves ask for it. */
export type CaseFacts = Record<Need, boolean>

/**
 * Moves from a stage for these parties, each with what it still lacks. A notice that runs is not begun again,
 * which would put off its end.
 */
export function movesFor(
  { moves }: Procedure,
  { stage, isOnNotice = false }: { stage: string; isOnNotice?: boolean },
  parties: readonly Party[],
  facts: CaseFacts,
): { move: Move; lacks: Need[] }[] {
  return moves
    .filter(({ from, by }) => from.includes(stage) && parties.includes(by))
    .filter(({ effect, to }) => !(isOnNotice && effect === 'notice' && to === stage))
    .map((move) => ({ move, lacks: move.needs.filter((need) => !facts[need]) }))
}

/**
 * The experts of a case: the pool in the sequence of SHA-256 over the published seed and the expert's id, the
 * first `count` of it. Whoever has seed and pool makes the same draw.
 */
export function drawn(pool: readonly string[], seed: string, count: number): string[] {
  const tickets = new Map(pool.map((id) => [id, ticketOf(seed, id)]))
  const place = (id: string) => tickets.get(id) ?? ''
  return pool.toSorted((one, other) => (place(one) < place(other) ? -1 : 1)).slice(0, count)
}

/** By what an expert stands in the sequence of a draw; the lowest are drawn. */
export function ticketOf(seed: string, id: string): string {
  return createHash('sha256').update(`${seed} ${id}`).digest('hex')
}

/** The pool as it stood at the draw, so that nobody is put in or left out afterwards. */
export function poolHash(pool: readonly string[]): string {
  return createHash('sha256').update(pool.toSorted().join('\n')).digest('hex')
}

/** Where a procedure does not say how far scores may lie apart. */
export const spreadMax = 20

/** Enough scores, and near enough to each other; with one expert more they count as they are. */
export function reviewsSuffice(
  scores: readonly number[],
  { reviewers: wanted = 0, spread = spreadMax }: Pick<Procedure, 'reviewers' | 'spread'>,
): boolean {
  if (scores.length < wanted) return false
  return scores.length > wanted || Math.max(...scores) - Math.min(...scores) <= spread
}
