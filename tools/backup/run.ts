import { cp, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { readConfig } from '@ronghe/kit/config'
import { backupCluster, startEmbeddedPostgres } from '@ronghe/kit/db/embedded'
import { openSeries } from '@ronghe/kit/series'
import { ask, type Status } from '../start/control.ts'
import { tell } from '../start/database.ts'
import { StartFault } from '../start/fault.ts'
import { holderOf, takeLock } from '../start/lock.ts'
import { complain, duration, faultText, print, t } from '../start/words.ts'
import { writeManifest } from './manifest.ts'
import { isCopied } from './rest.ts'

/** How database and telemetry are copied, with Ronghe running or not. */
type Source = {
  database(directory: string): Promise<boolean>
  series(directory: string): Promise<void>
  close(): Promise<void>
}

await run(process.argv.slice(2)).catch((error: unknown) => {
  complain(faultText(error))
  process.exitCode = 1
})

/**
 * Backs everything in the data directory up, online when Ronghe runs; what is there at the end is complete.
 */
async function run(args: readonly string[]): Promise<void> {
  const startMs = performance.now()
  const config = readConfig(process.env)
  const from = path.resolve(config.DATA_DIR)
  const createdAt = new Date().toISOString()
  if (args.length > 1 || args[0]?.startsWith('-')) throw new StartFault('backup.usage')
  const to = path.resolve(args[0] ?? `backup-${createdAt.replaceAll(/[:.]/g, '')}`)
  if (await isThere(to)) throw new StartFault('backup.target.exists', { to })
  if (!(await isThere(from))) throw new StartFault('backup.nothing', { dataDirectory: from })
  print(t('backup.begin', { from, to }))
  const aside = `${to}.partial`
  await rm(aside, { recursive: true, force: true })
  await mkdir(aside, { recursive: true, mode: 0o700 })
  const source = await sourceOf(from, config.DATABASE_URL)
  try {
    const database = await step('backup.step.database', () => source.database(path.join(aside, 'postgres')))
    await step('backup.step.series', () => source.series(path.join(aside, 'series')))
    // After the database: a row that is in the backup finds its document there.
    await step('backup.step.files', () => copyRest(from, path.join(aside, 'rest')))
    const version = await versionOf()
    const manifest = await step('backup.step.manifest', () =>
      writeManifest(aside, { version, createdAt, database }),
    )
    await rename(aside, to)
    const took = duration(performance.now() - startMs)
    print(t('backup.done', { to, count: manifest.files.length, took }))
  } finally {
    await source.close()
    await rm(aside, { recursive: true, force: true })
  }
}

async function sourceOf(from: string, databaseUrl: string): Promise<Source> {
  const holder = await holderOf(from)
  if (holder?.control) return runningSource(holder.control)
  const lock = await takeLock(from, 'npm run backup', null)
  return stoppedSource(from, databaseUrl, () => lock.release())
}

async function runningSource(control: string): Promise<Source> {
  print(t('backup.running'))
  const { database } = (await ask(control, { command: 'status' })) as Status
  return {
    async database(directory) {
      if (database === null) return external()
      await backupCluster(database.url, database.cluster, directory)
      return true
    },
    async series(directory) {
      await ask(control, { command: 'backup-series', directory })
    },
    async close() {},
  }
}

function stoppedSource(from: string, databaseUrl: string, release: () => Promise<void>): Source {
  return {
    async database(directory) {
      if (databaseUrl !== '') return external()
      const server = await startEmbeddedPostgres({ dataDirectory: from, log: tell })
      try {
        await backupCluster(server.url, server.cluster, directory)
      } finally {
        await server.stop()
      }
      return true
    },
    async series(directory) {
      const series = await openSeries({ directory: path.join(from, 'series') })
      try {
        await series.backup(directory)
      } finally {
        await series.close()
      }
    },
    close: release,
  }
}

function external(): false {
  print(t('backup.external'))
  return false
}

async function copyRest(from: string, to: string): Promise<void> {
  await mkdir(to, { mode: 0o700 })
  for (const name of await readdir(from)) {
    if (isCopied(name)) await cp(path.join(from, name), path.join(to, name), { recursive: true })
  }
}

async function step<T>(key: string, work: () => Promise<T>): Promise<T> {
  const startMs = performance.now()
  const answer = await work()
  print(`  ✔ ${t(key)}  (${duration(performance.now() - startMs)})`)
  return answer
}

async function versionOf(): Promise<string> {
  const about = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(about) as { version: string }).version
}

function isThere(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    () => false,
  )
}
