import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Fault } from '@ronghe/kit/errors'
import fc from 'fast-check'
import {
  catalogueOf,
  changedReason,
  depthMax,
  movedReason,
  placed,
  type Reason,
  retiredReason,
  sound,
  withReason,
} from './tree.ts'
import { usualCodes, usualTree } from './usual.ts'

const reason = (code: string, parentCode: string | null = null, more: Partial<Reason> = {}): Reason => ({
  ...{ code, parentCode, name: code, nameEn: null, colour: null, state: null, loss: null },
  ...{ isPlanned: false, isRetired: false },
  ...more,
})
const tree = [
  reason('fault', null, { loss: 'equipmentFailure', colour: '#aa0000', state: 'down' }),
  reason('mechanical', 'fault'),
  reason('spindle', 'mechanical', { state: 'delay' }),
  reason('wait', null, { loss: 'waiting' }),
]
const codesOf = (list: readonly Reason[]) => placed(list).map((one) => one.code)
const refused = (kind: string, field: string) => (fault: unknown) =>
  fault instanceof Fault && fault.code === `factory.reason.${kind}` && fault.fields[0]?.field === field

describe('the tree of reasons', () => {
  test('depth first, and a reason takes from those above it what it does not say itself', () => {
    const all = placed(tree)
    assert.deepEqual(codesOf(tree), ['fault', 'mechanical', 'spindle', 'wait'])
    const spindle = all.find((one) => one.code === 'spindle')
    assert.deepEqual(
      [spindle?.depth, spindle?.path, spindle?.loss, spindle?.colour, spindle?.state],
      [2, ['fault', 'mechanical', 'spindle'], 'equipmentFailure', '#aa0000', 'delay'],
    )
    assert.deepEqual(catalogueOf(tree).mechanical, { loss: 'equipmentFailure', failure: true })
    assert.deepEqual(catalogueOf(tree).wait, { loss: 'waiting', failure: false })
    assert.deepEqual(catalogueOf([reason('bare')]).bare, {})
  })

  test('a move takes all below along, before a brother or to the end', () => {
    assert.deepEqual(codesOf(movedReason(tree, 'mechanical', 'wait', null)), [
      'fault',
      'wait',
      'mechanical',
      'spindle',
    ])
    assert.deepEqual(codesOf(movedReason(tree, 'wait', null, 'fault'))[0], 'wait')
    assert.throws(() => movedReason(tree, 'fault', 'spindle', null), refused('circle', 'parentCode'))
    assert.throws(() => movedReason(tree, 'wait', 'nobody', null), refused('unknown', 'parentCode'))
    assert.throws(() => movedReason(tree, 'wait', null, 'spindle'), refused('unknown', 'before'))
  })

  test('retiring takes all below along, coming back all above', () => {
    const retired = (list: readonly Reason[]) =>
      placed(list)
        .filter((one) => one.isRetired)
        .map((one) => one.code)
    const gone = retiredReason(tree, 'fault', true)
    assert.deepEqual(retired(gone), ['fault', 'mechanical', 'spindle'])
    const twice = retiredReason(gone, 'spindle', true)
    assert.deepEqual(retired(retiredReason(twice, 'mechanical', false)), ['spindle'])
    assert.deepEqual(retired(retiredReason(gone, 'spindle', false)), [])
  })

  test('what breaks a rule is refused at its field', () => {
    assert.throws(() => withReason(tree, reason('wait')), refused('codeTaken', 'code'))
    assert.throws(
      () => withReason(tree, reason('x', 'fault', { name: 'mechanical' })),
      refused('nameTaken', 'name'),
    )
    assert.throws(() => withReason(tree, reason('x', 'nobody')), refused('unknown', 'parentCode'))
    assert.throws(() => changedReason(tree, 'nobody', { name: 'x' }), { code: 'kit.notFound' })
    const deep = Array.from({ length: depthMax + 1 }, (_, at) => reason(`d${at}`, at ? `d${at - 1}` : null))
    assert.throws(() => sound(deep), refused('tooDeep', 'parentCode'))
    assert.throws(() => sound([reason('a', 'b'), reason('b', 'a')]), refused('circle', 'parentCode'))
    const many = Array.from({ length: 501 }, (_, at) => reason(`m${at}`))
    assert.throws(() => sound(many), refused('tooMany', 'code'))
  })

  test('the usual tree is sound, and each of its reasons has a loss and each leaf a state', () => {
    const usual = usualTree((locale, key) => `${locale} ${key}`)
    assert.equal(sound(usual).length, usualCodes.length)
    for (const one of placed(usual)) {
      assert.ok(one.loss, one.code)
      if (!one.hasChildren) assert.ok(one.state, one.code)
    }
  })

  const act = fc.record({
    kind: fc.constantFrom('add', 'move', 'retire', 'return', 'rename'),
    code: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    other: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', null),
  })

  test('whatever people do, every reason stays reachable once and none is lost', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
        let now: Reason[] = []
        for (const { kind, code, other } of acts) {
          const before = now
          try {
            if (kind === 'add') now = withReason(now, reason(code, other))
            if (kind === 'move') now = movedReason(now, code, other, null)
            if (kind === 'retire') now = retiredReason(now, code, true)
            if (kind === 'return') now = retiredReason(now, code, false)
            if (kind === 'rename') now = changedReason(now, code, { name: `${code}!` })
          } catch (error) {
            assert.ok(error instanceof Fault)
            assert.equal(now, before)
          }
          assert.deepEqual([...codesOf(now)].sort(), now.map((one) => one.code).sort())
          assert.ok(now.length >= before.length)
          for (const one of placed(now).filter((each) => each.isRetired))
            assert.ok(placed(now).every((each) => each.isRetired || !each.path.includes(one.code)))
        }
      }),
      { seed: 25, numRuns: 200 },
    )
  })
})
