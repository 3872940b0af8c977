import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type Act,
  type Counts,
  itemStates,
  type Mark,
  mayMark,
  moved,
  recallStates,
  stepOf,
} from './steps.ts'

const none: Counts = {
  ...{ items: 3, located: 3, open: 0, quarantined: 0, returned: 0, destroyed: 0, released: 0, notFound: 0 },
  ...{ parties: 2, answered: 2 },
}

describe('the steps of a recall', () => {
  it('are closed only after people were told, and never begun again', () => {
    assert.equal(moved('draft', 'close'), null)
    assert.equal(moved('frozen', 'close'), null)
    assert.equal(moved('notified', 'close'), 'closed')
    const acts: Act[] = ['change', 'freeze', 'notify', 'mark', 'answer', 'close', 'cancel']
    for (const act of acts) {
      assert.equal(moved('closed', act), null)
      assert.equal(moved('cancelled', act), null)
    }
  })

  it('are told before they are frozen by nobody', () => {
    assert.equal(moved('draft', 'notify'), null)
    assert.equal(moved('draft', 'mark'), null)
    assert.equal(moved('frozen', 'answer'), null)
    assert.equal(moved('draft', 'freeze'), 'frozen')
  })

  it('stand at the first that is not done', () => {
    assert.equal(stepOf('draft', none), 'scope')
    assert.equal(stepOf('frozen', none), 'notify')
    assert.equal(stepOf('notified', { ...none, open: 1 }), 'quarantine')
    assert.equal(stepOf('notified', { ...none, answered: 1 }), 'quarantine')
    assert.equal(stepOf('notified', { ...none, quarantined: 2 }), 'dispose')
    assert.equal(stepOf('notified', { ...none, destroyed: 3 }), 'effect')
    assert.equal(stepOf('closed', { ...none, open: 1 }), 'close')
  })

  it('bring no thing back that was destroyed, and mark none twice alike', () => {
    const all: Mark[] = ['quarantined', 'returned', 'destroyed', 'released', 'notFound']
    for (const mark of all) {
      assert.ok(!mayMark('destroyed', mark))
      assert.ok(!mayMark('gone', mark))
      assert.ok(!mayMark(mark, mark))
    }
    assert.ok(mayMark('quarantined', 'destroyed'))
    assert.ok(!mayMark('open', 'released'))
  })

  it('may be extended and told again while they run, and keep their state', () => {
    assert.equal(moved('notified', 'freeze'), 'notified')
    assert.equal(moved('notified', 'notify'), 'notified')
    assert.equal(moved('frozen', 'freeze'), 'frozen')
    assert.equal(moved('notified', 'mark'), 'notified')
    assert.equal(moved('notified', 'change'), null)
    assert.equal(moved('frozen', 'change'), null)
  })

  it('let things be found after all', () => {
    assert.ok(mayMark('notFound', 'quarantined'))
    assert.ok(mayMark('notFound', 'returned'))
    assert.ok(mayMark('released', 'quarantined'))
    assert.ok(!mayMark('notFound', 'released'))
  })

  it('leave every open recall a way to its end', () => {
    for (const state of recallStates) {
      const isOver = state === 'closed' || state === 'cancelled'
      assert.equal(moved(state, 'cancel') === 'cancelled', !isOver)
    }
    assert.ok(itemStates.every((state) => state === 'gone' || state === 'destroyed' || mayLeave(state)))
  })
})

function mayLeave(state: (typeof itemStates)[number]): boolean {
  const all: Mark[] = ['quarantined', 'returned', 'destroyed', 'released', 'notFound']
  return all.some((mark) => mayMark(state, mark))
}
