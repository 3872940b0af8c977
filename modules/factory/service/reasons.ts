import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { mustOwn, ownId } from '../policy.ts'
import { effectiveStopRules } from '../reasons/stop-rules.ts'
import * as tree from '../reasons/tree.ts'
import { effectiveTree } from '../reasons/words.ts'
import { askDays, askFirmDays } from '../store/derivation.ts'
import { unitById } from '../store/equipment.ts'
import { holdTree, insertTree, listTrees, treeOf } from '../store/reasons.ts'
import { keepStopRules } from '../store/stop-rules.ts'
import { known } from './equipment.ts'
import { importReasonSheet, reasonSheet } from './reason-import.ts'

type Routes = Pick<
  Service<typeof factory>,
  | 'reasons'
  | 'addReason'
  | 'changeReason'
  | 'moveReason'
  | 'retireReason'
  | 'reasonVersions'
  | 'restoreReasons'
  | 'importReasons'
  | 'reasonTemplate'
  | 'stopRules'
  | 'changeStopRules'
>

type Says = {
  name: string
  nameEn?: string
  colour?: string
  state?: tree.Reason['state']
  loss?: tree.Reason['loss']
  isPlanned: boolean
}

export const reasons: Routes = {
  async reasons(ctx, { query }) {
    const organisationId = query.organisation ?? ctx.caller.organisationId
    if (!organisationId) return { rows: [], total: 0, version: 0 }
    const { version, reasons: kept } = await effectiveTree(ctx, organisationId)
    const text = query.q?.toLowerCase()
    const rows = tree
      .placed(kept)
      .filter((one) => query.isRetired === undefined || one.isRetired === query.isRetired)
      .filter(
        (one) =>
          !text || [one.code, one.name, one.nameEn ?? ''].some((part) => part.toLowerCase().includes(text)),
      )
    const { page = 1, pageSize = tree.reasonsMax } = query
    const own = new Map(kept.map((one) => [one.code, one]))
    return {
      version,
      total: rows.length,
      rows: rows.slice((page - 1) * pageSize, page * pageSize).map(({ path: _, ...row }) => {
        const { colour = null, state = null, loss = null } = own.get(row.code) ?? {}
        return { ...row, own: { colour, state, loss } }
      }),
    }
  },

  addReason: (ctx, { body }) =>
    changeTree(ctx, body.version, 'added', (now) =>
      tree.withReason(now, {
        ...saysOf(body),
        ...{ code: body.code, parentCode: body.parentCode ?? null, isRetired: false },
      }),
    ),

  changeReason: (ctx, { params, body }) =>
    changeTree(ctx, body.version, 'changed', (now) => tree.changedReason(now, params.code, saysOf(body))),

  moveReason: (ctx, { params, body }) =>
    changeTree(ctx, body.version, 'moved', (now) =>
      tree.movedReason(now, params.code, body.parentCode ?? null, body.before ?? null),
    ),

  retireReason: (ctx, { params, body }) =>
    changeTree(ctx, body.version, body.isRetired ? 'retired' : 'returned', (now) =>
      tree.retiredReason(now, params.code, body.isRetired),
    ),

  async reasonVersions(ctx, { query }) {
    const organisationId = query.organisation ?? ctx.caller.organisationId
    if (!organisationId) return { rows: [], total: 0 }
    const { rows, total } = await listTrees(ctx.sql, organisationId, query)
    return { total, rows: rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })) }
  },

  restoreReasons: (ctx, { params, body }) =>
    changeTree(ctx, body.version, 'restored', async (_now, organisationId) => {
      const former = await treeOf(ctx.sql, organisationId, params.number)
      if (!former) throw new Fault('kit.notFound')
      return former.reasons
    }),

  async importReasons(ctx, { query }) {
    const organisationId = ownId(ctx)
    await holdTree(ctx.sql, organisationId)
    const { version, reasons: before } = await effectiveTree(ctx, organisationId)
    const { report, after } = await importReasonSheet(ctx, before, query.dryRun ?? true)
    if (report.written && report.rowsNew + report.rowsChanged > 0)
      await keep(ctx, organisationId, 'imported', { version, reasons: before }, after)
    return report
  },

  reasonTemplate: (ctx) => reasonSheet(ctx),

  async stopRules(ctx, { query }) {
    const { unitId, equipmentId } = await ownerOf(ctx, query)
    return effectiveStopRules(ctx.sql, { equipmentId, unitId })
  },

  async changeStopRules(ctx, { query, body }) {
    const owner = await ownerOf(ctx, query)
    mustOwn(ctx, owner)
    const { organisationId, equipmentId } = owner
    const unitId = equipmentId ? null : owner.unitId
    const before = await effectiveStopRules(ctx.sql, owner)
    const target = { id: ctx.newId(), organisationId, unitId, equipmentId }
    await keepStopRules(ctx.sql, target, body, ctx.caller.personId, ctx.now)
    await askDays(ctx.sql, equipmentId ? { equipmentId } : { unitId: owner.unitId }, 0)
    await ctx.audit({
      action: 'factory.stopRules.changed',
      subject: equipmentId ? 'equipment' : 'unit',
      subjectId: equipmentId ?? owner.unitId,
      organisationId,
      before,
      after: body,
    })
    return { done: true }
  },
}

