import { verifyAll } from '@ronghe/assess'
import { verifyDraws } from '@ronghe/governance'
import { verifyKept } from '../verify/kept.ts'

/**
 * Computes every stored evidence and score again, and draws experts again from every kept pool and seed;
 * prints how many are equal and each that is not.
 */
await verifyKept((owner) =>
  owner.begin('read only', async (sql) => {
    const { unequal, ...counts } = await verifyAll(sql)
    const funds = await verifyDraws(sql)
    const lacks = [...unequal, ...funds.unequal]
    const { draws, equal, ...rest } = counts
    const sums = { ...rest, draws: draws + funds.draws, equal: equal + funds.equal }
    return { lacks, counts: { ...sums, unequal: lacks.length } }
  }),
)
