import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readConfig } from '@ronghe/kit/config'
import { openHouse } from '@ronghe/kit/http'
import { SeriesError } from '@ronghe/kit/series'
import { modules } from './modules.ts'
import { loadAll } from './region.ts'
import { followSample, startSample } from './sample.ts'

/** Closed days go to Parquet, and the journal is tidied, this often. */
const maintainMs = 5 * 60_000

const webFolder = join(import.meta.dirname, '../web/built')

await run()

/** The server: all rooms, the telemetry store, the broker and the pages, in one process. */
async function run(): Promise<void> {
  const config = readConfig(process.env)
  if (config.DATABASE_URL === '') throw new Error('apps/server needs DATABASE_URL; `npm start` gives it')
  const opened = await openHouse({
    config,
    databaseUrl: config.DATABASE_URL,
    modules,
    webFolder: existsSync(join(webFolder, 'index.html')) ? webFolder : null,
  })
  const { house, app } = opened
  let stopping = false
  let unfollow = async () => {}
  const stop = () => {
    if (stopping) return
    stopping = true
    unfollow()
      .then(() => opened.close())
      .then(
        () => process.exit(0),
        (error) => {
          house.log.fatal({ err: error }, 'stop failed')
          process.exit(1)
        },
      )
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop)
  process.on('disconnect', stop)
  process.on('message', (message: { backup?: { id: number; directory: string } }) => {
    if (message.backup) void backup(message.backup)
  })

  await loadAll(house)
  await opened.startModules()
  // Nobody is told that it is ready before it is: whoever loses the database until then begins anew.
  const sample = config.SAMPLE === 'yes' ? await startSample(house) : {}
  if (config.SAMPLE === 'yes') unfollow = followSample(house)
  const url = await app.listen({ port: config.PORT, host: config.HOST })
  setInterval(() => void maintain(), maintainMs).unref()
  process.send?.({ ready: true, url: config.PUBLIC_URL || url.replace('[::1]', 'localhost'), ...sample })
  house.log.info({ url, dataDirectory: resolve(config.DATA_DIR) }, 'ready')

  async function maintain(): Promise<void> {
    await house.series
      .maintain(Date.now() * 1000)
      .catch((error: unknown) => house.log.error({ err: error }, 'maintain'))
  }

  async function backup(asked: { id: number; directory: string }): Promise<void> {
    const fault = await house.series.backup(asked.directory).then(
      () => undefined,
      (error: unknown) => {
        house.log.error({ err: error }, 'backup')
        return error instanceof SeriesError
          ? { code: error.code, values: error.values }
          : { code: 'start.backup.failed', values: { reason: String(error) } }
      },
    )
    process.send?.({ backup: { id: asked.id, ...(fault ? { fault } : {}) } })
  }
}
