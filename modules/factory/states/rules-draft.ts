import type { StateRule, StateRules } from '@ronghe/oee'
import { conditionText, readCondition, type TextFault } from './condition-text.ts'

/** A rule as it is being written; `key` keeps its fields while others come and go. */
export type DraftRule = { key: string; id: string; state: StateRule['state']; reason: string; text: string }
export type Draft = { rules: DraftRule[]; otherwise: StateRule['state']; note: string }

export function draftOf(rules: StateRules): Draft {
  return {
    rules: rules.rules.map((rule) => ({
      key: rule.id,
      id: rule.id,
      state: rule.state,
      reason: rule.reason ?? '',
      text: conditionText(rule.when),
    })),
    otherwise: rules.otherwise.state,
    note: '',
  }
}

/** A new rule with a name that no other of them has. */
export function blankRule(rules: readonly DraftRule[]): DraftRule {
  const taken = new Set(rules.flatMap(({ id, key }) => [id, key]))
  let number = rules.length + 1
  while (taken.has(`rule-${number}`)) number += 1
  const id = `rule-${number}`
  return { key: id, id, state: 'idle', reason: '', text: '' }
}

/** The rules a draft means, with what it does not touch as it was; null while a condition cannot be read. */
export function rulesOf(draft: Draft, start: StateRules): StateRules | null {
  const rules: StateRule[] = []
  for (const { id, state, reason, text } of draft.rules) {
    const { condition } = readCondition(text)
    if (!condition) return null
    rules.push({ id, state, when: condition, ...(reason ? { reason } : {}) })
  }
  const otherwise = start.otherwise.state === draft.otherwise ? start.otherwise : { state: draft.otherwise }
  return { ...start, rules, otherwise }
}

export function faultOf(rule: DraftRule): TextFault | null {
  return readCondition(rule.text).fault
}

/** The list with the one at `index` moved by so many places. */
export function moved<T>(list: readonly T[], index: number, by: number): T[] {
  const next = [...list]
  const [one] = next.splice(index, 1)
  if (one !== undefined) next.splice(index + by, 0, one)
  return next
}
