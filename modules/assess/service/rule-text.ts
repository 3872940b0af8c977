import type { Rule } from '@ronghe/scoring'
import { wordsOf } from '../form/outline.ts'

type Say = (key: string, values?: Record<string, string | number>) => string

/** How an answer becomes a score, as a person reads it: options by their names, bounds in words. */
export function ruleText(rule: Rule, say: Say, locale: 'zh' | 'en'): string {
  const separator = locale === 'zh' ? '，' : ', '
  switch (rule.kind) {
    case 'choice': {
      const named = rule.options.map((one) => `${wordsOf(one.name, one.code)[locale]} = ${one.score}`)
      return say('assess.ruleText.choice', { options: named.join(separator) })
    }
    case 'coverage': {
      const named = rule.options.map((one) => `${wordsOf(one.name, one.code)[locale]} = ${one.weight}`)
      const options = named.join(separator)
      return say('assess.ruleText.coverage', { options, full: rule.full, ...rule.to })
    }
    case 'linear':
    case 'logarithmic': {
      const { from, to } = rule
      // A reverse rule gives the most where the answer is least.
      const ends = rule.reverse ? { toLow: to.high, toHigh: to.low } : { toLow: to.low, toHigh: to.high }
      return say(`assess.ruleText.${rule.kind}`, { low: from.low, high: from.high, ...ends })
    }
    case 'threshold':
      return say('assess.ruleText.threshold', { at: rule.at, reached: rule.reached, missed: rule.missed })
    case 'steps': {
      const named = rule.steps.map(({ at, score }) => say('assess.ruleText.step', { at, score }))
      return say('assess.ruleText.steps', { steps: named.join(separator), below: rule.below })
    }
  }
}
