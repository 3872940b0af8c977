import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { makeFolder } from './make-folder.ts'

const module = new URL('./make-folder.ts', import.meta.url).href
const parts = ['a', 'b', 'c']

async function newPlace(t: TestContext): Promise<{ root: string; place: string }> {
  const root = await mkdtemp(join(tmpdir(), 'ronghe-folder-'))
  t.after(() => rm(root, { recursive: true, force: true }))
  return { root, place: join(root, 'built') }
}

/** Another process that fills the place thirty times over, each time with parts that say the same. */
function filling(place: string, name: string) {
  const script = `
    import { writeFile } from 'node:fs/promises'
    import { makeFolder } from '${module}'
    for (let turn = 0; turn < 30; turn += 1)
      await makeFolder('${place}', async (folder) => {
        for (const part of ${JSON.stringify(parts)}) {
          await writeFile(folder + '/' + part, '${name}' + turn)
          await new Promise((done) => setTimeout(done, 4))
        }
      })`
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
}

const isWhole = (place: string) =>
  readdir(place).then(
    (names) => names.sort().join() === parts.join(),
    () => true,
  )

test('two that fill one folder and one that reads it find it whole', async (t) => {
  const { root, place } = await newPlace(t)
  const children = ['x', 'y'].map((name) => filling(place, name))
  t.after(() => children.map((child) => child.kill('SIGKILL')))
  let isOver = false
  const ended = Promise.all(children.map((child) => once(child, 'exit'))).finally(() => {
    isOver = true
  })
  while (!isOver) {
    // The place is nothing for a moment, and what a look began with may be taken away under it; half of a
    // folder that is being filled would be there at the next look too.
    if (!(await isWhole(place))) assert.ok(await isWhole(place), 'the folder lacks a part')
  }
  for (const [code] of await ended) assert.equal(code, 0)
  const said = await Promise.all(parts.map((part) => readFile(join(place, part), 'utf8')))
  assert.equal(new Set(said).size, 1)
  assert.deepEqual(await readdir(root), ['built'])
})

test('what fails leaves the folder as it was, and what was killed is taken away', async (t) => {
  const { root, place } = await newPlace(t)
  await makeFolder(place, (folder) => writeFile(join(folder, 'page'), 'one'))
  const failed = makeFolder(place, async (folder) => {
    await writeFile(join(folder, 'page'), 'two')
    throw new Error('no room')
  })
  await assert.rejects(failed, { message: 'no room' })
  assert.equal(await readFile(join(place, 'page'), 'utf8'), 'one')
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  await mkdir(join(root, `.built-${child.pid}`))
  await makeFolder(place, (folder) => writeFile(join(folder, 'page'), 'three'))
  assert.equal(await readFile(join(place, 'page'), 'utf8'), 'three')
  assert.deepEqual(await readdir(root), ['built'])
})
