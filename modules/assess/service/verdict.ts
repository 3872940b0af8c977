import type { Condition, Score } from '@ronghe/scoring'
import type { Verdict } from '../contract/scores.ts'
import type { Form } from '../form/form.ts'
import { nodesIn, unread, wordsOf } from '../form/outline.ts'

type Named = Pick<Form, 'file'>
type Say = (key: string, values?: Record<string, string | number>) => string

/** Total, ladders and vetoes of a score, in words of the framework and of the reader. */
export function verdictOf(form: Form, score: Score, say: Say, locale: 'zh' | 'en'): Verdict {
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
            example: unread(given?.source) ?? unread(ladder?.source),
            requires: (given?.requires ?? []).map((one, place) => {
              return { text: conditionText(form, one, say, locale), holds: requires[place] ?? null }
            }),
          }
        }),
      }
    }),
    vetoes: score.vetoes.map(({ code, applied }) => {
      const veto = framework.vetoes?.find((one) => one.code === code)
      return { code, name: wordsOf(veto?.name, code), applied, example: unread(veto?.source) }
    }),
  }
}

/** A condition as a person reads it: names of nodes, options and facts, and words for what joins them. */
export function conditionText(form: Named, condition: Condition, say: Say, locale: 'zh' | 'en'): string {
  const inner = (one: Condition) => conditionText(form, one, say, locale)
  if ('all' in condition) return condition.all.map(inner).join(say('assess.condition.and'))
  if ('any' in condition) return condition.any.map(inner).join(say('assess.condition.or'))
  if ('not' in condition) return say('assess.condition.not', { text: inner(condition.not) })
  const isOne = (name: string, values: readonly string[]) =>
    say('assess.condition.is', { name, values: values.join(' / ') })
  if ('fact' in condition) {
    const { fact: code } = condition
    const name = wordsOf(form.file.framework.facts.find((one) => one.code === code)?.name, code)[locale]
    if ('in' in condition)
      return isOne(
        name,
        condition.in.map((value) => factText(code, value, say)),
      )
    return say('assess.condition.begins', { name, values: condition.startsWith.join(' / ') })
  }
  const code = 'node' in condition ? condition.node : condition.answer
  const node = nodesIn(form.file.framework).find((one) => one.code === code)
  const name = wordsOf(node?.name, code)[locale]
  if ('in' in condition)
    return isOne(
      name,
      condition.in.map((one) => optionName(form, code, one, locale)),
    )
  return 'atLeast' in condition ? `${name} ≥ ${condition.atLeast}` : `${name} < ${condition.below}`
}

/** The word of a fact's value; a file may bring values that this room has no word for. */
function factText(fact: string, value: string, say: Say): string {
  const key = `assess.fact.${fact}.${value}`
  const word = say(key)
  return word === key ? value : word
}

/** The word of an option; a number, or what is no option, stays as it is. */
export function optionName({ file }: Named, question: string, option: string, locale: 'zh' | 'en'): string {
  const leaf = nodesIn(file.framework).find((one) => one.code === question)
  const given = leaf && 'rule' in leaf ? leaf.rule : null
  const rule =
    typeof given === 'string' ? file.framework.rules?.find(({ code }) => code === given)?.rule : given
  const named = rule && 'options' in rule ? rule.options.find(({ code }) => code === option) : null
  return wordsOf(named?.name, option)[locale]
}
