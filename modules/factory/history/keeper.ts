import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { startRounds } from '@ronghe/kit/rounds'
import { noteThinning, thinnableTags, thinningOrganisations } from '../store/retention.ts'
import { retentionRules } from '../store/retention-rules.ts'
import { startExporting } from './exports.ts'
import { startRoomWatch } from './room.ts'
import { thinTo } from './thinning.ts'

const roundMs = 6 * 3_600_000

/** Thins history, gives it out as files, and watches the room it has. */
export function startHistory(house: House): () => Promise<void> {
  const stops = [startKeeping(house), startExporting(house), startRoomWatch(house)]
  return async () => {
    for (const stop of stops) await stop()
  }
}

/** Thins history a few times a day to what each organisation keeps. */
function startKeeping(house: House): () => Promise<void> {
  return startRounds(house.log, {
    everyMs: roundMs,
    failed: 'history not thinned',
    round: () => keepHistory(house),
  })
}

/** One round over all organisations; the thinning itself is outside of any transaction. */
export async function keepHistory(house: House): Promise<void> {
  const kept = await house.act(systemCaller, ({ sql }) => thinningOrganisations(sql))
  for (const { organisationId, ...rest } of kept) {
    const { tags, rules, now } = await house.act(systemCaller, async ({ sql, now }) => ({
      tags: await thinnableTags(sql, organisationId),
      rules: await retentionRules(sql, organisationId),
      now,
    }))
    const { points } = await thinTo(house.series, tags, { rules, rest }, now, false)
    if (points === 0) continue
    await house.act(systemCaller, ({ sql }) => noteThinning(sql, organisationId, points, now))
  }
}
