import { verifyAll } from '@ronghe/assess'
import { readConfig } from '@ronghe/kit/config'
import { openOwner } from '@ronghe/kit/db'
import { startEmbeddedPostgres } from '@ronghe/kit/db/embedded'

/**
 * Computes every stored evidence and score again, from a data folder or DATABASE_URL; prints how many are
 * equal and each that is not, and ends with 1 when there is one.
 */
const config = readConfig(process.env)
const embedded =
  config.DATABASE_URL === ''
    ? await startEmbeddedPostgres({ dataDirectory: config.DATA_DIR, log: () => {} })
    : null
const sql = openOwner(embedded?.url ?? config.DATABASE_URL)
try {
  const { unequal, ...counts } = await sql.begin((transaction) => verifyAll(transaction))
  for (const one of unequal) console.log(JSON.stringify(one))
  console.log(JSON.stringify({ ok: unequal.length === 0, ...counts, unequal: unequal.length }))
  process.exitCode = unequal.length === 0 ? 0 : 1
} finally {
  await sql.end()
  // A database that was running before belongs to whoever started it.
  if (embedded && !embedded.adopted) await embedded.stop()
}
