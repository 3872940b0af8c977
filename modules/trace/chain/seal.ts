import type { Sql } from '@ronghe/kit/db'
import { type OpenLink, sealLink } from '../store/chain.ts'
import { rootOfBytes } from './merkle.ts'

/** Seals what a transaction kept; where it kept nothing, there is no link. */
export async function seal(
  sql: Sql,
  link: OpenLink,
  about: { organisationId: string; now: Date },
): Promise<void> {
  if (link.leaves.count > 0) await sealLink(sql, link, rootOfBytes(link.leaves.bytes()), about)
}
