import { systemCaller } from '@ronghe/kit/auth'
import type { Sql } from '@ronghe/kit/db'
import type { House } from '@ronghe/kit/module'
import type { Series } from '@ronghe/kit/series'
import { dayWindow, localDay, nextDay } from '../calendar/expand.ts'
import { timeZoneOf } from '../calendar/planned.ts'
import { keepShifts, keepSilentShifts } from '../losses/keep.ts'
import { type DerivationRow, keepDays } from '../store/derivation.ts'
import { askDaysOfMachine } from '../store/energy-days.ts'
import { type DayFigures, keepOeeDay } from '../store/oee.ts'
import { computeReport, type MachineOf, type Window } from './report.ts'

/** Days computed in one go; the rest follow in the next. */
const daysMax = 10
const hourMicros = 3_600_000_000
/** A machine that was known this recently is still heard of; after it, the time until now is silence. */
const freshMicros = 60_000_000
/** Days of energy are summed when they are over for longer than this. */
const settledMicros = 2 * hourMicros

/**
 * Figures of the local days that changed and of those that went on, each day with the rest of the row in one
 * transaction. A day in which nothing is known any more has no figure. Answers whether all is done for now.
 */
export async function computeDays(house: House, row: DerivationRow, now: number): Promise<boolean> {
  const { derivedFrom, derivedTo } = row
  if (derivedFrom === null || derivedTo === null) return true
  const from = Math.min(row.daysFrom ?? Number.POSITIVE_INFINITY, row.daysTo ?? derivedFrom)
  const until = now - derivedTo > freshMicros ? now : derivedTo
  return house.act(systemCaller, async (ctx) => {
    const { sql, now: at } = ctx
    const timeZone = await timeZoneOf(sql, row.unitId)
    const lastDay = localDay(derivedTo - 1, timeZone)
    const end = Math.min(dayWindow(lastDay, timeZone).toMicros, until)
    const { organisationId } = row
    const machine = { id: row.equipmentId, organisationId, unitId: row.unitId }
    if (row.daysFrom === null && row.daysTo !== null && row.daysTo >= end) {
      // A machine that fell silent has no day any more, but its shifts go on, and are lost to silence.
      if (until > derivedTo) await keepSilentShifts(ctx, machine, { fromMicros: derivedTo, toMicros: now })
      return true
    }
    let day = localDay(Math.max(Math.min(from, derivedTo - 1), derivedFrom), timeZone)
    let reached = from
    for (let count = 0; day <= lastDay && count < daysMax; count++) {
      const whole = dayWindow(day, timeZone)
      const window = { ...whole, toMicros: Math.min(whole.toMicros, until) }
      if (window.toMicros > window.fromMicros) {
        const { figures, inputsHash } = await computeDay(sql, house.series, machine, window)
        const { equipmentId } = row
        await keepOeeDay(sql, { equipmentId, organisationId, day, figures, inputsHash }, at)
      }
      reached = Math.min(whole.toMicros, until)
      day = nextDay(day)
    }
    await keepShifts(ctx, machine, { fromMicros: from, toMicros: reached }, until)
    if (from < now - settledMicros) await askDaysOfMachine(sql, row.equipmentId, from, reached)
    const isDone = day > lastDay
    const daysTo = Math.max(reached, row.daysTo ?? 0)
    await keepDays(sql, row, { daysFrom: isDone ? null : reached, daysTo })
    return isDone
  })
}

/** The figures of one machine and local day as they are kept; computing them anew gives the same bytes. */
export async function computeDay(
  sql: Sql,
  series: Series,
  machine: MachineOf,
  window: Window,
): Promise<{ figures: DayFigures; inputsHash: string }> {
  const { report, shown, inputsHash } = await computeReport(sql, series, machine, window)
  const missing = Object.entries(shown).flatMap(([name, figure]) =>
    figure.missing === null ? [] : [[name, figure.missing]],
  )
  const figures = {
    oee: shown.oee.value,
    availability: shown.availability.value,
    effectiveness: shown.effectiveness.value,
    quality: shown.quality.value,
    nee: shown.nee.value,
    knownShare: shown.knownShare.value,
    productionHours: Number(report.elements.time.production) / hourMicros,
    plannedHours: Number(report.figures.times.plannedBusy) / hourMicros,
    fromMicros: window.fromMicros,
    toMicros: window.toMicros,
    missing: Object.fromEntries(missing),
  }
  return { figures, inputsHash }
}
