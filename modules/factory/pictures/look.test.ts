import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { PictureItem } from './check.ts'
import { type AlarmNow, alarmLookOf, appearanceOf, knownOf } from './look.ts'

const item = (more: Partial<PictureItem>): PictureItem => ({
  ...{ id: 'a', symbol: 'tank', layer: 'main', x: 0, y: 0, width: 9, height: 9 },
  ...more,
})
const value = (
  tag: string,
  shown: number | string | null,
  quality: 'good' | 'bad' | 'stale' | 'none' = 'good',
) => ({
  ...{ machine: 'm1', tag, tagId: `id-${tag}`, label: null, labelEn: null, unit: '%' },
  ...{ value: shown, quality, at: '2026-03-02T00:00:00Z', isReadOnly: tag === 'level' },
})
const machine = (id: string, isLive: boolean, state: 'production' | 'down' = 'production') => ({
  ...{ id, name: id, nameEn: null, state, isLive },
})
const known = knownOf(
  [value('level', 40), value('old', 7, 'stale'), value('word', 'OPEN'), value('none', null, 'none')],
  [machine('m1', true), machine('m2', false, 'down')],
)
const bound = (tag: string, more: Partial<PictureItem> = {}, id = 'm1') =>
  appearanceOf(item({ binding: { machine: id, tag }, ...more }), known, 'm1')

describe('how an item looks', () => {
  test('follows the first range that fits, its ends included, or the very word', () => {
    const ranges = [
      { to: 10, tone: 'fault' as const },
      { from: 40, to: 60, tone: 'running' as const },
      { from: 40, tone: 'setup' as const },
    ]
    const level = bound('level', { ranges, min: 20, max: 70 })
    assert.deepEqual([level.tone, level.level, level.isOld, level.tagId], ['running', 0.4, false, 'id-level'])
    assert.equal(bound('word', { ranges: [{ equals: 'OPEN', tone: 'idle' }] }).tone, 'idle')
    assert.equal(bound('word', { ranges }).tone, null)
    assert.equal(bound('level', { min: 50, max: 60 }).level, 0)
  })

  test('never passes off what is old or missing as what is so now', () => {
    assert.deepEqual([bound('old').isOld, bound('old').value], [true, 7])
    assert.deepEqual([bound('gone').isMissing, bound('gone').tone], [true, 'unknown'])
    assert.equal(bound('none').isMissing, true)
    assert.equal(bound('level', {}, 'm9').isMissing, true)
    const state = bound('$state', {}, 'm2')
    assert.deepEqual([state.tone, state.isOld], ['fault', true])
  })

  test('knows the name of its signal in words, where the signal has one', () => {
    const named = { ...value('level', 40), label: '液位', labelEn: 'Level' }
    const look = appearanceOf(
      item({ binding: { machine: 'm1', tag: 'level' } }),
      knownOf([named], [machine('m1', true)]),
      null,
    )
    assert.deepEqual([look.label, look.labelEn], ['液位', 'Level'])
    assert.deepEqual([bound('level').label, bound('gone').label], [null, null])
  })

  test('says whether its signal may be written, which what is not there may not', () => {
    const look = ['word', 'level', 'gone', '$state'].map((tag) => bound(tag).isReadOnly)
    assert.deepEqual(look, [false, true, true, true])
  })

  test('of a template is that of the machine it is opened with', () => {
    assert.equal(bound('level', {}, '$machine').value, 40)
    assert.equal(
      appearanceOf(item({ binding: { machine: '$machine', tag: 'level' } }), known, null).isMissing,
      true,
    )
    assert.deepEqual(appearanceOf(item({}), known, null).isMissing, false)
  })
})

const alarm = (alarmCode: string, priority: AlarmNow['priority'], isUnacknowledged: boolean): AlarmNow => ({
  ...{ machine: 'm1', watchId: `w-${alarmCode}`, alarmId: `a-${alarmCode}`, alarmCode, name: alarmCode },
  ...{ priority, isUnacknowledged, raisedAt: '2026-03-02T00:00:00Z' },
  state: isUnacknowledged ? 'unacknowledged' : 'acknowledged',
})

describe('the alarms an item shows', () => {
  const answered = [alarm('HOT', 'critical', false), alarm('LOAD', 'high', false)]
  const waiting = [alarm('DOOR', 'low', true), alarm('OIL', 'medium', true)]
  const look = (alarms: readonly AlarmNow[], of: PictureItem['alarms'], given: string | null = null) =>
    alarmLookOf(item(of ? { alarms: of } : {}), knownOf([], [], alarms), given)

  test('the gravest that waits comes before what is graver and was acknowledged', () => {
    const shown = look([...answered, ...waiting], { machine: 'm1' })
    assert.deepEqual([shown?.priority, shown?.rank, shown?.isWaiting], ['medium', 3, true])
    assert.deepEqual(
      shown?.alarms.map((one) => one.alarmCode),
      ['OIL', 'DOOR', 'HOT', 'LOAD'],
    )
  })

  test('where none waits, the gravest that is active, without blinking', () => {
    const shown = look(answered, { machine: 'm1' })
    assert.deepEqual([shown?.priority, shown?.rank, shown?.isWaiting], ['critical', 1, false])
  })

  test('one point by its code, the machine of a template, and nothing for others', () => {
    assert.equal(look(waiting, { machine: 'm1', code: 'DOOR' })?.priority, 'low')
    assert.equal(look(waiting, { machine: 'm1', code: 'NONE' }), null)
    assert.equal(look(waiting, { machine: '$machine' }, 'm1')?.rank, 3)
    assert.equal(look(waiting, { machine: '$machine' }), null)
    assert.equal(look(waiting, { machine: 'm2' }), null)
    assert.equal(look(waiting, undefined), null)
    assert.equal(look([], { machine: 'm1' }), null)
  })
})
