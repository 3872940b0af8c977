import { good, type Observation, stale } from './observation.ts'

type Memory = { newest?: Observation; staleMicros?: number }

/**
 * What is known of a device's tags over the losses of its connection.
 *
 * When the connection is lost, every tag becomes stale at the last sign of life: from there on nobody
 * knows. When the connection returns and the source proves what the value was (its buffer has no gap), the
 * mark is ended one microsecond after it began, so that the time between is known after all; otherwise the
 * tag stays unknown until its next value.
 */
export class Continuity {
  readonly #tags = new Map<string, Memory>()

  newest(tag: string): Observation | undefined {
    return this.#tags.get(tag)?.newest
  }

  /** The log says that the tag was stale when it ended. */
  recall(tag: string, staleMicros: number): void {
    this.#of(tag).staleMicros = staleMicros
  }

  /**
   * Stale marks for the tags in question that are not stale yet, at `atMicros` or right after their newest
   * value.
   */
  lose(
    tags: Iterable<string>,
    atMicros: number,
    timeMicros: (tag: string) => number | undefined,
  ): Observation[] {
    const marks: Observation[] = []
    for (const tag of tags) {
      const memory = this.#of(tag)
      const newestMicros = timeMicros(tag)
      if (memory.staleMicros !== undefined || newestMicros === undefined) continue
      memory.staleMicros = Math.max(atMicros, newestMicros + 1)
      marks.push({ tag, timeMicros: memory.staleMicros, value: null, quality: stale })
    }
    return marks
  }

  /** What was known is no proof any more: observations are missing between then and what comes next. */
  forget(tags: Iterable<string>): void {
    for (const tag of tags) delete this.#of(tag).newest
  }

  /** Takes an observation in; returns the end of the tag's stale mark if this is the first one behind it. */
  observe(observation: Observation): Observation | undefined {
    const memory = this.#of(observation.tag)
    const { staleMicros } = memory
    const ended =
      staleMicros !== undefined && observation.timeMicros > staleMicros
        ? this.#end(observation.tag)
        : undefined
    memory.newest = observation
    return ended
  }

  /** The source has been read up to now: ends the marks of all tags whose value is proved. */
  resume(): Observation[] {
    return [...this.#tags.keys()].flatMap((tag) => this.#end(tag) ?? [])
  }

  #end(tag: string): Observation | undefined {
    const memory = this.#of(tag)
    const { newest, staleMicros } = memory
    if (staleMicros === undefined) return undefined
    delete memory.staleMicros
    if (!newest || newest.timeMicros > staleMicros) return undefined
    const value = newest.quality === good ? newest.value : null
    return { tag, timeMicros: staleMicros + 1, value, quality: newest.quality }
  }

  #of(tag: string): Memory {
    const memory = this.#tags.get(tag) ?? {}
    this.#tags.set(tag, memory)
    return memory
  }
}
