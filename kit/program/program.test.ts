import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { edgeProgram } from './index.ts'

let root = ''
const write = (path: string, text: string) => writeFileSync(join(root, path), text)
before(() => {
  root = mkdtempSync(join(tmpdir(), 'program-'))
  for (const folder of ['apps/edge/test', 'kit/clock']) mkdirSync(join(root, folder), { recursive: true })
  write('apps/edge/package.json', '{"version":"1.2.3"}')
  write('apps/edge/main.ts', 'one')
  write('kit/clock/index.ts', 'two')
})
after(() => rmSync(root, { recursive: true }))

test('the same files are the same program, and every change is another', () => {
  const first = edgeProgram(root)
  assert.equal(first.version, '1.2.3')
  assert.match(first.hash, /^[0-9a-f]{64}$/)
  write('apps/edge/main.test.ts', 'a test is no part of it')
  write('apps/edge/test/rig.ts', 'nor what tests use')
  write('apps/edge/README.md', 'nor a page')
  assert.deepEqual(edgeProgram(root), first)
  write('kit/clock/index.ts', 'twO')
  const changed = edgeProgram(root)
  assert.notEqual(changed.hash, first.hash)
  write('kit/clock/index.ts', 'two')
  write('apps/edge/more.ts', '')
  assert.notEqual(edgeProgram(root).hash, first.hash)
})

test('this copy has one', () => {
  assert.deepEqual(edgeProgram(), edgeProgram())
})
