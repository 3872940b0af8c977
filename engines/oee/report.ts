import { type Elements, elementsOf, type Production } from './elements.ts'
import { type Figures, figuresOf } from './figures.ts'
import {
  type BigLossName,
  type Loss,
  lossesByReason,
  type StopRules,
  sixBigLosses,
  type WaterfallStep,
  waterfall,
} from './losses.ts'
import type { Attribution } from './model.ts'
import type { Ratio } from './ratio.ts'
import { type Reliability, reliability } from './reliability.ts'

/** What `figures` is asked of, beside the attribution. */
export type FiguresInput = Production & StopRules & { attribution: Attribution }

/** All that is said of one machine and window. */
export type Report = {
  elements: Elements
  figures: Figures
  waterfall: WaterfallStep[]
  losses: Loss[]
  sixBigLosses: Record<BigLossName, Ratio | null>
  reliability: Reliability
  /** What was counted outside the plan and is in no figure; null where nothing was counted at all. */
  outsidePlan: { produced: bigint; good: bigint } | null
}

/** Figures, waterfall, losses and reliability of one machine and window. Pure. Errors as of `credit`. */
export function figures(input: FiguresInput): Report {
  const { attribution } = input
  const { elements, credit } = elementsOf(attribution, input)
  return {
    elements,
    figures: figuresOf(elements),
    waterfall: waterfall(elements),
    losses: lossesByReason(attribution),
    sixBigLosses: sixBigLosses(attribution, elements, input),
    reliability: reliability(attribution, input.reasons),
    outsidePlan: credit?.outsidePlan ?? null,
  }
}
