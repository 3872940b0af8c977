import type { Caller } from '@ronghe/kit/auth'
import type { Sql } from '@ronghe/kit/db'
import { findLink, findSealed, type LinkRow } from '../store/chain.ts'
import { findDay, hashesOf, placeOfLink } from '../store/days.ts'
import { dayText, leafText, linkText } from './leaf.ts'
import { leafHash, pathOf } from './merkle.ts'
import { type Proof, proofFaults } from './proof.ts'
import { leavesOf, sealedOf } from './verify.ts'

export type MadeProof = { proof: Proof; faults: string[] }

/** The proof of an event from what stands in the rows now; null where the event or its link is unknown. */
export async function makeProof(sql: Sql, caller: Caller, seq: number): Promise<MadeProof | null> {
  const row = await findSealed(sql, seq)
  const link = row?.link ? await findLink(sql, row.link) : null
  if (!row || !link) return null
  const sealed = sealedOf(row)
  const leaves = leavesOf(link)
  const text = leafText(sealed)
  const { organisationId, number, events, root, previousHash, hash: linkHash } = link
  const head = { organisationId, number, sealedAt: link.sealedAt.toISOString(), events, root, previousHash }
  const proof: Proof = {
    format: 'ronghe-trace-proof-1',
    event: {
      id: row.eventId,
      hash: row.hash,
      recordTime: row.recordTime.toISOString(),
      body: row.body,
      context: row.context ?? '',
      hashIgnores: row.hashIgnores ?? '',
    },
    leafText: text,
    leaf: leafHash(text).toString('hex'),
    leafPath: row.place < leaves.length ? pathOf(leaves, row.place) : [],
    link: head,
    linkText: linkText(head),
    linkHash,
    day: await dayPart(sql, caller, link),
  }
  return { proof, faults: proofFaults(proof) }
}

async function dayPart(sql: Sql, caller: Caller, link: LinkRow): Promise<Proof['day']> {
  const day = link.day === null ? null : await findDay(sql, link.day)
  if (!day) return null
  const { publishedAt: _, hash, ...head } = day
  const hashes = await hashesOf(sql, day.day, caller)
  const place = await placeOfLink(sql, day.day, link.id, caller)
  const leaves = hashes.map((one) => leafHash(one))
  return { path: pathOf(leaves, place), head, text: dayText(head), hash }
}
