import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { filesFor, processesOf, seconds } from './order.ts'

test('the longest come first, each alone but those of a room, and none is lost', () => {
  const long = Object.keys(seconds)
    .filter((file) => !file.startsWith('modules/'))
    .toSorted((a, b) => (seconds[b] ?? 0) - (seconds[a] ?? 0))
    .slice(0, 3)
  const room = Array.from(
    { length: 20 },
    (_, index) => `modules/room/${String(index).padStart(2, '0')}.test.ts`,
  )
  const engines = ['engines/a.test.ts', 'engines/b.test.ts']
  const files = [...engines, ...room, ...long].toReversed()
  const processes = processesOf(files)
  assert.deepEqual(processes.flat().toSorted(), files.toSorted())
  assert.ok(processesOf(files, true).every(({ length }) => length === 1))
  assert.deepEqual(processes.slice(0, 3).flat(), long)
  assert.deepEqual(
    processes.slice(-2),
    engines.map((file) => [file]),
  )
  assert.deepEqual(
    processes.slice(3, -2).map((group) => group.length),
    [8, 8, 4],
  )
})

test('files of one process keep hooks and names, and what fails is told of its file', async (t) => {
  const root = await mkdtemp(path.join(os.tmpdir(), 'ronghe-order-'))
  t.after(() => rm(root, { recursive: true }))
  const head = `import { after, before, test } from 'node:test'
    let isOpen = false
    before(() => { isOpen = true })
    after(() => { isOpen = false })
    test('is open', () => { if (!isOpen) throw new Error('closed') })\n`
  const texts = {
    'a.test.mjs': head,
    'b.test.mjs': `${head}test('fails', () => { console.log('said before'); throw new Error('on purpose') })`,
    'c.test.mjs': `throw new Error('cannot be read')`,
    'd.test.mjs': head,
  }
  for (const [file, text] of Object.entries(texts)) await writeFile(path.join(root, file), text)
  const files = await filesFor([Object.keys(texts), ['a.test.mjs']], root, root)
  assert.equal(files[1], path.join(root, 'a.test.mjs'))
  const said = await saidOf(files.slice(0, 1))
  const named = said.replaceAll(/\S*\/([abcd]\.test\.mjs)/g, '$1')
  assert.match(named, /✔ a\.test\.mjs {2}1\/1/)
  assert.match(named, /✖ b\.test\.mjs {2}1\/2[^✔]*on purpose/)
  assert.match(named, /output \S*group-0\.test\.mjs ──\nsaid before/)
  assert.match(named, /✖ c\.test\.mjs {2}0\/1[^✔]*cannot be read/)
  assert.match(named, /✔ d\.test\.mjs {2}1\/1/)
})

test('a file that holds something after its tests ends all the same, and says what it holds', async (t) => {
  const root = await mkdtemp(path.join(os.tmpdir(), 'ronghe-order-'))
  t.after(() => rm(root, { recursive: true }))
  const file = path.join(root, 'held.test.mjs')
  const text = `import net from 'node:net'
    import { test } from 'node:test'
    test('passes', () => void net.createServer().listen(0))\n`
  await writeFile(file, text)
  assert.match(await saidOf([file], { RONGHE_TEST_ENDING_MS: '200' }), /✖ .*not ended: .*TCPServerWrap/s)
})

function saidOf(files: readonly string[], more: Record<string, string> = {}): Promise<string> {
  const { NODE_TEST_CONTEXT: _context, ...env } = { ...process.env, ...more }
  const runner = fileURLToPath(new URL('./files.ts', import.meta.url))
  return new Promise((resolve) => {
    execFile(process.execPath, [runner, ...files], { env }, (_error, said) => resolve(said))
  })
}

test('every file that is noted is there', () => {
  const root = new URL('../../', import.meta.url)
  const gone = Object.keys(seconds).filter((file) => !existsSync(fileURLToPath(new URL(file, root))))
  assert.deepEqual(gone, [])
})
