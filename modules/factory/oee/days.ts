import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { dayWindow, localDay, nextDay } from '../calendar/expand.ts'
import { effectiveShifts } from '../calendar/planned.ts'
import { keepOeeDay } from '../store/oee.ts'
import { clearDays, type DerivationRow } from '../store/states.ts'
import { computeReport } from './report.ts'

/** Days computed in one round; the rest follow in the next. */
const daysMax = 40
const hourMicros = 3_600_000_000

/** Figures of the local days that changed, and of today; each day in its own transaction. */
export async function computeDays(house: House, row: DerivationRow): Promise<void> {
  const until = row.derivedTo
  if (until === null) return
  const { timeZone } = await house.act(systemCaller, ({ sql }) => effectiveShifts(sql, row.unitId))
  const today = localDay(until, timeZone)
  let day = row.daysFrom === null ? today : localDay(Math.min(row.daysFrom, until), timeZone)
  for (let count = 0; day <= today && count < daysMax; count++) {
    await computeDay(house, row, day, timeZone, until)
    day = nextDay(day)
  }
  if (row.daysFrom === null || day <= today) return
  const { daysFrom } = row
  await house.act(systemCaller, ({ sql }) => clearDays(sql, row.equipmentId, daysFrom))
}

async function computeDay(
  house: House,
  row: DerivationRow,
  day: string,
  timeZone: string,
  until: number,
): Promise<void> {
  const whole = dayWindow(day, timeZone)
  const window = { ...whole, toMicros: Math.min(whole.toMicros, until) }
  if (window.toMicros <= window.fromMicros) return
  await house.act(systemCaller, async ({ sql, now }) => {
    const machine = { id: row.equipmentId, organisationId: row.organisationId, unitId: row.unitId }
    const { report, inputsHash } = await computeReport(sql, house.series, machine, window)
    const { figures, elements } = report
    await keepOeeDay(
      sql,
      {
        equipmentId: row.equipmentId,
        organisationId: row.organisationId,
        day,
        inputsHash,
        figures: {
          oee: figures.oee.value,
          availability: figures.availability.value,
          effectiveness: figures.effectiveness.value,
          quality: figures.qualityRatio.value,
          nee: figures.nee.value,
          knownShare: figures.knownRatio.value,
          productionHours: Number(elements.time.production) / hourMicros,
          plannedHours: Number(figures.times.plannedBusy) / hourMicros,
        },
      },
      now,
    )
  })
}
