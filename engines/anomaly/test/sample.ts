import fc from 'fast-check'
import type { Row } from '../index.ts'

export const settings = { seed: 20260124, numRuns: 60 }
export const signals = ['current', 'pressure', 'flow']

/** Numbers in [0, 1) that are the same for the same seed. */
export function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** A pump: pressure and flow follow the current, each with noise of its own. */
export function pump(count: number, seed: number): number[][] {
  const draw = generator(seed)
  const noise = () => draw() + draw() + draw() + draw() - 2
  return Array.from({ length: count }, () => {
    const current = 10 + 2 * noise()
    return [current, 3 * current + 0.2 * noise(), 50 - current + 0.3 * noise()]
  })
}

/** The same pump with its pressure lost from one row on. */
export function leaking(count: number, from: number, seed: number): number[][] {
  return pump(count, seed).map((row, at) => (at < from ? row : [row[0]!, row[1]! - 8, row[2]!]))
}

export const training: fc.Arbitrary<number[][]> = fc
  .record({ count: fc.integer({ min: 40, max: 90 }), seed: fc.nat() })
  .map(({ count, seed }) => pump(count, seed))

/** Rows of any kind: what was seen, holes, nonsense and very great numbers. */
export const messyRows: fc.Arbitrary<Row[]> = fc.array(
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) },
      { weight: 2, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 1e300, -1e300) },
    ),
    { minLength: 3, maxLength: 3 },
  ),
  { maxLength: 25 },
)
