import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { openOwner } from '@ronghe/kit/db'
import { restoreCluster, startEmbeddedPostgres } from '@ronghe/kit/db/embedded'
import { filesIn } from '@ronghe/kit/files'
import { openSeries } from '@ronghe/kit/series'
import { readyAt, runProgram, startHouse, statusOf } from '../start/test/harness.ts'

const backupFile = fileURLToPath(new URL('./run.ts', import.meta.url))
const restoreFile = fileURLToPath(new URL('../restore/run.ts', import.meta.url))
const limit = { timeout: 180_000 }

async function folder(t: { after(work: () => Promise<void>): void }): Promise<string> {
  const made = await mkdtemp(path.join(os.tmpdir(), 'ronghe-backup-'))
  await chmod(made, 0o755)
  t.after(() => rm(made, { recursive: true, force: true, maxRetries: 5 }))
  return made
}

/** Rows, points, a document and the key of a data directory, for comparing. */
async function contents(dataDirectory: string) {
  const server = await startEmbeddedPostgres({ dataDirectory, log() {} })
  const sql = openOwner(server.url)
  const rows =
    await sql`select count(*)::int as count, sum(n)::int as sum, md5(string_agg(text, '' order by n)) as hash
    from kept`
  await sql.end()
  await server.stop()
  const series = await openSeries({ directory: path.join(dataDirectory, 'series') })
  const [key = 0] = await series.resolve(['tag'])
  const points = await series.raw({ series: key, fromMicros: 0, toMicros: 2e9, limit: 10_000 })
  await series.close()
  const secret = await readFile(path.join(dataDirectory, 'secret'), 'utf8')
  const documents = await readdir(path.join(dataDirectory, 'files'), { recursive: true })
  return { rows: [...rows], values: [...points.value], secret, documents: documents.sort() }
}

test(
  'a backup restored into an empty directory has the same rows, points, files and key',
  limit,
  async (t) => {
    const root = await folder(t)
    const from = path.join(root, 'data')
    const server = await startEmbeddedPostgres({ dataDirectory: from, log() {} })
    const sql = openOwner(server.url)
    await sql`create table kept as select n, md5(n::text) as text from generate_series(1, 5000) n`
    await sql.end()
    await server.stop()
    const series = await openSeries({ directory: path.join(from, 'series') })
    const keys = await series.resolve(['tag'])
    const count = 500
    await series.append({
      ...{ source: 'edge/stream', offset: count, series: new Int32Array(count).fill(keys[0] ?? 0) },
      timeMicros: Float64Array.from({ length: count }, (_, n) => 1e9 + n),
      value: Float64Array.from({ length: count }, (_, n) => n * 1.5),
      text: new Array(count).fill(null),
      quality: new Uint16Array(count).fill(192),
    })
    await series.close()
    await filesIn(path.join(from, 'files')).put(new TextEncoder().encode('a document'))
    await writeFile(path.join(from, 'secret'), 'key', { mode: 0o600 })
    await mkdir(path.join(from, 'edges/one'), { recursive: true })
    const before = await contents(from)
    assert.deepEqual([before.values.length, before.rows[0]?.count], [500, 5000])
    const copy = path.join(root, 'copy')
    const backup = runProgram(backupFile, [copy], { DATA_DIR: from })
    assert.equal(await backup.ended, 0, backup.said())
    const again = runProgram(backupFile, [copy], { DATA_DIR: from })
    assert.equal(await again.ended, 1)
    assert.match(again.said(), /exists already/)
    const to = path.join(root, 'restored')
    const restore = runProgram(restoreFile, [copy], { DATA_DIR: to })
    assert.equal(await restore.ended, 0, restore.said())
    assert.deepEqual(await contents(to), before)
    const occupied = runProgram(restoreFile, [copy], { DATA_DIR: to })
    assert.equal(await occupied.ended, 1)
    assert.match(occupied.said(), /is not empty/)
    await writeFile(path.join(copy, 'rest/secret'), 'kez')
    const changed = runProgram(restoreFile, [copy], { DATA_DIR: path.join(root, 'third') })
    assert.equal(await changed.ended, 1)
    assert.match(changed.said(), /rest\/secret is missing or was changed; nothing was restored/)
  },
)

test('an online backup has every row that was committed before it began', limit, async (t) => {
  const root = await folder(t)
  await writeFile(path.join(root, 'package.json'), '{ "version": "1.2.3" }')
  const house = startHouse(root)
  t.after(() => house.end('SIGKILL').then(() => {}))
  await readyAt(house)
  const { database } = await statusOf(root)
  const sql = openOwner(database?.url ?? '')
  await sql`create table counted (n int)`
  let committed = 0
  let isOver = false
  const writing = (async () => {
    while (!isOver) {
      await sql`insert into counted values (${committed + 1})`
      committed += 1
    }
  })()
  while (committed < 50) await new Promise((resolve) => setTimeout(resolve, 5))
  const before = committed
  const copy = path.join(root, 'copy')
  const backup = runProgram(backupFile, [copy], { DATA_DIR: path.join(root, 'data') })
  assert.equal(await backup.ended, 0, backup.said())
  isOver = true
  await writing
  await sql.end()
  assert.match(backup.said(), /backing up online/)
  assert.equal(await readFile(path.join(copy, 'series/series.txt'), 'utf8'), 'points')
  assert.equal(await house.end('SIGTERM'), 0)
  const to = path.join(root, 'restored')
  // The small server's telemetry is no store; the database alone is put back here.
  await restoreCluster(to, path.join(copy, 'postgres'), [])
  const server = await startEmbeddedPostgres({ dataDirectory: to, log() {} })
  t.after(() => server.stop())
  const restored = openOwner(server.url)
  const [row] = await restored`select count(*)::int as count, max(n)::int as last from counted`
  await restored.end()
  assert.ok(Number(row?.count) >= before, `${row?.count} of at least ${before}`)
  assert.equal(row?.count, row?.last, 'no row is missing in between')
})
