import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import DataLoader from 'dataloader'
import { LRUCache } from 'lru-cache'
import { prefixedDigits } from '../master/key.ts'
import { type HeadRow, headsOf, type LinkRow, linksOf } from './store.ts'

/** What hangs on a code: whose it is, what it is called, and the links of every anchor. */
export type Found = HeadRow & { links: readonly LinkRow[] }

/** What hangs on a code, from memory where it was asked a moment ago. */
export type Kept = {
  /** `anchors` of a code, the longest first; the last is its key alone. */
  ask(anchors: readonly string[]): Promise<Found>
  stop(): Promise<void>
}

const keysMax = 20_000
const linksMax = 200
/** Names and events change without a word; links tell at once. */
const keptMs = 10_000
const batchMax = 64
const batchesMax = 2

/**
 * One question to the database for all who ask while the former two are answered, since most codes of a
 * region are asked once a day; forgotten when links change in any process.
 */
export async function keepLinks(house: House): Promise<Kept> {
  const now = () => house.clock.now().getTime()
  const heads = loaderOf(now, (roots) =>
    house.db.transaction(systemCaller, (sql) =>
      headsOf(
        sql,
        roots.map((root) => ({ root, digits: prefixedDigits(`https://id.gs1.org${root}`) ?? '' })),
      ),
    ),
  )
  const links = loaderOf(now, (anchors) =>
    house.db.transaction(systemCaller, (sql) => linksOf(sql, anchors, linksMax)),
  )
  const stop = await house.db.listen('trace_targets', () => {
    heads.clearAll()
    links.clearAll()
  })
  return {
    async ask(anchors) {
      const [head, ...lists] = await Promise.all([
        heads.load(anchors.at(-1)!),
        ...anchors.map((anchor) => links.load(anchor)),
      ])
      return { ...head, links: lists.flat() }
    },
    stop,
  }
}

/** Answers of `ask`, one a key, kept for a while; what failed is asked again by the next. */
function loaderOf<T>(
  now: () => number,
  ask: (keys: readonly string[]) => Promise<T[]>,
): DataLoader<string, T> {
  const queue: (() => void)[] = []
  let running = 0
  const alone = (key: string) => ask([key]).then(([one]) => one!, errorOf)
  const loader = new DataLoader<string, T>(
    async (keys) => {
      running += 1
      try {
        return await ask(keys)
      } catch (error) {
        // A code that the database refuses spoils nobody else's answer.
        const each = keys.length === 1 ? [errorOf(error)] : await Promise.all(keys.map(alone))
        for (const [at, key] of keys.entries()) if (each[at] instanceof Error) loader.clear(key)
        return each
      } finally {
        running -= 1
        queue.shift()?.()
      }
    },
    {
      maxBatchSize: batchMax,
      batchScheduleFn: (dispatch) => {
        if (running < batchesMax) setImmediate(dispatch)
        else queue.push(dispatch)
      },
      cacheMap: new LRUCache<string, Promise<T>>({
        ...{ max: keysMax, ttl: keptMs, ttlResolution: 0, perf: { now } },
      }),
    },
  )
  return loader
}

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
