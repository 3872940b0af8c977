import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Batch, openSeries, type Series, SeriesError } from '../index.ts'
import { DAY_MICROS } from '../schema.ts'
import { batchOf } from './batches.ts'

const ROWS = 5000
const START_MICROS = 20_000 * DAY_MICROS

/** A directory on a small disk of its own, or null where this user may not mount one. */
function smallDisk(t: TestContext, size: string): string | null {
  const directory = mkdtempSync(join(tmpdir(), 'ronghe-series-'))
  t.after(() => {
    spawnSync('umount', ['-l', directory])
    rmdirSync(directory)
  })
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', directory]).status !== 0) return null
  return directory
}

/** Values that do not compress, so that the disk fills soon. */
function batchNumber(number: number): Batch {
  const rows = Array.from({ length: ROWS }, (_, i) => ({
    series: 1 + (i % 10),
    timeMicros: START_MICROS + number * 60_000_000 + i * 7919,
    value: Math.sin(number * ROWS + i) * 1e9,
  }))
  return batchOf(rows, 'edge', number, number - 1)
}

async function appendUntilFull(series: Series, from: number): Promise<number> {
  for (let number = from; ; number++) {
    try {
      await series.append(batchNumber(number))
    } catch (error) {
      assert.ok(error instanceof SeriesError)
      assert.equal(error.code, 'series.full')
      return number - 1
    }
  }
}

async function checkStored(series: Series, batches: number): Promise<void> {
  assert.equal(await series.offset('edge'), batches)
  const { points } = await series.stats()
  assert.equal(points, batches * ROWS)
  const stored = await series.raw({ series: 1, fromMicros: 0, toMicros: 2 ** 52, limit: 1_000_000 })
  assert.equal(stored.timeMicros.length, (batches * ROWS) / 10)
}

test('S9: a full disk refuses batches clearly, and space makes the store go on', async (t) => {
  const disk = smallDisk(t, '40m')
  if (disk === null) {
    t.skip('SKIPPED: mounting a small disk needs root, so a full disk is not tried here')
    return
  }
  const ballast = join(disk, 'ballast')
  writeFileSync(ballast, Buffer.alloc(20 * 1024 ** 2, 1))
  const directory = join(disk, 'store')
  let series = await openSeries({ directory, commitMsMax: 0, closeDelayMs: 0 })
  await series.resolve(Array.from({ length: 10 }, (_, i) => `signal ${i}`))
  const stored = await appendUntilFull(series, 1)
  assert.ok(stored > 5)
  await checkStored(series, stored)
  await assert.rejects(series.append(batchNumber(stored + 2)), { code: /series\.(full|gap)/ })
  await assert.rejects(series.maintain(START_MICROS * 2), { code: 'series.full' })
  await checkStored(series, stored)

  rmSync(ballast)
  for (let number = stored + 1; number <= stored + 5; number++) await series.append(batchNumber(number))
  await checkStored(series, stored + 5)
  await series.maintain(START_MICROS * 2)
  assert.equal((await series.stats()).hotPoints, 0)
  await checkStored(series, stored + 5)

  writeFileSync(ballast, Buffer.alloc(12 * 1024 ** 2, 1))
  const again = await appendUntilFull(series, stored + 6)
  t.diagnostic(`batches until full: ${stored}, then ${again}`)
  await series.close()
  series = await openSeries({ directory, commitMsMax: 0 })
  await checkStored(series, again)
  rmSync(ballast)
  await series.append(batchNumber(again + 1))
  await checkStored(series, again + 1)
  await series.close()
})
