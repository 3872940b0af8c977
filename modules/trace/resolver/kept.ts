import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { prefixedDigits } from '../master/key.ts'
import { memoryOf } from './memory.ts'
import { type HeadRow, headsOf, type LinkRow, linksOf, linksOfRoots } from './store.ts'

/** What hangs on a code: whose it is, what it is called, and the links of every anchor. */
export type Found = HeadRow & { links: readonly LinkRow[] }

/** What hangs on a code, from memory where it was asked a moment ago. */
export type Kept = {
  /** `anchors` of a code, the longest first; the last is its key alone. */
  ask(anchors: readonly string[]): Promise<Found>
  /** How often all was forgotten: what was asked for at another count is not true any more. */
  changes(): number
  stop(): Promise<void>
}

const keysMax = 20_000
const linksMax = 200
/** A key with more links is asked for each anchor alone. */
const rootLinksMax = 1_500
const keptLinksMax = 200_000

/** Links of a key by anchor, or null where there are too many to keep. */
type Root = ReadonlyMap<string, readonly LinkRow[]> | null

/**
 * Most codes of a region are asked once a day, and most are items of few products: so the links of a whole
 * key are kept, and a code that nobody asked yet is mostly answered from memory. Forgotten when links change
 * in any process.
 */
export async function keepLinks(house: House): Promise<Kept> {
  const now = () => house.clock.now().getTime()
  const heads = memoryOf({
    ...{ now, keysMax },
    ask: (roots) =>
      house.db.transaction(systemCaller, (sql) =>
        headsOf(
          sql,
          roots.map((root) => ({ root, digits: prefixedDigits(`https://id.gs1.org${root}`) ?? '' })),
        ),
      ),
  })
  const roots = memoryOf<Root>({
    ...{ now, keysMax, sizeMax: keptLinksMax, sizeOf: (root) => 1 + (root?.size ?? 0) },
    ask: async (keys) => {
      const rows = await house.db.transaction(systemCaller, (sql) =>
        linksOfRoots(sql, keys, rootLinksMax + 1),
      )
      return keys.map((_, at) => rootOf(rows[at]!))
    },
  })
  const links = memoryOf({
    ...{ now, keysMax },
    ask: (anchors) => house.db.transaction(systemCaller, (sql) => linksOf(sql, anchors, linksMax)),
  })
  let changes = 0
  const stop = await house.db.listen('trace_targets', () => {
    changes += 1
    heads.forget()
    roots.forget()
    links.forget()
  })
  return {
    async ask(anchors) {
      const key = anchors.at(-1)!
      const [head, root] = await Promise.all([heads.load(key), roots.load(key)])
      const lists = root
        ? anchors.map((anchor) => root.get(anchor) ?? [])
        : await Promise.all(anchors.map((anchor) => links.load(anchor)))
      return { ...head, links: lists.flat() }
    },
    changes: () => changes,
    stop,
  }
}

function rootOf(rows: readonly LinkRow[]): Root {
  if (rows.length > rootLinksMax) return null
  const lists = new Map<string, LinkRow[]>()
  for (const row of rows) {
    const list = lists.get(row.anchor) ?? []
    if (list.length < linksMax) list.push(row)
    lists.set(row.anchor, list)
  }
  return lists
}
