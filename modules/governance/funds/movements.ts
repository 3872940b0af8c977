import type { Figure } from '@ronghe/kit/contract'
import { elevated } from '@ronghe/kit/db'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { governance } from '../contract.ts'
import type { ApplicationRow, NewMovement } from './rows.ts'
import * as store from './store/movements.ts'

type Routes = Pick<Service<typeof governance>, 'movements' | 'movementTotals'>

const statuses = ['planned', 'cancelled', 'paid', 'returned'] as const

/** Movements of money as records, and totals that open to them (G27). */
export const movements: Routes = {
  async movements(ctx, { query }) {
    const { rows, total } = await store.listMovements(ctx.sql, query, ctx.caller.locale)
    return { total, rows: rows.map((row) => ({ ...row, at: row.at.toISOString() })) }
  },

  async movementTotals(ctx, { query }) {
    const sums = await store.movementSums(ctx.sql, query)
    const at = ctx.now.toISOString()
    const asked = new URLSearchParams(
      Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
    )
    const of = (fen: number, status: string | null): Figure => {
      const search = new URLSearchParams(asked)
      if (status !== null) search.set('status', status)
      const proof = `/governance/movements?${search}`
      return { value: fen / 100, unit: 'CNY', at, basis: 'evidenced', proof }
    }
    const [planned, cancelled, paid, returned] = statuses.map((one) => of(sums[one], one)) as [
      Figure,
      Figure,
      Figure,
      Figure,
    ]
    return { planned, cancelled, paid, returned, open: of(sums.planned - sums.cancelled - sums.paid, null) }
  },
}

export type Moved = Pick<
  NewMovement,
  'key' | 'place' | 'purpose' | 'status' | 'amountFen' | 'basis' | 'reason'
>

/**
 * Adds a record; what moved is told to whoever keeps the ledger. False when the key is recorded already, and
 * then nothing is told.
 */
export async function recordMovement(ctx: Ctx, one: ApplicationRow, moved: Moved): Promise<boolean> {
  const isBack = moved.status === 'returned'
  const row: NewMovement = {
    ...moved,
    id: ctx.newId(),
    applicationId: one.id,
    organisationId: one.organisationId,
    payerId: isBack ? one.organisationId : one.payerId,
    payeeId: isBack ? one.payerId : one.organisationId,
  }
  const isNew = await elevated(ctx.sql, ctx.caller, () => store.insertMovement(ctx.sql, row, ctx.now))
  if (!isNew || (moved.status !== 'paid' && !isBack)) return isNew
  const { id: movementId, key, payerId, payeeId, purpose, basis } = row
  await ctx.emit('fund.paid', {
    ...{ applicationId: one.id, amountFen: isBack ? -moved.amountFen : moved.amountFen },
    ...{ movementId, key, payerId, payeeId, purpose, basis },
  })
  return true
}

/** The document that a movement rests on. */
export function contractOf({ number }: Pick<ApplicationRow, 'number'>): string {
  return `${number}/contract`
}
