import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { type Hour, sumOf } from '../energy/account.ts'
import { piecesIn } from '../energy/keep.ts'
import { accountOf, ratesOf } from '../energy/read.ts'
import { validOn } from '../energy/tariff.ts'
import { dayMicros, isoOf } from '../micros.ts'
import { listMeters, type MeterRow, meterById } from '../store/energy-meters.ts'
import { listTargets, type TargetPeriod, type TargetRow } from '../store/energy-targets.ts'
import * as shown from './energy-figures.ts'
import { keptDays, pointDaysMax, rootsOf, type Slot, type SpanSums, sumsOver } from './energy-sums.ts'
import { type Span, spanFault, spanOf } from './spans.ts'

type Routes = Pick<
  Service<typeof factory>,
  'energyOverview' | 'energySums' | 'energyReport' | 'energyHours' | 'energyDays'
>

/** Twenty years. */
const daysMax = 7305
const metersMax = 200
const targetsMax = 1000

export const energyReports: Routes = {
  async energyOverview(ctx, { query }) {
    const { rows, sums } = await firmSums(ctx, query)
    const { window } = sums
    const roots = rootsOf(rows)
    const days = shown.daysTogether(
      roots.map((root) => sums.slots.get(root.id) ?? []),
      window,
    )
    const total = wholeOf(days, window)
    const past = (of: ReadonlyMap<string, Hour>, span: Span) =>
      sumOf(
        roots.flatMap((root) => of.get(root.id) ?? []),
        { ...span },
      )
    const proof =
      roots.length === 1 ? proofOf(roots[0]?.id ?? '', window) : `/factory/energy?range=${rangeOf(window)}`
    const about = { at: isoOf(window.toMicros), proof }
    const demand = roots.length === 1 ? shown.greatestOf(days) : null
    return {
      ...toldOf(sums),
      ...shown.sumFigures(total, about),
      ...idleOf(rows, sums, about),
      demand: shown.demandFigure(demand, roots.length > 1 ? 'severalMeters' : 'noReadings', about),
      energyBefore: shown.energyFigure(past(sums.before, sums.past.before), about),
      energyLastYear: shown.energyFigure(past(sums.lastYear, sums.past.lastYear), about),
      kinds: shown.kindsOf(total),
      days: days.map((one) => shown.dayShown(one, { day: null, piece: null })),
      meters: rows.map((row) => meterSums(row, rows, sums)),
    }
  },

  async energySums(ctx, { query }) {
    const { rows, sums } = await firmSums(ctx, query)
    const inWords = (row: MeterRow) => (ctx.caller.locale === 'en' ? (row.nameEn ?? row.name) : row.name)
    const found = query.q ? rows.filter((row) => inWords(row).includes(query.q ?? '')) : rows
    return pageOf(found, query, (row) => ({ ...sumRow(row, rows, sums), name: inWords(row) }))
  },

  async energyReport(ctx, { params, query }) {
    const meter = await knownMeter(ctx, params.meterId)
    const sums = await sumsOver(ctx, [meter], endedNow(ctx, spanOf(query, daysMax)))
    const { window, grain } = sums
    const days = sums.slots.get(meter.id) ?? []
    const sum = wholeOf(days, window)
    const about = { at: isoOf(window.toMicros), proof: proofOf(meter.id, window) }
    const targets = await targetsOf(ctx, meter.id)
    const past = pastOf(meter, sums)
    return {
      ...toldOf(sums),
      meter,
      ...shown.sumFigures(sum, about),
      demand: shown.demandFigure(shown.greatestOf(days), 'noReadings', about),
      energyBefore: shown.energyFigure(past.before, about),
      energyLastYear: shown.energyFigure(past.lastYear, about),
      ...shown.pieceFigures(
        grain === 'month' ? shown.madeOf(days.map((one) => one.pieces)) : await madeIn(ctx, meter, sum),
        shown.isKnown(sum),
        about,
      ),
      pieceTargetKwh: shown.targetNumber(targetOn(targets, 'piece', lastDayOf(days))),
      kinds: shown.kindsOf(sum),
      days: days.map((one) => shown.dayShown(one, targetsOn(targets, one.day, grain))),
      hours: days.flatMap((one) => one.hours.map(shown.hourShown)),
    }
  },

  async energyHours(ctx, { params, query }) {
    const meter = await knownMeter(ctx, params.meterId)
    const window = endedNow(ctx, spanOf(query, pointDaysMax))
    const rates = await ratesOf(ctx.sql, meter.organisationId)
    const { days } = await accountOf(ctx.sql, ctx.house.series, meter, window, rates)
    return pageOf(
      days.flatMap((one) => one.hours),
      query,
      shown.hourShown,
    )
  },

  async energyDays(ctx, { params, query }) {
    const meter = await knownMeter(ctx, params.meterId)
    const window = endedNow(ctx, spanOf(query, daysMax))
    const isLong = window.toMicros - window.fromMicros > pointDaysMax * dayMicros
    const days = isLong
      ? await keptDays(ctx, meter, window)
      : ((await sumsOver(ctx, [meter], window)).slots.get(meter.id) ?? [])
    const targets = await targetsOf(ctx, meter.id)
    return pageOf(days, query, (one) => shown.dayShown(one, targetsOn(targets, one.day, 'day')))
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
function targetOn(targets: readonly TargetRow[], period: TargetPeriod, day: string): string | null {
  const ofPeriod = targets.filter((one) => one.period === period)
  return validOn(ofPeriod, day)?.kwh ?? null
}

/** What holds of a day, or of a month that is named by its first day. */
function targetsOn(targets: readonly TargetRow[], day: string, grain: 'day' | 'month') {
  return { day: targetOn(targets, grain, day), piece: targetOn(targets, 'piece', day) }
}

/** Sums of the meters that are asked for: of one firm, or of all that the caller sees. */
async function firmSums(ctx: Ctx, query: { from: string; to: string; organisation?: string }) {
  const window = endedNow(ctx, spanOf(query, daysMax))
  const organisation = query.organisation ?? (ctx.caller.reach === 'own' ? ctx.caller.organisationId : null)
  const { rows } = await listMeters(ctx.sql, ctx.caller.locale, {
    ...(organisation ? { organisation } : {}),
    pageSize: metersMax,
  })
  return { rows, sums: await sumsOver(ctx, rows, window) }
}

/** What has not happened yet is not asked for. */
function endedNow(ctx: Ctx, asked: Span): Span {
  const window = { ...asked, toMicros: Math.min(asked.toMicros, ctx.now.getTime() * 1000) }
  if (window.toMicros <= window.fromMicros) throw spanFault('from')
  return window
}

function toldOf({ window, timeZone, grain, exact }: SpanSums) {
  return { from: isoOf(window.fromMicros), to: isoOf(window.toMicros), timeZone, grain, exact }
}

function rangeOf({ fromMicros, toMicros }: Span): string {
  return `${Math.floor(fromMicros / 1000)}~${Math.ceil(toMicros / 1000)}`
}

/** A span is proved by its hours, one that is too long for them by its days. */
function proofOf(meterId: string, window: Span): string {
  const tab = window.toMicros - window.fromMicros > pointDaysMax * dayMicros ? 'days' : 'hours'
  return `/factory/energy/meters/${meterId}?tab=${tab}&range=${rangeOf(window)}`
}

function wholeOf(days: readonly Slot[], window: Span): Hour {
  return sumOf(
    days.map((one) => one.sum),
    window,
  )
}

function pastOf(meter: MeterRow, { before, lastYear, past }: SpanSums) {
  const none = (window: Span) => sumOf([], window)
  return {
    before: before.get(meter.id) ?? none(past.before),
    lastYear: lastYear.get(meter.id) ?? none(past.lastYear),
  }
}

function lastDayOf(days: readonly Slot[]): string {
  return days.at(-1)?.day ?? ''
}

/** Pieces that the machine counted over a span, with what it took in it. */
async function madeIn(ctx: Ctx, meter: MeterRow, sum: Hour): Promise<shown.Made> {
  const count = await piecesIn(ctx.sql, ctx.house, meter, sum)
  return count === null ? null : { count, energy: sum.energy, cost: shown.costOf(sum) }
}

/** Idling of a firm: of the meters that feed a machine, since a main meter has no state. */
function idleOf(rows: readonly MeterRow[], { slots, window }: SpanSums, about: shown.About) {
  const feeding = new Set(rows.filter((row) => row.equipmentId !== null).map((row) => row.id))
  // A meter below one of them is part of it already.
  const counted = rows.filter((row) => feeding.has(row.id) && !feeding.has(row.parentId ?? ''))
  const sums = counted.flatMap((row) => (slots.get(row.id) ?? []).map((one) => one.sum))
  const { idle, idleShare } = shown.sumFigures(sumOf(sums, window), about)
  return { idle, idleShare }
}

function meterSums(row: MeterRow, rows: readonly MeterRow[], sums: SpanSums) {
  const { window, slots } = sums
  const days = slots.get(row.id) ?? []
  const about = { at: isoOf(window.toMicros), proof: proofOf(row.id, window) }
  const { id, name, nameEn, organisationName, parentId, unitName, equipmentId, isSample } = row
  const past = pastOf(row, sums)
  const sum = wholeOf(days, window)
  return {
    ...{ meterId: id, name, nameEn, organisationName, parentId, unitName, equipmentId, isSample },
    ...shown.sumFigures(sum, about),
    demand: shown.demandFigure(shown.greatestOf(days), 'noReadings', about),
    energyBefore: shown.energyFigure(past.before, about),
    energyLastYear: shown.energyFigure(past.lastYear, about),
    ...shown.pieceFigures(shown.madeOf(days.map((one) => one.pieces)), shown.isKnown(sum), about),
    unmetered: unmeteredOf(row, rows, sums, about),
  }
}

/** What its sub-meters leave of a meter: by the hours, of a long span by the days, in which all are known. */
function unmeteredOf(row: MeterRow, rows: readonly MeterRow[], sums: SpanSums, about: shown.About) {
  const children = rows.filter((one) => one.parentId === row.id)
  if (children.length === 0) return null
  if (sums.grain === 'month') return shown.leftFigure(sums.left.get(row.id), children.length, about)
  const hoursOf = ({ id }: MeterRow) => (sums.slots.get(id) ?? []).flatMap((one) => one.hours)
  return shown.unmeteredFigure(hoursOf(row), children.map(hoursOf), about)
}

/** The sums of a meter as a row; what is approximate bears its mark. */
function sumRow(row: MeterRow, rows: readonly MeterRow[], sums: SpanSums) {
  const days = sums.slots.get(row.id) ?? []
  const sum = wholeOf(days, sums.window)
  const past = pastOf(row, sums)
  const kwh = (one: Hour) => (shown.isKnown(one) ? shown.kwhOf(one.energy) : null)
  const made = shown.madeOf(days.map((one) => one.pieces))
  const isMade = made !== null && made.count > 0
  const unmetered = unmeteredOf(row, rows, sums, { at: isoOf(sum.toMicros), proof: '' })
  const known = Number(unmetered?.method?.values.known ?? 0)
  return {
    ...{ meterId: row.id, name: row.name, unitName: row.unitName },
    ...{ from: isoOf(sum.fromMicros), to: isoOf(sum.toMicros), kwh: kwh(sum) },
    coverage: shown.coverageOf(sum),
    ...{ kwhBefore: kwh(past.before), kwhLastYear: kwh(past.lastYear) },
    ...{ cost: shown.costOf(sum), carbon: shown.carbonOf(sum), idleKwh: shown.idleOf(sum) },
    unmeteredKwh: unmetered?.value ?? null,
    unmeteredHours: unmetered && (sums.grain === 'month' ? known * 24 : known),
    demandKw: shown.greatestOf(days)?.kilowatts ?? null,
    kwhPerPiece: isMade ? shown.kwhOf(made.energy) / made.count : null,
    costPerPiece: isMade && made.cost !== null ? made.cost / made.count : null,
    basis: days.find((one) => one.basis !== 'points')?.basis ?? 'points',
  }
}

function pageOf<T, R>(all: readonly T[], query: { page?: number; pageSize?: number }, show: (one: T) => R) {
  const { page = 1, pageSize = 20 } = query
  return { rows: all.slice((page - 1) * pageSize, page * pageSize).map(show), total: all.length }
}
