import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { governance } from '../contract.ts'
import { applicationAt, maySee, mustCheck, noteOnly } from './acts.ts'
import type { DuplicateRow } from './rows.ts'
import * as store from './store/duplicates.ts'

type Routes = Pick<Service<typeof governance>, 'decideDuplicate'>

/** The same thing in two applications, and what an official decided of it (G15). */
export const hits: Routes = {
  async decideDuplicate(ctx, { params, body }) {
    const found = await applicationAt(ctx, params.applicationId, body.version)
    mustCheck(ctx, found)
    const { applicationNumber, kind, key, decision, reason } = body
    const hit = (await hitsOf(ctx, found.id)).find((one) => {
      return one.applicationNumber === applicationNumber && one.kind === kind && one.key === key
    })
    if (!hit) throw new Fault('kit.notFound')
    const by = ctx.caller.personName ?? ''
    const about = { applicationId: found.id, otherId: hit.otherId, kind, key }
    const one = { ...about, id: ctx.newId(), decision, reason, by }
    await elevated(ctx.sql, ctx.caller, () => store.insertDecision(ctx.sql, one, ctx.now))
    await ctx.audit({
      action: 'governance.duplicate.decided',
      subject: 'governance.application',
      subjectId: found.id,
      organisationId: ctx.caller.organisationId,
      after: { ...about, decision },
      reason,
    })
    // The trail is the firm's to read, so it names no other.
    await noteOnly(ctx, found, 'judge')
    return { done: true }
  },
}

export function hitsOf(ctx: Ctx, applicationId: string): Promise<DuplicateRow[]> {
  return elevated(ctx.sql, ctx.caller, () => store.duplicatesOf(ctx.sql, applicationId))
}

/** Every hit is decided, and none is the same thing supported twice. */
export async function mustBeClear(ctx: Ctx, applicationId: string): Promise<void> {
  const found = await hitsOf(ctx, applicationId)
  if (found.some((one) => one.decision === 'same')) throw new Fault('governance.duplicate.same')
  if (found.some((one) => one.decision === null)) throw new Fault('governance.duplicate.open')
}

/** Both sides of a hit; the other firm and its application by name only to who may see them anyway. */
export function shownHit(ctx: Ctx, one: DuplicateRow) {
  const { otherId, otherOrganisationId, otherOrganisationName, otherRegionCode, payerId, ...row } = one
  const isSeen = maySee(ctx, {
    ...{ organisationId: otherOrganisationId, regionCode: otherRegionCode, payerId, state: one.state },
  })
  return {
    ...row,
    otherId: isSeen ? otherId : null,
    otherOrganisationName: isSeen ? otherOrganisationName : null,
    otherTitle: isSeen ? one.otherTitle : null,
    otherLabel: isSeen ? one.otherLabel : null,
    otherKey: isSeen ? one.otherKey : null,
    otherAt: one.otherAt.toISOString(),
    decidedAt: one.decidedAt?.toISOString() ?? null,
  }
}
