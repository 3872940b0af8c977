import type { Ctx, Service } from '@ronghe/kit/module'
import { timesOf } from '@ronghe/oee'
import { localDay } from '../calendar/expand.ts'
import { timeZoneOf } from '../calendar/planned.ts'
import type { factory } from '../contract.ts'
import { scopeOf } from '../losses/scope.ts'
import * as sums from '../losses/sum.ts'
import { wordsOf } from '../losses/words.ts'
import { type ShiftFactsRow, shiftFactsOf } from '../store/shift-facts.ts'
import { factorsOf, mustBeDays, partProof, percentOf } from './loss-figures.ts'
import { topLosses } from './losses.ts'

type Routes = Pick<Service<typeof factory>, 'lossHeat' | 'lossTrend' | 'lossComparison'>

const hourMicros = 3_600_000_000
const topMax = 3
const hourNames = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))

type Asked = {
  fromDay: string
  toDay: string
  unit?: string
  equipment?: string
  organisation?: string
  shift?: string
}

export const lossViews: Routes = {
  async lossHeat(ctx, { query }) {
    const { rows, zone } = await read(ctx, query)
    return query.by === 'hour' ? byHour(rows, zone) : byShift(rows)
  },

  async lossTrend(ctx, { query }) {
    const { rows } = await read(ctx, query)
    const groups = Map.groupBy(rows, (row) => periodOf(row.day, query.by))
    return {
      rows: [...groups.entries()]
        .sort(([left], [right]) => left.localeCompare(right))
        .map(([, list]) => {
          const { factors, all } = wholeOf(list)
          const days = list.map((row) => row.day).sort()
          return {
            from: days[0] ?? '',
            to: days.at(-1) ?? '',
            oee: percentOf(factors.oee),
            availability: percentOf(factors.availability),
            effectiveness: percentOf(factors.effectiveness),
            quality: percentOf(factors.quality),
            plannedHours: Number(timesOf(all.elements.time).plannedBusy) / hourMicros,
          }
        }),
    }
  },

  async lossComparison(ctx, { query }) {
    const groups = query.by === 'period' ? await periods(ctx, query) : await groupsOf(ctx, query)
    const words = wordsOf(ctx)
    const rows = await Promise.all(
      groups.map(async ({ key, name, rows: list, where, days }) => {
        const { factors, all, counted } = wholeOf(list)
        const firm = await words.firm(list[0]?.organisationId ?? ctx.caller.organisationId ?? '')
        const about = { at: ctx.now.toISOString(), proof: partProof(where, days) }
        return {
          ...{ key, name },
          factors: factorsOf(factors, counted.basis, about),
          plannedHours: Number(timesOf(all.elements.time).plannedBusy) / hourMicros,
          parts: all.elements.output ? Number(all.elements.output.produced) : null,
          top: topLosses(list, firm, topMax).stops,
        }
      }),
    )
    return { rows }
  },
}

async function read(ctx: Ctx, query: Asked): Promise<{ rows: ShiftFactsRow[]; zone: string }> {
  mustBeDays(query)
  const { machines } = await scopeOf(ctx, query)
  const ids = machines.map((one) => one.id)
  const rows = await shiftFactsOf(ctx.sql, ids, query, query.shift ?? null)
  const unitId = machines[0]?.unitId
  return { rows, zone: unitId ? await timeZoneOf(ctx.sql, unitId) : 'Asia/Shanghai' }
}

/** All rows together, machine by machine. */
function wholeOf(rows: readonly ShiftFactsRow[]) {
  const byMachine = Map.groupBy(rows, (row) => row.equipmentId)
  const parts = [...byMachine].map(([id, list]) => ({ id, sum: sums.sumOf(list) }))
  return sums.together(parts, 'plannedTime')
}

type Group = {
  key: string
  name: string
  rows: ShiftFactsRow[]
  where: { unit?: string; equipment?: string; shift?: string }
  days: { fromDay: string; toDay: string }
}

