import { createHmac } from 'node:crypto'

/**
 * A permutation of 0 … size − 1 under a secret: a Feistel network over the next even power of two, walked
 * until it is inside again (cycle walking). Each number comes once, and who lacks the secret cannot tell the
 * next; the inverse tells whether a number was given out without keeping any.
 */
export function permute(value: bigint, size: bigint, secret: Uint8Array): bigint {
  return walk(value, size, (one, half) => rounds(one, half, secret, [0, 1, 2, 3, 4, 5]))
}

export function unpermute(value: bigint, size: bigint, secret: Uint8Array): bigint {
  return walk(value, size, (one, half) => {
    // The same network backwards: swap the halves, turn the rounds around, swap again.
    const mask = (1n << half) - 1n
    const swap = (all: bigint) => ((all & mask) << half) | (all >> half)
    return swap(rounds(swap(one), half, secret, [5, 4, 3, 2, 1, 0]))
  })
}

function walk(value: bigint, size: bigint, step: (value: bigint, half: bigint) => bigint): bigint {
  if (value < 0n || value >= size) throw new RangeError(`${value} is not below ${size}`)
  const half = BigInt(Math.ceil((size - 1n).toString(2).length / 2))
  let at = step(value, half)
  while (at >= size) at = step(at, half)
  return at
}

function rounds(value: bigint, half: bigint, secret: Uint8Array, sequence: readonly number[]): bigint {
  const mask = (1n << half) - 1n
  let left = value >> half
  let right = value & mask
  for (const round of sequence) {
    const mixed = createHmac('sha256', secret).update(`${round}:${right}`).digest().readBigUInt64BE(0)
    const next = left ^ (mixed & mask)
    left = right
    right = next
  }
  return (left << half) | right
}
