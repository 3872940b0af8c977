import { isLeaf } from '@ronghe/scoring'
import { ruleText } from '../service/rule-text.ts'
import type { FormShape } from './form.ts'
import { nodesIn, ruleOf } from './outline.ts'
import { subjectsOf } from './statements.ts'

type Say = Parameters<typeof subjectsOf>[1]

/** How a section or question counts, in words of the reader. */
export type ScoringWords = {
  code: string
  /** None where all of a section count the same; one for each condition. */
  weight: string[]
  /** How an answer becomes a score; null for a section. */
  rule: string | null
  /** From where on evidence means which option. */
  proves: string[]
}

/** Weights, scores of options and thresholds of a framework, node by node. */
export function scoringWords(file: FormShape, say: Say, locale: 'zh' | 'en'): ScoringWords[] {
  const { framework } = file
  const aspects = new Map(subjectsOf(file, say, locale).map((one) => [one.key, one.aspects]))
  return nodesIn(framework).map((node) => {
    const { weight = [], bands = [] } = aspects.get(`node/${node.code}`) ?? {}
    const rule = isLeaf(node) ? ruleText(ruleOf(framework, node.rule), say, locale) : null
    return { code: node.code, weight, rule, proves: bands }
  })
}
