import type { AnswerValue } from '../contract/runs.ts'
import type { Form } from './form.ts'
import { nodesIn, ruleOf } from './outline.ts'

/** Several words that are proved, each with how far it reaches: `execution=80.00 planning`. */
export function partsProved(value: string): Map<string, number> {
  return new Map(
    value.split(' ').map((part): [string, number] => {
      const [word = '', reach] = part.split('=')
      return [word, reach === undefined ? Number.NaN : Number(reach)]
    }),
  )
}

/** What the evidence says as an answer to this question; null where it says nothing. */
export function evidenceAnswer(
  { file }: Pick<Form, 'file'>,
  question: string,
  value: string | null,
): string | string[] | null {
  const about = file.questions[question]?.evidence
  if (!about || value === null) return null
  if (about.options) {
    const answered = optionsProved({ file }, question, value).map(({ answer }) => answer)
    return answered.length > 0 ? inOrder({ file }, question, answered) : null
  }
  const band = about.bands?.find(({ atLeast }) => Number(value) >= Number(atLeast))
  if (about.bands) return band?.answer ?? null
  return about.values ? (about.values[value] ?? null) : value
}

/** The options of a question with several that the value answers, each with the words that prove it. */
export function optionsProved({ file }: Pick<Form, 'file'>, question: string, value: string) {
  const proved = partsProved(value)
  return (file.questions[question]?.evidence?.options ?? []).flatMap(({ answer, anyOf, atLeast }) => {
    const words = anyOf.filter((word) => {
      const reach = proved.get(word)
      return reach !== undefined && (atLeast === undefined || reach >= Number(atLeast))
    })
    return words.length > 0 ? [{ answer, words, atLeast: atLeast ?? null }] : []
  })
}

/** In the order in which the question shows its options. */
function inOrder({ file }: Pick<Form, 'file'>, question: string, answered: readonly string[]): string[] {
  const leaf = nodesIn(file.framework).find(({ code }) => code === question)
  const rule = leaf && 'rule' in leaf ? ruleOf(file.framework, leaf.rule) : null
  const options = rule && 'options' in rule ? rule.options : []
  return options.map(({ code }) => code).filter((code) => answered.includes(code))
}

/** Do both say the same? Several options have no order. */
export function isSameAnswer(one: AnswerValue | null, other: AnswerValue | null): boolean {
  const [left, right] = [one, other].map((value) => {
    return JSON.stringify(Array.isArray(value) ? value.toSorted() : value)
  })
  return left === right
}
