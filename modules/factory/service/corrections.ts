import { Fault } from '@ronghe/kit/errors'
import type { Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { isoOf } from '../micros.ts'
import { mustOwn } from '../policy.ts'
import * as store from '../store/corrections.ts'
import { askDays } from '../store/derivation.ts'
import { known } from './equipment.ts'
import { spanOf } from './spans.ts'

type Routes = Pick<Service<typeof factory>, 'corrections' | 'addCorrection' | 'withdrawCorrection'>

const correctionDaysMax = 92
const listDaysMax = 3660

export const corrections: Routes = {
  async corrections(ctx, { params, query }) {
    await known(ctx, params.equipmentId)
    const window = spanOf(query, listDaysMax)
    const { rows, total } = await store.listCorrections(ctx.sql, params.equipmentId, window, query)
    return {
      total,
      rows: rows.map(({ fromMicros, toMicros, createdAt, withdrawnAt, ...row }) => ({
        ...row,
        startsAt: isoOf(Number(fromMicros)),
        endsAt: isoOf(Number(toMicros)),
        createdAt: createdAt.toISOString(),
        withdrawnAt: withdrawnAt?.toISOString() ?? null,
      })),
    }
  },

  async addCorrection(ctx, { params, body }) {
    const machine = await known(ctx, params.equipmentId)
    mustOwn(ctx, machine)
    const window = spanOf({ from: body.startsAt, to: body.endsAt }, correctionDaysMax, 'endsAt')
    if (window.toMicros > ctx.now.getTime() * 1000) {
      const field = { field: 'endsAt', rule: 'fault.factory.correction.future' }
      throw new Fault('factory.correction.future', {}, [field])
    }
    const id = ctx.newId()
    const one = {
      ...window,
      id,
      organisationId: machine.organisationId,
      equipmentId: machine.id,
      state: body.state ?? null,
      reason: body.reason,
      overProduction: body.overProduction ?? false,
      note: body.note ?? null,
      by: ctx.caller.personId,
      personName: ctx.caller.personName,
    }
    await store.insertCorrection(ctx.sql, one, ctx.now)
    await askDays(ctx.sql, { equipmentId: machine.id }, window.fromMicros)
    await ctx.audit({
      action: 'factory.correction.added',
      subject: 'equipment',
      subjectId: machine.id,
      organisationId: machine.organisationId,
      after: body,
    })
    return { id }
  },

  async withdrawCorrection(ctx, { params }) {
    const one = await store.correctionForUpdate(ctx.sql, params.correctionId)
    mustOwn(ctx, one)
    if (!one) throw new Fault('kit.notFound')
    if (one.isWithdrawn) throw new Fault('factory.correction.withdrawn')
    await store.withdrawCorrection(ctx.sql, params.correctionId, ctx.caller.personId, ctx.now)
    await askDays(ctx.sql, { equipmentId: one.equipmentId }, Number(one.fromMicros))
    await ctx.audit({
      action: 'factory.correction.withdrawn',
      subject: 'equipment',
      subjectId: one.equipmentId,
      organisationId: one.organisationId,
      before: { correctionId: params.correctionId, reason: one.reason },
    })
    return { done: true }
  },
}
