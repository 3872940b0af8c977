/** The part that a thing plays in an event; the number is what `trace_keys` keeps. */
export const roles = {
  epc: 1,
  child: 2,
  parent: 3,
  input: 4,
  output: 5,
  class: 6,
  childClass: 7,
  inputClass: 8,
  outputClass: 9,
  transaction: 10,
  source: 11,
  destination: 12,
  transformation: 13,
  /** The lot that items of the event belong to. */
  lot: 14,
} as const

export type Role = keyof typeof roles

/** Roles of things that can be followed: not transactions and parties. */
export const thingRoles: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
