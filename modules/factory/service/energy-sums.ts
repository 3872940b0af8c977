import type { Ctx } from '@ronghe/kit/module'
import { dayWindow, localDay, localToMicros, nextDay } from '../calendar/expand.ts'
import { defaultTimeZone, timeZoneOf } from '../calendar/planned.ts'
import { type Hour, sumOf } from '../energy/account.ts'
import type { AccountedDay } from '../energy/days.ts'
import { dayBefore, lastSettledDay } from '../energy/keep.ts'
import { type Account, accountOf, type Rates, ratesBy } from '../energy/read.ts'
import { dayMicros } from '../micros.ts'
import { countWaiting, type KeptSlot, keptSlots, nextMonth, type Pieces } from '../store/energy-days.ts'
import { type Left, leftByDays } from '../store/energy-left.ts'
import type { MeterRow } from '../store/energy-meters.ts'
import { type Span, spanFault } from './spans.ts'

/** Up to so many days sums are read from points; of longer spans, from the days and months that are kept. */
export const pointDaysMax = 92
const wholeMicros = pointDaysMax * dayMicros

/** A day or month of a meter; `basis` of a day read now is null where all of it is of points. */
export type Slot = AccountedDay & { pieces: Pieces | null; basis: 'points' | 'pieces' | 'kept' | 'waiting' }
export type Exact = { days: number; coarseDays: number; waitingDays: number }
type Days = { fromDay: string; endDay: string }

/** What meters came to over a span, the same long before, and over the same days of the year before. */
export type SpanSums = {
  window: Span
  timeZone: string
  grain: 'day' | 'month'
  /** Of a long span meters below others have all of it as one. */
  slots: ReadonlyMap<string, Slot[]>
  /** Of a long span: what sub-meters leave of the meters that have some. */
  left: ReadonlyMap<string, Left>
  before: ReadonlyMap<string, Hour>
  lastYear: ReadonlyMap<string, Hour>
  /** The windows of the two. */
  past: { before: Span; lastYear: Span }
  exact: Exact
}

type Reading = { ctx: Ctx; meters: readonly MeterRow[]; timeZone: string }

export async function sumsOver(ctx: Ctx, meters: readonly MeterRow[], asked: Span): Promise<SpanSums> {
  const [root] = rootsOf(meters)
  const timeZone = root ? await timeZoneOf(ctx.sql, root.unitId) : defaultTimeZone
  const reading = { ctx, meters, timeZone }
  return asked.toMicros - asked.fromMicros > wholeMicros
    ? keptSums(reading, asked)
    : pointSums(reading, asked)
}

/** Meters that are part of no other of them. */
export function rootsOf(meters: readonly MeterRow[]): MeterRow[] {
  const ids = new Set(meters.map(({ id }) => id))
  return meters.filter(({ parentId }) => !parentId || !ids.has(parentId))
}

/** Of a long span: its whole local days that are summed already. */
async function keptSums({ ctx, meters, timeZone }: Reading, asked: Span): Promise<SpanSums> {
  const days = settledDays(ctx, asked, timeZone)
  const length = Math.round((Date.parse(days.endDay) - Date.parse(days.fromDay)) / 86_400_000)
  const before = { fromDay: dayPlus(days.fromDay, -length), endDay: days.fromDay }
  const lastYear = { fromDay: yearBefore(days.fromDay), endDay: yearBefore(days.endDay) }
  const ids = meters.map(({ id }) => id)
  const roots = rootsOf(meters).map(({ id }) => id)
  const all = await keptSlots(ctx.sql, ids, days, 'whole')
  const kept = Map.groupBy(await keptSlots(ctx.sql, roots, days, 'month'), (one) => one.meterId)
  const [pastBefore, pastYear] = [before, lastYear].map((one) => windowOf(one, timeZone)) as [Span, Span]
  const window = windowOf(days, timeZone)
  const slots = new Map(all.map((one) => [one.meterId, [slotOf(one, window)]]))
  for (const id of roots) slots.set(id, months(kept.get(id) ?? [], days, timeZone))
  return {
    ...{ window, timeZone, grain: 'month', past: { before: pastBefore, lastYear: pastYear }, slots },
    left: await leftOf(ctx, meters, days),
    before: totals(await keptSlots(ctx.sql, ids, before, 'whole'), pastBefore),
    lastYear: totals(await keptSlots(ctx.sql, ids, lastYear, 'whole'), pastYear),
    exact: {
      days: length,
      coarseDays: Math.max(0, ...all.map((one) => one.coarseDays)),
      waitingDays: await countWaiting(ctx.sql, ids, days),
    },
  }
}

