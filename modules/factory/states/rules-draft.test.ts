import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mtconnectRules } from '@ronghe/oee'
import { blankRule, draftOf, faultOf, moved, rulesOf } from './rules-draft.ts'

test('a draft that was not touched means the rules it began with', () => {
  assert.deepEqual(rulesOf(draftOf(mtconnectRules), mtconnectRules), mtconnectRules)
})

test('what a draft changes is changed, and nothing else', () => {
  const draft = draftOf(mtconnectRules)
  const rule = { ...blankRule(draft.rules), text: 'load < 10', reason: '空切' }
  const rules = rulesOf({ ...draft, rules: [rule, ...draft.rules], otherwise: 'idle' }, mtconnectRules)
  assert.deepEqual(rules?.rules[0], {
    id: rule.id,
    state: 'idle',
    reason: '空切',
    when: { tag: 'load', op: '<', value: 10 },
  })
  assert.deepEqual(rules?.rules.slice(1), mtconnectRules.rules)
  assert.deepEqual([rules?.otherwise, rules?.unknownValues], [{ state: 'idle' }, ['UNAVAILABLE']])
})

test('a condition that cannot be read keeps the draft from being rules', () => {
  const draft = draftOf(mtconnectRules)
  const rule = { ...blankRule(draft.rules), text: 'load <' }
  assert.equal(rulesOf({ ...draft, rules: [...draft.rules, rule] }, mtconnectRules), null)
  assert.deepEqual(faultOf(rule), { at: 6, word: 'value' })
})

test('new rules have names of their own, whatever was removed before', () => {
  const first = blankRule([])
  const second = blankRule([first])
  const third = blankRule([second])
  assert.equal(new Set([first.id, second.id]).size, 2)
  assert.notEqual(third.id, second.id)
})

test('moving keeps all and changes one place', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 2, -1), ['a', 'c', 'b'])
  assert.deepEqual(moved(['a', 'b', 'c'], 0, 1), ['b', 'a', 'c'])
})
