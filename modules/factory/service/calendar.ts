import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { isTimeZone, localToMicros } from '../calendar/expand.ts'
import { type Calendar, calendarRows, shiftsHolding, timeZoneOf } from '../calendar/planned.ts'
import { repeated } from '../calendar/repeat.ts'
import { overlaps } from '../calendar/rotation.ts'
import type { factory } from '../contract.ts'
import { microsOf, microsOfDate } from '../micros.ts'
import { mustOwn } from '../policy.ts'
import * as store from '../store/calendar.ts'
import { askDays } from '../store/derivation.ts'
import { unitById } from '../store/equipment.ts'
import { cycleOf, productById } from '../store/products.ts'
import { known } from './equipment.ts'
import { spanFault } from './spans.ts'

type Routes = Pick<
  Service<typeof factory>,
  | 'shifts'
  | 'changeShifts'
  | 'addException'
  | 'removeException'
  | 'productRuns'
  | 'addProductRun'
  | 'removeProductRun'
>

export const calendar: Routes = {
  async shifts(ctx, { params }) {
    const unit = await unitById(ctx.sql, params.unitId)
    if (!unit) throw new Fault('kit.notFound')
    const rows = await calendarRows(ctx.sql, unit.id)
    const { ownerId, shifts: holding } = shiftsHolding(rows, ctx.now)
    const shifts = holding.filter((one) => !one.cycle)
    const [first] = holding
    const ofOwner = first?.cycle && ownerId ? await store.rotationsOf(ctx.sql, [ownerId]) : []
    const rotation = ofOwner.find((one) => one.validFrom === first?.validFrom)?.body ?? null
    return {
      rotation,
      periods: periodsOf(rows, await store.rotationsOf(ctx.sql, [unit.id])),
      inheritedFrom: ownerId === unit.id ? null : ownerId,
      timeZone: holding.at(-1)?.timeZone ?? rows.timeZone,
      shifts: shifts.map(({ name, weekday, startMinute, endMinute, kind }) => ({
        name,
        weekday,
        startMinute,
        endMinute,
        kind,
      })),
      exceptions: rows.exceptions.map(({ id, kind, name, startsAt, endsAt }) => ({
        id,
        kind,
        name,
        startsAt: startsAt.toISOString(),
        endsAt: endsAt.toISOString(),
      })),
    }
  },

  async changeShifts(ctx, { params, body }) {
    const unit = await unitById(ctx.sql, params.unitId)
    mustOwn(ctx, unit)
    if (!isTimeZone(body.timeZone)) {
      throw new Fault('factory.timeZone.unknown', {}, [
        { field: 'timeZone', rule: 'fault.factory.timeZone.unknown' },
      ])
    }
    const worked = body.shifts.filter((one) => one.kind === 'shift')
    const days = worked.map((one) => ({ ...one, day: one.weekday - 1 }))
    if (overlaps(days, 7))
      throw new Fault('factory.shift.overlap', {}, [{ field: 'shifts', rule: 'fault.factory.shift.overlap' }])
    const before = await store.shiftsOf(ctx.sql, [params.unitId])
    const rows = body.shifts.map((one) => ({ ...one, id: ctx.newId() }))
    const owner = { organisationId: unit?.organisationId ?? '', unitId: params.unitId }
    await store.replaceShifts(ctx.sql, owner, body.validFrom, body.timeZone, rows)
    await askDays(ctx.sql, { unitId: params.unitId }, localToMicros(body.validFrom, 0, body.timeZone))
    await note(ctx, 'factory.shifts.changed', params.unitId, { before, after: body })
    return { done: true }
  },

  async addException(ctx, { params, body }) {
    const unit = await unitById(ctx.sql, params.unitId)
    mustOwn(ctx, unit)
    if (microsOf(body.endsAt) <= microsOf(body.startsAt)) throw spanFault('endsAt')
    const id = ctx.newId()
    const organisationId = unit?.organisationId ?? ''
    const { everyDays, repeatUntil, ...one } = body
    const timeZone = everyDays ? await timeZoneOf(ctx.sql, params.unitId) : ''
    const repeats = everyDays ? repeated(one, { everyDays, repeatUntil, timeZone }) : [one]
    for (const [index, each] of repeats.entries()) {
      const row = { ...each, id: index === 0 ? id : ctx.newId(), unitId: params.unitId, organisationId }
      await store.insertException(ctx.sql, row)
    }
    await askDays(ctx.sql, { unitId: params.unitId }, microsOf(body.startsAt))
    await note(ctx, 'factory.exception.added', params.unitId, { after: body })
    return { id }
  },

  async removeException(ctx, { params }) {
    const gone = await store.deleteException(ctx.sql, params.exceptionId)
    if (!gone) throw new Fault('kit.notFound')
    await askDays(ctx.sql, { unitId: gone.unitId }, microsOfDate(gone.startsAt))
    await note(ctx, 'factory.exception.removed', gone.unitId, { before: gone })
    return { done: true }
  },

  async productRuns(ctx, { params, query }) {
    await known(ctx, params.equipmentId)
    const { rows, total } = await store.listRuns(ctx.sql, params.equipmentId, query)
    return {
      total,
      rows: rows.map((row) => ({
        ...row,
        startsAt: row.startsAt.toISOString(),
        endsAt: row.endsAt?.toISOString() ?? null,
      })),
    }
  },

  async addProductRun(ctx, { params, body }) {
    const machine = await known(ctx, params.equipmentId)
    mustOwn(ctx, machine)
    if (body.endsAt && microsOf(body.endsAt) <= microsOf(body.startsAt)) throw spanFault('endsAt')
    const id = ctx.newId()
    const { organisationId } = machine
    const made = await madeOf(ctx, machine, body)
    await store.insertRun(ctx.sql, {
      ...made,
      startsAt: body.startsAt,
      id,
      organisationId,
      equipmentId: machine.id,
      endsAt: body.endsAt ?? null,
    })
    await askDays(ctx.sql, { equipmentId: machine.id }, microsOf(body.startsAt))
    await ctx.audit({
      action: 'factory.run.added',
      subject: 'equipment',
      subjectId: machine.id,
      organisationId,
      after: body,
    })
    return { id }
  },

  async removeProductRun(ctx, { params }) {
    const gone = await store.deleteRun(ctx.sql, params.runId)
    if (!gone) throw new Fault('kit.notFound')
    await askDays(ctx.sql, { equipmentId: gone.equipmentId }, microsOfDate(gone.startsAt))
    const { organisationId } = ctx.caller
    await ctx.audit({
      action: 'factory.run.removed',
      subject: 'equipment',
      subjectId: gone.equipmentId,
      organisationId,
      before: gone,
    })
    return { done: true }
  },
}