/** What sub-meters leave of each meter that has some, where it is known. */
async function leftOf(ctx: Ctx, meters: readonly MeterRow[], days: Days): Promise<Map<string, Left>> {
  const left = new Map<string, Left>()
  for (const { id } of meters) {
    const parts = meters.filter((one) => one.parentId === id).map((one) => one.id)
    const found = parts.length > 0 ? await leftByDays(ctx.sql, id, parts, days) : null
    if (found) left.set(id, found)
  }
  return left
}

/** What is kept of a stretch, as of all of it. */
function slotOf(one: KeptSlot | undefined, window: Span, day = one?.day ?? ''): Slot {
  const sum = sumOf(one ? [one.sum] : [], window)
  const basis = one && one.coarseDays > 0 ? 'pieces' : 'points'
  return { day, hours: [], sum, demand: one?.demand ?? null, pieces: one?.pieces ?? null, basis }
}

/** Of a span that points are read for; what it is compared with is kept where it can be. */
async function pointSums({ ctx, meters, timeZone }: Reading, window: Span): Promise<SpanSums> {
  const rates = ratesBy(ctx.sql)
  const span = Math.min(window.toMicros - window.fromMicros, window.fromMicros)
  const past = {
    before: { fromMicros: window.fromMicros - span, toMicros: window.fromMicros },
    lastYear: yearBeforeOf(window, timeZone),
  }
  const slots = new Map<string, Slot[]>()
  const [before, lastYear] = [new Map<string, Hour>(), new Map<string, Hour>()]
  const ids = meters.map(({ id }) => id)
  const known = Map.groupBy(
    await keptSlots(ctx.sql, ids, touchedDays(window, timeZone), 'day'),
    (one) => one.meterId,
  )
  const keptBefore = await keptIn(ctx, ids, past.before, timeZone)
  const keptYear = await keptIn(ctx, ids, past.lastYear, timeZone)
  let coarseDays = 0
  for (const meter of meters) {
    const ofFirm = await rates(meter.organisationId)
    const account = await accountOf(ctx.sql, ctx.house.series, meter, window, ofFirm, timeZone)
    const read = slotsOf(account, known.get(meter.id) ?? [])
    slots.set(meter.id, read)
    coarseDays = Math.max(coarseDays, read.filter(({ basis }) => basis === 'pieces').length)
    const one = { ctx, meter, rates: ofFirm, timeZone }
    before.set(meter.id, await pastSum(one, past.before, keptBefore.get(meter.id) ?? []))
    lastYear.set(meter.id, await pastSum(one, past.lastYear, keptYear.get(meter.id) ?? []))
  }
  const days = [...slots.values()][0]?.length ?? 0
  return {
    ...{ window, timeZone, grain: 'day', slots, left: new Map(), before, lastYear, past },
    exact: { days, coarseDays, waitingDays: 0 },
  }
}

/** Days as read now, each with the pieces that are kept of it where it is whole. */
function slotsOf({ days, coarseTo }: Account, kept: readonly KeptSlot[]): Slot[] {
  const known = new Map(kept.map((one) => [one.day, one]))
  return days.map((day) => {
    const one = known.get(day.day)
    const isSame = one?.sum.fromMicros === day.sum.fromMicros && one.sum.toMicros === day.sum.toMicros
    const { energy, cost, unpriced } = day.sum
    const pieces = isSame && one.pieces ? { count: one.pieces.count, energy, cost, unpriced } : null
    return { ...day, pieces, basis: day.sum.fromMicros < coarseTo ? 'pieces' : 'points' }
  })
}

/** Every month of a span, those of which nothing is kept too. */
function months(kept: readonly KeptSlot[], { fromDay, endDay }: Days, timeZone: string): Slot[] {
  const known = new Map(kept.map((one) => [one.day, one]))
  const all: Slot[] = []
  for (let day = `${fromDay.slice(0, 7)}-01`; day < endDay; day = nextMonth(day)) {
    const end = nextMonth(day)
    const part = { fromDay: day < fromDay ? fromDay : day, endDay: end < endDay ? end : endDay }
    all.push(slotOf(known.get(day), windowOf(part, timeZone), day))
  }
  return all
}

