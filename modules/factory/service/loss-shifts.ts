import { Fault } from '@ronghe/kit/errors'
import type { Service } from '@ronghe/kit/module'
import { timesOf } from '@ronghe/oee'
import type { factory } from '../contract.ts'
import { scopeOf } from '../losses/scope.ts'
import { type ShiftBehind, shiftsBehind } from '../losses/shifts-behind.ts'
import { shownOf, sumOf } from '../losses/sum.ts'
import { wordsOf } from '../losses/words.ts'
import { isoOf } from '../micros.ts'
import { unitById } from '../store/equipment.ts'
import { shiftFactsOf } from '../store/shift-facts.ts'
import { mustBeDays, percentOf } from './loss-figures.ts'
import { lossNamer } from './losses.ts'

type Routes = Pick<Service<typeof factory>, 'lossShifts'>

const hourMicros = 3_600_000_000

export const lossShifts: Routes = {
  async lossShifts(ctx, { query }) {
    mustBeDays(query)
    const { q, page = 1, pageSize = 20, sort, fromDay, toDay, shift, ...rest } = query
    const { unit, equipment, organisation, ...asked } = rest
    if (unit && !(await unitById(ctx.sql, unit))) throw new Fault('kit.notFound')
    const where = { ...(unit ? { unit } : {}), ...(equipment ? { equipment } : {}) }
    const scope = await scopeOf(ctx, { ...where, ...(organisation ? { organisation } : {}) })
    const nameOf = new Map(scope.machines.map((one) => [one.id, one.name]))
    const rows = await shiftFactsOf(ctx.sql, [...nameOf.keys()], { fromDay, toDay }, shift ?? null)
    const firm = scope.machines[0]?.organisationId ?? ctx.caller.organisationId ?? ''
    const lossOf = lossNamer(await wordsOf(ctx).firm(firm))
    const machines = [...Map.groupBy(rows, (row) => row.equipmentId)].map(([id, own]) => {
      return { id, rows: own, sum: sumOf(own) }
    })
    const text = q?.toLowerCase()
    const found = shiftsBehind(machines, asked, lossOf)
      .map((one) => shown(one, nameOf.get(one.row.equipmentId) ?? ''))
      .filter((one) => !text || `${one.equipmentName} ${one.shiftName}`.toLowerCase().includes(text))
      .sort(orderOf(sort))
    return {
      total: found.length,
      seconds: found.reduce((sum, one) => sum + one.seconds, 0),
      rows: found.slice((page - 1) * pageSize, page * pageSize),
    }
  },
}

function shown({ row, micros }: ShiftBehind, equipmentName: string) {
  const { equipmentId, day, name: shiftName, crew } = row
  const sum = sumOf([row])
  const { availability, oee } = shownOf(sum)
  return {
    ...{ equipmentId, equipmentName, day, shiftName, crew },
    startsAt: isoOf(row.fromMicros),
    endsAt: isoOf(row.toMicros),
    seconds: micros / 1_000_000,
    plannedHours: Number(timesOf(sum.elements.time).plannedBusy) / hourMicros,
    availability: percentOf(availability),
    oee: percentOf(oee),
  }
}

type Shown = ReturnType<typeof shown>

const sortable: Readonly<Record<string, (one: Shown) => number>> = {
  seconds: (one) => one.seconds,
  startsAt: (one) => Date.parse(one.startsAt),
  availability: (one) => one.availability ?? -1,
  oee: (one) => one.oee ?? -1,
}

/** What has the most of the loss first, unless asked otherwise. */
function orderOf(sort = '-seconds') {
  const amountOf = sortable[sort.replace(/^-/, '')] ?? sortable.seconds!
  const sign = sort.startsWith('-') ? -1 : 1
  return (left: Shown, right: Shown) =>
    sign * (amountOf(left) - amountOf(right)) ||
    right.startsAt.localeCompare(left.startsAt) ||
    left.equipmentName.localeCompare(right.equipmentName)
}
