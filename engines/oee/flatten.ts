import { assertWindow, type Interval } from './interval.ts'

/** One stretch of the window and the item that holds it; null where no item does. */
export type Segment<T> = Interval & { item: T | null }

/**
 * Cuts overlapping items into adjoining segments that cover the window exactly, each held by the item that
 * stands first in `order` among those present (negative: left stands first). `order` must be total, so that
 * the result does not depend on the sequence of the input (rule OEE-4). Items that are reversed, empty or
 * outside take no part. O(n log n) in the number of items.
 */
export function flatten<T extends Interval>(
  items: readonly T[],
  window: Interval,
  order: (left: T, right: T) => number,
): Segment<T>[] {
  assertWindow(window)
  const waiting = items
    .filter((item) => item.fromMicros < item.toMicros)
    .filter((item) => item.toMicros > window.fromMicros && item.fromMicros < window.toMicros)
    .sort((left, right) => left.fromMicros - right.fromMicros)
  const present: T[] = []
  const segments: Segment<T>[] = []
  let next = 0
  let position = window.fromMicros
  while (position < window.toMicros) {
    while (next < waiting.length && waiting[next]!.fromMicros <= position) {
      push(present, waiting[next]!, order)
      next += 1
    }
    while (present.length > 0 && present[0]!.toMicros <= position) pop(present, order)
    const item = present[0] ?? null
    const start = waiting[next]?.fromMicros ?? window.toMicros
    const end = Math.min(window.toMicros, start, item?.toMicros ?? window.toMicros)
    extend(segments, position, end, item)
    position = end
  }
  return segments
}

function extend<T>(segments: Segment<T>[], fromMicros: number, toMicros: number, item: T | null): void {
  const last = segments.at(-1)
  if (last && last.item === item) last.toMicros = toMicros
  else segments.push({ fromMicros, toMicros, item })
}

function push<T>(heap: T[], item: T, order: (left: T, right: T) => number): void {
  let child = heap.length
  heap.push(item)
  while (child > 0) {
    const parent = (child - 1) >> 1
    if (order(heap[child]!, heap[parent]!) >= 0) return
    swap(heap, child, parent)
    child = parent
  }
}

function pop<T>(heap: T[], order: (left: T, right: T) => number): void {
  const last = heap.pop()!
  if (heap.length === 0) return
  heap[0] = last
  let parent = 0
  for (;;) {
    let best = parent
    for (const child of [2 * parent + 1, 2 * parent + 2]) {
      if (child < heap.length && order(heap[child]!, heap[best]!) < 0) best = child
    }
    if (best === parent) return
    swap(heap, parent, best)
    parent = best
  }
}

function swap<T>(heap: T[], left: number, right: number): void {
  const held = heap[left]!
  heap[left] = heap[right]!
  heap[right] = held
}
