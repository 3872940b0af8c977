import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Leaves } from './leaves.ts'
import { leafHash, pathOf, rootAlong, rootOf, rootOfBytes, sha256 } from './merkle.ts'

/** RFC 9162 section 2.1.1, word for word: split at the largest power of two below the count. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0]!
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return sha256(Buffer.of(1), naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)))
}

const leavesOf = (count: number) => Array.from({ length: count }, (_, at) => leafHash(`leaf ${at}`))

describe('T9 trees of hashes', () => {
  it('have the root of RFC 9162 for every count', () => {
    for (let count = 1; count <= 70; count += 1) {
      assert.deepEqual(rootOf(leavesOf(count)), naiveRoot(leavesOf(count)), String(count))
    }
  })

  it('lead from every leaf to the root, and from no other leaf', () => {
    const counts = fc.integer({ min: 1, max: 300 })
    fc.assert(
      fc.property(counts, fc.nat(), (count, seed) => {
        const leaves = leavesOf(count)
        const place = seed % count
        const path = pathOf(leaves, place)
        assert.ok(path.length <= Math.ceil(Math.log2(count)))
        assert.deepEqual(rootAlong(leaves[place]!, path), rootOf(leaves))
        assert.notDeepEqual(rootAlong(leafHash('another'), path), rootOf(leaves))
      }),
      { seed: 9162, numRuns: 200 },
    )
  })

  it('have the same root of leaves gathered in one piece of memory, which they leave as they were', () => {
    for (const count of [1, 2, 3, 1023, 1024, 1025, 4097]) {
      const list = leavesOf(count)
      const gathered = new Leaves()
      for (const leaf of list) gathered.add(leaf)
      assert.equal(gathered.count, count)
      assert.deepEqual(rootOfBytes(gathered.bytes()), naiveRoot(list), String(count))
      assert.deepEqual(gathered.bytes(), Buffer.concat(list))
    }
  })

  it('take no node for a leaf', () => {
    const [left, right] = leavesOf(2)
    const node = rootOf([left!, right!])
    assert.notDeepEqual(node, leafHash(Buffer.concat([left!, right!])))
  })

  it('of one leaf are that leaf, with nothing on the way', () => {
    const [only] = leavesOf(1)
    assert.deepEqual(rootOf([only!]), only)
    assert.deepEqual(pathOf([only!], 0), [])
    assert.deepEqual(rootAlong(only!, []), only)
  })

  it('change with every leaf and with the order of two', () => {
    const leaves = leavesOf(9)
    const root = rootOf(leaves).toString('hex')
    for (let place = 0; place < leaves.length; place += 1) {
      const other = leaves.with(place, leafHash('other'))
      assert.notEqual(rootOf(other).toString('hex'), root)
    }
    const [first, second, ...rest] = leaves
    assert.notEqual(rootOf([second!, first!, ...rest]).toString('hex'), root)
  })
})
