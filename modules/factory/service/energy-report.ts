import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { defaultTimeZone, timeZoneOf } from '../calendar/planned.ts'
import type { factory } from '../contract.ts'
import { type Hour, sumOf } from '../energy/account.ts'
import type { AccountedDay } from '../energy/days.ts'
import { millionthsOf } from '../energy/decimal.ts'
import { validOn } from '../energy/tariff.ts'
import { isoOf } from '../micros.ts'
import { computeReport } from '../oee/report.ts'
import { listMeters, type MeterRow, meterById } from '../store/energy-meters.ts'
import { listTargets, type TargetPeriod, type TargetRow } from '../store/energy-targets.ts'
import { type Account, accountOf, ratesBy } from './energy-account.ts'
import * as shown from './energy-figures.ts'
import { type Span, spanFault, spanOf } from './spans.ts'

type Routes = Pick<Service<typeof factory>, 'energyOverview' | 'energyReport' | 'energyHours' | 'energyDays'>

const daysMax = 92
const metersMax = 200
const targetsMax = 1000

export const energyReports: Routes = {
  async energyOverview(ctx, { query }) {
    const window = endedNow(ctx, spanOf(query, daysMax))
    const organisation = query.organisation ?? (ctx.caller.reach === 'own' ? ctx.caller.organisationId : null)
    const { rows } = await listMeters(ctx.sql, ctx.caller.locale, {
      ...(organisation ? { organisation } : {}),
      pageSize: metersMax,
    })
    const ids = new Set(rows.map((row) => row.id))
    const roots = rows.filter((row) => !row.parentId || !ids.has(row.parentId))
    const timeZone = roots[0] ? await timeZoneOf(ctx.sql, roots[0].unitId) : defaultTimeZone
    const accounts = await accountsOf(ctx, rows, window, timeZone)
    const before = await accountsOf(ctx, rows, earlier(window), timeZone)
    const daysOfRoots = roots.map((root) => accounts.get(root.id)?.days ?? [])
    const days = shown.daysTogether(daysOfRoots, window)
    const total = sumOf(
      days.map((one) => one.sum),
      window,
    )
    const past = sumOf(
      roots.flatMap((root) => (before.get(root.id)?.days ?? []).map((one) => one.sum)),
      earlier(window),
    )
    const proof =
      roots.length === 1 ? proofOf(roots[0]?.id ?? '', window) : `/factory/energy?range=${rangeOf(window)}`
    const about = { at: isoOf(window.toMicros), proof }
    const demand = roots.length === 1 ? shown.greatestOf(days) : null
    return {
      from: isoOf(window.fromMicros),
      to: isoOf(window.toMicros),
      timeZone,
      ...shown.sumFigures(total, about),
      ...idleOf(rows, accounts, window, about),
      demand: shown.demandFigure(demand, roots.length > 1 ? 'severalMeters' : 'noReadings', about),
      energyBefore: shown.energyFigure(past, about),
      kinds: shown.kindsOf(total),
      days: days.map((one) => shown.dayShown(one, null)),
      meters: rows.map((row) => meterSums(row, rows, { accounts, before, window })),
    }
  },

  async energyReport(ctx, { params, query }) {
    const meter = await knownMeter(ctx, params.meterId)
    const window = endedNow(ctx, spanOf(query, daysMax))
    const { days, timeZone } = await oneAccount(ctx, meter, window)
    const { days: pastDays } = await oneAccount(ctx, meter, earlier(window))
    const sum = wholeOf(days, window)
    const about = { at: isoOf(window.toMicros), proof: proofOf(meter.id, window) }
    const targets = await targetsOf(ctx, meter.id)
    const pieces = meter.equipmentId ? await piecesIn(ctx, meter, window) : null
    const lastDay = days.at(-1)?.day ?? ''
    const pieceTarget = targetOn(targets, 'piece', lastDay)
    return {
      from: isoOf(window.fromMicros),
      to: isoOf(window.toMicros),
      timeZone,
      meter,
      ...shown.sumFigures(sum, about),
      demand: shown.demandFigure(shown.greatestOf(days), 'noReadings', about),
      energyBefore: shown.energyFigure(wholeOf(pastDays, earlier(window)), about),
      perPiece: shown.perPieceFigure(sum, pieces, about),
      pieceTargetKwh: pieceTarget === null ? null : Number(millionthsOf(pieceTarget)) / 1_000_000,
      kinds: shown.kindsOf(sum),
      days: days.map((one) => shown.dayShown(one, targetOn(targets, 'day', one.day))),
      hours: days.flatMap((one) => one.hours.map(shown.hourShown)),
    }
  },

  async energyHours(ctx, { params, query }) {
    const meter = await knownMeter(ctx, params.meterId)
    const { days } = await oneAccount(ctx, meter, endedNow(ctx, spanOf(query, daysMax)))
    return pageOf(
      days.flatMap((one) => one.hours),
      query,
      shown.hourShown,
    )
  },

  async energyDays(ctx, { params, query }) {
    const meter = await knownMeter(ctx, params.meterId)
    const { days } = await oneAccount(ctx, meter, endedNow(ctx, spanOf(query, daysMax)))
    const targets = await targetsOf(ctx, meter.id)
    return pageOf(days, query, (one) => shown.dayShown(one, targetOn(targets, 'day', one.day)))
  },
}

