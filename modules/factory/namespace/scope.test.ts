import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mayRead } from './scope.ts'

test('a reader subscribes at or below its scope, and nowhere else', () => {
  const right = ['firm/s1', 'firm/s1/#', 'firm/s1/+/x', 'firm/s1/l1/m1/load']
  for (const filter of right) assert.ok(mayRead('firm/s1', filter), filter)
  const wrong = [
    '#',
    '+/s1/#',
    'firm/#',
    'firm/+',
    'firm/s10/#',
    'firm',
    '',
    '$SYS/#',
    'other/s1',
    '$share/g/firm/s1/#',
  ]
  for (const filter of wrong) assert.equal(mayRead('firm/s1', filter), false, filter)
  assert.equal(mayRead('', '#'), false)
})

test('no filter that is granted fits a topic outside of the scope', () => {
  const word = fc.constantFrom('a', 'b', 'c')
  const filter = fc.array(fc.oneof(word, fc.constantFrom('+', '#')), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 3 }),
      filter,
      fc.array(word, { maxLength: 5 }),
      (s, f, t) => {
        const isBelow = s.every((level, index) => t[index] === level)
        if (mayRead(s.join('/'), f.join('/')) && fits(f, t)) assert.ok(isBelow)
      },
    ),
    { seed: 11, numRuns: 3000 },
  )
})

/** Whether a topic fits a filter (MQTT 3.1.1, 4.7). */
function fits(filter: readonly string[], topic: readonly string[]): boolean {
  const [first, ...rest] = filter
  if (first === '#') return true
  if (first === undefined || topic.length === 0) return first === undefined && topic.length === 0
  return (first === '+' || first === topic[0]) && fits(rest, topic.slice(1))
}
