import { decimal, formatDecimal } from './decimal.ts'
import { type Explanation, explain } from './explain.ts'
import { planFor } from './inputs.ts'
import type { Answer, DecimalText, Input } from './model.ts'
import { planLeaves } from './plan.ts'
import { compareRatios, type Ratio, ratioOf, shown, subtract, zero } from './ratio.ts'
import type { Score } from './result.ts'
import { score, tally } from './score.ts'
import type { Scorer } from './scorer.ts'

/** What the total and the levels would be with other answers, and why. `null` takes an answer back. */
export function whatIf(
  scorer: Scorer,
  input: Input,
  answers: Readonly<Record<string, Answer | null>>,
): { before: Score; after: Score; explanation: Explanation } {
  const changed: Input['answers'] = { ...input.answers }
  for (const [code, answer] of Object.entries(answers)) {
    if (answer === null) delete changed[code]
    else changed[code] = answer
  }
  const before = score(scorer, input)
  const after = score(scorer, { facts: input.facts, answers: changed })
  return { before, after, explanation: explain(before, after) }
}

/** What one question could still give, all else left as it is. */
export type Potential = {
  code: string
  value: DecimalText | null
  highest: DecimalText
  /** An answer that gives the highest. */
  answer: Answer
  total: DecimalText | null
  gain: DecimalText | null
  /** Steps of ladders that this answer alone would change. */
  steps: { ladder: string; before: string | null; after: string | null }[]
}

/** For each question of the branch the total with its best answer; the greatest gain first, then by code. */
export function potentials(scorer: Scorer, input: Input): Potential[] {
  const { nodes, total } = score(scorer, input)
  const before = tally(scorer, input)
  const values = new Map(nodes.map(({ code, value }) => [code, value]))
  const found = planLeaves(planFor(scorer, input.facts)).map(({ code, standard, rounding }) => {
    const answers = { ...input.answers, [code]: standard.best }
    const after = tally(scorer, { facts: input.facts, answers })
    const steps = Object.keys(after.reached)
      .filter((ladder) => after.reached[ladder] !== before.reached[ladder])
      .map((ladder) => ({ ladder, before: before.reached[ladder]!, after: after.reached[ladder]! }))
    const highest = formatDecimal({ units: standard.high, digits: rounding.digits })
    const gain =
      total === null || after.total === null ? null : subtract(ratioOf(after.total), ratioOf(total))
    const potential = { code, value: values.get(code) ?? null, highest, answer: standard.best, steps }
    return { gain, potential: { ...potential, total: after.total, gain: gain && shownAs(gain, total!) } }
  })
  return found
    .sort((a, b) => {
      const order = compareRatios(b.gain ?? zero, a.gain ?? zero)
      return order !== 0 ? order : a.potential.code < b.potential.code ? -1 : 1
    })
    .map(({ potential }) => potential)
}

/** With as many digits as the total, which is exact. */
function shownAs(gain: Ratio, total: DecimalText): DecimalText {
  return shown(gain, decimal(total).digits)
}
