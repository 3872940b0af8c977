import { verifyAll } from '@ronghe/assess'
import { verifyDraws, verifyEntries } from '@ronghe/governance'
import { verifyKept } from '../verify/kept.ts'

/**
 * Computes every stored evidence, score and entry of an application again, and draws experts again from
 * every kept pool and seed; prints how many are equal and each that is not.
 */
await verifyKept((owner) =>
  owner.begin('read only', async (sql) => {
    const { unequal, ...counts } = await verifyAll(sql)
    const funds = await verifyDraws(sql)
    const filled = await verifyEntries(sql)
    const lacks = [...unequal, ...funds.unequal, ...filled.unequal]
    const { draws, equal, ...rest } = counts
    const sums = {
      ...{ ...rest, draws: draws + funds.draws, entries: filled.entries },
      equal: equal + funds.equal + filled.equal,
    }
    return { lacks, counts: { ...sums, unequal: lacks.length } }
  }),
)
