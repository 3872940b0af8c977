import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSession } from './load.ts'
import { settingsOf } from './port.ts'
import { Store } from './store.ts'
import { directoryFor } from './test/batches.ts'
import type { PackedBatch } from './wire.ts'

function packed(timeMicros: number[]): PackedBatch {
  return {
    source: 'edge',
    offset: null,
    offsetBefore: null,
    series: new Int32Array(timeMicros.length).fill(1),
    timeMicros: Float64Array.from(timeMicros),
    value: Float64Array.from(timeMicros),
    quality: new Uint16Array(timeMicros.length).fill(192),
    textCount: timeMicros.length,
    texts: null,
  }
}

const all = { series: 1, fromMicros: 0, toMicros: 1000, limit: 1000 }

test('S9: after a fatal error of the database the store reopens it and goes on', async (t) => {
  const settings = settingsOf({ directory: directoryFor(t), commitMsMax: 1 })
  const session = await openSession(settings)
  const store = new Store(settings, session)
  await store.resolve(['a'])
  await store.append(packed([1, 2, 3]))
  // DuckDB's own switch for its tests: the checkpoint dies, and the database refuses everything after it.
  await session.run(session.upkeep, `SET GLOBAL debug_checkpoint_abort = 'before_header'`)
  await assert.rejects(session.run(session.writer, 'CHECKPOINT'), /FATAL/)
  assert.ok(session.broken)
  assert.deepEqual([...(await store.raw(all)).timeMicros], [1, 2, 3])
  const appended = await store.append(packed([3, 4]))
  assert.deepEqual([appended.stored, appended.duplicates], [1, 1])
  assert.deepEqual(await store.resolve(['b', 'a']), Int32Array.of(2, 1))
  assert.equal((await store.stats()).points, 4)
  await store.stop()
})

test('S9: a failed transaction leaves memory and database as they were', async (t) => {
  const session = await openSession(settingsOf({ directory: directoryFor(t) }))
  const { memory } = session
  const before = [memory.revision, memory.commit]
  const failing = session.writing.take(() =>
    session.transaction(memory.commit + 1, async () => {
      await session.run(session.writer, `INSERT INTO signal VALUES (1, 'a')`)
      await session.run(session.writer, 'SELECT * FROM nowhere')
    }),
  )
  await assert.rejects(failing, { code: 'series.write' })
  assert.deepEqual([memory.revision, memory.commit, session.broken], [...before, false])
  const signals = await session.select(session.writer, 'SELECT count(*)::DOUBLE FROM signal')
  assert.equal((signals.columns[0] as Float64Array)[0], 0)
  await session.end()
})
