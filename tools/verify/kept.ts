import { existsSync } from 'node:fs'
import path from 'node:path'
import { readConfig } from '@ronghe/kit/config'
import { openOwner } from '@ronghe/kit/db'
import { startEmbeddedPostgres } from '@ronghe/kit/db/embedded'
import { StartFault } from '../start/fault.ts'
import { complain, faultText } from '../start/words.ts'

export type Owner = ReturnType<typeof openOwner>
/** What was looked at: each thing that does not hold, and the counts that are told at the end. */
export type Looked = { lacks: readonly object[]; counts: Record<string, unknown> }

/** PostgreSQL knows no such table, or no such function. */
const noPlatform = new Set(['42P01', '42883'])
const noServer = new Set(['ECONNREFUSED', 'ENOENT', 'ENOTFOUND', 'ETIMEDOUT', 'CONNECT_TIMEOUT'])

/**
 * Looks at what is kept in a data folder or in DATABASE_URL: prints each thing that does not hold and the
 * counts, and ends with 1 when there is one, or when nothing can be looked at.
 */
export async function verifyKept(look: (owner: Owner) => Promise<Looked>): Promise<void> {
  try {
    const { lacks, counts } = await withKept(look)
    for (const one of lacks) console.log(JSON.stringify(one))
    console.log(JSON.stringify({ ok: lacks.length === 0, ...counts }))
    process.exitCode = lacks.length === 0 ? 0 : 1
  } catch (error) {
    complain(faultText(error))
    process.exitCode = 1
  }
}

/** Starts the database of the data folder as long as it is asked, or takes the one that runs. */
async function withKept<T>(ask: (owner: Owner) => Promise<T>): Promise<T> {
  const config = readConfig(process.env)
  const dataDirectory = path.resolve(config.DATA_DIR)
  const isOwn = config.DATABASE_URL === ''
  if (isOwn && !hasDatabase(dataDirectory)) throw new StartFault('verify.nothing', { dataDirectory })
  const embedded = isOwn ? await startEmbeddedPostgres({ dataDirectory, log: () => {} }) : null
  const owner = openOwner(embedded?.url ?? config.DATABASE_URL)
  try {
    return await ask(owner)
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string }
    if (noPlatform.has(code))
      throw new StartFault('verify.empty', { place: isOwn ? dataDirectory : 'DATABASE_URL' })
    if (noServer.has(code)) throw new StartFault('verify.unreachable', { reason: message || code })
    throw error
  } finally {
    await owner.end()
    // A database that was running before belongs to whoever started it.
    if (embedded && !embedded.adopted) await embedded.stop()
  }
}

/** A cluster lies in the folder, or a note there says where it is. */
function hasDatabase(dataDirectory: string): boolean {
  return ['postgres', 'postgres.place.json'].some((name) => existsSync(path.join(dataDirectory, name)))
}