/** A meter that the caller may see. */
export async function knownMeter(ctx: Ctx, id: string): Promise<MeterRow> {
  const row = await meterById(ctx.sql, ctx.caller.locale, id)
  if (!row) throw new Fault('kit.notFound')
  return row
}

/** The targets of one meter. */
export async function targetsOf(ctx: Ctx, meter: string): Promise<TargetRow[]> {
  return (await listTargets(ctx.sql, 'zh', { meter, pageSize: targetsMax })).rows
}

/** The target of a kind that holds on a day, in kWh as it was typed. */
export function targetOn(targets: readonly TargetRow[], period: TargetPeriod, day: string): string | null {
  const ofPeriod = targets.filter((one) => one.period === period)
  return validOn(ofPeriod, day)?.kwh ?? null
}

/** What has not happened yet is not asked for. */
function endedNow(ctx: Ctx, asked: Span): Span {
  const window = { ...asked, toMicros: Math.min(asked.toMicros, ctx.now.getTime() * 1000) }
  if (window.toMicros <= window.fromMicros) throw spanFault('from')
  return window
}

/** The same long just before. */
function earlier({ fromMicros, toMicros }: Span): Span {
  return { fromMicros: Math.max(0, 2 * fromMicros - toMicros), toMicros: fromMicros }
}

function rangeOf({ fromMicros, toMicros }: Span): string {
  return `${Math.floor(fromMicros / 1000)}~${Math.ceil(toMicros / 1000)}`
}

function proofOf(meterId: string, window: Span): string {
  return `/factory/energy/meters/${meterId}?tab=hours&range=${rangeOf(window)}`
}

function wholeOf(days: readonly AccountedDay[], window: Span): Hour {
  return sumOf(
    days.map((one) => one.sum),
    window,
  )
}

async function oneAccount(ctx: Ctx, meter: MeterRow, window: Span): Promise<Account> {
  const rates = await ratesBy(ctx.sql)(meter.organisationId)
  return accountOf(ctx.sql, ctx.house.series, meter, window, rates)
}

async function accountsOf(ctx: Ctx, meters: readonly MeterRow[], window: Span, timeZone: string) {
  const rates = ratesBy(ctx.sql)
  const accounts = new Map<string, Account>()
  for (const meter of meters) {
    const ofFirm = await rates(meter.organisationId)
    accounts.set(meter.id, await accountOf(ctx.sql, ctx.house.series, meter, window, ofFirm, timeZone))
  }
  return accounts
}

/** Idling of a firm: of the meters that feed a machine, since a main meter has no state. */
function idleOf(
  rows: readonly MeterRow[],
  accounts: ReadonlyMap<string, Account>,
  window: Span,
  about: shown.About,
) {
  const feeding = new Set(rows.filter((row) => row.equipmentId !== null).map((row) => row.id))
  // A meter below one of them is part of it already.
  const counted = rows.filter((row) => feeding.has(row.id) && !feeding.has(row.parentId ?? ''))
  const sums = counted.flatMap((row) => (accounts.get(row.id)?.days ?? []).map((one) => one.sum))
  const { idle, idleShare } = shown.sumFigures(sumOf(sums, window), about)
  return { idle, idleShare }
}

type Computed = { accounts: Map<string, Account>; before: Map<string, Account>; window: Span }

function meterSums(row: MeterRow, rows: readonly MeterRow[], { accounts, before, window }: Computed) {
  const days = accounts.get(row.id)?.days ?? []
  const about = { at: isoOf(window.toMicros), proof: proofOf(row.id, window) }
  const hoursOf = (id: string) => (accounts.get(id)?.days ?? []).flatMap((one) => one.hours)
  const children = rows.filter((one) => one.parentId === row.id)
  const { id, name, nameEn, organisationName, parentId, unitName, equipmentId, isSample } = row
  return {
    ...{ meterId: id, name, nameEn, organisationName, parentId, unitName, equipmentId, isSample },
    ...shown.sumFigures(wholeOf(days, window), about),
    demand: shown.demandFigure(shown.greatestOf(days), 'noReadings', about),
    energyBefore: shown.energyFigure(wholeOf(before.get(id)?.days ?? [], earlier(window)), about),
    unmetered:
      children.length === 0
        ? null
        : shown.unmeteredFigure(
            hoursOf(id),
            children.map((one) => hoursOf(one.id)),
            about,
          ),
  }
}

/** Pieces that the machine counted in the window; null where it counts none. */
async function piecesIn(ctx: Ctx, meter: MeterRow, window: Span): Promise<number | null> {
  const machine = { id: meter.equipmentId ?? '', unitId: meter.unitId }
  const { report } = await computeReport(ctx.sql, ctx.house.series, machine, window)
  const { output } = report.elements
  return output ? Number(output.produced) : null
}

function pageOf<T, R>(all: readonly T[], query: { page?: number; pageSize?: number }, show: (one: T) => R) {
  const { page = 1, pageSize = 20 } = query
  return { rows: all.slice((page - 1) * pageSize, page * pageSize).map(show), total: all.length }
}
