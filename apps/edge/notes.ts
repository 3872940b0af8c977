import type { Reason } from './reason.ts'

export type Noted = { why: Reason; count: number }

/** Different notes of one device that are kept; the oldest goes first. */
const notesMax = 20

/** What happened beside the state of a connection (a value refused, a message unreadable), counted. */
export class Notes {
  readonly #noted = new Map<string, Noted>()

  /** True when it is told for the first time, or for the tenth, the hundredth … */
  add(why: Reason): boolean {
    const key = JSON.stringify(why)
    const count = (this.#noted.get(key)?.count ?? 0) + 1
    this.#noted.delete(key)
    this.#noted.set(key, { why, count })
    if (this.#noted.size > notesMax) this.#noted.delete(this.#noted.keys().next().value ?? '')
    return Number.isInteger(Math.log10(count))
  }

  list(): Noted[] {
    return [...this.#noted.values()]
  }
}
