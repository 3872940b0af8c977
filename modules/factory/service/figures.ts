import type { Figure } from '@ronghe/kit/contract'
import type { Ctx } from '@ronghe/kit/module'
import type { ShownFigure } from '../oee/report.ts'
import { newestDays, type TodayRow } from '../store/oee.ts'

/** UN/CEFACT Recommendation 20: per cent. */
const percent = 'P1'
const hourMicros = 3_600_000_000

/** What a figure carries beside its value. */
export type About = {
  at: string
  proof: string
  numerator?: number
  denominator?: number
  /** Evidenced unless a person's word is in it. */
  basis?: 'evidenced' | 'declared'
}

/** A ratio as a figure in per cent with two decimals and the page that proves it; or why there is none. */
export function figureOf(one: ShownFigure, about: About): Figure {
  const base = { unit: percent, basis: 'evidenced' as const, ...about }
  if (one.missing !== null) return { ...base, value: null, reason: `factory.missing.${one.missing}` }
  return { ...base, value: Math.round(one.value * 10_000) / 100 }
}

/** A share of times, with the hours it is made of. */
export function shareOf(one: ShownFigure, part: bigint, whole: bigint, about: About): Figure {
  if (one.missing !== null) return figureOf(one, about)
  const hours = (micros: bigint) => Math.round((Number(micros) / hourMicros) * 1000) / 1000
  return figureOf(one, { ...about, numerator: hours(part), denominator: hours(whole) })
}

/** OEE of each machine's present local day; where it has none, why. */
export async function todayFigures(ctx: Ctx, equipmentIds: readonly string[]): Promise<Map<string, Figure>> {
  const days = new Map((await newestDays(ctx.sql, equipmentIds)).map((row) => [row.equipmentId, row]))
  return new Map(equipmentIds.map((id) => [id, todayFigure(ctx, id, days.get(id))]))
}

/**
 * The newest day is today's when the present moment lies in it or follows at once: days are kept as they
 * pass.
 */
const freshMicros = 10 * 60_000_000

function todayFigure(ctx: Ctx, equipmentId: string, row: TodayRow | undefined): Figure {
  const page = `/factory/equipment/${equipmentId}?tab=oee`
  const isToday = row && ctx.now.getTime() * 1000 - row.figures.toMicros < freshMicros
  if (!isToday)
    return figureOf({ value: null, missing: 'noSignals' }, { at: ctx.now.toISOString(), proof: page })
  const { oee, missing, fromMicros, toMicros } = row.figures
  // Exactly the span that the figure is of, not the page's own.
  const proof = `${page}&range=${Math.floor(fromMicros / 1000)}~${Math.floor(toMicros / 1000)}`
  const one: ShownFigure =
    oee === null ? { value: null, missing: missing.oee ?? 'noSignals' } : { value: oee, missing: null }
  return figureOf(one, { at: new Date(toMicros / 1000).toISOString(), proof })
}
