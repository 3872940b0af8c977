import { createHash, hash as digest } from 'node:crypto'

const leafPrefix = Buffer.of(0)
export const hashBytes = 32
const nodeBytes = Buffer.alloc(65, 1)

/** SHA-256 of all pieces behind one another. */
export function sha256(...pieces: readonly (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(piece)
  return hash.digest()
}

/** RFC 9162 section 2.1.1: a leaf cannot be taken for a node. */
export function leafHash(content: string | Uint8Array): Buffer {
  return typeof content === 'string'
    ? digest('sha256', `\0${content}`, 'buffer')
    : sha256(leafPrefix, content)
}

function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  nodeBytes.set(left, 1)
  nodeBytes.set(right, 33)
  return digest('sha256', nodeBytes, 'buffer')
}

/** The level above: pairs become nodes, and whoever has no partner goes up as it is. */
function above(level: readonly Buffer[]): Buffer[] {
  const next: Buffer[] = []
  for (let at = 0; at < level.length; at += 2) {
    const right = level[at + 1]
    next.push(right ? nodeHash(level[at]!, right) : level[at]!)
  }
  return next
}

/** The root over leaves in their order; at least one. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  return rootOfBytes(Buffer.concat(leaves as Buffer[]))
}

/** The same over leaves behind one another, `hashBytes` each, so that none is an object of its own. */
export function rootOfBytes(leaves: Buffer): Buffer {
  const level = Buffer.from(leaves)
  let count = level.length / hashBytes
  while (count > 1) {
    const pairs = count >> 1
    for (let at = 0; at < pairs; at += 1) {
      nodeBytes.set(level.subarray(at * 2 * hashBytes, (at + 1) * 2 * hashBytes), 1)
      level.set(digest('sha256', nodeBytes, 'buffer'), at * hashBytes)
    }
    if (count % 2 === 1) level.copyWithin(pairs * hashBytes, (count - 1) * hashBytes, count * hashBytes)
    count = pairs + (count % 2)
  }
  return Buffer.from(level.subarray(0, hashBytes))
}

/** A sibling on the way from a leaf to the root, and on which side it stands. */
export type PathStep = { side: 'left' | 'right'; hash: string }

/** The siblings by which the root follows from the leaf at a place (RFC 9162 section 2.1.3.1). */
export function pathOf(leaves: readonly Buffer[], place: number): PathStep[] {
  const path: PathStep[] = []
  let level = leaves
  let at = place
  while (level.length > 1) {
    const sibling = level[at ^ 1]
    if (sibling) path.push({ side: at % 2 === 0 ? 'right' : 'left', hash: sibling.toString('hex') })
    level = above(level)
    at >>= 1
  }
  return path
}

/** The root that follows from a leaf and its path. */
export function rootAlong(leaf: Buffer, path: readonly PathStep[]): Buffer {
  return path.reduce((hash, { side, hash: sibling }) => {
    const other = Buffer.from(sibling, 'hex')
    return side === 'left' ? nodeHash(other, hash) : nodeHash(hash, other)
  }, leaf)
}
