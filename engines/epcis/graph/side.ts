import type { Stay } from './stay.ts'

/**
 * Time in the direction of the search, so that one search serves both: backward, later times count as
 * earlier ones.
 */
export type Side = {
  readonly isForward: boolean
  readonly start: number
  readonly end: number
  clock(time: number): number
  /** Back to real time. */
  time(clock: number): number
  /** A stay as the search meets it: its begin and its end in the direction. */
  span(stay: Pick<Stay, 'since' | 'until'>): readonly [number, number]
}

type Window = { readonly direction: 'forward' | 'backward'; readonly from?: number; readonly until?: number }

export function sideOf({ direction, from, until }: Window): Side {
  const isForward = direction === 'forward'
  const sign = isForward ? 1 : -1
  return {
    isForward,
    start: from === undefined ? Number.NEGATIVE_INFINITY : sign * from,
    end: until === undefined ? Number.POSITIVE_INFINITY : sign * until,
    clock: (time) => sign * time,
    time: (clock) => sign * clock,
    span: ({ since, until: end }) => (isForward ? [since, end] : [-end, -since]),
  }
}
