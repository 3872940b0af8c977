import { holds } from '@ronghe/kit/auth'
import type { Static } from '@ronghe/kit/contract'
import { elevated, regionPrefix } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { NewPark } from '../contract/shapes.ts'
import type { registry } from '../contract.ts'
import { mayKeepPark } from '../policy.ts'
import { organisationById, regionExists } from '../store/organisations.ts'
import * as store from '../store/parks.ts'

type Routes = Pick<Service<typeof registry>, 'parks' | 'park' | 'addPark' | 'changePark' | 'removePark'>

/** Parks stand in a public directory; the officials of the division in which one lies keep it (M8). */
export const parks: Routes = {
  async parks(ctx, { query }) {
    const { region, ...filter } = query
    const found = await store.listParks(ctx.sql, ctx.caller.locale, filter, regionPrefix(region ?? null))
    return { ...found, rows: found.rows.map((row) => shown(ctx, row)) }
  },

  park: async (ctx, { params }) => shown(ctx, await known(ctx, params.parkId)),

  async addPark(ctx, { body }) {
    await mustFit(ctx, body)
    if (await store.parkByCode(ctx.sql, body.code)) throw codeTaken()
    const id = ctx.newId()
    await store.insertPark(ctx.sql, { ...valuesOf(body), id, isSample: false }, ctx.now)
    await note(ctx, 'registry.park.added', id, undefined, body)
    return { id }
  },

  async changePark(ctx, { params, body }) {
    const before = await ours(ctx, params.parkId)
    await mustFit(ctx, body)
    const namesake = await store.parkByCode(ctx.sql, body.code)
    if (namesake && namesake.id !== before.id) throw codeTaken()
    const of = { id: before.id, version: body.version }
    if (!(await store.updatePark(ctx.sql, of, valuesOf(body), ctx.now)))
      throw new Fault('registry.park.changedSince')
    await note(ctx, 'registry.park.changed', before.id, before, body)
    return { done: true }
  },

  async removePark(ctx, { params }) {
    const before = await ours(ctx, params.parkId)
    const isUsed = await elevated(ctx.sql, ctx.caller, () => store.parkHasSites(ctx.sql, before.id))
    if (isUsed) throw new Fault('registry.park.inUse')
    if (!(await store.deletePark(ctx.sql, before.id))) throw new Fault('kit.notFound')
    await note(ctx, 'registry.park.removed', before.id, before, undefined)
    return { done: true }
  },
}

type Given = Static<typeof NewPark>

function valuesOf(body: Given) {
  const { code, name, nameEn, regionCode, operatorId, address } = body
  return {
    ...{ code, name: name.trim(), nameEn: nameEn || null, regionCode },
    ...{ operatorId: operatorId || null, address: address || null },
  }
}

function shown(ctx: Ctx, row: store.ParkRow) {
  const isMine = holds(ctx.caller, 'registry.organisation.make') && mayKeepPark(ctx.caller, row)
  return { ...row, isMine }
}

async function known(ctx: Ctx, id: string): Promise<store.ParkRow> {
  const park = await store.parkById(ctx.sql, ctx.caller.locale, id)
  if (!park) throw new Fault('kit.notFound')
  return park
}

async function ours(ctx: Ctx, id: string): Promise<store.ParkRow> {
  const park = await known(ctx, id)
  if (!mayKeepPark(ctx.caller, park)) throw new Fault('registry.park.elsewhere')
  return park
}

/** The division is one of the caller's own, and who runs the park is a park's organisation. */
async function mustFit(ctx: Ctx, { regionCode, operatorId }: Given): Promise<void> {
  if (!(await regionExists(ctx.sql, regionCode))) throw bad('registry.region.unknown', 'regionCode')
  if (!mayKeepPark(ctx.caller, { regionCode })) throw bad('registry.park.elsewhere', 'regionCode')
  if (!operatorId) return
  const operator = await organisationById(ctx.sql, ctx.caller.locale, operatorId)
  if (operator?.kind !== ('park' as string)) throw bad('registry.park.operator', 'operatorId')
}

function bad(
  code: 'registry.region.unknown' | 'registry.park.elsewhere' | 'registry.park.operator',
  field: string,
): Fault {
  return new Fault(code, {}, [{ field, rule: `fault.${code}` }])
}

function codeTaken(): Fault {
  return new Fault('registry.park.codeTaken', {}, [{ field: 'code', rule: 'fault.registry.park.codeTaken' }])
}

async function note(ctx: Ctx, action: string, id: string, before: unknown, after: unknown): Promise<void> {
  const change = { ...(before ? { before } : {}), ...(after ? { after } : {}) }
  const { organisationId } = ctx.caller
  await ctx.audit({ action, subject: 'park', subjectId: id, organisationId, ...change })
}
