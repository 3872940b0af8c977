import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { PictureItem } from './check.ts'
import { appearanceOf, knownOf } from './look.ts'

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
  ...{ value: shown, quality, at: '2026-03-02T00:00:00Z' },
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

  test('of a template is that of the machine it is opened with', () => {
    assert.equal(bound('level', {}, '$machine').value, 40)
    assert.equal(
      appearanceOf(item({ binding: { machine: '$machine', tag: 'level' } }), known, null).isMissing,
      true,
    )
    assert.deepEqual(appearanceOf(item({}), known, null).isMissing, false)
  })
})
