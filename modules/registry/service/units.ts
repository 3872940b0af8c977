import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { registry } from '../contract.ts'
import { parkById } from '../store/parks.ts'
import * as store from '../store/units.ts'

type Routes = Pick<Service<typeof registry>, 'units' | 'unit' | 'addUnit' | 'changeUnit' | 'removeUnit'>

/** Which level stands directly below which (IEC 62264-1, equipment hierarchy); a level may be left out. */
const ranks = { site: 0, area: 1, line: 2, cell: 3 } as const

export const units: Routes = {
  units: (ctx, { query }) => store.listUnits(ctx.sql, query),

  unit: (ctx, { params }) => known(ctx, params.unitId),

  async addUnit(ctx, { body }) {
    const organisationId = ctx.caller.organisationId
    if (!organisationId) throw new Fault('kit.forbidden')
    const parent = body.parentId ? await known(ctx, body.parentId) : null
    if (!parentFits(organisationId, body.level, parent)) {
      throw new Fault('registry.unit.parentLevel', {}, [
        { field: 'parentId', rule: 'fault.registry.unit.parentLevel' },
      ])
    }
    await parkMustFit(ctx, body.level, body.parkId)
    if (await store.unitByCode(ctx.sql, organisationId, body.code)) throw codeTaken()
    const id = ctx.newId()
    const unit = {
      ...values(body),
      id,
      organisationId,
      parentId: parent?.id ?? null,
      level: body.level,
      isSample: false,
    }
    await store.insertUnit(ctx.sql, unit, ctx.now)
    await note(ctx, 'registry.unit.added', id, organisationId, undefined, body)
    return { id }
  },

  async changeUnit(ctx, { params, body }) {
    const before = await own(ctx, params.unitId)
    await parkMustFit(ctx, before.level, body.parkId)
    const namesake = await store.unitByCode(ctx.sql, before.organisationId, body.code)
    if (namesake && namesake.id !== before.id) throw codeTaken()
    const changed = await store.updateUnit(ctx.sql, before.id, body.version, values(body), ctx.now)
    if (!changed) throw new Fault('registry.unit.changedSince')
    await note(ctx, 'registry.unit.changed', before.id, before.organisationId, before, body)
    return { done: true }
  },

  async removeUnit(ctx, { params }) {
    const before = await own(ctx, params.unitId)
    if (await store.unitHasChildren(ctx.sql, before.id)) throw new Fault('registry.unit.hasChildren')
    // Machines point here by foreign key, so a unit in use stays.
    const gone = await store.deleteUnit(ctx.sql, before.id).catch((error: { code?: string }) => {
      if (error.code === '23503') throw new Fault('registry.unit.hasChildren')
      throw error
    })
    if (!gone) throw new Fault('kit.notFound')
    await note(ctx, 'registry.unit.removed', before.id, before.organisationId, before, undefined)
    return { done: true }
  },
}

/** May a unit of this level stand below this parent of the same organisation? Sites stand alone. */
export function parentFits(
  organisationId: string,
  level: store.UnitRow['level'],
  parent: Pick<store.UnitRow, 'organisationId' | 'level'> | null,
): boolean {
  if (level === 'site') return parent === null
  return parent !== null && parent.organisationId === organisationId && ranks[parent.level] < ranks[level]
}

/** Sites lie in parks; what stands below them lies where the site does. */
async function parkMustFit(
  ctx: Ctx,
  level: store.UnitRow['level'],
  parkId: string | undefined,
): Promise<void> {
  if (!parkId) return
  const bad = (code: 'registry.unit.parkOfSite' | 'registry.park.unknown') =>
    new Fault(code, {}, [{ field: 'parkId', rule: `fault.${code}` }])
  if (level !== 'site') throw bad('registry.unit.parkOfSite')
  if (!(await parkById(ctx.sql, ctx.caller.locale, parkId))) throw bad('registry.park.unknown')
}

async function known(ctx: Ctx, id: string): Promise<store.UnitRow> {
  const unit = await store.unitById(ctx.sql, id)
  if (!unit) throw new Fault('kit.notFound')
  return unit
}

async function own(ctx: Ctx, id: string): Promise<store.UnitRow> {
  const unit = await known(ctx, id)
  if (unit.organisationId !== ctx.caller.organisationId) throw new Fault('kit.notFound')
  return unit
}

function values(body: {
  code: string
  name: string
  nameEn?: string
  regionCode?: string
  address?: string
  parkId?: string
}) {
  return {
    code: body.code,
    name: body.name.trim(),
    nameEn: body.nameEn || null,
    regionCode: body.regionCode || null,
    address: body.address || null,
    parkId: body.parkId || null,
  }
}

function codeTaken(): Fault {
  return new Fault('registry.unit.codeTaken', {}, [{ field: 'code', rule: 'fault.registry.unit.codeTaken' }])
}

async function note(
  ctx: Ctx,
  action: string,
  id: string,
  organisationId: string,
  before: unknown,
  after: unknown,
) {
  const change = { ...(before ? { before } : {}), ...(after ? { after } : {}) }
  await ctx.audit({ action, subject: 'unit', subjectId: id, organisationId, ...change })
}
