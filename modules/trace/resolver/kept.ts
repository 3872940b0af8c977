import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { prefixedDigits } from '../master/key.ts'
import { type RootRow, rootOf } from './store.ts'

/** What hangs on a key, from memory where it was asked a moment ago. */
export type Kept = {
  ask(root: string, anchors: readonly string[]): Promise<RootRow>
  stop(): Promise<void>
}

const keysMax = 20_000
const linksMax = 200
/** Names and events change without a word; links tell at once. */
const keptMs = 10_000

type Entry = { until: number; answer: Promise<RootRow> }

/** One question a key, however many ask for it at a time; forgotten when links change in any process. */
export async function keepLinks(house: House): Promise<Kept> {
  const entries = new Map<string, Entry>()
  const stop = await house.db.listen('trace_targets', () => entries.clear())
  const load = (root: string, anchors: readonly string[]) => {
    const digits = prefixedDigits(`https://id.gs1.org${root}`) ?? ''
    return house.db.transaction(systemCaller, (sql) => rootOf(sql, root, digits, anchors, linksMax))
  }
  return {
    async ask(root, anchors) {
      const now = house.clock.now().getTime()
      const known = entries.get(root)
      if (known && known.until > now) return known.answer
      const answer = load(root, anchors)
      entries.delete(root)
      // The oldest goes: a map remembers the sequence in which its keys came.
      if (entries.size >= keysMax) entries.delete(entries.keys().next().value!)
      entries.set(root, { until: now + keptMs, answer })
      try {
        const found = await answer
        if (!found.isWhole) entries.delete(root)
        return found
      } catch (error) {
        entries.delete(root)
        throw error
      }
    },
    stop,
  }
}
