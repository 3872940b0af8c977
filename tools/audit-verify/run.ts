import { verifyKept } from '../verify/kept.ts'
import { firstBrokenLink } from './verify.ts'

/** Checks the audit chain, and names the first broken link. */
await verifyKept(async (owner) => {
  const { broken, entries } = await firstBrokenLink(owner)
  return { lacks: broken ? [broken] : [], counts: { entries } }
})
