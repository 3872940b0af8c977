import assert from 'node:assert/strict'
import { test } from 'node:test'
import { appraisalStates, moveAppraisal } from './steps.ts'

test('an appraisal goes from draft to final by its steps and by no other way', () => {
  const way = ['submit', 'approve', 'compute', 'show', 'close', 'approve'] as const
  const seen: string[] = ['drafted']
  for (const act of way) seen.push(moveAppraisal(seen.at(-1) as 'drafted', act) ?? 'refused')
  assert.deepEqual(seen, ['drafted', 'submitted', 'issued', 'computed', 'shown', 'closing', 'final'])
  const after = (act: Parameters<typeof moveAppraisal>[1]) =>
    appraisalStates.filter((state) => moveAppraisal(state, act) !== null)
  assert.deepEqual(after('compute'), ['issued', 'computed'])
  assert.deepEqual(after('withdraw'), ['drafted', 'submitted', 'issued', 'computed'])
  assert.deepEqual([moveAppraisal('closing', 'return'), moveAppraisal('final', 'return')], ['shown', null])
})

test('what is withdrawn or final is moved by nothing', () => {
  const acts = ['submit', 'compute', 'show', 'close', 'withdraw', 'approve', 'return'] as const
  for (const state of ['withdrawn', 'final'] as const)
    assert.deepEqual(
      acts.filter((act) => moveAppraisal(state, act) !== null),
      [],
    )
})
