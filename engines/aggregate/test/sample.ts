import type { Around, Point } from '../model.ts'

/**
 * Numbers from a seed, the same on every machine: `draw(n)` is a whole number from 0 to n - 1
 * (mulberry32).
 */
export function randomFrom(seed: number): (limit: number) => number {
  let state = seed >>> 0
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * limit)
  }
}

/**
 * Points at whole times below `length`, some without value, some at zero; in some histories hardly any.
 */
export function randomPoints(draw: (limit: number) => number, length: number): Point[] {
  const density = 1 + draw(6)
  const badOneIn = 1 + draw(8)
  const points: Point[] = []
  for (let at = 0; at < length; at++) {
    if (draw(density) > 0) continue
    const value = draw(badOneIn) === 0 ? null : draw(4) === 0 ? 0 : (draw(81) - 40) / 4
    points.push({ at, value })
  }
  return points
}

/** What lies around [from, to) of all points. */
export function aroundOf(points: readonly Point[], from: number, to: number): Around {
  const before = points.filter(({ at }) => at < from)
  const after = points.filter(({ at }) => at >= to)
  const good = (point: Point | undefined) =>
    point && point.value !== null ? { at: point.at, value: point.value } : null
  return {
    before: { last: before.at(-1) ?? null, closing: good(before.findLast(({ value }) => value !== null)) },
    after: { first: after[0] ?? null, opening: good(after.find(({ value }) => value !== null)) },
  }
}
