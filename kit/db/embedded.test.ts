import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import test, { after, type TestContext } from 'node:test'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts'
import { installedBinaries } from './embedded-binaries.ts'
import { alive, pause, readPostmaster } from './embedded-process.ts'
import { openOwner } from './index.ts'

const root = process.getuid?.() === 0
const nobodyId = 65534
const scratch = await mkdtemp(path.join(os.tmpdir(), 'ronghe-embedded-'))
after(() => rm(scratch, { recursive: true, force: true }))

/** A new folder that another account may pass through. */
async function folder(name: string, mode = 0o755): Promise<string> {
  const made = await mkdtemp(path.join(scratch, `${name}-`))
  await chmod(scratch, 0o755)
  await chmod(made, mode)
  return made
}

type Heard = { code: string; values: Record<string, string | number> }[]

/** Starts, and stops at the end of the test whatever happened. */
async function start(
  t: TestContext,
  dataDirectory: string,
  more: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {},
): Promise<EmbeddedPostgres & { heard: Heard }> {
  const heard: Heard = []
  const log = (code: string, values: Record<string, string | number>) => heard.push({ code, values })
  const settings = { shared_buffers: '16MB' }
  const server = await startEmbeddedPostgres({ dataDirectory, log, settings, ...more })
  t.after(() => server.stop())
  return { ...server, heard }
}

async function ask(server: EmbeddedPostgres, query: string): Promise<Record<string, unknown>[]> {
  const sql = openOwner(server.url)
  try {
    return [...(await sql.unsafe(query))]
  } finally {
    await sql.end()
  }
}

/** A process of its own that starts the server, says so in one line of JSON, and stays until it is killed. */
async function holder(dataDirectory: string, as: { uid?: number; gid?: number } = {}) {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)}
    const server = await startEmbeddedPostgres({
      dataDirectory: process.argv[1], log() {}, settings: { shared_buffers: '16MB' } })
    console.log(JSON.stringify({ pid: server.pid, url: server.url, adopted: server.adopted }))
    process.once('SIGTERM', async () => { await server.stop(); process.exit(0) })
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, dataDirectory], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
    ...as,
  })
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(String(chunk)))
    child.once('exit', (code) => reject(new Error(`the holder ended with ${code}`)))
  })
  const end = (signal: NodeJS.Signals) =>
    new Promise<number | null>((resolve) => {
      child.removeAllListeners('exit')
      child.once('exit', (code) => resolve(code))
      child.kill(signal)
    })
  return { ...(JSON.parse(line) as { pid: number; url: string; adopted: boolean }), end }
}

test('a first start makes a durable cluster on a unix socket only; stopping leaves nothing', async (t) => {
  const server = await start(t, await folder('first'))
  assert.equal(server.created, true)
  assert.equal(server.adopted, false)
  const [row] = await ask(
    server,
    `select current_setting('server_version_num')::int / 10000 as major, current_database() as name,
       current_setting('listen_addresses') as addresses, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as commit, current_setting('data_checksums') as checksums,
       current_setting('timezone') as zone, pg_encoding_to_char(encoding) as encoding,
       datlocprovider as provider, (select string_agg(x, '' order by x collate "zh-x-icu")
         from unnest(array['中','啊','南','北']) x) as sorted
     from pg_database where datname = current_database()`,
  )
  assert.deepEqual(
    { ...row },
    {
      ...{
        major: 18,
        name: 'ronghe',
        addresses: '',
        fsync: 'on',
        commit: 'on',
        checksums: 'on',
        zone: 'UTC',
      },
      ...{ encoding: 'UTF8', provider: 'b', sorted: '啊北南中' },
    },
  )
  assert.equal((await stat(server.socketDirectory)).mode & 0o777, 0o700)
  await server.stop()
  assert.equal(await alive(server.pid), false)
  await assert.rejects(lstat(server.socketDirectory), { code: 'ENOENT' })
})

test('a server left behind by a killed supervisor is adopted, with what was committed', async (t) => {
  const dataDirectory = await folder('adopt')
  const first = await holder(dataDirectory)
  const sql = openOwner(first.url)
  await sql`create table kept (id int)`
  await sql`insert into kept values (7)`
  await sql.end()
  await first.end('SIGKILL')
  assert.equal(await alive(first.pid), true)
  const second = await start(t, dataDirectory)
  assert.equal(second.adopted, true)
  assert.equal(second.pid, first.pid)
  assert.deepEqual(second.heard, [{ code: 'database.adopted', values: { pid: first.pid } }])
  assert.deepEqual(
    (await ask(second, 'select id from kept')).map((row) => row.id),
    [7],
  )
  await second.stop()
  assert.equal(await alive(first.pid), false)
  assert.equal(await second.ended, 'gone')
})

