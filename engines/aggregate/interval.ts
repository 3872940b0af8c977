import type { Interval } from './model.ts'

/**
 * The intervals of a request (AGG-1 to AGG-3). From `start` towards `end`, `width` each, the last shorter
 * where it does not fit; width 0 is one interval. When `end` is before `start`, time flows backward:
 * intervals are counted from `start` down, and each has its later bound and not its earlier one. Times are
 * whole numbers.
 */
export function intervalsOf(start: number, end: number, width: number): Interval[] {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end))
    throw new RangeError('times are whole numbers')
  if (!Number.isSafeInteger(width) || width < 0) throw new RangeError('width is a whole number, at least 0')
  const length = Math.abs(end - start)
  if (length === 0) throw new RangeError('start and end are the same')
  const step = width === 0 ? length : width
  const count = Math.ceil(length / step)
  return Array.from({ length: count }, (_, index) => {
    const near = index * step
    const far = Math.min(length, near + step)
    if (end > start) return { from: start + near, to: start + far, at: start + near }
    return { from: start - far + 1, to: start - near + 1, at: start - near }
  })
}