/** The product and its ideal cycle: from the product table, or as the person says. */
async function madeOf(
  ctx: Ctx,
  machine: { id: string; organisationId: string },
  body: { productId?: string; product?: string; idealCycleMs?: number },
): Promise<{ productId: string | null; product: string; idealCycleMs: number }> {
  const missing = (field: string) => new Fault('kit.input.invalid', {}, [{ field, rule: 'rule.required' }])
  const { productId = null, product = '', idealCycleMs } = body
  if (productId === null) {
    if (!product) throw missing('product')
    if (!idealCycleMs) throw missing('idealCycleMs')
    return { productId, product, idealCycleMs }
  }
  const found = await productById(ctx.sql, productId)
  if (found?.organisationId !== machine.organisationId) {
    const field = { field: 'productId', rule: 'fault.factory.product.unknown' }
    throw new Fault('factory.product.unknown', {}, [field])
  }
  const cycle = idealCycleMs ?? (await cycleOf(ctx.sql, productId, machine.id))
  if (!cycle) throw missing('idealCycleMs')
  return { productId, product: product || found.name, idealCycleMs: cycle }
}

/** What the unit itself planned from which day on: a week of shifts, or a rotation by its name. */
function periodsOf({ entries }: Calendar, rotations: readonly store.RotationRow[]) {
  const weeks = entries.filter((one) => one.height === 0 && !one.cycle)
  const turning = rotations.map(({ validFrom, validTo, body }) => ({
    validFrom,
    validTo,
    rotation: body.name,
  }))
  const byDay = Map.groupBy(weeks, (one) => one.validFrom)
  const weekly = [...byDay].map(([validFrom, [first]]) => ({
    ...{ validFrom, validTo: first?.validTo ?? null, rotation: null },
  }))
  return [...weekly, ...turning].sort((one, other) => (one.validFrom < other.validFrom ? -1 : 1))
}

async function note(
  ctx: Ctx,
  action: string,
  unitId: string,
  change: { before?: unknown; after?: unknown },
): Promise<void> {
  await ctx.audit({
    action,
    subject: 'unit',
    subjectId: unitId,
    organisationId: ctx.caller.organisationId,
    ...change,
  })
}
