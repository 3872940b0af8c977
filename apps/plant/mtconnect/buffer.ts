import { isUnavailable } from '../play/shdr.ts'

/** An observation as the agent holds it; `item` is the index over all data items of all its devices. */
export type Entry = { sequence: number; timeMicros: number; item: number; text: string }

/** The latest entries of each data item: one, except for a condition with several alarms active at once. */
export type Checkpoint = Map<number, Entry[]>

/**
 * The agent's buffer (MTConnect Part 1, section on the agent's buffer): a ring of the last `size`
 * observations with gapless sequence numbers from 1. When it is full the oldest goes; what it said is kept as
 * the state before the first, so that `current` can be told for any sequence number still held.
 */
export class SequenceBuffer {
  readonly size: number
  readonly #isCondition: (item: number) => boolean
  readonly #timeMicros: Float64Array
  readonly #item: Uint16Array
  readonly #text: string[]
  readonly #before: Checkpoint = new Map()
  readonly #latest: Checkpoint = new Map()
  #nextSequence = 1

  /** `size` observations at most; `isCondition` tells of which data items several values hold at once. */
  constructor(size: number, isCondition: (item: number) => boolean) {
    this.size = size
    this.#isCondition = isCondition
    this.#timeMicros = new Float64Array(size)
    this.#item = new Uint16Array(size)
    this.#text = new Array<string>(size).fill('')
  }

  get nextSequence(): number {
    return this.#nextSequence
  }

  get firstSequence(): number {
    return Math.max(1, this.#nextSequence - this.size)
  }

  append(timeMicros: number, item: number, text: string): void {
    if (this.#nextSequence > this.size) this.#apply(this.#before, this.entry(this.firstSequence))
    const place = this.#nextSequence % this.size
    this.#timeMicros[place] = timeMicros
    this.#item[place] = item
    this.#text[place] = text
    this.#apply(this.#latest, { sequence: this.#nextSequence, timeMicros, item, text })
    this.#nextSequence += 1
  }

  /** The entry with a sequence number from `firstSequence` to before `nextSequence`. */
  entry(sequence: number): Entry {
    const place = sequence % this.size
    return {
      sequence,
      timeMicros: this.#timeMicros[place]!,
      item: this.#item[place]!,
      text: this.#text[place]!,
    }
  }

  /** What held just after `at` was observed; without `at`, what holds now. */
  current(at?: number): Checkpoint {
    if (at === undefined) return this.#latest
    const state: Checkpoint = new Map(this.#before)
    for (let sequence = this.firstSequence; sequence <= at; sequence += 1)
      this.#apply(state, this.entry(sequence))
    return state
  }

  /**
   * Entries of the wanted data items from `from` on, at most `count`, and the sequence number to go on from.
   * Every sequence number before `next` was looked at, wanted or not.
   */
  slice(from: number, count: number, wanted: (item: number) => boolean): { entries: Entry[]; next: number } {
    const entries: Entry[] = []
    let sequence = from
    while (sequence < this.#nextSequence && entries.length < count) {
      if (wanted(this.#item[sequence % this.size]!)) entries.push(this.entry(sequence))
      sequence += 1
    }
    return { entries, next: sequence }
  }

  #apply(state: Checkpoint, entry: Entry): void {
    const active = this.#isCondition(entry.item) ? state.get(entry.item) : undefined
    state.set(entry.item, active === undefined ? [entry] : activeConditions(active, entry))
  }
}

/**
 * What is active of a condition after one more observation (MTConnect Part 3, Condition): a fault or warning
 * adds to the others, told apart by its native code; normal with a code ends that one; normal without one and
 * unavailable end all.
 */
function activeConditions(active: readonly Entry[], entry: Entry): Entry[] {
  const [level = '', code = ''] = entry.text.split('|')
  if (isUnavailable(entry.text) || (isNormal(level) && code === '')) return [entry]
  const others = active.filter((one) => {
    const [otherLevel = '', otherCode = ''] = one.text.split('|')
    return !isUnavailable(one.text) && !isNormal(otherLevel) && otherCode !== code
  })
  return isNormal(level) && others.length > 0 ? others : [...others, entry]
}

function isNormal(level: string): boolean {
  return level.toUpperCase() === 'NORMAL'
}
