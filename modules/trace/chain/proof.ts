import type { DayHead, LinkHead } from './leaf.ts'
import { dayText, linkText } from './leaf.ts'
import { leafHash, type PathStep, rootAlong, sha256 } from './merkle.ts'

/** Everything by which somebody without this program checks that an event stands under a published root. */
export type Proof = {
  format: 'ronghe-trace-proof-1'
  event: { id: string; hash: string; recordTime: string; body: string; context: string; hashIgnores: string }
  /** The six lines whose digest, with a zero byte in front, is the leaf. */
  leafText: string
  leaf: string
  leafPath: PathStep[]
  link: LinkHead
  linkText: string
  linkHash: string
  /** Null until the day is over. */
  day: { path: PathStep[]; head: DayHead; text: string; hash: string } | null
}

export type ProofFault = 'body' | 'leaf' | 'link' | 'linkHash' | 'root' | 'dayHash' | 'unreadable'

/** What does not follow in a proof, nothing when all does. Needs no database and no network. */
export function proofFaults(proof: Proof): ProofFault[] {
  const faults: ProofFault[] = []
  const digest = (text: string) => sha256(text).toString('hex')
  const { event, link, day } = proof
  const lines = [
    ...[event.id, event.hash, event.recordTime],
    ...[digest(event.body), digest(event.context), digest(event.hashIgnores)],
  ]
  if (lines.join('\n') !== proof.leafText) faults.push('body')
  const leaf = leafHash(proof.leafText)
  if (leaf.toString('hex') !== proof.leaf) faults.push('leaf')
  if (rootAlong(leaf, proof.leafPath).toString('hex') !== link.root) faults.push('link')
  if (proof.linkText !== linkText(link) || digest(proof.linkText) !== proof.linkHash) faults.push('linkHash')
  if (day === null) return faults
  const root = rootAlong(leafHash(Buffer.from(proof.linkHash, 'hex')), day.path)
  if (root.toString('hex') !== day.head.root) faults.push('root')
  if (day.text !== dayText(day.head) || digest(day.text) !== day.hash) faults.push('dayHash')
  return faults
}
