import type { Sql } from '@ronghe/kit/db'
import type { Ctx } from '@ronghe/kit/module'
import { type ShiftOnDay, shiftsIn } from '../calendar/planned.ts'
import { dayMicros } from '../micros.ts'
import { computeReport, type Window } from '../oee/report.ts'
import { dropShiftFacts, keepShiftFacts, wholeShifts } from '../store/shift-facts.ts'
import { factsOf } from './facts.ts'
import { wordsOf } from './words.ts'

type Machine = { id: string; organisationId: string; unitId: string }

/**
 * Keeps the facts of every shift of a machine that touches a stretch, each up to `untilMicros` at most; and
 * forgets those of shifts that are planned no more. The same rows give the same facts and hash.
 */
export async function keepShifts(
  ctx: Ctx,
  machine: Machine,
  touched: Window,
  untilMicros: number,
): Promise<void> {
  const shifts = (await shiftsIn(ctx.sql, machine.unitId, touched)).filter(
    (one) => one.fromMicros < untilMicros,
  )
  const planned = shifts.map((one) => one.fromMicros)
  await dropShiftFacts(ctx.sql, machine.id, touched, planned)
  await keepEach(ctx, machine, shifts, untilMicros)
}

/** A silent machine's shifts are followed this far back, and so long after the server stood still. */
const silentMicrosMax = 31 * dayMicros

/** The shifts of a machine that fell silent: those that are not kept whole yet. */
export async function keepSilentShifts(ctx: Ctx, machine: Machine, silence: Window): Promise<void> {
  const { toMicros } = silence
  const fromMicros = Math.max(silence.fromMicros, toMicros - silentMicrosMax)
  const shifts = await shiftsIn(ctx.sql, machine.unitId, { fromMicros, toMicros })
  const whole = new Set(await wholeShifts(ctx.sql, machine.id, fromMicros))
  const open = shifts.filter((one) => !whole.has(one.fromMicros))
  await keepEach(ctx, machine, open, toMicros)
}

async function keepEach(
  ctx: Ctx,
  machine: Machine,
  shifts: readonly ShiftOnDay[],
  untilMicros: number,
): Promise<void> {
  if (shifts.length === 0) return
  const words = await wordsOf(ctx).machine(machine)
  for (const shift of shifts) {
    const window = { fromMicros: shift.fromMicros, toMicros: Math.min(shift.toMicros, untilMicros) }
    const computed = await computeReport(ctx.sql, ctx.house.series, machine, window)
    const kept = { facts: factsOf(computed, words), inputsHash: computed.inputsHash }
    await keepOne(ctx.sql, machine, shift, kept, ctx.now)
  }
}

function keepOne(
  sql: Sql,
  machine: Machine,
  { fromMicros, toMicros, day, name, crew }: ShiftOnDay,
  kept: { facts: ReturnType<typeof factsOf>; inputsHash: string },
  now: Date,
): Promise<void> {
  const { id: equipmentId, organisationId } = machine
  return keepShiftFacts(
    sql,
    { equipmentId, organisationId, fromMicros, toMicros, day, name, crew, ...kept },
    now,
  )
}
