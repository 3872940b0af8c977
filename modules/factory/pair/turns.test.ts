import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { changesOf, graceMs, leaseOf, patienceMs, type Side, type Turn } from './turns.ts'

const side = (edgeId: string, more: Partial<Side> = {}): Side => ({
  ...{ edgeId, isThere: true, awayMs: 0, devices: new Map([['m1', null]]), committedMicros: 5000 },
  ...more,
})
const open = (edgeId: string, fromMicros = 0): Turn => ({ device: 'm1', edgeId, fromMicros, toMicros: null })
const gone = { isThere: false, awayMs: graceMs }
const lostAt = (ms: number) => ({ devices: new Map([['m1', ms]]) })

describe('whose turn it is', () => {
  test('first the primary’s, unless only its partner can', () => {
    const first = (a: Side, b: Side) => changesOf([], a, b, 0)
    assert.deepEqual(first(side('a'), side('b')), [{ device: 'm1', to: 'a', why: 'first' }])
    assert.deepEqual(first(side('a', gone), side('b'))[0]?.to, 'b')
    assert.deepEqual(first(side('a', gone), side('b', gone))[0]?.to, 'a')
  })

  test('waits for a primary that read the machine a moment ago, though its partner could now', () => {
    const first = (a: Side, nowMs: number) => changesOf([], a, side('b'), nowMs).map(({ to }) => to)
    assert.deepEqual(first(side('a', { isThere: false, awayMs: graceMs - 1 }), 0), [])
    assert.deepEqual(first(side('a', lostAt(1000)), 1000 + patienceMs - 1), [])
    assert.deepEqual(first(side('a', lostAt(1000)), 1000 + patienceMs), ['b'])
    // One that does not read it at all is not waited for.
    assert.deepEqual(first(side('a', { devices: new Map() }), 0), ['b'])
    assert.deepEqual(
      changesOf([], side('a', lostAt(0)), side('b', lostAt(0)), 0).map(({ to }) => to),
      ['a'],
    )
  })

  test('goes to the other when its holder is gone, and does not come back by itself', () => {
    assert.deepEqual(changesOf([open('a')], side('a', gone), side('b'), 0), [
      { device: 'm1', to: 'b', why: 'silent' },
    ])
    const justGone = side('a', { isThere: false, awayMs: graceMs - 1 })
    assert.deepEqual(changesOf([open('a')], justGone, side('b'), 0), [])
    assert.deepEqual(changesOf([open('b')], side('a'), side('b'), 0), [])
    assert.deepEqual(changesOf([open('a')], side('a', gone), side('b', gone), 0), [])
    assert.deepEqual(changesOf([open('a')], side('a', gone), side('b', lostAt(0)), 0), [])
  })

  test('goes to the other for one machine alone, when its holder cannot reach that for long', () => {
    const lost = side('a', {
      devices: new Map([
        ['m1', 1000],
        ['m2', null],
      ]),
    })
    const both = side('b', {
      devices: new Map([
        ['m1', null],
        ['m2', null],
      ]),
    })
    const turns = [open('a'), { ...open('a'), device: 'm2' }]
    assert.deepEqual(changesOf(turns, lost, both, 1000 + patienceMs - 1), [])
    assert.deepEqual(changesOf(turns, lost, both, 1000 + patienceMs), [
      { device: 'm1', to: 'b', why: 'disconnected' },
    ])
  })

  test('both are told of the same turns, each from its side', () => {
    const turns: Turn[] = [{ ...open('a'), toMicros: 100 }, open('b', 101)]
    assert.deepEqual(leaseOf(turns, 'b', side('a')).devices.m1, {
      ...{ isMine: true, others: [[0, 100]], fromMicros: null, throughMicros: null },
    })
    assert.deepEqual(leaseOf(turns, 'a', side('b')).devices.m1, {
      ...{ isMine: false, others: [], fromMicros: 101, throughMicros: 5000 },
    })
    // Nothing is known through an edge that does not reach the machine.
    assert.equal(leaseOf(turns, 'a', side('b', lostAt(3))).devices.m1?.throughMicros, null)
    assert.equal(leaseOf(turns, 'a', side('b', gone)).devices.m1?.throughMicros, null)
  })
})
