import { systemCaller } from '@ronghe/kit/auth'
import type { Sql } from '@ronghe/kit/db'
import type { House } from '@ronghe/kit/module'
import { startRounds } from '@ronghe/kit/rounds'
import { localDay, nextDay } from '../calendar/expand.ts'
import { timeZoneOf } from '../calendar/planned.ts'
import { dayMicros } from '../micros.ts'
import { countedIn } from '../oee/counted.ts'
import * as store from '../store/energy-days.ts'
import { type MeterRow, meterById } from '../store/energy-meters.ts'
import { accountOf, ratesOf } from './read.ts'

const roundMs = 20_000
/** Days that are read from points at once, and summed in one round. */
const readDaysMax = 7
const roundDaysMax = 1000
/** A day is summed when what tells of its end can be there; see `askDaysOfTags`. */
const settleMicros = 2 * 3_600_000_000 + 10 * 60_000_000
/** How far back the first reading of a meter is looked for. */
const backMicros = 7305 * dayMicros
const searchMicros = 60_000_000
/** Days that were not known whole are looked at again this often. */
const partialMicros = 10 * 60_000_000

/** Keeps what every ended local day of every meter came to. */
export function startEnergyDays(house: House): () => Promise<void> {
  const keeper = createDayKeeper(house)
  return startRounds(house.log, {
    everyMs: roundMs,
    failed: 'energy days not summed',
    round: keeper.round,
  })
}

export function createDayKeeper(house: House): { round(): Promise<void> } {
  let partialAt = 0
  const searchedAt = new Map<string, number>()
  const now = () => house.clock.now().getTime() * 1000

  /** Every meter has a row for each day from its first reading to the last that is settled. */
  async function extend(sql: Sql): Promise<void> {
    const zones = new Map<string, string>()
    for (const meter of await store.metersToKeep(sql)) {
      const timeZone = zones.get(meter.unitId) ?? (await timeZoneOf(sql, meter.unitId))
      zones.set(meter.unitId, timeZone)
      const toDay = lastSettledDay(now(), timeZone)
      if (meter.lastDay !== null && meter.timeZone === timeZone) {
        const fromDay = nextDay(meter.lastDay)
        if (fromDay <= toDay) await store.addDays(sql, meter.id, { fromDay, toDay, timeZone })
        continue
      }
      if (meter.lastDay !== null) await store.dropDays(sql, meter.id)
      const fromDay = await firstDay(meter, timeZone)
      if (fromDay !== null && fromDay <= toDay)
        await store.addDays(sql, meter.id, { fromDay, toDay, timeZone })
    }
  }

  async function firstDay({ id, tagId }: { id: string; tagId: string }, timeZone: string) {
    if (now() - (searchedAt.get(id) ?? 0) < searchMicros) return null
    searchedAt.set(id, now())
    const toMicros = Math.ceil(now() / dayMicros) * dayMicros
    const span = { fromMicros: Math.max(0, toMicros - backMicros), toMicros, bucketMicros: dayMicros }
    const { within } = await house.series.summaries({
      series: [...(await house.series.resolve([tagId]))],
      ...span,
    })
    return within[0] ? localDay(within[0].firstMicros, timeZone) : null
  }

  return {
    async round() {
      await house.act(systemCaller, ({ sql }) => extend(sql))
      if (now() - partialAt >= partialMicros) {
        partialAt = now()
        const since = new Date((now() - dayMicros) / 1000 - settleMicros / 1000)
        await house.act(systemCaller, ({ sql }) => store.askPartialDays(sql, since))
      }
      const waiting = await house.act(systemCaller, ({ sql }) => store.waitingDays(sql, roundDaysMax))
      for (const days of runsOf(waiting))
        await house.act(systemCaller, ({ sql }) => sumDays(sql, house, days))
    },
  }
}

/** The last local day that is over for long enough to be summed. */
export function lastSettledDay(nowMicros: number, timeZone: string): string {
  return dayBefore(localDay(nowMicros - settleMicros, timeZone))
}

export function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

/** Days of one meter that follow one another, in order, a few at a time. */
function runsOf(waiting: readonly store.WaitingDay[]): store.WaitingDay[][] {
  const runs: store.WaitingDay[][] = []
  for (const day of waiting) {
    const run = runs.at(-1)
    const next = run?.[0]
    const isNext = next?.meterId === day.meterId && next.fromMicros === day.toMicros
    if (run && isNext && run.length < readDaysMax) run.unshift(day)
    else runs.push([day])
  }
  return runs
}

async function sumDays(sql: Sql, house: House, days: readonly store.WaitingDay[]): Promise<void> {
  const [first] = days
  const meter = first && (await meterById(sql, 'zh', first.meterId))
  if (!first || !meter) return
  const window = { fromMicros: first.fromMicros, toMicros: days.at(-1)?.toMicros ?? first.toMicros }
  const rates = await ratesOf(sql, meter.organisationId)
  const account = await accountOf(sql, house.series, meter, window, rates, first.timeZone)
  if (account.isOverfull && days.length > 1) {
    for (const day of days) await sumDays(sql, house, [day])
    return
  }
  const summed: store.SummedDay[] = []
  for (const [index, { sum, demand }] of account.days.entries()) {
    const kept = days[index]
    if (!kept) continue
    const isCoarse = sum.fromMicros < account.coarseTo
    // What was summed before its points were thinned is not given up for less.
    const isLess = isCoarse && kept.source !== null && sum.coveredMicros < kept.coveredMicros
    const source = isLess ? 'kept' : isCoarse ? 'pieces' : 'points'
    // Pieces of a day without readings took nobody knows how much.
    const pieces = isLess || sum.coveredMicros === 0 ? null : await piecesIn(sql, house, meter, kept)
    summed.push({ day: kept.day, asked: kept.asked, source, sum, demand, pieces })
  }
  await store.keepDays(sql, meter.id, summed)
  const covered = account.days[0]?.sum.coveredMicros ?? 0
  const knew = first.source === null ? 0 : first.coveredMicros
  if (meter.reading === 'counter' && covered > knew) await store.askDaysBefore(sql, meter.id, first.day)
}

/**
 * Pieces that the metered machine made, planned or not, for it took energy for all; null where it counts
 * none.
 */
export async function piecesIn(
  sql: Sql,
  house: House,
  meter: MeterRow,
  { fromMicros, toMicros }: { fromMicros: number; toMicros: number },
): Promise<number | null> {
  if (!meter.equipmentId) return null
  const { counts } = await countedIn(sql, house.series, meter.equipmentId, { fromMicros, toMicros })
  return counts?.reduce((sum, { good, rejected }) => sum + Number(good) + Number(rejected), 0) ?? null
}
