import { readConfig } from '@ronghe/kit/config'
import { openOwner } from '@ronghe/kit/db'
import { startEmbeddedPostgres } from '@ronghe/kit/db/embedded'
import { firstBrokenLink } from './verify.ts'

/**
 * Checks the audit chain of a data folder or of DATABASE_URL; names the first broken link and ends with 1.
 */
const config = readConfig(process.env)
const embedded =
  config.DATABASE_URL === ''
    ? await startEmbeddedPostgres({ dataDirectory: config.DATA_DIR, log: () => {} })
    : null
const sql = openOwner(embedded?.url ?? config.DATABASE_URL)
try {
  const { broken, entries } = await firstBrokenLink(sql)
  console.log(
    JSON.stringify(broken ? { ok: false, seq: broken.seq, fault: broken.fault } : { ok: true, entries }),
  )
  process.exitCode = broken ? 1 : 0
} finally {
  await sql.end()
  // A database that was running before belongs to whoever started it.
  if (embedded && !embedded.adopted) await embedded.stop()
}
