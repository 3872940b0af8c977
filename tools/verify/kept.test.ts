import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openOwner } from '@ronghe/kit/db'
import { testDatabase } from '@ronghe/kit/test'
import { runProgram } from '../start/test/harness.ts'

const tools = ['audit-verify', 'evidence-verify', 'trace-verify'] as const
let folder = ''
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ronghe-verify-'))
})
after(() => rm(folder, { recursive: true, force: true }))

/** Runs verifications at once: each ends with 1 and says one sentence that fits. */
async function allSay(names: readonly string[], pattern: RegExp, env: Record<string, string> = {}) {
  await Promise.all(
    names.map(async (name) => {
      const file = fileURLToPath(new URL(`../${name}/run.ts`, import.meta.url))
      const run = runProgram(file, [], { DATA_DIR: folder, ...env })
      const [code, said] = [await run.ended, run.said()]
      assert.equal(code, 1, `${name}: ${said}`)
      assert.match(said, pattern, name)
      assert.equal(said.trim().split('\n').length, 1, `${name} says one sentence: ${said}`)
    }),
  )
}

describe('a verification with nothing to verify ends with 1 and one sentence', () => {
  test('of a folder without a database, which it does not make', async () => {
    await allSay(tools, new RegExp(`There is no database in ${folder}`))
    assert.deepEqual(await readdir(folder), [])
  })

  test('of a database that nobody answers for, also in Chinese', async () => {
    const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', RONGHE_LANGUAGE: 'zh' }
    await allSay(['audit-verify'], /连接不上数据库/, env)
  })

  test('of a database without a platform', async () => {
    const database = await testDatabase([])
    const owner = openOwner(database.url)
    try {
      await owner`drop schema public cascade`
      await owner`create schema public`
      const env = { DATABASE_URL: database.url }
      await allSay(['audit-verify', 'evidence-verify'], /holds no platform of this version/, env)
    } finally {
      await owner.end()
      await database.drop()
    }
  })
})
