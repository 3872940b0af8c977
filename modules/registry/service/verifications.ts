import { buffer } from 'node:stream/consumers'
import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import { fileKind } from '@ronghe/kit/files'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { registry } from '../contract.ts'
import { mayDecide } from '../policy.ts'
import { organisationById, setVerification } from '../store/organisations.ts'
import * as store from '../store/verifications.ts'
import { ownId } from './members.ts'

type Routes = Pick<
  Service<typeof registry>,
  'verifications' | 'submitVerification' | 'verificationFile' | 'withdrawVerification' | 'decideVerification'
>

export const verifications: Routes = {
  async verifications(ctx, { query }) {
    const { rows, total } = await store.listVerifications(ctx.sql, ctx.caller.locale, query)
    return { total, rows: rows.map(shown) }
  },

  async submitVerification(ctx, { query }) {
    const organisationId = ownId(ctx)
    const file = await ctx.upload()
    const kind = fileKind(file.content, ['pdf', 'png', 'jpg'])
    if (!kind) {
      throw new Fault('registry.verification.fileKind', {}, [
        { field: 'file', rule: 'fault.registry.verification.fileKind' },
      ])
    }
    const organisation = await organisationById(ctx.sql, ctx.caller.locale, organisationId)
    if (!organisation) throw new Fault('kit.notFound')
    const id = ctx.newId()
    const added = await store.insertVerification(
      ctx.sql,
      {
        id,
        organisationId,
        regionCode: organisation.regionCode,
        fileHash: await ctx.house.files.put(file.content),
        fileName: file.name.slice(0, 200),
        fileType: kind.mediaType,
        note: query.note ?? null,
        by: ctx.caller.personId,
      },
      ctx.now,
    )
    if (!added) throw new Fault('registry.verification.open')
    await setVerification(ctx.sql, organisationId, 'submitted', ctx.now)
    await ctx.emit('verification.submitted', { verificationId: id, organisationId })
    await note(ctx, 'registry.verification.submitted', id, organisationId, { fileName: file.name })
    return { id }
  },

  async verificationFile(ctx, { params }) {
    const found = await known(ctx, params.verificationId)
    return {
      name: found.fileName,
      mediaType: found.fileType,
      content: await buffer(await ctx.house.files.read(found.fileHash)),
    }
  },

  async withdrawVerification(ctx, { params }) {
    const found = await known(ctx, params.verificationId)
    if (found.organisationId !== ownId(ctx)) throw new Fault('kit.notFound')
    const ended = await store.endVerification(
      ctx.sql,
      found.id,
      'withdrawn',
      ctx.caller.personId,
      null,
      ctx.now,
    )
    if (!ended) throw new Fault('registry.verification.decided')
    // A firm that was approved before stays so when it takes a newer licence back.
    const state = (await store.lastDecision(ctx.sql, found.organisationId)) ?? 'unverified'
    await setVerification(ctx.sql, found.organisationId, state, ctx.now)
    await note(ctx, 'registry.verification.withdrawn', found.id, found.organisationId, undefined)
    return { done: true }
  },

  async decideVerification(ctx, { params, body }) {
    const found = await known(ctx, params.verificationId)
    if (found.organisationId === ctx.caller.organisationId) throw new Fault('registry.verification.ownFirm')
    if (!mayDecide(ctx.caller, found)) throw new Fault('kit.notFound')
    if (body.decision === 'returned' && !body.reason?.trim()) {
      throw new Fault('registry.verification.reasonNeeded', {}, [{ field: 'reason', rule: 'rule.required' }])
    }
    await elevated(ctx.sql, ctx.caller, async () => {
      const reason = body.reason?.trim() || null
      const ended = await store.endVerification(
        ctx.sql,
        found.id,
        body.decision,
        ctx.caller.personId,
        reason,
        ctx.now,
      )
      if (!ended) throw new Fault('registry.verification.decided')
      await setVerification(ctx.sql, found.organisationId, body.decision, ctx.now)
    })
    const { organisationId } = found
    await ctx.emit('verification.decided', {
      verificationId: found.id,
      organisationId,
      decision: body.decision,
    })
    await note(ctx, `registry.verification.${body.decision}`, found.id, organisationId, body)
    return { done: true }
  },
}

async function known(ctx: Ctx, id: string): Promise<store.VerificationRow> {
  const found = await store.verificationById(ctx.sql, ctx.caller.locale, id)
  if (!found) throw new Fault('kit.notFound')
  return found
}

function shown(row: store.VerificationRow) {
  const { fileHash: _hash, fileType: _type, ...rest } = row
  return {
    ...rest,
    submittedAt: row.submittedAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
  }
}

async function note(
  ctx: Ctx,
  action: string,
  id: string,
  organisationId: string,
  after: unknown,
): Promise<void> {
  const change = after ? { after } : {}
  await ctx.audit({ action, subject: 'verification', subjectId: id, organisationId, ...change })
}
