import { createHash } from 'node:crypto'
import { factory } from '@ronghe/factory/contract'
import { systemCaller } from '@ronghe/kit/auth'
import type { Figure } from '@ronghe/kit/contract'
import type { Ctx, House } from '@ronghe/kit/module'
import { startRounds } from '@ronghe/kit/rounds'
import { dayIn } from '@ronghe/kit/working-days'
import { registry } from '@ronghe/registry/contract'
import { assessedFigures } from './assessed.ts'
import type { GoalRow } from './rows.ts'
import { keepFigure, listGoals } from './store.ts'
import { proofOf, summaryFigures } from './summary.ts'
import { regionZone } from './zone.ts'

const everyMs = 10 * 60_000

/** A goal's two figures, which are never mixed, and the counts behind them. */
export type GoalFigures = {
  evidenced: Figure
  declared: Figure
  counts: { evidenced: number; declared: number; denominator: number } | null
}

/**
 * What proves a goal today. The rate of numerical control is that of the roster of key enterprises: the mean
 * of the firms' own rates, as the statistics define it.
 */
export async function goalFigures(ctx: Ctx, goal: GoalRow): Promise<GoalFigures> {
  const at = ctx.now.toISOString()
  const unit = goal.unitCode ?? ''
  const { region } = await ctx.read(registry).me({})
  const code = region?.code ?? ''
  if (goal.evidence === 'assess' && goal.proof) {
    const { count, ...figures } = await assessedFigures(ctx, goal.proof, { region: code, unit, at })
    return { ...figures, counts: { evidenced: count, declared: 0, denominator: goal.target ?? 0 } }
  }
  if (goal.evidence !== 'factory') {
    const reason = goal.target === null ? 'governance.reason.noNumber' : 'governance.reason.noEvidence'
    const none = { value: null, unit, at, reason }
    return {
      evidenced: { ...none, basis: 'evidenced' },
      declared: { ...none, basis: 'declared' },
      counts: null,
    }
  }
  const { total } = await ctx.read(factory).machinesByRegion({ query: { region: code, isKey: true } })
  const { rateEvidenced, rateDeclared } = summaryFigures(total, at, proofOf(ctx.caller, code, true))
  return {
    evidenced: { ...rateEvidenced, unit },
    declared: { ...rateDeclared, unit },
    counts: {
      evidenced: total.keyProcessControlledEvidenced,
      declared: total.keyProcessControlledDeclared,
      denominator: total.keyProcess,
    },
  }
}

/** Keeps each day's figure of every goal that something proves, so that its course can be shown. */
export function startFigures(house: House): () => Promise<void> {
  return startRounds(house.log, { everyMs, failed: 'figures', isAtOnce: true, round: () => keepToday(house) })
}

/** Computes and keeps the figures of today. */
export function keepToday(house: House): Promise<void> {
  return house.act(systemCaller, async (ctx) => {
    const day = dayIn(ctx.now, regionZone)
    for (const goal of await listGoals(ctx.sql, null)) {
      const { evidenced, declared, counts } = await goalFigures(ctx, goal)
      if (!counts) continue
      const inputs = { goal: goal.key, counts, evidenced: evidenced.value, declared: declared.value }
      const inputsHash = createHash('sha256').update(JSON.stringify(inputs)).digest('hex')
      await keepFigure(
        ctx.sql,
        {
          goalKey: goal.key,
          day,
          evidenced: evidenced.value,
          declared: declared.value,
          numeratorEvidenced: counts.evidenced,
          numeratorDeclared: counts.declared,
          denominator: counts.denominator,
          inputsHash,
        },
        ctx.now,
      )
    }
  })
}
