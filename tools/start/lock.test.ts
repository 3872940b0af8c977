import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { holderOf, takeLock } from './lock.ts'
import { markOf } from './process.ts'

async function directory(t: TestContext): Promise<string> {
  const made = await mkdtemp(path.join(os.tmpdir(), 'ronghe-lock-'))
  t.after(() => rm(made, { recursive: true, force: true }))
  return made
}

test('a held directory is refused with who holds it, and free again after the release', async (t) => {
  const place = await directory(t)
  const lock = await takeLock(place, 'npm start', '/run/control.sock')
  const holder = await holderOf(place)
  assert.deepEqual(
    [holder?.pid, holder?.work, holder?.control],
    [process.pid, 'npm start', '/run/control.sock'],
  )
  await assert.rejects(takeLock(place, 'npm run backup', null), (error: { code: string; values: object }) => {
    assert.equal(error.code, 'start.directory.taken')
    assert.deepEqual(error.values, {
      ...{ dataDirectory: place, pid: process.pid, since: holder?.since, work: 'npm start' },
    })
    return true
  })
  await lock.release()
  assert.equal(await holderOf(place), null)
  assert.deepEqual(await readdir(place), [])
})

test('locks of dead processes, of reused numbers and half-written ones are taken over', async (t) => {
  const place = await directory(t)
  const mark = await markOf(process.pid)
  const stale = [
    JSON.stringify({ pid: 2 ** 22 + 5, started: 'long ago', since: '', work: '', control: null }),
    JSON.stringify({ pid: process.pid, started: `${mark?.started}0`, since: '', work: '', control: null }),
    '{"pid": 12',
    '',
  ]
  for (const text of stale) {
    await writeFile(path.join(place, 'lock'), text)
    const lock = await takeLock(place, 'npm start', null)
    assert.equal((await holderOf(place))?.pid, process.pid)
    await lock.release()
    assert.deepEqual(await readdir(place), [])
  }
})

test('of many that find a stale lock at once, exactly one gets it', async (t) => {
  for (let round = 0; round < 50; round += 1) {
    const place = await directory(t)
    await writeFile(path.join(place, 'lock'), '{"pid":4194309,"started":"long ago"}')
    const tries = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => takeLock(place, `${n}`, null)))
    const won = tries.filter((one) => one.status === 'fulfilled')
    assert.equal(won.length, 1)
    assert.equal((await readdir(place)).join(), 'lock')
  }
})

test('a take-over that was killed half-way is itself taken over', async (t) => {
  const place = await directory(t)
  const stale = '{"pid":4194309,"started":"long ago"}'
  const guard = createHash('sha256').update(stale).digest('hex').slice(0, 32)
  await writeFile(path.join(place, 'lock'), stale)
  await writeFile(path.join(place, `lock.${guard}`), '{"pid":4194310,"started":"long ago"}')
  const lock = await takeLock(place, 'npm start', null)
  assert.deepEqual(await readdir(place), ['lock'])
  await lock.release()
})
