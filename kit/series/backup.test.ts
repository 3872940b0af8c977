import assert from 'node:assert/strict'
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openSeries, restoreSeries, type Series } from './index.ts'
import { directoryFor } from './test/batches.ts'
import { batchOfSender, keysOf, rowsOf, timeOf } from './test/steady.ts'

async function appendBatches(series: Series, from: number, to: number): Promise<void> {
  const numbers = await series.resolve(keysOf(0))
  const batches = Array.from({ length: to - from + 1 }, (_, i) => batchOfSender(0, from + i, numbers))
  await Promise.all(batches.map((batch) => series.append(batch)))
}

/** Everything the store can be asked, over all time. */
async function everything(series: Series) {
  const numbers = await series.resolve(keysOf(0))
  const all = { fromMicros: 0, toMicros: 2 ** 52 }
  return {
    raw: await Promise.all([...numbers].map((one) => series.raw({ series: one, ...all, limit: 100_000 }))),
    last: await series.last([...numbers]),
    buckets: await series.buckets({
      series: [...numbers],
      fromMicros: timeOf(0),
      toMicros: timeOf(200),
      bucketMicros: 3_600_000_000,
    }),
    changes: await series.changes(0, 100_000),
    offset: await series.offset('sender 0'),
    points: (await series.stats()).points,
  }
}

test('S12: a restored backup answers everything as the store did', async (t) => {
  const home = directoryFor(t)
  const series = await openSeries({ directory: join(home, 'store'), commitMsMax: 1, closeDelayMs: 0 })
  await appendBatches(series, 1, 100)
  await series.maintain(timeOf(60))
  await appendBatches(series, 101, 110)
  const expected = await everything(series)
  assert.ok((await series.stats()).days > 1)
  await series.backup(join(home, 'backup'))
  await appendBatches(series, 111, 120)
  await series.close()
  await restoreSeries(join(home, 'backup'), join(home, 'restored'))
  const restored = await openSeries({ directory: join(home, 'restored'), commitMsMax: 1 })
  assert.deepEqual(await everything(restored), expected)
  await appendBatches(restored, 111, 111)
  assert.equal(await restored.offset('sender 0'), 111)
  await restored.close()
})

test('S12: a backup made while points come holds whole commits up to its moment', async (t) => {
  const home = directoryFor(t)
  const series = await openSeries({ directory: join(home, 'store'), commitMsMax: 0, commitRowsMax: 200 })
  await appendBatches(series, 1, 20)
  const coming = appendBatches(series, 21, 120)
  await series.backup(join(home, 'backup'))
  await coming
  await series.close()
  await restoreSeries(join(home, 'backup'), join(home, 'restored'))
  const restored = await openSeries({ directory: join(home, 'restored') })
  const committed = (await restored.offset('sender 0'))!
  assert.ok(committed >= 20 && committed <= 120)
  const numbers = await restored.resolve(keysOf(0))
  const rows = Array.from({ length: committed }, (_, i) => rowsOf(i + 1, numbers)).flat()
  assert.equal((await restored.stats()).points, rows.length)
  await restored.close()
})

test('S12: an incomplete or changed backup, and a directory in use, are refused', async (t) => {
  const home = directoryFor(t)
  const backup = join(home, 'backup')
  const series = await openSeries({ directory: join(home, 'store'), commitMsMax: 1, closeDelayMs: 0 })
  await appendBatches(series, 1, 50)
  await series.maintain(timeOf(60))
  await series.backup(backup)
  await assert.rejects(series.backup(backup), { code: 'series.target' })
  await series.close()
  await assert.rejects(restoreSeries(backup, join(home, 'store')), { code: 'series.target' })
  await assert.rejects(restoreSeries(join(home, 'nowhere'), join(home, 'restored')), {
    code: 'series.backup',
  })
  appendFileSync(join(backup, 'series.duckdb'), 'x')
  await assert.rejects(restoreSeries(backup, join(home, 'restored')), { code: 'series.backup' })
  rmSync(join(backup, 'backup.json'))
  await assert.rejects(restoreSeries(backup, join(home, 'restored')), { code: 'series.backup' })
  mkdirSync(join(home, 'newer'))
  writeFileSync(join(home, 'newer', 'backup.json'), JSON.stringify({ version: 99, files: [] }))
  await assert.rejects(restoreSeries(join(home, 'newer'), join(home, 'restored')), { code: 'series.version' })
})
