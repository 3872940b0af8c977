import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { ReasonError } from '../reason.ts'
import { lockDirectory } from './lock.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'edge-lock-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

test('a second holder is refused by name until the first has gone', () => {
  const unlock = lockDirectory(directory)
  assert.throws(
    () => lockDirectory(directory),
    (error) => {
      assert.ok(error instanceof ReasonError)
      assert.deepEqual(error.reason, { key: 'edge.buffer.inUse', params: { directory, pid: process.pid } })
      return true
    },
  )
  unlock()
  assert.equal(existsSync(join(directory, 'lock')), false)
  lockDirectory(directory)()
})

test('the lock of a killed process is taken over', async () => {
  const code = `
    import { lockDirectory } from ${JSON.stringify(join(import.meta.dirname, 'lock.ts'))}
    lockDirectory(${JSON.stringify(directory)})
    process.stdout.write('locked')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  assert.throws(() => lockDirectory(directory), ReasonError)
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  lockDirectory(directory)()
})

test('a process that got the dead holder’s number does not count as the holder', {
  skip: !existsSync('/proc/self/stat'),
}, () => {
  writeFileSync(join(directory, 'lock'), `${process.ppid} 1@another-boot`)
  const unlock = lockDirectory(directory)
  assert.match(readFileSync(join(directory, 'lock'), 'utf8'), new RegExp(`^${process.pid} `))
  unlock()
})

test('a torn lock file does not lock anybody out', () => {
  writeFileSync(join(directory, 'lock'), '')
  lockDirectory(directory)()
  assert.equal(existsSync(join(directory, 'lock')), false)
})