async function groupsOf(ctx: Ctx, query: Asked & { by: string }): Promise<Group[]> {
  mustBeDays(query)
  const scope = await scopeOf(ctx, query)
  const ids = scope.machines.map((one) => one.id)
  const rows = await shiftFactsOf(ctx.sql, ids, query, query.shift ?? null)
  const days = { fromDay: query.fromDay, toDay: query.toDay }
  const ofShift = query.shift ? { shift: query.shift } : {}
  if (query.by === 'unit' || query.by === 'equipment') {
    const machines = scope.machines.map((one) => ({
      ...{ id: one.id, kind: 'equipment' as const, name: one.name, machines: [one] },
    }))
    return (query.by === 'unit' ? scope.parts : machines).map(({ id, kind, name, machines: own }) => {
      const mine = new Set(own.map((one) => one.id))
      return {
        ...{ key: id, name, days, where: { ...ofShift, [kind]: id } },
        rows: rows.filter((row) => mine.has(row.equipmentId)),
      }
    })
  }
  const none = ctx.t('factory.losses.noCrew')
  const byName = Map.groupBy(rows, (row) => (query.by === 'crew' ? (row.crew ?? none) : row.name))
  return [...byName].map(([name, list]) => {
    const where = query.by === 'shift' ? { ...query, shift: name } : query
    return { key: name, name, rows: list, where, days }
  })
}

/** The days asked for, and as many before them. */
async function periods(ctx: Ctx, query: Asked): Promise<Group[]> {
  mustBeDays(query)
  const first = Date.parse(query.fromDay)
  const length = Date.parse(query.toDay) - first + 86_400_000
  const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  const before = { fromDay: dayOf(first - length), toDay: dayOf(first - 86_400_000) }
  const { machines } = await scopeOf(ctx, query)
  const ids = machines.map((one) => one.id)
  const asked = { fromDay: query.fromDay, toDay: query.toDay }
  return Promise.all(
    [before, asked].map(async (days) => ({
      key: days.fromDay,
      name: `${days.fromDay} – ${days.toDay}`,
      rows: await shiftFactsOf(ctx.sql, ids, days, query.shift ?? null),
      ...{ where: query, days },
    })),
  )
}

function byShift(rows: readonly ShiftFactsRow[]) {
  const columns = [...new Set(rows.map((row) => row.name))]
  const byDay = Map.groupBy(rows, (row) => row.day)
  return {
    columns,
    rows: [...byDay].map(([day, list]) => ({
      day,
      cells: columns.map((name) => {
        const { factors, all } = wholeOf(list.filter((row) => row.name === name))
        return {
          availability: percentOf(factors.availability),
          oee: percentOf(factors.oee),
          plannedHours: Number(timesOf(all.elements.time).plannedBusy) / hourMicros,
        }
      }),
    })),
  }
}

/** By the local day and hour in which the time lay, whatever shift it belongs to. */
function byHour(rows: readonly ShiftFactsRow[], zone: string) {
  const hourIn = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' })
  const sumsOf = new Map<string, [planned: number, production: number][]>()
  for (const row of rows)
    for (const [micros, planned, production] of row.facts.hours) {
      const day = localDay(micros, zone)
      const hour = Number(hourIn.format(new Date(micros / 1000)))
      const cells = sumsOf.get(day) ?? hourNames.map((): [number, number] => [0, 0])
      const cell = cells[hour]
      if (cell) {
        cell[0] += planned
        cell[1] += production
      }
      sumsOf.set(day, cells)
    }
  return {
    columns: hourNames,
    rows: [...sumsOf]
      .sort(([left], [right]) => left.localeCompare(right))
      .map(([day, cells]) => ({
        day,
        cells: cells.map(([planned, production]) => ({
          availability: planned > 0 ? Math.round((production / planned) * 10_000) / 100 : null,
          oee: null,
          plannedHours: planned / hourMicros,
        })),
      })),
  }
}

/** The first day of the period: the day itself, its Monday, or the first of its month. */
function periodOf(day: string, by: 'day' | 'week' | 'month'): string {
  if (by === 'day') return day
  if (by === 'month') return `${day.slice(0, 7)}-01`
  const date = new Date(`${day}T00:00:00Z`)
  const back = (date.getUTCDay() + 6) % 7
  return new Date(date.getTime() - back * 86_400_000).toISOString().slice(0, 10)
}
