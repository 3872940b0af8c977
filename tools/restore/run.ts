import { cp, readdir } from 'node:fs/promises'
import path from 'node:path'
import { readConfig } from '@ronghe/kit/config'
import {
  makeDataDirectory,
  restoreCluster,
  startEmbeddedPostgres,
  usualShelters,
} from '@ronghe/kit/db/embedded'
import { restoreSeries } from '@ronghe/kit/series'
import { verifiedManifest } from '../backup/manifest.ts'
import { tell } from '../start/database.ts'
import { StartFault } from '../start/fault.ts'
import { takeLock } from '../start/lock.ts'
import { complain, duration, faultText, print, t } from '../start/words.ts'

await run(process.argv.slice(2)).catch((error: unknown) => {
  complain(faultText(error))
  process.exitCode = 1
})

/** Restores a backup into an empty data directory, after comparing every file with its manifest. */
async function run(args: readonly string[]): Promise<void> {
  const startMs = performance.now()
  const [given] = args
  if (args.length !== 1 || given === undefined || given.startsWith('-')) throw new StartFault('backup.usage')
  const from = path.resolve(given)
  const to = path.resolve(readConfig(process.env).DATA_DIR)
  if ((await readdir(to).catch(() => [])).length > 0) throw new StartFault('restore.target.occupied', { to })
  print(t('restore.begin', { from, to }))
  const manifest = await step('restore.step.verify', () => verifiedManifest(from))
  await makeDataDirectory(to)
  const lock = await takeLock(to, 'npm run restore', null)
  try {
    await step('backup.step.files', () => cp(path.join(from, 'rest'), to, { recursive: true }))
    await step('backup.step.series', () => restoreSeries(path.join(from, 'series'), path.join(to, 'series')))
    if (manifest.database) await restoreDatabase(from, to)
  } finally {
    await lock.release()
  }
  print(t('restore.done', { took: duration(performance.now() - startMs) }))
}

/** Puts the cluster back and lets it recover now, so that a fault is known now and not at the next start. */
async function restoreDatabase(from: string, to: string): Promise<void> {
  await step('backup.step.database', () => restoreCluster(to, path.join(from, 'postgres'), usualShelters))
  await step('restore.step.recover', async () => {
    const server = await startEmbeddedPostgres({ dataDirectory: to, log: tell })
    await server.stop()
  })
}

async function step<T>(key: string, work: () => Promise<T>): Promise<T> {
  const startMs = performance.now()
  const answer = await work()
  print(`  ✔ ${t(key)}  (${duration(performance.now() - startMs)})`)
  return answer
}
