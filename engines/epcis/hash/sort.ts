const above = /[\uD800-\uFFFF]/

/**
 * Sorts by code points, which is the sequence of UTF-8 bytes; JavaScript's own order differs where a
 * character takes two units.
 */
export function sortByCodePoint(texts: string[]): string[] {
  if (texts.length < 2) return texts
  return texts.some((text) => above.test(text)) ? texts.sort(compareCodePoints) : texts.sort()
}

/** Negative, 0 or positive as left stands before, with or behind right. */
export function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let at = 0; at < length; at += 1) {
    const a = left.charCodeAt(at)
    const b = right.charCodeAt(at)
    if (a !== b) return lift(a) - lift(b)
  }
  return left.length - right.length
}

/** Surrogates stand for characters above every other unit. */
function lift(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x2000 : unit >= 0xe000 ? unit - 0x800 : unit
}
