import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { openSeries } from './index.ts'
import { batchOf, directoryFor } from './test/batches.ts'

const point = (timeMicros: number, value: number) => ({ series: 1, timeMicros, value })
const all = { series: 1, fromMicros: 0, toMicros: 2 ** 52, limit: 1000 }

test('S2: the first write of a time wins, within a batch, across batches and after a restart', async (t) => {
  const directory = directoryFor(t)
  let series = await openSeries({ directory, commitMsMax: 1 })
  assert.deepEqual(await series.resolve(['a', 'b', 'a']), Int32Array.of(1, 2, 1))
  const first = await series.append(batchOf([point(10, 1), point(20, 2), point(10, 9)]))
  assert.deepEqual([first.stored, first.duplicates], [2, 1])
  const second = await series.append(batchOf([point(20, 9), point(15, 3), point(15, 9)]))
  assert.deepEqual([second.stored, second.duplicates], [1, 2])
  await series.close()
  series = await openSeries({ directory, commitMsMax: 1 })
  const third = await series.append(batchOf([point(15, 9), point(10, 9), point(20, 9)]))
  assert.deepEqual([third.stored, third.duplicates], [0, 3])
  assert.deepEqual([...(await series.raw(all)).value], [1, 3, 2])
  assert.deepEqual(await series.resolve(['b']), Int32Array.of(2))
  await series.close()
})

test('S2: what a point holds comes back as it was', async (t) => {
  const series = await openSeries({ directory: directoryFor(t), commitMsMax: 1 })
  await series.resolve(['a'])
  const values = [0, -0.1, Number.MAX_VALUE, Number.MIN_VALUE, Number.POSITIVE_INFINITY, Number.NaN]
  const words = ['', 'ACTIVE', '运行', 'a\0b', '🏭', 'x'.repeat(10_000), null]
  const timesMicros = [0, 1, 2 ** 32 - 1, 2 ** 32, 1_700_000_000_123_456, 2 ** 53 - 1]
  await series.append(
    batchOf([
      ...timesMicros.map((timeMicros, i) => ({ series: 1, timeMicros, value: values[i]! })),
      ...words.map((text, i) => ({ series: 1, timeMicros: 1000 + i, text, quality: 65_535 })),
    ]),
  )
  const read = await series.raw({ ...all, toMicros: 2 ** 53 - 1, limit: 100 })
  const last = await series.last([1])
  assert.deepEqual(last[0], { timeMicros: 2 ** 53 - 1, value: Number.NaN, text: null, quality: 192 })
  const inOrder = [0, 1, ...words.map((_, i) => 1000 + i), ...timesMicros.slice(2, -1)]
  assert.deepEqual([...read.timeMicros], inOrder)
  assert.deepEqual([...read.value].slice(0, 2), values.slice(0, 2))
  assert.deepEqual([...read.value].slice(-3), values.slice(2, -1))
  assert.deepEqual(read.text.slice(2, 2 + words.length), words)
  assert.equal(read.quality[2], 65_535)
  await series.close()
})

test('S11: a batch whose predecessor is missing is refused, and moves no offset', async (t) => {
  const series = await openSeries({ directory: directoryFor(t), commitMsMax: 1 })
  await series.resolve(['a'])
  assert.equal(await series.offset('edge'), null)
  await series.append(batchOf([point(1, 1)], 'edge', 5, 0))
  await assert.rejects(series.append(batchOf([point(9, 9)], 'edge', 9, 8)), { code: 'series.gap' })
  assert.equal(await series.offset('edge'), 5)
  const [next, after] = await Promise.all([
    series.append(batchOf([point(2, 2)], 'edge', 6, 5)),
    series.append(batchOf([point(3, 3)], 'edge', 7, 6)),
  ])
  assert.deepEqual([next.stored, after.stored], [1, 1])
  await series.append(batchOf([point(1, 1)], 'edge', 4, 3))
  assert.equal(await series.offset('edge'), 7, 'a repetition moves the offset back')
  assert.deepEqual([...(await series.raw(all)).timeMicros], [1, 2, 3])
  await series.close()
})

test('a batch that breaks the rules is refused alone', async (t) => {
  const series = await openSeries({ directory: directoryFor(t), commitMsMax: 20, queueRowsMax: 10 })
  await series.resolve(['a'])
  const good = batchOf([point(1, 1)])
  const bad = [
    { ...good, quality: Uint16Array.of(192, 192) },
    { ...good, text: [] },
    { ...good, timeMicros: Float64Array.of(0.5) },
    { ...good, timeMicros: Float64Array.of(-1) },
    { ...good, timeMicros: Float64Array.of(Number.NaN) },
    { ...good, timeMicros: Float64Array.of(2 ** 53) },
    { ...good, text: ['x'.repeat(10_001)] },
    batchOf([point(1, 1)], 'edge', -1),
    batchOf([point(1, 1)], 'edge', 1.5),
    batchOf(Array.from({ length: 11 }, (_, i) => point(i, i))),
  ]
  const [kept, ...refused] = await Promise.allSettled([good, ...bad].map((batch) => series.append(batch)))
  assert.equal(kept!.status, 'fulfilled')
  for (const outcome of refused) {
    assert.equal(outcome.status, 'rejected')
    assert.equal(outcome.status === 'rejected' && outcome.reason.code, 'series.batch')
  }
  for (const stranger of [0, 2, -1]) {
    const batch = batchOf([{ series: stranger, timeMicros: 1, value: 1 }])
    await assert.rejects(series.append(batch), { code: 'series.unknown' })
  }
  assert.equal((await series.stats()).points, 1)
  await series.close()
})

