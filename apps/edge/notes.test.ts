import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Notes } from './notes.ts'
import { reason } from './reason.ts'

test('the same is told once, then ever more rarely, and its number is known', () => {
  const notes = new Notes()
  const told = Array.from({ length: 1000 }, () => notes.add(reason('edge.mqtt.notJson', { topic: 't' })))
  assert.deepEqual(
    told.flatMap((isTold, index) => (isTold ? [index + 1] : [])),
    [1, 10, 100, 1000],
  )
  assert.deepEqual(notes.list(), [{ why: reason('edge.mqtt.notJson', { topic: 't' }), count: 1000 }])
})

test('only the newest kinds are kept', () => {
  const notes = new Notes()
  for (let topic = 0; topic < 100; topic++) notes.add(reason('edge.mqtt.notJson', { topic }))
  assert.deepEqual(
    notes.list().map(({ why }) => why.params.topic),
    Array.from({ length: 20 }, (_, index) => 80 + index),
  )
})
