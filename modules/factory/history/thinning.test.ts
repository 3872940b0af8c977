import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RetentionRule } from '../store/retention-rules.ts'
import { approximateTo } from './approximate.ts'
import { classesOf, fitOf } from './thinning.ts'

const tag = (name: string, meaning: string | null = null, equipmentId = 'm1') => {
  return { id: `${equipmentId} ${name}`, name, meaning, equipmentId }
}
const none = { rawDays: null, minuteDays: null, hourDays: null }
const rule = (rank: number, more: Partial<RetentionRule>): RetentionRule => {
  const any = { meaning: null, pattern: null, equipmentId: null }
  return { id: `r${rank}`, rank, name: `class ${rank}`, ...any, ...none, ...more }
}

test('a signal belongs to the first class that it fits, else to the rest', () => {
  const rules = [
    rule(1, { meaning: 'TEMPERATURE', rawDays: 30 }),
    rule(2, { equipmentId: 'm2' }),
    rule(3, { pattern: 'vib*', rawDays: 1 }),
  ]
  const tags = [
    tag('t1', 'TEMPERATURE'),
    tag('t2', 'TEMPERATURE', 'm2'),
    tag('vibration', null, 'm2'),
    tag('Vibration X'),
    tag('load'),
  ]
  const classes = [...classesOf(tags, { rules, rest: none })]
  assert.deepEqual(
    classes.map(([tiers, members]) => [tiers, members.map(({ id }) => id)]),
    [
      [rules[0], ['m1 t1', 'm2 t2']],
      [rules[1], ['m2 vibration']],
      [rules[2], ['m1 Vibration X']],
      [none, ['m1 load']],
    ],
  )
})

test('in a name only the star stands for anything', () => {
  const fits = (pattern: string, name: string) => fitOf(rule(1, { pattern }))(tag(name))
  assert.ok(fits('*', '') && fits('a*c', 'abbc') && fits('A.b', 'a.B') && fits('轴*温度', '轴 1 温度'))
  assert.ok(!fits('a.b', 'axb') && !fits('a*', 'ba') && !fits('(a|b)', 'a') && !fits('a', 'ab'))
})

test('intervals that cut through what points were thinned to are approximate, and no others', () => {
  const hour = 3_600_000_000
  const thinned = { rawFromMicros: 100 * hour, minutesFromMicros: 50 * hour, hoursFromMicros: 0 }
  const ask = (fromMicros: number, intervalMicros: number) =>
    approximateTo(thinned, { fromMicros, toMicros: 200 * hour, intervalMicros })
  assert.equal(approximateTo(null, { fromMicros: 1, toMicros: 2, intervalMicros: 1 }), null)
  const minute = hour / 60
  assert.equal(ask(0, hour), null)
  assert.equal(ask(0, 24 * hour), null)
  assert.equal(ask(0, 10 * minute), (50 * hour) / 1000)
  assert.equal(ask(10 * minute, hour), (50 * hour) / 1000)
  assert.equal(ask(60 * hour, 10 * minute), null)
  assert.equal(ask(60 * hour, 10_000_000), (100 * hour) / 1000)
  assert.equal(ask(1, hour), (100 * hour) / 1000)
  assert.equal(ask(100 * hour, 1_000_000), null)
})