test('S10: beyond the queue appends wait, in their order', async (t) => {
  const series = await openSeries({
    directory: directoryFor(t),
    commitMsMax: 1,
    queueRowsMax: 100,
    commitRowsMax: 70,
  })
  await series.resolve(['a'])
  const batches = Array.from({ length: 40 }, (_, n) =>
    batchOf(
      Array.from({ length: 1 + ((n * 37) % 100) }, (_, i) => point(n * 1000 + i, n)),
      'edge',
      n + 1,
      n,
    ),
  )
  const appended = Promise.all(batches.map((batch) => series.append(batch)))
  let waited = 0
  for (let look = 0; look < 20; look++) waited = Math.max(waited, (await series.stats()).waitingPoints)
  await appended
  assert.ok(waited <= 100, `${waited} points waited`)
  assert.equal(await series.offset('edge'), 40)
  assert.equal(
    (await series.stats()).points,
    batches.reduce((sum, batch) => sum + batch.series.length, 0),
  )
  await series.close()
})

test('S10: a question beyond the bounds is refused', async (t) => {
  const bounds = { rawRowsMax: 10, bucketsMax: 10, queriesMax: 1, queriesWaitingMax: 1 }
  const series = await openSeries({ directory: directoryFor(t), ...bounds })
  await assert.rejects(series.raw({ ...all, limit: 11 }), { code: 'series.limit' })
  await assert.rejects(series.changes(0, 11), { code: 'series.limit' })
  const question = { series: [1, 2], fromMicros: 0, toMicros: 60, bucketMicros: 10 }
  await assert.rejects(series.buckets(question), { code: 'series.limit' })
  await assert.rejects(series.buckets({ ...question, bucketMicros: 0 }), { code: 'series.batch' })
  await assert.rejects(series.raw({ ...all, fromMicros: Number.NaN, limit: 1 }), { code: 'series.batch' })
  await assert.rejects(series.last([1.5]), { code: 'series.batch' })
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => series.raw({ ...all, limit: 1 })))
  assert.deepEqual(
    outcomes.map((one) => (one.status === 'rejected' ? one.reason.code : 'answered')),
    ['answered', 'answered', 'series.busy'],
  )
  await series.close()
})

test('S10: a query that takes too long is stopped, and the next one works', async (t) => {
  const directory = directoryFor(t)
  let series = await openSeries({ directory, commitMsMax: 1 })
  await series.resolve(['a'])
  const rows = 500_000
  await series.append({
    source: 'edge',
    offset: null,
    series: new Int32Array(rows).fill(1),
    timeMicros: Float64Array.from({ length: rows }, (_, i) => i),
    value: new Float64Array(rows).fill(1),
    text: new Array<null>(rows).fill(null),
    quality: new Uint16Array(rows).fill(192),
  })
  await series.close()
  series = await openSeries({ directory, queryMsMax: 1 })
  const question = { series: [1], fromMicros: 0, toMicros: rows, bucketMicros: 1 }
  await assert.rejects(series.buckets(question), { code: 'series.slow' })
  assert.equal((await series.stats()).points, rows)
  await series.close()
  series = await openSeries({ directory })
  assert.equal((await series.buckets(question)).length, rows)
  await series.close()
})

test('S4: a directory is open once, in this process and among all', async (t) => {
  const directory = directoryFor(t)
  const series = await openSeries({ directory })
  await assert.rejects(openSeries({ directory }), { code: 'series.locked' })
  assert.equal((await runChild(directory, 'close')).output, 'series.locked')
  await series.close()
  assert.equal((await runChild(directory, 'close')).output, 'stored')
  const again = await openSeries({ directory })
  await again.close()
})

test('a process ends by itself, whether it closed the store or not', async (t) => {
  const directory = directoryFor(t)
  for (const manner of ['close', 'leave']) {
    const { output, code } = await runChild(directory, manner)
    assert.deepEqual({ manner, output, code }, { manner, output: 'stored', code: 0 })
  }
})

test('another thread uses the same store over a port', async (t) => {
  const series = await openSeries({ directory: directoryFor(t), commitMsMax: 1 })
  const port = series.connect()
  const file = new URL('./test/other.child.ts', import.meta.url)
  const worker = new Worker(file, { workerData: { port }, transferList: [port] })
  const [[read]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')])
  assert.deepEqual(read, [{ timeMicros: 5, value: 42, text: null, quality: 192 }])
  assert.equal(await series.offset('other thread'), 1)
  await series.close()
})

test('a closed store refuses everything, and closing commits what waits', async (t) => {
  const directory = directoryFor(t)
  const series = await openSeries({ directory, commitMsMax: 60_000 })
  await series.resolve(['a'])
  const waiting = series.append(batchOf([point(1, 1)]))
  const [appended] = await Promise.all([waiting, series.close(), series.close()])
  assert.equal(appended.stored, 1)
  await assert.rejects(series.stats(), { code: 'series.closed' })
  await assert.rejects(series.append(batchOf([point(2, 2)])), { code: 'series.closed' })
})

async function runChild(directory: string, manner: string): Promise<{ output: string; code: number | null }> {
  const file = fileURLToPath(new URL('./test/exit.child.ts', import.meta.url))
  const child = spawn(process.execPath, [file, directory, manner], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (bytes: Buffer) => {
    output += bytes
  })
  const [code] = await once(child, 'close')
  return { output, code: code as number | null }
}
