import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openSeries, type Series } from '../index.ts'
import { directoryFor, randomFrom } from './batches.ts'
import { keysOf, rowsOf, SENDERS, timeOf } from './steady.ts'

const KILLS = process.env.BENCH ? 100 : 10
const child = fileURLToPath(new URL('./crash.child.ts', import.meta.url))
const draw = randomFrom(7)

/** Runs the child until it has written so many acknowledgements and a little longer, and kills it at once. */
async function runAndKill(directory: string, acknowledged: number[]): Promise<void> {
  const running = spawn(process.execPath, [child, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(running, 'exit')
  let left = 10 + draw(150)
  for await (const line of createInterface({ input: running.stdout })) {
    const [sender, number] = line.split(' ').map(Number)
    acknowledged[sender!] = Math.max(acknowledged[sender!]!, number!)
    if (--left === 0) setTimeout(() => running.kill('SIGKILL'), draw(40))
  }
  const [, signal] = await ended
  assert.equal(signal, 'SIGKILL')
}

/**
 * Exactly the batches up to the committed offset are stored, whole and once, and no acknowledged one is
 * missing.
 */
async function check(series: Series, acknowledged: readonly number[]): Promise<void> {
  let points = 0
  for (let sender = 0; sender < SENDERS; sender++) {
    const committed = (await series.offset(`sender ${sender}`)) ?? 0
    assert.ok(committed >= acknowledged[sender]!, `acknowledged ${acknowledged[sender]}, stored ${committed}`)
    const numbers = await series.resolve(keysOf(sender))
    const expected = Array.from({ length: committed }, (_, i) => rowsOf(i + 1, numbers)).flat()
    points += expected.length
    for (const one of numbers) {
      const rows = expected.filter((row) => row.series === one).sort((a, b) => a.timeMicros - b.timeMicros)
      const stored = await series.raw({ series: one, fromMicros: 0, toMicros: 2 ** 52, limit: 1_000_000 })
      assert.deepEqual(
        [...stored.timeMicros],
        rows.map(({ timeMicros }) => timeMicros),
      )
      assert.deepEqual(
        [...stored.value],
        rows.map(({ value }) => value ?? Number.NaN),
      )
      assert.deepEqual(
        stored.text,
        rows.map(({ text }) => text ?? null),
      )
    }
  }
  assert.equal((await series.stats()).points, points)
  assert.equal(
    (await journal(series)).reduce((sum, { count }) => sum + count, 0),
    points,
  )
}

async function journal(series: Series) {
  return (await series.changes(0, 1_000_000)).changes
}

test('S1 S3: killed ten times, it loses nothing acknowledged and stores nothing twice', async (t) => {
  const directory = directoryFor(t)
  const acknowledged = Array.from({ length: SENDERS }, () => 0)
  let days = 0
  for (let kill = 0; kill < KILLS; kill++) {
    await runAndKill(directory, acknowledged)
    const series = await openSeries({ directory })
    await check(series, acknowledged)
    days = (await series.stats()).days
    await series.close()
  }
  assert.ok(days > 0, 'no day was closed, so the test proves nothing about files')
  const series = await openSeries({ directory, closeDelayMs: 0 })
  await series.maintain(timeOf(1_000_000))
  assert.equal((await series.stats()).hotPoints, 0)
  await check(series, acknowledged)
  t.diagnostic(
    `batches acknowledged by each sender: ${acknowledged.join(', ')}; days closed before the end: ${days}`,
  )
  await series.close()
})
