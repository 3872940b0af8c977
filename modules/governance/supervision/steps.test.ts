import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type ItemAction,
  type ItemState,
  moveItem,
  movePart,
  type PartAction,
  type PartState,
  stepOf,
  steps,
} from './steps.ts'

const itemActions: ItemAction[] = ['submit', 'approve', 'returnDraft', 'issue', 'close', 'withdraw']
const partActions: PartAction[] = ['issue', 'sign', 'progress', 'report', 'accept', 'returnReport']

test('an item goes through the eight steps in their order', () => {
  const seen: (string | null)[] = []
  let item: ItemState = 'drafted'
  let part: PartState = 'waiting'
  const look = () => seen.push(stepOf(item, [part]))
  look()
  item = moveItem(item, 'submit', []) ?? item
  look()
  item = moveItem(item, 'approve', []) ?? item
  look()
  item = moveItem(item, 'issue', []) ?? item
  part = movePart(item, part, 'issue') ?? part
  look()
  for (const action of ['sign', 'progress', 'report', 'accept'] as const) {
    part = movePart(item, part, action) ?? part
    look()
  }
  assert.deepEqual(seen, [...steps])
  item = moveItem(item, 'close', [part]) ?? item
  assert.deepEqual([item, stepOf(item, [part])], ['closed', null])
})

/** Naive twin: a part's accepted actions spell a word of this language. */
const language = /^issue( sign( progress)*( report returnReport( progress)*)*( report( accept)?)?)?$/

test('whatever is tried, a part’s history is a word of the language, and a closed item moves no more', () => {
  const tried = fc.array(fc.constantFrom(...partActions), { maxLength: 30 })
  fc.assert(
    fc.property(tried, (actions) => {
      let part: PartState = 'waiting'
      const done: string[] = []
      for (const action of actions) {
        const next = movePart('running', part, action)
        if (next === null) continue
        part = next
        done.push(action)
      }
      if (done.length > 0) assert.match(done.join(' '), language)
      assert.equal(moveItem('running', 'close', [part]) !== null, part === 'accepted')
      for (const action of partActions) {
        if (action !== 'issue') assert.equal(movePart('closed', part, action), null)
      }
    }),
    { seed: 20261128, numRuns: 500 },
  )
})

test('an approval counts once, and nothing moves what is closed or withdrawn', () => {
  assert.equal(moveItem('approved', 'approve', []), null)
  for (const state of ['closed', 'withdrawn'] as const)
    for (const action of itemActions) assert.equal(moveItem(state, action, []), null)
})

test('an item waits where the slowest of its parts waits', () => {
  assert.equal(stepOf('running', ['accepted', 'issued', 'reported']), 'sign')
  assert.equal(stepOf('running', ['accepted', 'reported']), 'review')
  assert.equal(stepOf('running', ['accepted', 'accepted']), 'close')
})
