import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import { type Files, filesIn } from './index.ts'

let folder = ''
let files: Files
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ronghe-files-'))
  files = filesIn(join(folder, 'not/yet/there'))
})
after(() => rm(folder, { recursive: true, force: true }))

async function namesOf(): Promise<string[]> {
  const all = await readdir(join(folder, 'not/yet/there'), { recursive: true, withFileTypes: true })
  return all.filter((one) => one.isFile()).map((one) => one.name)
}

describe('a kept file', () => {
  test('comes back as it was, under the hash of its content', async () => {
    for (const content of [Buffer.from('照片'), Buffer.alloc(0), Buffer.alloc(3_000_000, 7)]) {
      const hash = await files.put(content)
      assert.equal(hash, createHash('sha256').update(content).digest('hex'))
      assert.ok((await buffer(await files.read(hash))).equals(content))
      assert.equal(await files.has(hash), true)
    }
  })

  test('is kept once, however many bring it at once, and nothing half-written stays', async () => {
    const before = (await namesOf()).length
    const content = Buffer.from('the same from all')
    const hashes = await Promise.all(Array.from({ length: 20 }, () => files.put(content)))
    assert.equal(new Set(hashes).size, 1)
    const names = await namesOf()
    assert.equal(names.length, before + 1)
    for (const name of names) assert.match(name, /^[0-9a-f]{62}$/)
  })

  test('that is there already is not written again', async () => {
    const hash = await files.put(Buffer.from('twice'))
    const path = join(folder, 'not/yet/there', hash.slice(0, 2), hash.slice(2))
    const first = await stat(path, { bigint: true })
    await files.put(Buffer.from('twice'))
    assert.equal((await stat(path, { bigint: true })).ino, first.ino)
  })

  test('that is not there is said so, and a name that is no hash leads nowhere', async () => {
    const none = 'f'.repeat(64)
    assert.equal(await files.has(none), false)
    await assert.rejects(files.read(none), { code: 'ENOENT' })
    for (const name of ['../../../etc/passwd', '', 'F'.repeat(64), `${'a'.repeat(63)}/`]) {
      await assert.rejects(files.read(name), /files\.hash\.invalid/)
      await assert.rejects(files.has(name), /files\.hash\.invalid/)
    }
  })
})