/** Days of one meter as they are kept, in order; those of which nothing is kept had no reading. */
export async function keptDays(ctx: Ctx, meter: MeterRow, asked: Span): Promise<Slot[]> {
  const timeZone = await timeZoneOf(ctx.sql, meter.unitId)
  const days = settledDays(ctx, asked, timeZone)
  const kept = await keptSlots(ctx.sql, [meter.id], days, 'day')
  const known = new Map(kept.map((one) => [one.day, one]))
  const all: Slot[] = []
  for (let { fromDay: day } = days; day < days.endDay; day = nextDay(day)) {
    const one = known.get(day)
    const basis = one?.isWaiting ? 'waiting' : (one?.source ?? 'points')
    all.push({ ...slotOf(one, dayWindow(day, timeZone), day), basis })
  }
  return all
}

type PastReading = { ctx: Ctx; meter: MeterRow; rates: Rates; timeZone: string }

/** The sum of a stretch of the past: whole days as they are kept, the rest from points. */
async function pastSum(
  { ctx, meter, rates, timeZone }: PastReading,
  window: Span,
  kept: readonly KeptSlot[],
) {
  const sums = kept.map(({ sum }) => sum)
  let from = window.fromMicros
  const gaps: Span[] = []
  for (const { fromMicros, toMicros } of sums) {
    if (fromMicros > from) gaps.push({ fromMicros: from, toMicros: fromMicros })
    from = toMicros
  }
  if (from < window.toMicros) gaps.push({ fromMicros: from, toMicros: window.toMicros })
  for (const gap of gaps) {
    const { days } = await accountOf(ctx.sql, ctx.house.series, meter, gap, rates, timeZone)
    sums.push(...days.map(({ sum }) => sum))
  }
  return sumOf(sums, window)
}

/** The whole days in a window that are summed and wait for nothing, by meter. */
async function keptIn(ctx: Ctx, ids: readonly string[], window: Span, timeZone: string) {
  const kept = await keptSlots(ctx.sql, ids, wholeDays(window, timeZone), 'day')
  return Map.groupBy(
    kept.filter((one) => !one.isWaiting),
    (one) => one.meterId,
  )
}

function totals(kept: readonly KeptSlot[], window: Span): Map<string, Hour> {
  return new Map(kept.map((one) => [one.meterId, sumOf([one.sum], window)]))
}

/** What flowed through a meter in a stretch: by its whole days as they are kept, and points of the rest. */
export async function energyIn(ctx: Ctx, meter: MeterRow, window: Span, timeZone: string): Promise<number> {
  const kept = await keptIn(ctx, [meter.id], window, timeZone)
  const one = { ctx, meter, rates: { tariffs: [], factors: [] }, timeZone }
  return (await pastSum(one, window, kept.get(meter.id) ?? [])).energy
}

/** The whole local days of a window that are over for long enough to be summed. */
function settledDays(ctx: Ctx, asked: Span, timeZone: string): Days {
  const { fromDay, endDay } = wholeDays(asked, timeZone)
  const settled = nextDay(lastSettledDay(ctx.now.getTime() * 1000, timeZone))
  const [end = endDay] = [endDay, settled].sort()
  if (end <= fromDay) throw spanFault('from')
  return { fromDay, endDay: end }
}

/** The whole local days of a window; none where `endDay` is not after `fromDay`. */
function wholeDays({ fromMicros, toMicros }: Span, timeZone: string): Days {
  const first = localDay(fromMicros, timeZone)
  const isWhole = dayWindow(first, timeZone).fromMicros === fromMicros
  return { fromDay: isWhole ? first : nextDay(first), endDay: localDay(toMicros, timeZone) }
}

function touchedDays({ fromMicros, toMicros }: Span, timeZone: string): Days {
  return { fromDay: localDay(fromMicros, timeZone), endDay: nextDay(localDay(toMicros - 1, timeZone)) }
}

function windowOf({ fromDay, endDay }: Days, timeZone: string): Span {
  return { fromMicros: localToMicros(fromDay, 0, timeZone), toMicros: localToMicros(endDay, 0, timeZone) }
}

function dayPlus(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The same day of the year before; of 29 February the 28th. */
export function yearBefore(day: string): string {
  const past = `${String(Number(day.slice(0, 4)) - 1).padStart(4, '0')}${day.slice(4)}`
  const isDay = new Date(`${past}T00:00:00Z`).toISOString().slice(0, 10) === past
  return isDay ? past : dayBefore(`${past.slice(0, 4)}-03-01`)
}

/** The same local days and times of the year before. */
export function yearBeforeOf(window: Span, timeZone: string): Span {
  const moved = (micros: number) => {
    const day = localDay(micros, timeZone)
    return localToMicros(yearBefore(day), 0, timeZone) + micros - localToMicros(day, 0, timeZone)
  }
  const fromMicros = Math.max(0, moved(window.fromMicros))
  return { fromMicros, toMicros: Math.max(fromMicros + 1, moved(window.toMicros)) }
}
