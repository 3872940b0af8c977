import type { Condition, Score } from '@ronghe/scoring'
import type { Verdict } from '../contract/scores.ts'
import type { Form } from '../form/form.ts'
import { nodesIn, wordsOf } from '../form/outline.ts'

/** Total, ladders and vetoes of a score, with the names of the framework. */
export function verdictOf(form: Form, score: Score, locale: 'zh' | 'en'): Verdict {
  const { framework } = form.file
  return {
    total: score.total,
    ladders: score.ladders.map(({ code, reached, heldBy, steps }) => {
      const ladder = framework.ladders?.find((one) => one.code === code)
      return {
        code,
        name: wordsOf(ladder?.name, code),
        reached,
        heldBy,
        steps: steps.map(({ code: step, met, requires }, at) => {
          const given = ladder?.steps[at]
          return {
            code: step,
            name: wordsOf(given?.name, step),
            met,
            requires: (given?.requires ?? []).map((one, place) => {
              return { text: conditionText(form, one, locale), holds: requires[place] ?? null }
            }),
          }
        }),
      }
    }),
    vetoes: score.vetoes.map(({ code, applied }) => {
      const veto = framework.vetoes?.find((one) => one.code === code)
      return { code, name: wordsOf(veto?.name, code), applied }
    }),
  }
}

/** A condition as a person reads it: names of nodes and options, signs for the rest. */
function conditionText(form: Form, condition: Condition, locale: 'zh' | 'en'): string {
  const inner = (one: Condition) => conditionText(form, one, locale)
  if ('all' in condition) return `(${condition.all.map(inner).join(' ∧ ')})`
  if ('any' in condition) return `(${condition.any.map(inner).join(' ∨ ')})`
  if ('not' in condition) return `¬ ${inner(condition.not)}`
  if ('fact' in condition) {
    const values = 'in' in condition ? condition.in : condition.startsWith.map((one) => `${one}…`)
    const fact = form.file.framework.facts.find(({ code }) => code === condition.fact)
    return `${wordsOf(fact?.name, condition.fact)[locale]} ∈ {${values.join(', ')}}`
  }
  const code = 'node' in condition ? condition.node : condition.answer
  const node = nodesIn(form.file.framework).find((one) => one.code === code)
  const name = wordsOf(node?.name, code)[locale]
  if ('in' in condition)
    return `${name} ∈ {${condition.in.map((one) => optionName(form, code, one, locale)).join(', ')}}`
  return 'atLeast' in condition ? `${name} ≥ ${condition.atLeast}` : `${name} < ${condition.below}`
}

function optionName({ file }: Form, question: string, option: string, locale: 'zh' | 'en'): string {
  const leaf = nodesIn(file.framework).find((one) => one.code === question)
  const given = leaf && 'rule' in leaf ? leaf.rule : null
  const rule =
    typeof given === 'string' ? file.framework.rules?.find(({ code }) => code === given)?.rule : given
  const named = rule && 'options' in rule ? rule.options.find(({ code }) => code === option) : null
  return wordsOf(named?.name, option)[locale]
}
