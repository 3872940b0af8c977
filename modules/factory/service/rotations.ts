import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { isTimeZone, localToMicros } from '../calendar/expand.ts'
import { type MonthSource, monthOf } from '../calendar/month.ts'
import { calendarRows } from '../calendar/planned.ts'
import { rotationEntries, rotationFaults } from '../calendar/rotation.ts'
import type { Rotation } from '../contract/calendar-shapes.ts'
import type { factory } from '../contract.ts'
import { mustOwn } from '../policy.ts'
import { replaceRotation } from '../store/calendar.ts'
import { askDays } from '../store/derivation.ts'
import { unitById } from '../store/equipment.ts'

type Routes = Pick<Service<typeof factory>, 'changeRotation' | 'calendarMonth' | 'previewRotation'>

export const rotations: Routes = {
  async changeRotation(ctx, { params, body }) {
    const unit = await unitById(ctx.sql, params.unitId)
    mustOwn(ctx, unit)
    mustBeSound(body)
    const { rotation, validFrom, timeZone } = body
    const owner = { organisationId: unit?.organisationId ?? '', unitId: params.unitId }
    const row = { id: ctx.newId(), body: rotation, validFrom, timeZone, personId: ctx.caller.personId }
    await replaceRotation(ctx.sql, owner, row, ctx.now)
    await askDays(ctx.sql, { unitId: params.unitId }, localToMicros(validFrom, 0, timeZone))
    const action = 'factory.rotation.changed'
    const { organisationId } = owner
    await ctx.audit({ action, subject: 'unit', subjectId: params.unitId, organisationId, after: body })
    return { done: true }
  },

  async calendarMonth(ctx, { params, query }) {
    return monthOf(await source(ctx, params.unitId), query.month)
  },

  async previewRotation(ctx, { params, query, body }) {
    const calendar = await source(ctx, params.unitId)
    mustBeSound(body)
    const { rotation, validFrom, timeZone } = body
    const former = calendar.entries.filter((one) => one.height > 0 || one.validFrom < validFrom)
    const ended = former.map((one) => (one.height > 0 ? one : { ...one, validTo: dayBefore(validFrom, one) }))
    const next = rotationEntries(rotation, { height: 0, validFrom, validTo: null, timeZone })
    return monthOf({ ...calendar, timeZone, entries: [...ended, ...next] }, query.month)
  },
}

async function source(ctx: Ctx, unitId: string): Promise<MonthSource> {
  const unit = await unitById(ctx.sql, unitId)
  if (!unit) throw new Fault('kit.notFound')
  return calendarRows(ctx.sql, unit.id)
}

/** The last day that a former entry holds: its own, or the day before the new one begins. */
function dayBefore(validFrom: string, { validTo }: { validTo: string | null }): string {
  const day = new Date(Date.parse(validFrom) - 86_400_000).toISOString().slice(0, 10)
  return validTo !== null && validTo < day ? validTo : day
}

function mustBeSound({ timeZone, rotation }: { timeZone: string; rotation: Rotation }): void {
  if (!isTimeZone(timeZone)) {
    const field = { field: 'timeZone', rule: 'fault.factory.timeZone.unknown' }
    throw new Fault('factory.timeZone.unknown', {}, [field])
  }
  const fields = rotationFaults(rotation).map(({ field, rule }) => ({ field: `rotation.${field}`, rule }))
  if (fields.length > 0) throw new Fault('factory.rotation.invalid', {}, fields)
}
