import { inSequence } from './canonical.ts'
import { formatDecimal } from './decimal.ts'
import { evaluate } from './evaluate.ts'
import { planFor } from './inputs.ts'
import type { Answer, Framework, Input } from './model.ts'
import type { Plan } from './plan.ts'
import { derivations, rulesOf, type Score, valueAt } from './result.ts'
import type { Scorer } from './scorer.ts'
import { type Verdict, verdictOf } from './verdict.ts'

/** The result without its derivation. */
export type Tally = { total: string | null; reached: Record<string, string | null>; vetoes: string[] }

/** Scores an input with its whole derivation. RangeError for what `inputFaults` would tell. */
export function score(scorer: Scorer, input: Input): Score {
  const { framework } = scorer
  const plan = evaluated(scorer, input)
  const { vetoes, ladders, total } = verdict(framework, plan, input)
  return {
    facts: inSequence(input.facts) as Input['facts'],
    framework: { code: framework.code, version: framework.version },
    ladders,
    nodes: derivations(plan, input.answers),
    root: framework.root.code,
    rules: rulesOf(framework, plan),
    total: total === null ? null : formatDecimal(total),
    vetoes,
  }
}

/** The same total, steps and vetoes without the derivation, for scoring many. */
export function tally(scorer: Scorer, input: Input): Tally {
  const { vetoes, ladders, total } = verdict(scorer.framework, evaluated(scorer, input), input)
  return {
    total: total === null ? null : formatDecimal(total),
    reached: Object.fromEntries(ladders.map(({ code, reached }) => [code, reached])),
    vetoes: vetoes.filter(({ applied }) => applied).map(({ code }) => code),
  }
}

function evaluated(scorer: Scorer, input: Input): Plan {
  const plan = planFor(scorer, input.facts)
  for (const code of Object.keys(input.answers)) {
    if (!scorer.leaves.has(code)) throw new RangeError(`answer.unknown ${code}`)
  }
  evaluate(plan, input.answers)
  return plan
}

function verdict(framework: Framework, plan: Plan, { facts, answers }: Input): Verdict {
  const at = (code: string): number => plan.places.get(code) ?? -1
  const known = {
    facts,
    answer: (code: string): Answer | undefined => (at(code) < 0 ? undefined : answers[code]),
    value: (code: string) => (at(code) < 0 ? null : valueAt(plan, at(code))),
  }
  const { code, rounding = framework.rounding } = framework.root
  return verdictOf(framework, known, code, rounding)
}
