import type { Figure } from '@ronghe/kit/contract'
import { elevated, regionPrefix } from '@ronghe/kit/db'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { countsByFirm, type FirmCounts } from '../store/evidence.ts'
import { machineHours } from '../store/oee.ts'
import { shareFigure } from './figures.ts'

type Routes = Pick<Service<typeof factory>, 'machinesByRegion' | 'machinesByFirm' | 'oeeSpread'>

const tenths = 10

/** What machines prove of a region. Sums are public; names only for who may see the firm. */
export const evidence: Routes = {
  async machinesByRegion(ctx, { query }) {
    const prefix = regionPrefix(query.region)
    const filter = { prefix, ...(query.isKey === undefined ? {} : { isKey: query.isKey }) }
    const firms = await elevated(ctx.sql, ctx.caller, () =>
      countsByFirm(ctx.sql, ctx.caller.locale, filter, ctx.now),
    )
    // A province's divisions are its cities, a city's its counties.
    const keyOf = (code: string) => (prefix.length <= 2 ? `${code.slice(0, 4)}00` : code)
    const groups = Map.groupBy(firms, (firm) => keyOf(firm.regionCode))
    return {
      total: summaryOf(query.region, firms),
      rows: [...groups].map(([key, group]) => summaryOf(key, group)),
      at: ctx.now.toISOString(),
      isSample: firms.some((firm) => firm.isSample),
    }
  },

  async machinesByFirm(ctx, { query }) {
    const filter = {
      prefix: regionPrefix(query.region ?? null),
      ...(query.isKey === undefined ? {} : { isKey: query.isKey }),
      ...(query.q ? { q: query.q } : {}),
    }
    const all = (await countsByFirm(ctx.sql, ctx.caller.locale, filter, ctx.now)).filter((firm) =>
      maySee(ctx, firm),
    )
    const { page = 1, pageSize = 20, sort } = query
    const rows = sorted(all, sort).slice((page - 1) * pageSize, page * pageSize)
    const hours = await machineHours(ctx.sql, filter.prefix, daysAgo(ctx.now, 7))
    return {
      total: all.length,
      rows: rows.map((firm) => ({
        ...summaryOf(firm.organisationId, [firm]),
        organisationId: firm.organisationId,
        organisationName: firm.organisationName,
        regionCode: firm.regionCode,
        isKey: firm.isKey,
        isSample: firm.isSample,
        oee: meanOee(hours.filter((one) => one.organisationId === firm.organisationId)),
      })),
    }
  },

  async oeeSpread(ctx, { query }) {
    const prefix = regionPrefix(query.region)
    const hours = await elevated(ctx.sql, ctx.caller, () =>
      machineHours(ctx.sql, prefix, daysAgo(ctx.now, query.days ?? 7)),
    )
    const known = hours.filter((one) => one.oeeHours !== null)
    const availability = hours.map((one) => one.production / one.planned)
    const sum = (pick: (one: (typeof hours)[number]) => number) =>
      hours.reduce((total, one) => total + pick(one), 0)
    const proof = `/factory/oee-days`
    const meanAvailability =
      hours.length === 0 ? null : sum((one) => one.production) / sum((one) => one.planned)
    return {
      oee: spread(known.map((one) => (one.oeeHours ?? 0) / one.planned)),
      availability: spread(availability),
      machines: hours.length,
      machinesWithoutOee: hours.length - known.length,
      mean: figure(ctx, meanOee(hours), 'factory.missing.noIdealCycle', proof),
      meanAvailability: figure(ctx, meanAvailability, 'factory.missing.noSignals', proof),
      at: ctx.now.toISOString(),
    }
  },
}

function figure(ctx: Ctx, share: number | null, reason: string, proof: string): Figure {
  return shareFigure(share, ctx.now, reason, proof)
}

/** Sums of firms; rates are means of the firms' own rates, as the statistics define them (1.5 of the rules). */
function summaryOf(key: string, firms: readonly FirmCounts[]) {
  const sum = (pick: (firm: FirmCounts) => number) => firms.reduce((total, firm) => total + pick(firm), 0)
  const withKey = firms.filter((firm) => firm.keyProcess > 0)
  const mean = (pick: (firm: FirmCounts) => number) =>
    withKey.length === 0
      ? null
      : withKey.reduce((total, firm) => total + pick(firm) / firm.keyProcess, 0) / withKey.length
  return {
    key,
    firms: firms.length,
    firmsConnected: firms.filter((firm) => firm.machinesConnected > 0).length,
    machines: sum((firm) => firm.machines),
    machinesConnected: sum((firm) => firm.machinesConnected),
    machinesOnline: sum((firm) => firm.machinesOnline),
    keyProcess: sum((firm) => firm.keyProcess),
    keyProcessControlledDeclared: sum((firm) => firm.declared),
    keyProcessControlledEvidenced: sum((firm) => firm.evidenced),
    rateDeclared: mean((firm) => firm.declared),
    rateEvidenced: mean((firm) => firm.evidenced),
  }
}

/** The directory of firms is public; whose machines one may count by name is not. */
function maySee(ctx: Ctx, firm: FirmCounts): boolean {
  if (ctx.caller.reach === 'all' || firm.organisationId === ctx.caller.organisationId) return true
  return ctx.caller.reach === 'region' && firm.regionCode.startsWith(regionPrefix(ctx.caller.regionCode))
}

/** Weighted by planned hours; null when a machine has no OEE, since a mean of the others would be another figure. */
function meanOee(hours: readonly { planned: number; oeeHours: number | null }[]): number | null {
  if (hours.length === 0 || hours.some((one) => one.oeeHours === null)) return null
  const planned = hours.reduce((total, one) => total + one.planned, 0)
  return hours.reduce((total, one) => total + (one.oeeHours ?? 0), 0) / planned
}

/** How many fall into each tenth; what is above 1 stands in the last. */
function spread(shares: readonly number[]): number[] {
  const counts = new Array<number>(tenths).fill(0)
  for (const share of shares) {
    const index = Math.min(tenths - 1, Math.max(0, Math.floor(share * tenths)))
    counts[index] = (counts[index] ?? 0) + 1
  }
  return counts
}

const sortable: Record<string, (firm: FirmCounts) => number | string> = {
  organisationName: (firm) => firm.organisationName,
  regionCode: (firm) => firm.regionCode,
  machines: (firm) => firm.machines,
  machinesConnected: (firm) => firm.machinesConnected,
  keyProcess: (firm) => firm.keyProcess,
}

function sorted(firms: readonly FirmCounts[], sort: string | undefined): FirmCounts[] {
  const pick = sortable[(sort ?? '').replace(/^-/, '')] ?? ((firm: FirmCounts) => -firm.machinesConnected)
  const sign = sort?.startsWith('-') ? -1 : 1
  return firms.toSorted((a, b) => {
    const left = pick(a)
    const right = pick(b)
    return sign * (left < right ? -1 : left > right ? 1 : 0)
  })
}

function daysAgo(now: Date, days: number): string {
  return new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10)
}
