import { regionPrefix } from '@ronghe/kit/db'
import type { Service } from '@ronghe/kit/module'
import type { assess } from '../contract.ts'
import { assessedByGroup, certifiedByGroup, type GroupCount, underWayByGroup } from '../store/groups.ts'
import { within } from './one-run.ts'

/** Counts of firms and certificates are public however firms are brought together; no score is among them. */
export const groups: Pick<Service<typeof assess>, 'countsByGroup'> = {
  countsByGroup(ctx, { query }) {
    const { by, depth = 'division', trade = null, park = null } = query
    const filter = { prefix: regionPrefix(query.region ?? null), by, depth, trade, park }
    return within(ctx, async () => {
      const assessed = await assessedByGroup(ctx.sql, filter)
      const certified = await certifiedByGroup(ctx.sql, filter)
      const underWay = await underWayByGroup(ctx.sql, filter)
      const keys = new Set([assessed, certified, underWay].flat().map(({ key }) => key))
      const of = (list: readonly GroupCount[], key: string) => list.filter((one) => one.key === key)
      return {
        rows: [...keys].toSorted().map((key) => ({
          key,
          assessed: of(assessed, key).map(({ code, firms }) => ({ framework: code, firms })),
          certificates: of(certified, key).map(({ code, firms }) => ({ scheme: code, valid: firms })),
          underWay: of(underWay, key)[0]?.firms ?? 0,
        })),
        at: ctx.now.toISOString(),
      }
    })
  },
}
