import type { Ctx, Service } from '@ronghe/kit/module'
import { shiftsIn } from '../calendar/planned.ts'
import type { factory } from '../contract.ts'
import { isoOf } from '../micros.ts'
import { alarmsActive, statesBegun } from '../store/happened.ts'
import { newestSpan } from '../store/states.ts'
import { known } from './equipment.ts'
import { type Span, spanOf } from './spans.ts'

export const daysMax = 31
const statesMax = 2_000
const alarmsMax = 2_000
/** Newer counts may still move: a rejected part is told after it was counted. */
const settleMicros = 60_000_000

/** States begun, shifts ended and alarms of a machine, as far as its states are known (F4). */
export const happened: Pick<Service<typeof factory>, 'happened'> = {
  async happened(ctx, { params, query }) {
    const machine = await known(ctx, params.equipmentId)
    const { fromMicros, toMicros } = await knownWindow(ctx, machine.id, spanOf(query, daysMax))
    const head = { equipmentName: machine.name, organisationId: machine.organisationId }
    if (toMicros <= fromMicros)
      return { ...head, until: isoOf(fromMicros), states: [], shifts: [], alarms: [] }
    const begun = await statesBegun(ctx.sql, machine.id, { fromMicros, toMicros }, statesMax + 1)
    // Whoever asks on from `until` misses none of a crowd.
    const until = begun.length > statesMax ? wholeMs(Math.floor, begun.at(-1)!.fromMicros) : toMicros
    const window = { fromMicros, toMicros: until }
    const shifts = await shiftsIn(ctx.sql, machine.unitId, {
      fromMicros: fromMicros - 1,
      toMicros: until + 1,
    })
    const alarms = await alarmsActive(ctx.sql, ctx.caller.locale, machine.id, window, alarmsMax)
    return {
      ...{ ...head, until: isoOf(until) },
      states: begun
        .filter((one) => one.fromMicros < until)
        .map((one) => ({ startsAt: isoOf(one.fromMicros), state: one.state, reason: one.reason })),
      shifts: shifts
        .filter((one) => one.toMicros > fromMicros && one.toMicros <= until)
        .map((one) => ({ startsAt: isoOf(one.fromMicros), endsAt: isoOf(one.toMicros), name: one.name })),
      alarms: alarms.map(({ startsAt, endsAt, ...one }) => ({
        ...{ ...one, startsAt: startsAt.toISOString(), endsAt: endsAt?.toISOString() ?? null },
      })),
    }
  },
}

/** As much of a stretch as the machine's states are known and counts have settled, to whole milliseconds. */
export async function knownWindow(ctx: Ctx, equipmentId: string, asked: Span): Promise<Span> {
  const newest = await newestSpan(ctx.sql, equipmentId)
  const knownMicros = newest ? (newest.state === 'unknown' ? newest.fromMicros : newest.toMicros) : 0
  const latest = Math.min(knownMicros, ctx.now.getTime() * 1000 - settleMicros)
  const toMicros = Math.max(asked.fromMicros, wholeMs(Math.floor, Math.min(asked.toMicros, latest)))
  return { fromMicros: asked.fromMicros, toMicros }
}

export function wholeMs(round: (value: number) => number, micros: number): number {
  return round(micros / 1000) * 1000
}
