import { createHash } from 'node:crypto'
import { chmod, mkdtemp, rm, rmdir } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { type Binaries, installedBinaries, runnableBinaries, type Told } from './embedded-binaries.ts'
import { classified, ensureCluster, makeDataDirectory, writeConfig } from './embedded-cluster.ts'
import { renderSettings, type Settings, settingsOf } from './embedded-config.ts'
import { EmbeddedFault } from './embedded-fault.ts'
import { type Place, placeOf } from './embedded-place.ts'
import {
  goneOf,
  pause,
  readPostmaster,
  serves,
  spawnPostmaster,
  stopPostmaster,
  stopWithParent,
  untilReady,
} from './embedded-process.ts'

export { backupCluster, restoreCluster } from './embedded-backup.ts'
export { makeDataDirectory } from './embedded-cluster.ts'

export type EmbeddedOptions = {
  /** The data directory of Ronghe; the cluster is inside, or where `postgres.place.json` in it says. */
  dataDirectory: string
  /** Hears what is going on, as word key `start.<code>` and its values. */
  log: Told
  /** Settings of PostgreSQL beside or instead of the usual ones, in its own notation. */
  settings?: Settings
  /** Folder of the binaries instead of the installed ones. */
  native?: string
  /** Folders outside a closed home that root may use for binaries and cluster. */
  shelters?: readonly string[]
  /** Database that the address names; made when missing. */
  database?: string
}

export type EmbeddedPostgres = {
  /** Address of the superuser: `postgres://postgres@/<database>?host=<socketDirectory>`. */
  url: string
  socketDirectory: string
  /** Folder of the cluster (PGDATA). */
  cluster: string
  pid: number
  /** Was it running already, left behind by a supervisor that was killed? */
  adopted: boolean
  /** Was the cluster made by this start? */
  created: boolean
  /** Resolves with the reason when the postmaster is gone, wanted or not. */
  ended: Promise<string>
  /** Stops it; all calls answer the same promise. */
  stop(): Promise<void>
  /** Lets this process end although PostgreSQL still runs. */
  releaseParent(): void
}

/** Folders that root uses when the clone or the data directory lies where `nobody` may not go. */
export const usualShelters = ['/var/lib/ronghe', '/var/tmp/ronghe'] as const

/** How long orphaned backends of a killed postmaster may hold the shared memory before a start gives up. */
const orphansMsMax = 30_000

/**
 * Starts the embedded PostgreSQL of a data directory, listening on a unix socket only, or adopts the one
 * that a killed supervisor left running when it is healthy and has the same version and settings (else
 * stops it first). The caller holds the lock of the data directory. Throws `Fault` with codes `database.*`.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { database = 'ronghe' } = options
  const shelters = options.shelters ?? usualShelters
  await makeDataDirectory(options.dataDirectory)
  const place = await placeOf(options.dataDirectory, shelters)
  try {
    return await startIn(place, { ...options, database, shelters })
  } catch (error) {
    // Nothing runs, so the folder of the socket is empty and not needed.
    await rmdir(place.socketDirectory).catch(() => {})
    throw error
  }
}

async function startIn(
  place: Place,
  options: EmbeddedOptions & { database: string; shelters: readonly string[] },
): Promise<EmbeddedPostgres> {
  const { log, database, shelters } = options
  const binaries = await runnableBinaries({
    native: options.native ?? (await installedBinaries()),
    owner: place.owner,
    shelters: place.owner === null ? [path.join(options.dataDirectory, 'programs')] : shelters,
    log,
  })
  const settings = settingsOf(place.socketDirectory, options.settings ?? {})
  const build = buildOf(binaries, settings)
  const left = await adoptable(place, build, log)
  if (left !== null) {
    await ensureDatabase(place.socketDirectory, database)
    return handleOf(
      place,
      database,
      { pid: left, ended: goneOf(left), releaseParent() {} },
      { adopted: true },
    )
  }
  const created = await ensureCluster({ ...place, binaries })
  await writeConfig(place.cluster, place.owner, renderSettings(settings, build))
  const started = await launch(place, binaries, log)
  await ensureDatabase(place.socketDirectory, database).catch(async (error: unknown) => {
    await stopPostmaster(started.pid)
    throw error
  })
  return handleOf(place, database, started, { created })
}

export type TestPostgres = { url: string; stop(): Promise<void> }

let ownTestServer: Promise<EmbeddedPostgres> | null = null

/**
 * A PostgreSQL for tests. Inside a run of the whole suite it is the run's one server
 * (`RONGHE_TEST_POSTGRES_URL`). A test file that runs alone starts its own in a temporary folder, once; it
 * is stopped and removed when the process ends, however it ends, so `stop()` needs do nothing. It is as
 * durable as the real one unless `RONGHE_TEST_FSYNC=off`.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const given = process.env.RONGHE_TEST_POSTGRES_URL
  if (given) return { url: given, async stop() {} }
  ownTestServer ??= ownServer()
  const { url } = await ownTestServer
  return { url, async stop() {} }
}

async function ownServer(): Promise<EmbeddedPostgres> {
  const dataDirectory = await mkdtemp(path.join(os.tmpdir(), 'ronghe-postgres-'))
  // As root the cluster belongs to another account, which has to pass through.
  if (process.getuid?.() === 0) await chmod(dataDirectory, 0o711)
  const server = await startEmbeddedPostgres({ dataDirectory, log() {}, settings: testSettings() })
  server.releaseParent()
  const watcher = stopWithParent(server.pid, [dataDirectory, server.socketDirectory])
  process.once('beforeExit', () => {
    // The watcher does the work; waiting for it means that nothing is left when this process is gone.
    watcher.ref()
    watcher.stdin.end()
  })
  return server
}

/** Settings of a server for tests: many small databases, many connections. */
function testSettings(): Settings {
  const fsync = process.env.RONGHE_TEST_FSYNC === 'off' ? 'off' : 'on'
  return { shared_buffers: '128MB', max_connections: '200', fsync }
}

