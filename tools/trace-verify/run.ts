import { readConfig } from '@ronghe/kit/config'
import { openOwner } from '@ronghe/kit/db'
import { startEmbeddedPostgres } from '@ronghe/kit/db/embedded'
import { verifyTrace } from '@ronghe/trace'

/**
 * Computes the chains of events of all organisations and all published days again, from a data folder or
 * DATABASE_URL; prints each difference (event, row, link, day) and the sums, and ends with 1 when there is
 * one.
 */
const config = readConfig(process.env)
const embedded =
  config.DATABASE_URL === ''
    ? await startEmbeddedPostgres({ dataDirectory: config.DATA_DIR, log: () => {} })
    : null
const sql = openOwner(embedded?.url ?? config.DATABASE_URL)
try {
  const { differences, ...counts } = await sql.begin('read only', (transaction) => verifyTrace(transaction))
  for (const one of differences) console.log(JSON.stringify(one))
  console.log(JSON.stringify({ ok: differences.length === 0, ...counts, differences: differences.length }))
  process.exitCode = differences.length === 0 ? 0 : 1
} finally {
  await sql.end()
  // A database that was running before belongs to whoever started it.
  if (embedded && !embedded.adopted) await embedded.stop()
}
