import type { Static } from '@ronghe/kit/contract'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx } from '@ronghe/kit/module'
import { dayIn, regionZone } from '@ronghe/kit/working-days'
import type { NewSystem } from '../contract/systems.ts'
import { mayConfirmSystem } from '../policy.ts'
import { membershipsOf } from '../store/people.ts'
import * as parts from '../store/system-parts.ts'
import * as store from '../store/systems.ts'

type Given = Static<typeof NewSystem>
export type FieldFault = { field: string; rule: string }

/** The day in China, by which a system is in use or not. */
export function chinaToday(ctx: Ctx): string {
  return dayIn(ctx.now, regionZone)
}

/** What a person typed as a row. */
export function systemValues(body: Given): store.SystemValues {
  const { kindCode, isOwn, usedSince, usedUntil, processes, coverageOf, covered, total } = body
  return {
    ...{ kindCode, isOwn, usedSince, processes, coverageOf, covered, total },
    name: body.name.trim(),
    supplier: isOwn ? '' : (body.supplier ?? '').trim(),
    usedUntil: usedUntil || null,
    countedHow: body.countedHow.trim(),
  }
}

/** Every rule that the values break, by field; the contract has looked at each field by itself before. */
export function systemFaults(
  one: store.SystemValues,
  kind: parts.KindRow | undefined,
  today: string,
): FieldFault[] {
  const faults: FieldFault[] = []
  const bad = (field: string, rule: string) => void faults.push({ field, rule })
  if (one.name === '') bad('name', 'rule.required')
  if (one.countedHow === '') bad('countedHow', 'rule.required')
  if (!one.isOwn && one.supplier === '') bad('supplier', 'registry.systemRule.supplier')
  if (!kind) bad('kindCode', 'registry.systemRule.kind')
  else if (!one.processes.every((process) => kind.processes.includes(process)))
    bad('processes', 'registry.systemRule.processes')
  if (one.usedSince > today) bad('usedSince', 'registry.systemRule.ahead')
  if (one.usedUntil !== null && one.usedUntil <= one.usedSince) bad('usedUntil', 'registry.systemRule.until')
  if (one.covered > one.total) bad('covered', 'registry.systemRule.covered')
  return faults
}

/** Refuses values that break a rule, or whose name the ledger has for another system. */
export async function mustFit(
  ctx: Ctx,
  organisationId: string,
  one: store.SystemValues,
  id: string | null,
): Promise<void> {
  const kind = (await parts.listKinds(ctx.sql)).find(({ code }) => code === one.kindCode)
  const faults = systemFaults(one, kind, chinaToday(ctx))
  if (faults.length > 0) throw new Fault('kit.input.invalid', {}, faults)
  const namesake = await store.systemByName(ctx.sql, organisationId, one.name)
  if (namesake && namesake.id !== id) {
    const rule = 'fault.registry.system.nameTaken'
    throw new Fault('registry.system.nameTaken', {}, [{ field: 'name', rule }])
  }
}

/** A system that the caller may see; 404 for every other. */
export async function knownSystem(ctx: Ctx, id: string): Promise<store.SystemRow> {
  const found = await store.systemById(ctx.sql, ctx.caller.locale, id, chinaToday(ctx))
  if (!found) throw new Fault('kit.notFound')
  return found
}

/** A system of the caller's own firm, held until the transaction ends. */
export async function ownSystem(ctx: Ctx, id: string): Promise<store.SystemRow> {
  await store.lockSystem(ctx.sql, id)
  const found = await knownSystem(ctx, id)
  if (found.organisationId !== ctx.caller.organisationId) throw new Fault('kit.notFound')
  return found
}

/** May the caller confirm or refuse it? Nobody who is of the firm, in whatever place he acts now. */
export async function mayConfirm(ctx: Ctx, row: store.SystemRow): Promise<boolean> {
  const { personId, organisationId } = ctx.caller
  if (personId === null || organisationId === null) return false
  const memberships = await membershipsOf(ctx.sql, personId)
  const readers = await parts.readersOf(ctx.sql, row.organisationId)
  const isOfFirm = memberships.some((one) => one.organisation_id === row.organisationId)
  return !isOfFirm && mayConfirmSystem(ctx.caller, row, readers)
}

type Told = { before?: unknown; after?: unknown; reason?: string | null }

/** Keeps what became of a system in its own history and in the audit. */
export async function noteSystem(
  ctx: Ctx,
  one: { id: string; organisationId: string },
  action:
    | 'added'
    | 'changed'
    | 'removed'
    | 'linked'
    | 'unlinked'
    | 'paperAdded'
    | 'paperRemoved'
    | 'asked'
    | 'confirmed'
    | 'refused',
  { before, after, reason = null }: Told = {},
): Promise<void> {
  const { organisationId } = one
  const byName = ctx.caller.personName ?? ''
  const told = { organisationId, systemId: one.id, action, byName, before, after, reason }
  await parts.insertChange(ctx.sql, told, ctx.now)
  await ctx.audit({
    action: `registry.system.${action}`,
    subject: 'registry.system',
    subjectId: one.id,
    organisationId,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(reason ? { reason } : {}),
  })
}
