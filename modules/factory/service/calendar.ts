import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { isTimeZone, localDay } from '../calendar/expand.ts'
import { effectiveShifts } from '../calendar/planned.ts'
import type { factory } from '../contract.ts'
import { microsOf, microsOfDate } from '../micros.ts'
import { mustOwn } from '../policy.ts'
import * as store from '../store/calendar.ts'
import { unitById } from '../store/equipment.ts'
import { askDays } from '../store/states.ts'
import { known } from './equipment.ts'

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
    const { ownerId, shifts, exceptions, timeZone } = await effectiveShifts(ctx.sql, unit.id)
    const today = localDay(microsOfDate(ctx.now), timeZone)
    const holding = shifts.filter((one) => one.validTo === null || one.validTo >= today)
    return {
      inheritedFrom: ownerId === unit.id ? null : ownerId,
      timeZone,
      shifts: holding.map(({ name, weekday, startMinute, endMinute, kind }) => ({
        name,
        weekday,
        startMinute,
        endMinute,
        kind,
      })),
      exceptions: exceptions.map(({ id, kind, name, startsAt, endsAt }) => ({
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
    const twice = overlap(body.shifts.filter((one) => one.kind === 'shift'))
    if (twice)
      throw new Fault('factory.shift.overlap', {}, [{ field: 'shifts', rule: 'fault.factory.shift.overlap' }])
    const { shifts: before } = await effectiveShifts(ctx.sql, params.unitId)
    const rows = body.shifts.map((one) => ({ ...one, id: ctx.newId() }))
    const owner = { organisationId: unit?.organisationId ?? '', unitId: params.unitId }
    await store.replaceShifts(ctx.sql, owner, body.validFrom, body.timeZone, rows)
    await askDays(ctx.sql, { unitId: params.unitId }, new Date(`${body.validFrom}T00:00:00Z`))
    await note(ctx, 'factory.shifts.changed', params.unitId, { before, after: body })
    return { done: true }
  },

  async addException(ctx, { params, body }) {
    const unit = await unitById(ctx.sql, params.unitId)
    mustOwn(ctx, unit)
    if (microsOf(body.endsAt) <= microsOf(body.startsAt)) throw spanFault('endsAt')
    const id = ctx.newId()
    const organisationId = unit?.organisationId ?? ''
    await store.insertException(ctx.sql, { ...body, id, unitId: params.unitId, organisationId })
    await askDays(ctx.sql, { unitId: params.unitId }, new Date(body.startsAt))
    await note(ctx, 'factory.exception.added', params.unitId, { after: body })
    return { id }
  },

  async removeException(ctx, { params }) {
    const gone = await store.deleteException(ctx.sql, params.exceptionId)
    if (!gone) throw new Fault('kit.notFound')
    await askDays(ctx.sql, { unitId: gone.unitId }, gone.startsAt)
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
    await store.insertRun(ctx.sql, {
      ...body,
      id,
      organisationId,
      equipmentId: machine.id,
      endsAt: body.endsAt ?? null,
    })
    await askDays(ctx.sql, { equipmentId: machine.id }, new Date(body.startsAt))
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
    await askDays(ctx.sql, { equipmentId: gone.equipmentId }, gone.startsAt)
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

/** Do two shifts of a week overlap? Minutes of the week, Sunday's night going on into Monday. */
function overlap(shifts: readonly { weekday: number; startMinute: number; endMinute: number }[]): boolean {
  const week = 7 * 1440
  const spans = shifts.flatMap(({ weekday, startMinute, endMinute }) => {
    const start = (weekday - 1) * 1440 + startMinute
    const end = (weekday - 1) * 1440 + endMinute + (endMinute <= startMinute ? 1440 : 0)
    return end > week
      ? [
          [start, week],
          [0, end - week],
        ]
      : [[start, end]]
  })
  const sorted = spans.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
  return sorted.some((span, index) => index > 0 && (span[0] ?? 0) < (sorted[index - 1]?.[1] ?? 0))
}

function spanFault(field: string): Fault {
  return new Fault('factory.span.invalid', {}, [{ field, rule: 'fault.factory.span.invalid' }])
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
