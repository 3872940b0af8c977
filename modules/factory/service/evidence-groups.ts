import { regionPrefix } from '@ronghe/kit/db'
import type { Ctx } from '@ronghe/kit/module'
import type { FirmCounts } from '../store/evidence.ts'

/** What fewer firms amount to is held back from whoever does not answer for them. */
export const cellMin = 5

export type GroupBy = 'division' | 'trade' | 'park'
export type TradeDepth = 'section' | 'division' | 'group' | 'class'

const digits = { division: 2, group: 3, class: 4 } as const

/**
 * Under what a firm is counted. A trade that is told less deeply than asked for stands as it is told; a firm
 * without one stands under an empty key. A province's divisions are its cities, a city's its counties.
 */
export function groupKey(
  firm: Pick<FirmCounts, 'regionCode' | 'tradeCode' | 'section' | 'parkId'>,
  by: GroupBy,
  { prefix, depth }: { prefix: string; depth: TradeDepth },
): string {
  if (by === 'park') return firm.parkId ?? ''
  if (by === 'division') return prefix.length <= 2 ? `${firm.regionCode.slice(0, 4)}00` : firm.regionCode
  if (depth === 'section') return firm.section ?? ''
  return firm.tradeCode?.slice(0, digits[depth]) ?? ''
}

/** Does the caller answer for every firm of the region? */
export function answersFor(ctx: Ctx, prefix: string): boolean {
  if (ctx.caller.reach === 'all') return true
  const { reach, regionCode } = ctx.caller
  return reach === 'region' && regionCode !== null && prefix.startsWith(regionPrefix(regionCode))
}

/**
 * Groups of fewer than five firms; where all of them together are fewer than five, their sum would follow
 * from the others', so the smallest of those is held back too.
 */
export function heldBack(groups: ReadonlyMap<string, readonly unknown[]>): Set<string> {
  const bySize = [...groups].toSorted(([a, one], [b, other]) => one.length - other.length || (a < b ? -1 : 1))
  const held = new Set<string>()
  let firms = 0
  for (const [key, { length }] of bySize) {
    if (length >= cellMin && (firms === 0 || firms >= cellMin)) break
    held.add(key)
    firms += length
  }
  return held
}

/** Each firm once, whatever parks its machines stand in. */
export function eachOnce(firms: readonly FirmCounts[]): FirmCounts[] {
  return [...Map.groupBy(firms, (firm) => firm.organisationId).values()].flatMap((rows) => {
    const [first] = rows
    if (!first || rows.length === 1) return rows
    const sum = (pick: (one: FirmCounts) => number) => rows.reduce((all, one) => all + pick(one), 0)
    return [
      {
        ...first,
        parkId: null,
        machines: sum((one) => one.machines),
        machinesConnected: sum((one) => one.machinesConnected),
        machinesOnline: sum((one) => one.machinesOnline),
        keyProcess: sum((one) => one.keyProcess),
        declared: sum((one) => one.declared),
        evidenced: sum((one) => one.evidenced),
      },
    ]
  })
}
