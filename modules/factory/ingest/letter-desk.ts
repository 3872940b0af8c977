import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import * as store from '../store/dead-letters.ts'
import type { Told } from './wire.ts'

type Refused = Extract<Told, { kind: 'refused' }>

/** Refusals of an edge within this time are weighed against the time before it. */
const windowMs = 10 * 60_000
/** Fewer are nobody's concern, unless there are more each time. */
const noticedMin = 20
/** The rate has risen when it is so many times what it was. */
const riseFactor = 3
/** People are told once of an edge in so long. */
const quietMs = 6 * 3_600_000

/** Too much, or something wrong with it. */
type NoticeKind = 'limited' | 'many'
type Watch = { startMs: number; count: number; before: number; toldMs: number }

/**
 * Keeps what was refused, counts it, and tells the firm's engineers when an edge's refusals rise.
 */
export function createLetterDesk(house: House) {
  const watches = new Map<string, Watch>()
  const counts = new Map<string, number>()
  const refusedOf = new Map<string, number>()
  let working: Promise<void> = Promise.resolve()

  function isRising(edgeId: string, count: number): boolean {
    const now = house.clock.now().getTime()
    const watch = watches.get(edgeId) ?? {
      startMs: now,
      count: 0,
      before: 0,
      toldMs: Number.NEGATIVE_INFINITY,
    }
    watches.set(edgeId, watch)
    if (now - watch.startMs >= windowMs) {
      // After a longer silence the time before was quiet.
      watch.before = now - watch.startMs >= 2 * windowMs ? 0 : watch.count
      watch.startMs = now
      watch.count = 0
    }
    watch.count += count
    const isMore = watch.count >= noticedMin && watch.count > riseFactor * watch.before
    if (!isMore || now - watch.toldMs < quietMs) return false
    watch.toldMs = now
    return true
  }

  async function keep({ edgeId, letters }: Refused): Promise<void> {
    const count = letters.reduce((sum, one) => sum + one.count, 0)
    const isTold = isRising(edgeId, count)
    await house.act(systemCaller, async (ctx) => {
      const kept = await store.keepLetters(ctx.sql, edgeId, letters, ctx.newId)
      if (!kept) return
      const { organisationId, edge } = kept
      refusedOf.set(organisationId, (refusedOf.get(organisationId) ?? 0) + count)
      house.publish({ name: 'factory.letters', may: 'factory.read', organisationId }, { edgeId, count })
      if (!isTold) return
      const kind: NoticeKind = letters.every(({ code }) => code.startsWith('quota')) ? 'limited' : 'many'
      await ctx.notify({
        to: { organisationId, may: 'factory.connect' },
        word: `factory.notice.refused.${kind}`,
        blanks: { edge, count: String(watches.get(edgeId)?.count ?? count) },
        link: `/factory/letters?edge=${edgeId}`,
      })
    })
  }

  return {
    take(refused: Refused): void {
      for (const { code, count } of refused.letters) counts.set(code, (counts.get(code) ?? 0) + count)
      working = working
        .then(() => keep(refused))
        .catch((error: unknown) => house.log.error({ err: error }, 'dead letters not kept'))
    },
    /** Refusals since the start by reason. */
    counts: () => [...counts].map(([label, value]) => ({ label, value })),
    /** Refusals of organisations since it was last asked. */
    takeRefused(): Map<string, number> {
      const taken = new Map(refusedOf)
      refusedOf.clear()
      return taken
    },
    settled: () => working,
  }
}
