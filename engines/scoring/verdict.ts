import { holds, type Known } from './condition.ts'
import { compareDecimals, type Decimal, decimal, roundDecimal } from './decimal.ts'
import type { Framework, Ladder, Rounding, Veto } from './model.ts'

/** What became of a veto; `holds: null` says that nobody knows. */
export type VetoResult = { code: string; holds: boolean | null; applied: boolean }

/** What became of a ladder: each step’s requirements, the step reached, and the vetoes that held it down. */
export type LadderResult = {
  code: string
  reached: string | null
  steps: { code: string; met: boolean; requires: (boolean | null)[] }[]
  heldBy: string[]
}

/** All that stands above the tree. */
export type Verdict = { vetoes: VetoResult[]; ladders: LadderResult[]; total: Decimal | null }

/** Vetoes, then the total that they leave, then the ladders. All conditions see the tree before any veto. */
export function verdictOf(framework: Framework, known: Known, root: string, rounding: Rounding): Verdict {
  const given = framework.vetoes ?? []
  const vetoes = given.map((veto) => vetoResult(veto, known))
  const applied = given.filter((_, index) => vetoes[index]!.applied)
  const ladders = (framework.ladders ?? []).map((ladder) => ladderResult(ladder, applied, known))
  return {
    vetoes: vetoes.sort(byCode),
    ladders: ladders.sort(byCode),
    total: heldTotal(known.value(root), applied, rounding),
  }
}

function byCode(one: { code: string }, other: { code: string }): number {
  return one.code < other.code ? -1 : 1
}

function vetoResult({ code, when, whenUnknown }: Veto, known: Known): VetoResult {
  const held = holds(when, known)
  return { applied: held ?? whenUnknown === 'apply', code, holds: held }
}

function heldTotal(total: Decimal | null, applied: readonly Veto[], rounding: Rounding): Decimal | null {
  let held = total
  for (const { effect } of applied) {
    if (effect.kind !== 'total' || held === null) continue
    const most = roundDecimal(decimal(effect.atMost), rounding)
    if (compareDecimals(most, held) < 0) held = most
  }
  return held
}

/** A step whose requirements nobody can tell is not met. */
function ladderResult(ladder: Ladder, applied: readonly Veto[], known: Known): LadderResult {
  const steps = ladder.steps.map(({ code, requires }) => {
    const parts = requires.map((one) => holds(one, known))
    return { code, met: parts.every((part) => part === true), requires: parts }
  })
  const firstUnmet = steps.findIndex(({ met }) => !met)
  const climbed = firstUnmet < 0 ? steps.length - 1 : firstUnmet - 1
  let place = ladder.cumulative ? climbed : steps.findLastIndex(({ met }) => met)
  const heldBy: string[] = []
  for (const { code, effect } of applied) {
    if (effect.kind !== 'ladder' || effect.ladder !== ladder.code) continue
    heldBy.push(code)
    place = Math.min(
      place,
      effect.atMost === null ? -1 : steps.findIndex((step) => step.code === effect.atMost),
    )
  }
  return { code: ladder.code, heldBy: heldBy.sort(), reached: steps[place]?.code ?? null, steps }
}
