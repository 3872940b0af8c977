import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service, Subscriber } from '@ronghe/kit/module'
import type { registry } from '../contract.ts'
import { organisationById } from '../store/organisations.ts'
import * as parts from '../store/system-parts.ts'
import * as store from '../store/systems.ts'
import { ownId } from './members.ts'
import { knownSystem, mayConfirm, noteSystem } from './system-values.ts'

type Routes = Pick<Service<typeof registry>, 'askSystems' | 'decideSystem'>

/** Somebody who is not of the firm looks at a system and its papers, and confirms or refuses it (M11). */
export const systemDecisions: Routes = {
  async askSystems(ctx, { body }) {
    const organisationId = ownId(ctx)
    const asked = await store.askSystems(ctx.sql, organisationId, body.systemIds ?? null, ctx.now)
    if (asked.length === 0) throw new Fault('registry.system.nothingToAsk')
    for (const id of asked) await noteSystem(ctx, { id, organisationId }, 'asked')
    await tellConfirmers(ctx, organisationId, asked.length)
    return { asked: asked.length }
  },

  async decideSystem(ctx, { params, body }) {
    const row = await knownSystem(ctx, params.systemId)
    if (!(await mayConfirm(ctx, row))) throw new Fault('registry.system.notYours')
    const { decision, version } = body
    const reason = body.reason?.trim() || null
    if (decision === 'refused' && reason === null)
      throw new Fault('kit.input.invalid', {}, [{ field: 'reason', rule: 'rule.required' }])
    const own = await organisationById(ctx.sql, 'zh', ownId(ctx))
    const by = { by: ctx.caller.personName ?? '', byOrganisation: own?.name ?? '' }
    await elevated(ctx.sql, ctx.caller, async () => {
      const of = { id: row.id, version }
      if (!(await store.decideSystem(ctx.sql, of, { decision, reason, ...by }, ctx.now)))
        throw new Fault('registry.system.changedSince')
      await noteSystem(ctx, row, decision, { after: by, reason })
    })
    await ctx.notify({
      to: { organisationId: row.organisationId, may: 'registry.system.write' },
      word: noticeOf(decision),
      blanks: { system: row.name, reason: reason ?? '' },
      link: `/registry/systems/${row.id}`,
    })
    return { done: true }
  },
}

/** Officials of the firm's division, and the agencies that were given the firm. */
async function tellConfirmers(ctx: Ctx, organisationId: string, count: number): Promise<void> {
  const firm = await organisationById(ctx.sql, 'zh', organisationId)
  if (!firm) return
  const may = 'registry.system.confirm'
  const about = {
    word: noticeOf('asked'),
    blanks: { organisation: firm.name, count: String(count) },
    link: `/registry/systems?organisation=${organisationId}&status=asked`,
  }
  await ctx.notify({ to: { regionCode: firm.regionCode, may }, ...about })
  for (const reader of await parts.readersOf(ctx.sql, organisationId))
    await ctx.notify({ to: { organisationId: reader, may }, ...about })
}

function noticeOf(what: 'asked' | 'confirmed' | 'refused'): string {
  return `registry.systemNotice.${what}`
}

/** A run went to an agency, or to nobody: it reads the firm's ledger, and the one before no longer. */
export const onRunAssigned: Subscriber = async ({ sql }, payload) => {
  const { runId, organisationId, assessorId } = payload
  const readerId = assessorId === null ? null : String(assessorId)
  await parts.keepReader(sql, {
    grantId: String(runId),
    organisationId: String(organisationId),
    readerId,
  })
}