test('a left server with other settings is stopped and started anew, not adopted', async (t) => {
  const dataDirectory = await folder('replace')
  const first = await holder(dataDirectory)
  await first.end('SIGKILL')
  const second = await start(t, dataDirectory, { settings: { shared_buffers: '24MB' } })
  assert.equal(second.adopted, false)
  assert.notEqual(second.pid, first.pid)
  assert.equal(await alive(first.pid), false)
  assert.deepEqual(second.heard[0], { code: 'database.replacing', values: { pid: first.pid } })
})

test('kill -9 of the postmaster is told, and the next start has every committed row', async (t) => {
  const dataDirectory = await folder('kill')
  for (let round = 0; round < 3; round += 1) {
    const server = await start(t, dataDirectory)
    const sql = openOwner(server.url)
    await sql`create table if not exists kept (round int, n int)`
    let acknowledged = 0
    const writing = (async () => {
      for (let n = 0; ; n += 1) {
        await sql`insert into kept values (${round}, ${n})`
        acknowledged = n + 1
        if (n === 20) process.kill(server.pid, 'SIGKILL')
      }
    })()
    await assert.rejects(writing)
    assert.equal(await server.ended, 'SIGKILL')
    await sql.end({ timeout: 1 })
    const again = await start(t, dataDirectory)
    const [row] = await ask(again, `select count(*)::int as kept from kept where round = ${round}`)
    assert.ok(Number(row?.kept) >= acknowledged, `${row?.kept} kept of ${acknowledged} acknowledged`)
    await again.stop()
  }
})

test('a stale postmaster.pid that names another living program is forgotten', async (t) => {
  const dataDirectory = await folder('stale')
  const first = await start(t, dataDirectory)
  const note = await readFile(path.join(first.cluster, 'postmaster.pid'), 'utf8')
  await first.stop()
  const stale = note.replace(/^\d+/, String(process.pid))
  await writeFile(path.join(first.cluster, 'postmaster.pid'), stale)
  const second = await start(t, dataDirectory)
  assert.deepEqual(second.heard, [{ code: 'database.stale', values: { pid: process.pid } }])
  assert.equal((await readPostmaster(second.cluster))?.pid, second.pid)
})

test('an interrupted first start is begun again', async (t) => {
  const dataDirectory = await folder('interrupted')
  await mkdir(path.join(dataDirectory, 'postgres.new/base'), { recursive: true })
  await writeFile(path.join(dataDirectory, 'postgres.new/PG_VERSION'), '18\n')
  const server = await start(t, dataDirectory)
  assert.equal(server.created, true)
})

test('a cluster of another version is refused by name', async (t) => {
  const dataDirectory = await folder('version')
  await mkdir(path.join(dataDirectory, 'postgres'))
  await writeFile(path.join(dataDirectory, 'postgres/PG_VERSION'), '17\n')
  await assert.rejects(start(t, dataDirectory), {
    code: 'database.version.other',
    values: { cluster: path.join(dataDirectory, 'postgres'), found: '17', needed: '18' },
  })
})

test('missing binaries and missing libraries are said plainly; missing links are made', async (t) => {
  const dataDirectory = await folder('binaries')
  await assert.rejects(start(t, dataDirectory, { native: path.join(scratch, 'nowhere') }), {
    code: 'database.binary.missing',
  })
  const native = await copyOfNative(await folder('package'))
  await unlink(path.join(native, 'lib/libicuuc.so.60')).catch(() => {})
  await unlink(path.join(native, 'lib/libpq.so.5'))
  const server = await start(t, dataDirectory, { native })
  assert.equal(server.created, true)
  assert.equal((await lstat(path.join(native, 'lib/libpq.so.5'))).isSymbolicLink(), true)
  await server.stop()
  await unlink(path.join(native, 'lib/libz.so.1'))
  if (process.platform !== 'linux') return t.skip('the library name is known for Linux only')
  const shortened = { ...server, code: '' }
  try {
    await start(t, await folder('library'), { native })
  } catch (error) {
    shortened.code = (error as { code: string }).code
  }
  // Where the system has a libz of its own, the loader takes that one and nothing is missing.
  assert.ok(['database.library.missing', ''].includes(shortened.code), shortened.code)
})

