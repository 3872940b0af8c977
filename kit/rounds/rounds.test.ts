import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually } from '../test/index.ts'
import { startRounds } from './index.ts'

function logOf() {
  const lines: string[] = []
  return { lines, log: { error: (_: unknown, text: string) => void lines.push(text) } as never }
}

test('rounds follow each other, never two at once, and a failed one does not end them', async () => {
  const { lines, log } = logOf()
  let atOnce = 0
  let most = 0
  let rounds = 0
  const stop = startRounds(log, {
    everyMs: 1,
    failed: 'the round failed',
    async round() {
      atOnce++
      most = Math.max(most, atOnce)
      await new Promise((done) => setTimeout(done, 3))
      atOnce--
      if (rounds++ === 1) throw new Error('once')
    },
  })
  await eventually('several rounds', async () => rounds >= 4)
  await stop()
  const after = rounds
  await new Promise((done) => setTimeout(done, 10))
  assert.equal(rounds, after, 'none comes after the stop')
  assert.equal(most, 1)
  assert.deepEqual(lines, ['the round failed'])
})

test('the first comes at once where it is asked for, and the stop waits for it', async () => {
  const { log } = logOf()
  let isDone = false
  const stop = startRounds(log, {
    everyMs: 60_000,
    failed: '',
    isAtOnce: true,
    async round() {
      await new Promise((done) => setTimeout(done, 5))
      isDone = true
    },
  })
  await stop()
  assert.ok(isDone)
})

test('without that it waits, and a stop before the first is clean', async () => {
  let rounds = 0
  const stop = startRounds(logOf().log, { everyMs: 60_000, failed: '', round: async () => rounds++ })
  await stop()
  assert.equal(rounds, 0)
})
