import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { buildWeb, webHash } from './web.ts'

const repository = fileURLToPath(new URL('../../', import.meta.url))

test('pages are built once, again after a change, and a failing build is told and not noted', async (t) => {
  const root = await mkdtemp(path.join(os.tmpdir(), 'ronghe-web-'))
  t.after(() => rm(root, { recursive: true, force: true }))
  assert.equal(await webHash(root), null, 'there are no pages')
  const web = path.join(root, 'apps/web')
  await mkdir(web, { recursive: true })
  await symlink(path.join(repository, 'node_modules'), path.join(root, 'node_modules'))
  await writeFile(path.join(web, 'index.html'), '<script type="module" src="./main.ts"></script>')
  await writeFile(path.join(web, 'main.ts'), 'document.title = "one"')
  await writeFile(
    path.join(web, 'build.ts'),
    "import { build } from 'vite'; await build({ logLevel: 'warn', build: { outDir: 'built' } })",
  )
  const first = await webHash(root)
  assert.equal(first?.current, false)
  await buildWeb(root, first?.hash ?? '').done
  assert.match(await readFile(path.join(web, 'built/index.html'), 'utf8'), /assets\/index-/)
  assert.deepEqual(await webHash(root), { hash: first?.hash, current: true })
  await writeFile(path.join(web, 'main.test.ts'), 'tests are not in the pages')
  assert.equal((await webHash(root))?.current, true)
  await writeFile(path.join(web, 'main.ts'), 'document.title = ')
  const broken = await webHash(root)
  assert.equal(broken?.current, false)
  await assert.rejects(buildWeb(root, broken?.hash ?? '').done, { code: 'start.web.failed' })
  assert.equal((await webHash(root))?.current, false)
})
