import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { keepShifts } from '../losses/keep.ts'
import { isoOf, microsOf } from '../micros.ts'
import { mustOwn, ownId } from '../policy.ts'
import * as counts from '../store/counts.ts'
import { askDays } from '../store/derivation.ts'
import * as store from '../store/products.ts'
import { machinesIn } from '../store/scope.ts'
import { known, note } from './equipment.ts'
import { spanOf } from './spans.ts'

type Routes = Pick<
  Service<typeof factory>,
  | 'products'
  | 'addProduct'
  | 'changeProduct'
  | 'countRule'
  | 'changeCountRule'
  | 'declaredCounts'
  | 'addDeclaredCount'
  | 'withdrawDeclaredCount'
>

const countDaysMax = 31

export const products: Routes = {
  async products(ctx, { query }) {
    const organisation = query.organisation ?? ctx.caller.organisationId
    const filter = { ...query, ...(organisation ? { organisation } : {}) }
    const { rows, total } = await store.listProducts(ctx.sql, filter)
    const ids = rows.map((row) => row.id)
    const rates = Map.groupBy(await store.ratesOf(ctx.sql, ctx.caller.locale, ids), (one) => one.productId)
    return {
      total,
      rows: rows.map(({ organisationId: _, ...row }) => ({
        ...row,
        rates: (rates.get(row.id) ?? []).map(({ productId: _id, ...rate }) => rate),
      })),
    }
  },

  async addProduct(ctx, { body }) {
    const organisationId = ownId(ctx)
    if (await store.productByCode(ctx.sql, organisationId, body.code)) throw codeTaken()
    await mustBeOwnMachines(ctx, organisationId, body.rates)
    const id = ctx.newId()
    await store.insertProduct(ctx.sql, { ...valuesOf(body), id, organisationId, isSample: false })
    await store.replaceRates(ctx.sql, { id, organisationId }, body.rates)
    await audit(ctx, 'factory.product.added', id, organisationId, { after: body })
    return { id }
  },

  async changeProduct(ctx, { params, body }) {
    const before = await store.productById(ctx.sql, params.productId)
    mustOwn(ctx, before)
    if (!before) throw new Fault('kit.notFound')
    const { organisationId } = before
    const namesake = await store.productByCode(ctx.sql, organisationId, body.code)
    if (namesake && namesake.id !== before.id) throw codeTaken()
    await mustBeOwnMachines(ctx, organisationId, body.rates)
    const values = { ...valuesOf(body), isRetired: body.isRetired }
    if (!(await store.updateProduct(ctx.sql, before.id, body.version, values, ctx.now)))
      throw new Fault('factory.product.changedSince')
    await store.replaceRates(ctx.sql, before, body.rates)
    await audit(ctx, 'factory.product.changed', before.id, organisationId, { before, after: body })
    return { done: true }
  },

  async countRule(ctx, { params }) {
    await known(ctx, params.equipmentId)
    return counts.countRuleOf(ctx.sql, params.equipmentId)
  },

  async changeCountRule(ctx, { params, body }) {
    const machine = await known(ctx, params.equipmentId)
    mustOwn(ctx, machine)
    const before = await counts.countRuleOf(ctx.sql, machine.id)
    await counts.keepCountRule(ctx.sql, machine, body, ctx.caller.personId, ctx.now)
    await askDays(ctx.sql, { equipmentId: machine.id }, 0)
    await note(ctx, 'factory.countRule.changed', machine.id, machine.organisationId, { before, after: body })
    return { done: true }
  },

  async declaredCounts(ctx, { params, query }) {
    await known(ctx, params.equipmentId)
    const { rows, total } = await counts.listDeclaredCounts(ctx.sql, params.equipmentId, query)
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

  async addDeclaredCount(ctx, { params, body }) {
    const machine = await known(ctx, params.equipmentId)
    mustOwn(ctx, machine)
    const span = spanOf({ from: body.startsAt, to: body.endsAt }, countDaysMax, 'endsAt')
    if (microsOf(body.endsAt) > ctx.now.getTime() * 1000) {
      const field = { field: 'endsAt', rule: 'fault.factory.correction.future' }
      throw new Fault('factory.correction.future', {}, [field])
    }
    const rejectedStartup = body.rejectedStartup ?? 0
    if (rejectedStartup > body.rejected) {
      const field = { field: 'rejectedStartup', rule: 'fault.factory.count.startupMore' }
      throw new Fault('factory.count.startupMore', {}, [field])
    }
    const id = ctx.newId()
    const { personId: by, personName } = ctx.caller
    const { organisationId, id: equipmentId } = machine
    const said = { product: body.product || null, note: body.note || null, rejectedStartup }
    const one = { ...body, ...said, id, organisationId, equipmentId, by, personName }
    await counts.insertDeclaredCount(ctx.sql, one, ctx.now)
    await follow(ctx, machine, span)
    await note(ctx, 'factory.count.added', equipmentId, organisationId, { after: body })
    return { id }
  },

  async withdrawDeclaredCount(ctx, { params }) {
    const { personId } = ctx.caller
    const gone = await counts.withdrawDeclaredCount(ctx.sql, params.countId, ownId(ctx), personId, ctx.now)
    if (!gone) throw new Fault('kit.notFound')
    const machine = await known(ctx, gone.equipmentId)
    await follow(ctx, machine, gone)
    const before = { countId: params.countId }
    await note(ctx, 'factory.count.withdrawn', machine.id, machine.organisationId, { before })
    return { done: true }
  },
}

/** The shift in which the count lies at once; the day as it comes. */
async function follow(
  ctx: Ctx,
  machine: { id: string; organisationId: string; unitId: string },
  { fromMicros, toMicros }: { fromMicros: number; toMicros: number },
): Promise<void> {
  await askDays(ctx.sql, { equipmentId: machine.id }, fromMicros)
  await keepShifts(
    ctx,
    machine,
    { fromMicros: toMicros - 1, toMicros: toMicros + 1 },
    ctx.now.getTime() * 1000,
  )
}

function valuesOf(body: { code: string; name: string; nameEn?: string; idealCycleMs?: number }) {
  const { code, name, nameEn, idealCycleMs = null } = body
  return { code, name: name.trim(), nameEn: nameEn || null, idealCycleMs }
}

function codeTaken(): Fault {
  const field = { field: 'code', rule: 'fault.factory.product.codeTaken' }
  return new Fault('factory.product.codeTaken', {}, [field])
}

/** Rates are for machines of the firm, each once. */
async function mustBeOwnMachines(
  ctx: Ctx,
  organisationId: string,
  rates: readonly store.Rate[],
): Promise<void> {
  if (rates.length === 0) return
  const own = new Set(
    (await machinesIn(ctx.sql, ctx.caller.locale, { organisation: organisationId }, ctx.now)).map(
      ({ id }) => id,
    ),
  )
  const ids = rates.map((one) => one.equipmentId)
  if (ids.every((id) => own.has(id)) && new Set(ids).size === ids.length) return
  throw new Fault('factory.product.rate', {}, [{ field: 'rates', rule: 'fault.factory.product.rate' }])
}

async function audit(
  ctx: Ctx,
  action: string,
  subjectId: string,
  organisationId: string,
  change: { before?: unknown; after?: unknown },
): Promise<void> {
  await ctx.audit({ action, subject: 'product', subjectId, organisationId, ...change })
}
