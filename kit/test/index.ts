import { createHash } from 'node:crypto'
import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pino } from 'pino'
import type { Clock } from '../clock/index.ts'
import { type Config, readConfig } from '../config/index.ts'
import { startTestPostgres } from '../db/embedded.ts'
import { openOwner } from '../db/index.ts'
import { type Migrations, migrate } from '../db/migrate.ts'
import { openHouse } from '../http/index.ts'
import type { Module } from '../module/index.ts'

export { assertRefused, fittingInput, hostileRequests, send, some } from './hostile.ts'
export { workbookTraps } from './traps.ts'
export { rowsOf, standsHostile } from './walk.ts'

export type TestDatabase = { url: string; drop(): Promise<void> }

/**
 * A fresh database of the newest shape on a real PostgreSQL: a copy of a template that is migrated once for
 * all test files with the same migrations.
 */
export async function testDatabase(folders: readonly Migrations[]): Promise<TestDatabase> {
  const server = await startTestPostgres()
  const owner = openOwner(server.url)
  const template = `ronghe_template_${await fingerprint(folders)}`
  const name = `ronghe_test_${process.pid}_${Date.now().toString(36)}_${Math.floor(Math.random() * 1e6)}`
  try {
    await owner`select pg_advisory_lock(7240002)`
    const [made] = await owner`select 1 from pg_database where datname = ${template} and datistemplate`
    if (!made) {
      await owner.unsafe(`drop database if exists ${template}`)
      await owner.unsafe(`create database ${template}`)
      await migrate(withDatabase(server.url, template), folders)
      await owner.unsafe(`alter database ${template} is_template true`)
    }
    await owner.unsafe(`create database ${name} template ${template}`)
  } finally {
    await owner.end()
  }
  return {
    url: withDatabase(server.url, name),
    async drop() {
      const last = openOwner(server.url)
      await last.unsafe(`drop database if exists ${name} with (force)`)
      await last.end()
      await server.stop()
    },
  }
}

export type TestHouse = Awaited<ReturnType<typeof openHouse>> & {
  url: string
  databaseUrl: string
  config: Config
}

export type TestHouseOptions = {
  clock?: Clock
  environment?: Record<string, string>
  start?: boolean
  webFolder?: string
}

/**
 * The whole program with these modules on a fresh database and an empty data folder, listening on a free port
 * of 127.0.0.1. `close()` leaves nothing behind.
 */
export async function testHouse(
  modules: readonly Module[],
  options: TestHouseOptions = {},
): Promise<TestHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'ronghe-test-'))
  const database = await testDatabase(modules.map((one) => ({ owner: one.contract.module, folder: one.sql })))
  const config = readConfig({
    DATA_DIR: folder,
    PORT: '0',
    MQTT_PORT: '0',
    NAMESPACE_PORT: '0',
    DATABASE_POOL_MAX: '8',
    RATE_REQUESTS_MAX: '1000000',
    RATE_STRANGER_WRITES_MAX: '1000000',
    SECRET: 'test-secret-test-secret-test-secret',
    LOG_LEVEL: 'error',
    ...options.environment,
  })
  const opened = await openHouse({
    config,
    databaseUrl: database.url,
    modules,
    log: pino({ level: config.LOG_LEVEL, base: null }),
    webFolder: options.webFolder ?? null,
    ...(options.clock ? { clock: options.clock } : {}),
  })
  if (options.start !== false) await opened.startModules()
  const url = await opened.app.listen({ port: 0, host: '127.0.0.1' })
  return {
    ...opened,
    url,
    config,
    databaseUrl: database.url,
    async close() {
      await opened.close()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Waits until `check` answers something true, asking again and again; throws with `what` after `waitMsMax`.
 */
export async function eventually<T>(
  what: string,
  check: () => Promise<T> | T,
  waitMsMax = 60_000,
): Promise<NonNullable<T>> {
  const end = Date.now() + waitMsMax
  let last: unknown = null
  while (Date.now() < end) {
    try {
      const answer = await check()
      if (answer) return answer as NonNullable<T>
    } catch (error) {
      last = error
    }
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`did not happen: ${what}`, { cause: last })
}

function withDatabase(url: string, name: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`)
}

/**
 * A database as an older program left it: the folder's files below `number` ran. `upgrade` brings it to the
 * newest shape, so that a test sees what becomes of rows that are there.
 */
export async function olderDatabase(
  one: Migrations,
  number: string,
): Promise<TestDatabase & { upgrade(): Promise<string[]> }> {
  const folder = await mkdtemp(join(tmpdir(), 'ronghe-older-'))
  for (const file of await readdir(one.folder))
    if (file < number) await copyFile(new URL(file, one.folder), join(folder, file))
  const database = await testDatabase([{ ...one, folder: pathToFileURL(`${folder}/`) }])
  return {
    url: database.url,
    upgrade: () => migrate(database.url, [one]),
    async drop() {
      await database.drop()
      await rm(folder, { recursive: true })
    },
  }
}

async function fingerprint(folders: readonly Migrations[]): Promise<string> {
  const hash = createHash('sha256')
  for (const { owner, folder } of [
    { owner: 'kit', folder: new URL('../db/sql/', import.meta.url) },
    ...folders,
  ]) {
    for (const file of (await readdir(folder)).sort())
      hash.update(`${owner}/${file}\n${await readFile(new URL(file, folder), 'utf8')}`)
  }
  return hash.digest('hex').slice(0, 16)
}
