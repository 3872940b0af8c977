import type { Figure } from '@ronghe/kit/contract'
import type { Ctx } from '@ronghe/kit/module'
import type { Figures } from '@ronghe/oee'
import { listOeeDays } from '../store/oee.ts'

type Exact = Figures['oee']
const percent = 'P1'

/** A ratio of the engine as a figure in percent, two decimals, with the page that proves it. */
export function figureOf(one: Exact, at: Date, proof: string): Figure {
  const base = { unit: percent, at: at.toISOString(), basis: 'evidenced' as const, proof }
  if (one.missing !== null) return { ...base, value: null, reason: `factory.missing.${one.missing}` }
  return { ...base, value: Math.round(one.value * 10_000) / 100 }
}

/** A share 0…1 that was kept, or why there is none. */
export function shareFigure(share: number | null, at: Date, reason: string, proof: string): Figure {
  const base = { unit: percent, at: at.toISOString(), basis: 'evidenced' as const, proof }
  return share === null
    ? { ...base, value: null, reason }
    : { ...base, value: Math.round(share * 10_000) / 100 }
}

/** OEE of a machine's present local day, or its availability's absence in words. */
export async function todayFigure(ctx: Ctx, equipmentId: string): Promise<Figure> {
  const { rows } = await listOeeDays(ctx.sql, ctx.caller.locale, { equipment: equipmentId, pageSize: 1 })
  const reason = rows[0] ? 'factory.missing.noIdealCycle' : 'factory.missing.noSignals'
  return shareFigure(rows[0]?.oee ?? null, ctx.now, reason, `/factory/equipment/${equipmentId}?tab=oee`)
}
