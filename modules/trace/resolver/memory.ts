import DataLoader from 'dataloader'
import { LRUCache } from 'lru-cache'

export type MemoryOptions<T> = {
  now: () => number
  ask: (keys: readonly string[]) => Promise<T[]>
  keysMax: number
  /** What an answer weighs; together they weigh at most `sizeMax`. */
  sizeOf?: (answer: T) => number
  sizeMax?: number
}

export type Memory<T> = { load: (key: string) => Promise<T>; forget: () => void }

/** After so long an answer is asked anew, while those who ask meanwhile are given the old one. */
export const freshMs = 10_000
/** Nobody is given an answer that is older. */
export const staleMs = 25_000
const batchMax = 64
const batchesMax = 2

type Entry<T> = { answer: Promise<T>; askedMs: number; freshMs: number; isAsking: boolean }

/**
 * Answers of `ask`, one a key. Who asks for what nobody asked yet waits for a batch; what is no longer fresh
 * is asked again behind the reader's back, each key at a time of its own, and never before those who wait.
 * What failed is asked again by the next.
 */
export function memoryOf<T>({ now, ask, keysMax, sizeOf, sizeMax }: MemoryOptions<T>): Memory<T> {
  const entries = new LRUCache<string, Entry<T>>({
    max: keysMax,
    ...(sizeMax === undefined ? {} : { maxSize: sizeMax }),
  })
  const first = batchesOf(ask, batchesMax)
  const again = batchesOf(ask, 1)
  function keep(key: string, answer: Promise<T>, size: number): Entry<T> {
    const entry = { answer, askedMs: now(), freshMs: freshMs * (0.75 + shareOf(key) / 4), isAsking: false }
    entries.set(key, entry, sizeMax === undefined ? {} : { size })
    return entry
  }
  /** Only what nobody forgot meanwhile: an answer that was asked for before a change is not kept after it. */
  function renew(key: string, entry: Entry<T>): void {
    entry.isAsking = true
    again.load(key).then(
      (answer) => {
        if (entries.peek(key) === entry) keep(key, Promise.resolve(answer), sizeOf?.(answer) ?? 1)
      },
      () => {
        entry.isAsking = false
      },
    )
  }
  function begin(key: string): Promise<T> {
    const entry = keep(key, first.load(key), 1)
    entry.answer.then(
      (answer) => {
        // A weight is taken of what is new alone.
        if (sizeOf && entries.peek(key) === entry) entries.set(key, { ...entry }, { size: sizeOf(answer) })
      },
      () => {
        if (entries.peek(key) === entry) entries.delete(key)
      },
    )
    return entry.answer
  }
  return {
    load(key) {
      const entry = entries.get(key)
      const ageMs = entry ? now() - entry.askedMs : Number.POSITIVE_INFINITY
      if (!entry || ageMs >= staleMs) return begin(key)
      if (ageMs >= entry.freshMs && !entry.isAsking) renew(key, entry)
      return entry.answer
    },
    forget: () => entries.clear(),
  }
}

/** One question for all who ask while the former ones are answered, so many at a time. */
function batchesOf<T>(ask: (keys: readonly string[]) => Promise<T[]>, atOnce: number): DataLoader<string, T> {
  const queue: (() => void)[] = []
  let running = 0
  const alone = (key: string) => ask([key]).then(([one]) => one!, errorOf)
  return new DataLoader<string, T>(
    async (keys) => {
      running += 1
      try {
        return await ask(keys)
      } catch (error) {
        // A key that the database refuses spoils nobody else's answer.
        return keys.length === 1 ? [errorOf(error)] : await Promise.all(keys.map(alone))
      } finally {
        running -= 1
        queue.shift()?.()
      }
    },
    {
      ...{ maxBatchSize: batchMax, cache: false },
      batchScheduleFn: (dispatch) => {
        if (running < atOnce) setImmediate(dispatch)
        else queue.push(dispatch)
      },
    },
  )
}

/** Of a text always the same share between 0 and 1: so keys asked together are not renewed together. */
function shareOf(key: string): number {
  let hash = 0
  for (let at = 0; at < key.length; at += 1) hash = (Math.imul(hash, 31) + key.charCodeAt(at)) | 0
  return (Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> 0) / 2 ** 32
}

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
