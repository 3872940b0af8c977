import type { Figure } from '@ronghe/kit/contract'
import { elevated, regionPrefix } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { dayOf } from '../store/equipment.ts'
import { countsByFirm, type FirmCounts } from '../store/evidence.ts'
import { machineHours } from '../store/oee.ts'
import { answersFor, cellMin, eachOnce, groupKey, heldBack } from './evidence-groups.ts'
import { figureOf } from './figures.ts'
import { evidenceOfFirm } from './firm-evidence.ts'

type Routes = Pick<
  Service<typeof factory>,
  'machinesByRegion' | 'machinesByGroup' | 'machinesByFirm' | 'firmEvidence' | 'oeeSpread'
>

const tenths = 10
/** A firm's OEE is that of as many last days. */
const firmDays = 7
/** What proves an answer is that of a month. */
const evidenceDays = 30

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

  async machinesByGroup(ctx, { query }) {
    const { by, depth = 'division', region, isKey, trade } = query
    const prefix = regionPrefix(region)
    const park = query.park ?? (by === 'park' ? 'each' : undefined)
    const filter = { prefix, isKey, trade, park, isByTrade: by === 'trade' }
    const firms = await elevated(ctx.sql, ctx.caller, () =>
      countsByFirm(ctx.sql, ctx.caller.locale, filter, ctx.now),
    )
    const groups = Map.groupBy(firms, (firm) => groupKey(firm, by, { prefix, depth }))
    const whole = eachOnce(firms)
    const isPlain = by === 'division' && trade === undefined && park === undefined
    const isOpen = isPlain || answersFor(ctx, prefix)
    const held = isOpen ? new Set<string>() : heldBack(groups)
    return {
      total: isOpen || whole.length >= cellMin ? summaryOf(region, whole) : null,
      rows: [...groups.keys()].toSorted().map((key) => {
        const group = groups.get(key) ?? []
        return { key, firms: group.length, machines: held.has(key) ? null : summaryOf(key, group) }
      }),
      at: ctx.now.toISOString(),
      isSample: firms.some((firm) => firm.isSample),
    }
  },

  async machinesByFirm(ctx, { query }) {
    const { isKey, q, trade, park, organisation: id } = query
    const filter = { prefix: regionPrefix(query.region ?? null), isKey, q, trade, park, id }
    const all = (await countsByFirm(ctx.sql, ctx.caller.locale, filter, ctx.now)).filter((firm) =>
      maySee(ctx, firm),
    )
    const { page = 1, pageSize = 20, sort } = query
    const rows = sorted(all, sort).slice((page - 1) * pageSize, page * pageSize)
    const hours = await machineHours(ctx.sql, filter.prefix, firstDay(ctx.now, firmDays), ctx.now)
    return {
      total: all.length,
      sum: summaryOf(query.region ?? '', all),
      at: ctx.now.toISOString(),
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

  async firmEvidence(ctx, { params }) {
    const { organisationId } = params
    const cards = await countsByFirm(ctx.sql, ctx.caller.locale, { prefix: '', id: organisationId }, ctx.now)
    const card = cards[0]
    if (!card || !maySee(ctx, card)) throw new Fault('kit.notFound')
    return { rows: await evidenceOfFirm(ctx, organisationId, firstDay(ctx.now, evidenceDays)) }
  },

  async oeeSpread(ctx, { query }) {
    const prefix = regionPrefix(query.region)
    const fromDay = firstDay(ctx.now, query.days ?? 7)
    const hours = await elevated(ctx.sql, ctx.caller, () => machineHours(ctx.sql, prefix, fromDay, ctx.now))
    const known = hours.filter((one) => one.oeeHours !== null)
    const planned = sumOf(hours, (one) => one.planned)
    const production = sumOf(hours, (one) => one.production)
    const about = {
      at: ctx.now.toISOString(),
      proof: `/factory/oee-days?region=${query.region}&fromDay=${fromDay}`,
    }
    const shares = { numerator: round(production), denominator: round(planned) }
    const availability = hours.length === 0 ? null : production / planned
    return {
      oee: spread(known.map((one) => (one.oeeHours ?? 0) / one.planned)),
      availability: spread(hours.map((one) => one.production / one.planned)),
      machines: hours.length,
      machinesWithoutOee: hours.length - known.length,
      mean: meanFigure(meanOee(hours), hours.length === 0 ? 'noSignals' : 'notAllOee', about),
      meanAvailability: meanFigure(availability, 'noSignals', { ...about, ...shares }),
      at: ctx.now.toISOString(),
    }
  },
}

function meanFigure(value: number | null, missing: string, about: Parameters<typeof figureOf>[1]): Figure {
  return figureOf(value === null ? { value, missing } : { value, missing: null }, about)
}

function sumOf<T>(list: readonly T[], pick: (one: T) => number): number {
  return list.reduce((total, one) => total + pick(one), 0)
}

/** Hours with three decimals. */
function round(hours: number): number {
  return Math.round(hours * 1000) / 1000
}

/**
 * Sums of firms; rates are means of the firms' own rates, as the statistics define them (1.5 of the rules).
 */
function summaryOf(key: string, firms: readonly FirmCounts[]) {
  const sum = (pick: (firm: FirmCounts) => number) => sumOf(firms, pick)
  const withKey = firms.filter((firm) => firm.keyProcess > 0)
  const mean = (pick: (firm: FirmCounts) => number) =>
    withKey.length === 0 ? null : sumOf(withKey, (firm) => pick(firm) / firm.keyProcess) / withKey.length
  return {
    key,
    firms: firms.length,
    firmsConnected: firms.filter((firm) => firm.machinesConnected > 0).length,
    firmsWithKeyProcess: withKey.length,
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

/**
 * Weighted by planned hours; null when a machine has no OEE, since a mean of the others would be another
 * figure.
 */
function meanOee(hours: readonly { planned: number; oeeHours: number | null }[]): number | null {
  if (hours.length === 0 || hours.some((one) => one.oeeHours === null)) return null
  return sumOf(hours, (one) => one.oeeHours ?? 0) / sumOf(hours, (one) => one.planned)
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

/** The first of the last `days` local days, today among them. */
function firstDay(now: Date, days: number): string {
  return dayOf(new Date(now.getTime() - (days - 1) * 86_400_000))
}