function saysOf(body: Says) {
  const { name, nameEn, colour = null, state = null, loss = null, isPlanned } = body
  return { name: name.trim(), nameEn: nameEn || null, colour, state, loss, isPlanned }
}

type Act = 'added' | 'changed' | 'moved' | 'retired' | 'returned' | 'restored' | 'imported'

/** One change of the caller's tree, on the version that the caller saw; it becomes the next version. */
async function changeTree(
  ctx: Ctx,
  seen: number,
  act: Act,
  change: (now: tree.Reason[], organisationId: string) => tree.Reason[] | Promise<tree.Reason[]>,
): Promise<{ version: number }> {
  const organisationId = ownId(ctx)
  await holdTree(ctx.sql, organisationId)
  const now = await effectiveTree(ctx, organisationId)
  if (now.version !== seen) throw new Fault('factory.reason.changedSince')
  return keep(ctx, organisationId, act, now, await change(now.reasons, organisationId))
}

async function keep(
  ctx: Ctx,
  organisationId: string,
  act: Act,
  before: { version: number; reasons: tree.Reason[] },
  after: tree.Reason[],
): Promise<{ version: number }> {
  const version = before.version + 1
  const note = ctx.t(`factory.reasons.act.${act}`)
  const { personId, personName } = ctx.caller
  await insertTree(
    ctx.sql,
    organisationId,
    { version, reasons: after },
    { id: personId, name: personName, note },
    ctx.now,
  )
  // Which stops want a word depends on the codes; what a code's time counts as is asked when it is read.
  if (codesOf(before.reasons) !== codesOf(after)) await askFirmDays(ctx.sql, organisationId)
  const was = new Map(before.reasons.map((one) => [one.code, JSON.stringify(one)]))
  const changed = after.filter((one) => was.get(one.code) !== JSON.stringify(one))
  await ctx.audit({
    action: 'factory.reasons.changed',
    subject: 'reasons',
    subjectId: organisationId,
    organisationId,
    before: { version: before.version },
    after: { version, act, changed: changed.slice(0, 50) },
  })
  return { version }
}

function codesOf(list: readonly tree.Reason[]): string {
  return JSON.stringify(list.map((one) => one.code).sort())
}

/** The machine or the unit that a question names; one of the two. */
async function ownerOf(
  ctx: Ctx,
  query: { unit?: string; equipment?: string },
): Promise<{ organisationId: string; unitId: string; equipmentId: string | null }> {
  if (query.equipment) {
    const { id, unitId, organisationId } = await known(ctx, query.equipment)
    return { organisationId, unitId, equipmentId: id }
  }
  if (!query.unit) throw new Fault('kit.input.invalid', {}, [{ field: 'unit', rule: 'rule.required' }])
  const unit = await unitById(ctx.sql, query.unit)
  if (!unit) throw new Fault('kit.notFound')
  return { organisationId: unit.organisationId, unitId: query.unit, equipmentId: null }
}
