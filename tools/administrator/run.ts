import { existsSync } from 'node:fs'
import path from 'node:path'
import { readConfig } from '@ronghe/kit/config'
import { startEmbeddedPostgres } from '@ronghe/kit/db/embedded'
import { guangxi } from '@ronghe/region-guangxi'
import { StartFault } from '../start/fault.ts'
import { complain, faultText, print, t } from '../start/words.ts'
import { askedBy, make } from './make.ts'

await run(process.argv.slice(2)).catch((error: unknown) => {
  complain(faultText(error))
  process.exitCode = 1
})

/** Makes a platform administrator, whether Ronghe runs or not; an empty platform has nobody who could. */
async function run(args: readonly string[]): Promise<void> {
  const asked = askedBy(args, guangxi.code)
  const config = readConfig(process.env)
  const dataDirectory = path.resolve(config.DATA_DIR)
  const isOwn = config.DATABASE_URL === ''
  if (isOwn && !existsSync(dataDirectory)) throw new StartFault('administrator.notStarted', { dataDirectory })
  const embedded = isOwn ? await startEmbeddedPostgres({ dataDirectory, log: () => {} }) : null
  try {
    const password = await make(embedded?.url ?? config.DATABASE_URL, asked)
    print(t('administrator.made', { email: asked.email, password }))
  } finally {
    // A database that was running before belongs to whoever started it.
    if (embedded && !embedded.adopted) await embedded.stop()
  }
}