type Running = Awaited<ReturnType<typeof spawnPostmaster>>

function handleOf(
  place: Place,
  database: string,
  running: Running,
  how: { adopted?: boolean; created?: boolean },
): EmbeddedPostgres {
  let stopped: Promise<void> | null = null
  return {
    url: addressOf(place.socketDirectory, database),
    socketDirectory: place.socketDirectory,
    cluster: place.cluster,
    pid: running.pid,
    adopted: how.adopted ?? false,
    created: how.created ?? false,
    ended: running.ended,
    releaseParent: running.releaseParent,
    stop() {
      stopped ??= stopPostmaster(running.pid).then(() =>
        rm(place.socketDirectory, { recursive: true, force: true }),
      )
      return stopped
    },
  }
}

function addressOf(socketDirectory: string, database: string): string {
  return `postgres://postgres@/${database}?host=${encodeURIComponent(socketDirectory)}`
}

/** What has to be the same for a running server to be taken over: the program and its settings. */
function buildOf(binaries: Binaries, settings: Settings): string {
  const hash = createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 12)
  return `${binaries.version}/${hash}`
}

/**
 * Looks for a server that still runs on the cluster. Answers its process when it may be taken over; stops
 * it when not; forgets a `postmaster.pid` whose process is dead or is another program that got the same
 * number (PostgreSQL itself would refuse to start in that case; orphaned backends are noticed by the shared
 * memory all the same).
 */
async function adoptable(place: Place, build: string, log: Told): Promise<number | null> {
  const found = await readPostmaster(place.cluster)
  if (found === null) return null
  const { pid } = found
  if (!(await serves(pid, place.cluster))) {
    log('database.stale', { pid })
    await rm(path.join(place.cluster, 'postmaster.pid'), { force: true })
    return null
  }
  const failure = await untilReady({
    ...place,
    pid,
    waiting: (soFarMs) => log('database.recovering', { soFarMs }),
  })
  const healthy = failure === null && (await answers(place, build))
  if (healthy) {
    log('database.adopted', { pid })
    return pid
  }
  log('database.replacing', { pid })
  await stopPostmaster(pid)
  return null
}

async function answers(place: Place, build: string): Promise<boolean> {
  const sql = connect(place.socketDirectory)
  try {
    const [row] = await sql`select current_setting('data_directory') as cluster,
      current_setting('ronghe.build', true) as build`
    return row?.cluster === place.cluster && row?.build === build
  } catch {
    return false
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/**
 * Starts the postmaster and waits until it takes connections; waits for orphans of a killed one to go away.
 */
async function launch(place: Place, binaries: Binaries, log: Told): Promise<Running> {
  const endMs = performance.now() + orphansMsMax
  for (;;) {
    const running = await spawnPostmaster(binaries.postgres, place.cluster, place.owner)
    const failure = await untilReady({
      cluster: place.cluster,
      pid: running.pid,
      waiting: (soFarMs) => log('database.recovering', { soFarMs }),
    })
    if (failure === null) return running
    const orphans = /pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(failure)
    if (!orphans || performance.now() > endMs)
      throw classified(failure, 'database.start.failed', place.cluster)
    log('database.orphans', {})
    await pause(200)
  }
}

async function ensureDatabase(socketDirectory: string, database: string): Promise<void> {
  const sql = connect(socketDirectory)
  try {
    const found = await sql`select 1 from pg_database where datname = ${database}`
    if (found.length === 0) await sql`create database ${sql(database)}`
  } catch (error) {
    throw new EmbeddedFault('database.connect.failed', { reason: (error as Error).message })
  } finally {
    await sql.end({ timeout: 1 })
  }
}

function connect(socketDirectory: string): postgres.Sql {
  return postgres({
    path: `${socketDirectory}/.s.PGSQL.5432`,
    user: 'postgres',
    database: 'postgres',
    max: 1,
    connect_timeout: 10,
    onnotice: () => {},
  })
}
