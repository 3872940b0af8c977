import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { type Cause, explain, type Part, partOf, toNumber } from '@ronghe/oee'
import type { factory } from '../contract.ts'
import { scopeOf } from '../losses/scope.ts'
import * as sums from '../losses/sum.ts'
import { type FirmWords, wordsOf } from '../losses/words.ts'
import { isoOf, microsOf } from '../micros.ts'
import { unitById } from '../store/equipment.ts'
import type { ScopeMachine } from '../store/scope.ts'
import { type ShiftFactsRow, shiftFactsAt, shiftFactsOf } from '../store/shift-facts.ts'
import { figureOf } from './figures.ts'
import { mustBeDays, percentOf } from './loss-figures.ts'
import { targetOf } from './losses.ts'

type Routes = Pick<Service<typeof factory>, 'shiftList' | 'lossExplanation'>

/** How far back a shift of the same name is looked for. */
const daysBack = 28

export const lossExplanation: Routes = {
  async shiftList(ctx, { params, query }) {
    mustBeDays(query)
    const rows = await shiftFactsOf(ctx.sql, await machineIds(ctx, params.unitId), query)
    const shifts = Map.groupBy(rows, (row) => row.fromMicros)
    return {
      rows: [...shifts.values()]
        .map((list) => {
          const { factors, all } = sums.together(partsOf(list), 'plannedTime')
          return {
            ...shiftOf(list),
            crew: list[0]?.crew ?? null,
            machines: list.length,
            oee: percentOf(factors.oee),
            availability: percentOf(factors.availability),
            openStops: all.open.count,
          }
        })
        .reverse(),
    }
  },

  async lossExplanation(ctx, { params, query }) {
    const { machines } = await scopeOf(ctx, { unit: await knownUnit(ctx, params.unitId) })
    const ids = machines.map((one) => one.id)
    const rows = await shiftFactsAt(ctx.sql, ids, microsOf(query.startsAt))
    const [first] = rows
    if (!first) throw new Fault('kit.notFound')
    const earlier = query.against === 'plan' ? [] : await shiftsBefore(ctx, ids, first, query.against)
    const now = linePart(rows)
    const explained = explain(now, query.against === 'plan' ? planned(now) : linePart(earlier))
    if (!explained) throw new Fault('factory.shift.nothingBefore')
    const words = await wordsOf(ctx).firm(first.organisationId)
    const about = { at: ctx.now.toISOString(), proof: `/factory/losses?unit=${params.unitId}` }
    const basis = explained.measure === 'oeeByTime' ? basisOf([...rows, ...earlier]) : 'evidenced'
    const figure = (value: number) => figureOf({ value, missing: null }, { ...about, basis })
    return {
      measure: explained.measure,
      now: figure(toNumber(explained.now)),
      reference: figure(toNumber(explained.before)),
      change: pointsOf(toNumber(explained.change)),
      target: await targetOf(ctx, params.unitId, first.day),
      shift: shiftOf(rows),
      against: [...Map.groupBy(earlier, (row) => row.fromMicros).values()].map(shiftOf),
      causes: explained.causes.map((cause) => shownCause(ctx, cause, machines, words, first)),
    }
  },
}

async function knownUnit(ctx: Ctx, unitId: string): Promise<string> {
  const unit = await unitById(ctx.sql, unitId)
  if (!unit) throw new Fault('kit.notFound')
  return unit.id
}

async function machineIds(ctx: Ctx, unitId: string): Promise<string[]> {
  const { machines } = await scopeOf(ctx, { unit: await knownUnit(ctx, unitId) })
  return machines.map((one) => one.id)
}

/** The shifts of the same name before: the last one, or those of four weeks. */
async function shiftsBefore(
  ctx: Ctx,
  ids: readonly string[],
  first: ShiftFactsRow,
  against: 'before' | 'weeks',
): Promise<ShiftFactsRow[]> {
  const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  const days = { fromDay: dayOf(Date.parse(first.day) - daysBack * 86_400_000), toDay: first.day }
  const rows = (await shiftFactsOf(ctx.sql, ids, days, first.name)).filter(
    (row) => row.fromMicros < first.fromMicros,
  )
  if (against === 'weeks') return rows
  const last = Math.max(...rows.map((row) => row.fromMicros))
  return rows.filter((row) => row.fromMicros === last)
}

/** A line over some shifts, machine by machine; a reason of the tree is a cause, micro-stops are one. */
function linePart(rows: readonly ShiftFactsRow[]): Part {
  return partOf(
    partsOf(rows).map(({ id, sum }) => ({
      id,
      // Without known rejects the engine was told that all are good: then availability is the measure.
      elements: sum.rejectsKnown ? sum.elements : { ...sum.elements, output: null },
      stops: sum.losses.map((one) => ({ cause: causeOf(one), micros: one.micros })),
    })),
  )
}

/** The same planned time with nothing lost. */
function planned(now: Part): Part {
  return { ...now, losses: [] }
}

function causeOf(one: { timeClass: string; reason: string | null; isMicro: boolean }): string {
  return JSON.stringify(one.isMicro ? ['micro', null] : [one.timeClass, one.reason])
}

function partsOf(rows: readonly ShiftFactsRow[]): sums.Part[] {
  const byMachine = Map.groupBy(rows, (row) => row.equipmentId)
  return [...byMachine].map(([id, list]) => ({ id, sum: sums.sumOf(list) }))
}

function basisOf(rows: readonly ShiftFactsRow[]): 'evidenced' | 'declared' {
  return rows.some(({ facts }) => facts.basis === 'declared') ? 'declared' : 'evidenced'
}

function shiftOf(rows: readonly ShiftFactsRow[]) {
  const [first] = rows
  const { fromMicros = 0, toMicros = 0, day = '', name = '' } = first ?? {}
  return { startsAt: isoOf(fromMicros), endsAt: isoOf(toMicros), day, name }
}

function pointsOf(share: number): number {
  return Math.round(share * 10_000) / 100
}

function shownCause(
  ctx: Ctx,
  one: Cause,
  machines: readonly ScopeMachine[],
  words: FirmWords,
  shift: ShiftFactsRow,
) {
  const isStop = one.cause.startsWith('[')
  const [timeClass, reason] = isStop ? (JSON.parse(one.cause) as [string, string | null]) : [one.cause, null]
  const name =
    timeClass === 'micro'
      ? ctx.t('factory.stops.microName')
      : isStop
        ? `${ctx.t(`factory.class.${timeClass}`)}${reason ? ` · ${words.nameOf(reason)}` : ''}`
        : ctx.t(`factory.class.${one.cause}`)
  const range = `${shift.fromMicros / 1000}~${shift.toMicros / 1000}`
  const tab = isStop ? 'states' : 'oee'
  return {
    equipmentId: one.machine,
    equipmentName: machines.find((machine) => machine.id === one.machine)?.name ?? '',
    cause: timeClass,
    name,
    now: pointsOf(toNumber(one.now)),
    before: pointsOf(toNumber(one.before)),
    change: pointsOf(toNumber(one.change)),
    proof: `/factory/equipment/${one.machine}?tab=${tab}&range=${range}`,
  }
}
