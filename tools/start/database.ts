import { type EmbeddedPostgres, startEmbeddedPostgres } from '@ronghe/kit/db/embedded'
import { backoffMs } from './child.ts'
import { pause, signal } from './process.ts'
import { complain, faultText, print, t, type Values } from './words.ts'

const steadyMs = 60_000

export type Database = {
  url: string
  /** The embedded server as it runs now; null when another server is used. */
  embedded(): EmbeddedPostgres | null
  stop(): Promise<void>
  /** Ends it at once; the next start recovers. */
  kill(): void
}

/**
 * Uses the server at `url`, or starts the embedded one of the data directory and starts it again when it
 * dies.
 */
export async function openDatabaseServer(options: { url: string; dataDirectory: string }): Promise<Database> {
  const { url, dataDirectory } = options
  if (url !== '') return { url, embedded: () => null, async stop() {}, kill() {} }
  const start = () => startEmbeddedPostgres({ dataDirectory, log: tell })
  const ending = Promise.withResolvers<void>()
  let isEnding = false
  let server = await start()
  const keeping = keep()

  async function keep(): Promise<void> {
    let deaths = 0
    while (!isEnding) {
      const startMs = performance.now()
      const reason = await server.ended
      if (isEnding) return
      deaths = performance.now() - startMs > steadyMs ? 1 : deaths + 1
      const waitMs = backoffMs(deaths)
      complain(t('start.database.died', { reason, waitMs }))
      await Promise.race([pause(waitMs), ending.promise])
      if (!isEnding) await again()
    }
  }

  async function again(): Promise<void> {
    try {
      server = await start()
      print(t('start.database.again'))
    } catch (error) {
      // The old `ended` is over already, so the next round tries again after a longer wait.
      complain(faultText(error))
    }
  }

  return {
    url: server.url,
    embedded: () => server,
    async stop() {
      isEnding = true
      ending.resolve()
      await server.stop()
      await keeping
      // It may have come back just when it was to end.
      await server.stop()
    },
    kill() {
      isEnding = true
      ending.resolve()
      signal(server.pid, 'SIGQUIT')
    },
  }
}

/** Tells what the start of the embedded server is doing. */
export function tell(code: string, values: Values): void {
  print(t(`start.${code}`, values))
}
