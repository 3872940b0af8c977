import assert from 'node:assert/strict'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import {
  eventually,
  houseFile,
  living,
  newRoot,
  processesNaming,
  readyAt,
  runProgram,
  statusOf,
} from './test/harness.ts'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const limit = { timeout: 120_000 }

/** A small repository with `run.mjs`, one package of its own as dependency, and a program for `check`. */
async function repositoryLike(t: TestContext): Promise<string> {
  const root = await newRoot(t)
  await mkdir(path.join(root, 'tools/start'), { recursive: true })
  await mkdir(path.join(root, 'tools/check'))
  await mkdir(path.join(root, 'small'))
  await cp(path.join(repository, 'tools/start/run.mjs'), path.join(root, 'tools/start/run.mjs'))
  await cp(path.join(repository, 'tools/start/i18n'), path.join(root, 'tools/start/i18n'), {
    recursive: true,
  })
  await writeFile(
    path.join(root, 'tools/check/run.ts'),
    `
    const said: string = JSON.stringify(process.argv.slice(2))
    console.log('ran', said, process.versions.node.split('.')[0])
    process.exit(5)`,
  )
  await writeFile(path.join(root, 'small/package.json'), '{ "name": "small", "version": "1.0.0" }')
  await writeFile(
    path.join(root, 'package.json'),
    JSON.stringify({ name: 'r', version: '1.2.3', type: 'module', dependencies: { small: 'file:./small' } }),
  )
  execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts', '--offline'], { cwd: root })
  return root
}

test('installs what is missing, once, and passes arguments and exit code', limit, async (t) => {
  const root = await repositoryLike(t)
  const file = path.join(root, 'tools/start/run.mjs')
  const first = runProgram(file, ['check', '--a', 'b c'])
  assert.equal(await first.ended, 5)
  assert.match(
    first.said(),
    /First run: installing[\s\S]*Dependencies installed \(\d+\.\d s\)[\s\S]*ran \["--a","b c"\] 2\d/,
  )
  const second = runProgram(file, ['check'])
  assert.equal(await second.ended, 5)
  assert.match(second.said(), /^ran \[\] 2\d\n$/)
  // Somebody installed by hand: the note is missing, but everything is there.
  await rm(path.join(root, 'node_modules/.ronghe-installed'))
  const third = runProgram(file, ['check'])
  assert.equal(await third.ended, 5)
  assert.match(third.said(), /^ran/)
  await rm(path.join(root, 'node_modules/small'), { recursive: true })
  await rm(path.join(root, 'node_modules/.ronghe-installed'))
  const fourth = runProgram(file, ['check'])
  assert.equal(await fourth.ended, 5)
  assert.match(fourth.said(), /The dependencies have changed/)
})

test('an unknown command lists those that there are; a failing npm is told', limit, async (t) => {
  const root = await repositoryLike(t)
  const file = path.join(root, 'tools/start/run.mjs')
  const unknown = runProgram(file, ['dance'])
  assert.equal(await unknown.ended, 1)
  assert.match(unknown.said(), /Unknown command “dance”; there are: check\n/)
  await writeFile(
    path.join(root, 'package-lock.json'),
    '{"packages":{"node_modules/other":{"version":"1.0.0"}}}',
  )
  const other = runProgram(file, ['check'])
  assert.equal(await other.ended, 1)
  assert.match(other.said(), /node_modules still differs from package-lock.json/)
  await writeFile(path.join(root, 'package.json'), 'no JSON')
  const failing = runProgram(file, ['check'])
  assert.equal(await failing.ended, 1)
  assert.match(failing.said(), /The dependencies could not be installed/)
})

test('without the program of Node 24, an older Node says what to do', limit, async (t) => {
  const older = spawnSync('/usr/bin/node', ['--version'], { encoding: 'utf8' }).stdout ?? ''
  const major = Number(/^v(\d+)/.exec(older)?.[1] ?? 99)
  if (major >= 24) return t.skip('no Node older than 24 at /usr/bin/node')
  const root = await repositoryLike(t)
  await mkdir(path.join(root, 'node_modules'))
  execFileSync('npm', ['ci', '--offline', '--ignore-scripts'], { cwd: root })
  const { npm_execpath: _npm, ...env } = process.env
  const run = spawnSync('/usr/bin/node', [path.join(root, 'tools/start/run.mjs'), 'check'], {
    encoding: 'utf8',
    env: { ...env, RONGHE_LANGUAGE: 'en' },
  })
  assert.equal(run.status, 1)
  assert.match(run.stdout, /The Node 24 program .* is missing: it comes by an install script/)
  assert.match(run.stderr, /npm rebuild node --ignore-scripts=false/)
  await mkdir(path.join(root, 'node_modules/node/bin'), { recursive: true })
  await symlink(process.execPath, path.join(root, 'node_modules/node/bin/node'))
  const found = spawnSync('/usr/bin/node', [path.join(root, 'tools/start/run.mjs'), 'check'], {
    encoding: 'utf8',
  })
  assert.equal(found.status, 5)
  assert.match(found.stdout, /ran \[\] 24/)
})

test(
  'npm start: SIGTERM to npm, Ctrl-C to the group, and kill -9 of the first program leave nothing',
  limit,
  async (t) => {
    const root = await repositoryLike(t)
    await writeFile(
      path.join(root, 'tools/start/start.ts'),
      `process.argv.splice(2, 0, ${JSON.stringify(root)}); await import(${JSON.stringify(houseFile)})`,
    )
    const about = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as object
    const scripts = { start: 'node tools/start/run.mjs start' }
    await writeFile(path.join(root, 'package.json'), JSON.stringify({ ...about, scripts }))
    const program = runProgram(path.join(root, 'tools/start/run.mjs'), ['start'], env(root))
    await readyAt(program)
    const { marks } = await statusOf(root)
    await program.end('SIGKILL')
    const [supervisor] = marks
    await eventually(async () => (await living(supervisor ? [supervisor] : [])).length === 0)
    assert.deepEqual(await living(marks), [])
    for (const [target, name] of [
      ['npm', 'SIGTERM'],
      ['group', 'SIGINT'],
    ] as const) {
      const npm = spawn('npm', ['start'], {
        cwd: root,
        detached: true,
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, ...env(root) },
      })
      let said = ''
      npm.stdout.on('data', (chunk: Buffer) => {
        said += chunk
      })
      const ended = new Promise((resolve) => npm.once('close', resolve))
      await eventually(async () => /Ronghe is running/.test(said))
      const running = await statusOf(root)
      process.kill(target === 'npm' ? (npm.pid ?? 0) : -(npm.pid ?? 0), name)
      await ended
      await eventually(async () => (await living(running.marks)).length === 0)
      assert.match(said, /Everything has stopped/)
      assert.doesNotMatch(said, /ending at once/)
      assert.deepEqual(processesNaming(path.join(root, 'data')), [])
    }
  },
)

function env(root: string): Record<string, string> {
  const samples = { SAMPLE_MTCONNECT_PORT: '0', SAMPLE_OPCUA_PORT: '0' }
  return { PORT: '0', MQTT_PORT: '0', ...samples, DATA_DIR: path.join(root, 'data'), RONGHE_LANGUAGE: 'en' }
}