test('root with clone and data under a home that only root may enter', {
  skip: !root && 'needs root',
}, async (t) => {
  const home = await folder('home', 0o700)
  const shelter = path.join(await folder('shelter'), 'ronghe')
  const native = await copyOfNative(path.join(home, 'clone'))
  const dataDirectory = path.join(home, 'data')
  const more = { native, shelters: [shelter] }
  const first = await start(t, dataDirectory, more)
  assert.ok(first.cluster.startsWith(`${shelter}/`))
  assert.equal((await stat(first.cluster)).uid, nobodyId)
  assert.equal((await stat(first.cluster)).mode & 0o777, 0o700)
  assert.equal((await stat(home)).mode & 0o777, 0o700)
  const [copied] = first.heard.filter((one) => one.code === 'database.binary.copied')
  const program = path.join(String(copied?.values.place), 'native/bin/postgres')
  assert.deepEqual([(await stat(program)).uid, (await stat(program)).mode & 0o022], [0, 0])
  await ask(first, 'create table kept as select 7 as id')
  await first.stop()
  const moved = path.join(home, 'moved')
  await rename(dataDirectory, moved)
  const second = await start(t, moved, more)
  assert.deepEqual(
    (await ask(second, 'select id from kept')).map((row) => row.id),
    [7],
  )
  assert.deepEqual(second.heard, [], 'the copied programs are used again')
  await second.stop()
  await cp(moved, path.join(home, 'copy'), { recursive: true })
  await assert.rejects(start(t, path.join(home, 'copy'), more), { code: 'database.place.shared' })
  await rm(path.dirname(second.cluster), { recursive: true })
  await assert.rejects(start(t, moved, more), { code: 'database.place.lost' })
})

test('root keeps the cluster inside a data directory that others may pass through', {
  skip: !root && 'needs root',
}, async (t) => {
  const dataDirectory = path.join(await folder('open'), 'data')
  const server = await start(t, dataDirectory)
  assert.equal(server.cluster, path.join(dataDirectory, 'postgres'))
  assert.equal((await stat(dataDirectory)).mode & 0o777, 0o711)
  assert.equal((await stat(server.cluster)).uid, nobodyId)
})

test('an ordinary user starts it, nobody else gets in, and root goes on with it as that user', {
  skip: !root && 'needs root to become another user',
}, async (t) => {
  const dataDirectory = await folder('user', 0o755)
  // An account without a name in /etc/passwd cannot run PostgreSQL; `nobody` has one.
  await chown(dataDirectory, nobodyId, nobodyId)
  const held = await holder(dataDirectory, { uid: nobodyId, gid: nobodyId })
  await assert.rejects(async () => {
    const sql = openOwner(held.url)
    try {
      await sql`select 1`
    } finally {
      await sql.end()
    }
  }, /peer authentication failed/i)
  assert.equal(await held.end('SIGTERM'), 0)
  assert.equal(await alive(held.pid), false)
  const asRoot = await start(t, dataDirectory)
  assert.equal((await stat(asRoot.cluster)).uid, nobodyId)
  assert.deepEqual(
    (await ask(asRoot, 'select 1 as one')).map((row) => row.one),
    [1],
  )
})

test('a socket folder that somebody prepared with open rights is not used', async (t) => {
  const dataDirectory = await folder('socket')
  const first = await start(t, dataDirectory)
  await first.stop()
  await mkdir(first.socketDirectory, { mode: 0o755 })
  t.after(() => rm(first.socketDirectory, { recursive: true, force: true }))
  const second = await start(t, dataDirectory)
  assert.notEqual(second.socketDirectory, first.socketDirectory)
})

test('a server for tests is gone, folders and all, when its process is killed', async () => {
  const script = `
    import { startTestPostgres } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)}
    const [one, two] = await Promise.all([startTestPostgres(), startTestPostgres()])
    console.log(JSON.stringify([one.url, two.url]))
    setInterval(() => {}, 1000)`
  const { RONGHE_TEST_POSTGRES_URL: _given, ...env } = process.env
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  })
  const line = await new Promise<string>((resolve) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(String(chunk)))
  })
  const [one, two] = JSON.parse(line) as [string, string]
  assert.equal(one, two)
  const sql = openOwner(one)
  const [row] = await sql`select current_setting('data_directory') as cluster`
  await sql.end()
  child.kill('SIGKILL')
  const socketDirectory = new URL(one.replace('@/', '@localhost/')).searchParams.get('host') ?? ''
  const places = [path.dirname(String(row?.cluster)), socketDirectory]
  for (const place of places) {
    while (await stat(place).catch(() => null)) await pause(20)
    await assert.rejects(stat(place), { code: 'ENOENT' })
  }
})

async function copyOfNative(packageFolder: string): Promise<string> {
  const installed = await installedBinaries()
  await cp(installed, path.join(packageFolder, 'native'), { recursive: true, verbatimSymlinks: true })
  await cp(path.join(installed, '../package.json'), path.join(packageFolder, 'package.json'))
  return path.join(packageFolder, 'native')
}
