import { verifyTrace } from '@ronghe/trace'
import { verifyKept } from '../verify/kept.ts'

/**
 * Computes the chains of events of all organisations and all published days again; prints each difference
 * (event, row, link, day) and the sums.
 */
await verifyKept(async (owner) => {
  const { differences, ...counts } = await owner.begin('read only', (sql) => verifyTrace(sql))
  return { lacks: differences, counts: { ...counts, differences: differences.length } }
})
