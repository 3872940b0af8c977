import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import test from 'node:test'
import { openLogFile } from './log-file.ts'
import { pause } from './process.ts'

test('a log keeps its newest lines, is bounded, and goes on after being opened again', async (t) => {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'ronghe-log-'))
  t.after(() => rm(directory, { recursive: true, force: true }))
  const limitBytes = 1000
  for (let opening = 0; opening < 3; opening += 1) {
    const log = await openLogFile(directory, 'server', limitBytes)
    for (let n = 0; n < 200; n += 1) {
      log.write(Buffer.from(`${opening} line ${String(n).padStart(4, '0')}\n`))
      if (n % 20 === 0) await pause(2)
    }
    assert.match(log.tail(), new RegExp(`${opening} line 0199\n$`))
    await log.close()
  }
  const names = (await readdir(directory)).sort()
  assert.deepEqual(names, ['server.1.log', 'server.2.log', 'server.3.log', 'server.log'])
  const newest = (await readFile(path.join(directory, 'server.log'), 'utf8')) || ''
  const before = await readFile(path.join(directory, 'server.1.log'), 'utf8')
  assert.match(before + newest, /2 line 0199\n$/)
  assert.equal((await stat(path.join(directory, 'server.log'))).mode & 0o777, 0o600)
})
